"""Backups: making one, checking one, and noticing that one has been put back."""
