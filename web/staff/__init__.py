"""Pages for our own people, behind a link that is theirs alone: no login, no cookie, no script."""
