"""Each section of config.toml: what it has to do with persons, as it is set here; or why it has nothing to do.

A test compares the names with the settings themselves: a new section needs its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from campaigns.settings import Settings
from campaigns.settings.letter import shop_of
from campaigns.settings.mailbox import MailboxTable

_Words = Callable[[Settings], str]


def _database(settings: Settings) -> str:
    if settings.database.url is None:
        return "SQLite-Datei im Zustandsordner, lesbar nur für das Konto des Dienstes; gelöschte Seiten überschrieben"
    return "PostgreSQL; Kennwort aus den Zugangsdaten von systemd, nie in der Konfiguration"


def _email(settings: Settings) -> str:
    mail = settings.email
    if mail.carrier == "ses" and mail.ses is not None:
        return f"Mailversand über Amazon SES ({mail.ses.region}), TLS; dessen Sperrliste wird regelmäßig gelesen"
    if mail.carrier != "smtp":
        return "Mails verlassen das Haus nicht: " + ("Dateien" if mail.carrier == "folder" else "nur aufgezeichnet")
    tls = {"required": "STARTTLS, Pflicht", "implicit": "TLS von Anfang an", "off": "ohne TLS, nur auf diesem Rechner"}
    return f"Mailversand über {mail.smtp.host}: {tls[mail.smtp.tls]}"


def _mailbox(settings: Settings) -> str:
    if all(box.kind == "none" for box in settings.mailbox):
        return "Antworten werden nicht gelesen"
    sources = "; ".join(_one_mailbox(box) for box in settings.mailbox)
    return f"Antworten {sources}; sind sie {settings.replies.max_blind_hours} Stunden nicht lesbar, wartet Werbung"


def _one_mailbox(box: MailboxTable) -> str:
    if box.kind == "sqs":
        return f"und Zustellberichte aus der Warteschlange {box.account} bei Amazon SQS ({box.region})"
    if box.kind != "imap":
        return f"aus {'einer Datei' if box.kind == 'mbox' else 'einem Ordner'} auf dieser Maschine"
    safe = "TLS" if box.tls != "off" else "ohne TLS, nur auf diesem Rechner"
    login = {"password": "mit Kennwort", "microsoft": "XOAUTH2 (Microsoft)", "google": "XOAUTH2 (Google)"}[box.auth]
    return f"über IMAP von {box.host}, {safe}, {login}; nichts wird dort verändert"


def _replies(settings: Settings) -> str:
    terms = settings.replies
    others = {
        "pause": "ruhen, bis sie beantwortet ist",
        "stop": "bekommen keine Werbung mehr",
        "none": "bleiben unberührt",
    }
    return (
        f"antwortet jemand aus einer Firma: die übrigen {others[terms.colleagues]}; Werbung hält von selbst an "
        f"bei mehr als {terms.max_complaint_rate:g} % Beschwerden oder {terms.max_bounce_rate:g} % toten Adressen"
    )


def _letter(settings: Settings) -> str:
    shop = shop_of(settings.letter, settings.recipient)
    signed = f"{shop.contract} mit {shop.name}" if shop is not None else "fehlt: kein Brief geht hinaus"
    return f"Brieflisten mit Rückruflisten; Vertrag zur Auftragsverarbeitung {signed} (Art. 28 DSGVO)"


def _retention(settings: Settings) -> str:
    terms = settings.retention
    own = "ein" if terms.enabled else "aus"
    return (
        f"selbsttätige Löschung von Personen: {own}; {terms.contacts_after_months} Monate nach Vertragsende und "
        f"letztem Kontakt; ganze Antworten {terms.raw_reply_days} Tage, Unbekannte {terms.unknown_reply_days} Tage, "
        f"unbestätigte Anmeldungen {terms.doi_days} Tage, alte Datenbanken {terms.copy_days} Tage"
    )


def _policy(settings: Settings) -> str:
    released = ", ".join(f"{name} ({one.by}, {one.on:%d.%m.%Y})" for name, one in settings.policy.release.items())
    return f"Freigaben lockerer Lesarten: {released}" if released else "überall die vorsichtige Lesart, keine Freigabe"


def _caps(settings: Settings) -> str:
    return f"{len(settings.cap)} Obergrenzen: niemand wird öfter angesprochen, Maschine und Menschen zusammen"


def _collection(settings: Settings) -> str:
    here = settings.collection
    if not here.notice_version:
        return "Fassung des Hinweises bei der Erhebung nicht eingetragen; es zählt, was am Vertrag steht"
    return f"Hinweis bei der Erhebung: {here.notice_version}, {here.notice_place}"


def _secrets(settings: Settings) -> str:
    given = all((settings.secrets.hash_key, settings.secrets.token_key))
    where = "in den Zugangsdaten von systemd" if given else "als Dateien neben der Datenbank, lesbar nur für den Dienst"
    return f"Schlüssel der Sperrliste (HMAC-SHA-256) und der Links {where}"


RELEVANT: Mapping[str, _Words] = MappingProxyType(
    {
        "database": _database,
        "email": _email,
        "mailbox": _mailbox,
        "replies": _replies,
        "letter": _letter,
        "retention": _retention,
        "policy": _policy,
        "cap": _caps,
        "secrets": _secrets,
        "collection": _collection,
        "activation": lambda _: "bis zur Freischaltung geht jede Mail nur an die eigene Probeadresse",
        "web": lambda settings: (
            f"öffentliche Seiten unter {settings.web.base_url}; Links sind unerratbar und zweckgebunden"
        ),
        "window": lambda _: "Werbung nur werktags in der Sendezeit am Ort der Person",
        "intake": lambda settings: (
            f"mehr als {settings.intake.max_new_cancellations} neue Kündigungen auf einmal nur mit Rückfrage"
        ),
        "recipient": lambda settings: f"{len(settings.recipient)} Empfänger, siehe oben",
        "consent_text": lambda settings: f"{len(settings.consent_text)} Wortlaute von Einwilligungen mit Fassung",
        "api": lambda settings: (
            f"{len(settings.api)} andere Systeme melden uns etwas, mit Unterschrift oder Token, jedes nur, was es darf"
        ),
        "webhook": lambda settings: (
            f"{len(settings.webhook)} andere Systeme hören von Ereignissen: nur Kennungen und ein Link, keine Namen"
        ),
        "person": lambda settings: (
            f"{len(settings.person)} Beschäftigte mit Aufgaben; wer abwesend ist, wird vertreten"
        ),
        "tasks": lambda settings: (
            f"höchstens {settings.tasks.dials_per_cancellation} Wählversuche je Kündigung; "
            "Aufgaben enden mit ihrem Grund"
        ),
        "audience": lambda settings: (
            f"{sum(one.processor_contract for one in settings.audience)} Werbenetze mit Vertrag bekommen Prüfsummen "
            "von Adressen, nur von Menschen, die dieses Netz in ihrer Einwilligung genannt haben"
        ),
        "handover": lambda _: "Morgenmail und Kalender der Beschäftigten: Kennungen und Links, keine Namen",
        "authority": lambda settings: f"{len(settings.authority)} Rollen, was wer im Gespräch allein zusagen darf",
        "sender": lambda settings: f"Verantwortlich: {settings.sender.name}",
    }
)
"""Section -> how it protects or touches persons here. German."""

NOT_RELEVANT: Mapping[str, str] = MappingProxyType(
    {
        "brand": "unter welchem Namen wir schreiben",
        "paths": "Ordner der Texte und Sequenzen",
        "daemon": "Arbeitstakt",
        "offer": "Angebote und ihre Bedingungen",
        "reasons": "Wörter für Kündigungsgründe",
        "metrics": "Messwerte ohne Personenbezug",
    }
)
"""Every other section, and what it is about. German."""
