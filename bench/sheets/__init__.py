"""Spreadsheets in and out: rows a second from the file to committed customers, and back.

    python -m bench.sheets [--customers 1000000] [--rows 100000] [--json]

Sheets of twenty-five columns go into a copy of the grid bench's company, beside the limit (the same
cells through the bare reader and COPY) and stock django-import-export. Every step runs in a process
of its own, whose peak memory is told.
"""
