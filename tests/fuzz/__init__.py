"""Hostile mail without end: four targets, a runner that goes on where it stopped, and what it has found so far."""
