"""The desk of those who speak with customers: what they should know before a call, and whether they may call now."""
