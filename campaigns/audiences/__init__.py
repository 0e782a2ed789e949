"""Lists of hashed addresses for advertising networks: only who consented to this network by name, and out again."""
