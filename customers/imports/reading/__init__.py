"""A file becomes rows of the database, and can be read again.

files       the upload, kept for a while
staging     its rows, as typed
rereading   the same file, its sheet, header, encoding or separator chosen
refused     refused rows, handed back as a sheet
continuing  which finds its import again when it is corrected
"""
