"""Kinds of task, their outcomes and due times. Pure."""
