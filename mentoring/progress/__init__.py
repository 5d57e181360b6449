"""The steps of a job seeker, and what a duo sees of its way."""
