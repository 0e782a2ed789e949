"""What has been kept long enough goes by itself, each day: looked at first, dropped by category, noted in the log."""
