"""The German public pages as plain escaped HTML: few words, one button, readable at 360 px without a script."""

from __future__ import annotations

from html import escape
from string import Template
from typing import Protocol

CSS_PATH = "/oeffentlich/seite.css"


class Sender(Protocol):
    """Who the mails come from; `campaigns.rendering.case.Company` is one."""

    @property
    def name(self) -> str: ...
    @property
    def street(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def privacy_url(self) -> str: ...


_PAGE = Template("""\
<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>$title – $sender</title>
<link rel="stylesheet" href="$css">
</head>
<body>
<main>
<p class="sender">$sender</p>
<h1>$title</h1>
$content
</main>
<footer>$footer</footer>
</body>
</html>
""")


def ask(sender: Sender, scope: str) -> str:
    """The page a link in a mail opens. Opening it changes nothing: link scanners open every link (RFC 8058 1)."""
    return _page(
        sender,
        "Keine Werbung mehr?",
        f"<p>Ein Klick genügt: Sie erhalten dann keine {_what(scope)} von {escape(sender.name)} mehr. "
        "Das gilt sofort.</p>\n"
        # No action attribute: the form goes to this very address, token and path prefix of a proxy included.
        '<form method="post">\n'
        '<input type="hidden" name="List-Unsubscribe" value="One-Click">\n'
        '<button type="submit">Jetzt abmelden</button>\n'
        "</form>\n"
        '<p class="small">Nachrichten, die zu Ihrem Vertrag oder Ihrer Kündigung gehören, erhalten Sie weiterhin.</p>',
    )


def done(sender: Sender, scope: str) -> str:
    """After the button. The same whether it was the first click or the third."""
    return _page(
        sender,
        "Sie sind abgemeldet",
        f"<p>Ab sofort erhalten Sie keine {_what(scope)} von {escape(sender.name)} mehr. "
        "Sie müssen nichts weiter tun.</p>\n"
        '<p class="small">Nachrichten, die zu Ihrem Vertrag oder Ihrer Kündigung gehören, erhalten Sie weiterhin.</p>',
    )


def not_found(sender: Sender) -> str:
    """For a link that is cut or forged: it says nothing about anybody, and how to object all the same."""
    return _page(
        sender,
        "Dieser Link ist nicht gültig",
        "<p>Vielleicht wurde er beim Kopieren abgeschnitten. Öffnen Sie ihn bitte noch einmal aus der E-Mail.</p>\n"
        f"<p>{_by_mail(sender)}</p>",
    )


def not_confirmed(sender: Sender) -> str:
    """A POST without the words of RFC 8058 and not from our form."""
    return _page(
        sender,
        "Noch nicht abgemeldet",
        "<p>Die Anfrage war unvollständig. "
        "Öffnen Sie bitte den Link aus der E-Mail und klicken Sie auf „Jetzt abmelden“.</p>\n"
        f"<p>{_by_mail(sender)}</p>",
    )


def broken(sender: Sender) -> str:
    """Our fault."""
    return _page(
        sender,
        "Das hat gerade nicht geklappt",
        "<p>Ihre Abmeldung konnte nicht gespeichert werden. "
        "Bitte versuchen Sie es in einigen Minuten noch einmal.</p>\n"
        f"<p>{_by_mail(sender)}</p>",
    )


def too_many(sender: Sender) -> str:
    """Somebody tries out tokens."""
    return _page(sender, "Zu viele Anfragen", f"<p>Bitte warten Sie eine Minute.</p>\n<p>{_by_mail(sender)}</p>")


def _what(scope: str) -> str:
    return "Werbung" if scope == "global" else "Werbung per E-Mail"


def _by_mail(sender: Sender) -> str:
    if not sender.email:
        return "Sie können uns Ihren Wunsch auch auf jedem anderen Weg mitteilen; wir beachten ihn ebenso."
    address = escape(sender.email)
    return f'Oder schreiben Sie uns formlos an <a href="mailto:{address}">{address}</a>; das genügt ebenso.'


def _page(sender: Sender, title: str, content: str) -> str:
    place = " ".join(part for part in (sender.postcode, sender.city) if part)
    parts = [escape(part) for part in (sender.name, sender.street, place) if part]
    if sender.privacy_url.startswith("https://"):
        parts.append(f'<a href="{escape(sender.privacy_url)}" rel="noreferrer">Datenschutz</a>')
    return _PAGE.substitute(
        title=escape(title), sender=escape(sender.name), css=CSS_PATH, content=content, footer=" · ".join(parts)
    )
