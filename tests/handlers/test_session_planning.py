"""The picker: what it offers, what it understands, what it refuses kindly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.messages.session_planning import (
    NotADate,
    NotALink,
    NotATime,
    Overlap,
    PastTime,
    SkippedHour,
    TextTooLong,
    TooFarAhead,
    WhereExactly,
    WhichDay,
    WhichPlace,
    WhichTime,
    WithTheTeam,
)
from mentoring.messages.sessions import SessionCard, SessionConfirmed, SessionSuggested
from mentoring.messages.system import Cancelled, NotHere, OutOfDate, WritePlease
from mentoring.sessions.aims import plan as aim_of
from mentoring.taps_sessions import (
    ChooseDay,
    ChoosePlace,
    ChooseTime,
    ConfirmSession,
    MoveSession,
    PlanSession,
    SamePlace,
    ShowDays,
    WithoutAddress,
    WriteDay,
    WriteTime,
)
from storage.tables import Duo, Person
from storage.words import Answer, DuoState, Place, Role, SessionKind, SessionState
from tests.handlers.meetings import (
    DAY,
    MINUTE,
    at,
    confirm,
    have_met,
    in_english,
    plan,
    said,
    session_of,
    sessions,
    settled,
    side_of,
)
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, LENA, OMAR, Pair, end, make_pair, person_of, relays, set_state

KIND = SessionKind.REGULAR
_PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]


@pytest.fixture
async def pair(scene: Scene) -> Pair:
    made = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    await have_met(scene, made)
    return made


async def team(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.COORDINATOR, name="Lena", language="en")


def shows(scene: Scene, message: object) -> bool:
    """The tapped message became this one."""
    return scene.edits() == [scene.rendered(message).text]  # type: ignore[arg-type]


def alerts(scene: Scene, message: object) -> bool:
    return scene.toasts() == [scene.rendered(message).text]  # type: ignore[arg-type]


# -- day --------------------------------------------------------------------------------------------------------------
async def test_the_days_of_half_a_year_are_reached_with_buttons(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, PlanSession(pair.id, KIND))
    question = await scene.last(ANNA)
    assert isinstance(question, WhichDay)
    days, week = set(), 0
    while True:
        shown = [button.tap for row in scene.rendered(question).buttons for button in row]
        days |= {tap.day for tap in shown if isinstance(tap, ChooseDay)}
        later = [tap.week for tap in shown if isinstance(tap, ShowDays) and tap.week > week]
        if not later:
            break
        week = later[0]
        await scene.taps(ANNA, ShowDays(pair.id, KIND, week))
        question = WhichDay(aim=question.aim, name="Bram", today=question.today, week=week)
        assert shows(scene, question)
    assert len(days) == 26 * 7 + 1
    assert (min(days), max(days)) == ("20261124", "20270525")


async def test_today_offers_no_times_that_have_passed(scene: Scene, pair: Pair) -> None:
    scene.advance(timedelta(hours=8))  # it is 18:00
    await scene.taps(ANNA, ChooseDay(pair.id, KIND, "20261124"))

    expected = WhichTime(
        aim=aim_of(pair.id, KIND), name="Bram", day=at(2026, 11, 24, 0).date(), usual=(), hours=(1140, 1200)
    )
    assert shows(scene, expected)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("30 février", NotADate),
        ("hier", NotADate),
        ("20/11", PastTime),
        ("1/6/2027", TooFarAhead),
        ("x" * 4000, NotADate),
    ],
)
async def test_a_day_that_cannot_be_is_said_kindly_and_asked_again(
    scene: Scene, pair: Pair, text: str, answer: type
) -> None:
    await scene.taps(ANNA, WriteDay(pair.id, KIND))
    await scene.says(ANNA, text)
    assert await scene.last(ANNA) == answer()
    await scene.says(ANNA, "jeudi")

    asked = await scene.last(ANNA)
    assert isinstance(asked, WhichTime)
    assert asked.day == at(2026, 11, 26, 0).date()
    await scene.says(ANNA, "bonjour")
    assert len(await relays(scene, BRAM)) == 1, "the question is closed: what follows goes to Bram again"


async def test_a_photo_is_no_day_and_a_question_can_be_left(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, WriteDay(pair.id, KIND))
    await scene.says(ANNA, photo=_PHOTO)
    assert await scene.last(ANNA) == WritePlease()
    await scene.says(ANNA, "/cancel")
    assert await scene.last(ANNA) == Cancelled()
    await scene.says(ANNA, "bonjour")

    assert len(await relays(scene, BRAM)) == 1


@pytest.mark.parametrize(
    "tap_of",
    [
        lambda pair: PlanSession(pair.id, KIND),
        lambda pair: ShowDays(pair.id, KIND, 0),
        lambda pair: ChooseDay(pair.id, KIND, DAY),
        lambda pair: ChooseTime(pair.id, KIND, DAY, MINUTE, anyway=False),
    ],
)
async def test_another_button_of_the_picker_leaves_what_was_to_be_written(scene: Scene, pair: Pair, tap_of) -> None:
    await scene.taps(ANNA, WriteTime(pair.id, KIND, DAY))
    await scene.taps(ANNA, tap_of(pair))
    await scene.says(ANNA, "18h30")

    assert len(await relays(scene, BRAM)) == 1


# -- time -------------------------------------------------------------------------------------------------------------
async def test_the_usual_times_of_a_duo_come_first(scene: Scene, pair: Pair) -> None:
    for day, minute in (("20261126", 1050), ("20261127", 1050), ("20261128", 540)):
        await plan(scene, pair, ANNA, day=day, minute=minute)
    await scene.taps(ANNA, ChooseDay(pair.id, KIND, "20261130"))

    hours = tuple(hour * 60 for hour in range(8, 21) if hour != 9)
    day = at(2026, 11, 30, 0).date()
    assert shows(scene, WhichTime(aim=aim_of(pair.id, KIND), name="Bram", day=day, usual=(1050, 540), hours=hours))


async def test_a_time_is_written(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, WriteTime(pair.id, KIND, DAY))
    await scene.says(ANNA, "25 h")
    assert await scene.last(ANNA) == NotATime()
    await scene.says(ANNA, "18 h 30")

    asked = await scene.last(ANNA)
    assert isinstance(asked, WhichPlace)
    assert asked.starts_at == at(2026, 11, 26, 17, 30)


async def test_a_time_that_summer_time_skips_is_said_and_the_picker_stays(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, ChooseTime(pair.id, KIND, "20270328", 150, anyway=False))
    assert alerts(scene, SkippedHour())
    await scene.taps(ANNA, WriteTime(pair.id, KIND, "20270328"))
    await scene.says(ANNA, "2h30")
    assert await scene.last(ANNA) == SkippedHour()
    await scene.says(ANNA, "3h30")
    asked = await scene.last(ANNA)

    assert isinstance(asked, WhichPlace)
    assert asked.starts_at == at(2027, 3, 28, 1, 30)


async def test_of_an_hour_that_comes_twice_it_is_the_first_and_that_is_said(scene: Scene, pair: Pair) -> None:
    scene.clock.advance_to(at(2027, 10, 1, 9))
    session = await plan(scene, pair, ANNA, day="20271031", minute=150)

    assert session.starts_at == at(2027, 10, 31, 0, 30)
    assert "twice" in scene.edits()[0]


@pytest.mark.parametrize(("day", "minute"), [("20261124", 9 * 60), ("20261123", 1080)])
async def test_a_moment_that_has_passed_is_not_planned(scene: Scene, pair: Pair, day: str, minute: int) -> None:
    await scene.taps(ANNA, ChooseTime(pair.id, KIND, day, minute, anyway=False))
    assert alerts(scene, PastTime())
    await scene.taps(ANNA, ChoosePlace(pair.id, KIND, day, minute, Place.CALL))
    assert alerts(scene, PastTime())

    assert await sessions(scene, pair) == []


# -- place ------------------------------------------------------------------------------------------------------------
async def test_an_address_is_written_in_one_line(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, ChoosePlace(pair.id, KIND, DAY, MINUTE, Place.IN_PERSON))
    where = WhereExactly(
        aim=aim_of(pair.id, KIND), day=at(2026, 11, 26, 0).date(), minute=MINUTE, place=Place.IN_PERSON
    )
    assert shows(scene, where)
    await scene.says(ANNA, "x" * 4000)
    assert await scene.last(ANNA) == TextTooLong()
    await scene.says(ANNA, "Rue Haute 5\n1000 Bruxelles <b>")

    (session,) = await sessions(scene, pair)
    assert session.open(scene.database.vault, "where") == "Rue Haute 5 1000 Bruxelles <b>"
    (news,) = await said(scene, BRAM, SessionSuggested)
    assert "Rue Haute 5 1000 Bruxelles &lt;b&gt;" in scene.rendered(news).text
    assert await relays(scene, BRAM) == []


async def test_a_link_has_to_be_one(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, ChoosePlace(pair.id, KIND, DAY, MINUTE, Place.ONLINE))
    await scene.says(ANNA, "call me")
    assert await scene.last(ANNA) == NotALink()
    await scene.says(ANNA, "https://meet.example.org/x")

    (session,) = await sessions(scene, pair)
    assert session.open(scene.database.vault, "where") == "https://meet.example.org/x"


async def test_the_place_can_be_settled_later_and_the_same_place_is_one_tap(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, ChoosePlace(pair.id, KIND, DAY, MINUTE, Place.IN_PERSON))
    await scene.taps(ANNA, WithoutAddress(pair.id, KIND, DAY, MINUTE, Place.IN_PERSON))
    (first,) = await sessions(scene, pair)
    assert (first.place, first.where_sealed) == (Place.IN_PERSON, None)
    await scene.says(ANNA, "bonjour")
    assert len(await relays(scene, BRAM)) == 1

    await scene.taps(BRAM, ChoosePlace(pair.id, KIND, "20261127", MINUTE, Place.IN_PERSON))
    await scene.says(BRAM, "Rue Haute 5")
    await scene.taps(BRAM, ChooseTime(pair.id, KIND, "20261128", MINUTE, anyway=False))
    assert "Rue Haute 5" in scene.edits()[0]
    await scene.taps(BRAM, SamePlace(pair.id, KIND, "20261128", MINUTE))
    third = (await sessions(scene, pair))[-1]
    assert third.open(scene.database.vault, "where") == "Rue Haute 5"


async def test_without_a_last_place_there_is_none_to_take(scene: Scene, pair: Pair) -> None:
    await scene.taps(ANNA, SamePlace(pair.id, KIND, DAY, MINUTE))

    assert alerts(scene, OutOfDate())


async def test_the_last_tap_twice_is_one_meeting_with_one_message(scene: Scene, pair: Pair) -> None:
    await plan(scene, pair, ANNA)
    await scene.taps(ANNA, ChoosePlace(pair.id, KIND, DAY, MINUTE, Place.CALL))

    assert len(await sessions(scene, pair)) == 1
    assert len(await said(scene, BRAM, SessionSuggested)) == 1


@pytest.mark.parametrize("kind", [SessionKind.MIDTERM, SessionKind.CLOSING])
async def test_the_kind_of_meeting_travels_along(scene: Scene, pair: Pair, kind: SessionKind) -> None:
    assert (await plan(scene, pair, ANNA, kind=kind)).kind == kind


# -- overlaps ---------------------------------------------------------------------------------------------------------
async def test_a_mentor_is_told_of_another_meeting_before_it_is_saved(scene: Scene, pair: Pair) -> None:
    other = await make_pair(scene, OMAR, BRAM, names=("Omar", "Bram"))
    await in_english(scene)
    await plan(scene, other, BRAM, minute=MINUTE - 30)
    await scene.taps(BRAM, ChooseTime(pair.id, KIND, DAY, MINUTE, anyway=False))

    day, moment = at(2026, 11, 26, 0).date(), at(2026, 11, 26, 16, 30)
    overlap = Overlap(aim=aim_of(pair.id, KIND), day=day, minute=MINUTE, at=moment, name="Omar", reader=Role.MENTOR)
    assert shows(scene, overlap)
    assert await sessions(scene, pair) == []
    await scene.taps(BRAM, ChooseTime(pair.id, KIND, DAY, MINUTE, anyway=True))
    await scene.taps(BRAM, ChoosePlace(pair.id, KIND, DAY, MINUTE, Place.CALL))
    assert len(await sessions(scene, pair)) == 1


async def test_a_seeker_hears_that_the_mentor_is_taken_but_not_by_whom(scene: Scene, pair: Pair) -> None:
    other = await make_pair(scene, OMAR, BRAM, names=("Omar", "Bram"))
    await in_english(scene)
    await plan(scene, other, BRAM, minute=MINUTE + 59)
    await scene.taps(ANNA, ChooseTime(pair.id, KIND, DAY, MINUTE, anyway=False))
    assert len(scene.edits()) == 1
    assert "Omar" not in scene.edits()[0]
    assert "already has something" in scene.edits()[0]

    await plan(scene, pair, ANNA)
    (news,) = await said(scene, BRAM, SessionSuggested)
    assert (news.clash, news.clash_name) == (at(2026, 11, 26, 17, 59), "Omar"), "the mentor may know"


@pytest.mark.parametrize(("minute", "taken"), [(MINUTE - 60, False), (MINUTE - 59, True), (MINUTE + 60, False)])
async def test_meetings_that_touch_do_not_overlap(scene: Scene, pair: Pair, minute: int, taken: bool) -> None:
    other = await make_pair(scene, OMAR, BRAM, names=("Omar", "Bram"))
    await in_english(scene)
    await plan(scene, other, BRAM, minute=minute)
    await scene.taps(BRAM, ChooseTime(pair.id, KIND, DAY, MINUTE, anyway=False))

    assert ("Omar" in scene.edits()[0]) is taken


async def test_the_team_of_another_organisation_does_not_hear_the_other_name(scene: Scene, pair: Pair) -> None:
    lena = await team(scene)
    elsewhere = await make_organisation(scene, "FMDO")
    other = await make_pair(scene, OMAR, BRAM, names=("Omar", "Bram"))
    await in_english(scene)
    await plan(scene, other, BRAM)
    await scene.taps(lena.user, ChooseTime(pair.id, KIND, DAY, MINUTE, anyway=False))
    assert "Omar" in scene.edits()[0], "the duo of her own organisation"
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, other.id)
        assert duo is not None
        duo.organisation_id = elsewhere
    await scene.taps(lena.user, ChooseTime(pair.id, KIND, DAY, MINUTE, anyway=False))

    assert len(scene.edits()) == 1
    assert "Omar" not in scene.edits()[0]


async def test_a_meeting_that_is_moved_does_not_overlap_with_itself(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, BRAM)
    await scene.taps(BRAM, MoveSession(session.id, 0))
    await scene.taps(BRAM, ChooseTime(session.id, "time-0", DAY, MINUTE + 30, anyway=False))

    assert (await session_of(scene, session.id)).starts_at == at(2026, 11, 26, 17, 30)


# -- the team ---------------------------------------------------------------------------------------------------------
async def test_the_team_plans_a_first_meeting_and_comes_along(scene: Scene) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    lena = await team(scene)
    await scene.taps(lena.user, PlanSession(pair.id, SessionKind.FIRST))
    question = await scene.last(lena.user)
    assert isinstance(question, WhichDay)
    assert question.name == "Anna + Bram"
    await scene.taps(lena.user, ChooseTime(pair.id, "first", DAY, MINUTE, anyway=False))
    asked = WithTheTeam(aim=aim_of(pair.id, SessionKind.FIRST), day=at(2026, 11, 26, 0).date(), minute=MINUTE)
    assert shows(scene, asked)
    await scene.taps(lena.user, ChooseTime(pair.id, "first-team", DAY, MINUTE, anyway=True))
    await scene.taps(lena.user, ChoosePlace(pair.id, "first-team", DAY, MINUTE, Place.CALL))

    (session,) = await sessions(scene, pair)
    assert (session.kind, session.with_team) == (SessionKind.FIRST, True)
    own = await side_of(scene, session.id, lena.user)
    assert (own.role, own.coming, own.thread_id) == (Role.COORDINATOR, Answer.YES, None)
    for user in (ANNA, BRAM):
        assert (await side_of(scene, session.id, user)).coming == Answer.OPEN
        (news,) = await said(scene, user, SessionSuggested)
        assert (news.by, news.by_team, news.facts.team) == ("Lena", True, "Lena")
    assert isinstance(await scene.last(lena.user), SessionCard)

    await confirm(scene, ANNA, session)
    assert (await session_of(scene, session.id)).state == SessionState.PLANNED, "Bram has not answered"
    assert (await confirm(scene, BRAM, session)).state == SessionState.CONFIRMED
    for user in (ANNA, BRAM, lena.user):
        assert len(await said(scene, user, SessionConfirmed)) == 1


async def test_the_team_plans_for_the_two_and_hears_that_they_come(scene: Scene) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    lena = await team(scene)
    session = await plan(scene, pair, lena.user, kind=SessionKind.FIRST)
    for user in (ANNA, BRAM):
        await confirm(scene, user, session)

    (news,) = await said(scene, lena.user, SessionConfirmed)
    assert (news.by, news.facts.name) == ("Bram", "Anna + Bram")
    assert await said(scene, lena.user, SessionCard) == [], "she does not come along"


async def test_the_two_plan_their_first_meeting_without_being_asked_about_the_team(scene: Scene) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await in_english(scene)
    await scene.taps(BRAM, ChooseTime(pair.id, "first", DAY, MINUTE, anyway=False))
    assert "Where do you meet" in scene.edits()[0]
    await scene.taps(BRAM, ChoosePlace(pair.id, "first-team", DAY, MINUTE, Place.CALL))

    (session,) = await sessions(scene, pair)
    assert not session.with_team, "only the team says that it comes along"


async def test_once_a_first_meeting_is_planned_the_next_is_a_regular_one(scene: Scene) -> None:
    pair = await make_pair(scene)
    await in_english(scene)
    await plan(scene, pair, ANNA)
    await plan(scene, pair, ANNA, day="20261127", kind=SessionKind.FIRST)

    assert [session.kind for session in await sessions(scene, pair)] == [SessionKind.FIRST, SessionKind.REGULAR]


# -- who may ----------------------------------------------------------------------------------------------------------
async def _stranger(scene: Scene) -> int:
    await make_pair(scene, OMAR, 777)
    await in_english(scene)
    return OMAR


async def _other_team(scene: Scene) -> int:
    place = await make_organisation(scene, "FMDO")
    return (await make_person(scene, 888, Role.COORDINATOR, organisation=place, language="en")).user


@pytest.mark.parametrize("who", [_stranger, _other_team])
@pytest.mark.parametrize(
    "tap_of",
    [
        lambda pair: PlanSession(pair.id, KIND),
        lambda pair: ShowDays(pair.id, KIND, 2),
        lambda pair: WriteDay(pair.id, KIND),
        lambda pair: ChooseDay(pair.id, KIND, DAY),
        lambda pair: WriteTime(pair.id, KIND, DAY),
        lambda pair: ChooseTime(pair.id, KIND, DAY, MINUTE, anyway=True),
        lambda pair: ChoosePlace(pair.id, KIND, DAY, MINUTE, Place.CALL),
        lambda pair: ChoosePlace(pair.id, KIND, DAY, MINUTE, Place.ONLINE),
        lambda pair: SamePlace(pair.id, KIND, DAY, MINUTE),
        lambda pair: WithoutAddress(pair.id, KIND, DAY, MINUTE, Place.ONLINE),
    ],
)
async def test_nobody_plans_for_a_duo_of_others(scene: Scene, pair: Pair, who, tap_of) -> None:
    user = await who(scene)
    await scene.taps(user, tap_of(pair))

    assert alerts(scene, NotHere())
    assert await sessions(scene, pair) == []


@pytest.mark.parametrize("way", ["", "x", "time-", "time-x", "place--1", "first-", "time-99999999999"])
async def test_a_forged_button_is_out_of_date(scene: Scene, pair: Pair, way: str) -> None:
    await scene.taps(ANNA, f"st:{pair.id}:{way}:{DAY}")
    assert alerts(scene, OutOfDate())
    await scene.taps(ANNA, f"st:{pair.id}:regular:20260230")
    assert alerts(scene, OutOfDate())
    await scene.taps(ANNA, f"sp:{pair.id}:regular:{DAY}:1440:0")
    assert alerts(scene, OutOfDate())


async def test_for_a_duo_that_has_ended_nothing_is_planned(scene: Scene, pair: Pair) -> None:
    session = await plan(scene, pair, ANNA)
    await end(scene, pair)
    await scene.taps(ANNA, PlanSession(pair.id, KIND))
    assert alerts(scene, OutOfDate())
    await scene.taps(BRAM, ConfirmSession(session.id, 0))
    assert alerts(scene, OutOfDate())

    assert (await side_of(scene, session.id, BRAM)).coming == Answer.OPEN


async def test_in_a_pause_the_two_can_still_plan(scene: Scene, pair: Pair) -> None:
    await set_state(scene, pair, DuoState.PAUSED)

    assert (await settled(scene, pair, ANNA, BRAM)).state == SessionState.CONFIRMED


# -- zones ------------------------------------------------------------------------------------------------------------
async def test_each_reads_the_meeting_in_their_own_time(scene: Scene, pair: Pair) -> None:
    person = await person_of(scene, BRAM)
    async with scene.database.write() as store:
        bram = await store.session.get(Person, person.id)
        assert bram is not None
        bram.time_zone = "America/New_York"
    await scene.taps(ANNA, ChooseDay(pair.id, KIND, DAY))
    assert "in your own time" in scene.edits()[0]
    session = await plan(scene, pair, ANNA)
    assert (session.local_start, session.time_zone) == ("2026-11-26T18:00", "Europe/Brussels")
    (news,) = await said(scene, BRAM, SessionSuggested)
    assert news.facts.other_zone == "Europe/Brussels"

    await scene.taps(BRAM, ChooseTime(session.id, "time-0", DAY, 13 * 60, anyway=False))
    moved = await session_of(scene, session.id)
    assert (moved.local_start, moved.time_zone) == ("2026-11-26T13:00", "America/New_York")
    assert moved.starts_at == at(2026, 11, 26, 18)
