"""Use cases. Pure (caps, facts, decision) < shell (tick, gate, dispatch, record, intake, inbox, play) < wiring (settings, catalog, bootstrap)."""
