"""`doctor` on installations that are ill in one known way each: it names the cause and the cure, and changes nothing."""

from __future__ import annotations

import os
import shutil
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from campaigns.doctor.clock import next_change
from campaigns.doctor.machine import kind_of
from campaigns.doctor.tls import certificate
from store import operation
from store.engine import Store, sole_daemon, sqlite_url
from tests.commands.test_init import ANSWERS
from tests.rig import machine
from tests.rig.dovecot import Dovecot
from tests.rig.postfix import Postfix
from tests.rig.tool import Tool, shipped_config


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """A freshly set up installation of a real company, its database made."""
    made = Tool(tmp_path / "state", tmp_path / "etc" / "config.toml")
    done = made.raw("init", made.config.parent, "--state", made.state, *ANSWERS)
    assert done.code == 0, done
    made("migrate")
    return made


def changed(tool: Tool, old: str, new: str) -> None:
    text = tool.config.read_text(encoding="utf-8")
    assert old in text
    tool.config.write_text(text.replace(old, new, 1), encoding="utf-8")


def findings(tool: Tool, *arguments: str, code: int = 0) -> list[tuple[str, str, str, str | None]]:
    found = tool("doctor", "--json", *arguments, code=code).objects
    assert all(item["cure"] for item in found if item["level"] in ("warning", "error"))
    return [(item["check"], item["level"], item["text"], item["cure"]) for item in found]


def the(tool: Tool, words: str, code: int = 1, *arguments: str) -> tuple[str, str, str | None]:
    """(check, level, cure) of the one finding that says `words`."""
    found = findings(tool, *arguments, code=code)
    chosen = [(check, level, cure) for check, level, text, cure in found if words in text]
    assert len(chosen) == 1, (words, found)
    return chosen[0]


def write(tool: Tool, act: object) -> None:
    store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    try:
        with store.write() as connection:
            act(connection)
    finally:
        store.close()


def test_a_sound_installation_and_nothing_is_changed(tool: Tool) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in tool.state.rglob("*"))
    assert {level for _, level, _, _ in findings(tool)} <= {"ok", "note", "warning"}
    assert sorted((path, path.stat().st_mtime_ns) for path in tool.state.rglob("*")) == before
    said = tool("doctor").out
    assert said.startswith("Einstellungen\n  ok ")
    assert "0 Fehler," in said
    assert "dig +short TXT _dmarc.werft-soehne.de" in said


def test_before_anything_exists(tool: Tool) -> None:
    shutil.rmtree(tool.state)
    levels = {(check, level) for check, level, _, _ in findings(tool)}
    assert ("state", "warning") in levels
    assert ("database", "warning") in levels
    assert not tool.state.exists()


def test_every_problem_of_a_broken_configuration_and_the_rest_as_well(tool: Tool) -> None:
    changed(tool, "tick_seconds = 1", 'tick_seconds = "eins"')
    changed(tool, "batch_size = 200", "batch_sise = 200")
    found = findings(tool, code=1)
    assert sum(check == "config" and level == "error" for check, level, _, _ in found) == 2
    assert any(check == "state" and level == "ok" for check, level, _, _ in found)


def test_others_can_read_what_is_ours(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool.state.chmod(0o755)
    assert the(tool, "auch andere Benutzer lesen") == ("state", "error", f"chmod 700 {tool.state}")
    tool.state.chmod(0o700)
    (tool.state / "hash.key").chmod(0o644)
    assert the(tool, "können auch andere lesen")[2] == f"chmod 600 {tool.state / 'hash.key'}"
    (tool.state / "hash.key").chmod(0o600)
    changed(tool, '# token_key = { credential = "token_key" }', 'token_key = { credential = "token_key" }')
    assert "CREDENTIALS_DIRECTORY=" in (the(tool, "Das Geheimnis „token_key“ fehlt")[2] or "")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "token_key").write_text("x" * 64)
    (tmp_path / "token_key").chmod(0o644)
    assert the(tool, "kann jeder auf dieser Maschine lesen")[:2] == ("secrets", "error")


def test_a_lost_key_and_a_wrong_one(tool: Tool) -> None:
    tool("run", "--once")
    key = (tool.state / "hash.key").read_bytes()
    (tool.state / "hash.key").unlink()
    assert the(tool, "hash.key fehlt neben einer Datenbank")[1] == "error"
    assert not (tool.state / "hash.key").exists()
    (tool.state / "hash.key").write_bytes(key[::-1])
    (tool.state / "hash.key").chmod(0o600)
    assert the(tool, "passt nicht zur Datenbank")[1] == "error"


