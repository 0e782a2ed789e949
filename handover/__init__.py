"""What leaves the house for the people who work with it: calendars, webhooks, lists. Ids and links, no briefs."""
