"""Pictures with words, drawn by matplotlib in a process of their own: `python -m locales.pictures`."""
