"""The programme generator: which session of which module is on which learning day, for one cohort or many.

It knows nothing of Django or of the database. What it is asked stands in `problem`, what it answers in
`answers`; `clock` tells when that is, `comparing` what differs between two answers, `reasons` why something
is left over. `laying` and `relaxing` work it out and load numpy, the rest does not.
"""
