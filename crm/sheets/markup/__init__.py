"""Tables that are neither workbooks nor text with separators, but that Excel opens by their names.

encoded       in which encoding they are
web_pages     which part of a file is the page
web_tables    the tables of a page                     (the reader process: no Django)
xml_books     Excel 2003's XML spreadsheets            (the reader process: no Django)
placed        cells at their places, as the parser of workbooks gives them
"""
