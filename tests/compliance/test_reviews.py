from __future__ import annotations

from datetime import date, timedelta

from compliance.reviews import reviews
from compliance.rulebook import RULES


def test_every_rule_is_listed_in_its_order_with_the_day_it_has_to_be_read_again():
    listed = reviews(date(2026, 11, 22))
    assert [review.rule for review in listed] == list(RULES)
    assert all(review.due == review.rule.reviewed.replace(year=review.rule.reviewed.year + 1) for review in listed)
    assert not any(review.overdue for review in listed)


def test_a_reading_is_too_old_from_the_day_after_twelve_months():
    oldest = min(rule.reviewed for rule in RULES)
    last_day = oldest.replace(year=oldest.year + 1)
    assert not any(review.overdue for review in reviews(last_day))
    late = [review.rule for review in reviews(last_day + timedelta(days=1)) if review.overdue]
    assert late == [rule for rule in RULES if rule.reviewed == oldest]
