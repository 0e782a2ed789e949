"""`/aufgabe/TOKEN`: the sheet for the one who has the task, the forms below it, and one page for every other link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from campaigns.desk import moves
from campaigns.handover.links import task_url
from store import tasks
from store.tables import desk, metadata, operation, permission
from tests.campaigns.desk.known import ANNA, BEN, extra_task, open_task, well_known
from tests.campaigns.house_of import HouseOf, house_of
from tests.web.conftest import URLENCODED
from web.public.app import public_app

OVER = "Hier gibt es nichts zu tun"


@dataclass
class Staff:
    """Anna in front of her task."""

    lived: HouseOf
    client: TestClient
    path: str

    def task(self) -> dict[str, Any]:
        with self.lived.house.store.read() as connection:
            (found,) = [row for row in tasks.listing(connection, None) if row["external_id"] != "frueher"]
            return found

    def send(self, **fields: str) -> Any:
        return self.client.post(self.path, data={"version": str(self.task()["version"]), **fields})

    def reports(self) -> list[tuple[object, ...]]:
        table = desk.outcome.c
        columns = (table.outcome, table.by, table.via, table.note, table.minutes, table.number)
        return self.lived.rows(select(*columns).where(table.via != "").order_by(table.id))

    def reads(self) -> list[dict[str, Any]]:
        query = select(operation.audit_event.c.data).where(operation.audit_event.c.event == "brief_read")
        return [data for (data,) in self.lived.rows(query)]

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        return {one.name: self.lived.rows(select(one)) for one in metadata.sorted_tables if one.name != "audit_event"}


def path_of(lived: HouseOf, task: str, person: str) -> str:
    return "/aufgabe/" + task_url(lived.house, task, person).rsplit("/", 1)[1]


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    lived = well_known(lambda **options: house_of(tmp_path, **options))
    path = path_of(lived, open_task(lived)["external_id"], ANNA)
    with TestClient(public_app(lived.house), raise_server_exceptions=False, follow_redirects=False) as client:
        yield Staff(lived, client, path)
    lived.close()


def test_the_page_shows_and_changes_nothing_but_leaves_a_trace(staff: Staff) -> None:
    before = staff.everything()
    answer = staff.client.get(staff.path)
    assert answer.status_code == 200
    for words in ("Wiebke Sievers", "52.400 Euro im Jahr", "Darf ich jetzt?", "Ergebnis eintragen", "Ruhen lassen"):
        assert words in answer.text
    assert staff.everything() == before
    assert staff.reads() == [{"task": staff.task()["external_id"], "by": ANNA}]
    assert staff.client.head(staff.path).status_code == 200
    assert len(staff.reads()) == 1


def test_nothing_is_kept_loaded_or_told_to_others(staff: Staff) -> None:
    answer = staff.client.get(staff.path)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self'; base-uri 'none'; frame-ancestors 'none'" in policy
    style = policy.split("style-src ")[1].split(";")[0]
    assert style in unescape(answer.text)
    assert "set-cookie" not in answer.headers
    for word in ("<script", "src=", "@import", "url("):
        assert word not in answer.text


def test_an_outcome_goes_the_way_of_every_outcome(staff: Staff) -> None:
    answer = staff.send(
        what="outcome",
        outcome="interested",
        note="Möchte ein Angebot.\nBis Freitag.",
        minutes="12",
        number="unterdrückt",
    )
    assert answer.status_code == 422
    assert "ist keine Rufnummer (§ 15 Abs. 2 TDDDG)" in answer.text
    assert "Möchte ein Angebot." in answer.text
    assert staff.reports() == []
    said = staff.send(what="outcome", outcome="interested", note="Möchte ein Angebot.", minutes="12")
    assert (said.status_code, "Eingetragen" in said.text) == (200, True)
    number = staff.lived.house.brand_of(None).phone
    assert staff.reports() == [("interested", ANNA, "page", "Möchte ein Angebot.", 12, number)]
    assert staff.task()["state"] == "done"
    assert OVER in staff.client.get(staff.path).text


def test_a_spoken_no_counts_everywhere_at_once(staff: Staff) -> None:
    staff.send(what="outcome", outcome="objection", note="Keine Werbung mehr, bitte.")
    columns = permission.objection.c
    declared = set(staff.lived.rows(select(columns.scope, columns.via, columns.verbatim)))
    assert declared == {("global", "call", "Keine Werbung mehr, bitte.")}


def test_the_same_form_twice_is_one_outcome(staff: Staff) -> None:
    fields = {"what": "outcome", "outcome": "not_reached", "version": str(staff.task()["version"])}
    first, second = (staff.client.post(staff.path, data=fields) for _ in range(2))
    assert "<h1>Eingetragen</h1>" in first.text
    assert "kommt dann wieder" in first.text
    assert "<h1>Schon eingetragen</h1>" in second.text
    assert len(staff.reports()) == 1


def test_a_call_back_has_a_moment(staff: Staff) -> None:
    for wrong in ("", "2026-03-01T10:00", "2026-03-05", "9999-12-31T23:59", "0001-01-01T00:00", "x"):
        answer = staff.send(what="outcome", outcome="call_back", call_back=wrong)
        if wrong:
            assert (answer.status_code, "Tag und Uhrzeit in der Zukunft" in answer.text) == (422, True), wrong
            continue
        assert answer.status_code == 200
    assert "wählen Sie das aus" in staff.send(what="outcome", outcome="reached", call_back="2026-03-06T10:00").text


def test_claim_and_rest(staff: Staff) -> None:
    assert "Aufgabe übernehmen" in staff.client.get(staff.path).text
    done = staff.send(what="claim")
    assert (done.status_code, done.headers["location"]) == (303, staff.path)
    assert staff.task()["claimed_at"] is not None
    assert "Aufgabe übernehmen" not in staff.client.get(staff.path).text
    assert "Ein Grund gehört dazu" in staff.send(what="snooze", until="2026-03-05T10:00").text
    assert "Tag und Uhrzeit in der Zukunft" in staff.send(what="snooze", until="", reason="Messe").text
    assert "danach geht die Sequenz" in staff.send(what="snooze", until="2026-12-05T10:00", reason="Messe").text
    assert staff.send(what="snooze", until="2026-03-05T10:00", reason="Messe").status_code == 303
    assert "Ruht bis 05.03.2026, 10:00 Uhr: Messe." in staff.client.get(staff.path).text


@pytest.mark.parametrize("outcome", ["", "sent", "kept", "REACHED", "' or 1=1"])
def test_only_words_of_the_kind_are_outcomes(staff: Staff, outcome: str) -> None:
    answer = staff.send(what="outcome", outcome=outcome)
    assert (answer.status_code, "Wählen Sie aus, was" in answer.text) == (422, True)
    assert staff.reports() == []


def test_every_other_link_gets_one_and_the_same_page(staff: Staff) -> None:
    task = staff.task()["external_id"]
    token = staff.path.rsplit("/", 1)[1]
    strange = [
        path_of(staff.lived, task, BEN),
        path_of(staff.lived, "frueher", ANNA),
        path_of(staff.lived, "gibt-es-nicht", ANNA),
        f"/aufgabe/{token[:-1]}",
        "/aufgabe/" + staff.lived.house.tokens.sign("unsubscribe", task),
        "/aufgabe/x",
    ]
    pages = {(answer := staff.client.get(path)).status_code: answer.text for path in strange}
    texts = {staff.client.get(path).text for path in strange}
    assert (set(pages), len(texts)) == ({404}, 1)
    assert "Wiebke" not in texts.pop()
    assert staff.reads() == []
    before = staff.everything()
    for path in strange:
        assert staff.client.post(path, data={"what": "outcome", "outcome": "objection"}).status_code == 404
    assert staff.everything() == before


def test_a_link_ends_when_the_task_goes_to_somebody_else(staff: Staff) -> None:
    task = staff.task()["external_id"]
    moves.hand_over(staff.lived.house, ANNA, BEN, "test")
    assert OVER in staff.client.get(staff.path).text
    assert staff.client.get(path_of(staff.lived, task, BEN)).status_code == 200
    assert staff.client.get(path_of(staff.lived, task, BEN.upper())).status_code == 200


def test_a_withdrawn_task_opens_nothing(staff: Staff) -> None:
    staff.lived.objection("K-1")
    assert OVER in staff.client.get(staff.path).text
    assert OVER in staff.send(what="outcome", outcome="reached").text
    assert "wiedersehen suppress" in staff.client.get(staff.path).text


def test_who_tries_out_links_is_braked(staff: Staff) -> None:
    codes = [staff.client.get(f"/aufgabe/x{number}").status_code for number in range(40)]
    assert codes.count(404) == 30
    assert codes[-1] == 429


def test_forms_from_elsewhere_and_forms_that_are_none(staff: Staff) -> None:
    fields = {"what": "outcome", "outcome": "objection"}
    for site in ("cross-site", "same-site"):
        assert staff.client.post(staff.path, data=fields, headers={"sec-fetch-site": site}).status_code == 400
    assert staff.client.post(staff.path, content="{}", headers={"content-type": "application/json"}).status_code == 400
    assert staff.client.post(staff.path, content="x=" + "y" * 40_000, headers=URLENCODED).status_code == 413
    assert staff.send(what="loeschen").status_code == 400
    assert staff.client.put(staff.path).status_code == 405
    assert staff.reports() == []


def test_protected_words_come_first_and_markup_stays_words(tmp_path: Path) -> None:
    words = "<img src=x onerror=alert(1)> Krebserkrankung"
    lived = well_known(lambda **options: house_of(tmp_path, **options), text=words)
    with TestClient(public_app(lived.house)) as client:
        page = client.get(path_of(lived, open_task(lived)["external_id"], ANNA)).text
    lived.close()
    assert "<img" not in page
    assert page.index("Besonders geschützte Angaben") < page.index("Briefing</h2>")


def test_a_task_without_a_step_has_a_page_too(staff: Staff) -> None:
    extra_task(staff.lived, "exit_interview")
    page = staff.client.get(path_of(staff.lived, "ohne-schritt", ANNA)).text
    assert "sechs freiwillige Fragen" in page
    assert "möchte das Gespräch nicht" in page


def test_the_brief_is_of_this_minute(staff: Staff) -> None:
    assert "Ja: Nachgewiesene" in staff.client.get(staff.path).text
    staff.lived.clock.jump(staff.lived.clock.now() + timedelta(hours=10))
    assert "erst ab 04.03.2026" in staff.client.get(staff.path).text
