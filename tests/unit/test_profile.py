from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.options import option_word, own_name
from locales.questions import option_rows, page_of
from locales.say import LANGUAGES, Say
from mentoring.errors import NotFoundError
from mentoring.profile import (
    OPTIONS,
    Profile,
    Question,
    forget_answers,
    read_position,
    read_profile,
    save_position,
    save_profile,
)
from mentoring.taps import Tap
from mentoring.taps_welcome import ToggleOption, TurnOptions
from storage.ids import MAX_ID
from storage.sealing import Vault
from storage.tables import Membership

questions = st.sampled_from(list(Question))
KEYS = Vault([b"e" * 32], b"l" * 32)


@given(st.lists(questions.flatmap(lambda q: st.tuples(st.just(q), st.sampled_from(OPTIONS[q])))))
def test_toggling_twice_is_not_toggling_and_the_order_is_always_the_same(toggles: list[tuple[Question, str]]) -> None:
    profile = Profile()
    for question, option in toggles:
        profile = profile.with_toggled(question, option)
    for question in Question:
        odd = {option for q, option in toggles if q is question and toggles.count((q, option)) % 2}
        assert profile.told(question) == tuple(option for option in OPTIONS[question] if option in odd)


@pytest.mark.parametrize("option", ["", "nothing", "fr "])
def test_an_option_nobody_offered_cannot_be_chosen(option: str) -> None:
    with pytest.raises(NotFoundError):
        Profile().with_toggled(Question.LANGUAGES, option)


def test_answers_and_place_of_the_welcome_are_kept_apart() -> None:
    membership = Membership(id=7)
    save_position(KEYS, membership, "sectors")
    save_profile(KEYS, membership, Profile(languages=("fr",)))
    assert read_position(KEYS, membership) == "sectors"
    save_position(KEYS, membership, None)
    assert read_position(KEYS, membership) is None
    assert read_profile(KEYS, membership) == Profile(languages=("fr",))
    forget_answers(KEYS, membership)
    assert read_profile(KEYS, membership) == Profile()


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
@pytest.mark.parametrize("question", list(Question))
def test_every_option_has_a_word_that_fits_on_a_button(question: Question, language: str, say_in) -> None:
    words = [option_word(question, option, say_in(language)) for option in OPTIONS[question]]

    assert len(set(words)) == len(words)
    assert all(0 < len(word) <= 22 for word in words)


@pytest.mark.parametrize("question", list(Question))
def test_no_option_is_shown_by_its_code(question: Question, say_in) -> None:
    words = {option: option_word(question, option, say_in("en")) for option in OPTIONS[question]}

    assert [option for option, word in words.items() if word == option] == []


def test_an_option_of_another_version_is_its_own_word(say_in) -> None:
    assert option_word(Question.SECTORS, "mining", say_in("fr")) == "mining"


@pytest.mark.parametrize("question", list(Question))
def test_every_option_is_on_exactly_one_page(question: Question, say_in) -> None:
    def turn(page: int) -> Tap:
        return TurnOptions(MAX_ID, question, page)

    for option in OPTIONS[question]:
        chosen, page = (option,), page_of(question, option)
        rows = option_rows(
            question, chosen, page, say_in("fr"), toggle=lambda o: ToggleOption(MAX_ID, question, o), turn=turn
        )
        buttons = [button for row in rows for button in row]
        assert [button.tap.option for button in buttons if button.text.startswith("✓ ")] == [option]
        assert all(button.tap.pack() for button in buttons)


def test_languages_are_offered_by_their_own_names() -> None:
    assert [own_name(language) for language in LANGUAGES] == ["Français", "Nederlands", "Deutsch"]


@pytest.fixture
def say_in():
    from zoneinfo import ZoneInfo

    return lambda language: Say(language, ZoneInfo("Europe/Brussels"))
