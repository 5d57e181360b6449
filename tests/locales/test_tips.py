from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest

from locales.say import LANGUAGES, Say
from locales.tips import tip_for, tips_of
from storage.words import Question, Role

_ENGLISH = Say("en", ZoneInfo("Europe/Brussels"))
_ABOUT = [*((Role.SEEKER, question) for question in Question), (Role.MENTOR, Question.DUO)]


@pytest.mark.parametrize(("role", "question"), _ABOUT)
def test_there_are_enough_tips_and_each_is_short(role: Role, question: Question) -> None:
    tips = [tip(_ENGLISH) for tip in tips_of(role, question)]

    assert len(set(tips)) == len(tips) >= (8 if role is Role.MENTOR else 5)
    for tip in tips:
        assert len(tip) <= 150, tip
        assert 1 <= len(re.findall(r"[.!?](?:\s|$)", tip)) <= 3, tip


def test_no_tip_is_in_two_lists() -> None:
    tips = [tip(_ENGLISH) for role, question in _ABOUT for tip in tips_of(role, question)]

    assert len(set(tips)) == len(tips)


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_tips_come_round_again_after_the_last(language: str) -> None:
    say = Say(language, ZoneInfo("Europe/Brussels"))
    count = len(tips_of(Role.SEEKER, Question.CODES))
    shown = [tip_for(Role.SEEKER, Question.CODES, number, say) for number in range(count + 1)]

    assert shown[count] == shown[0]
    assert len(set(shown)) == count
