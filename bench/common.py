"""What the benchmarks share: a configuration in a temporary folder, Debian's SMTP tools, figures on paper."""

from __future__ import annotations

import json
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from campaigns.bootstrap import Read, read

ROOT = Path(__file__).resolve().parent.parent
SINK = Path("/usr/sbin/smtp-sink")
SOURCE = Path("/usr/sbin/smtp-source")


def configured(folder: Path, **changes: object) -> Read:
    """The shipped config.toml with single keys changed (`batch_size=16`); ValueError for a key that is not there."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    for key, value in changes.items():
        written = json.dumps(value)
        text, found = re.subn(rf"(?m)^{key} = .*$", f"{key} = {written}", text, count=1)
        if not found:
            raise ValueError(f"config.toml has no key {key}")
    config = folder / "config.toml"
    config.write_text(text, encoding="utf-8")
    checked = read(config)
    if isinstance(checked, Read):
        return checked
    raise ValueError("\n".join(map(str, checked)))


def smtp_settings(port: int, connections: int) -> dict[str, object]:
    """config.toml's keys for a plain SMTP server on this machine, and no mailbox. `port`: the first one is SMTP's."""
    return {"carrier": "smtp", "host": "127.0.0.1", "port": port, "tls": "off", "connections": connections}


def need_tools() -> None:
    """End with a sentence when Postfix is not installed."""
    if not (SINK.exists() and SOURCE.exists()):
        sys.exit("smtp-sink and smtp-source are missing: apt-get install postfix")


@contextmanager
def smtp_sink(sessions: int = 256) -> Iterator[int]:
    """Debian's smtp-sink on a free loopback port: accepts and discards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    # Started by root it insists on an unprivileged user.
    process = subprocess.Popen([SINK, "-u", "nobody", "-m", str(sessions), f"127.0.0.1:{port}", "1024"])
    try:
        _listening(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def _listening(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"nobody listens on port {port}")


def smtp_source(port: int, mails: int, octets: int, sessions: int) -> float:
    """Mails a second that Debian's smtp-source hands to the same sink: the physical limit of this machine."""
    flags = ["-m", str(mails), "-l", str(octets), "-s", str(sessions), "-t", "a@b.test"]
    command = [str(SOURCE), *flags, f"127.0.0.1:{port}"]
    started = time.perf_counter()
    subprocess.run(command, check=True)
    return mails / (time.perf_counter() - started)


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def show(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """A table of two columns for people, on stderr so that stdout stays JSON."""
    width = max(len(name) for name, _ in rows)
    lines = [title, *(f"  {name:<{width}}  {value}" for name, value in rows)]
    sys.stderr.write("\n".join(lines) + "\n")


def emit(figures: Mapping[str, Any]) -> None:
    """One JSON object on one line of stdout."""
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
