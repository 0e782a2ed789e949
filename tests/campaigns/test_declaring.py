"""Declarations from the public pages as use cases: read widely, taken once, matched only by number and address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from campaigns.erasing.erase import Erased, Wish, erase
from campaigns.list_back import mend
from campaigns.pages import contact
from campaigns.pages.declaring import MAX_RECEIPTS, declare, lines_of
from campaigns.pages.goodbye import case_of
from campaigns.pages.typed import FIELDS, MAX_TEXT_BYTES, TEXTS, Typed, read
from contacts.cancellation import DeclarationKind
from store import declared, permissions
from store import people as store_people
from store.tables import desk, people, permission
from tests.campaigns.house_of import HouseOf
from tests.campaigns.test_list_key import Keyless

TODAY = date(2026, 3, 2)
CANCEL = DeclarationKind.CANCELLATION


@given(st.dictionaries(st.sampled_from((*FIELDS, *TEXTS)), st.text(max_size=400)))
def test_anything_is_read_or_answered_with_sentences(fields):
    found = read(CANCEL, fields, TODAY)
    if isinstance(found, Typed):
        content = [value for _, value in lines_of(found)]
        assert all(fields[name] in content for name in ("name", "contract", "ground") if fields.get(name))
    else:
        assert found
        assert set(found) <= {"name", "contract", "email", "ground", "end"}
        assert all(sentence.endswith((".", "da.")) for sentence in found.values())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("2026-12-31", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("1. 4. 2026", date(2026, 4, 1)),
        ("02.03.2026", date(2026, 3, 2)),
        ("01.03.2026", None),
    ],
)
def test_days_as_people_write_them(typed, meant):
    found = read(CANCEL, {"name": "W", "end": typed}, TODAY)
    assert isinstance(found, Typed)
    assert found.wished_end == meant


def test_the_text_is_measured_in_bytes():
    fits, long = "ä" * (MAX_TEXT_BYTES // 2), "ä" * (MAX_TEXT_BYTES // 2) + "!"
    assert isinstance(read(CANCEL, {"name": "W", "ground": fits}, TODAY), Typed)
    assert "ground" in read(CANCEL, {"name": "W", "ground": long}, TODAY)


def typed(**changes: object) -> Typed:
    email = "k1@kunde1.example"
    return Typed(**{"kind": CANCEL, "nonce": "n", "contract": "V-K-1", "email": email, "email_typed": email, **changes})


@pytest.mark.parametrize("contract", ["V-K-1", "V-K-9"])
def test_a_double_click_of_eight_hands_is_one_declaration(either_home, contract):
    """Real threads on both databases; also where nothing fits and the contact is made on the way."""
    one = either_home(texts={})
    one.customer()
    with ThreadPoolExecutor(8) as hands:
        receipts = list(hands.map(lambda _: declare(one.house, typed(contract=contract)), range(8)))
    assert len(set(receipts)) == 1
    counts = [one.rows(select(func.count()).select_from(table))[0][0] for table in (people.cancellation, desk.task)]
    assert counts == ([1, 0] if contract == "V-K-1" else [1, 1])


def test_an_address_out_of_use_opens_no_contract(home):
    one = home(texts={})
    one.customer()
    one.write(lambda connection: connection.execute(people.contact_point.update().values(valid=False)))
    declare(one.house, typed())
    assert one.rows(select(people.cancellation.c.contract_id)) == [(None,)]


def test_a_colleague_is_not_the_owner_of_the_contract(home):
    """Whoever may act for a company is for a person to decide."""
    one = home(texts={})
    one.customer("K-1", company="F-1")
    one.customer("K-2", company="F-1")
    address = "k2@kunde2.example"
    declare(one.house, typed(email=address, email_typed=address))
    assert one.rows(select(people.cancellation.c.contract_id)) == [(None,)]


def test_a_declaration_that_fits_nothing_gets_its_receipt_and_nothing_else(home):
    """Anybody can type anybody's address: the rest of the offboarding waits until a person has assigned it."""
    one = home()
    one.customer(end=date(2026, 5, 31))
    declare(one.house, typed())
    other = "fremd@anderswo.example"
    declare(one.house, typed(contract="V-9", email=other, email_typed=other, wished_end=date(2026, 4, 30)))
    one.play(days=90)
    to = [mail.envelope_to for mail in one.carrier.mails]
    assert to.count(other) == 1
    assert to.count("k1@kunde1.example") > 3


