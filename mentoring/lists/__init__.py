"""People as a list: a file that the team sends is read, checked, shown, carried out; and the same shape goes out.

The order of a list's life is that of the modules: `words` and `reading` (pure), `known` (who is there), `checking`
(pure), `plan` (what is kept in between), `receiving` and `reading_chore`, `desk` (the dry run and its buttons),
`carrying` (in steps), `export`. docs/decisions/lists.md tells why.
"""
