from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.search import begins_in, folded, for_button, found_in, search_words


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Zoë  D'Hondt-Müller", "zoe d hondt muller"),
        ("Straße, Œuvre, Łukasz", "strasse oeuvre lukasz"),
        ("2026-117/B", "2026 117 b"),
        ("🌟 Amina", "🌟 amina"),
        ("أَمِينَة", folded("أمينة")),
        ("<b>%_\x00'", "b"),
        ("!!! --", ""),
    ],
)
def test_a_text_is_folded_to_small_letters_and_digits(written: str, kept: str) -> None:
    assert folded(written) == kept


def test_every_word_has_to_be_part_of_the_names_and_beginnings_are_told_apart() -> None:
    names = folded("Amina Dossier 12")
    assert found_in(search_words("doss AMI"), names)
    assert not found_in(search_words("amina 13"), names)
    assert found_in(search_words("mina"), names)
    assert begins_in(search_words("ami dos"), names)
    assert not begins_in(search_words("mina"), names)


def test_a_search_goes_on_a_button_where_it_fits_and_only_there() -> None:
    assert for_button(search_words("Zoë 12")) == "zoe 12"
    assert for_button(search_words("x" * 31)) is None
    assert for_button(search_words("أمينة")) is None


@given(st.text())
def test_whatever_is_folded_stays_as_it_is_when_folded_again_and_never_breaks_a_button(text: str) -> None:
    words = search_words(text)
    assert search_words(" ".join(words)) == words or len(" ".join(words)) > 60
    kept = for_button(words)
    assert kept is None or (kept.isascii() and ":" not in kept)
