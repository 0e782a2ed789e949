"""One norm, one file. The order in which they are asked stands in compliance/rulebook.py."""
