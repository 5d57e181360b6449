from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.qr import qr_png
from mentoring.errors import LabelNotUsableError
from mentoring.invitations import LABEL_LIMIT, clean_label, first_language, link_for
from mentoring.people import NOT_TOLD, Situation, label_of, name_of, one_line, situation_of
from mentoring.visitors import WINDOW, WRONG_LINKS, wrong_links_now
from storage.sealing import Vault
from storage.tables import Duo, Invitation, Membership, Organisation, Person, Visitor
from storage.words import Answer, DuoState, MembershipState, Role

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


# -- labels ------------------------------------------------------------------------------------------------------------
@given(st.text(max_size=200))
def test_whatever_is_written_becomes_one_tidy_line(text: str) -> None:
    line = one_line(text)

    assert line == line.strip()
    assert "  " not in line
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert one_line(line) == line


@given(st.text(max_size=200))
def test_a_label_that_is_kept_can_be_read_and_is_not_too_long(text: str) -> None:
    try:
        label = clean_label(text)
    except LabelNotUsableError:
        return
    assert 1 <= len(label) <= LABEL_LIMIT
    assert clean_label(label) == label


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Anna\n\tmardi", "Anna mardi"),
        ("An\x00na", "Anna"),
        ("\u202eevil", "evil"),
        ("e\u0301", "é"),
        ("می\u200cروم", "می\u200cروم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("é" * 60, "é" * 60),
    ],
)
def test_labels_lose_what_cannot_be_seen_and_keep_what_joins_letters(written: str, kept: str) -> None:
    assert clean_label(written) == kept


@pytest.mark.parametrize("written", ["", "  \n", "\x00", "\u200d\u200d", "\u0301", "é" * 61])
def test_labels_with_nothing_to_read_or_too_much_are_refused(written: str) -> None:
    with pytest.raises(LabelNotUsableError):
        clean_label(written)


# -- names -------------------------------------------------------------------------------------------------------------
def test_a_person_goes_by_the_first_name_and_for_the_team_by_the_label(vault: Vault) -> None:
    person, membership = (
        Person(created_at=NOW),
        Membership(person_id=1, organisation_id=1, role="seeker", created_at=NOW),
    )
    assert (name_of(vault, person), label_of(vault, membership, person)) == (NOT_TOLD, NOT_TOLD)

    person.seal(vault, "first_name", "Anna")
    assert (name_of(vault, person), label_of(vault, membership, person)) == ("Anna", "Anna")

    membership.seal(vault, "label", "A.K. mardi")
    assert (name_of(vault, person), label_of(vault, membership, person)) == ("Anna", "A.K. mardi")


# -- links -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phone", "first"),
    [("nl-BE", "nl"), ("DE", "de"), ("fr_FR", "fr"), ("en", "de"), ("", "de"), (None, "de"), ("ti", "de")],
)
def test_the_first_language_is_the_phones_where_spoken_here_else_the_invitations(phone: str | None, first: str) -> None:
    invitation = Invitation(
        organisation_id=1, role="seeker", language="de", token_lookup=b"", created_at=NOW, expires_at=NOW
    )
    assert first_language(phone, invitation, Organisation(name="Apides", created_at=NOW)) == first


@pytest.mark.parametrize("length", [22, 32, 64])
def test_the_qr_code_of_a_link_reads_back_as_the_link(length: int) -> None:
    link = link_for("a_bot_with_a_name_of_32_chars_bot", ("aZ09_-" * 11)[:length])

    picture = cv2.imdecode(np.frombuffer(qr_png(link), np.uint8), cv2.IMREAD_GRAYSCALE)

    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == link


@pytest.mark.parametrize(("minutes", "counted"), [(0, WRONG_LINKS), (59, WRONG_LINKS), (60, 0), (24 * 60, 0)])
def test_wrong_links_count_for_an_hour_since_the_first(minutes: int, counted: int) -> None:
    visitor = Visitor(chat_lookup=b"x", wrong_links=WRONG_LINKS, wrong_since=NOW)

    assert wrong_links_now(visitor, NOW + timedelta(minutes=minutes)) == counted
    assert timedelta(hours=1) == WINDOW


# -- what is next ------------------------------------------------------------------------------------------------------
def duo(state: DuoState, seeker: Answer = Answer.OPEN, mentor: Answer = Answer.OPEN) -> Duo:
    return Duo(
        organisation_id=1,
        seeker_id=10,
        mentor_id=20,
        state=state,
        seeker_answer=seeker,
        mentor_answer=mentor,
        proposed_at=NOW,
    )


@pytest.mark.parametrize(
    ("member", "duos", "situation"),
    [
        ((10, Role.SEEKER, MembershipState.WELCOMING), [], Situation.WELCOMING),
        ((10, Role.SEEKER, MembershipState.BY_PHONE), [], Situation.BY_PHONE),
        ((10, Role.SEEKER, MembershipState.READY), [], Situation.WAITING),
        ((10, Role.SEEKER, MembershipState.READY), [duo(DuoState.PROPOSED)], Situation.ASKED),
        ((10, Role.SEEKER, MembershipState.READY), [duo(DuoState.PROPOSED, seeker=Answer.YES)], Situation.ANSWERED),
        ((20, Role.MENTOR, MembershipState.READY), [duo(DuoState.PROPOSED, seeker=Answer.YES)], Situation.ASKED),
        ((20, Role.MENTOR, MembershipState.READY), [duo(DuoState.PAUSED), duo(DuoState.PROPOSED)], Situation.PAIRED),
        ((30, Role.LEAD, MembershipState.READY), [], Situation.WORKING),
        ((30, Role.COORDINATOR, MembershipState.WELCOMING), [], Situation.WELCOMING),
    ],
)
def test_what_is_next_follows_from_role_state_and_duos(
    member: tuple[int, Role, MembershipState], duos: list[Duo], situation: Situation
) -> None:
    member_id, role, state = member
    membership = Membership(id=member_id, person_id=1, organisation_id=1, role=role, state=state, created_at=NOW)

    assert situation_of(membership, duos) is situation
