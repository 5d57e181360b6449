"""Figures of a period, of an organisation or of the federation: docs/decisions/reports.md says what each one is."""
