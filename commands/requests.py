"""`requests list|show|add|extend|doubt|close|refuse|told`: what persons ask for (Art. 15-20 DSGVO), and its month."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from commands.german import App
from commands.options import FINDINGS, USAGE, Config, Json, State, account, answer, emit, fail, moment, open_house, say

if TYPE_CHECKING:
    from campaigns.house import House
    from store.requests import Request

requests = App(help="Anfragen der Personen nach Art. 15-20 DSGVO und ihre Frist")

Id = Annotated[str, typer.Argument(metavar="VORGANG", help="Kennung des Vorgangs, zum Beispiel DS-1a2b3c4d")]
By = Annotated[str | None, typer.Option("--by", help="wer es tat; sonst das Konto dieser Anmeldung")]


def register(app: typer.Typer) -> None:
    """Add `requests`."""
    app.add_typer(requests, name="requests")


@requests.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="auch abgeschlossene")] = False,
    untold: Annotated[bool, typer.Option("--untold", help="nur, wo Empfänger zu unterrichten sind (Art. 19)")] = False,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Offene Anfragen, die dringendste zuerst, mit den Tagen, die bleiben."""
    from commands.requests_text import line, request_json
    from store import requests as stored

    house = open_house(config, state, existing=True, without_list=True)
    with house.store.read() as connection:
        rows = stored.listing(connection, everything=everything or untold)
        waiting = {name for name, _ in stored.untold(connection)}
    if untold:
        rows = [row for row in rows if row.external_id in waiting]
    for row in rows:
        if json:
            emit(request_json(house, row))
        else:
            say(line(house, row) + ("; Empfänger unterrichten" if row.external_id in waiting else ""))
    if not rows and not json:
        say("Alle Empfänger sind unterrichtet." if untold else "Keine offenen Anfragen.")
    elif not json:
        say("\nWeiter mit: wiedersehen requests show VORGANG")
    if waiting and not untold and not json:
        say(f"\nEmpfänger zu unterrichten (Art. 19 DSGVO): {', '.join(sorted(waiting))}; requests list --untold")


@requests.command("show")
def show(request: Id, config: Config = None, state: State = None, json: Json = False) -> None:
    """Ein Vorgang, und wem er mitzuteilen ist, mit dem fertigen Text."""
    from commands.requests_text import lines, notice_json, request_json
    from store import requests as stored

    house = open_house(config, state, existing=True, without_list=True)
    found = _the(house, request)
    with house.store.read() as connection:
        notices = stored.notices(connection, found.pk)
    if json:
        emit(request_json(house, found) | {"recipients": [notice_json(house, found, one) for one in notices]})
        return
    for text in lines(house, found, notices):
        say(text)


