"""/today: the morning as it stands now, for whoever asks and for the whole team."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, update

from mentoring.actor import load_actor
from mentoring.digest.now import whole_team
from mentoring.messages.morning import DigestNow, TeamNow
from mentoring.signals.reasons import Kind, Reason
from mentoring.taps_alerts import OpenAlert
from mentoring.taps_duos import ShowDuos
from mentoring.taps_morning import Today, WholeTeam
from storage.tables import Absence, Alert, Duo
from storage.words import AlertState, DuoState, Level, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

LENA, ELS, AMINA, JAN = 901, 902, 501, 601


@pytest.fixture
async def lena(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.COORDINATOR, name="Lena", language="nl")


async def duo_of(scene: Scene, keeper: Made | None, number: int = 0, organisation: int | None = None) -> int:
    seeker = await make_person(scene, AMINA + number, name=f"Amina{number}", organisation=organisation)
    mentor = await make_person(scene, JAN + number, Role.MENTOR, name=f"Jan{number}", organisation=organisation)
    return await make_duo(scene, seeker, mentor, coordinator=keeper)


async def alert(scene: Scene, duo_id: int, level: Level = Level.AT_RISK, **fields: Any) -> int:
    reason = Reason(Kind.SILENCE, Role.SEEKER, date(2026, 11, 8), {"days": 16})
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        duo.level = level
        values = {"opened_at": scene.clock.now(), "reasons": [reason.to_json()], **fields}
        row = Alert(duo_id=duo_id, organisation_id=duo.organisation_id, level=level, **values)
        store.session.add(row)
        return row.id


async def now_of(scene: Scene, user: int) -> DigestNow:
    await scene.says(user, "/today")
    shown = await scene.last(user)
    assert isinstance(shown, DigestNow)
    return shown


async def test_today_says_that_all_is_well_where_nothing_waits(scene: Scene, lena: Made) -> None:
    await duo_of(scene, lena)
    shown = await now_of(scene, LENA)
    text = scene.rendered(shown).text
    assert "All is well" in text
    assert "1 duo" in text


async def test_a_duo_that_rests_is_counted_as_paused_not_as_going_well(scene: Scene, lena: Made) -> None:
    for number, state in enumerate((DuoState.ACTIVE, DuoState.ACTIVE, DuoState.PAUSED)):
        duo_id = await duo_of(scene, lena, number)
        async with scene.database.write() as store:
            duo = await store.session.get(Duo, duo_id)
            assert duo is not None
            duo.state = state
    text = scene.rendered(await now_of(scene, LENA)).text
    assert "3 duos. Going well: 2 · Paused: 1" in text


async def test_what_is_snoozed_is_named_and_then_not_all_is_well(scene: Scene, lena: Made) -> None:
    later: dict[str, Any] = {"state": AlertState.SNOOZED, "next_at": scene.clock.now() + timedelta(days=3)}
    await alert(scene, await duo_of(scene, lena), Level.URGENT, **later)
    text = scene.rendered(await now_of(scene, LENA)).text
    assert "All is well" not in text
    assert "Nothing waits for you today." in text
    assert "• <b>Amina0</b> and <b>Jan0</b> (Urgent): until Friday 27 November" in text
    await scene.taps(LENA, WholeTeam(lena.organisation_id))
    (team,) = scene.edits()
    assert "Alles gaat goed" not in team
    assert "• <b>Amina0</b> en <b>Jan0</b> (Dringend): tot vrijdag 27 november" in team


async def test_a_duo_at_risk_whose_alert_was_settled_lately_is_not_well_either(scene: Scene, lena: Made) -> None:
    settled: dict[str, Any] = {"state": AlertState.RESOLVED, "resolved_at": scene.clock.now()}
    await alert(scene, await duo_of(scene, lena), **settled)
    text = scene.rendered(await now_of(scene, LENA)).text
    assert "All is well" not in text
    assert "At risk: 1" in text


async def test_today_is_empty_and_kind_without_any_duo(scene: Scene, lena: Made) -> None:
    assert lena
    assert "No duo is with you" in scene.rendered(await now_of(scene, LENA)).text


async def test_today_shows_the_reasons_and_one_tap_to_each_duo(scene: Scene, lena: Made) -> None:
    number = await alert(scene, await duo_of(scene, lena))
    rendered = scene.rendered(await now_of(scene, LENA))
    assert "No sign of Amina0 for 16 days, since Sunday 8 November" in rendered.text
    taps = [button.tap for row in rendered.buttons for button in row]
    assert OpenAlert(number) in taps
    assert WholeTeam(lena.organisation_id) in taps


async def test_today_before_half_past_eight_and_after_it_tells_the_same_good_news(scene: Scene, lena: Made) -> None:
    duo = await duo_of(scene, lena)
    async with scene.database.write() as store:
        closed = scene.clock.now() - timedelta(hours=20)  # yesterday afternoon
        own = update(Duo).where(col(Duo.id) == duo)
        await store.session.execute(own.values(state="completed", outcome="work", closed_at=closed))
    assert "well finished. In work" in scene.rendered(await now_of(scene, LENA)).text


async def test_only_the_team_may_ask(scene: Scene, lena: Made) -> None:
    await duo_of(scene, lena)
    await scene.says(AMINA, "/today")
    assert not isinstance(await scene.last(AMINA), DigestNow)
    await scene.taps(AMINA, Today(lena.organisation_id))
    await scene.taps(AMINA, WholeTeam(lena.organisation_id))
    assert scene.edits() == []


async def test_a_button_of_another_organisation_shows_nothing(scene: Scene, lena: Made) -> None:
    assert lena
    other = await make_organisation(scene, "Samen Sterk")
    for tap in (Today(other), WholeTeam(other), Today(1), WholeTeam(2**62)):
        await scene.taps(LENA, tap)
        assert scene.edits() == []
        assert scene.toasts()


async def test_an_old_button_shows_how_it_stands_now(scene: Scene, lena: Made) -> None:
    number = await alert(scene, await duo_of(scene, lena))
    await now_of(scene, LENA)
    scene.advance(timedelta(days=90))
    async with scene.database.write() as store:
        settled = update(Alert).where(col(Alert.id) == number)
        await store.session.execute(settled.values(state=AlertState.RESOLVED, resolved_at=scene.clock.now()))
    await scene.taps(LENA, Today(lena.organisation_id))
    (text,) = scene.edits()
    assert "16" not in text


async def test_the_whole_team_says_who_looks_after_what_also_for_who_is_away(scene: Scene, lena: Made) -> None:
    els = await make_person(scene, ELS, Role.LEAD, name="Els")
    await alert(scene, await duo_of(scene, lena))
    await duo_of(scene, els, 1)
    await scene.taps(LENA, WholeTeam(lena.organisation_id))
    (text,) = scene.edits()
    assert "Lena" in text
    assert "Els" in text
    async with scene.database.write() as store:
        days = {"first_day": "2026-11-24", "last_day": "2026-11-25"}
        store.session.add(Absence(membership_id=lena.membership_id, created_at=scene.clock.now(), **days))
    async with scene.database.write() as store:
        work = scene.work(store)
        actor = await load_actor(store, ELS)
        assert actor is not None
        shown = await whole_team(actor, work, els.organisation_id)
    assert isinstance(shown, TeamNow)
    assert [(one.name, one.duos, one.calls, one.is_away) for one in shown.keepers] == [
        ("Els", 2, 1, False),
        ("Lena", 0, 0, True),
    ]
    assert "Lena (away): 0 duos" in scene.rendered(shown).text


async def test_who_works_for_two_organisations_goes_from_one_desk_to_the_other(scene: Scene, lena: Made) -> None:
    other = await make_organisation(scene, "Samen Sterk")
    there = await make_person(scene, LENA, Role.COORDINATOR, organisation=other)
    await alert(scene, await duo_of(scene, there, 5, other))
    shown = await now_of(scene, LENA)
    assert shown.organisation == "Duo Dijle"
    assert shown.facts.alerts == ()
    taps = [button.tap for row in scene.rendered(shown).buttons for button in row]
    assert Today(other) in taps
    await scene.taps(LENA, Today(other))
    (text,) = scene.edits()
    assert "Samen Sterk" in text
    assert "Amina5" in text
    assert lena.organisation_id != other


async def test_what_is_folded_is_counted_and_one_tap_away(scene: Scene, lena: Made) -> None:
    for number in range(13):
        await alert(scene, await duo_of(scene, lena, number))
    rendered = scene.rendered(await now_of(scene, LENA))
    assert "At risk: 13" in rendered.text
    assert "and 3 more" in rendered.text
    lists = [b.tap for row in rendered.buttons for b in row if isinstance(b.tap, ShowDuos)]
    assert [tap.group for tap in lists] == ["r", "o"]
