"""One proposal for everyone who waits, best overall: computed beside the chats, changed by taps, sent in one go.

`scores.py` and `draft.py` are rules without a database; `assign.py` is the process of its own in which scipy is
imported, and nothing here imports it. docs/decisions/group-pairing.md says what "best" means.
"""
