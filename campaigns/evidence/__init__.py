"""For the data-protection officer: who a person is on file, what she declared, what proves it, what was logged."""
