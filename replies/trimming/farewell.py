"""Farewells by their form: „Mit freundlichen Grüßen aus Ulm“, „LG Jana“, „Es grüßt herzlich“, „Schönes Wochenende“."""

from __future__ import annotations

import re

from replies.trimming.names import Names, says_something

_GREET = (
    r"(?:(?:mit|in)\s+(?:\w+\.?\s+){0,3}?(?:und\s+\w+\s+)?\w*(?:gr(?:ü|ue|u)(?:ß|ss)\w*|gr(?:ü|ue)ezi"
    r"|empfehlung(?:en)?|dank|(?:hoch)?achtung|verbundenheit)"
    r"|(?:\w+e[nrs]?\s+){1,3}\w*gr(?:ü|ue|u)(?:ß|ss)(?:e|li|le|chen)?(?!\w)|(?:freundliche?\w*|viele|beste|liebe"
    r"|schöne)\s+gr\.?(?!\w)"
    r"|gr(?:ü|ue)(?:ß|ss)(?:e|le|li)?(?!\w| gott| dich| sie| euch)|gru(?:ß|ss)(?!\w)|hochachtungsvoll"
    r"|freundlichst|beste wünsche|mit (?:den )?besten wünschen|herzlich(?:st)?(?=\W*$|\s*,)|m\.?f\.?g\.?(?!\w)"
    r"|mit frdl\.? gr\w*\.?"
    r"|(?:vg|lg|bg|hg|glg|sg|fg|kg|hdl|mfkg)(?!\w)|bis (?:dann|bald)|servus|(?:moin und )?tschü(?:ß|ss)\w*"
    r"|tsch(?:au|üssi)|ciao|alles (?:gute|liebe)|auf (?:nimmer)?wieder(?:sehen|hören|schauen)|glück auf"
    r"|(?:(?:best|kind|warm|many)\s+)?regards|best wishes|cheers|sincerely|yours (?:sincerely|faithfully|truly)"
    r"|cordialement|(?:meilleures|cordiales) salutations"
    r"|(?:cordiali |distinti )?saluti|met vriendelijke groet\w*|(?:vriendelijke )?groet(?:en|jes)|pozdrawiam"
    r"|saludos|best)"
)
_SIGN_OFF = re.compile(
    rf"^\s*[*_]{{0,2}}(?:(?:vielen |besten |herzlichen |lieben )?(?:dank|danke|merci)(?:\s*[,!]?\s*(?:im voraus"
    rf"|vorab|schon ?mal|schon jetzt|und|&|sowie)|[,!]){{1,3}}\s+)?{_GREET}"
    rf"(?:\s*(?:/|\||und|&|,)\s*{_GREET}){{0,3}}(?P<rest>.*)$",
    re.IGNORECASE,
)
_REST = re.compile(
    r"^(?:\s+(?:aus|von|nach|vom|in|an|ins|der|dem)\s+[\w\s./-]{2,40}|\s+(?:und"
    r"|&)\s+[\w\s]{3,45})?[\s,.!–—*_:;-]*(?:\(?[^\w\s(]\s*)*$",
    re.IGNORECASE,
)
_LATE_NO = re.compile(
    r"(?<!\w)(?:kein\w*|nicht\w*|nichts|nix|nie\w*|funkstille|sendepause|ruhe|stille|schluss|stopp?|ohne|abmeld\w*|"
    r"abbestell\w*|austrag\w*|verschon\w*)(?!\w)",
    re.IGNORECASE,
)
"""„Mit besten Grüßen und ab jetzt bitte Funkstille“: an objection in the farewell is still one (§ 7 Abs. 2 UWG)."""
_GLUED = re.compile(r"(Gr(?:ü|ue|u)(?:ß|ss)(?:en|e)?)(?=[A-ZÄÖÜ])")
_GREETS = re.compile(
    r"(?<!\w)(?:\w*gr(?:üe?|ue|u)(?:ß|ss)(?:en|e|es|li|le|chen|t)?|regards|saluti|hochachtung"
    r"|m\.? ?f\.? ?g\.?)(?!\w)(?! (?:gott|dich|euch)\b)",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"^\s*(?:ich|wir) (?:ver)?(?:bleiben?|grüßen?|gruessen?|grüssen?|sende\w*|wünsche\w*)\b", re.IGNORECASE
)
_GOOD_WISHES = re.compile(
    r"^\s*(?:(?:(?:einen?|noch|ihnen|dir|euch|und|auch|ein) )*(?:schön\w*|gut\w*|angenehm\w*|erholsam\w*"
    r"|sonnig\w*|frohe\w*) (?:\w+ )?"
    r"(?:tag|abend|woche|wochenende|feierabend|feiertage?|zeit|rest\w*|start|sonntag|weihnachten|ostern)\b.{0,30}"
    r"|all the best|take care|have a .{3,20}|(?:thank you|thanks|thx|many thanks) and .{3,25}|sincerely yours|yours"
    r"|mach\w*.?s gut|bis (?:bald|dann|dahin|demnächst|die tage)|(?:ihnen |euch |dir )?alles (?:gute"
    r"|liebe).{0,25}|petri heil|adieu|ade|baba|pfiat \w+|gute besserung)\W*$",
    re.IGNORECASE,
)
_NAME_WORDS = frozenset({"von", "van", "de", "i.", "i.a.", "i.v.", "i.A.", "i.V.", "ppa.", "gez.", "und"})
_FAREWELL_WORDS = 9
HELLO_TOO = re.compile(
    r"^\s*(?:servus|ciao|glück auf|tschau|salut|gr(?:ü|ue)(?:ß|ss) (?:gott|dich|euch|sie))\b", re.IGNORECASE
)
CAPITALISED = re.compile(r"\s*(?:(?:Dr|Prof|Dipl)\.\s?)*[A-ZÄÖÜ][\w.-]{0,20}(?: [A-ZÄÖÜ][\w.-]{0,25}){0,2}\s*")
MAX_SIGN_OFF = 90
"""Characters of a sign-off line; „Viele Grüße an Herrn Brandt, er war …“ is prose."""


