"""Text with separators: which encoding, which dialect, and its rows.

encodings      told by marks, by what decodes and by what makes sense
dialects       told by what makes rows of one width
delimited      its rows
loose_quotes   where quotation marks keep no rule
"""
