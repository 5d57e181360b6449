"""The team at an alert: takes it, writes down contacts, snoozes, settles; two at once, old buttons, strangers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from mentoring.desk.groups import DuoGroup
from mentoring.endings.pausing import resume_due
from mentoring.messages.alerts import NoteWanted
from mentoring.messages.duos import DuoFacts
from mentoring.messages.system import WritePlease
from mentoring.signals.probes import seen
from mentoring.signals.reasons import Kind, Reason
from mentoring.taps import Tap
from mentoring.taps_alerts import (
    LeaveNote,
    MeetElsewhere,
    MoreOfDuo,
    NoteCall,
    NoteContact,
    OpenAlert,
    Reached,
    SettleAlert,
    ShowDeeds,
    SnoozeAlert,
    TakeAlert,
)
from mentoring.taps_duos import DuoCard, ShowDuos
from mentoring.taps_endings import DoHandOver, EndFor, FinishAs, PauseUntil
from storage.tables import Alert, Duo, DuoEvent, TeamDeed
from storage.words import AlertState, Deed, DuoState, EndReason, Level, Noticed, Outcome, Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import ANNA, BRAM, LENA, Pair, make_pair

TOM, EVE = 505, 909  # a colleague; a lead of another organisation
DAY = timedelta(days=1)
SILENCE = Reason(Kind.SILENCE, Role.SEEKER, date(2026, 11, 3), {"days": 21})
UNANSWERED = Reason(Kind.UNANSWERED, Role.SEEKER, date(2026, 11, 9), {"times": 2, "usual": 80})


@pytest.fixture
async def lena(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.COORDINATOR, language="en", name="Lena")


@pytest.fixture
async def tom(scene: Scene) -> Made:
    return await make_person(scene, TOM, Role.COORDINATOR, language="en", name="Tom")


@pytest.fixture
async def pair(scene: Scene, lena: Made, tom: Made) -> Pair:
    return await make_pair(scene, names=("Anna", "Bram"))


@pytest.fixture
async def alert(scene: Scene, pair: Pair) -> int:
    return await alarm(scene, pair)


async def alarm(scene: Scene, pair: Pair, level: Level = Level.AT_RISK) -> int:
    """An open alert about the duo, as a review leaves it; returns its id."""
    now = scene.clock.now()
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        duo.level, duo.level_since = level, now
        row = Alert(
            duo_id=duo.id,
            organisation_id=duo.organisation_id,
            level=level,
            reasons=[SILENCE.to_json(), UNANSWERED.to_json()],
            opened_at=now,
            next_at=now + 2 * DAY,
        )
        store.session.add(row)
        return row.id


async def all_of(scene: Scene, table: type) -> list[Any]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(table).order_by(table.id))).scalars().all())


async def the_alert(scene: Scene) -> Alert:
    (alert,) = await all_of(scene, Alert)
    return alert  # type: ignore[no-any-return]


async def the_duo(scene: Scene) -> Duo:
    (duo,) = await all_of(scene, Duo)
    return duo  # type: ignore[no-any-return]


async def now_seen(scene: Scene) -> int:
    return seen(await the_alert(scene))


async def deeds(scene: Scene) -> list[tuple[Deed, str | None]]:
    rows = await all_of(scene, TeamDeed)
    return [(Deed(row.deed), row.open(scene.database.vault, "note")) for row in rows]


async def taken_by(scene: Scene, who: int, alert: int) -> None:
    await scene.taps(who, TakeAlert(alert, await now_seen(scene)))


def labels(scene: Scene, card: DuoFacts) -> list[list[str]]:
    return [[button.text for button in row] for row in scene.rendered(card).buttons]


async def card(scene: Scene, user: int = LENA) -> DuoFacts:
    async with scene.database.read() as store:
        duo = (await store.session.execute(select(Duo))).scalars().one()
    await scene.taps(user, DuoCard(duo.id))
    shown = await scene.last(user)
    assert isinstance(shown, DuoFacts)
    return shown


# -- the card ----------------------------------------------------------------------------------------------------------
async def test_the_card_says_why_what_was_tried_and_what_could_be_done_next(
    scene: Scene, pair: Pair, alert: int
) -> None:
    await scene.taps(LENA, OpenAlert(alert))
    shown = await scene.last(LENA)
    assert isinstance(shown, DuoFacts)
    text = scene.rendered(shown).text
    for words in (
        "<b>At risk</b> since Tuesday 24 November",
        "• No sign of Anna for 21 days, since Tuesday 3 November",
        "• Anna: 2 weekly questions in a row unanswered since Monday 9 November (usually 80 % answered)",
        "Idea: call Anna.",
        "Nobody has taken this yet.",
    ):
        assert words in text
    assert labels(scene, shown)[0] == ["Take it", "Note a contact"]
    assert len(labels(scene, shown)) <= 6


async def test_what_is_done_less_often_is_behind_more(scene: Scene, pair: Pair, alert: int) -> None:
    await scene.taps(LENA, MoreOfDuo(pair.id, DuoGroup.AT_RISK, 0, ""))
    assert "At risk" in scene.edits()[0]
    more = await card(scene)
    rows = labels(scene, DuoFacts(**{name: getattr(more, name) for name in more.__dataclass_fields__} | {"more": True}))
    flat = [label for row in rows for label in row]
    for label in (
        "Quiet for 3 days",
        "Quiet for 7 days",
        "They meet elsewhere",
        "All is well",
        "Pause",
        "New mentor",
        "End or hand over",
    ):
        assert label in flat


async def test_a_duo_that_goes_well_offers_a_note_first(scene: Scene, pair: Pair) -> None:
    shown = await card(scene)
    assert labels(scene, shown)[0] == ["Note a contact", "Plan a meeting"]
    assert "since" not in str(shown.signs)


# -- taking ------------------------------------------------------------------------------------------------------------
async def test_who_takes_it_is_named_to_the_others_and_nobody_else_is_told(
    scene: Scene, lena: Made, pair: Pair, alert: int
) -> None:
    await scene.taps(LENA, TakeAlert(alert, await now_seen(scene)))
    assert "You look after this since Tuesday 24 November" in scene.edits()[0]
    row = await the_alert(scene)
    assert (row.state, row.taken_by, row.next_at) == (AlertState.TAKEN, lena.membership_id, None)
    shown = await card(scene, TOM)
    assert "Lena looks after this since Tuesday 24 November" in scene.rendered(shown).text
    assert labels(scene, shown)[0] == ["Note a contact", "Take over"]
    assert await deeds(scene) == [(Deed.TOOK, None)]


async def test_two_coordinators_at_once_the_second_sees_who_was_first_and_may_take_over(
    scene: Scene, tom: Made, lena: Made, pair: Pair, alert: int
) -> None:
    both = TakeAlert(alert, await now_seen(scene))
    await scene.taps(LENA, both)
    await scene.taps(TOM, both)
    (shown,) = scene.edits()
    assert "A colleague has just changed something here" in shown
    assert "Lena looks after this since" in shown
    assert (await the_alert(scene)).taken_by == lena.membership_id
    await scene.taps(TOM, TakeAlert(alert, await now_seen(scene)))
    assert "You look after this" in scene.edits()[0]
    assert (await the_alert(scene)).taken_by == tom.membership_id
    assert [deed for deed, _ in await deeds(scene)] == [Deed.TOOK, Deed.TOOK]


async def test_a_second_tap_of_the_same_person_changes_nothing(scene: Scene, pair: Pair, alert: int) -> None:
    tap = TakeAlert(alert, await now_seen(scene))
    for _ in range(2):
        await scene.taps(LENA, tap)
    assert "A colleague" not in scene.edits()[0]
    assert len(await deeds(scene)) == 1


@pytest.mark.parametrize("deed", [SnoozeAlert, SettleAlert])
async def test_nothing_is_snoozed_or_settled_over_the_head_of_who_was_quicker(
    scene: Scene, pair: Pair, alert: int, deed: type[Tap]
) -> None:
    was = await now_seen(scene)
    await taken_by(scene, LENA, alert)
    await scene.taps(TOM, SnoozeAlert(alert, 7, was) if deed is SnoozeAlert else SettleAlert(alert, was))
    assert "Lena looks after this" in scene.edits()[0]
    assert (await the_alert(scene)).state == AlertState.TAKEN


# -- notes -------------------------------------------------------------------------------------------------------------
async def test_a_note_is_kept_sealed_and_shown_to_the_team(scene: Scene, lena: Made, pair: Pair, alert: int) -> None:
    await scene.taps(LENA, NoteContact(pair.id))
    await scene.says(LENA, "  Talked to Anna.\nShe <moves>, back in a week.  ")
    shown = await scene.last(LENA)
    assert isinstance(shown, DuoFacts)
    assert "Lena: note\n<i>Talked to Anna. She &lt;moves&gt;, back in a week.</i>" in scene.rendered(shown).text
    assert await deeds(scene) == [(Deed.NOTED, "Talked to Anna.\nShe <moves>, back in a week.")]
    (row,) = await all_of(scene, TeamDeed)
    assert row.alert_id == alert
    assert b"Anna" not in row.note_sealed
    assert (await the_alert(scene)).taken_by == lena.membership_id  # who calls looks after it
    await scene.says(LENA, "no note any more")
    assert len(await deeds(scene)) == 1


@pytest.mark.parametrize(("how", "deed"), [(Reached.TALKED, Deed.CALLED), (Reached.NO_ANSWER, Deed.NO_ANSWER)])
async def test_a_call_is_noted_with_one_tap_and_once(scene: Scene, pair: Pair, how: Reached, deed: Deed) -> None:
    await scene.taps(LENA, NoteContact(pair.id))
    tap = NoteCall(pair.id, how, int(scene.clock.now().timestamp()))
    for _ in range(2):
        await scene.taps(LENA, tap)
    assert await deeds(scene) == [(deed, None)]
    await scene.says(LENA, "this is no note")
    assert len(await deeds(scene)) == 1
    scene.advance(DAY)
    again = NoteCall(pair.id, how, int(scene.clock.now().timestamp()))
    await scene.taps(TOM, again)
    await scene.taps(LENA, again)
    assert len(await deeds(scene)) == 3


async def test_a_note_of_ten_thousand_characters_gets_a_clear_word_and_nothing_is_lost(
    scene: Scene, pair: Pair, alert: int
) -> None:
    await scene.taps(LENA, NoteContact(pair.id))
    before = len(await scene.messages(LENA))
    for part in ("x" * 4096, "x" * 4096, "x" * 500):  # how a phone sends it
        await scene.says(LENA, part)
    (asked,) = (await scene.messages(LENA))[before:]
    assert isinstance(asked, NoteWanted)
    assert "4096 characters" in scene.rendered(asked).text
    assert "1000" in scene.rendered(asked).text
    assert await deeds(scene) == []
    scene.advance(timedelta(minutes=1))
    await scene.says(LENA, "x" * 10_000)
    assert (await scene.last(LENA)).length == 10_000  # type: ignore[attr-defined]
    scene.advance(timedelta(minutes=1))
    await scene.says(LENA, "y" * 1000)
    assert await deeds(scene) == [(Deed.NOTED, "y" * 1000)]


async def test_a_note_can_be_left_by_a_button_and_commands_are_no_notes(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, NoteContact(pair.id))
    await scene.says(
        LENA,
        sticker={
            "file_id": "a",
            "file_unique_id": "b",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        },
    )
    assert isinstance(await scene.last(LENA), WritePlease)
    await scene.says(LENA, "/duos")
    await scene.taps(LENA, LeaveNote(pair.id))
    await scene.says(LENA, "no note")
    assert await deeds(scene) == []


async def test_a_note_about_a_duo_that_has_ended_meanwhile_is_kept(scene: Scene, pair: Pair) -> None:
    await scene.taps(LENA, NoteContact(pair.id))
    await scene.taps(TOM, EndFor(pair.id, EndReason.OTHER))
    await scene.says(LENA, "Both are fine with it")
    assert (Deed.NOTED, "Both are fine with it") in await deeds(scene)
    await scene.taps(LENA, NoteContact(pair.id))
    assert "Ended" in scene.edits()[0]


async def test_all_notes_are_on_pages_in_full_length(scene: Scene, pair: Pair) -> None:
    for number in range(7):
        await scene.taps(LENA, NoteContact(pair.id))
        await scene.says(LENA, f"{number} " + "z" * 990)
    for page, numbers in ((0, (6, 5, 4)), (2, (0,)), (99, (0,))):
        await scene.taps(LENA, ShowDeeds(pair.id, page))
        (text,) = scene.edits()
        assert [number for number in range(9, -1, -1) if f"<i>{number} z" in text] == list(numbers)
        assert text.count("z") == 990 * len(numbers) + text.count("z", 0, text.index("<i>"))
        assert len(text) <= 4096


# -- snoozing ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "until"), [(3, "Friday 27 November"), (7, "Tuesday 1 December")])
async def test_a_snooze_lasts_until_the_morning_of_that_day(
    scene: Scene, pair: Pair, alert: int, days: int, until: str
) -> None:
    await scene.taps(LENA, SnoozeAlert(alert, days, await now_seen(scene)))
    assert f"Quiet until {until}" in scene.edits()[0]
    row = await the_alert(scene)
    assert row.state == AlertState.SNOOZED
    assert row.next_at is not None
    assert timedelta(days=days - 1) < row.next_at - scene.clock.now() < timedelta(days=days)
    assert await deeds(scene) == [(Deed.SNOOZED, None)]


@pytest.mark.parametrize("data", ["xz:{}:0:{}", "xz:{}:-3:{}", "xz:{}:400:{}", "xz:{}:99999999999999:{}"])
async def test_nobody_snoozes_into_the_past_or_for_ever(scene: Scene, pair: Pair, alert: int, data: str) -> None:
    await scene.taps(LENA, data.format(alert, await now_seen(scene)))
    assert (await the_alert(scene)).state == AlertState.OPEN
    assert await deeds(scene) == []


# -- settling ----------------------------------------------------------------------------------------------------------
async def test_all_is_well_settles_it_at_once(scene: Scene, lena: Made, pair: Pair, alert: int) -> None:
    await scene.taps(LENA, SettleAlert(alert, await now_seen(scene)))
    (text,) = scene.edits()
    assert "At risk" not in text
    assert "Lena: all is well" in text
    row = await the_alert(scene)
    assert (row.state, row.taken_by, row.by_itself) == (AlertState.RESOLVED, lena.membership_id, False)
    assert (await the_duo(scene)).level == Level.WELL
    assert [event.kind for event in await all_of(scene, DuoEvent)] == [Noticed.CLEARED]
    assert await deeds(scene) == [(Deed.RESOLVED, None)]


async def test_buttons_that_are_months_old_say_how_it_stands_and_change_nothing(
    scene: Scene, pair: Pair, alert: int
) -> None:
    was = await now_seen(scene)
    old: list[Tap] = [TakeAlert(alert, was), SnoozeAlert(alert, 3, was), SettleAlert(alert, was)]
    await scene.taps(LENA, SettleAlert(alert, was))
    scene.advance(90 * DAY)
    newer = await alarm(scene, pair)
    for tap in old:
        await scene.taps(TOM, tap)
        assert "At risk" in scene.edits()[0]
        assert "A colleague has just" not in scene.edits()[0]
    rows = {row.id: row.state for row in await all_of(scene, Alert)}
    assert rows == {alert: AlertState.RESOLVED, newer: AlertState.OPEN}
    assert len(await deeds(scene)) == 1


async def test_buttons_of_a_duo_that_is_over_show_its_card(scene: Scene, pair: Pair, alert: int) -> None:
    was = await now_seen(scene)
    await scene.taps(LENA, EndFor(pair.id, EndReason.SILENCE))
    events = len(await all_of(scene, DuoEvent))
    for tap in (
        *(TakeAlert(alert, was), SnoozeAlert(alert, 3, was), SettleAlert(alert, was), MeetElsewhere(pair.id, True)),
        *(NoteContact(pair.id), NoteCall(pair.id, Reached.TALKED, int(scene.clock.now().timestamp()))),
        EndFor(pair.id, EndReason.OTHER),
    ):
        await scene.taps(LENA, tap)
        assert "Reason:" in scene.edits()[0], tap
    assert [deed for deed, _ in await deeds(scene)] == [Deed.ENDED]
    assert len(await all_of(scene, DuoEvent)) == events


# -- elsewhere ---------------------------------------------------------------------------------------------------------
async def test_they_meet_elsewhere_is_noted_once_and_can_be_taken_back(scene: Scene, pair: Pair, alert: int) -> None:
    for _ in range(2):
        await scene.taps(LENA, MeetElsewhere(pair.id, True))
    (text,) = scene.edits()
    assert "They meet elsewhere: silence does not count until" in text
    assert [event.kind for event in await all_of(scene, DuoEvent)] == [Noticed.ELSEWHERE]
    row = await the_alert(scene)
    assert (row.state, row.by_itself) == (AlertState.RESOLVED, False)  # nothing but silence was left
    await scene.taps(TOM, MeetElsewhere(pair.id, False))
    assert "They meet elsewhere:" not in scene.edits()[0]
    assert await all_of(scene, DuoEvent) == []
    assert [deed for deed, _ in await deeds(scene)] == [Deed.ELSEWHERE, Deed.NOT_ELSEWHERE]


# -- endings settle ----------------------------------------------------------------------------------------------------
async def _hand_over(scene: Scene, pair: Pair) -> Tap:
    other = await make_person(scene, 777, Role.MENTOR, name="Els", capacity=2)
    return DoHandOver(pair.id, other.membership_id)


@pytest.mark.parametrize("way", ["pause", "end", "finish", "hand over"])
async def test_a_duo_that_rests_or_ends_is_well_and_no_alert_stays_open(
    scene: Scene, lena: Made, pair: Pair, alert: int, way: str
) -> None:
    taps: dict[str, Tap] = {
        "pause": PauseUntil(pair.id, "20261215", 0),
        "end": EndFor(pair.id, EndReason.SILENCE),
        "finish": FinishAs(pair.id, Outcome.WORK),
        "hand over": await _hand_over(scene, pair),
    }
    deed = {"pause": Deed.PAUSED, "hand over": Deed.HANDED_OVER}.get(way, Deed.ENDED)
    await scene.taps(LENA, taps[way])
    row = await the_alert(scene)
    assert (row.state, row.by_itself, row.taken_by) == (AlertState.RESOLVED, False, lena.membership_id)
    duo = next(one for one in await all_of(scene, Duo) if one.id == pair.id)
    assert duo.level == Level.WELL
    (done,) = await all_of(scene, TeamDeed)
    assert (done.deed, done.alert_id) == (deed, alert)


async def test_after_a_pause_the_same_alert_does_not_come_back(scene: Scene, pair: Pair, alert: int) -> None:
    await scene.taps(LENA, PauseUntil(pair.id, "20261208", 0))
    scene.advance(20 * DAY)
    async with scene.database.write() as store:
        await resume_due(scene.work(store, "job:resume"))
    duo = await the_duo(scene)
    assert (duo.state, duo.level) == (DuoState.ACTIVE, Level.WELL)


# -- the list ----------------------------------------------------------------------------------------------------------
async def test_the_list_tells_the_level_and_has_a_group_for_each(scene: Scene, lena: Made, pair: Pair) -> None:
    await make_pair(scene, 511, 611, names=("Omar", "Eva"))
    await alarm(scene, pair)
    await scene.says(LENA, "/duos")
    text = scene.rendered(await scene.last(LENA)).text
    assert "<b>At risk</b> · " in text
    assert text.count("<b>At risk</b>") == 1
    for group, names in ((DuoGroup.AT_RISK, "Anna"), (DuoGroup.URGENT, "None at the moment")):
        await scene.taps(LENA, ShowDuos(lena.organisation_id, group, 0, ""))
        assert names in scene.edits()[0]
        assert "Omar" not in scene.edits()[0]
    await scene.taps(LENA, f"dg:{lena.organisation_id}")
    assert "At risk: 1" in scene.edits()[0]
    assert "Watch: 0" in scene.edits()[0]


async def test_an_open_alert_keeps_the_duo_at_its_level_in_lists_and_sums_as_on_the_card(
    scene: Scene, lena: Made, pair: Pair
) -> None:
    await alarm(scene, pair, Level.URGENT)
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, pair.id)
        assert duo is not None
        duo.level = Level.WATCH  # better since: a better face came after the lowest
    assert "<b>Urgent</b> since" in scene.rendered(await card(scene)).text
    await scene.says(LENA, "/duos")
    assert "<b>Urgent</b> · " in scene.rendered(await scene.last(LENA)).text
    for group, names in ((DuoGroup.URGENT, "Anna"), (DuoGroup.WATCH, "None at the moment")):
        await scene.taps(LENA, ShowDuos(lena.organisation_id, group, 0, ""))
        assert names in scene.edits()[0]
    await scene.taps(LENA, f"dg:{lena.organisation_id}")
    assert "Urgent: 1" in scene.edits()[0]
    assert "Watch: 0" in scene.edits()[0]
    await scene.says(LENA, "/today")
    text = scene.rendered(await scene.last(LENA)).text
    assert text.count("Urgent: 1") == 2  # the list, and the sum below it
    assert "Watch" not in text


# -- walls -------------------------------------------------------------------------------------------------------------
async def test_nobody_of_another_organisation_sees_or_does_anything(scene: Scene, pair: Pair, alert: int) -> None:
    await make_person(scene, EVE, Role.LEAD, name="Eve", organisation=await make_organisation(scene, "Samen Sterk"))
    was = await now_seen(scene)
    now = int(scene.clock.now().timestamp())
    for user in (EVE, ANNA, BRAM):
        before = len(await scene.messages(user))
        for tap in (
            *(OpenAlert(alert), TakeAlert(alert, was), SnoozeAlert(alert, 3, was), SettleAlert(alert, was)),
            *(NoteContact(pair.id), NoteCall(pair.id, Reached.TALKED, now), LeaveNote(pair.id)),
            *(MeetElsewhere(pair.id, True), ShowDeeds(pair.id, 0), MoreOfDuo(pair.id, DuoGroup.ALL, 0, "")),
            OpenAlert(1),
        ):
            await scene.taps(user, tap)
            assert not any("Anna" in text for text in (*scene.edits(), *scene.toasts())), tap
        assert not any(isinstance(said, DuoFacts) for said in (await scene.messages(user))[before:])
    assert (await the_alert(scene)).state == AlertState.OPEN
    assert await all_of(scene, TeamDeed) == []
    assert await all_of(scene, DuoEvent) == []
