"""E-mail: composing the bytes, and the carriers that take them out."""
