"""Import plans: several files in order, rehearsed, run, run again, and reconciled.

preparing    files take their places, new uploads the columns of those before them
running      one file after another, in the background
rehearsing   the same in a transaction that is rolled back
reconciling  what the files say beside what the database has
"""
