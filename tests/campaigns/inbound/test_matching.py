"""Whose a mail is, and how sure we are who wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from campaigns.inbound.codes import filled, letter_code, letter_codes_in, plain
from campaigns.inbound.trust import is_authenticated
from channels.channel import Mail
from store.tables import inbound, runs
from tests.campaigns.house_of import minimal, step
from tests.campaigns.inbound.mails_of import AUTHSERV, MAILS, came, last, mailed, tasks_of, words

PASS = f"{AUTHSERV}; dmarc=pass header.from=kunde1.example"


def coded(one):
    """The house writes from and is answered at addresses with a code."""
    brands = {
        name: replace(brand, reply_pattern="antwort+{token}@nordlicht.example")
        for name, brand in one.house.brands.items()
    }
    addresses = replace(one.house.addresses, envelope_from="rueck+{token}@nordlicht.example")
    one.house = replace(one.house, brands=brands, addresses=addresses)
    one.__post_init__()


def test_every_mail_carries_its_code_and_is_found_by_it_from_any_address(home, parser):
    one = home(texts={"probe": MAILS})
    coded(one)
    message_id = mailed(one)
    code = message_id.partition("@")[0]
    mail = one.carrier.mails[-1]
    assert isinstance(mail, Mail)
    assert mail.envelope_from == f"rueck+{code}@nordlicht.example"
    assert f"Reply-To: <antwort+{code}@nordlicht.example>".encode() in mail.raw
    came(
        one,
        parser,
        words("Wann passt es Ihnen?", "sekretariat@anderswo.example", to=f"Antwort+{code.upper()}@nordlicht.example"),
    )
    assert last(one, "matched_by", "trust", "contact_id") == ("token", "token", 1)
    assert "schreibt von einer anderen Adresse" in tasks_of(one, "brief")[0][0]
    assert one.rows(select(inbound.reply.c.touch_id)) == one.touches("id", step="mail")


def test_a_bounce_to_the_envelope_address_is_found_though_it_names_nothing(home, parser):
    one = home(texts={"probe": MAILS})
    coded(one)
    code = mailed(one).partition("@")[0]
    raw = words(
        "User unknown: does not exist",
        "mailer-daemon@mx.example",
        to=f"rueck+{code}@nordlicht.example",
        Subject="Undelivered Mail",
    )
    came(one, parser, raw)
    assert last(one, "kind", "matched_by") == ("hard_bounce", "token")


@pytest.mark.parametrize(
    "to", ["antwort+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@nordlicht.example", "antwort+x@nordlicht.example"]
)
def test_a_guessed_code_is_nobodys(home, parser, to):
    one = home(texts={"probe": MAILS})
    coded(one)
    mailed(one)
    came(one, parser, words("Hallo, wann?", "fremd@anderswo.example", to=to))
    assert last(one, "matched_by", "contact_id") == (None, None)


def test_a_pattern_without_its_place_is_an_address_and_people_see_one_without_the_code():
    assert filled("rueck@x.example", "abc@y") == "rueck@x.example"
    assert plain("antwort+{token}@x.example") == "antwort@x.example"
    assert plain("{token}@x.example") == ""


def test_a_letter_answered_by_mail_is_found_by_the_code_typed_from_it(home, parser):
    one = home(texts={"probe": minimal(step("letter", "day = 1", '"letter"'))})
    one.customer()
    one.cancel()
    one.play(days=1, hours=9)
    ((send_id,),) = one.touches("send_id", step="letter")
    code = letter_code(one.house.message_key, send_id)
    ((kept, columns),) = one.rows(select(runs.batch_row.c.response_code, runs.batch_row.c.columns))
    assert kept == code
    assert any(text.endswith(f", Stichwort {code}.") for name, text in columns.items() if name.startswith("Absatz"))
    typed = code.lower().replace("-", " ")
    came(one, parser, words(f"Zu Ihrem Brief {typed}: Rufen Sie mich bitte morgen an.", "privat@anderswo.example"))
    assert last(one, "matched_by", "trust", "contact_id") == ("letter_code", "unconfirmed", 1)


def test_no_slip_of_the_fingers_finds_another_letter():
    code = letter_code(b"k" * 16, "eins")
    body = code.removeprefix("WS-").replace("-", "")
    for place, char in enumerate(body):
        for other in "23456789ABCDEFGHJKMNPQRSTUVWXYZ":
            wrong = body[:place] + other + body[place + 1 :]
            assert letter_codes_in(f"WS-{wrong}") == ([code] if other == char else [])
    for place in range(len(body) - 1):
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert letter_codes_in(f"WS {swapped}") == ([code] if swapped == body else [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (PASS, True),
        (f"{AUTHSERV} 1; spf=fail; dkim=pass header.d=kunde1.example", True),
        (f"{AUTHSERV}; dkim=pass (2048-bit key) header.i=@kunde1.example", True),
        (f"{AUTHSERV}; dkim=pass header.d=example", False),
        (f"{AUTHSERV}; dkim=pass header.d=kunde2.example", False),
        (f"{AUTHSERV}; dkim=pass header.d=mail.kunde1.example", False),
        (f"{AUTHSERV}; dmarc=fail header.from=kunde1.example; dkim=pass header.d=kunde1.example", False),
        (f"{AUTHSERV}; dmarc=pass header.from=boese.example", False),
        (f"{AUTHSERV}; none (dmarc=pass header.from=kunde1.example)", False),
        (f'{AUTHSERV}; spf=pass smtp.mailfrom="x; dmarc=pass header.from=kunde1.example;"@boese.example', False),
        ("mx.anderswo.example; dmarc=pass header.from=kunde1.example", False),
        (f"x{AUTHSERV}; dmarc=pass header.from=kunde1.example", False),
        ("", False),
    ],
)
def test_only_our_own_server_vouches_and_only_for_the_senders_domain(value, expected):
    assert is_authenticated({"authentication-results": value}, "k1@kunde1.example", AUTHSERV) is expected
    assert not is_authenticated({"authentication-results": value}, "k1@kunde1.example", "")


def test_a_forged_line_below_our_own_proves_nothing(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    forged = f"Authentication-Results: {AUTHSERV}; dmarc=fail header.from=kunde1.example\r\nAuthentication-Results: {PASS}\r\n"
    came(one, parser, forged.encode() + words("Ja, das interessiert mich.", cites=message_id))
    assert last(one, "trust") == "token"


def test_what_we_wrote_ourselves_is_nobodys_answer_and_what_we_hand_on_is(home, parser):
    one = home(texts={"probe": MAILS})
    message_id = mailed(one)
    ours = one.house.brands[one.house.default_brand].from_address
    came(one, parser, words("Gern, bis morgen!", ours, cites=message_id, to="k1@kunde1.example"))
    assert last(one, "effect") == "own_mail"
    assert one.runs("probe") == [("active", None)]
    came(one, parser, words("Bitte keine Werbung mehr.", ours, cites=message_id))
    assert one.runs("probe") == [("stopped", "objection")]
