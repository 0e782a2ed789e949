"""Figures for people: what was done week by week, and how many come back. Words and layout stand in commands/."""
