"""The programme generator: which session of which module is on which learning day, for one cohort or many.

It knows nothing of Django or of the database. What it is asked stands in `problem`, what it answers in
`answers`; `clock` tells when that is, `rules` what could be relaxed. `laying` lays out, `reasons` and
`relaxing` say why something is left out and what helps: these three load numpy, the others nothing.
"""
