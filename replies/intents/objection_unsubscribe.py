"""No more advertising: any sign of unwillingness suffices, no legal word is needed (Art. 21 Abs. 2 DSGVO).

Plain words of a cancellation (kündigen, den Vertrag widerrufen) are no objection. A wish for a time only is
not_now_later, a threat under a condition is complaint_angry.
"""

from __future__ import annotations

from replies.intents import objection_silence
from replies.intents.intent import Intent, Rule
from replies.meaning.concepts import Meaning
from replies.meaning.words import says
from replies.reply import Label

_MEDIUM = "PHONE|MAIL|LETTER|SMS|LINKEDIN"
_CONTACT = f"AD|AD_WEAK|CONTACT_V|{_MEDIUM}"
_NO_REFUSAL = (
    "REPORT", "PASSEND", "AUTO_ADDRESS", "INVOICE_ONLY", "RECHNUNG", "OPINION", "NOBODY", "OWN_ADS", "OTHER_ACTION",
    "DOES_ITSELF", "NEVER_DID", "NOT_AGAINST", "DURING", "TIME_INSTEAD",
)  # fmt: skip
_NOT_MEANT = ("UNDO_HARD", "TEMPTED", "AWAY_SELF", "KEEP_LIST", "PLURAL_NOUN", "BUTTON_SAID")
_NOT_HERE = ("THEY", *_NOT_MEANT)
"""Signing off from something else, from work, or taking it back."""
_OTHERS_STOP = ("I_STOP", "BAD_MONEY", "SAVE_BOTH")
_PRODUCT = ("PRODUCT", "OWN_ADS", "OTHER_ACTION", "CANCEL_N", "CONTRACT")
"""Talk about the product or the customer's own advertising: „die App meldet uns ab“, „wir verschicken keine Mails“."""
INTENT = Intent(
    Label.OBJECTION_UNSUBSCRIBE,
    "all_advertising",
    (
        Meaning(
            "objects_to", ("yes:OBJECT", f"USE|STOP|{_CONTACT}"), near=14, without=("OTHER_OBJECT", "OFFERED_RIGHT")
        ),
        Meaning("objects", ("yes:OBJECT_BARE",), most=9, without=("OTHER_OBJECT",), apart=9),
        Rule("article", says(r"(?:art\.? ?21\b|artikel 21\b|§ ?7 uwg)")),
        Meaning("revokes_consent", ("CONSENT", "yes:REVOKE"), near=8, without=("CANCEL_N",)),
        Meaning(
            "never_allowed", ("not:WANTED|CONSENT", "AD|AD_WEAK|SEND|USE|CONTACT_V", "WE_DO"), 12, ("OTHER_OBJECT",)
        ),
        Meaning("ceases", ("CEASE",)),
        Meaning("warns", ("ABMAHNUNG", "AD|CONTACT_V|PHONE"), near=9),
        Meaning("list", ("yes:REMOVE", "LIST", "ME_OBJ|MY|WISH|YOU"), 14, ("REPORT", "OWN_ADS", *_NOT_MEANT), apart=8),
        Meaning("store_for_ads", ("yes:REMOVE", "STORE", "FROM", "AD|AD_WEAK|MAIL", "ME_OBJ|MY|WISH"), near=12),
        Meaning(
            "any_list",
            ("yes:REMOVE", "ANY_LIST|MY_BOX", "ME"),
            near=10,
            without=("EXPORT", "FORMAT", "REPORT", "TEAMS"),
        ),
        Meaning("my_box", ("MY_BOX", "WISH"), near=8),
        Meaning(
            "neither",
            ("WEDER", _MEDIUM, "WISH|SEND|CONTACT_V|SHORT_CLAUSE"),
            near=6,
            without=("OPINION",),
            question=None,
        ),
        Meaning("skips", ("yes:SKIP", "AD|LIST|THIS", "ME_OBJ|YOU|WISH"), near=9, without=("CANCEL_N",)),
        Meaning("does_without", ("yes:SKIP", "AD_WEAK", "MORE"), near=6, without=("CANCEL_N", "CONTRACT")),
        Meaning("without_ads", ("WITHOUT", "AD", "WISH|MORE"), near=4),
        Meaning("rejects", ("yes:REJECT", "AD"), near=8),
        Meaning("rejects_more", ("yes:REJECT", "AD_WEAK|CONTACT_V", "MORE"), near=8),
        Meaning("wants_not_that", ("CARRIED", f"SEND|{_CONTACT}", "ME_OBJ"), near=8, without=("REPORT",)),
        Meaning("refuses", ("REFUSAL", "SHORT_CLAUSE"), near=3, without=("OTHER_ACTION", "OTHER_OBJECT")),
        Meaning("out", ("yes:OUT", "ME_OBJ"), near=5, without=("OWN_DATA", "STORE", "CANCEL_N", "PLANNED", *_NOT_HERE)),
        Meaning(
            "remove_me", ("yes:REMOVE_HARD", "ME_OBJ"), 3, ("OTHER_OBJECT", "HAVE_DONE", *_NOT_HERE), most=6, apart=8
        ),
        Meaning("just_remove", ("yes:REMOVE_HARD",), most=2),
        Meaning("just_out", ("yes:OUT_ONLY",), most=2),
        Meaning("all_out", ("yes:OUT_ONLY", "WISH", "ALL|ME_OBJ"), near=3, without=("OWN_DATA", "CANCEL_N")),
        Meaning("address_out", ("yes:OUT", "CONTACT_DATA", "MY"), near=6, without=("STORE", "CANCEL_N")),
        Meaning("out_short", ("yes:OUT_ONLY", "WISH|ME_OBJ"), most=6, without=("OWN_DATA", "CANCEL_N", "THEY")),
        Meaning("unsubscribes", ("yes:UNSUBSCRIBE", f"ME_OBJ|MY|WISH|{_CONTACT}"), 12, _NOT_HERE),
        Meaning("unsubscribes_from", ("yes:UNSUBSCRIBE", "NEWSLETTER|AD|LIST|MASS", "WISH|YOU|WE_DO"), 8, _NOT_MEANT),
        Meaning(
            "unsubscribed",
            ("yes:UNSUBSCRIBE", "ALREADY", "WE_DO"),
            8,
            ("OPINION", *_NOT_HERE),
            question=None,
        ),
        Meaning("objected", ("yes:OBJECT", "ALREADY", "WE_DO"), 8, ("OTHER_OBJECT", "OPINION"), question=None),
        Meaning("cancels_newsletter", ("yes:CANCEL_V", "NEWSLETTER"), 5, ("KEEP_LIST", "CONTRACT", "OWN_ADS")),
        Meaning("unsubscribe_short", ("yes:UNSUBSCRIBE",), most=6, without=(*_NOT_HERE, "OWN_ADS")),
        Meaning("ads_no_thanks", ("AD", "NO_THANKS"), near=3, most=5),
        Meaning("no_ads", ("not:AD", "NONE"), 6, ("REPORT", "PASSEND", "OWN_ADS", "PRODUCT", "DOES_ITSELF")),
        Meaning(
            "no_ads_wanted",
            ("not:AD", "WISH|MORE"),
            near=8,
            without=(
                "REPORT",
                "PASSEND",
                "UNSUBSCRIBE",
                "WEDER",
                "KEEP_LIST",
                "OWN_ADS",
                "HELPS",
                "NOT_BUT",
                "DOES_ITSELF",
                "LOVES",
                "EXCUSE",
            ),
        ),
        Meaning("no_contact", ("not:AD_WEAK", "NONE", "MORE|WISH"), 7, (*_NO_REFUSAL, "INSTEAD")),
        Meaning("send_none", ("not:SEND", "NONE"), near=2, without=_NO_REFUSAL, most=3),
        Meaning("no_contact_short", ("not:AD_WEAK", "NONE"), 3, _NO_REFUSAL, most=6, apart=8),
        Meaning(
            "no_contact_clause",
            ("not:AD_WEAK", "NONE", "SHORT_CLAUSE"),
            2,
            (*_NO_REFUSAL, "WAITED", "INSTEAD"),
            apart=8,
        ),
        Meaning(
            "asks_for_no_ads",
            ("not:AD|AD_WEAK|INQUIRY", "NONE", "ASK"),
            near=9,
            without=("WHY", "PASSEND", "RECHNUNG", "DURING", "DOES_ITSELF", "NOT_BUT", "INSTEAD"),
        ),
        Meaning("asks_for_nothing", ("NOTHING", "MORE", "ARRIVE", "ASK"), near=9, without=("WHY",)),
        Meaning(
            "needs_none",
            (f"not:AD|AD_WEAK|{_MEDIUM}", "MORE", "NEED", "YOU"),
            near=7,
            without=("REPORT", "CONTRACT", "OWN_ADS"),
        ),
        Meaning("medium_no_more", (f"not:{_MEDIUM}", "MORE"), 4, (*_NO_REFUSAL, "OWN_USE", "MOVED")),
        Meaning(
            "do_not_contact",
            ("not:CONTACT_V|SEND", "MORE", "ME_OBJ|WISH|YOU"),
            8,
            (*_NO_REFUSAL, "ELSEWHERE_NOW"),
            apart=7,
        ),
        Meaning("not_be_contacted", ("not:CONTACT_V", "WERDEN", "WISH"), 9, _NO_REFUSAL),
        Meaning("do_not_short", ("not:CONTACT_V|SEND", "MORE"), near=4, without=_NO_REFUSAL, most=5),
        Meaning("do_not_use", ("not:USE_V", "MORE|AD", "CONTACT_DATA|USE", "MY", "WISH|YOU"), 9, ("AUTO_ADDRESS",)),
        Meaning("do_not_send", ("not:SEND", "WISH", "ME_OBJ|YOU"), 7, (*_NO_REFUSAL, "NOT_NOW")),
        Meaning(
            "nothing_more",
            ("NOTHING", "MORE", "SEND|RECEIVE|CONTACT_V|FROM_YOU", "WISH|YOU"),
            near=7,
            without=("OPINION", "NOBODY"),
        ),
        Meaning("receive_no_more", ("not:RECEIVE", "MORE", "WISH", "AD|AD_WEAK|NOTHING|YOU|THIS"), 7, ("OPINION",)),
        Meaning(
            "stops",
            ("yes:STOP", f"{_CONTACT}|ASKING|SEND|ANPREIS", "WISH|YOU|ME|MORE|COMMAND|CAN"),
            12,
            ("CANCEL_N", "CONTRACT", "OTHER_OBJECT", "STOPPED", "AUTO_ADDRESS", "PRODUCT", *_OTHERS_STOP),
        ),
        Meaning(
            "stops_it",
            ("yes:STOP_IT", "IT", "WISH|YOU"),
            near=6,
            without=("CANCEL_N", "CONTRACT", "GOODBYE", "WE_REFRAIN"),
            most=14,
        ),
        Meaning(
            "stops_that", ("yes:STOP_ALL", "IT|ALL", _CONTACT), 14, ("CANCEL_N", "CONTRACT", "STOPPED"), across=True
        ),
        Meaning("struck", ("STRUCK", "PHONE|LETTER|SMS|MAIL", "SHORT_CLAUSE"), near=3, most=14),
        Meaning(
            "stop_please",
            ("yes:STOP_IT", "WISH", "SHORT_CLAUSE"),
            2,
            ("CANCEL_N", "CONTRACT", "GOODBYE", "BAD_MONEY", "DOES_ITSELF"),
            apart=8,
        ),
        Meaning("leaves_it", ("yes:STOP_IT",), near=6, without=("CANCEL_N", "CONTRACT", "GOODBYE"), most=3),
        Meaning("spares", ("yes:SPARE_ME", "MORE|WISH|ME_OBJ"), 8, ("PLANNED", "EXCUSE"), apart=12),
        Meaning("saves", ("yes:SAVE", "YOU", "AD|AD_WEAK|PIECE|MORE|THIS"), near=12, across=True),
        Meaning("does_not_hear", ("not:HEAR", "WISH", "FROM_YOU|NOTHING"), near=9),
        Meaning("forbids", ("yes:FORBID", f"SEND|{_CONTACT}"), near=10, without=("CANCEL_N",)),
        Meaning("unwanted", ("not:WANTED", "AD|AD_WEAK|CONTACT_V|SEND"), near=8, without=("PASSEND", "OTHER_OBJECT")),
        Meaning("not_needed", ("not:NEEDED", "AD|AD_WEAK|CONTACT_V", "MORE"), near=7),
        Meaning("lets_go_of", ("THAT_WITH", "LET"), near=8),
        Meaning("peace", ("PEACE", "LEAVE"), 8, ("TALK", "WE_TALK", "PLANNED", "WITH_THAT")),
        Meaning(
            "stillness",
            ("STILLE", "WISH|HAPPY", "WE_DO|ME_OBJ|YOU"),
            6,
            ("TALK", "WE_TALK", "PLANNED", "IN_PEACE", "MY_SILENCE"),
        ),
        Meaning("last_one", ("LAST", "PIECE", "BE"), near=6),
        Meaning("blocks", ("BLOCK", "AD"), near=14),
        Meaning("block_list", ("SPERRE", "WISH|ME_OBJ|MY"), near=9),
        Meaning("out_of_list", ("yes:OUT", "FROM", "LIST"), 5, ("REPORT", *_PRODUCT)),
        Meaning("can_do_without", ("yes:SKIP", "MASS|NEWSLETTER", "YOU"), 6),
        Meaning("robinson", ("ROBINSON",)),
        Meaning("needs_no_mails", ("not:AD|MASS", "NEED", "WE_DO"), 6, ("CONTRACT", "PRODUCT", *_NO_REFUSAL)),
        Meaning("how_often", ("not:AD|AD_WEAK|RECEIVE|SEND|CONTACT_V", "HOW_OFTEN"), 12, ("WHY",), question=True),
        Meaning(
            "not_listed",
            ("not:MEMBER|LIST", "MORE|WISH", "WE_DO|ME_OBJ|YOU"),
            8,
            ("KEEP_LIST", "UNSUBSCRIBE", "WRONG_ONE", *_NO_REFUSAL),
        ),
        Meaning("not_considered", ("not:CONSIDER", "LIST|AD", "MORE|WISH"), 8),
        Meaning("cards_no_more", ("not:AD|MASS", "MORE", "PLEASE|SHORT_CLAUSE"), 4, ("WRONG_ONE", *_NO_REFUSAL)),
        Meaning("stays_away", ("AWAY", f"{_CONTACT}|LIST|MY_BOX"), 6),
        Meaning("trash", ("TRASH", "AD|MASS|LETTER", "HABIT", "YOU|MY|ME"), 12, ("CANCEL_N", "RECHNUNG", "NOT_DONE")),
        Meaning("burden", ("yes:BURDEN", "AD|AD_WEAK|MAIL|PHONE|LETTER", "YOU|NOW|MORE"), 6, ("THREAT", *_PRODUCT)),
        Meaning("elsewhere", ("ELSEWHERE", f"{_CONTACT}|YOU"), 6, ("CANCEL_N",)),
        Meaning("postage", ("yes:SAVE", "POSTAGE"), 5),
        Meaning("lapsed", ("CONSENT|AGREED", "LAPSED"), 16, ("CONTRACT", "CANCEL_N"), conditional=True),
        Meaning("consent_no_more", ("CONSENT", "not:MORE"), 8, ("CANCEL_N",), across=True),
        Meaning("need_not_write", ("not:CONTACT_V|SEND", "NEED|MUST", "YOU", "MORE"), 7, ("WINBACK", *_NO_REFUSAL)),
        Meaning("no_need_to_write", ("not:CONTACT_V", "NEED", "YOU", "ME_OBJ"), 8, ("WINBACK", *_NO_REFUSAL)),
        Meaning("from_list", ("FROM", "LIST", "WISH"), 4, most=6),
        Meaning("also_from_list", ("ALSO_FROM", "LIST"), 4),
        Meaning("number_off_list", ("yes:REMOVE", "ANY_LIST|LIST", "CONTACT_DATA"), 8, ("REPORT",)),
        Meaning("number_struck", ("yes:REMOVE_HARD", "PHONE_NUMBER", "WISH|YOU"), 5, ("OTHER_OBJECT",)),
        Meaning("not_to_speak", ("not:SPEAK", "MORE|AD|MANY", "YOU|WE_DO"), 8, ("NOBODY", "REPORT")),
        Meaning("nothing_please", ("NOTHING", "MORE", "PLEASE", "SHORT_CLAUSE"), 3, _NO_REFUSAL),
        Meaning("more_unwanted", ("not:WELCOME", "FURTHER"), 4, ("OTHER_OBJECT", "CONTRACT")),
        Meaning("perfect_without", ("yes:STOP", "AD", "HAPPY", "IF"), 12, conditional=True),
        Meaning("answers_no", ("IN_TOUCH", "NO_ANSWER"), 6, across=True),
        Meaning("by_hand", ("UNSUBSCRIBE", "FOR_ME", "WISH|COMMAND"), 14, ("THEY",), across=True),
        Meaning("do_not_try", ("CONTACT_V", "not:TRY"), 5, _NO_REFUSAL),
        Meaning("declines", ("NOPE", "AD|OFFERS|CONTACT_V"), 8, ("DANKE_FOR", *_NO_REFUSAL)),
        Meaning("asks_no_more", ("not:ASKING", "MORE"), 6, ("NONE", "OPINION", "REPORT", "WE_DO")),
        Meaning("away_with", ("yes:GONE", "AD|NEWSLETTER", "CAN|GONE_WISH"), 8, _PRODUCT),
        Meaning("not_available", ("not:AVAILABLE", "AD|OFFERS"), 8, ("NOBODY",), apart=14),
        Meaning("list_again", ("yes:REMOVE|OUT", "LIST", "ALREADY|STILL", "ASK|STILL"), 14, ("WHY",), question=True),
        Meaning(
            "still_coming", ("RECEIVE|SEND|CONTACT_V", "AD|MASS", "WHY", "STILL"), 10, ("RECHNUNG",), question=True
        ),
        Meaning(
            "happy_without",
            ("not:CONTACT_V|SEND|COME|RECEIVE", "MORE", "HAPPY", "IF|WISH"),
            12,
            ("RECHNUNG", "AWAITED"),
            conditional=True,
        ),
        Meaning("switches_that", ("yes:SWITCH", "WISH|CAN", "AD|MASS"), 12, _PRODUCT, across=True),
        Rule(
            "contract_mail_only",
            says(
                r"nur noch (?:\w+ ){0,2}?(?:rechnung\w*|vertrag\w*|nötig\w*|notwendig\w*|wichtige?s?)\b"
                r"… (?:schicken|senden|erhalten|bekommen|zusenden|melden)"
            ),
            says(r"(?:fehlt|fehlen|offen|brauch\w*)"),
        ),
        *objection_silence.MEANINGS,
        Rule(
            "only_by",
            says(
                r"(?:kontakt\w*|meld\w*|schreib\w*|kommunikation|erreich\w*|bitte)\b… (?:nur|ausschließlich) (?:noch )?"
                r"(?:per |via |über )?(?:e-?mail|mail|schriftlich|post|brief)"
            ),
            says(r"(?:\w*rechnung\w*|beleg\w*|mahnung\w*|vertrag\w*|unterlagen)"),
            question=False,
        ),
        Rule(
            "english",
            says(
                r"(?:unsubscribe|opt (?:me )?out|remove me|take me off|stop (?:sending|emailing|contacting|mailing|"
                r"calling)|(?:do not|don't|please don't|never) (?:contact|email|e-mail|call|mail|write)|no (?:more|"
                r"further) (?:e-?mails?|mails?|contact|advertising|marketing|calls|messages)|leave me alone)"
            ),
        ),
    ),
    own=True,
)
_MONTH = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
TEMPORARY = says(
    r"(?:bis (?!auf\b|heute|jetzt|dato|gestern|zuletzt|hierher|hin\b|vor\b|zum schluss|zu ihr|zu sein|aufs|dass|"
    r"in alle)|"
    rf"ab (?:dem )?(?:\d|{_MONTH}|herbst|sommer|winter|frühjahr|frühling).{{0,25}}?"
    r"\b(?:wieder|gern|erneut|nochmals?|noch einmal)\b|"
    r"im moment|im augenblick|augenblicklich|gegenwärtig|gerade (?:keine|nicht)|"
    r"momentan|derzeit|zur ?zeit|vorerst|erst ?mal\b|einstweilen|aktuell\b|"
    r"fürs erste|erst (?:wieder )?(?:im|ab|nach|in|nächste)|in den nächsten|vorher|während|solange|vorübergehend|"
    rf"vor (?!\d+ (?:woche|tag|monat|jahr|stunde))(?:{_MONTH}|\d|ende|anfang|mitte|dem \d|ostern|weihnachten|"
    r"de[nrm] (?:ferien|messe|ernte|inventur|urlaub|feiertagen|sommerferien|weihnachtsferien))|"
    r"diese[nrs]? (?:woche|monat|jahr|quartal)|heute (?:\w+ ){0,3}?(?:nicht|kein))"
)
"""A limit in time turns „keine Anrufe“ into „nicht jetzt“."""
LASTING = says(
    r"(?:widersprech\w*|widerspreche|widerspruch|widerruf\w*|unterlass\w*|strafbewehrt\w*|abmahn\w*|"
    r"nie (?:mehr|wieder)|abmelden|abgemeldet|abmeldung|abbestell\w*|austragen|verteiler\w*|unsubscribe|"
    r"ab (?:heute|sofort|jetzt)|(?:auch|und) danach|darüber hinaus|solange ich lebe)"
)
"""Words for good: a day beside them is a deadline or a story, not the end of the wish."""
