"""The process: command line, settings, wiring, updates in (intake), messages out (courier)."""
