"""What a list shows, as a file: the same columns, order and rows.

A small one is the answer itself, a large one is written by a job; each leaves a record, whatever
became of it.
"""