def test_called_as_another_user_the_database_is_left_alone(tool: Tool) -> None:
    machine.need_root("giving files away")
    os.chown(tool.state, machine.NOBODY, machine.NOBODY)
    assert "sudo -u nobody" in (the(tool, "Als anderer Benutzer")[2] or "")
    assert sorted(path.name for path in tool.state.iterdir()) == ["hash.key", "token.key", "wiedersehen.sqlite3"]


def test_the_example_company_must_not_write_to_people(tmp_path: Path) -> None:
    tool = Tool(tmp_path / "state", shipped_config(tmp_path))
    tool("migrate")
    assert the(tool, "Noch aus dem Beispiel", 0)[1] == "warning"
    assert "noch aus dem Beispiel: [sender] name" in tool("activate").err
    assert the(tool, "Noch aus dem Beispiel")[1] == "error"
    assert the(tool, "keine Sicherung mit wiedersehen backup")[:2] == ("backup", "error")


def test_what_makes_no_connection_but_cannot_work(tool: Tool) -> None:
    changed(tool, 'base_url = "https://', 'base_url = "http://')
    changed(tool, 'carrier = "folder"', 'carrier = "smtp"')
    changed(tool, 'host = "localhost"', 'host = "smtp.office365.com"')
    changed(tool, '# user = "wiedersehen"\n# Kennwort\n# password', 'user = "wiedersehen"\n# Kennwort\npassword')
    assert the(tool, "ist nicht verschlüsselt", 1, "--offline")[1] == "warning"
    assert "Microsoft 365" in (the(tool, "Anmeldung mit Kennwort", 1, "--offline")[2] or "")
    assert the(tool, "nicht geprüft (--offline)", 1, "--offline")[:2] == ("smtp", "note")


def test_a_damaged_database(tool: Tool) -> None:
    path = tool.state / "wiedersehen.sqlite3"
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 3 * 4096 + 200] = b"\xff" * 200
    path.write_bytes(content)
    assert "backup restore" in (the(tool, "beschädigt")[2] or "")


def test_another_schema_names_the_way(tool: Tool) -> None:
    import_store = Store(sqlite_url(tool.state / "wiedersehen.sqlite3"))
    with import_store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    import_store.close()
    assert "wiedersehen migrate" in (the(tool, "ist älter als dieses Programm")[2] or "")


def test_a_clock_that_went_back(tool: Tool) -> None:
    later = datetime.now(UTC) + timedelta(days=3)
    write(tool, lambda connection: operation.audit(connection, "resumed", later, None, {}))
    assert "timedatectl" in (the(tool, "Die Uhr geht nach")[2] or "")


def test_a_daemon_that_hangs_one_that_stands_and_the_switches(tool: Tool) -> None:
    assert the(tool, "Der Dienst läuft nicht", 0)[1] == "warning"
    tool("pause")
    assert the(tool, "Angehalten: Werbung", 0)[2] == "Weiter: wiedersehen resume"
    with sole_daemon(tool.state):
        assert "journalctl" in (the(tool, "Der Dienst antwortet nicht")[2] or "")
        alive = datetime.now(UTC)
        write(tool, lambda connection: operation.set_switch(connection, operation.GENERATION, "3", alive))
        assert the(tool, "Der Dienst läuft:")[1] == "ok"
        assert the(tool, "Das Postfach wurde zuletzt gelesen: noch nie")[1] == "error"
    (tool.state / "generation").write_text("7\n")
    assert the(tool, "Die Datenbank ist älter als der Zustandsordner")[1] == "error"
    tool("restored")
    assert "wiedersehen resume" in (the(tool, "Die Datenbank kam aus einer Sicherung")[2] or "")


def test_the_age_of_the_last_backup(tool: Tool, tmp_path: Path) -> None:
    kept = tool("backup", "--to", tmp_path / "kept", "--json").object["file"]
    assert the(tool, "Letzte Sicherung vor 0 Tagen", 0)[1] == "ok"
    Path(kept).unlink()
    assert the(tool, "dort liegt sie nicht mehr", 0)[1] == "warning"
    for days, level in ((3, "warning"), (8, "error")):
        then = datetime.now(UTC) - timedelta(days=days)
        write(tool, lambda connection, at=then: operation.set_switch(connection, operation.LAST_BACKUP, kept, at))
        assert the(tool, f"Letzte Sicherung vor {days} Tagen", int(level == "error"))[1] == level


