"""The list of files that commands wrote: each path once, whose it is, and no kind that nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import written
from tests.store.rows_of import NOW, later


def test_a_path_is_listed_once_with_its_newest_kind_time_and_person(store, rows):
    contact = rows.contact()
    with store.write() as connection:
        written.record(connection, Path("/srv/a.csv"), written.TASKS, NOW)
        written.record(connection, Path("/srv/a.csv"), written.REJECTS, later(days=1))
        written.record(connection, Path("/srv/b.html"), written.ACCESS, NOW, contact_pk=contact)
    with store.read() as connection:
        assert [(one.path.name, one.kind, one.at) for one in written.all_files(connection)] == [
            ("b.html", written.ACCESS, NOW),
            ("a.csv", written.REJECTS, later(days=1)),
        ]
        assert written.files_of(connection, contact) == [Path("/srv/b.html")]
    with store.write() as connection:
        written.forget(connection, [Path("/srv/b.html")])
    with store.read() as connection:
        assert [one.path.name for one in written.all_files(connection)] == ["a.csv"]


def test_evidence_that_two_people_share_is_about_neither_alone(store, rows):
    first, second = rows.contact("K-1"), rows.contact("K-2")
    for contact in (first, second):
        with store.write() as connection:
            written.record(connection, Path("/srv/scan"), written.EVIDENCE, NOW, contact_pk=contact)
    with store.read() as connection:
        assert written.files_of(connection, first) == written.files_of(connection, second) == []


def test_a_relative_path_is_kept_from_the_root_on(store, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with store.write() as connection:
        written.record(connection, Path("x.csv"), written.TASKS, NOW)
    with store.read() as connection:
        assert written.all_files(connection)[0].path == tmp_path / "x.csv"


def test_a_kind_that_nobody_knows_is_refused(store):
    with pytest.raises(ValueError, match="unknown kind"), store.write() as connection:
        written.record(connection, Path("/srv/a"), "something", NOW)
