"""The team's morning: at 08:30, on request, and on Mondays as a picture. docs/decisions/digest.md."""