def test_network_drives_are_told_from_disks(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "21 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
        "30 21 0:40 / /srv rw - nfs4 nas:/srv rw\n"
        "31 30 0:41 / /srv/local rw shared:7 master:1 - xfs /dev/sdb1 rw\n"
    )
    kinds = [kind_of(Path(path), mounts) for path in ("/var/lib", "/srv/x", "/srv/local/y", "/srvx")]
    assert kinds == ["ext4", "nfs4", "xfs", "ext4"]
    assert kind_of(Path("/"), tmp_path / "none") is None


def test_certificates_and_the_change_of_the_hour() -> None:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert certificate(None, now) is None
    assert certificate("Dec  1 12:00:00 2026 GMT", now).level == "warning"
    assert "noch 38 Tage" in certificate("Dec 30 12:00:00 2026 GMT", now).text
    assert next_change(now, ZoneInfo("Europe/Berlin")).date().isoformat() == "2027-03-29"
    assert next_change(now, ZoneInfo("UTC")) is None


def smtp(tool: Tool, host: str, port: int, tls: str, user: str | None = None) -> None:
    changed(tool, 'carrier = "folder"', 'carrier = "smtp"')
    changed(tool, 'host = "localhost"\n# Port\nport = 587', f'host = "{host}"\n# Port\nport = {port}')
    text = tool.config.read_text(encoding="utf-8")
    head, smtp_part = text.split("[email.smtp]", 1)
    smtp_part = smtp_part.replace('tls = "required"', f'tls = "{tls}"', 1)
    if user:
        smtp_part = smtp_part.replace('# user = "wiedersehen"', f'user = "{user}"', 1)
        smtp_part = smtp_part.replace('# password = { credential = "smtp" }', 'password = { credential = "smtp" }', 1)
    tool.config.write_text(f"{head}[email.smtp]{smtp_part}", encoding="utf-8")


@pytest.mark.real
@pytest.mark.parametrize(("port", "tls"), [("port", "required"), ("tls_port", "implicit"), ("port", "off")])
def test_a_real_postfix(tool: Tool, postfix: Postfix, monkeypatch: pytest.MonkeyPatch, port: str, tls: str) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(postfix.certificate))
    smtp(tool, "localhost", getattr(postfix, port), tls)
    mails = len(postfix.accepted_message_ids())
    words = "Absender info@werft-soehne.de angenommen"
    assert the(tool, words, 0)[:2] == ("smtp", "ok")
    if tls != "off":
        assert the(tool, "Zertifikat gültig bis", 0)[1] == "warning"  # the rig's is good for two days
    assert len(postfix.accepted_message_ids()) == mails


@pytest.mark.real
def test_what_a_mail_server_can_refuse(tool: Tool, postfix: Postfix, tmp_path: Path, monkeypatch) -> None:
    smtp(tool, "localhost", postfix.port, "required", user="wiedersehen")
    assert the(tool, "das Kennwort fehlt")[0] == "smtp"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "smtp").write_text("geheim\n")
    (tmp_path / "smtp").chmod(0o600)
    assert "SSL_CERT_FILE" in (the(tool, "das Zertifikat gilt nicht")[2] or "")
    monkeypatch.setenv("SSL_CERT_FILE", str(postfix.certificate))
    assert the(tool, "Anmeldung als wiedersehen abgelehnt")[1] == "error"  # this Postfix offers no AUTH
    changed(tool, f"port = {postfix.port}", f"port = {postfix.tls_port}")
    assert the(tool, "localhost:")[1] == "error"  # TLS from the first byte where STARTTLS was expected
    closed = machine.free_port()
    changed(tool, f"port = {postfix.tls_port}", f"port = {closed}")
    assert "nc -vz localhost" in (the(tool, "nimmt niemand eine Verbindung an")[2] or "")
    changed(tool, 'host = "localhost"', 'host = "gibt-es-nicht.invalid"')
    assert "getent hosts" in (the(tool, "gibt es im DNS nicht")[2] or "")


class _Peer:
    def __init__(self, sender: str = "250 ok") -> None:
        self.sender = sender

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802  # aiosmtpd's hook names
        envelope.mail_from = address
        return self.sender

    async def auth_PLAIN(self, _server, _args):  # noqa: N802  # the same
        return AuthResult(success=False, handled=False)


