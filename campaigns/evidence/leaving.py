"""What is written down when advertising leaves: the use of each consent it rests on, and the line of the audit chain.

Pure: the gate writes both in its own transaction, one statement for all that leave together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from campaigns.rendering import Templates
from channels.channel import BatchRow, Content, EmailContent, Mail, NewTask
from compliance.verdict import Gate, Ruling, Verdict
from contacts.consent import Consent
from sequences.definition import Channel


@dataclass(frozen=True, slots=True)
class Prints:
    """Sha256 hex of what a message was made from, of what leaves, and of the notice of § 7 Abs. 3 Nr. 4 UWG in it."""

    template: str = ""
    content: str = ""
    notice: str = ""


def prints(
    templates: Templates,
    template: str,
    channel: Channel,
    context: Mapping[str, object],
    content: Content,
    leaving: Mail | BatchRow | NewTask,
) -> Prints:
    """The fingerprints of an advertising message. The notice counts only where the text the reader sees holds it."""
    informal = context.get("address_form") == "du"
    notice = ""
    if context.get("basis") == "existing_customer" and isinstance(content, EmailContent):
        words = templates.notice(context)
        notice = _sha256(words) if words and words in content.text else ""
    return Prints(templates.fingerprint(template, channel, informal=informal), content_print(leaving), notice)


def content_print(leaving: Mail | BatchRow | NewTask) -> str:
    """Sha256 hex of what leaves: the bytes of a mail, the columns of a letter, the words of a task."""
    match leaving:
        case Mail():
            return leaving.sha256
        case BatchRow():
            return _sha256(json.dumps(dict(leaving.columns), ensure_ascii=False, sort_keys=True))
        case NewTask():
            return _sha256(f"{leaving.title}\n\n{leaving.brief}\n\n{leaving.guide}")


def carrying(ruling: Ruling) -> Iterator[Gate]:
    """The gates that let it pass. A basis beside the decisive one carried nothing."""
    for gate in ruling.gates:
        if gate.finding.verdict.allows and gate.finding.values.get("decisive") is not False:
            yield gate


def touch_left(send_id: str, channel: Channel, ruling: Ruling, printed: Prints) -> dict[str, Any]:
    """The audit event: by which rule, on which evidence, in which words. Ids and hashes, nobody's words."""
    gates = list(carrying(ruling))
    data = {
        "send_id": send_id,
        "channel": channel.value,
        "verdict": ruling.verdict.name,
        # A basis has duties; a barrier that is passed has none.
        "rule": next((gate.rule for gate in gates if gate.finding.verdict is Verdict.ALLOW_DUTY), ruling.rule),
        "evidence": sorted({one for gate in gates for one in gate.finding.evidence}),
        "rulebook": ruling.rulebook,
        "template_sha256": printed.template,
        "content_sha256": printed.content,
    }
    return data | ({"notice_sha256": printed.notice} if printed.notice else {})


def uses(
    consents: Iterable[Consent], send_id: str, channel: Channel, ruling: Ruling, printed: Prints
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(consent id, what the use was) for each of these consents that the ruling rests on."""
    known = {consent.external_id for consent in consents}
    for gate in carrying(ruling):
        for evidence in gate.finding.evidence:
            if evidence in known:
                used = {"send_id": send_id, "medium": channel.medium.value, "rule": gate.rule}
                yield evidence, used | {"sha256": printed.content}


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
