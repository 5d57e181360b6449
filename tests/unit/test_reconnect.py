from __future__ import annotations

import pytest

from mentoring.reconnect import same_name


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("amelie", "Amélie"),
        ("  JEAN  PIERRE ", "Jean-Pierre"),
        ("strauß", "STRAUSS"),
        ("Amélie", "Ame\u0301lie"),
        ("أمينة", "أمينة"),
        ("İrem", "irem"),
    ],
)
def test_a_name_is_known_in_whatever_letters(typed: str, known: str) -> None:
    assert same_name(typed, known)


@pytest.mark.parametrize(
    ("typed", "known"), [("Amina", "Amélie"), ("", ""), ("…", "…"), ("-", "Jean"), ("Jean", "Jean-Pierre")]
)
def test_another_name_or_none_is_not(typed: str, known: str) -> None:
    assert not same_name(typed, known)
