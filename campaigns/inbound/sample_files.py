"""Where a sample of a reply goes, and what must not be in it."""

from __future__ import annotations

from pathlib import Path

from campaigns.house import House
from campaigns.inbound.sampling import NotAnonymous, folder_of, sample_of
from campaigns.rights.handing_out import write_private
from store import operation, people, replies, reply_tasks, written


def write_sample(house: House, fingerprint: str, folder: Path, *, write: bool) -> tuple[str, Path]:
    """(text, path) of the sample; written and audited only with `write`. NotAnonymous when there can be none.

    The file is registered for the person: an erasure takes it with her, as careful as it was made.
    """
    with house.store.read() as connection:
        row = replies.one(connection, fingerprint)
        if row is None or row["label"] is None or row["relabelled_at"] is None:
            raise NotAnonymous(
                "Ein Beispiel wird nur aus einer richtiggestellten Antwort (wiedersehen replies relabel)."
            )
        contact_pk = row["contact_id"]
        contact, points, _ = people.contact(connection, contact_pk) if contact_pk is not None else (None, (), None)
        ids = reply_tasks.ids_of(connection, contact_pk) if contact_pk is not None else []
    text = sample_of(row, contact, points, ids)
    path = (folder / folder_of(row) / f"{fingerprint[:16]}.txt").absolute()
    if write:
        with house.store.write() as connection:
            # Before the first byte: a file that is not on the list would outlive an erasure.
            written.record(connection, path, written.SAMPLE, house.clock.now(), contact_pk=contact_pk)
            data = {"reply": fingerprint[:16], "label": row["label"]}
            operation.audit(connection, "reply_sampled", house.clock.now(), row["contact"], data)
        write_private(path, text.encode())
    return text, path
