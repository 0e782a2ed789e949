"""What do you hold about me (Art. 15 DSGVO). No objection in itself; the reply as such already ends the sequence."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.concepts import Meaning
from replies.meaning.words import says
from replies.reply import Label

_OTHER = ("EXPORT", "FORMAT")
INTENT = Intent(
    Label.DSGVO_ACCESS,
    "sequence",
    (
        Rule(
            "article",
            says(
                r"(?:art\.? ?15\b|artikel 15\b|§ ?34 bdsg|auskunftsrecht|recht auf auskunft|datenauskunft|"
                r"selbstauskunft|betroffenen(?:recht|anfrage)\w*|subject access request|dsgvo-?auskunft|"
                r"auskunfts?(?:ersuchen|anspruch|begehren|verlangen|antrag)|"
                r"what (?:personal )?(?:data|information) (?:do )?you (?:have|hold|store|keep)|"
                r"(?:what|which|everything|anything|all) (?:\w+ ){0,3}?you (?:have|hold|store|keep|know|process)"
                r"(?: \w+){0,2} (?:on|about|of) me\b)"
            ),
        ),
        Meaning(
            "what_of_me",
            ("WHAT", "ABOUT_ME", "STORED"),
            12,
            (*_OTHER, "INDIFFERENT", "ERASED"),
            question=None,
            apart=14,
        ),
        Meaning(
            "what_known", ("WHAT", "ABOUT_ME", "KNOWN"), 9, (*_OTHER, "INDIFFERENT", "ERASED"), question=None, apart=14
        ),
        Meaning(
            "access", ("AUSKUNFT", "ABOUT_ME|PERSONAL_DATA|STORED|LAW|WHAT"), near=14, without=_OTHER, question=None
        ),
        Meaning(
            "shows",
            ("ASK_INFO", "ABOUT_ME", "STORED|PERSONAL_DATA"),
            10,
            (*_OTHER, "INDIFFERENT", "TELLS"),
            question=None,
        ),
        Meaning(
            "copy_of_mine",
            ("OVERVIEW", "ABOUT_ME|PERSONAL_DATA", "MY|ABOUT_ME|STORED|HIS"),
            11,
            (*_OTHER, "RECHNUNG", "CANCEL_N"),
            question=None,
            across=True,
        ),
        Meaning(
            "sources",
            ("SOURCES", "ABOUT_ME|PERSONAL_DATA|ABOUT_THAT", "ASK_INFO|WISH|STORED"),
            12,
            ("AD",),
            question=None,
        ),
        Meaning("insight", ("INSIGHT", "ALL|ABOUT_ME|OWN_FILE", "WISH|WE_DO"), 6, ("FORMAT", "RECHNUNG", "CONTRACT")),
        Meaning("shows_file", ("SHOW", "OWN_FILE", "YOU|MY|ME_OBJ"), 8, ("FORMAT", "OWN_FILES")),
        Meaning("what_held", ("WHAT", "HELD|STORED", "THEIR_STORE|THERE"), 9, _OTHER, question=None),
        Meaning("recipients", ("RECIPIENT", "MY", "STORED"), 9, question=None),
        Meaning("my_file", ("WHAT", "FILE", "MY|ABOUT_ME"), 7, question=None),
        Meaning("still_stored", ("PERSONAL_DATA", "ABOUT_ME", "STORED"), 8, _OTHER, question=True),
        Meaning("scored", ("SCORED", "CRITERIA", "ME|MY"), 10, ("PRICE", "PRODUCT"), question=None),
        Meaning("my_sheet", ("SHEET", "ABOUT_ME", "SHOW|ASK_INFO", "WISH"), 10, _OTHER),
        Meaning("what_inside", ("WHAT_INSIDE", "ASK_INFO", "PERSONAL_DATA|OWN_FILE|ABOUT_ME"), 24, _OTHER, across=True),
        Meaning("how_long", ("HOW_LONG", "STORED", "MY", "PERSONAL"), 10, question=None),
        Meaning("source", ("SOURCE_ASKED", "YOU|MY|ME"), 8, ("WE_GOT", "PRODUCT", "PRICE"), question=None),
        Meaning("where_from", ("WHERE_FROM", "CONTACT_DATA", "MY|YOU"), near=9, without=("WE_GOT",), question=None),
    ),
    unless=(Meaning("not_wanted", ("NO_AUSKUNFT",), question=None, conditional=True),),
    sure=frozenset({"article"}),
)
