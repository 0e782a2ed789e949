"""Staying in touch by e-mail, offered once on the goodbye page: a double opt-in, nothing ticked beforehand.

Letters are not offered: they need no consent of a former customer (Art. 6 Abs. 1 lit. f DSGVO), and a tick of somebody
whose identity nobody has verified would lift an objection against them.
"""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.house import House
from campaigns.pages import opt_in
from campaigns.pages.newcomer import UNUSED
from campaigns.pages.opt_in import Asked
from contacts.cancellation import FORM as FROM_FORM
from contacts.medium import Medium
from store import people
from store.declared import Declared

FIELDS = ("agree", "text", "nonce")
YES = "yes"
FORM = "goodbye"
"""What is stored as the receiver of the declaration."""

_TOLD = (
    "Wir schicken Ihnen eine E-Mail mit Ihrer Erklärung, wenn an Ihre Adresse heute nicht schon mehrere gingen. Erst "
    "wenn Sie den Link darin öffnen und bestätigen, gilt sie. Tun Sie nichts, bleibt es beim Nein."
)
"""The same for a new wish and a repeated one: the page tells nobody what is on file."""
_IMPOSSIBLE = (
    "Im Moment können wir Ihnen dafür keine E-Mail schicken, zum Beispiel weil uns keine Adresse von Ihnen vorliegt. "
    "Es wurde nichts eingetragen."
)


def text_of(house: House, case: Declared) -> tuple[str, str] | None:
    """(version, wording) that can be agreed to; None where the house offers none.

    After a form the default brand's for everybody: the brand of the contact that was found would tell a stranger that
    number and address belong together.
    """
    with house.store.read() as connection:
        contact, _, _ = people.contact(connection, case.contact_pk)
    text = opt_in.offered(house, None if _stranger(case) else contact.brand)
    return (text.key, text.text) if text else None


def _stranger(case: Declared) -> bool:
    """True for a declaration from our form: nobody has shown that the address she typed is hers."""
    return case.found.cancellation.door == FROM_FORM


def _held_back(house: House, case: Declared) -> bool:
    """True where the typed address has had its mails of the day: saying so would tell that nothing else was found."""
    with house.store.read() as connection:
        _, addresses, _ = people.contact(connection, case.contact_pk)
    return any(one.medium is Medium.EMAIL and one.source == UNUSED for one in addresses)


def stay(house: House, case: Declared, fields: Mapping[str, str], host: str) -> str | dict[str, str]:
    """What happens now, in words; a German sentence for the field that is missing."""
    if fields["agree"] != YES:
        return {"agree": "Das Kästchen ist leer, also haben wir nichts eingetragen."}
    match opt_in.ask(house, case.contact_pk, FORM, fields["text"], host, stranger=_stranger(case)):
        case Asked.IMPOSSIBLE if not (house.list_readable and _held_back(house, case)):
            return {"agree": _IMPOSSIBLE}
        case Asked.CHANGED:
            return {"agree": "Der Wortlaut hat sich inzwischen geändert. Bitte lesen Sie ihn noch einmal."}
        case _:
            return _TOLD
