"""The grammar of TOML files: reading with positions, schema, cross checks, German errors."""
