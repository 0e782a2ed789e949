"""Use cases, in three layers; none imports the one behind it.

Pure: caps, facts, course, decision, context. Shell: tick, gate, courier, record, intake, inbox, play. Wiring: settings,
catalog, bootstrap.
"""
