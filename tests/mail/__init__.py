"""How mails, letters' previews and pages look: in a real browser, and by the tables of what mail programs support."""
