"""Every shipped mail, for a customer we know well and one we hardly know, in both forms of address."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from campaigns.rendering.context import RenderCase, build_context
from channels.channel import EmailContent
from contacts.contact import AddressForm
from sequences.definition import Channel
from tests.campaigns.rendering_cases import BARE, RICH, TEMPLATES, fit

CASES = {"bare": BARE, "rich": RICH}


@cache
def contents(templates: tuple[str, ...]) -> dict[str, EmailContent]:
    """`template bare|rich sie|du` -> the mail, of those of `templates` that are mails."""
    found = {}
    for name in templates:
        if Channel.EMAIL not in TEMPLATES.channels(name):
            continue
        for known, case in CASES.items():
            for form in AddressForm:
                content = TEMPLATES.render(name, Channel.EMAIL, build_context(fit(name, _addressed(case, form))))
                assert isinstance(content, EmailContent)
                found[f"{name} {known} {form}"] = content
    return found


def mails() -> dict[str, str]:
    """`template bare|rich sie|du` -> HTML of the mail."""
    return {name: content.html for name, content in contents(tuple(sorted(TEMPLATES.names()))).items()}


def _addressed(case: RenderCase, form: AddressForm) -> RenderCase:
    return replace(case, brand=replace(case.brand, address_form=form))
