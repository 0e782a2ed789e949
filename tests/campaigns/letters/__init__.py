"""Letters on their way out and back."""
