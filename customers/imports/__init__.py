"""Customers out of a spreadsheet: staged, mapped, checked, then written in the background.

staging    the file becomes rows of the database, as typed
continuing a corrected sheet of refused rows finds its import
mapping    its headings meet the columns of the grids
checking   every row is tried before anything is written
writing    good rows become customers, chunk by chunk; bad ones wait with their reasons
"""
