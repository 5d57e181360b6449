"""The weekly question: when it is asked, which one, its answer, and the tip in return."""
