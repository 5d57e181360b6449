"""The team looks at its people and duos, says who looks after whom, and looks after itself."""
