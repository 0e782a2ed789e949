"""The licence of an installed package: its SPDX expression, else what its licence file says, else its metadata."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_WORDS = (
    ("Apache License", "Apache-2.0"),
    ("Permission is hereby granted, free of charge", "MIT"),
    ("Redistribution and use in source and binary forms", "BSD-3-Clause"),
    ("This software is provided 'as-is'", "Zlib"),
)


def declared() -> dict[str, set[str]]:
    """Names of direct dependencies, those to run and all others."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project.get("dependency-groups", {}).values()
    others = [line for group in groups for line in group if isinstance(line, str)]
    return {
        "To run": {_name(line) for line in project["project"]["dependencies"]},
        "To build and to test": {_name(line) for line in others},
    }


def elsewhere() -> set[str]:
    """Packages of groups that one make target installs for itself, and that are not here now."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8")).get("dependency-groups", {})
    apart = {_name(line) for group in groups.keys() - {"build", "dev"} for line in groups[group]}
    here = {about.metadata["Name"] for about in metadata.distributions()}
    return apart - here


def licence_of(package: str) -> str:
    """Raises PackageNotFoundError for a package that is not installed."""
    about = metadata.distribution(package)
    expression = about.metadata.json.get("license_expression")
    if expression:
        return str(expression)
    named = [file for file in about.files or () if re.search(r"licen[sc]e|copying", file.name, re.IGNORECASE)]
    texts = [path.read_text(encoding="utf-8") for file in named if (path := Path(str(file.locate()))).is_file()]
    found = [spdx for text in texts for words, spdx in _WORDS if words in text]
    return found[0] if found else str(about.metadata["License"])


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return found[0]
