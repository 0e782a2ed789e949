"""Addresses before they are printed: what no post delivers, what only looks doubtful."""

from __future__ import annotations

import pytest

from channels.letter.address import doubtful, undeliverable
from contacts.contact import PostalAddress


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (PostalAddress("Weg 1", "01067", "Dresden"), None),
        (PostalAddress("Weg 1", "01001", "Dresden"), None),
        (PostalAddress("Weg 1", "99998", "Körner"), None),
        (PostalAddress("Postfach 12 34 56", "20001", "Hamburg"), None),
        (PostalAddress("Postfacher Weg 3", "20095", "Hamburg"), None),
        (PostalAddress("Mariahilfer Straße 1", "1060", "Wien", "AT"), None),
        (PostalAddress("Weg 1", "00999", "Dresden"), "gibt es nicht"),
        (PostalAddress("Weg 1", "01000", "Dresden"), "gibt es nicht"),
        (PostalAddress("Weg 1", "99999", "Dresden"), "gibt es nicht"),
        (PostalAddress("Weg 1", "1067", "Dresden"), "fünf Ziffern"),
        (PostalAddress("Postfach 12 34, Hafenweg 3", "20095", "Hamburg"), "Postfach und Straße"),
        (PostalAddress("Hafenweg 3 / Postfach 1234", "20095", "Hamburg"), "Postfach und Straße"),
        (PostalAddress("P.O. Box 12 Main Street", "20095", "Hamburg"), "Postfach und Straße"),
        (PostalAddress("", "1060", "Wien", "AT"), "unvollständig"),
    ],
)
def test_what_no_post_delivers(address: PostalAddress, said: str | None) -> None:
    found = undeliverable(address)
    assert (found is None) if said is None else (found is not None and said in found)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (PostalAddress("Hafenweg", "24103", "Kiel"), "Die Hausnummer fehlt."),
        (PostalAddress("Hafenweg 1", "24103", "Kiel"), None),
        (PostalAddress("C 4, 11", "68159", "Mannheim"), None),
        (PostalAddress("Postfach", "24103", "Kiel"), None),
        (PostalAddress("Hauptplatz", "4020", "Linz", "AT"), None),
    ],
)
def test_what_a_person_should_look_at(address: PostalAddress, said: str | None) -> None:
    assert doubtful(address) == said
