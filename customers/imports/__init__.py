"""Records out of a spreadsheet: staged, mapped, checked, looked at, written in the background.

kinds       what the rows of a sheet can be
reading     the file becomes rows of the database, as typed
mapping     its headings meet the columns of the grids; `categories` what its texts mean
checking    every row is tried before anything is written
difference  what the rows would do, looked at and decided
writing     good rows become customers, chunk by chunk; bad ones wait with their reasons
undoing     all of it is put back
children    the same of records that belong to customers
running     the work, chunk by chunk in `passes`; `commanding` does it by one command
"""
