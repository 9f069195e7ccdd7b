"""Looking back: the ledger as a list, who held what on a day, and whether the pool is fair."""
