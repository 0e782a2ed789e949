"""Erasing a person (Art. 17 DSGVO): every table, every file, what stays and why; again after a restored backup."""
