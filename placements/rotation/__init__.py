"""The rotation planner: who works at which host in each period, as fairly as is possible at all, with proof.

It knows nothing of Django or of the database. What it is asked stands in `problem`, what it answers in
`answers`; a page can read those, `rules`, `counting`, `changes` and `reasons`. `solving`, `explaining` and
`alternatives` load OR-Tools, and are for the job that solves.
"""
