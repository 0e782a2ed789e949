"""Pages anybody with a link may open: one button, no login, no cookie, no script."""
