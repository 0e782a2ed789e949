"""Who it is about: company, contact, contract, cancellation, consent, objection. Pure values, no I/O."""
