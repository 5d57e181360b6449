"""Updates in: fetched in order, handled in one transaction each, acknowledged after the commit."""
