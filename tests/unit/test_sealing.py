from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import BadKeyError, SealBrokenError, Vault, make_key, read_key

LOOKUP = b"l" * 32
VAULT = Vault([b"e" * 32], LOOKUP)
places = st.tuples(
    st.sampled_from(["person", "membership"]),
    st.sampled_from(["name", "label"]),
    st.integers(1, 2**63 - 1) | st.binary(),
)
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, places)
def test_what_is_sealed_opens_in_its_place(value: str, place: tuple[str, str, int | bytes]) -> None:
    assert VAULT.open(VAULT.seal(value, *place), *place) == value


@given(texts, places, places)
def test_it_opens_nowhere_else(
    value: str, place: tuple[str, str, int | bytes], other: tuple[str, str, int | bytes]
) -> None:
    if place[:2] == other[:2] and str(place[2]) == str(other[2]):
        return
    if {type(place[2]), type(other[2])} == {int, bytes}:
        return  # a table's ids are of one kind
    with pytest.raises(SealBrokenError):
        VAULT.open(VAULT.seal(value, *place), *other)


@given(texts, st.integers(0), st.integers(1, 255))
def test_a_changed_byte_is_noticed(value: str, position: int, change: int) -> None:
    sealed = bytearray(VAULT.seal(value, "person", "name", 1))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(SealBrokenError):
        VAULT.open(bytes(sealed), "person", "name", 1)


@given(st.binary(max_size=80))
def test_arbitrary_bytes_do_not_open(sealed: bytes) -> None:
    with pytest.raises(SealBrokenError):
        VAULT.open(sealed, "person", "name", 1)


@pytest.mark.parametrize("length", range(18))
def test_a_truncated_value_does_not_open(length: int) -> None:
    with pytest.raises(SealBrokenError):
        VAULT.open(VAULT.seal("Amina", "person", "name", 1)[:length], "person", "name", 1)


def test_the_same_value_is_never_sealed_the_same_way() -> None:
    assert len({VAULT.seal("Amina", "person", "name", 1) for _ in range(100)}) == 100


@given(texts)
def test_rotation_opens_the_old_and_seals_with_the_new(value: str) -> None:
    old, rotated, new = VAULT, Vault([b"n" * 32, b"e" * 32], LOOKUP), Vault([b"n" * 32], LOOKUP)
    assert rotated.open(old.seal(value, "t", "c", 1), "t", "c", 1) == value
    assert new.open(rotated.seal(value, "t", "c", 1), "t", "c", 1) == value
    with pytest.raises(SealBrokenError):
        new.open(old.seal(value, "t", "c", 1), "t", "c", 1)


@given(st.integers() | texts)
def test_looking_up_does_not_depend_on_the_encryption_keys_but_on_its_own_key_and_purpose(value: int | str) -> None:
    found = VAULT.lookup("user", value)
    assert Vault([b"n" * 32], LOOKUP).lookup("user", value) == found
    assert Vault([b"e" * 32], b"m" * 32).lookup("user", value) != found
    assert VAULT.lookup("token", value) != found
    assert len(found) == 32


@given(st.binary(min_size=32, max_size=32), st.booleans(), st.booleans())
def test_a_key_is_read_as_configuration_writes_it(key: bytes, url_safe: bool, padded: bool) -> None:
    written = (base64.urlsafe_b64encode if url_safe else base64.b64encode)(key).decode()
    assert read_key(f" {written if padded else written.rstrip('=')}\n") == key


@given(st.text())
def test_what_is_no_key_is_refused_without_repeating_it(text: str) -> None:
    try:
        assert len(read_key(text)) == 32
    except BadKeyError as error:
        assert len(text.strip()) < 4 or text not in str(error)  # noqa: PT017 - most texts are no key, some are


@pytest.mark.parametrize("spoil", ['"{}"', "{}!", "k{}", "{}é"])
def test_a_key_with_a_stray_sign_is_refused(spoil: str) -> None:
    with pytest.raises(BadKeyError):
        read_key(spoil.format(make_key()))


def test_made_keys_are_keys_and_differ() -> None:
    assert read_key(make_key()) != read_key(make_key())


def test_a_vault_without_a_key_is_refused() -> None:
    with pytest.raises(BadKeyError):
        Vault([], LOOKUP)
