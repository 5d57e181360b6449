"""What a list would do, and what is wrong with each line."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.lists.checking import check
from mentoring.lists.plan import plan_of
from mentoring.lists.reading import Line
from mentoring.lists.values import Checked, Known, Problem, Reason
from mentoring.welcome import MAX_DUOS
from storage.words import Role

TODAY = date(2026, 11, 24)


def lines(*rows: str) -> list[Line]:
    """Each row as `role;label;language;reference;partner;started`, the rest left out; the first is line 2."""
    return [Line(number, *row.split(";")) for number, row in enumerate(rows, 2)]


def checked(*rows: str, known: tuple[Known, ...] = (), languages: tuple[str, ...] = ("fr", "nl")) -> Checked:
    return check(lines(*rows), known, languages, TODAY)


def reasons(found: Checked) -> list[tuple[int, Reason]]:
    return [(problem.number, problem.reason) for problem in found.problems]


# -- a line for itself -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("chef;Anna", Reason.ROLE),
        (";Anna", Reason.ROLE),
        ("lead;Anna", Reason.LEAD),
        ("fédération;Anna", Reason.FEDERATION),
        ("Dachverband;Anna", Reason.FEDERATION),
        ("mentee;", Reason.LABEL_MISSING),
        ("mentee;\u200d", Reason.LABEL_MISSING),
        (f"mentee;{'a' * 61}", Reason.LABEL_LONG),
        ("mentee;Anna;klingon", Reason.LANGUAGE),
        ("mentee;Anna;de", Reason.LANGUAGE_NOT_SPOKEN),
        (f"mentee;Anna;;{'1' * 41}", Reason.REFERENCE_LONG),
        ("mentee;Anna;;;;1/3/2026", Reason.START_ALONE),
        ("coordinator;Cem;;;Anna;", Reason.PARTNER_OF_STAFF),
        ("mentee;Anna;;;Ben;1/3/2026", Reason.PARTNER_UNKNOWN),
    ],
)
def test_a_line_with_a_problem_is_left_out_with_its_reason(row: str, reason: Reason) -> None:
    found = checked(row, "mentor;Dirk")
    assert reasons(found) == [(2, reason)]
    assert [newcomer.label for newcomer in found.people] == ["Dirk"]


@pytest.mark.parametrize(
    ("started", "reason"),
    [("soon", Reason.DAY), ("25/11/2026", Reason.FUTURE), ("1/1/2010", Reason.LONG_AGO)],
)
def test_a_start_has_to_be_a_day_that_was(started: str, reason: Reason) -> None:
    found = checked(f"mentee;Anna;;;Ben;{started}", "mentor;Ben")
    assert reasons(found) == [(2, reason)]
    assert checked("mentee;Anna;;;Ben;24/11/2026", "mentor;Ben").problems == ()


def test_all_problems_of_a_line_are_told_at_once() -> None:
    assert reasons(checked("chef;;klingon;;;")) == [
        (2, Reason.ROLE),
        (2, Reason.LABEL_MISSING),
        (2, Reason.LANGUAGE),
    ]


def test_without_a_language_it_is_the_organisations_first() -> None:
    found = checked("mentee;Anna;;", "mentor;Ben;Dutch;", "coordinator;Cem;FR;")
    assert [(each.role, each.language) for each in found.people] == [
        (Role.SEEKER, "fr"),
        (Role.MENTOR, "nl"),
        (Role.COORDINATOR, "fr"),
    ]


# -- the same person twice ---------------------------------------------------------------------------------------------
def test_the_same_reference_twice_is_one_person() -> None:
    found = checked("mentee;Anna;;S1", "mentee;Ann;;s1")
    assert found.problems == (Problem(3, Reason.TWICE, "2"),)
    assert len(found.people) == 1


def test_without_references_the_same_role_and_label_are_one_person() -> None:
    assert reasons(checked("mentee;Anna", "mentee;ANNA", "mentor;Anna")) == [(3, Reason.TWICE)]
    assert checked("mentee;Anna;;1", "mentee;Anna;;2").problems == ()


def test_who_is_known_by_reference_or_label_is_here_already() -> None:
    known = (Known(Role.SEEKER, "Anna", "S1", membership_id=1), Known(Role.MENTOR, "Ben", invitation_id=2))
    rows = ("mentee;Ann;;s1", "mentor;BEN", "mentee;Ben", "mentee;Anna;;S2")
    found = checked(*rows, known=known)
    assert reasons(found) == [(2, Reason.HERE), (3, Reason.HERE)]
    assert [each.label for each in found.people] == ["Ben", "Anna"]


# -- duos --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "rows",
    [
        ("mentee;Anna;;S1;M1;1/3/2026", "mentor;Ben;;M1"),
        ("mentor;Ben;;M1", "mentee;Anna;;S1;M1;1/3/2026"),
        ("mentee;Anna;;S1", "mentor;Ben;;M1;S1;1/3/2026"),
        ("mentee;Anna;;S1;M1;1/3/2026", "mentor;Ben;;M1;S1;2026-03-01"),
        ("mentee;Anna;;S1;M1;", "mentor;Ben;;M1;S1;2026-03-01"),
        ("mentee;Anna;;S1;M1;2026-03-01", "mentor;Ben;;M1;S1;"),
        ("mentee;Anna;;;ben;1/3/2026", "mentor;Ben"),
        ("mentee;Ben;;;Ben;1/3/2026", "mentor;Ben"),
    ],
)
def test_one_of_two_lines_or_both_name_the_duo(rows: tuple[str, str]) -> None:
    found = checked(*rows)
    (duo,) = found.duos
    assert (found.problems, duo.started) == ((), date(2026, 3, 1))
    assert {each.group for each in found.people} == {2}


def test_a_partner_who_is_here_already_makes_a_duo_with_the_new_one() -> None:
    ben = Known(Role.MENTOR, "Ben", "M1", membership_id=1)
    (duo,) = checked("mentee;Anna;;;m1;1/3/2026", known=(ben,)).duos
    assert duo.mentor is ben
    found = checked("mentor;Ben;;M1;Anna;1/3/2026", "mentee;Anna", known=(ben,))
    assert (reasons(found), found.duos[0].mentor) == ([(2, Reason.HERE)], ben)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("mentee;Anna;;;Ben;", "mentor;Ben"), [(2, Reason.NO_START)]),
        (("mentee;Anna;;;Ben;1/3/2026", "mentee;Ben"), [(2, Reason.PARTNER_SAME_ROLE)]),
        (("mentee;Anna;;S1;S1;1/3/2026",), [(2, Reason.PARTNER_SAME_ROLE)]),
        (("mentee;Anna;;;Cem;1/3/2026", "coordinator;Cem"), [(2, Reason.PARTNER_SAME_ROLE)]),
        (("mentee;Anna;;;Ben;1/3/2026", "mentor;Ben;;1", "mentor;Ben;;2"), [(2, Reason.PARTNER_AMBIGUOUS)]),
        (
            ("mentee;Anna;;S1;M1;1/3/2026", "mentor;Ben;;M1;S1;2/3/2026"),
            [(2, Reason.PARTNER_BAD), (3, Reason.STARTS_DIFFER)],
        ),
        (
            ("mentee;Anna;;S1;M1;1/3/2026", "mentor;Ben;;M1", "mentor;Carl;;M2;S1;1/3/2026"),
            [(4, Reason.SEEKER_TAKEN)],
        ),
    ],
)
def test_what_cannot_be_a_duo(rows: tuple[str, ...], expected: list[tuple[int, Reason]]) -> None:
    assert reasons(checked(*rows)) == expected


def test_a_mentor_has_no_more_mentees_than_they_can() -> None:
    rows = [f"mentee;S{number};;;M1;1/3/2026" for number in range(MAX_DUOS + 1)]
    assert reasons(checked("mentor;Ben;;M1", *rows)) == [(MAX_DUOS + 3, Reason.MENTOR_FULL)]
    ben = Known(Role.MENTOR, "Ben", "M1", membership_id=1, duos=MAX_DUOS - 1)
    assert reasons(checked(*rows[:2], known=(ben,))) == [(3, Reason.MENTOR_FULL)]


def test_a_mentee_who_has_a_mentor_gets_no_other() -> None:
    anna = Known(Role.SEEKER, "Anna", "S1", membership_id=1, duos=1)
    assert reasons(checked("mentor;Ben;;M1;S1;1/3/2026", known=(anna,))) == [(2, Reason.SEEKER_TAKEN)]


def test_who_names_a_line_with_a_problem_waits_with_it() -> None:
    assert checked("mentor;Ben;klingon;M1", "mentee;Anna;;;M1;1/3/2026").problems == (
        Problem(2, Reason.LANGUAGE, "klingon"),
        Problem(3, Reason.PARTNER_BAD, "2"),
    )


def test_a_mentee_waits_with_the_mentor_who_names_them_and_a_mentor_does_not_wait_with_a_mentee() -> None:
    assert reasons(checked("mentee;Anna;;S1", "mentor;Ben;klingon;M1;S1;1/3/2026")) == [
        (2, Reason.PARTNER_BAD),
        (3, Reason.LANGUAGE),
    ]
    found = checked("mentee;Anna;klingon;S1;M1;1/3/2026", "mentor;Ben;;M1")
    assert [each.label for each in found.people] == ["Ben"]


# -- whatever comes in -------------------------------------------------------------------------------------------------
def _lines(rows: list[tuple[str, ...]]) -> list[Line]:
    numbers = count(2)
    return [Line(next(numbers), *row) for row in rows]


NAMES = st.sampled_from(["", "Anna", "Ben", "Carl", "S1", "M1", "=1"])
LISTS = st.lists(
    st.tuples(
        st.sampled_from(["mentee", "mentor", "coordinator", "chef", ""]),
        NAMES,
        st.sampled_from(["", "fr", "xx"]),
        NAMES,
        NAMES,
        st.sampled_from(["", "1/3/2026", "2/3/2026", "1/3/2030", "x"]),
    ),
    max_size=14,
).map(_lines)
PEOPLE = st.lists(
    st.builds(
        Known,
        role=st.sampled_from(Role),
        label=NAMES,
        reference=NAMES,
        membership_id=st.integers(1, 9),
        duos=st.integers(0, MAX_DUOS),
    ),
    max_size=4,
)


@given(LISTS, PEOPLE)
def test_every_line_comes_or_has_a_reason_and_no_duo_is_half(rows: list[Line], known: list[Known]) -> None:
    found = check(rows, known, ("fr", "nl"), TODAY)
    good = {newcomer.line.number for newcomer in found.people}
    assert good.isdisjoint({problem.number for problem in found.problems})
    assert good | {problem.number for problem in found.problems} == {line.number for line in rows}
    for duo in found.duos:
        sides = [side for side in (duo.seeker, duo.mentor) if isinstance(side, Line)]
        assert sides
        assert {side.number for side in sides} <= good
        assert duo.started <= TODAY


@given(LISTS, PEOPLE)
def test_nobody_has_more_duos_than_they_can(rows: list[Line], known: list[Known]) -> None:
    found = check(rows, known, ("fr", "nl"), TODAY)
    for duo in found.duos:
        of_mentor = [other for other in found.duos if other.mentor is duo.mentor]
        had = duo.mentor.duos if isinstance(duo.mentor, Known) else 0
        assert had + len(of_mentor) <= MAX_DUOS
        assert len([other for other in found.duos if other.seeker is duo.seeker]) == 1


@given(LISTS, PEOPLE)
def test_a_duo_is_written_with_the_later_of_its_lines(rows: list[Line], known: list[Known]) -> None:
    plan = plan_of(check(rows, known, ("fr", "nl"), TODAY), ())
    for duo in plan.duos:
        places = [side.place for side in (duo.seeker, duo.mentor) if side.place is not None]
        assert duo.at == max(places)
        assert len({plan.people[place].group for place in places}) == 1
