"""What Tandem says to a mentor when there is a reason: nothing is planned, a milestone, an interview."""
