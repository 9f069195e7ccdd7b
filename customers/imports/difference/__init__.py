"""What the rows would do, as a list to be looked at before anything is written.

grids      the list, its columns in `columns`
verbs      what can be decided of rows, in `deciding`
beside     a row and the customers it may be, field by field
"""
