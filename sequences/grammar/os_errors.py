"""Why the operating system refuses a file or an address, in German: its own words are English everywhere."""

from __future__ import annotations

import errno

_WORDS = {
    errno.EACCES: "keine Berechtigung",
    errno.EPERM: "keine Berechtigung",
    errno.ENOENT: "das gibt es nicht",
    errno.EISDIR: "das ist ein Ordner, keine Datei",
    errno.ENOTDIR: "ein Teil des Pfads ist kein Ordner",
    errno.EEXIST: "das gibt es schon",
    errno.ENOTEMPTY: "der Ordner ist nicht leer",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.ELOOP: "Verweise zeigen im Kreis",
    errno.EINVAL: "der Name oder Wert ist ungültig",
    errno.ENOSPC: "auf dem Datenträger ist kein Platz mehr",
    errno.EDQUOT: "das Speicherkontingent ist erschöpft",
    errno.EROFS: "der Datenträger lässt sich nur lesen",
    errno.EIO: "der Datenträger meldet einen Fehler",
    errno.EBUSY: "das wird gerade benutzt",
    errno.EMFILE: "zu viele Dateien sind offen",
    errno.ENFILE: "zu viele Dateien sind offen",
    errno.EADDRINUSE: "der Port ist schon belegt",
    errno.EADDRNOTAVAIL: "diese Adresse hat der Rechner nicht",
    errno.ECONNREFUSED: "die Verbindung wird abgelehnt",
    errno.ECONNRESET: "die Verbindung wurde abgebrochen",
    errno.EHOSTUNREACH: "der Rechner ist nicht erreichbar",
    errno.ETIMEDOUT: "keine Antwort in der erlaubten Zeit",
}


def german(error: OSError) -> str:
    """A few words for brackets or the end of a sentence; an error nobody has put into German keeps its own."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
