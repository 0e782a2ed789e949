"""Accountability (Art. 5 Abs. 2 DSGVO): the report of the officer, the Art. 30 record, the deletion concept."""
