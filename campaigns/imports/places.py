"""Parsers for addresses and places: e-mail, phone, profile, country, Land, postcode, time zone."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from campaigns.imports.schema import Parser, Problem
from campaigns.imports.values import ImportVocabulary
from campaigns.imports.words import checked, did_you_mean, shown, unknown_word
from contacts import normalize

LAENDER = {
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "BE": "Berlin",
    "BB": "Brandenburg",
    "HB": "Bremen",
    "HH": "Hamburg",
    "HE": "Hessen",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "SH": "Schleswig-Holstein",
    "TH": "Thüringen",
}
"""ISO 3166-2:DE without prefix."""

_COUNTRY_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_COUNTRY_CODES.split())
"""ISO 3166-1 alpha-2."""

_NAMES_OF_COUNTRIES = {
    "DE": ("deutschland", "germany", "d", "bundesrepublik deutschland", "federal republic of germany"),
    "AT": ("österreich", "austria", "a"),
    "CH": ("schweiz", "switzerland"),
    "LI": ("liechtenstein",),
    "LU": ("luxemburg", "luxembourg"),
    "BE": ("belgien", "belgium"),
    "NL": ("niederlande", "netherlands", "the netherlands", "holland"),
    "FR": ("frankreich", "france"),
    "DK": ("dänemark", "denmark"),
    "PL": ("polen", "poland"),
    "CZ": ("tschechien", "czechia", "czech republic"),
    "IT": ("italien", "italy"),
    "ES": ("spanien", "spain"),
    "PT": ("portugal",),
    "SE": ("schweden", "sweden"),
    "FI": ("finnland", "finland"),
    "NO": ("norwegen", "norway"),
    "IE": ("irland", "ireland"),
    "GB": ("großbritannien", "vereinigtes königreich", "united kingdom", "great britain", "uk"),
    "US": ("usa", "vereinigte staaten", "united states", "united states of america"),
}
"""As CRMs write them, German and English."""

_COUNTRY_NAMES = {name: code for code, names in _NAMES_OF_COUNTRIES.items() for name in names}
_ENGLISH_LAENDER = {
    "bavaria": "BY",
    "hesse": "HE",
    "lower saxony": "NI",
    "mecklenburg-western pomerania": "MV",
    "north rhine-westphalia": "NW",
    "rhineland-palatinate": "RP",
    "saxony": "SN",
    "saxony-anhalt": "ST",
    "thuringia": "TH",
}
_LAND_CODES = {
    **{code.casefold(): code for code in LAENDER},
    **{name.casefold(): code for code, name in LAENDER.items()},
    **_ENGLISH_LAENDER,
}
_POSTCODE = {"DE": (re.compile(r"[0-9]{5}"), "fünf"), "AT": (re.compile(r"[0-9]{4}"), "vier")}
_POSTCODE["CH"] = _POSTCODE["AT"]
_LOST_ZERO = re.compile(r"[0-9]{4}")
_FOREIGN_POSTCODE = re.compile(r"[0-9A-Z][0-9A-Z -]{1,10}")
_ZONE_HINTS = dict.fromkeys(("mez", "mesz", "berlin", "deutschland"), "Europe/Berlin")

email: Parser[str] = checked(normalize.email, "ist keine gültige E-Mail-Adresse.")
phone: Parser[str] = checked(normalize.phone, "ist keine gültige Telefonnummer.")
profile: Parser[str] = checked(normalize.profile, "ist kein LinkedIn-Profil (linkedin.com/in/…).")


def country(cell: str, _vocabulary: ImportVocabulary) -> str | Problem:
    """ISO 3166-1 alpha-2, or the German or English name of a country near by."""
    code = _COUNTRY_NAMES.get(cell.casefold(), cell.upper())
    if code in COUNTRIES:
        return code
    return Problem(f"{shown(cell)} ist kein Ländercode nach ISO 3166-1, etwa DE, AT oder CH.")


def land(cell: str, _vocabulary: ImportVocabulary) -> str | Problem:
    """ISO 3166-2:DE without prefix, or the German or English name of the Land."""
    code = _LAND_CODES.get(cell.casefold().removeprefix("de-"))
    if code is not None:
        return code
    hints = {name.casefold(): code for code, name in LAENDER.items()}
    return unknown_word(cell, LAENDER, hints)


def timezone(cell: str, _vocabulary: ImportVocabulary) -> str | Problem:
    """An IANA time zone in its own spelling."""
    if cell in _zones():
        return cell
    return Problem(f"{shown(cell)} ist keine Zeitzone, etwa Europe/Berlin.{did_you_mean(cell, _zones(), _ZONE_HINTS)}")


def postcode_problem(code: str, country_code: str) -> Problem | None:
    """Why `code` is no postcode of that country, None when it is one."""
    pattern, digits = _POSTCODE.get(country_code, (_FOREIGN_POSTCODE, ""))
    if pattern.fullmatch(code):
        return None
    if not digits:
        return Problem(f"{shown(code)} ist keine Postleitzahl.", "postcode")
    lost = " Ist die führende Null verloren gegangen?" if digits == "fünf" and _LOST_ZERO.fullmatch(code) else ""
    return Problem(f"{shown(code)} hat nicht {digits} Ziffern.{lost}", "postcode")


@cache  # the list is read from disk
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
