"""Noticing a duo that fades: what was seen, what explains it, and which level that is."""
