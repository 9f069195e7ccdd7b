"""Tables are written row by row, in constant memory, so that reading them back gives the same table.

text       csv, line by line
xlsx       a workbook, here
beside     a workbook, by a process of its own while this one makes its rows
process    that process            (no Django)
page       its one worksheet       (no Django)
cells      what of a value a cell can hold
"""
