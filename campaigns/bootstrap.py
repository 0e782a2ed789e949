"""Builds the house from config.toml: the only place that names concrete classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import quote_plus

from campaigns.backups import key_mark
from campaigns.caps import Cap
from campaigns.catalog import Catalog, load_catalog, vocabulary_of
from campaigns.clock import Clock
from campaigns.definitions import Definitions
from campaigns.house import Addresses, AudienceTerms, Collection, House, LetterTerms, Recipient
from campaigns.letter_shops import ConfiguredShop
from campaigns.list_key import ListKey
from campaigns.rendering import Templates
from campaigns.secrets import HASH_KEY, TOKEN_KEY, credential, key
from campaigns.settings import Settings, load_settings
from campaigns.settings.audience import network_of
from campaigns.settings.authority import matrix_of
from campaigns.settings.company import brand_of, company_of
from campaigns.settings.handover import handover_of
from campaigns.settings.letter import shop_of
from campaigns.settings.people import team_of
from campaigns.settings.sections import Cap as CapTable
from campaigns.settings.sections import Credential
from campaigns.settings.sections import Recipient as RecipientTable
from campaigns.tokens import Tokens
from channels.letter.letter import LetterChannel, LetterSettings
from channels.registry import channels
from sequences.grammar.problem import Problem
from sequences.posting import Posting
from store.engine import Store, sqlite_url

ROOT = Path(__file__).resolve().parent.parent
"""Where the shipped sequences and templates lie."""


@dataclass(frozen=True, slots=True)
class Read:
    """A configuration that has been read and checked."""

    settings: Settings
    catalog: Catalog


def read(config: Path) -> Read | tuple[Problem, ...]:
    """config.toml and all sequences, or every problem of all of them."""
    settings = load_settings(config)
    if isinstance(settings, tuple):
        return settings
    catalog = load_catalog(settings, ROOT)
    return catalog if isinstance(catalog, tuple) else Read(settings, catalog)


def read_for_operating(config: Path) -> tuple[Read | None, tuple[Problem, ...]]:
    """As `read`, but broken sequence files are only reported: stopping and looking must work while somebody edits.

    Runs go on with their pinned definitions. None when config.toml itself cannot be used.
    """
    settings = load_settings(config)
    if isinstance(settings, tuple):
        return None, settings
    catalog = load_catalog(settings, ROOT)
    if isinstance(catalog, tuple):
        return Read(settings, Catalog({}, {})), catalog
    return Read(settings, catalog), ()


def open_store(settings: Settings, state: Path) -> Store:
    """The database of an installation."""
    url = settings.database.url
    if url is None:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Store(sqlite_url(state / "wiedersehen.sqlite3"))
    if settings.database.password is not None:
        scheme, rest = url.split("://", 1)
        user, host = rest.split("@", 1) if "@" in rest else ("", rest)
        url = f"{scheme}://{user}:{quote_plus(credential(settings.database.password.credential))}@{host}"
    return Store(url)


def build(
    read: Read, state: Path, store: Store, clock: Clock, *, new_keys: bool = True, without_list: bool = False
) -> House:
    """The house on `store` and `clock`. Raises MissingCredential, also for a key that is not the database's own.

    Missing keys are made for a database that has not been used yet, and never with `new_keys` False. `without_list`:
    the house may live on while the key of the suppression list is away (campaigns.list_key).
    """
    settings = read.settings
    make = new_keys and not key_mark.in_use(store)
    list_key = ListKey(partial(_list_key, settings, state, store, make=make))
    if make or not without_list:
        list_key.read()
    token_key = token_key_of(settings, state, make=make)
    brands = {brand.id: brand_of(brand) for brand in settings.brand}
    first = settings.brand[0]
    domain = settings.email.message_id_domain or first.from_address.rsplit("@", 1)[1]
    house = House(
        state=state,
        store=store,
        clock=clock,
        definitions=Definitions(read.catalog.sequences, read.catalog.texts, vocabulary_of(settings)),
        channels=channels(letter=LetterChannel(LetterSettings(max_line_chars=settings.letter.max_line_chars))),
        templates=templates_of(settings),
        tokens=Tokens([token_key]),
        message_key=token_key,
        address_hash=list_key.address_hash,
        policy=settings.policy.value(),
        caps=tuple(_cap(cap) for cap in settings.cap),
        window=settings.window.definition,
        timezone=settings.daemon.timezone,
        owner_land=settings.daemon.owner_land,
        spread_minutes=settings.daemon.spread_minutes,
        batch_size=settings.daemon.batch_size,
        letters=_letters(settings, state),
        company=company_of(settings.sender),
        brands=brands,
        default_brand=first.id,
        addresses=Addresses(
            envelope_from=settings.email.envelope_from or "",
            message_id_domain=domain,
            base_url=settings.web.base_url,
            stop_mailto=first.reply_to or first.from_address,
        ),
        redirect_to=settings.activation.redirect_to,
        collection=Collection(settings.collection.notice_version, settings.collection.notice_place),
        recipients=tuple(_recipient(one, settings) for one in settings.recipient),
        pseudonym=list_key.pseudonym,
        list_trouble=list_key.trouble,
        maildirs=_maildirs(settings, state),
        retention=settings.retention.terms,
        offers=tuple(offer.value for offer in settings.offer),
        shop=ConfiguredShop(settings.letter.shop),
        audiences={
            one.platform: AudienceTerms(network.id, network.contract)
            for one in settings.audience
            if (network := network_of(one, settings.recipient)) is not None
        },
        replies=settings.replies.terms,
        team=team_of(settings.person, settings.tasks, settings.daemon.owner_land),
        authority=matrix_of(settings.authority),
        personal_sender=settings.email.sender == "owner",
        handover=handover_of(settings.handover, settings.person),
        consent_texts=tuple(one.value for one in settings.consent_text),
    )
    key_mark.check(store, token_key, state)
    return house


def _list_key(settings: Settings, state: Path, store: Store, *, make: bool) -> bytes:
    """The key of the suppression list; raises MissingCredential while it is away or that of another database."""
    found = key(_reference(settings.secrets.hash_key), state, HASH_KEY, make=make)
    key_mark.check_list(store, found, state)
    return found


def token_key_of(settings: Settings, state: Path, *, make: bool) -> bytes:
    """The key of links and Message-IDs; see campaigns.secrets.key."""
    return key(_reference(settings.secrets.token_key), state, TOKEN_KEY, make=make)


def templates_of(settings: Settings) -> Templates:
    """The texts on the search path: a later folder of `[paths] templates` wins, as with sequences."""
    return Templates([ROOT / folder for folder in reversed(settings.paths.templates)])


def _reference(secret: Credential | None) -> str | None:
    return secret.credential if secret is not None else None


def _recipient(one: RecipientTable, settings: Settings) -> Recipient:
    """A mail service gets data only where mail really leaves by a server; a letter shop with each letter file."""
    gets: Literal["letters", "mail", "audience", "all", "none"] = "none"
    if one.always:
        gets = "all"
    elif one.role == "letter_shop":
        gets = "letters"
    elif one.role == "ad_platform":
        gets = "audience"
    elif one.role == "mail_service" and settings.email.carrier in ("smtp", "ses"):
        gets = "mail"
    return Recipient(
        id=one.id,
        name=one.name,
        role=one.role,
        contract=one.contract,
        data=tuple(one.data),
        deletion_days=one.deletion_days,
        email=one.contact_email,
        country=one.country,
        safeguard=one.safeguard or "",
        gets=gets,
    )


def _maildirs(settings: Settings, state: Path) -> tuple[Path, ...]:
    mail = (state / settings.email.folder,) if settings.email.carrier == "folder" else ()
    return (*mail, *(state / box.folder for box in settings.mailbox if box.kind == "folder"))


def _cap(cap: CapTable) -> Cap:
    return Cap(cap.per, cap.media_set, cap.max, cap.window_days, cap.min_gap_days, cap.outcome)


def _letters(settings: Settings, state: Path) -> LetterTerms:
    letter = settings.letter
    printer = shop_of(letter, settings.recipient)
    return LetterTerms(
        cost=letter.cost_euro,
        standard_cost=letter.standard_cost_euro if letter.postage == "dialogpost" else letter.cost_euro,
        max_per_person=letter.max_letters_per_person,
        max_euro_month=letter.max_euro_month,
        processor_contract=printer is not None,
        contract=printer.contract if printer is not None else "",
        deletion_days=printer.deletion_days if printer is not None else 0,
        max_line_chars=letter.max_line_chars,
        export_at=settings.daemon.letter_export_at,
        folder=state / letter.folder,
        postage=letter.postage,
        min_batch=letter.min_batch,
        max_wait_days=letter.max_wait_days,
        household_days=letter.household_days,
        pdf=letter.pdf,
        posting=Posting(
            production_days=letter.production_days,
            delivery_days=letter.delivery_days,
            handed_over_at=settings.daemon.letter_export_at,
            cut_off=letter.cut_off,
            timezone=settings.daemon.timezone,
            lands=settings.daemon.owner_land,
        ),
    )
