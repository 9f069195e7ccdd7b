"""What an import did is put back, as far as nobody touched it since.

undo          a chunk of customers; what is `untouched` goes back by `restoring`
merged_since  what went into something else stays there
"""
