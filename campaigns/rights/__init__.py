"""Rights of the persons (Art. 12-21 DSGVO): access, the clock of requests, restriction, recipients told."""
