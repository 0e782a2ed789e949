"""The test rig: real servers on loopback, each a small class with start and stop."""
