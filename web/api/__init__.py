"""What other systems call: reports with a signature or a token, in JSON, each with its effect once."""
