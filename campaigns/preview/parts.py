"""The files of one step: what would leave, taken apart from the bytes, rows and tasks that the house hands over."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass

from campaigns.house import House
from campaigns.outgoing import outgoing
from campaigns.preview.journey import Journey, Stop
from campaigns.rendering import RenderError
from channels.channel import BatchRow, Mail, NewTask, Refused
from compliance.verdict import Ruling
from sequences.definition import Channel


@dataclass(frozen=True, slots=True)
class Part:
    """What a step would be on one channel: `files` by name ending, `text` to read inline, or the `fault` instead.

    `subject` and `text` are as the person sees them, `html` the mail's HTML part.
    """

    channel: Channel
    ruling: Ruling
    subject: str = ""
    text: str = ""
    html: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    fault: str | None = None


def parts_of(house: House, way: Journey, stop: Stop) -> tuple[Part, ...]:
    """One part per channel of the step, in its order: also those that would not be used, since they are written too."""
    return tuple(_part(house, way, stop, channel, ruling) for channel, ruling in stop.rulings)


def _part(house: House, way: Journey, stop: Stop, channel: Channel, ruling: Ruling) -> Part:
    try:
        leaving = outgoing(house, stop.case, way.sequence, ruling, channel, stop.moment).leaving
    except (RenderError, Refused) as error:
        return Part(channel, ruling, fault=str(error))
    match leaving:
        case Mail():
            return _mail(channel, ruling, leaving)
        case BatchRow():
            return _letter(channel, ruling, leaving)
        case NewTask():
            return _task(channel, ruling, leaving)


def _mail(channel: Channel, ruling: Ruling, mail: Mail) -> Part:
    message = email.message_from_bytes(mail.raw, policy=email.policy.default)
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    text = str(plain.get_content()) if plain is not None else ""
    html = str(rich.get_content()) if rich is not None else ""
    files = (("txt", text.encode()), ("html", html.encode()), ("eml", mail.raw))
    return Part(channel, ruling, str(message["Subject"]), text, html, tuple(one for one in files if one[1]))


def _letter(channel: Channel, ruling: Ruling, row: BatchRow) -> Part:
    columns = row.columns
    name = " ".join(columns[part] for part in ("Anrede", "Titel", "Vorname", "Nachname") if columns[part])
    place = f"{columns['PLZ']} {columns['Ort']}"
    address = (columns["Firma"], columns["Firma 2"], name, columns["Straße"], place, columns["Land"])
    head = "\n".join(line for line in address if line)
    paragraphs = [text for key, text in columns.items() if key.startswith("Absatz ") and text]
    text = "\n\n".join((head, columns["Betreff"], columns["Briefanrede"], *paragraphs)) + "\n"
    return Part(channel, ruling, columns["Betreff"], text, files=(("txt", text.encode()),))


def _task(channel: Channel, ruling: Ruling, task: NewTask) -> Part:
    guide = "Leitfaden" if channel is Channel.PHONE else "Nachricht"
    text = f"{task.title}\n{task.phone or task.url}\n\nBriefing\n\n{task.brief}\n\n{guide}\n\n{task.guide}\n"
    return Part(channel, ruling, task.title, text, files=(("txt", text.encode()),))
