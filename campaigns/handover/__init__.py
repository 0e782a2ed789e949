"""What leaves the house for the people and systems that work with it, and what comes back from them."""
