"""A row that the store knows better than: it is left out and its file tells why."""

from __future__ import annotations


class RowRefused(Exception):
    """The row cannot be true as it stands; the text is a German sentence with what to do."""


class OtherPerson(RowRefused):
    """The id of the row belongs to somebody else: nothing of it may reach the person on file."""

    def __init__(self, contact_id: str, stored: str, said: str) -> None:
        super().__init__(contact_id)
        self._id, self._stored, self._said = contact_id, stored, said

    def told(self, system: str) -> str:
        """The German sentence; `system` is the CRM that the file comes from, empty when unknown."""
        here = f"diese Zeile aus {system}" if system else "diese Zeile"
        return (
            f"Die Kennung {self._id} gehört schon zu {self._stored}; {here} nennt {self._said}, und keine Adresse, "
            "Rufnummer oder Anschrift stimmt überein. Zwei Systeme vergeben oft dieselben Nummern: Geben Sie den "
            f"Kennungen aus {system or 'einem der beiden'} ein eigenes Präfix ({(system or 'X')[0]}-{self._id}), "
            "in jeder Datei daraus. Ist es dieselbe Person, nehmen Sie eine Adresse in die Zeile auf, die wir kennen."
        )
