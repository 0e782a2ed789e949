"""The labels of replies in the order in which they are asked, from replies/intents/."""

from __future__ import annotations

import importlib

from replies.intents import ORDER


def labels() -> str:
    """One row per label."""
    lines = ["| place | label | stop by default | a person looks | meaning |", "| --- | --- | --- | --- | --- |"]
    for place, intent in enumerate(ORDER, start=1):
        about = (importlib.import_module(f"replies.intents.{intent.label}").__doc__ or "").split("\n\n", maxsplit=1)[0]
        review = "always" if intent.review else "when unclear"
        meaning = " ".join(about.split())
        lines.append(f"| {place} | `{intent.label}` | `{intent.stop}` | {review} | {meaning} |")
    return "\n".join([*lines, ""])
