"""Letters on their way out: batches are formed, looked at once more, written, handed over; some come back."""
