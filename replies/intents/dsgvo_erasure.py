"""Erase my data (Art. 17 DSGVO), also without naming the article. Who wants to be erased wants no advertising."""

from __future__ import annotations

from replies.intents.intent import Intent, Rule
from replies.meaning.concepts import Meaning
from replies.meaning.words import says
from replies.reply import Label

_LATER = ("NOT_DONE", "EXPORT", "HOW", "LIST", "ANY_LIST", "SELF_DOES")
INTENT = Intent(
    Label.DSGVO_ERASURE,
    "all_advertising",
    (
        Rule(
            "article",
            says(
                r"(?:art\.? ?17\b|artikel 17\b|§ ?35 bdsg|recht auf (?:löschung|vergessen\w*)|"
                r"right to (?:erasure|be forgotten)|lösch(?:ungs)?(?:antrag|begehren|ersuchen|anspruch|verlangen|"
                r"gesuch|wunsch))"
            ),
            conditional=True,
        ),
        Meaning(
            "erases_data",
            ("yes:ERASE", "PERSONAL|ABOUT_ME|HIS"),
            12,
            (*_LATER, "LEFT_FIRM", "ENTRY_OF", "REPLACED", "CALENDAR"),
            apart=7,
            across=True,
        ),
        Meaning("erases_mine", ("yes:ERASE", "MY_OWN", "YOU|WISH"), 4, (*_LATER, "CANCEL_N", "ORDERED"), apart=9),
        Meaning("erases_account", ("yes:ERASE", "ACCOUNT", "MY"), 4, ("NOT_DONE", "HOW", "SELF_DOES", "LEFT_FIRM")),
        Meaning("flattens", ("yes:GONE_V", "ALL", "ABOUT_ME", "WISH|YOU|LET"), 16, ("NOT_DONE", "LOST", "SELF_DOES")),
        Meaning("wants_erased", ("yes:ERASED", "PERSONAL|ABOUT_ME|MY_OWN|HIS", "WISH"), 12, _LATER, apart=7),
        Meaning("erases_all", ("yes:ERASE", "ALL|IT", "WISH|YOU|ME_OBJ"), 6, (*_LATER, "CANCEL_N")),
        Meaning("all_erased", ("yes:ERASED", "ALL", "WISH"), 6, _LATER),
        Meaning("at_last", ("yes:ERASE|ERASED", "PERSONAL", "AT_LAST"), 8, ("NOT_DONE",), question=None),
        Meaning("erasure", ("yes:ERASE_N", "WISH"), 3, ("NOT_DONE", "LIST", "ANY_LIST", "MAIL")),
        Meaning("erases_me", ("yes:ERASE", "ME_OBJ", "WISH|YOU"), 5, _LATER, apart=9),
        Meaning("to_be_erased", ("yes:ERASED", "WE_DO", "WISH"), 5, (*_LATER, "PRODUCT")),
        Meaning(
            "gone",
            ("yes:GONE", "PERSONAL|HIS", "MY|ALL", "WISH|GONE_WISH"),
            14,
            (*_LATER, "ALTERED", "LOST"),
            across=True,
        ),
        Meaning("all_about", ("yes:ERASED", "ABOUT_ME", "ALL", "WISH"), 16, _LATER, apart=5),
        Meaning("all_gone", ("GONE_WISH", "PERSONAL"), 14, _LATER, question=None),
        Meaning("at_length", ("yes:ERASE", "PERSONAL", "ALL", "PLEASE|WISH"), 26, _LATER, apart=7),
        Meaning(
            "no_place", ("NO_PLACE", "PERSONAL|RECORDS", "AT_YOURS|MY"), 16, ("PHONE_NUMBER", "NUMBER", "AD", "MANY")
        ),
        Meaning(
            "forget_all", ("FORGET_ME", "ALTOGETHER|PERSONAL_DATA|NEVER_WAS|THEIR_STORE"), 14, ("LIST",), across=True
        ),
        Meaning("never_was", ("NEVER_WAS", "ME_OBJ|STORE"), 8),
        Meaning(
            "removes_data",
            ("yes:REMOVE_DATA", "PERSONAL_DATA|ABOUT_ME", "WISH|YOU", "MY|ABOUT_ME|STORE"),
            10,
            (*_LATER, "PLANNED"),
        ),
        Meaning(
            "out_of_store",
            ("yes:REMOVE|OUT", "STORE", "FROM", "ME_OBJ|MY|PERSONAL_DATA"),
            14,
            (*_LATER, "OWN_FILES", "AD", "MAIL", "CANCEL_N"),
            apart=9,
        ),
        Meaning("nothing_left", ("NOTHING", "REMAIN", "ABOUT_ME"), 10, without=("HOW",)),
        Meaning("none_left", ("not:PERSONAL", "REMAIN|STORED", "ABOUT_ME", "WISH"), 10, without=("HOW",)),
        Meaning("none_remains", ("not:PERSONAL", "REMAIN_V", "AT_YOURS", "WISH"), 12, ("HOW", "RECHNUNG")),
        Meaning("no_trace", ("NO_TRACE", "STAY_V", "AT_YOURS|WISH|ABOUT_ME"), 10, ("HOW", "REPORT")),
        Meaning("out_of_all", ("yes:OUT", "STORE", "WANT", "WE_DO"), 8, (*_LATER, "AD", "MAIL")),
        Meaning("not_exist", ("not:EXIST", "ME_OBJ", "AT_YOURS"), near=8),
        Rule(
            "english",
            says(r"(?:delete|erase|remove) (?:all )?(?:of )?my (?:personal )?(?:data|account|information|details)"),
        ),
    ),
    unless=(
        Meaning("not_yet", ("NOT_YET",), question=None, conditional=True),
        Rule("before", says(r"(?:bevor|ehe)\b[^,;.:]{0,60}\b(?:ge)?lösch"), conditional=True),
    ),
    own=True,
)
