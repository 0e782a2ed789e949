"""The suppression list of Amazon SES and ours, in step: read back, not believed when it forgets, released."""
