"""LinkedIn: a person writes the message by hand. Nothing here opens a connection (LinkedIn User Agreement 8.2)."""

from __future__ import annotations

from channels.channel import Message, NewTask, Refused
from channels.tasks import task
from contacts import normalize
from contacts.medium import Medium

KIND = "linkedin"


class LinkedInChannel:
    """Builds LinkedIn tasks: the profile's address and the words to send."""

    def __init__(self) -> None:
        self.name = "linkedin"
        self.medium = Medium.LINKEDIN_DM

    def prepare(self, message: Message) -> NewTask:
        """A task with the profile's address. Raises Refused without one."""
        profile = normalize.profile(message.recipient.profile or "")
        if profile is None:
            raise Refused("Für eine LinkedIn-Nachricht fehlt die Adresse des Profils (linkedin.com/in/…).")
        return task(message, KIND, url=f"https://www.{profile}")
