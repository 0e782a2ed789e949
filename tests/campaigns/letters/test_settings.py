"""[letter]: which contract with which shop, and the way to it."""

from __future__ import annotations

import pytest

from campaigns.letter_shops import ConfiguredShop
from campaigns.settings import Settings, parse_settings
from campaigns.settings.letter import LetterShop, shop_of
from channels.letter.shop import ShopAway
from tests.campaigns.test_settings import COMPANY

SHOP = """
[[recipient]]
id = "{id}"
name = "Fördedruck"
role = "{role}"
contract = "AVV-1"
data = ["Name"]
deletion_days = 30
contact_email = "a@foerdedruck.example"
"""


def settings(letter: str, *shops: str, role: str = "letter_shop") -> Settings:
    found = parse_settings(COMPANY + letter + "".join(SHOP.format(id=one, role=role) for one in shops), "config.toml")
    assert isinstance(found, Settings), found
    return found


def problems(letter: str, *shops: str, role: str = "letter_shop") -> str:
    text = COMPANY + letter + "".join(SHOP.format(id=one, role=role) for one in shops)
    found = parse_settings(text, "config.toml")
    assert not isinstance(found, Settings)
    return "\n".join(str(one) for one in found)


SIGNED = "[letter]\nprocessor_contract = true\n"


def test_the_contract_is_that_of_the_named_shop_or_of_the_only_one():
    for text, shops in ((f'{SIGNED}processor = "b"\n', ("a", "b")), (SIGNED, ("b",))):
        found = settings(text, *shops)
        shop = shop_of(found.letter, found.recipient)
        assert (shop.id, shop.contract, shop.deletion_days) == ("b", "AVV-1", 30)


def test_without_a_signature_or_a_shop_there_is_no_contract():
    for text, shops in (("", ("a",)), ('[letter]\nprocessor = "a"\n', ("a",))):
        found = settings(text, *shops)
        assert shop_of(found.letter, found.recipient) is None


@pytest.mark.parametrize(
    ("letter", "shops", "role", "said"),
    [
        (SIGNED, (), "letter_shop", "welcher Vertrag? Es fehlt processor"),
        (SIGNED, ("a", "b"), "letter_shop", "erlaubt ist a, b"),
        (f'{SIGNED}processor = "x"\n', ("a",), "letter_shop", "keine Druckerei aus [[recipient]]; erlaubt ist a"),
        (f'{SIGNED}processor = "a"\n', ("a",), "crm", "es gibt keinen Abschnitt [[recipient]] mit role = letter_shop"),
        ('[letter.shop]\nkind = "drop"\n', (), "crm", "braucht folder"),
        ('[letter.shop]\nkind = "sftp"\nhost = "h"\n', (), "crm", "braucht user, known_hosts"),
        (
            '[letter.shop]\nkind = "sftp"\nhost = "h"\nuser = "u"\nknown_hosts = "k"\n', (), "crm",
            "genau eines von password und key_file",
        ),
        ('[letter.shop]\nkind = "s3"\n', (), "crm", "braucht bucket"),
        ('[letter.shop]\naccess_key = { credential = "a" }\n', (), "crm", "gehören zusammen"),
        ('[letter.shop]\npassword = "geheim"\n', (), "crm", "ein Geheimnis steht nie in dieser Datei"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_in_german(letter, shops, role, said):
    assert said in problems(letter, *shops, role=role)


def test_each_way_is_built_when_something_is_handed_over_and_not_before(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "B-1.csv").write_bytes(b"x")
    drop = ConfiguredShop(LetterShop(kind="drop", folder=str(tmp_path / "out")))
    drop.hand_over([tmp_path / "B-1.csv"])
    assert (tmp_path / "out" / "B-1.csv").read_bytes() == b"x"
    ConfiguredShop(LetterShop()).hand_over([tmp_path / "B-1.csv"])
    key = {"host": "127.0.0.1", "port": 1, "user": "u", "known_hosts": str(tmp_path / "none")}
    for settings_of in (
        LetterShop(kind="sftp", **key, password={"credential": "nowhere"}),
        LetterShop(kind="sftp", **key, key_file=str(tmp_path / "key")),
        LetterShop(kind="s3", bucket="b", access_key={"credential": "nowhere"}, secret_key={"credential": "nowhere"}),
    ):
        with pytest.raises(ShopAway):
            ConfiguredShop(settings_of).hand_over([tmp_path / "B-1.csv"])
