"""Counts for reports: grouped by the database, so that what comes back does not grow with the number of people."""
