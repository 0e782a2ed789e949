"""The new words of a mail: without quote, signature, disclaimer and the note of a phone."""
