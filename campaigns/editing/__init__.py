"""Whom an edit of the files touches before it is live: the files beside what people run in. Pure but for one read."""
