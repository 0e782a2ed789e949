"""All channels, in the order in which they are named to people. A new channel has its line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from channels.channel import Channel
from channels.email.compose import EmailChannel
from channels.letter.letter import LetterChannel
from channels.linkedin import LinkedInChannel
from channels.phone import PhoneChannel


def channels(email: EmailChannel | None = None, letter: LetterChannel | None = None) -> Mapping[str, Channel]:
    """Name to channel; pass the ones that have settings, the defaults are as shipped."""
    table: tuple[Channel, ...] = (
        email or EmailChannel(),
        letter or LetterChannel(),
        LinkedInChannel(),
        PhoneChannel(),
    )
    return MappingProxyType({channel.name: channel for channel in table})


CHANNELS: Mapping[str, Channel] = channels()
"""The channels as shipped."""
