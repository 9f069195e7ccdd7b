"""How one person's columns stand: which, in what order, how wide, which of them pinned."""
