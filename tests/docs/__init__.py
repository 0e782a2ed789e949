"""Generators of the parts of docs/ that come from code. `python -m tests.docs` writes them, tests/test_docs.py compares."""