def is_sign_off(line: str, names: Names | None = None) -> bool:
    """A farewell by its form and nothing else: „Mit freundlichen Grüßen aus Ulm“, „LG Jana“ with Jana as the sender."""
    found = _SIGN_OFF.match(_GLUED.sub(r"\1 ", line)) if len(line.strip()) <= MAX_SIGN_OFF else None
    if not found or _LATE_NO.search(line):
        return False
    rest = found["rest"]
    return _REST.match(rest) is not None or _is_name(rest, names)


def _is_name(rest: str, names: Names | None) -> bool:
    bare = re.sub(r"^\s+(?:aus|von|nach|vom|in)\s+[\w\s./-]{2,30},|[^\w\s.,'’()-]|[:;]-?[)D]", " ", rest).strip(
        " ,.!–-*_/|:()"
    )
    if names and names.signs(bare):
        return True
    words = re.findall(r"[\w.'’-]+", bare)
    capital = all(word[0].isupper() or word in _NAME_WORDS for word in words)
    return bool(words) and capital and len(words) <= 5 and not says_something(bare)  # noqa: PLR2004 - a long name


def greets(line: str) -> bool:
    """A short line with a greeting somewhere, whatever stands around it: „Es grüßt herzlich“, „Schönen Gruß auch“."""
    bare = line.rstrip(" .!")
    short = len(line.split()) <= _FAREWELL_WORDS and not bare.endswith(("?", ":")) and ". " not in bare
    if _LATE_NO.search(line):
        return False
    return short and _GREETS.search(line) is not None and (_FORMULA.match(line) is not None or not says_something(line))


def wishes(line: str, rest: list[str]) -> bool:
    """„Schönes Wochenende“, „All the best“ above a name, which stands at most one blank line below."""
    following = [one for one in rest[:2] if one.strip()][:1]
    named = bool(following) and (CAPITALISED.fullmatch(following[0]) is not None or len(following[0].split()) == 1)
    return named and _GOOD_WISHES.match(line) is not None
