"""The forms of § 312k and § 356a BGB: what a stranger types, what is stored, what comes back and what leaves."""

from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from store.tables import desk, people, permission, runs
from tests.campaigns.house_of import HouseOf, house_of
from tests.web.conftest import FIRM
from web.public.app import public_app
from web.public.limits import MAX_DECLARATIONS

CANCELLATION = people.cancellation.c
HOSTILE = '<script>alert(1)</script> {{ 7*7 }} {% raw %} =HYPERLINK("x") \' OR 1=1 -- 👩‍👩‍👧 Ünïcödé'


class Hall:
    """Customers in front of the forms; `lived` is the house behind them."""

    def __init__(self, lived: HouseOf, client: TestClient) -> None:
        self.lived, self.client = lived, client

    def send(self, path: str = "/kuendigen", **fields: str):
        return self.client.post(path, data={"nonce": "n-1", **fields})

    def cancellations(self, *names: str) -> list[tuple[object, ...]]:
        columns = [CANCELLATION[name] for name in names]
        return self.lived.rows(select(*columns).order_by(CANCELLATION.id))

    def tasks(self) -> list[tuple[object, ...]]:
        table = desk.task.c
        return self.lived.rows(select(table.kind, table.title).order_by(table.id))

    def mails(self) -> list[email.message.EmailMessage]:
        return [email.message_from_bytes(mail.raw, policy=email.policy.default) for mail in self.lived.carrier.mails]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """Wiebke K-1 has contract V-K-1; the daemon is at rest until a test lets it run."""
    lived = house_of(tmp_path, company=FIRM)
    lived.customer()
    with TestClient(public_app(lived.house), raise_server_exceptions=False, follow_redirects=False) as client:
        yield Hall(lived, client)
    lived.close()


def typed(**fields: str) -> dict[str, str]:
    return {
        "kind": "ordinary",
        "name": "Wiebke Petersen",
        "contract": "V-K-1",
        "end": "",
        "email": "K1@kunde1.example ",
        **fields,
    }


# -- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "button", "controls"),
    [
        ("/kuendigen", "jetzt kündigen", {"kind", "ground", "name", "contract", "end", "email", "nonce"}),
        ("/widerrufen", "Widerruf bestätigen", {"name", "contract", "email", "ground", "nonce"}),
    ],
)
def test_one_page_one_button_and_nothing_that_the_law_does_not_allow(hall, path, button, controls):
    """§ 312k Abs. 2 Satz 3, § 356a Abs. 2 BGB; J18-J20: no login, no stage, no offer beside the button."""
    answer = hall.client.get(path)
    page = answer.text
    assert answer.status_code == 200
    assert re.findall(r"<button[^>]*>(.*?)</button>", page) == [button]
    assert set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page)) == controls
    assert not re.search(r" required| disabled|<script|set-cookie", page + str(answer.headers))
    assert not re.search(r"Angebot|Rabatt|bleiben|schade|anrufen|Pause|Newsletter|Umfrage", page)
    assert page.count("<a ") == page.count("mailto:") + page.count("Datenschutz</a>")


@pytest.mark.parametrize("path", ["/kuendigen", "/widerrufen"])
def test_looking_declares_nothing(hall, path):
    for method in ("GET", "HEAD", "OPTIONS"):
        assert hall.client.request(method, path).status_code in {200, 204}
    assert hall.client.put(path).status_code == 405
    assert hall.cancellations("id") == []


# -- a cancellation that belongs to a contract --------------------------------------------------------------------


def test_number_and_stored_address_together_find_the_contract(hall):
    answer = hall.send(**typed(end="31.12.2026"))
    assert answer.status_code == 200
    ((contact,),) = hall.lived.rows(select(people.contact.c.external_id))
    assert contact == "K-1"
    ((contract, door, kind, reason, end),) = hall.cancellations("contract_id", "door", "kind", "reason", "wished_end")
    assert (contract, door, kind, reason, str(end)) == (1, "form", "cancellation", "unknown", "2026-12-31")
    assert hall.tasks() == []
    assert hall.lived.house.clock.now() == hall.cancellations("received_at")[0][0]


@pytest.mark.parametrize("contract", ["Vertrag V-K-1, Auftragsbuch", "v-k-1", "Nr.: V-K-1;"])
def test_the_number_may_stand_in_a_sentence(hall, contract):
    hall.send(**typed(contract=contract))
    assert hall.cancellations("contract_id") == [(1,)]


