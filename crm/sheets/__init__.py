"""Spreadsheets in and out. Knows tables, not what they are about.

`reading.read_sheet` opens any sheet people send, `writing` makes new ones, `errors` hands bad
rows back.
"""
