from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mentoring.emergency import (
    EVERYWHERE,
    EmergencyNumber,
    NoNameError,
    NotANumberError,
    all_numbers,
    numbers_for,
    read_number,
)
from storage.tables import Organisation


def _organisation(numbers: Any = None, name: str = "Apides") -> Organisation:
    return Organisation(name=name, emergency_numbers=numbers, created_at=datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["112", "107", "0800 32 123"]),
        ("nl", ["112", "106", "1813"]),
        ("de", ["112", "108"]),
        ("en", ["112", "107", "106"]),
        ("ar", ["112"]),
    ],
)
def test_to_start_with_every_language_has_its_numbers(language: str, expected: list[str]) -> None:
    assert [each.number for each in numbers_for(_organisation(), language)] == expected


def test_what_an_organisation_chose_for_one_language_leaves_the_others() -> None:
    own = _organisation({"fr": [{"number": "02 123 45 67", "name": "Permanence"}]})

    assert numbers_for(own, "fr") == (EVERYWHERE, EmergencyNumber("02 123 45 67", "Permanence"))
    assert [each.number for each in numbers_for(own, "nl")] == ["112", "106", "1813"]


def test_112_stays_even_where_every_other_number_was_removed() -> None:
    assert numbers_for(_organisation({"de": []}), "de") == (EVERYWHERE,)


def test_somebody_of_two_organisations_sees_each_number_once() -> None:
    other = _organisation({"fr": [{"number": "02 123 45 67", "name": "Permanence"}]}, "FMDO")

    numbers = all_numbers([_organisation(), other], "fr")

    assert [each.number for each in numbers] == ["112", "107", "0800 32 123", "02 123 45 67"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("107 Télé-Accueil", EmergencyNumber("107", "Télé-Accueil")),
        (" 0800 32\u00a0123 : Prévention ", EmergencyNumber("0800 32 123", "Prévention")),
        ("+32 2 123 45 67 - Garde", EmergencyNumber("+32 2 123 45 67", "Garde")),
        ("02/123.45.67 <b>x</b>", EmergencyNumber("02/123.45.67", "<b>x</b>")),
    ],
)
def test_a_number_is_read_with_who_answers(text: str, expected: EmergencyNumber) -> None:
    assert read_number(text) == expected


@pytest.mark.parametrize("text", ["", "Télé-Accueil", "12 x", "1" * 15 + " x", "١٠٧ x", "++32 x", "x" * 4000])
def test_what_cannot_be_dialled_is_no_number(text: str) -> None:
    with pytest.raises(NotANumberError):
        read_number(text)


@pytest.mark.parametrize("text", ["107", "107 \u200d", "107 " + "x" * 41])
def test_a_number_needs_a_short_name(text: str) -> None:
    with pytest.raises(NoNameError):
        read_number(text)
