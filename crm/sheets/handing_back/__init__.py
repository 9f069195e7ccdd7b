"""Hands refused rows back in the user's own sheet: its formats, titles and other pages kept.

handing   which way it goes, and what the reader is told of it
places    where the rows that are left stand
thinning  the rows that were taken go out of the workbook's own XML
dressing  a process of its own adds the reasons, marks and notes
error_file   a plain sheet, where theirs cannot be kept
texts     the same of csv and what goes by that name
"""
