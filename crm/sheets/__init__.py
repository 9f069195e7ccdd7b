"""Spreadsheets in and out. Knows tables, not what they are about.

reading        opens any sheet people send: `read_sheet`
kinds          what a file is, by its bytes
books, texts, markup      workbooks; text with separators; web pages and XML
layout         where on its sheet the table is
writing        makes new ones
handing_back   refused rows go back in the user's own sheet
resources      small tables that an import-export Resource declares
choices, remarks, refusals   what somebody chose, what is told of a file, why it was refused
"""