@requests.command("add")
def add(
    who: Annotated[str, typer.Argument(help="Kontaktkennung, E-Mail-Adresse, Rufnummer oder LinkedIn-Profil")],
    kind: Annotated[
        str, typer.Option("--kind", help="access, erasure, restriction, rectification, portability, objection")
    ],
    received: Annotated[str | None, typer.Option("--received", help="wann sie einging, sonst jetzt")] = None,
    door: Annotated[str, typer.Option("--door", help="woher: „Brief, Ordner 7“, „Anruf“ …")] = "",
    by: By = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine Anfrage eintragen; ihr Monat läuft ab dem Eingang. Ein Widerspruch wartet nicht, er wirkt sofort."""
    from campaigns.rights.requests import KINDS, OBJECTION
    from commands.requests_entry import next_step, receive

    if kind not in (*KINDS, OBJECTION):
        fail(f"--kind: „{kind}“ gibt es nicht; erlaubt ist {', '.join((*KINDS, OBJECTION))}.", USAGE)
    house = open_house(config, state, existing=True)
    received_at = moment(received, "--received") if received else house.clock.now()
    if received_at > house.clock.now():
        fail(f"--received: {received} liegt in der Zukunft.", USAGE)
    if kind == OBJECTION:
        from commands.suppress import suppress

        sys.stderr.write("Ein Widerspruch läuft auf keine Frist, er wirkt sofort (Art. 21 Abs. 3 DSGVO).\n")
        suppress(who, source=door, received=received, by=by or account(), config=config, state=state, json=json)
        return
    found, known, problem = receive(house, who, kind, received_at, door, by or account())
    if found is None:
        fail(problem, FINDINGS)
    if known:
        sys.stderr.write(
            f"Diese Anfrage steht schon da ({found.external_id}); nichts wurde neu eingetragen, "
            "ihre Frist läuft weiter.\n"
        )
    _tell(house, found, next_step(found) if found.closed_at is None else "", json=json)


@requests.command("extend")
def extend(
    request: Id,
    reason: Annotated[str, typer.Option("--reason", help="warum; die Person erfährt es")],
    by: By = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Um zwei Monate verlängern: einmal, im ersten Monat, mit Grund. Schreibt die Zwischennachricht."""
    from campaigns.rights import answers
    from campaigns.rights import requests as cases

    house = open_house(config, state, existing=True)
    _done(cases.extend(house, _the(house, request), reason, by or account()))
    found = _the(house, request)
    _tell(
        house,
        found,
        "Diese Nachricht muss noch im ersten Monat hinaus:\n\n" + answers.extended(house, found),
        json=json,
    )


@requests.command("doubt")
def doubt(
    request: Id,
    reason: Annotated[str, typer.Option("--reason", help="was an der Person zweifeln lässt")],
    by: By = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Zweifel an der Identität festhalten: nur dann darf mehr verlangt werden (Art. 12 Abs. 6 DSGVO)."""
    from campaigns.rights import requests as cases

    house = open_house(config, state, existing=True)
    _done(cases.doubt(house, _the(house, request), reason, by or account()))
    words = (
        "Verlangen Sie nur, was den Zweifel ausräumt; eine ganze Ausweiskopie ist fast nie nötig. "
        "Die Frist läuft weiter."
    )
    _tell(house, _the(house, request), words, json=json)


@requests.command("close")
def close(
    request: Id,
    note: Annotated[str, typer.Option("--note", help="wie sie beantwortet wurde; nötig, wo nichts geschah")] = "",
    rectified: Annotated[
        bool, typer.Option("--rectified", help="berichtigt: Empfänger unterrichten (Art. 19)")
    ] = False,
    by: By = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Eine Anfrage ist beantwortet. Der Vorgang bleibt drei Jahre ab Jahresende als Nachweis."""
    from campaigns.rights import recipients
    from campaigns.rights import requests as cases
    from store import locks

    house = open_house(config, state, existing=True)
    found = _the(house, request)
    if rectified and (found.kind != cases.RECTIFICATION or found.contact_pk is None):
        fail(f"--rectified: {request} ist keine Berichtigung einer bekannten Person.", USAGE)
    _done(cases.close(house, found, note, by or account()))
    if rectified and found.contact_pk is not None:
        with house.store.write() as connection:
            locks.lock_contact(connection, found.contact_pk)
            recipients.notify(connection, house, found, found.contact_pk, recipients.RECTIFICATION, house.clock.now())
    _tell(house, _the(house, request), "", json=json)


@requests.command("refuse")
def refuse(
    request: Id,
    reason: Annotated[str, typer.Option("--reason", help="warum; die Person erfährt es")],
    by: By = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Ablehnen, mit Gründen und dem Hinweis auf die Beschwerde (Art. 12 Abs. 4 DSGVO). Schreibt die Antwort."""
    from campaigns.rights import answers
    from campaigns.rights import requests as cases

    house = open_house(config, state, existing=True)
    _done(cases.refuse(house, _the(house, request), reason, by or account()))
    found = _the(house, request)
    _tell(house, found, "Diese Antwort muss hinaus:\n\n" + answers.refused(house, found), json=json)


@requests.command("told")
def told(
    request: Id,
    recipient: Annotated[str, typer.Argument(metavar="EMPFÄNGER", help="Kennung aus [[recipient]]")],
    by: By = None,
    config: Config = None,
    state: State = None,
    json: Json = False,
) -> None:
    """Ein Empfänger ist unterrichtet (Art. 19 DSGVO)."""
    from campaigns.rights.recipients import mark_told

    house = open_house(config, state, existing=True)
    if not mark_told(house, _the(house, request), recipient, by or account()):
        fail(
            f"{recipient} ist zu {request} nicht (mehr) zu unterrichten: wiedersehen requests show {request}", FINDINGS
        )
    answer({"request": request, "recipient": recipient}, f"{recipient} ist unterrichtet.", json=json)


def _the(house: House, name: str) -> Request:
    from store import requests as stored

    with house.store.read() as connection:
        found = stored.one(connection, name)
    if found is None:
        fail(f"Den Vorgang {name} gibt es nicht: wiedersehen requests list --all", FINDINGS)
    return found


def _done(problem: str | None) -> None:
    if problem is not None:
        fail(problem, FINDINGS)


def _tell(house: House, request: Request, text: str, *, json: bool) -> None:
    from commands.requests_text import line, request_json

    words = "\n".join(filter(None, (line(house, request), text)))
    answer(request_json(house, request) | {"text": text}, words, json=json)
