"""The suppression list of Amazon SES and ours in step: what SES would drop is never sent, never counted, and given back
by a person alone.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.carrier_list.reading import read_list
from campaigns.carrier_list.releasing import NoAddress, release
from campaigns.erasing.erase import Wish, erase
from campaigns.service.carrier_list import CarrierList
from campaigns.service.troubles import CARRIER_LIST, Troubles
from campaigns.status import status_of
from channels.channel import Outcome, Receipt
from channels.email.recording import Scripted
from channels.email.ses import SesSettings
from channels.email.ses_account import AccountFault, SesAccount
from store import operation
from store.tables import desk, people, permission, runs
from store.tables import operation as operating
from tests.campaigns.house_of import HouseOf, minimal, step
from tests.rig.ses import SesPeer

HER = "k1@kunde1.example"
TEXTS = {
    "probe": minimal(
        step("a", "day = 1", '"email", "letter"', "winback/day_01_value"),
        step("b", "day = 9", '"email", "letter"', "winback/day_07_news"),
    )
}
CONTRACT = {"probe": minimal(step("plan", "day = 1", '"email"', "offboarding/plan"), purpose='"contract"')}
BY_SES = Scripted(Receipt(Outcome.ACCEPTED, 250, "MessageId 1", "ses:eu-central-1"), after_go=True)


@pytest.fixture
def peer() -> Iterator[SesPeer]:
    with SesPeer() as one:
        yield one


@pytest.fixture
def there(peer: SesPeer) -> Iterator[SesAccount]:
    one = SesAccount(SesSettings(endpoint=peer.url, access_key="k", secret_key="s"), timeout_s=30.0)
    yield one
    one.close()


def put(one: HouseOf, peer: SesPeer, address: str = HER, reason: str = "BOUNCE", **ago: float) -> None:
    """SES lists an address so long ago."""
    peer.listed[address] = (reason, one.clock.now() - timedelta(**ago))


def valid(one: HouseOf) -> list[bool]:
    point = people.contact_point.c
    return [row[0] for row in one.rows(select(point.valid).where(point.medium == "email").order_by(point.id))]


def audited(one: HouseOf, event: str) -> list[tuple[object, ...]]:
    columns = operating.audit_event.c
    return one.rows(select(columns.contact, columns.data).where(columns.event == event).order_by(columns.id))


def test_an_address_that_bounced_elsewhere_gets_no_mail_here(either_home, peer, there):
    one = either_home(texts=TEXTS)
    one.consenting()
    put(one, peer, days=3)
    done = read_list(one.house, there)
    assert (done.told, done.new, done.people, done.swallowed, done.fault) == (1, 1, 1, 0, None)
    assert valid(one) == [False]
    ((contact, data),) = audited(one, "address_blocked")
    assert (contact, data["reason"], data["carrier"]) == ("K-1", "bounce", "ses:eu-central-1")
    one.play(days=2)
    assert one.touches("state", "channel", step="a") == [("exported", "letter")]
    assert one.carrier.offered == 0
    assert one.rows(select(permission.objection.c.id)) == []  # a dead address is no word of the person


def test_a_complaint_is_an_objection_to_mail_with_its_evidence(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, reason="COMPLAINT", days=1)
    read_list(one.house, there)
    columns = permission.objection.c
    found = set(one.rows(select(columns.scope, columns.via, columns.source, columns.received_at)))
    assert found == {("email", "complaint", "Sperrliste von Amazon SES", peer.listed[HER][1])}
    one.play(days=2)
    assert one.carrier.offered == 0


def test_who_is_imported_later_is_met_by_what_was_read_before(home, peer, there):
    one = home(texts=TEXTS)
    put(one, peer, days=30)
    assert read_list(one.house, there).people == 0
    one.consenting()
    assert valid(one) == [False]
    one.play(days=2)
    assert one.touches("channel", step="a") == [("letter",)]


def test_the_second_reading_asks_for_what_is_new_and_ses_may_forget(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, days=40)
    read_list(one.house, there)
    peer.listed.clear()
    one.sleep(days=3)
    put(one, peer, "k9@kunde9.example", days=1)
    put(one, peer, "k8@kunde8.example", days=30)  # older than the last reading: SES does not tell it again
    assert read_list(one.house, there).told == 1
    assert read_list(one.house, there, everything=True).told == 2
    assert valid(one) == [False]
    assert len(one.rows(select(permission.carrier_block.c.id))) == 3


def test_the_same_list_twice_changes_nothing(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, reason="COMPLAINT", days=1)
    read_list(one.house, there)
    again = read_list(one.house, there, everything=True)
    assert (again.told, again.new) == (1, 0)
    assert len(audited(one, "address_blocked")) == 1


def test_mails_that_ses_took_and_dropped_do_not_count_and_contract_mail_goes_by_hand(either_home, peer, there):
    one = either_home(texts=CONTRACT, script=[BY_SES])
    one.switch(operation.ACTIVATED, "")
    one.consenting()
    put(one, peer)
    one.play(days=1, hours=2)
    assert one.touches("state") == [("sent",)]
    assert read_list(one.house, there).swallowed == 1
    assert one.rows(select(runs.attempt.c.bounce)) == [("suppressed",)]
    assert one.rows(select(runs.ledger.c.id)) == []
    ((kind, brief),) = one.rows(select(desk.task.c.kind, desk.task.c.brief))
    assert kind == "by_hand"
    assert "Sperrliste von Amazon SES" in brief
    assert len(audited(one, "mail_swallowed")) == 1


@pytest.mark.parametrize("why", ["before", "redirected", "other_carrier"])
def test_mails_that_really_left_stay_counted(home, peer, there, why):
    """Sent before SES listed the address, to ourselves before the activation, or over another carrier."""
    ours = replace(BY_SES, receipt=replace(BY_SES.receipt, transport="smtp:localhost:25"))
    one = home(texts=TEXTS, script=[ours if why == "other_carrier" else BY_SES])
    if why != "redirected":
        one.switch(operation.ACTIVATED, "")
    one.consenting()
    put(one, peer)
    one.play(days=1, hours=2)
    if why == "before":
        put(one, peer)
    if why == "redirected":
        one.switch(operation.ACTIVATED, "")
    assert read_list(one.house, there).swallowed == 0
    assert one.rows(select(runs.attempt.c.bounce)) == [(None,)]
    assert len(one.rows(select(runs.ledger.c.id))) == 1


def test_a_reading_that_breaks_off_keeps_what_it_has_and_begins_there_again(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    peer.page = 1
    put(one, peer, "a0@kunde.example", days=2)
    put(one, peer, days=2)

    class Breaking(SesAccount):
        def listed(self, since):
            pages = super().listed(since)
            yield next(pages)
            raise AccountFault("Amazon SES antwortet nicht.")

    breaking = Breaking(there.settings)
    done = read_list(one.house, breaking)
    breaking.close()
    assert (done.told, str(done.fault)) == (1, "Amazon SES antwortet nicht.")
    assert "antwortet nicht" in status_of(one.house)["carrier_list"]
    assert valid(one) == [True]
    assert read_list(one.house, there).new == 1
    assert valid(one) == [False]
    assert status_of(one.house)["carrier_list"] is None


def test_no_transaction_is_open_while_ses_is_asked(home, peer, there):
    """SQLite has one writer: while the peer answers, somebody else writes."""
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, days=1)
    answer, wrote = peer.answer, []

    def writing(method: str, path: str) -> tuple[int, str, object]:
        with one.house.store.write() as connection:
            operation.set_switch(connection, "probe", method, one.clock.now())
        wrote.append(method)
        return answer(method, path)

    peer.answer = writing
    read_list(one.house, there)
    release(one.house, there, HER, "Ida")
    assert wrote == ["GET", "DELETE"]


def test_a_person_gives_an_address_back_there_and_here(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, days=3)
    read_list(one.house, there)
    done = release(one.house, there, f" {HER.upper()} ", "Ida")
    assert (done.listed, done.blocked, done.contacts, done.objected) == (True, True, ("K-1",), ())
    assert peer.listed == {}
    assert valid(one) == [True]
    ((contact, data),) = audited(one, "address_released")
    assert (contact, data["by"]) == ("K-1", "Ida")
    put(one, peer, days=3)  # SES shows the old entry once more
    assert read_list(one.house, there, everything=True).new == 0
    one.play(days=1, hours=2)
    assert one.touches("state", "channel", step="a") == [("sent", "email")]
    put(one, peer)  # listed anew after that
    assert read_list(one.house, there, everything=True).new == 1
    assert valid(one) == [False]


def test_a_complaint_stays_an_objection_when_the_address_is_given_back(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, reason="COMPLAINT", days=3)
    read_list(one.house, there)
    done = release(one.house, there, HER, "Ida")
    assert done.objected == ("K-1",)
    one.play(days=2)
    assert one.carrier.offered == 0


def test_what_cannot_be_taken_off_there_stays_blocked_here(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, days=3)
    read_list(one.house, there)
    peer.refusals = [(403, "AccessDeniedException")]
    with pytest.raises(AccountFault, match="ses:DeleteSuppressedDestination"):
        release(one.house, there, HER, "Ida")
    assert valid(one) == [False]
    assert audited(one, "address_released") == []
    with pytest.raises(NoAddress):
        release(one.house, there, "niemand", "Ida")


def test_the_daemon_reads_once_a_day_tells_a_fault_once_and_mails_go_on(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    troubles, daily = Troubles(one.clock), CarrierList(there, timedelta(hours=24))
    peer.refusals = [(403, "AccessDeniedException")]
    asyncio.run(daily.run(one.house, troubles))
    assert CARRIER_LIST in troubles
    asyncio.run(daily.run(one.house, troubles))  # rests
    assert len(peer.asked) == 1
    one.play(days=1, hours=2)
    assert one.touches("state", step="a") == [("sent",)]
    again = CarrierList(there, timedelta(hours=24))
    for _ in range(3):
        asyncio.run(again.run(one.house, troubles))
    assert len(peer.asked) == 2
    assert CARRIER_LIST not in troubles
    one.sleep(hours=25)
    asyncio.run(again.run(one.house, troubles))
    assert len(peer.asked) == 3


def test_who_has_given_another_address_since_is_not_written_to_at_the_old_one(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, days=3)
    read_list(one.house, there)
    one.customer(email="neu@kunde1.example")
    assert release(one.house, there, HER, "Ida").contacts == ()
    assert valid(one) == [False, True]
    one.play(days=2)
    assert (one.carrier.offered, one.touches("channel", step="a")) == (0, [("letter",)])  # no consent for the new one
    one.customer(email=HER)  # the old one again: it has been given back
    assert valid(one) == [True, False]


def test_a_page_that_was_under_way_does_not_undo_a_release(home, peer, there):
    """SES lists an address that nobody has read yet; it is given back while the answer is on its way to us."""
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, minutes=5)

    class Overtaken(SesAccount):
        def listed(self, since):
            for page in super().listed(since):
                done = release(one.house, there, HER, "Ida")
                assert (done.listed, done.blocked) == (True, False)
                yield page

    account = Overtaken(there.settings)
    assert read_list(one.house, account).new == 0
    account.close()
    assert valid(one) == [True]


def test_a_long_list_holds_up_no_end_and_is_begun_again(home, peer, there):
    one = home(texts=TEXTS)
    peer.page = 1
    put(one, peer, "a1@kunde.example", days=2)
    put(one, peer, "a2@kunde.example", days=2)
    troubles, daily = Troubles(one.clock), CarrierList(there, timedelta(hours=24))
    asyncio.run(daily.run(one.house, troubles, lambda: False))
    assert len(peer.asked) == 1
    asyncio.run(daily.run(one.house, troubles))
    assert len(peer.asked) == 3


@pytest.mark.parametrize("why", ["clock", "region"])
def test_a_reading_that_says_nothing_about_today_is_none(home, peer, there, why):
    """The clock stood in the future when the list was read, or it was another region's list."""
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, days=30)
    name, at = ("ses:eu-west-1", timedelta()) if why == "region" else (there.name, timedelta(days=400))
    when = one.clock.now() + at
    one.write(lambda connection: operation.set_switch(connection, operation.CARRIER_LIST, name, when))
    if why == "clock":
        asyncio.run(CarrierList(there, timedelta(hours=24)).run(one.house, Troubles(one.clock)))
    else:
        read_list(one.house, there)
    assert valid(one) == [False]


