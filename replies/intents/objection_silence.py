"""Objections that ask for nothing but quiet: an end, silence, being left out; part of objection_unsubscribe."""

from __future__ import annotations

from replies.meaning.concepts import Meaning

_MEDIUM = "PHONE|MAIL|LETTER|SMS|LINKEDIN"
_CONTACT = f"AD|AD_WEAK|CONTACT_V|{_MEDIUM}"
_OTHER = ("PRODUCT", "OWN_ADS", "OTHER_ACTION", "CANCEL_N", "CONTRACT", "DOES_ITSELF")
_TOLD = ("REPORT", "PASSEND", "AUTO_ADDRESS", "RECHNUNG", "NOBODY", "OWN_ADS", "OTHER_ACTION", "DOES_ITSELF")
_KEPT = ("NOT_BUT", "CONTRACT", "UNSUBSCRIBE", "KEEP_LIST", "LOVES")
MEANINGS = (
    Meaning("wants_none_of_many", ("not:MANY|AD", "WANT", "WE_DO"), 6, (*_TOLD, *_KEPT), apart=9),
    Meaning("wants_none_of_those", ("not:NEED", "MORE", "ALL|IT", "AD|MANY|MASS"), 24, (*_TOLD, "CONTRACT"), apart=6),
    Meaning("ends", ("yes:END_V|STOP_IT", "SERIES|AD|MANY|MASS", "CAN|WISH|PLEASE|YOU"), 9, _OTHER),
    Meaning("futile", ("FUTILE", "EFFORT", "TO_COME"), 7, ("CONTRACT", "CANCEL_N", "OTHER_OBJECT")),
    Meaning("last_of_yours", ("YOUR_LAST", "PIECE", "BE_LAST"), 10, ("MY_LAST", "RECHNUNG", "FAIL", "WHY")),
    Meaning(
        "good_enough",
        ("GOOD_ENOUGH", "AD|AD_WEAK|MANY|PIECE", "CAN|WISH|YOU|LET"),
        8,
        ("CONTRACT", "CANCEL_N", "I_LET"),
    ),
    Meaning("without_me", ("WITHOUT_ME", "WISH|MORE|LIST|AD"), 4, ("CONTRACT",)),
    Meaning("please_none_of_those", ("PLEASE_NOT_END", "AD|MANY|OFFERS"), 18, _TOLD),
    Meaning("noted", ("not:AD|AD_WEAK|CONTACT_V", "NOTE_V", "YOU|WISH"), 9, ("OPINION", "NOBODY", "OWN_ADS")),
    Meaning("unchecked", ("CHECKBOX", "REMOVE|OUT|NOT|GONE", "AD|LIST|WINBACK"), 14, conditional=True),
    Meaning("nothing_else", ("ELSE_NOT", "ONLY_STILL|RECHNUNG|SEND|AD|MANY"), 14, ("PRICE",), across=True),
    Meaning("nothing_to_me", ("NOTHING", "MORE", "TO_HERE", "WISH|SEND"), 6, ("OPINION", "NOBODY")),
    Meaning("use_for_ads", ("not:USE_V|USE", "AD", "MY", "YOU|WISH|CAN"), 9, ("OWN_ADS", "REPORT")),
    Meaning("forgets_address", ("yes:FORGET", "ADDRESS", "MY"), 4, ("NOT_DONE", "CONTRACT")),
    Meaning("number_no_place", ("NO_PLACE", "PHONE_NUMBER|PHONE|AD"), 9),
    Meaning("number_no_place_named", ("NO_PLACE", "NUMBER", "AT_YOURS"), 14),
    Meaning("not_in_my_box", ("not:BOX", "MORE", "WISH|WANT"), 9, (*_TOLD, "OPINION")),
    Meaning("quits", ("QUIT", "SERIES|LIST|AD"), 6, ("CONTRACT",)),
    Meaning("all_stop", ("ALL_STOP",), most=14),
    Meaning("inactive", ("INACTIVE", "CONTACT_DATA|AD|LIST|YOU|ME_OBJ"), 7, ("CONTRACT",)),
    Meaning("last_shall_be", ("LAST", "BE|WISH", "LET"), 5, ("MY_LAST",)),
    Meaning("send_stopped", ("yes:STOP", "SEND"), 3, _OTHER, most=5),
    Meaning("removes_recipient", ("yes:REMOVE_HARD", "MEMBER"), 3, _OTHER, most=7),
    Meaning("nobody_needs", ("AD|MANY|MASS", "NOT_NEEDED_BY_US"), 10, _OTHER),
    Meaning(
        "does_without_those",
        ("yes:DO_WITHOUT", f"MANY|CONTACT_V|{_MEDIUM}", "PLEASE|WISH|CAN"),
        8,
        (*_TOLD, "CONTRACT", "CANCEL_N", "OTHER_OBJECT"),
    ),
    Meaning(
        "stops_them",
        ("yes:STOP_ALL", "THEM", "AD|MANY|MASS", "PLEASE|YOU"),
        16,
        ("PRODUCT", "STOPPED", "RECHNUNG", "OTHER_OBJECT", "CONTRACT"),
        across=True,
    ),
    Meaning("no_way", ("NO_WAY", "NOTHING|NONE|NOT", "MORE|WISH"), 9, ("PRICE",)),
    Meaning("should_you", ("PLEASE_NOT_END", "SHOULD_YOU", "CONTACT_V|MANY"), 14, ("CONTRACT",), conditional=True),
    Meaning("without_calls", ("WITHOUT", "PHONE|LETTER|SMS|MANY", "PLEASE|FUTURE"), 4, ("CONTRACT", "PRICE")),
    Meaning(
        "not_by_that",
        ("not:CONTACT_V", "LINKEDIN|SMS|PHONE", "ME_OBJ", "WISH"),
        8,
        (*_TOLD, "INSTEAD", "BUT", "NOT_NOW", "OPINION"),
    ),
    Meaning(
        "elliptic",
        ("ELLIPTIC", "WANT|SEND|RECEIVE|PLEASE"),
        6,
        ("RECHNUNG", "OTHER_OBJECT", "CONTRACT", "PRICE", "OTHER_ACTION"),
    ),
    Meaning("next_one", ("NEXT_ONE", "WANT|PLEASE"), 4, ("CONTRACT", "OTHER_OBJECT")),
    Meaning("best_none", ("BEST_NONE",), 4, ("CONTRACT", "PRICE", "INSTEAD")),
    Meaning("unbothered", ("UNBOTHERED", "WISH|WANT"), 6, ("CONTRACT", "REPORT")),
    Meaning(
        "infinitive", ("INFINITIVE",), 12, (*_OTHER, "OTHER_OBJECT", "THEY", "TEAMS", "LEFT_FIRM", "PERSONAL_DATA")
    ),
    Meaning("enough_of", ("ENOUGH_OF", "AD|MANY|MASS|PHONE|LETTER"), 5, _OTHER),
    Meaning("uses_right", ("RIGHT_USED",), 6, ("OTHER_OBJECT", "OFFERED_RIGHT")),
    Meaning("said_no", ("SAID_NO", "PLEASE|STOP|ALREADY"), 14, ("CONTRACT", "CANCEL_N"), across=True),
    Meaning("to_null", ("yes:SWITCH", "AD|MASS|MANY|LETTER", "PLEASE|YOU"), 12, _OTHER),
    Meaning("expected_end", ("STOP", "AD|MANY|MASS", "TAKE_CARE"), 16, _OTHER, across=True),
    Meaning("neither_medium", ("WEDER", "MAIL", "PHONE|LETTER|SMS"), 8, _TOLD, question=None),
    Meaning("next_of", ("not:NEXT_OF",), 3, ("CONTRACT", "PRICE", "TALK", "OTHER_ACTION")),
    Meaning("no_consent", ("not:AD_CONSENT", "CONSENT_GIVEN"), 6, ("OTHER_OBJECT", "CONTRACT", "PERSONAL_DATA")),
    Meaning(
        "blocked_you", ("BLOCK_DONE", "WE_DO|I_HAVE", "YOU|SENDER"), 6, ("CONTRACT", "RECHNUNG", "NOT_DONE", "FAIL")
    ),
    Meaning("unseen_trash", ("UNSEEN", "TRASH", "YOU|FROM_YOU|ALL"), 9, (*_OTHER, "RECHNUNG")),
    Meaning(
        "spares_both", ("SAVE_BOTH", "TROUBLE|AD|MANY|MASS|LETTER"), 7, ("TALK", "WE_TALK", "INSTEAD", "PHONE", "PRICE")
    ),
    Meaning("blocks_you", ("yes:BLOCK_V", "WE_DO", "YOU", "AD|MANY|CONTACT_DATA"), 7, ("CANCEL_N", "FAIL", "STORE")),
)
