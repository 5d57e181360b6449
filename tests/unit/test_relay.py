"""Which text goes where, as a rule over values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.called import told_apart
from mentoring.relay import Ask, Ended, Facts, Incoming, Nobody, To, decide
from mentoring.taps_thread import MAX_PARTS, MAX_STEP, PassOn, ids_from, steps_of
from mentoring.threads import Side
from storage.ids import MAX_ID
from storage.tables import Duo, Person, Thread
from storage.words import DuoState

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def side(number: int, state: DuoState = DuoState.ACTIVE) -> Side:
    """Thread and duo number `number`, topic 100 + number."""
    duo = Duo(id=number, organisation_id=1, seeker_id=1, mentor_id=2, state=state, proposed_at=NOW)
    thread = Thread(
        id=number,
        duo_id=number,
        person_id=1,
        membership_id=1,
        partner_person_id=2,
        topic_id=100 + number,
        created_at=NOW,
    )
    return Side(thread, duo, Person(id=2, created_at=NOW), thread, f"P{number}")


ONE, TWO, OLD = side(1), side(2), side(3, DuoState.ENDED)
PLAIN = Incoming(message_id=7)
TO_TANDEM = Incoming(message_id=7, reply_to=5, reply_to_bot=True)
TO_A_COPY = TO_TANDEM


@pytest.mark.parametrize(
    ("incoming", "facts", "verdict"),
    [
        (Incoming(7, topic_id=101), Facts([ONE, TWO], has_topics=True), To(ONE)),
        (Incoming(7, topic_id=103), Facts([ONE, OLD], has_topics=True), Ended(OLD)),
        (Incoming(7, topic_id=999), Facts([ONE, TWO], has_topics=True), Ask([ONE, TWO])),
        (Incoming(7, topic_id=101, reply_to=5, reply_to_bot=True), Facts([ONE], has_topics=True), Ask([ONE])),
        (Incoming(7, topic_id=101, reply_to=5, reply_to_bot=True), Facts([ONE], has_topics=True, answers=1), To(ONE)),
        (PLAIN, Facts([ONE], has_topics=True, open_thread_id=1), Ask([ONE])),
        (TO_A_COPY, Facts([ONE, TWO], has_topics=True, answers=2), Ask([ONE, TWO])),
        (PLAIN, Facts([ONE, TWO], has_topics=False, open_thread_id=2), To(TWO)),
        (PLAIN, Facts([ONE, TWO], has_topics=False), Ask([ONE, TWO])),
        (PLAIN, Facts([ONE, OLD], has_topics=False), To(ONE)),
        (PLAIN, Facts([ONE, OLD], has_topics=False, open_thread_id=3), To(ONE)),
        (PLAIN, Facts([ONE, OLD], has_topics=False, unanswered=3), Ask([ONE])),
        (PLAIN, Facts([ONE, TWO], has_topics=False, open_thread_id=1, unanswered=2), Ask([ONE, TWO])),
        (PLAIN, Facts([ONE, TWO], has_topics=False, open_thread_id=1, unanswered=1), To(ONE)),
        (TO_A_COPY, Facts([ONE, TWO], has_topics=False, open_thread_id=1, answers=2), To(TWO)),
        (TO_A_COPY, Facts([ONE, OLD], has_topics=False, open_thread_id=1, answers=3), Ended(OLD)),
        (TO_TANDEM, Facts([ONE], has_topics=False, open_thread_id=1), Ask([ONE])),
        (PLAIN, Facts([OLD], has_topics=False), Ended(OLD)),
        (PLAIN, Facts([OLD], has_topics=True), Ended(OLD)),
        (PLAIN, Facts([], has_topics=False), Nobody()),
        (PLAIN, Facts([], has_topics=True), Nobody()),
    ],
)
def test_a_message_goes_where_it_is_meant_or_is_asked_about(incoming: Incoming, facts: Facts, verdict: object) -> None:
    assert decide(incoming, facts) == verdict


@given(
    topic=st.none() | st.integers(100, 104),
    has_topics=st.booleans(),
    line=st.none() | st.integers(1, 4),
    answers=st.none() | st.integers(1, 4),
    unanswered=st.none() | st.integers(1, 4),
    by_bot=st.booleans(),
)
def test_nothing_ever_goes_to_a_duo_that_has_ended(
    topic: int | None, has_topics: bool, line: int | None, answers: int | None, unanswered: int | None, by_bot: bool
) -> None:
    incoming = Incoming(7, topic_id=topic, reply_to=5, reply_to_bot=by_bot)

    verdict = decide(incoming, Facts([ONE, TWO, OLD], has_topics, line, answers, unanswered))

    asked = verdict.sides if isinstance(verdict, Ask) else [verdict.side] if isinstance(verdict, To) else []
    assert OLD not in asked
    assert not (isinstance(verdict, To) and by_bot and answers is None)  # Tandem's own words are never answered there


@given(first=st.integers(1, 10**9), gaps=st.lists(st.integers(1, MAX_STEP), max_size=MAX_PARTS - 1))
def test_a_button_names_every_part_of_an_album(first: int, gaps: list[int]) -> None:
    ids = [first]
    for gap in gaps:
        ids.append(ids[-1] + gap)

    assert ids_from(first, steps_of(ids)) == ids
    assert PassOn(MAX_ID, ids[0], steps_of(ids)).pack()  # fits into a button


@pytest.mark.parametrize("steps", ["0", "000", "00!", "-01", "001" * 10, "é01"])
def test_steps_that_nobody_wrote_are_refused(steps: str) -> None:
    with pytest.raises(ValueError):
        ids_from(5, steps)


def test_parts_too_far_apart_for_a_button_are_refused() -> None:
    with pytest.raises(ValueError):
        steps_of([1, 2 + MAX_STEP])


def test_names_are_numbered_only_where_two_running_threads_share_one() -> None:
    named = [(1, "Sara", False), (2, "Sara", True), (3, "Omar", True), (4, "Sara", True)]

    assert told_apart(named) == {1: "Sara", 2: "Sara", 3: "Omar", 4: "Sara (2)"}
