"""What an import did is put back, as far as nobody touched it since.

rows          what was written, by what it means
undo          a chunk of customers; what is `untouched` goes back by `restoring`
merged_since  what went into something else stays there
"""
