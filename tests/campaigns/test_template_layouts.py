"""What a text is built on is read from the parsed text: neither a comment nor a detour makes advertising a contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.rendering import Templates
from campaigns.rendering.files import find
from tests.campaigns.rendering_cases import SHIPPED

ADVERTISING = '{% include "_base/letter_advertising.txt" %}'
CONTRACT = '{% include "_base/letter_contract.txt" %}'


def templates(tmp_path: Path, **files: str) -> Templates:
    for name, source in files.items():
        path = tmp_path / "own" / "x" / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return Templates([tmp_path / "own", SHIPPED])


@pytest.mark.parametrize(
    ("files", "contract"),
    [
        ({"letter__txt": f"Text\n{CONTRACT}"}, True),
        ({"letter__txt": f"Text\n{ADVERTISING}"}, False),
        ({"letter__txt": f"Text\n{ADVERTISING}{{# früher: {CONTRACT} #}}"}, False),
        ({"letter__txt": f"{{% if tier %}}{CONTRACT}{{% else %}}{ADVERTISING}{{% endif %}}"}, False),
        ({"letter__txt": '{% include "x/more.txt" %}' + CONTRACT, "more__txt": ADVERTISING}, False),
        ({"letter__txt": '{% include "x/more.txt" %}', "more__txt": CONTRACT}, True),
        ({"letter__txt": f"Text\n{CONTRACT}", "letter__du__txt": f"Text\n{ADVERTISING}"}, False),
        ({"letter__txt": f"Text\n{CONTRACT}{{% if %}}"}, False),
        ({"letter__txt": "Text"}, False),
        ({"phone__txt": "Text"}, False),
    ],
    ids=["contract", "advertising", "comment", "either", "through", "deeper", "du", "broken", "neither", "no text"],
)
def test_only_what_is_built_on_the_contract_layout_alone_is_contract_post(
    tmp_path: Path, files: dict[str, str], *, contract: bool
) -> None:
    assert templates(tmp_path, **files).is_contract("x") is contract


def test_an_own_text_is_never_passed_over_for_a_shipped_du_text(tmp_path: Path) -> None:
    own = tmp_path / "own"
    ours = templates(tmp_path, body__txt="unser Text").folders
    shipped = find((SHIPPED,), "offboarding/plan/body.txt", informal=True)
    assert shipped is not None
    assert shipped.name == "body.du.txt"
    (own / "offboarding" / "plan").mkdir(parents=True)
    (own / "offboarding" / "plan" / "body.txt").write_text("unser Text", encoding="utf-8")
    assert find(ours, "offboarding/plan/body.txt", informal=True) == own / "offboarding" / "plan" / "body.txt"
    (own / "offboarding" / "plan" / "body.du.txt").write_text("unser Du", encoding="utf-8")
    assert find(ours, "offboarding/plan/body.txt", informal=True) == own / "offboarding" / "plan" / "body.du.txt"
    assert find(ours, "offboarding/plan/body.txt") == own / "offboarding" / "plan" / "body.txt"
    assert find(ours, "../secrets.txt") is None