@contextmanager
def peer(sender: str = "250 ok", **options) -> Iterator[int]:
    port = machine.free_port()
    controller = Controller(_Peer(sender), hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def test_a_wrong_password_and_a_sender_that_is_not_ours(tool: Tool, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "smtp").write_text("falsch\n")
    (tmp_path / "smtp").chmod(0o600)
    with peer("553 5.7.1 not yours", data_size_limit=500_000) as port:
        smtp(tool, "127.0.0.1", port, "off")
        assert "envelope_from" in (the(tool, "nimmt den Absender info@werft-soehne.de nicht")[2] or "")
    with peer(auth_require_tls=False) as second:
        changed(tool, f"port = {port}", f"port = {second}")
        changed(tool, '# user = "wiedersehen"', 'user = "wiedersehen"')
        changed(tool, '# password = { credential = "smtp" }', 'password = { credential = "smtp" }')
        check, level, cure = the(tool, "Anmeldung als wiedersehen abgelehnt. Antwort: 535")
        assert (check, level) == ("smtp", "error")
        assert "Credential „smtp“" in (cure or "")


def expired(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that ended in 2020; only `openssl ca` lets one say so."""
    machine.need("openssl")
    (folder / "index").write_text("")
    (folder / "ca.cnf").write_text(
        f"[ca]\ndefault_ca = c\n[c]\ndatabase = {folder}/index\nnew_certs_dir = {folder}\nserial = {folder}/serial\n"
        "default_md = sha256\npolicy = p\nx509_extensions = x\n[p]\ncommonName = supplied\n"
        "[x]\nsubjectAltName = DNS:localhost,IP:127.0.0.1\n"
    )
    key, request, cert = folder / "old.key", folder / "old.csr", folder / "old.pem"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    machine.run(["openssl", "req", "-new", *curve, "-subj", "/CN=localhost", "-keyout", key, "-out", request])
    dates = ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"]
    how = ["-batch", "-selfsign", "-notext", "-create_serial", "-config", folder / "ca.cnf", "-keyfile", key]
    machine.run(["openssl", "ca", *how, *dates, "-in", request, "-out", cert])
    return cert, key


def test_an_expired_certificate(tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cert, key = expired(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    with peer(tls_context=context) as port:
        smtp(tool, "localhost", port, "required")
        assert "Abgelaufen" in (the(tool, "das Zertifikat gilt nicht (certificate has expired)")[2] or "")


@pytest.fixture
def imap() -> Iterator[Dovecot]:
    machine.need("/usr/sbin/dovecot")
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.mark.real
def test_a_real_dovecot(tool: Tool, imap: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "imap").write_text(imap.password)
    (tmp_path / "imap").chmod(0o600)
    changed(tool, 'kind = "folder"', 'kind = "imap"')
    changed(
        tool,
        '# host = "imap.nordlicht-software.example"\n# Port\nport = 993',
        f'host = "localhost"\nport = {imap.tls_port}',
    )
    changed(tool, '# user = "kundenbetreuung"', f'user = "{imap.user}"')
    changed(tool, '# password = { credential = "imap" }', 'password = { credential = "imap" }')
    assert "Rechnernamen oder die Zertifizierungsstelle" in (the(tool, "Das Zertifikat von localhost")[2] or "")
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.certificate))
    assert the(tool, "Ordner INBOX lesbar", 0)[:2] == ("imap", "ok")
    changed(tool, 'folders = ["INBOX"]', 'folders = ["INBOX", "Kündigungen"]')
    assert "Groß- und Kleinschreibung" in (the(tool, "Den Ordner „Kündigungen“ gibt es im Postfach")[2] or "")
    (tmp_path / "imap").write_text("falsch")
    assert "Passwort erneuern" in (the(tool, "lehnt Benutzer oder Passwort ab")[2] or "")
    imap.stop()
    assert the(tool, "nimmt keine Verbindung an")[:2] == ("imap", "error")


@pytest.mark.real
def test_postgresql_there_and_gone(tool: Tool, postgres) -> None:
    url = postgres.database("doctor")
    changed(tool, '# url = "postgresql+psycopg://wiedersehen@localhost/wiedersehen"', f'url = "{url}"')
    tool("migrate")
    assert the(tool, "antwortet.", 0)[:2] == ("database", "ok")
    changed(tool, f":{postgres.port}/", f":{machine.free_port()}/")
    assert "pg_isready" in (the(tool, "PostgreSQL antwortet nicht")[2] or "")
