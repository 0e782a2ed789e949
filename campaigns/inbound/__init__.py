"""What comes back: read, matched to a person, acted on, each mail in one transaction."""
