"""Every row is compared with what there is, before anything is written.

slots      where the values of a target lie in a record
reading    a chunk's rows as values, each distinct text read once
matching   the customers that agree with a row, in the database and further up the sheet
standing   what those customers are now, with what rows further up make of them
judging    what becomes of each row: new, changed, the same, to be decided, left out, refused
keeping    all of it, written down
"""

from customers.imports.checking.check import Check

__all__ = ["Check"]
