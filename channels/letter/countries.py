"""Country names as the address field wants them: German, in capitals, and only for mail abroad (DIN 5008)."""

from __future__ import annotations

from types import MappingProxyType

NAMES = MappingProxyType(
    {
        "AT": "ÖSTERREICH",
        "BE": "BELGIEN",
        "BG": "BULGARIEN",
        "CH": "SCHWEIZ",
        "CY": "ZYPERN",
        "CZ": "TSCHECHIEN",
        "DE": "DEUTSCHLAND",
        "DK": "DÄNEMARK",
        "EE": "ESTLAND",
        "ES": "SPANIEN",
        "FI": "FINNLAND",
        "FR": "FRANKREICH",
        "GB": "VEREINIGTES KÖNIGREICH",
        "GR": "GRIECHENLAND",
        "HR": "KROATIEN",
        "HU": "UNGARN",
        "IE": "IRLAND",
        "IS": "ISLAND",
        "IT": "ITALIEN",
        "LI": "LIECHTENSTEIN",
        "LT": "LITAUEN",
        "LU": "LUXEMBURG",
        "LV": "LETTLAND",
        "MT": "MALTA",
        "NL": "NIEDERLANDE",
        "NO": "NORWEGEN",
        "PL": "POLEN",
        "PT": "PORTUGAL",
        "RO": "RUMÄNIEN",
        "SE": "SCHWEDEN",
        "SI": "SLOWENIEN",
        "SK": "SLOWAKEI",
        "US": "USA",
    }
)
"""ISO 3166-1 alpha-2 to the name printed. A country that is missing here is refused, not guessed."""
