"""The duties of the copy as code: what a text may not say, what it must hold, and who says so.

One file per theme; `honest.csv` and `forbidden.csv` beside them are the sentences the lexicon is tested against.
"""
