"""Side effects in: mailbox, parsing, own words, labels. Knows neither the store nor the sequences in it."""
