"""Small tables that an import-export Resource declares, out and in again.

declared       out as a sheet, read in again
previewed      what it would change, before anything is written
pages          uploaded, looked at, taken, handed back
kept_uploads   the sheets that somebody is looking at
"""
