"""Tests of lists for advertising networks."""
