"""Which labels there are and in which order they are asked: legal ones first, courtesy last.

A new intent is one file here with samples in `samples/LABEL/`, and one line in ORDER.
"""

from __future__ import annotations

from collections.abc import Mapping

from replies.intents import (
    cancellation_withdrawn,
    complaint_angry,
    data_export_request,
    delivery_notice,
    dsgvo_access,
    dsgvo_erasure,
    final_decision,
    interested,
    meeting_request,
    not_now_later,
    objection_unsubscribe,
    out_of_office,
    price_negotiation,
    question,
    spam_other,
    thanks_neutral,
    wrong_person_left_company,
)
from replies.intents.intent import Intent, Rule
from replies.reply import Label

ORDER: tuple[Intent, ...] = (
    dsgvo_erasure.INTENT,
    data_export_request.INTENT,
    dsgvo_access.INTENT,
    objection_unsubscribe.INTENT,
    cancellation_withdrawn.INTENT,
    complaint_angry.INTENT,
    wrong_person_left_company.INTENT,
    meeting_request.INTENT,
    price_negotiation.INTENT,
    not_now_later.INTENT,
    final_decision.INTENT,
    interested.INTENT,
    question.INTENT,
    out_of_office.INTENT,
    delivery_notice.INTENT,
    spam_other.INTENT,
    thanks_neutral.INTENT,
)

BY_LABEL: Mapping[Label, Intent] = {intent.label: intent for intent in ORDER}

__all__ = ["BY_LABEL", "ORDER", "Intent", "Rule"]
