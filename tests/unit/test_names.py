from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import NameNotUsableError
from mentoring.names import MAX_CHARACTERS, clean_name, is_usable_name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Anna", "Anna"),
        ("  Marie \t Claire\n", "Marie Claire"),
        ("Rene\u0301e", "Renée"),
        ("Jean-Luc O’Neil", "Jean-Luc O’Neil"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u202eevil\u202c Anna\u2066", "evil Anna"),
        ("An\u0000na\u200b", "Anna"),
        ("A\u200dnna\u200d", "Anna"),
        ("محمد", "محمد"),
        ("می\u200cنا", "می\u200cنا"),
        ("क्\u200dषमा", "क्\u200dषमा"),
        ("Ada 👩\u200d👩\u200d👧", "Ada 👩\u200d👩\u200d👧"),
        ("王", "王"),
        ("\ud800Anna", "Anna"),
    ],
)
def test_a_name_is_kept_as_people_write_it_without_what_cannot_be_seen(written: str, kept: str) -> None:
    assert clean_name(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "   ", "\u0000", "\u200d", "👩\u200d👩\u200d👧", "12", "...", "a" * 41, "a " * 2048, "Z" + "\u0301" * 9],
)
def test_what_has_no_letter_or_too_many_signs_is_no_name(written: str) -> None:
    with pytest.raises(NameNotUsableError):
        clean_name(written)


def test_letters_are_counted_as_people_count_them() -> None:
    assert clean_name("क्ष" * 13) == "क्ष" * 13
    assert is_usable_name("x̌" * MAX_CHARACTERS)
    assert not is_usable_name("x̌" * (MAX_CHARACTERS + 1))


def test_nobody_has_no_name() -> None:
    assert not is_usable_name(None)


@given(st.text(max_size=200) | st.text(st.sampled_from("aé\u0301\u200d\u200c\u202e\u0000 👩क्\n"), max_size=200))
def test_whatever_is_written_a_name_is_one_tidy_line_or_refused(written: str) -> None:
    if not is_usable_name(written):
        return
    name = clean_name(written)

    assert clean_name(name) == name
    assert name == name.strip()
    assert unicodedata.is_normalized("NFC", name)
    assert any(sign.isalpha() for sign in name)
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} for sign in name)
    assert {sign for sign in name if unicodedata.category(sign) == "Cf"} <= {"\u200c", "\u200d"}
    name.encode()
