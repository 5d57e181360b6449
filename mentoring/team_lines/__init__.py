"""Lines between one person and the team of an organisation, outside of every duo. docs/decisions/lines.md."""
