"""The record of processing says how mail really leaves and comes in here, whatever the carrier (Art. 30 DSGVO)."""

from __future__ import annotations

import pytest

from campaigns.accountability.sections import RELEVANT
from tests.campaigns.test_settings import COMPANY, good

SES = 'carrier = "ses"\n[email.ses]\nregion = "eu-central-1"\nconfiguration_set = "wiedersehen"\n'
SQS = '[[mailbox]]\nkind = "sqs"\nqueue_url = "https://sqs.eu-central-1.amazonaws.com/1/ereignisse"\nregion = "eu-west-1"\n'


@pytest.mark.parametrize(
    ("text", "section", "words"),
    [
        (f"[email]\n{SES}", "email", "Mailversand über Amazon SES (eu-central-1)"),
        ('[email]\ncarrier = "folder"\n', "email", "Mails verlassen das Haus nicht: Dateien"),
        (SQS, "mailbox", "aus der Warteschlange sqs:ereignisse bei Amazon SQS (eu-west-1)"),
    ],
)
def test_ways_out_and_in_are_named(text, section, words):
    assert words in RELEVANT[section](good(f"{COMPANY}\n{text}"))
