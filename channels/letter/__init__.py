"""Letters: rows for the letter shop's file, and the files themselves."""