def test_the_page_behind_it_can_be_kept(hall):
    """§ 312k Abs. 4 BGB: content, date and time of receipt with zone, the end; it says that the mail is on its way."""
    page = html.unescape(hall.send(**typed(end="2026-12-31", ground="Ich ziehe um.")).text)
    for part in (
        "am 2. März 2026 um 08:00 Uhr (MEZ)",
        "ordentliche Kündigung",
        "Wiebke Petersen",
        "V-K-1",
        "zum 31. Dezember 2026",
        "Ich ziehe um.",
        "unterwegs an <strong>K1@kunde1.example</strong>",
        "Sie müssen nichts weiter tun",
        "speichern oder ausdrucken",
    ):
        assert part in page, part


def test_without_a_day_it_is_the_earliest_one(hall):
    """§ 312k Abs. 5 BGB."""
    assert "zum nächstmöglichen Zeitpunkt" in hall.send(**typed()).text
    assert hall.cancellations("wished_end") == [(None,)]


def test_the_receipt_leaves_at_night_and_quotes_what_was_declared(hall):
    """Requirements 32, 33: on a Sunday at three, with the text received."""
    hall.lived.sleep(days=5, hours=19)  # Sunday, 03:00
    hall.send(**typed(kind="extraordinary", ground="Seit drei Wochen kein Zugang."))
    hall.lived.now()
    (mail,) = hall.mails()
    text = mail.get_body(("plain",)).get_content()
    for part in (
        "am 8. März 2026 um 03:00 Uhr (MEZ)",
        "Erklärung: außerordentliche Kündigung",
        "Name: Wiebke Petersen",
        "Vertrag: V-K-1",
        "Grund: Seit drei Wochen kein Zugang.",
        "/mein-stand/",
    ):
        assert part in text, part
    assert mail["To"].addresses[0].addr_spec == "k1@kunde1.example"


def test_nobody_is_won_back_after_an_extraordinary_notice(hall):
    hall.lived.consent()
    hall.send(**typed(kind="extraordinary", ground="Wegbruch"))
    hall.lived.play(days=40)
    assert hall.lived.sent() == []
    assert ("excluded", "excluded:special_termination") in hall.lived.runs()


# -- one that does not --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "jemand@anders.example"},
        {"contract": "V-K-2"},
        {"email": ""},
        {"contract": ""},
        {"name": "", "contract": "", "email": "k1@kunde1.example"},
    ],
)
def test_anything_else_goes_to_a_person_and_touches_nobody(hall, fields):
    answer = hall.send(**typed(**fields))
    assert answer.status_code == 200
    names = [name for (name,) in hall.lived.rows(select(people.contact.c.external_id).order_by(people.contact.c.id))]
    assert names[0] == "K-1"
    assert re.fullmatch(r"web-[0-9a-f]{16}", str(names[1]))
    assert hall.cancellations("contact_id", "contract_id") == [(2, None)]
    ((kind, title),) = hall.tasks()
    assert (kind, str(title).partition(":")[0]) == ("review_cancellation", "Kündigung zuordnen")


def test_the_page_does_not_tell_whether_a_contract_exists(hall):
    """The same words for the right number and for a guessed one."""
    right = hall.send(**typed()).text
    guessed = hall.send(**typed(contract="V-K-9")).text
    token = re.compile(r"/abschied/[^\"]+")
    assert token.sub("", right) == token.sub("", guessed).replace("V-K-9", "V-K-1")


def test_the_confirmation_waits_for_no_person(hall):
    """Requirement 37: the task of assigning holds nothing back."""
    hall.send(**typed(contract="das große Paket", email="neu@anders.example"))
    hall.lived.now()
    (mail,) = hall.mails()
    assert mail["To"].addresses[0].addr_spec == "neu@anders.example"
    text = mail.get_body(("plain",)).get_content()
    assert "Vertrag: das große Paket" in text
    assert "Diesen Tag teilen wir Ihnen gesondert mit" in " ".join(text.split())


def test_thin_is_enough(hall):
    """Only a name: understood, so taken."""
    assert hall.send(name="Wiebke Petersen").status_code == 200
    assert hall.cancellations("text") == [
        ("Erklärung: ordentliche Kündigung\nName: Wiebke Petersen\nEnde: zum nächstmöglichen Zeitpunkt",)
    ]


# -- once, and objections -----------------------------------------------------------------------------------------


def test_a_double_click_is_one_declaration_and_a_change_is_another(hall):
    first = hall.send(**typed())
    hall.lived.sleep(minutes=5)
    again = hall.send(**typed())
    assert again.text == first.text  # also the moment of receipt
    assert len(hall.cancellations("id")) == 1
    hall.send(**typed(end="31.12.2026"))
    assert len(hall.cancellations("id")) == 2


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("Bitte keine Werbung mehr.", "global"),
        ("Ich möchte keine Anrufe mehr von Ihnen bekommen.", "phone"),
    ],
)
def test_an_objection_in_the_words_counts_at_once(hall, words, scope):
    """OLG Schleswig 6 U 25/23; in whatever field it is written."""
    hall.send(**typed(ground=words))
    table = permission.objection.c
    assert set(hall.lived.rows(select(table.scope, table.via))) == {(scope, "at_cancel")}


