"""Workbooks: looked through, mended, and parsed by a process of its own.

workbooks, child          the process, from outside and from inside (no Django)
zips, ole                 what a container holds, before any parser sees it
mending, free_mending     .xlsx and .ods laid out otherwise than the parser expects
formats, …_marks          what the parser drops and people still see (no Django)
"""
