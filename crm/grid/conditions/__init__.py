"""Conditions: what a column can be asked, and trees of such questions.

`operators` and its kinds are the one place where a question becomes SQL and a sentence: the
filters in a URL (`crm.grid.filters`) and the leaves of a tree are asked through them alike.
"""