def test_an_objection_at_the_end_of_a_long_declaration_counts(hall):
    words = "und es war für unsere Zwecke zu teuer " * 400 + "also bitte keine Werbung mehr"
    hall.send(**typed(ground=words))
    table = permission.objection.c
    ((scope, verbatim),) = set(hall.lived.rows(select(table.scope, table.verbatim)))
    assert scope == "global"
    assert verbatim in words


@pytest.mark.parametrize("between", [*"\t\v\f\x85\u2028\u2029\x00\x1b\ue000\r", "\r\n"])
def test_what_is_taken_out_of_a_text_glues_no_words(hall, between):
    hall.send(**typed(ground=between.join(("Bitte", "keine", "Werbung"))))
    breaks = "\v\f\x85\u2028\u2029\r\n"
    kept = ("\n" if between in breaks else " ").join(("Bitte", "keine", "Werbung"))
    assert kept in hall.cancellations("text")[0][0]
    assert set(hall.lived.rows(select(permission.objection.c.scope))) == {("global",)}


@pytest.mark.parametrize("between", [*"\u200b\u00ad\ufeff\u2060\u200d\u180e\u2800\u3164"])
def test_what_nobody_sees_hides_no_objection(hall, between):
    """Between words it is taken for a blank, inside a word for nothing; the text is kept as it was typed."""
    for number, words in enumerate(
        (between.join(("Bitte", "keine", "Werbung", "mehr")), f"Keine Wer{between}bung mehr")
    ):
        hall.send(**typed(ground=words, name=f"Wiebke {number}"))
        hall.lived.sleep(minutes=1)
    sources = {source for (source,) in hall.lived.rows(select(permission.objection.c.source))}
    assert len(sources) == 2


def test_a_blank_of_no_width_beside_a_soft_hyphen_hides_no_objection(hall):
    hall.send(**typed(ground="Bitte\u200bkeine\u200bWer\u00adbung\u200bmehr"))
    assert set(hall.lived.rows(select(permission.objection.c.scope))) == {("global",)}


def test_a_single_line_stays_one_line(hall):
    hall.send(**typed(name="Wiebke\x00\u2028Petersen\t\x1b"))
    assert "Name: Wiebke Petersen\n" in hall.cancellations("text")[0][0]


def test_the_labels_of_the_form_and_a_product_are_no_objection(hall):
    hall.send(**typed(contract="V-K-1 Newsletter Premium"))
    assert hall.lived.rows(select(permission.objection.c.id)) == []


# -- what cannot be read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "contract": "", "email": ""}, "Bitte nennen Sie Ihren Namen"),
        ({"email": "wiebke(at)kunde"}, "Diese E-Mail-Adresse ist unvollständig"),
        ({"end": "irgendwann"}, "Dieses Datum ist nicht lesbar"),
        ({"end": "31.12.9999"}, "Dieses Datum ist nicht lesbar"),
        ({"end": "31.02.2026"}, "Dieses Datum ist nicht lesbar"),
        ({"contract": "x" * 301}, "auf höchstens 300 Zeichen"),
        ({"ground": "ä" * 8_193}, "Der Text ist zu lang"),
    ],
)
def test_what_cannot_be_read_comes_back_as_it_was_typed(hall, fields, sentence):
    wrong = typed(ground="Mein Text", **fields) if "ground" not in fields else typed(**fields)
    answer = hall.send(**wrong)
    page = html.unescape(answer.text)
    assert answer.status_code == 422
    assert sentence in page
    for value in wrong.values():
        assert value.strip() in page
    assert 'name="nonce" value="n-1"' in page
    assert hall.cancellations("id") == []


def test_a_day_that_has_passed_means_as_soon_as_possible(hall):
    """§ 140 BGB: refused for form is nothing."""
    answer = hall.send(**typed(end="31.12.2025"))
    assert answer.status_code == 200
    assert "zum nächstmöglichen Zeitpunkt (angegeben war 31.12.2025, dieser Tag ist vorbei)" in answer.text
    assert hall.cancellations("wished_end") == [(None,)]


def test_sixteen_kibibytes_are_taken_whole(hall):
    text = "ä" * 8_192
    assert hall.send(**typed(ground=text)).status_code == 200
    assert text in str(hall.cancellations("text")[0][0])


