"""The whole lexicon: every theme with the file it stands in."""

from __future__ import annotations

from campaigns.rendering.duties.confirm import CONFIRM
from campaigns.rendering.duties.contract import CONTRACT
from campaigns.rendering.duties.guilt import GUILT
from campaigns.rendering.duties.phrase import Phrase
from campaigns.rendering.duties.pressure import PRESSURE
from campaigns.rendering.duties.purpose import PURPOSE
from campaigns.rendering.duties.special import SPECIAL
from campaigns.rendering.duties.subject import SUBJECT
from campaigns.rendering.duties.survey import SURVEY
from campaigns.rendering.duties.typed_offer import TYPED_OFFER

LEXICON: tuple[Phrase, ...] = (
    *PURPOSE,
    *GUILT,
    *PRESSURE,
    *SUBJECT,
    *TYPED_OFFER,
    *CONFIRM,
    *CONTRACT,
    *SURVEY,
    *SPECIAL,
)
