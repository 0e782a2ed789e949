"""Calls: a person picks up the phone, with brief and guide. The house dials nothing (§ 7 Abs. 2 Nr. 2 UWG)."""

from __future__ import annotations

from channels.channel import Message, NewTask, Refused
from channels.tasks import task
from contacts import normalize
from contacts.medium import Medium


class PhoneChannel:
    """Builds call tasks."""

    def __init__(self) -> None:
        self.name = "phone"
        self.medium = Medium.PHONE

    def prepare(self, message: Message) -> NewTask:
        """A task with the number in E.164. Raises Refused without a possible number."""
        number = normalize.phone(message.recipient.phone or "")
        if number is None:
            raise Refused("Für einen Anruf fehlt eine gültige Telefonnummer.")
        return task(message, message.task_kind, phone=number)
