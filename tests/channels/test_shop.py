"""Files of letters on their way to the shop: over a real sshd and moto's S3, cut, repeated, refused."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import paramiko
import pytest

from channels.channel import BatchRow
from channels.letter.batch import is_complete, write_batch
from channels.letter.shop import S3, DropFolder, KeptHere, S3Settings, Sftp, SftpSettings, ShopAway, in_order
from tests.rig import machine
from tests.rig.amazon import REGION, Amazon
from tests.rig.cutter import Cutter
from tests.rig.sshd import Sshd


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A real batch: description, list, checksums."""
    rows = [BatchRow(f"send-{n}", {"Sendungs-ID": f"send-{n}", "PLZ": "01067"}) for n in range(2_000)]
    write_batch(tmp_path / "ours", "20261123-1500", rows)
    return sorted((tmp_path / "ours").iterdir())


@pytest.fixture(scope="module")
def sshd():
    server = Sshd(machine.fresh_folder("sshd"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def account(sshd: Sshd) -> SftpSettings:
    for path in sshd.home.iterdir():
        path.unlink()
    return SftpSettings("127.0.0.1", sshd.user, sshd.known_hosts, str(sshd.home), sshd.port, key_file=sshd.client_key)


@pytest.fixture(scope="module")
def amazon():
    server = Amazon()
    yield server
    server.stop()


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_checksums_come_last(files: list[Path]) -> None:
    assert in_order(files)[-1].name == "20261123-1500.csv.sha256"


def test_a_drop_folder_gets_whole_files(files: list[Path], tmp_path: Path) -> None:
    there = tmp_path / "theirs"
    there.mkdir()
    for _ in range(2):
        DropFolder(there).hand_over(files)
    assert content(there) == content(files[0].parent)
    assert is_complete(there / "20261123-1500.csv")
    KeptHere().hand_over(files)


def test_a_share_that_is_gone_is_said(files: list[Path], tmp_path: Path) -> None:
    with pytest.raises(ShopAway, match="nimmt"):
        DropFolder(tmp_path / "gone").hand_over(files)


@pytest.mark.real
class TestSftp:
    def test_the_files_arrive_whole_and_a_second_time_changes_nothing(self, sshd, account, files):
        Sftp(account).hand_over(files)
        assert content(sshd.home) == content(files[0].parent)
        before = {path.name: path.stat().st_ino for path in sshd.home.iterdir()}
        Sftp(account).hand_over(files)
        assert {path.name: path.stat().st_ino for path in sshd.home.iterdir()} == before

    def test_a_half_file_of_a_cut_connection_is_mended(self, sshd, account, files):
        (sshd.home / ".20261123-1500.csv.part").write_bytes(b"half")
        (sshd.home / "20261123-1500.satzbeschreibung.txt").write_bytes(b"half")
        Sftp(account).hand_over(files)
        assert content(sshd.home) == content(files[0].parent)

    def test_cut_at_any_place_no_checksum_stands_without_its_list(self, sshd, account, files):
        complete = arrived = 0
        with Cutter(sshd.port) as cutter:
            through = replace(account, port=cutter.port, known_hosts=sshd.folder / "known_cutter")
            known = sshd.known_hosts.read_text().replace(str(sshd.port), str(cutter.port))
            through.known_hosts.write_text(known)
            for octets in range(2_000, 120_000, 9_000):
                for path in sshd.home.iterdir():
                    path.unlink()
                cutter.cut_after(octets)
                with contextlib.suppress(ShopAway):
                    Sftp(through).hand_over(files)
                    arrived += 1
                complete += len(listed := list(sshd.home.glob("*.sha256")))
                assert all(is_complete(one.with_suffix("")) for one in listed)
                assert all(
                    path.read_bytes() == (files[0].parent / path.name).read_bytes()
                    for path in sshd.home.iterdir()
                    if not path.name.startswith(".")
                )
        assert 0 < arrived < 14
        assert complete >= arrived
        Sftp(account).hand_over(files)
        assert content(sshd.home).items() >= content(files[0].parent).items()

    def test_another_host_key_is_refused_and_nothing_leaves(self, sshd, account, files, tmp_path):
        paramiko.RSAKey.generate(2048).write_private_key_file(str(tmp_path / "other"))
        other = paramiko.RSAKey(filename=str(tmp_path / "other"))
        wrong = tmp_path / "known"
        wrong.write_text(f"[127.0.0.1]:{sshd.port} {other.get_name()} {other.get_base64()}\n")
        with pytest.raises(ShopAway):
            Sftp(replace(account, known_hosts=wrong)).hand_over(files)
        assert list(sshd.home.iterdir()) == []

    def test_an_unknown_host_and_a_wrong_key_are_said(self, account, files, tmp_path):
        empty = tmp_path / "none"
        empty.write_text("")
        with pytest.raises(ShopAway):
            Sftp(replace(account, known_hosts=empty)).hand_over(files)
        paramiko.RSAKey.generate(2048).write_private_key_file(str(tmp_path / "mine"))
        with pytest.raises(ShopAway, match="weist die Anmeldung"):
            Sftp(replace(account, key_file=tmp_path / "mine")).hand_over(files)


class TestS3:
    def test_objects_arrive_whole_encrypted_and_checked(self, amazon, files):
        settings = S3Settings("druckerei", "briefe/", endpoint=amazon.url, access_key="key", secret_key="secret")
        client = amazon.client("s3")
        client.create_bucket(Bucket="druckerei", CreateBucketConfiguration={"LocationConstraint": REGION})
        for _ in range(2):
            S3(settings).hand_over(files)
        for path in files:
            stored = client.get_object(Bucket="druckerei", Key=f"briefe/{path.name}")
            assert stored["Body"].read() == path.read_bytes()
            assert stored["ServerSideEncryption"] == "AES256"

    def test_a_bucket_that_is_not_there_is_said(self, amazon, files):
        with pytest.raises(ShopAway, match="S3 nimmt"):
            S3(S3Settings("gibt-es-nicht", endpoint=amazon.url, access_key="k", secret_key="s")).hand_over(files)
