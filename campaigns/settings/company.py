"""Sender and brands of config.toml as the values that texts are written from."""

from __future__ import annotations

from campaigns.inbound.codes import plain
from campaigns.rendering.case import BrandInfo, Company
from campaigns.settings.sections import Brand, Sender


def company_of(sender: Sender) -> Company:
    """The legal sender with everything that a business letter names."""
    partner = (
        sender.partner_name,
        f"Sitz {sender.partner_city}" if sender.partner_city else None,
        sender.partner_register_court,
        sender.partner_register_number,
    )
    return Company(
        name=sender.name,
        legal_form=sender.legal_form,
        street=sender.street,
        postcode=sender.postcode,
        city=sender.city,
        register_court=sender.register_court or "",
        register_number=sender.register_number or "",
        directors=tuple(f"{name} (Vorsitz)" if name == sender.board_chair else name for name in sender.directors),
        supervisory_chair=sender.supervisory_chair or "",
        vat_id=sender.vat_id or "",
        email=sender.email,
        phone=sender.phone,
        privacy_url=sender.privacy_url,
        data_protection_email=sender.data_protection_email,
        supervisory_authority=sender.supervisory_authority or "",
        licensing_authority=sender.licensing_authority or "",
        partner=", ".join(part for part in partner if part),
        in_liquidation=sender.in_liquidation,
    )


def brand_of(brand: Brand) -> BrandInfo:
    """A brand as customers see it."""
    return BrandInfo(
        id=brand.id,
        name=brand.name,
        from_name=brand.from_name,
        from_address=brand.from_address,
        reply_to=plain(brand.reply_to or ""),
        reply_pattern=brand.reply_to or "",
        phone=brand.phone,
        website=brand.website,
        address_form=brand.address_form,
    )
