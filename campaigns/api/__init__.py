"""What other systems report to us: the same rows as in a file, one at a time, each call once."""
