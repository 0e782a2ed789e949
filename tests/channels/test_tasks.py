"""Calls and LinkedIn messages become tasks for people; the registry names every channel once."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import channels.linkedin
import channels.phone
import channels.tasks
from channels.channel import Message, NewTask, Refused, TaskContent
from channels.email.compose import EmailChannel
from channels.linkedin import LinkedInChannel
from channels.phone import PhoneChannel
from channels.registry import CHANNELS
from channels.registry import channels as table
from contacts.medium import Medium
from sequences.definition import Channel as Named
from tests.channels.mails import MESSAGE

TASK = replace(
    MESSAGE, content=TaskContent("Frau Köhler anrufen", "Kundin seit 2019.", "Guten Tag …"), assignee="a@firma.test"
)


def test_a_call_task_carries_the_number_as_dialled() -> None:
    made = PhoneChannel().prepare(replace(TASK, recipient=replace(TASK.recipient, phone="030 123456")))
    wanted = NewTask(
        *("send-1", "call", "Frau Köhler anrufen", "Kundin seit 2019.", "Guten Tag …", "a@firma.test"),
        due_at=TASK.created_at,
        expires_at=None,
        phone="+4930123456",
    )
    assert made == wanted


def test_a_linkedin_task_carries_the_profile() -> None:
    due = TASK.created_at + timedelta(days=2)
    made = LinkedInChannel().prepare(replace(TASK, due_at=due, expires_at=due + timedelta(days=7)))
    assert (made.url, made.kind, made.phone) == ("https://www.linkedin.com/in/aenne-koehler", "linkedin", None)
    assert (made.due_at, made.expires_at) == (due, due + timedelta(days=7))


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": replace(TASK.recipient, phone=None, profile=None)},
        {"recipient": replace(TASK.recipient, phone="12", profile="https://boese.test/in/x")},
        {"content": TaskContent(" ", "b", "g")},
        {"content": TaskContent("t", "b", "")},
        {"content": MESSAGE.content},
        {"expires_at": TASK.created_at},
    ],
)
@pytest.mark.parametrize("channel", [PhoneChannel(), LinkedInChannel()])
def test_what_is_no_task(channel: PhoneChannel | LinkedInChannel, change: dict[str, Any]) -> None:
    message: Message = replace(TASK, **change)
    with pytest.raises(Refused, match=r"[A-ZÄÖÜ].*\."):
        channel.prepare(message)


@pytest.mark.parametrize("module", [channels.linkedin, channels.phone, channels.tasks])
def test_these_channels_know_no_network(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported | plain <= {"__future__", "channels.channel", "channels.tasks", "contacts", "contacts.medium"}


def test_every_channel_a_sequence_can_name_is_registered_with_its_medium() -> None:
    assert list(CHANNELS) == [channel.value for channel in Named]
    assert {name: channel.medium for name, channel in CHANNELS.items()} == {each.value: each.medium for each in Named}
    assert CHANNELS["letter"].medium is Medium.POST


def test_configured_channels_take_the_place_of_the_shipped() -> None:
    email = EmailChannel("firma1")
    assert table(email=email)["email"] is email
    assert list(table(email=email)) == list(CHANNELS)
