from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentoring.taps import NotATapError, Tap, read_tap, tap
from storage.ids import MAX_ID


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@tap("test-all")
class EveryKind(Tap):
    row: int
    yes: bool
    colour: Colour
    word: str
    other: int | None = None
    shade: Colour | None = None


@tap("test-none")
class Nothing(Tap):
    pass


ids = st.integers(0, MAX_ID)
every_kind = st.builds(
    EveryKind,
    row=st.integers(0, 10**12),
    yes=st.booleans(),
    colour=st.sampled_from(Colour),
    word=st.text("abcdefghijklmnopqrstuvwxyz-0123456789", max_size=12),
    other=st.none() | st.integers(0, 10**10),
    shade=st.none() | st.sampled_from(Colour),
)


@given(every_kind)
def test_what_is_packed_is_read_again(made: EveryKind) -> None:
    assert len(made.pack().encode()) <= 64
    assert read_tap(made.pack()) == made


def test_a_tap_without_values_is_its_code() -> None:
    assert read_tap(Nothing().pack()) == Nothing()


def _reads_or_refuses(data: str) -> None:
    try:
        found = read_tap(data)
    except NotATapError:
        return
    assert isinstance(found, Tap)


@given(st.text())
@example("")
@example(":::::")
@example("test-all:1:1:red:a:²:")  # digits that are no ASCII digits
@example("test-all:" + "9" * 20 + ":1:red:a::")
@example("test-all:٣:1:red:a::")
@example("test-all:-1:1:red:a::")
@example("test-all:1_0:1:red:a::")
@example("test-all: 1:1:red:a::")
def test_any_text_is_a_tap_or_refused(data: str) -> None:
    _reads_or_refuses(data)


@given(st.binary(max_size=64))
def test_any_bytes_are_a_tap_or_refused(data: bytes) -> None:
    _reads_or_refuses(data.decode("utf-8", errors="replace"))
    _reads_or_refuses(data.decode("latin-1"))
    _reads_or_refuses(data.decode("utf-8", errors="surrogateescape"))


@given(st.lists(st.text(max_size=8), max_size=8))
def test_any_values_of_a_known_code_are_a_tap_or_refused(values: list[str]) -> None:
    _reads_or_refuses(":".join(["test-all", *values]))


@pytest.mark.parametrize(
    "data",
    ["", "unknown", "test-all", "test-none:1", "test-all:1:1:red:a:", "test-all:1:2:red:a::", "test-all:1:1:green:a::"],
)
def test_what_no_button_says_is_refused(data: str) -> None:
    with pytest.raises(NotATapError):
        read_tap(data)


@given(st.integers(MAX_ID + 1))
def test_an_id_that_is_too_large_is_refused(number: int) -> None:
    with pytest.raises(NotATapError):
        read_tap(f"test-all:{number}:1:red:a::")


@given(ids)
def test_every_id_there_can_be_is_read(number: int) -> None:
    assert read_tap(f"test-all:{number}:1:red:a::") == EveryKind(row=number, yes=True, colour=Colour.RED, word="a")
