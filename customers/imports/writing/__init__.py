"""Checked rows become customers, chunk by chunk.

lanes        two chunks at a time, one in after another
committing   a chunk: what has changed since the check is refused
merging      the statements for all rows at once; new ones in `inserting`
deriving     what names are found by
source_keys  keys of other systems, and what they say
put_off      what the index of names has still to sort in
"""
