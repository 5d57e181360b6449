"""The one place where a declared message becomes text and buttons, in the recipient's language."""
