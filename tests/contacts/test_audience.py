"""Lists for advertising networks: each address spelt as its network wants it, and only what a wording really names."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contacts import normalize
from contacts.audience import COLUMNS, digest, takes
from contacts.consent import Consent, ConsentMethod, platforms_named
from contacts.medium import Medium, Platform

EVERY = frozenset(Platform)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("written", ["  Vor.Name+Tag@GMail.com ", "vor.name+tag@gmail.com"])
def test_an_address_is_trimmed_and_lower_case_and_keeps_its_dots(platform, written):
    assert digest(platform, Medium.EMAIL, normalize.email(written)) == sha256("vor.name+tag@gmail.com")


def test_a_number_is_e164_and_meta_reads_it_without_the_plus():
    number = normalize.phone("0431 / 12 34 567")
    assert digest(Platform.GOOGLE, Medium.PHONE, number) == sha256("+494311234567")
    assert digest(Platform.META, Medium.PHONE, number) == sha256("494311234567")


def test_linkedin_gets_no_numbers():
    assert {platform for platform in Platform if takes(platform, Medium.PHONE)} == {Platform.GOOGLE, Platform.META}
    assert all(takes(platform, Medium.EMAIL) for platform in Platform)
    assert set(COLUMNS) == EVERY


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Abgleich mit LinkedIn und Google.", {Platform.LINKEDIN, Platform.GOOGLE}),
        ("Listen für YouTube, Facebook und INSTAGRAM", {Platform.GOOGLE, Platform.META}),
        ("Meta darf die Liste abgleichen", {Platform.META}),
        ("Metadaten, Googles Nachbarn und Verlinkedinnen", set()),
        ("", set()),
    ],
)
def test_a_platform_counts_only_where_the_wording_names_it(text, named):
    consent = Consent(
        "E-1", "K-1", Medium.AUDIENCE_UPLOAD, datetime(2026, 1, 1, tzinfo=UTC), ConsentMethod.SIGNED, platforms=EVERY
    )
    assert platforms_named(replace(consent, text=text)) == named
    assert platforms_named(replace(consent, text=text, platforms=frozenset())) == frozenset()
