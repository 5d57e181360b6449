"""Every message that Tandem can say, declared once: its kind, its typed parameters, its policy.

`locales/messages/` gives each of them its words and buttons; the file names match.
"""
