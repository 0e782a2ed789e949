"""Give us our data: a firm's own (Data Act), a person's under Art. 20 DSGVO or § 327p BGB. Owed by contract."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.concepts import Meaning
from replies.meaning.words import says
from replies.reply import Label

_NOT_ASKED = ("DONE", "ABOUT_PERSON", "OFF_LIST")
_NOT_OWN = (*_NOT_ASKED, "INVOICE_ONLY", "COMPLAINS")
INTENT = Intent(
    Label.DATA_EXPORT_REQUEST,
    "sequence",
    (
        Rule("article", says(r"(?:art\.? ?20\b|artikel 20\b|data act\b|§ ?327p)")),
        Meaning("portability", ("PORTABILITY",)),
        Meaning(
            "exports", ("yes:EXPORT", "OWN_DATA", "GIVE|MY|YOU|WISH|HOW"), 18, _NOT_ASKED, question=None, across=True
        ),
        Meaning(
            "takes_along",
            ("yes:EXPORT_WEAK", "OWN_DATA", "MY|DATA_N", "GIVE|YOU|WISH|HOW"),
            10,
            _NOT_ASKED,
            question=None,
        ),
        Meaning("export_wanted", ("yes:EXPORT_N", "GIVE|WISH|HOW"), 8, (*_NOT_ASKED, "COMPLAINS"), question=None),
        Meaning(
            "in_format", ("FORMAT", "OWN_DATA", "GIVE"), 16, (*_NOT_ASKED, "COMPLAINS"), question=None, across=True
        ),
        Meaning("export_fails", ("EXPORT_N", "FAIL", "GIVE|YOU"), 14, _NOT_ASKED, question=None, across=True),
        Meaning("export_awaited", ("EXPORT_N", "AWAITING"), 8, (*_NOT_ASKED, "COMPLAINS")),
        Meaning("loads_in", ("OWN_DATA", "yes:LOAD_IN", "HAND_ME", "MY|WE_DO"), 24, (*_NOT_OWN, "FAIL"), across=True),
        Meaning(
            "out_again",
            ("OUT_AGAIN", "ENTERED|OWN_DATA", "WISH|GIVE", "WE_DO|MY|AT_YOURS"),
            16,
            (*_NOT_OWN, "LIST", "AD", "CONTRACT", "BOX"),
            across=True,
        ),
        Meaning("export_asked", ("EXPORT_N", "YOU|ME|HOW|WHAT"), 8, _NOT_ASKED, question=True),
        Meaning("gets_out", ("OWN_DATA", "AT_YOURS|MY", "GET_OUT"), 28, _NOT_OWN, question=True, apart=9, across=True),
        Meaning("gets_at", ("OWN_DATA", "MY", "GET_AT"), 6, _NOT_OWN, question=True),
        Meaning(
            "data_format", ("FORMAT_DATA", "GIVE", "YOU|ME"), 7, (*_NOT_ASKED, "COMPLAINS", "PRICE"), question=None
        ),
        Meaning("hands_over", ("OWN_DATA", "HAND_OVER", "ME_OBJ"), 10, (*_NOT_OWN, "PRICE", "CURIOUS"), across=True),
        Meaning("wants_own", ("OWN_DATA", "MY|ALL", "GIVE_OUT", "WISH|YOU|ME_OBJ"), 8, _NOT_OWN, question=None),
        Meaning("gets_back", ("OWN_DATA", "BACK_V", "MY|ME|WE_DO"), 14, _NOT_OWN, question=None, across=True),
        Meaning("lies_there", ("LIES_THERE", "OWN_DATA", "GIVE", "WISH"), 18, _NOT_OWN, across=True),
    ),
    unless=(
        Meaning("access", ("AUSKUNFT", "WISH|LAW|ABOUT_ME|STORED"), 14, question=None),
        Meaning("recipients", ("RECIPIENT", "MY", "STORED"), 9, question=None),
        Meaning("about_me", ("ABOUT_ME", "STORED", "WHAT"), 9, question=None),
    ),
    sure=frozenset({"article", "portability", "data_format"}),
)
