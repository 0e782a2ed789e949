"""Rows <-> values: the only room with SQL. Sections: tables, engine, and one module per aggregate."""