def test_one_address_gets_three_receipts_a_day_and_a_person_the_rest(home):
    one = home()
    address = "fremd@anderswo.example"

    def send(nonce, to=address):
        return declare(one.house, typed(nonce=nonce, contract=f"V-9-{nonce}", email=to, email_typed=to))

    pages = [send(f"n{number}") for number in range(5)]
    send("m", "andere@anderswo.example")
    assert {page.email for page in pages} == {address}
    one.play(hours=20)
    assert [mail.envelope_to for mail in one.carrier.mails].count(address) == MAX_RECEIPTS
    assert len(one.carrier.mails) == MAX_RECEIPTS + 1
    reviews = select(desk.task.c.brief).where(desk.task.c.kind == "review_cancellation").order_by(desk.task.c.id)
    briefs = [str(brief) for (brief,) in one.rows(reviews)]
    assert ["noch von Hand" in brief for brief in briefs] == [False, False, False, True, True, False]
    assert all(address in brief for brief in briefs[:5])
    one.sleep(hours=5)
    send("n9")
    one.now()
    assert [mail.envelope_to for mail in one.carrier.mails].count(address) == MAX_RECEIPTS + 1


def test_hands_that_send_at_once_do_not_slip_past_the_brake(either_home):
    one = either_home(texts={})
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda number: declare(one.house, typed(nonce=f"n{number}", contract=f"V-{number}")), range(8)))
    assert one.rows(select(func.count()).select_from(people.cancellation)) == [(8,)]
    point = people.contact_point.c.valid
    assert one.rows(select(point, func.count()).group_by(point).order_by(point)) == [(False, 5), (True, MAX_RECEIPTS)]


def of(one: HouseOf, *names: str) -> list[tuple[object, ...]]:
    table = people.cancellation.c
    return one.rows(select(*(table[name] for name in names)).order_by(table.id))


def test_four_colleagues_with_one_mailbox_are_all_confirmed(home):
    """§ 312k Abs. 4 BGB: the brake is for what fits no contract."""
    one = home()
    office = "info@kunde.example"
    for number in range(1, 5):
        one.customer(f"K-{number}", email=office)
    for number in range(1, 5):
        mine = {"contract": f"V-K-{number}", "email": office, "email_typed": office}
        declare(one.house, typed(nonce=str(number), name=f"Person {number}", **mine))
    assert of(one, "contact_id", "contract_id") == [(number, number) for number in range(1, 5)]
    one.now()
    assert [mail.envelope_to for mail in one.carrier.mails] == [office] * 4


@pytest.mark.parametrize("kind", list(DeclarationKind))
def test_a_stranger_who_fills_the_brake_holds_no_true_declaration_back(home, kind):
    one = home()
    one.customer()
    for number in range(MAX_RECEIPTS):
        declare(one.house, typed(kind=kind, nonce=f"b{number}", name=f"Fremd {number}", contract=""))
    declare(one.house, typed(kind=kind, nonce="true"))
    assert of(one, "contact_id", "contract_id")[-1] == (1, 1)
    one.now()
    assert len(one.carrier.mails) == MAX_RECEIPTS + 1


def test_one_contract_is_confirmed_once_a_day_for_each_kind_and_a_person_compares_the_rest(home):
    one = home()
    one.customer()
    ordinary = [declare(one.house, typed(nonce=f"n{n}", name=f"Wiebke {n}")) for n in range(MAX_RECEIPTS + 2)]
    declare(one.house, typed(nonce="e", extraordinary=True, ground="Kein Zugang"))
    declare(one.house, typed(nonce="w", kind=DeclarationKind.WITHDRAWAL))
    assert {page.email for page in ordinary} == {"k1@kunde1.example"}
    assert set(of(one, "contact_id", "contract_id")) == {(1, 1)}
    one.now()
    assert len(one.carrier.mails) == 3
    reviews = one.rows(select(desk.task.c.title, desk.task.c.brief, desk.task.c.guide).order_by(desk.task.c.id))
    again = [row for row in reviews if row[0] == f"Weitere Kündigung prüfen: Wiebke {MAX_RECEIPTS + 1}"]
    assert len(again) == 1
    assert "noch von Hand" in again[0][1]
    assert "vergleichen" in again[0][2]
    assert "zuordnen" not in again[0][2]
    before = len(one.touches("state", step="receipt"))
    one.sleep(days=1)
    declare(one.house, typed(nonce="tomorrow"))
    one.now()
    assert len(one.touches("state", step="receipt")) == before + 1


