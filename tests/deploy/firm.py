"""A small installation for a daemon on the machine's clock: its files can be edited, its customers cancel now."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.rig.service import Service
from tests.rig.tool import ROOT, Tool, shipped_config

_HEADER = (
    "contact_id;company_id;company_name;kind;salutation;first_name;last_name;email;country;land;customer_since;"
    "owner_email;contract_id;product_family;contract_kind;contract_start;contract_end;notice_days;concluded_online;"
    "address_source;objection_notice"
)


class Firm(Tool):
    """Files and state below `folder`. Mails go into `folder/state/mail` unless `replaced` says otherwise."""

    def __init__(self, folder: Path, **replaced: str) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "sequences", folder / "sequences", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        shutil.rmtree(folder / "sequences" / "grammar", ignore_errors=True)
        shutil.copytree(ROOT / "templates_de", folder / "templates")
        config = shipped_config(
            folder,
            **{
                "kind": 'kind = "none"',
                "sequences": f'sequences = ["{folder / "sequences"}"]',
                "templates": f'templates = ["{folder / "templates"}"]',
                **replaced,
            },
        )
        super().__init__(folder / "state", config)
        self._customers = 0

    def service(self, *flags: str, **options: Any) -> Service:
        return Service(self.config, self.state, *flags, **options)

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replace `old`, which must be there once, as an editor does: the file is never half written."""
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path}: {text.count(old)} × {old}"
        temporary = path.with_suffix(".new")
        temporary.write_text(text.replace(old, new), encoding="utf-8")
        temporary.replace(path)

    def edit_config(self, key: str, line: str) -> None:
        """Replace the first line of config.toml that sets `key`, or unset it with a comment before."""
        text = self.config.read_text(encoding="utf-8")
        changed, number = re.subn(rf"(?m)^(# )?{key} = .*$", line, text, count=1)
        assert number == 1
        self.config.write_text(changed, encoding="utf-8")

    def cancels(self, number: int = 1, **values: str) -> list[str]:
        """So many new customers have cancelled a minute ago; each gets a receipt at once. Their ids."""
        ids = [f"K-{self._customers + place}" for place in range(1, number + 1)]
        self._customers += number
        end = (datetime.now(UTC) + timedelta(days=220)).date()
        customers = [
            f"{one};F-{one};Firma {one} GmbH;business;Frau;Erika;Muster;{one.lower()}@kunde.test;DE;SH;2020-01-01;"
            f"jana.petersen@firma.test;V-{one};auftragsbuch;paid;2020-01-01;{end};30;ja;self_given;ja"
            for one in ids
        ]
        received = (datetime.now(UTC) - timedelta(minutes=1)).isoformat(timespec="seconds")
        reason = values.get("reason", "price")
        cancellations = [f"KUE-{one};{one};V-{one};{received};{reason}" for one in ids]
        self._imported("customers", _HEADER, customers)
        self._imported("cancellations", "cancellation_id;contact_id;contract_id;received_at;reason", cancellations)
        return ids

    def _imported(self, kind: str, header: str, lines: list[str]) -> None:
        path = self.folder / f"{kind}-{self._customers}.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        # By the shipped configuration: customers cancel also while somebody's edit is broken.
        Tool(self.state, ROOT / "config.toml")("import", kind, path)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the database beside everybody else."""
        with closing(
            sqlite3.connect(f"file:{self.state}/wiedersehen.sqlite3?mode=ro", uri=True, timeout=20)
        ) as database:
            return database.execute(query, values).fetchall()

    def receipts(self, state: str = "sent") -> set[str]:
        """Contacts whose receipt is in `state`."""
        query = (
            "SELECT contact.external_id FROM touch JOIN contact ON contact.id = touch.contact_id"
            " WHERE touch.step = 'receipt' AND touch.state = ?"
        )
        return {row[0] for row in self.rows(query, state)}

    def mails(self) -> list[Path]:
        return sorted((self.state / "mail" / "new").glob("*"))