def test_an_entry_without_a_reason_is_no_news_every_day(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, reason="", days=3)
    assert read_list(one.house, there, everything=True).new == 1
    assert read_list(one.house, there, everything=True).new == 0
    put(one, peer, days=3)  # now it says why
    assert read_list(one.house, there, everything=True).new == 1


def test_two_that_read_at_the_same_moment_note_each_address_once(either_home, peer, there):
    one = either_home(texts=TEXTS)
    one.consenting()
    put(one, peer, reason="COMPLAINT", days=1)
    for number in range(200):
        put(one, peer, f"fremd{number}@kunde.example", days=1)
    met = threading.Barrier(2)

    class Together(SesAccount):
        def listed(self, since):
            for page in super().listed(since):
                met.wait(60)
                yield page

    accounts = [Together(there.settings), Together(there.settings)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda account: read_list(one.house, account, everything=True), accounts))
    for account in accounts:
        account.close()
    assert sorted(one_of.new for one_of in done) == [0, 201]
    assert len(audited(one, "address_blocked")) == 1


def test_an_umlaut_in_the_domain_is_one_address_however_it_is_spelled(home, peer, there):
    """SES lists what was sent to (ASCII), and takes the spelling on file for no address at all."""
    one = home(texts=TEXTS)
    one.consenting(email="Änne@Müller.example")
    put(one, peer, "änne@XN--MLLER-kva.example", days=3)
    assert read_list(one.house, there).people == 1
    assert valid(one) == [False]
    peer.listed = {"änne@xn--mller-kva.example": ("BOUNCE", one.clock.now())}
    answer = peer.answer
    peer.answer = lambda method, path: (
        (400, "BadRequestException", {}) if "M%C3%BCller" in path else answer(method, path)
    )
    done = release(one.house, there, "änne@müller.example", "Ida")
    assert (done.listed, done.contacts, peer.listed) == (True, ("K-1",), {})


def test_an_address_that_ses_lists_with_other_capitals_is_taken_off_as_well(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    put(one, peer, "a0@kunde.example", days=3)
    put(one, peer, "K1@Kunde1.Example", days=3)
    read_list(one.house, there)
    assert valid(one) == [False]
    assert release(one.house, there, HER, "Ida").listed
    assert list(peer.listed) == ["a0@kunde.example"]
    assert valid(one) == [True]


def test_what_ses_tells_of_somebody_erased_brings_nobody_back(home, peer, there):
    one = home(texts=TEXTS)
    one.consenting()
    ((contact_pk,),) = one.rows(select(people.contact.c.id))
    erase(one.house, contact_pk, Wish("Ida"))
    put(one, peer, reason="COMPLAINT", days=1)
    assert read_list(one.house, there).people == 0
    assert release(one.house, there, HER, "Ida").contacts == ()
    assert one.rows(select(people.contact_point.c.id)) == []
    assert HER not in str(one.rows(select(operating.audit_event.c.data)))
