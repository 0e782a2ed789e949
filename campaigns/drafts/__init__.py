"""Advertising mails that a person reads before they leave: asked for, adapted, approved, rejected."""