def test_what_the_brake_held_back_is_found_by_access_and_erasure_of_the_same_person(home):
    one = home(texts={})
    one.customer()
    for number in range(MAX_RECEIPTS + 1):
        declare(one.house, typed(nonce=f"n{number}", name=f"W {number}", contract=""))
    above = of(one, "contact_id")[-1][0]
    with one.house.store.read() as connection:
        assert above in store_people.sharing(connection, 1)
    done = erase(one.house, 1, Wish("dsb"))
    assert isinstance(done, Erased)
    assert len(done.sharing) == MAX_RECEIPTS + 1


def test_an_objection_above_the_brake_waits_for_the_key(home):
    """Art. 21 Abs. 3 DSGVO: what a missing file delays is the hash, never the objection."""
    one = home()
    one.consenting()
    for number in range(MAX_RECEIPTS):
        declare(one.house, typed(nonce=f"n{number}", name=f"W {number}", contract=""))
    away = Keyless(one)
    declare(one.house, typed(nonce="no", name="W", contract="", ground="Bitte keine Werbung mehr."))
    assert one.rows(select(permission.objection.c.scope)) == [("global",)]
    away.comes_back()
    mend(one.house)
    with one.house.store.read() as connection:
        assert {row.fact.scope for row in permissions.objections(connection, 1)} == {"global"}
    one.play(days=3)
    assert ("sent",) not in one.touches("state", step="value")


def test_agreeing_to_mail_while_the_key_is_away_is_answered_truly(home):
    one = home()
    one.customer()
    receipt = declare(one.house, typed())
    away = Keyless(one)
    case = case_of(one.house, receipt.token)
    text = contact.text_of(one.house, case)
    assert text is not None
    said = contact.stay(one.house, case, {"agree": "yes", "text": text[0], "nonce": "n"}, "")
    assert isinstance(said, dict)
    assert "Im Moment können wir Ihnen dafür keine E-Mail schicken" in said["agree"]
    away.comes_back()
    assert isinstance(contact.stay(one.house, case, {"agree": "yes", "text": text[0], "nonce": "n"}, ""), str)


def test_the_same_words_without_a_contract_are_two_declarations(home):
    """Somebody has two contracts and knows no number: each form that was opened is one."""
    one = home(texts={})
    for nonce in ("a", "b", "b"):
        declare(one.house, typed(nonce=nonce, contract=""))
    assert len(of(one, "id")) == 2


def test_without_a_mailbox_the_task_promises_no_mail(home):
    one = home(texts={})
    one.customer()
    declare(one.house, typed(email="", email_typed=""))
    ((brief, guide),) = one.rows(select(desk.task.c.brief, desk.task.c.guide))
    assert "Ohne E-Mail-Adresse geht keine Bestätigung von selbst; bitte heute per Brief (eigene Aufgabe)" in brief
    assert "ohne diese Aufgabe hinaus" not in brief
    assert "gespeicherte E-Mail-Adresse" not in guide


def test_a_form_reads_the_declarations_of_the_day_and_no_others(home):
    """Work grows with the day, not with what is on file."""
    one = home(texts={})
    one.customer()
    asked: list[tuple[str, object]] = []
    old = {"contact_id": 1, "reason": "price", "door": "form", "kind": "cancellation", "text": "x"}
    past = one.clock.now() - timedelta(days=400)
    rows = [{**old, "external_id": f"o{n}", "received_at": past, "recorded_at": past} for n in range(500)]
    one.write(lambda connection: connection.execute(people.cancellation.insert(), rows))
    with one.house.store.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
        declared.same_words(connection, CANCEL, "x", one.clock.now())
        declared.declared_from(connection, "k1@kunde1.example", one.clock.now())
        declared.declared_for(connection, "V-K-1", CANCEL, "price", one.clock.now())
        queries = tuple(asked)
        for statement, values in queries:
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
            assert "ix_cancellation_door_received_at" in plan, plan
    assert len(queries) == 3