@pytest.mark.parametrize(("body", "status"), [(b"ground=" + b"x" * 420_000, 413), (b"\xff\xfe", 422), (b"", 422)])
def test_bodies_that_are_no_form_store_nothing(hall, body, status):
    answer = hall.client.post("/kuendigen", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, hall.cancellations("id")) == (status, [])


def test_json_is_no_form(hall):
    assert hall.client.post("/kuendigen", json=typed()).status_code == 400


def test_a_flood_is_braked(hall):
    answers = [hall.send(name=f"Nr. {number}").status_code for number in range(MAX_DECLARATIONS + 1)]
    assert answers == [200] * MAX_DECLARATIONS + [429]
    assert hall.client.get("/kuendigen").status_code == 200


# -- hostile words ------------------------------------------------------------------------------------------------


def test_hostile_words_are_kept_as_they_are_and_shown_escaped(hall):
    answer = hall.send(**typed(ground=HOSTILE, name="=cmd|calc <b>Wiebke</b>"))
    assert "<script>" not in answer.text
    assert "<b>" not in answer.text
    assert HOSTILE in html.unescape(answer.text)
    assert HOSTILE in str(hall.cancellations("text")[0][0])
    hall.lived.now()
    (mail,) = hall.mails()
    assert HOSTILE.split("{%", maxsplit=1)[0].split("{{")[1] in mail.get_body(("plain",)).get_content()
    assert "<script>" not in mail.get_body(("html",)).get_content()


def test_nothing_typed_becomes_a_header_or_turns_the_direction(hall):
    evil = "Wiebke\r\nBcc: alle@opfer.example\x00\u202egpj.exe"
    answer = hall.send(**typed(name=evil, contract="", email="neu@anders.example\r\nBcc: x@y.example"))
    assert answer.status_code == 422  # no address at all
    assert hall.send(**typed(name=evil, contract="", email="neu@anders.example")).status_code == 200
    hall.lived.now()
    (mail,) = hall.mails()
    assert mail["Bcc"] is None
    assert [one.addr_spec for one in mail["To"].addresses] == ["neu@anders.example"]
    text = mail.get_body(("plain",)).get_content()
    assert not set("\x00\u202e") & set(text + str(hall.cancellations("text")))


# -- withdrawal ---------------------------------------------------------------------------------------------------


def test_a_withdrawal_is_confirmed_at_once_and_starts_nothing_else(hall):
    """§ 356a Abs. 4 BGB, requirement 42: content, day and time; no offboarding, no win-back."""
    hall.lived.consent()
    answer = hall.send("/widerrufen", **typed())
    assert "Ihr Widerruf ist eingegangen" in answer.text
    assert hall.cancellations("kind", "contract_id") == [("withdrawal", 1)]
    hall.lived.now()
    (mail,) = hall.mails()
    text = mail.get_body(("plain",)).get_content()
    assert str(mail["Subject"]).startswith("Bestätigung Ihres Widerrufs")
    for part in ("Widerruf des Vertrags", "2. März 2026 um 08:00 Uhr (MEZ)", "Name: Wiebke Petersen"):
        assert part in text, part
    assert "Ende:" not in text
    hall.lived.play(days=120)
    assert len(hall.mails()) == 1
    table = runs.enrollment.c
    states = dict(hall.lived.rows(select(table.sequence, table.state)))
    assert states.pop("withdrawal") == "finished"
    assert set(states.values()) == {"excluded"}
    assert hall.lived.runs("offboarding") == [("excluded", "who:declarations")]
    assert ("review_withdrawal", "Widerruf bearbeiten: Wiebke Petersen") in hall.tasks()


def test_a_cancellation_leaves_no_trace_at_the_sequence_of_withdrawals(hall):
    hall.send(**typed())
    hall.lived.now()
    assert hall.lived.runs("withdrawal") == []
    assert hall.lived.runs("offboarding")[0][0] == "active"


# -- who may be enrolled ------------------------------------------------------------------------------------------


def test_a_declaration_that_fits_no_contract_starts_no_advertising(hall):
    hall.send(**typed(contract="unbekannt", email="fremd@anders.example"))
    hall.lived.now()
    assert hall.lived.runs("winback") == [("excluded", "unassigned")]
    assert hall.lived.runs("offboarding") == [("finished", None)]
    hall.lived.play(days=30)
    assert len(hall.mails()) == 1  # the receipt


def test_one_that_fits_its_contract_is_the_customer_s_own(hall):
    hall.send(**typed())
    hall.lived.now()
    assert hall.lived.runs("winback") == [("active", None)]
