"""A shared mailbox: what one person said is nobody else's to read, and goes with her; what it blocks stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from campaigns.effects import object_address
from campaigns.erasing.erase import Wish as Erasure
from campaigns.erasing.erase import erase
from campaigns.evidence.suppressing import Suppressed, Wish, suppress
from campaigns.pages import confirming, opt_in
from campaigns.pages.confirming import BLOCKED, State
from campaigns.rights.complaint import complaint
from campaigns.rights.copying import copied, subject_of
from campaigns.tokens import CONFIRM
from compliance.facts import Via
from contacts.consent import GLOBAL
from contacts.medium import Medium
from store import operation, tasks
from store.tables import permission, rights
from tests.campaigns.erased_person import mail_in, pk_of
from tests.campaigns.house_of import HouseOf

SHARED = "praxis@kunde.example"
WORDS = "Ich, Wiebke Petersen, bin schwer krank und widerspreche jeder Werbung."


@pytest.fixture
def two(home: Callable[..., HouseOf]) -> HouseOf:
    one = home()
    one.customer("K-1", email=SHARED, phone="+49 431 1111111")
    one.customer("K-2", email=SHARED, phone="+49 431 2222222", last_name="Ohlsen")
    one.cancel("K-1")
    one.cancel("K-2")
    return one


def _said(one: HouseOf, words: str = WORDS) -> None:
    told = {"source": "form 1", "verbatim": words}
    at = one.clock.now()
    one.write(
        lambda connection: object_address(
            connection, one.house, Medium.EMAIL, SHARED, GLOBAL, Via.AT_CANCEL, at, **told
        )
    )


def _copy(one: HouseOf, contact: str) -> str:
    with one.house.store.read() as connection:
        return str(copied(connection, one.house, subject_of(connection, one.house, pk_of(one, contact))).rows)


def _objections(one: HouseOf, *columns: str) -> list[tuple[object, ...]]:
    return one.rows(select(*(permission.objection.c[name] for name in columns)).order_by(permission.objection.c.id))


def _opted_in(one: HouseOf) -> str:
    text = opt_in.offered(one.house, None)
    assert text is not None
    assert opt_in.ask(one.house, pk_of(one, "K-1"), "x", text.key, "192.0.2.1") is opt_in.Asked.SENT
    (name,) = one.rows(select(permission.consent.c.external_id).where(permission.consent.c.method == "doi"))[0]
    one.sleep(hours=1)
    return one.house.tokens.sign(CONFIRM, str(name))


def test_words_at_a_shared_address_are_in_nobody_elses_copy_or_letter(two: HouseOf) -> None:
    _said(two)
    for contact in ("K-1", "K-2"):
        assert "schwer krank" not in _copy(two, contact)
        assert "schwer krank" not in str(complaint(two.house, pk_of(two, contact)))
    assert [words for (words,) in _objections(two, "verbatim") if words] == [WORDS], "kept once, with the address"


def test_one_persons_own_address_keeps_her_words(home: Callable[..., HouseOf]) -> None:
    one = home()
    one.customer("K-1", email=SHARED)
    one.cancel("K-1")
    _said(one)
    assert "schwer krank" in _copy(one, "K-1")
    assert "schwer krank" in str(complaint(one.house, pk_of(one, "K-1")))


def test_her_words_go_with_her_and_the_colleague_stays_protected(two: HouseOf) -> None:
    _said(two)
    before = set(_objections(two, "contact_id", "scope", "source"))
    erase(two.house, pk_of(two, "K-1"), Erasure("dsb"))
    assert not [words for (words,) in _objections(two, "verbatim") if words]
    hers = {row for row in before if row[0] == pk_of(two, "K-2")}
    assert hers
    assert hers <= set(_objections(two, "contact_id", "scope", "source"))


def test_what_a_colleague_wrote_herself_stays_when_somebody_else_is_erased(two: HouseOf) -> None:
    two.objection("K-2", verbatim="Ohlsen sagt nein.")
    erase(two.house, pk_of(two, "K-1"), Erasure("dsb"))
    assert "Ohlsen sagt nein." in _copy(two, "K-2")


def test_only_her_own_no_is_told_to_her_as_her_own(two: HouseOf) -> None:
    token = _opted_in(two)
    _said(two)
    found = confirming.look(two.house, token)
    assert found is not None
    assert (found.state, found.flaw) == (State.LAPSED, BLOCKED)
    confirmed = confirming.confirm(two.house, token, "192.0.2.1")
    assert confirmed is not None
    assert confirmed.state is State.LAPSED
    assert confirmed.confirmed_at is None
    two.objection("K-1", verbatim="Nein.")
    found = confirming.look(two.house, token)
    assert found is not None
    assert found.state is State.OBJECTED


@pytest.mark.parametrize("how", ["objects", "writes", "erased"])
def test_a_colleagues_no_discloses_nobody(two: HouseOf, how: str) -> None:
    token = _opted_in(two)
    if how == "erased":
        erase(two.house, pk_of(two, "K-2"), Erasure("dsb"))
    elif how == "objects":
        two.objection("K-2", verbatim="Nein.")
    else:
        _said(two, "Nein.")
        erase(two.house, pk_of(two, "K-2"), Erasure("dsb"))
    found = confirming.look(two.house, token)
    assert found is not None
    assert (found.state, found.flaw) == (State.LAPSED, BLOCKED)


def _proved(one: HouseOf, who: str, evidence: bytes) -> Suppressed:
    wish = Wish(GLOBAL, one.clock.now(), "Brief", via=Via.LETTER, by="dsb", evidence=evidence)
    done = suppress(one.house, who, wish, dry_run=False)
    assert done is not None
    assert done.evidence is not None
    return done


def test_a_second_evidence_is_named_and_outlives_the_erasure_of_somebody_else(home: Callable[..., HouseOf]) -> None:
    one = home()
    one.customer("K-1")
    one.customer("K-2", last_name="Ohlsen")
    first, second = _proved(one, "K-1", b"Scan 1"), _proved(one, "K-1", b"Scan 2")
    assert first.known_since is None
    assert second.known_since == one.clock.now(), "nothing new is in force, and it says so"
    files = {Path(str(first.evidence)), Path(str(second.evidence))}
    sources = {str(source) for (source,) in _objections(one, "source")}
    assert all(all(file.name in source for file in files) for source in sources)
    count = len(sources)
    _proved(one, "K-1", b"Scan 2")
    assert len({source for (source,) in _objections(one, "source")}) == count, "the same once more adds nothing"
    erase(one.house, pk_of(one, "K-2"), Erasure("dsb"))
    assert all(file.exists() for file in files)
    erase(one.house, pk_of(one, "K-1"), Erasure("dsb"))
    assert not any(file.exists() for file in files)


def test_a_colleagues_access_request_runs_for_her(home: Callable[..., HouseOf]) -> None:
    one = home()
    one.customer("K-1", email="a@firma.example", company="F-1")
    one.customer("K-2", email="b@firma.example", company="F-1", last_name="Ohlsen")
    one.switch(operation.ACTIVATED, "1")
    one.cancel("K-1")
    one.play(days=2)
    (mail,) = [raw for raw in one.carrier.mails if raw.envelope_to == "a@firma.example"][:1]
    reference = next(line for line in mail.raw.decode().splitlines() if line.lower().startswith("message-id"))
    asked = "Bitte senden Sie mir eine Auskunft nach Art. 15 DSGVO über meine gespeicherten Daten."
    for sender in ("b@firma.example", "fremd@anderswo.example"):
        mail_in(one, sender, f"{asked}\n{sender}", in_reply_to=reference.split(":", 1)[1].strip())
    assert one.rows(select(rights.data_request.c.contact, rights.data_request.c.kind)) == [
        ("K-2", "access"),
        ("K-1", "access"),
    ]
    with one.house.store.read() as connection:
        briefs = [tasks.show(connection, row["external_id"])["brief"] for row in tasks.listing(connection)]
    assert any("läuft für K-2, woher die Mail kam, nicht für K-1" in brief for brief in briefs)
    assert any("kam von einer fremden Adresse" in brief for brief in briefs)
