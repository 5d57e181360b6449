"""Trying other thresholds: chosen by buttons, reckoned beside the chats, used by a lead."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.chore_table import CHORES
from bot.chores import Chores
from mentoring.chores import ComputingFailedError
from mentoring.messages.organisation_words import OrganisationChanged
from mentoring.messages.simulation import TrialPicture, TrialResult
from mentoring.organisation.numbers import Setting
from mentoring.simulation.figures import ENOUGH, Figures
from mentoring.simulation.playing import Answer, Found, Order, answer_payload, read_order
from mentoring.simulation.trials import TRIED, read, written
from mentoring.taps_simulation import RunTrial, ShowTrial, StopTrial, TryThresholds, TryValue, UseTrial
from mentoring.thresholds import DEFAULTS, thresholds_of
from storage.tables import Chore, Duo, Organisation
from storage.words import ChoreKind, ChoreState, DuoState, EndReason, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

LEAD, ANNA, SECOND = 11, 12, 13
PNG = "aGVsbG8="
SILENCE = TRIED.index(Setting.RISK_SILENCE) + 1
TEN = written(replace(DEFAULTS, risk_silence_days=10))


class Counter:
    """Plays nothing: what the other process reckons is tested on its own. Notes what it was asked for."""

    def __init__(self, *, draws: bool = True) -> None:
        self.orders: list[Order] = []
        self.draws = draws

    async def fetch(self, file_id: str, limit: int) -> bytes:
        raise AssertionError("not asked for")

    async def compute(self, module: str, payload: Any) -> Any:
        if module == "locales.pictures":
            if not self.draws:
                raise ComputingFailedError("no")
            return {"png": PNG}
        assert module == "mentoring.simulation"
        order = read_order(payload)
        self.orders.append(order)
        figures = tuple(self.figures(place) for place in range(len(order.thresholds)))
        own = Found(len(order.pasts), len(order.pasts), figures) if order.pasts else None
        return answer_payload(Answer(own, Found(100, 100, figures) if order.made_up else None))

    @staticmethod
    def figures(place: int) -> Figures:
        return Figures(300, 300, 2, 1000.0, 900.0, 10 + place, 3, 5 + place, 0, (10, 20))


async def count(scene: Scene, tools: Counter | None = None) -> Counter:
    tools = tools or Counter()
    worker = Chores(scene.database, scene.clock, scene.clock, scene.facts, tools, CHORES)
    while await worker.pull():
        pass
    return tools


async def lead(scene: Scene) -> Made:
    return await make_person(scene, LEAD, Role.LEAD, language="en")


async def chores(scene: Scene) -> list[Chore]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Chore))).scalars())


async def thresholds(scene: Scene, organisation_id: int) -> dict[str, int]:
    async with scene.database.read() as store:
        organisation = await store.session.get(Organisation, organisation_id)
        assert organisation is not None
        return asdict(thresholds_of(organisation))


async def ended_duo(scene: Scene, number: int, reason: EndReason = EndReason.SILENCE) -> None:
    seeker = await make_person(scene, 1000 + number)
    mentor = await make_person(scene, 5000 + number, Role.MENTOR)
    duo_id = await make_duo(scene, seeker, mentor, DuoState.ENDED)
    async with scene.database.write() as store:
        duo = await store.session.get(Duo, duo_id)
        assert duo is not None
        now = scene.clock.now()
        duo.started_at, duo.closed_at, duo.end_reason = now - timedelta(days=100), now - timedelta(days=3), reason


def shown(scene: Scene) -> str:
    """What the tapped message became."""
    (text,) = scene.edits()
    return text


async def test_a_step_changes_the_number_that_is_tried_and_nothing_else(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, TryThresholds(made.organisation_id))
    assert "(today" not in shown(scene)
    await scene.taps(LEAD, ShowTrial(made.organisation_id, written(DEFAULTS), SILENCE))
    assert "No sign from one side for: 14 days" in shown(scene)
    await scene.taps(LEAD, TryValue(made.organisation_id, written(DEFAULTS), SILENCE, 13))
    assert "No sign from one side for: 13 days</b> (today 14 days)" in shown(scene)
    assert shown(scene).count("(today") == 1
    assert (await thresholds(scene, made.organisation_id))["risk_silence_days"] == 14


async def test_numbers_that_contradict_each_other_are_refused_with_a_word(scene: Scene) -> None:
    made = await lead(scene)
    place = TRIED.index(Setting.RISK_UNANSWERED) + 1
    await scene.taps(LEAD, TryValue(made.organisation_id, written(DEFAULTS), place, 2))
    assert "It has to be more than here" in shown(scene)
    assert "(today" not in shown(scene)


async def test_a_number_out_of_bounds_is_refused_and_told_its_bounds(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, TryValue(made.organisation_id, written(DEFAULTS), SILENCE, 999))
    assert "5 days to 60 days" in shown(scene)


async def test_two_taps_are_one_reckoning_and_one_answer(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    assert "I am counting. " in shown(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    assert "I am counting already" in shown(scene)
    tools = await count(scene)
    assert len(tools.orders) == 1
    result = [message for message in await scene.messages(LEAD) if isinstance(message, TrialResult)]
    assert len(result) == 1
    assert [each.setting for each in result[0].trials] == [Setting.RISK_SILENCE]


async def test_today_and_the_tried_thresholds_are_played_over_the_same_duos(scene: Scene) -> None:
    made = await lead(scene)
    await ended_duo(scene, 1)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    (order,) = (await count(scene)).orders
    assert order.thresholds[:2] == (DEFAULTS, replace(DEFAULTS, risk_silence_days=10))
    assert len(order.pasts) == 1
    assert len(order.thresholds) > 2, "a curve"


async def test_with_too_few_duos_of_its_own_made_up_ones_stand_beside_them_and_that_is_said(scene: Scene) -> None:
    made = await lead(scene)
    await ended_duo(scene, 1)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    await count(scene)
    result = await scene.last(LEAD)
    assert isinstance(result, TrialResult)
    assert result.own is not None
    assert result.made_up is not None
    text = scene.rendered(result).text
    assert "too few to judge by" in text
    assert "made-up" in text


async def test_with_enough_duos_of_its_own_nothing_is_made_up(scene: Scene) -> None:
    made = await lead(scene)
    for number in range(ENOUGH):
        await ended_duo(scene, number)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    (order,) = (await count(scene)).orders
    assert order.made_up is None
    result = await scene.last(LEAD)
    assert isinstance(result, TrialResult)
    assert result.made_up is None
    assert any(isinstance(message, TrialPicture) for message in await scene.messages(LEAD))


async def test_where_no_picture_can_be_drawn_the_numbers_come_alone(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    await count(scene, Counter(draws=False))
    said = await scene.messages(LEAD)
    assert isinstance(said[-1], TrialResult)
    assert not any(isinstance(message, TrialPicture) for message in said)


async def test_what_is_stopped_is_not_answered(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    await scene.taps(LEAD, StopTrial(made.organisation_id, TEN))
    assert "Which one do you want to change?" in shown(scene)
    tools = await count(scene)
    assert tools.orders == []
    assert [chore.state for chore in await chores(scene)] == [ChoreState.DONE]


async def test_who_stops_after_the_answer_is_told_that_it_is_done(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    await count(scene)
    await scene.taps(LEAD, StopTrial(made.organisation_id, TEN))
    assert shown(scene).startswith("I am done counting.")
    assert "Which one do you want to change?" in shown(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    await scene.taps(LEAD, StopTrial(made.organisation_id, TEN))
    assert "I am done" not in shown(scene), "it was stopped"


async def test_every_rate_says_of_how_many_duos_it_is(scene: Scene) -> None:
    made = await lead(scene)
    for user in (21, 22, 23):
        seeker, mentor = await make_person(scene, 100 + user), await make_person(scene, 200 + user, Role.MENTOR)
        duo_id = await make_duo(scene, seeker, mentor)
        async with scene.database.write() as store:
            duo = await store.session.get(Duo, duo_id)
            assert duo is not None
            duo.started_at = scene.clock.now() - timedelta(days=50)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    await count(scene)
    result = await scene.last(LEAD)
    assert isinstance(result, TrialResult)
    lines = scene.rendered(result).text.splitlines()
    rates = [line for line in lines if "a week" in line]
    assert len(rates) == 6  # three of their own duos, three of made-up ones
    assert all("of 100" in line for line in rates)
    assert "For your 3 running duos that is about 2 → <b>2</b> alerts a year." in lines


async def test_where_time_was_short_the_answer_says_of_how_many_duos_it_is(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))

    class Short(Counter):
        async def compute(self, module: str, payload: Any) -> Any:
            answer = await super().compute(module, payload)
            if module == "mentoring.simulation":
                answer["made_up"]["played"] = 50
            return answer

    await count(scene, Short())
    result = await scene.last(LEAD)
    assert isinstance(result, TrialResult)
    assert "50 made-up duos:</i> (as many of 100 as two minutes allow)" in scene.rendered(result).text


async def test_what_is_stopped_in_the_middle_is_not_answered(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))

    class Stopped(Counter):
        async def compute(self, module: str, payload: Any) -> Any:
            await scene.taps(LEAD, StopTrial(made.organisation_id, TEN))
            return await super().compute(module, payload)

    await count(scene, Stopped())
    assert not any(isinstance(message, TrialResult) for message in await scene.messages(LEAD))
    assert [chore.state for chore in await chores(scene)] == [ChoreState.DONE]


async def test_a_lead_uses_what_was_tried_and_the_other_leads_hear_of_it_once(scene: Scene) -> None:
    made = await lead(scene)
    await make_person(scene, SECOND, Role.LEAD, language="en")
    for _ in range(2):
        await scene.taps(LEAD, UseTrial(made.organisation_id, TEN))
        assert "From now on these numbers count" in shown(scene)
    assert (await thresholds(scene, made.organisation_id))["risk_silence_days"] == 10
    news = [message for message in await scene.messages(SECOND) if isinstance(message, OrganisationChanged)]
    assert len(news) == 1


async def test_a_coordinator_may_try_but_not_use(scene: Scene) -> None:
    made = await make_person(scene, ANNA, Role.COORDINATOR, language="en")
    await scene.taps(ANNA, RunTrial(made.organisation_id, TEN))
    await count(scene)
    result = await scene.last(ANNA)
    assert isinstance(result, TrialResult)
    assert not result.leads
    taps = [button.tap for row in scene.rendered(result).buttons for button in row]
    assert not any(isinstance(tap, UseTrial) for tap in taps)
    await scene.taps(ANNA, UseTrial(made.organisation_id, TEN))
    assert (await thresholds(scene, made.organisation_id))["risk_silence_days"] == 14


async def test_nobody_tries_at_the_desk_of_another_organisation(scene: Scene) -> None:
    await lead(scene)
    other = await make_organisation(scene, "Mentorwijs")
    for tap in (TryThresholds(other), RunTrial(other, TEN), StopTrial(other, TEN), UseTrial(other, TEN)):
        await scene.taps(LEAD, tap)
        assert scene.edits() == []
    assert await chores(scene) == []
    assert (await thresholds(scene, other))["risk_silence_days"] == 14


async def test_numbers_of_another_version_or_of_no_button_are_those_of_today(scene: Scene) -> None:
    made = await lead(scene)
    for text in ("", "zz", "00" * len(TRIED), "zz" * len(TRIED), "é" * 2):
        assert read(text, DEFAULTS) == DEFAULTS
    await scene.taps(LEAD, RunTrial(made.organisation_id, "zz"))
    assert "Which one do you want to change?" in shown(scene)
    assert await chores(scene) == []


async def test_contradictory_numbers_of_no_button_are_neither_reckoned_nor_used(scene: Scene) -> None:
    made = await lead(scene)
    forged = written(replace(DEFAULTS, risk_unanswered=2))
    await scene.taps(LEAD, RunTrial(made.organisation_id, forged))
    await scene.taps(LEAD, UseTrial(made.organisation_id, forged))
    assert await chores(scene) == []
    assert (await thresholds(scene, made.organisation_id))["risk_unanswered"] == 3


async def test_who_left_the_team_meanwhile_gets_no_answer(scene: Scene) -> None:
    made = await lead(scene)
    await scene.taps(LEAD, RunTrial(made.organisation_id, TEN))
    assert [chore.kind for chore in await chores(scene)] == [ChoreKind.SIMULATE]
    from mentoring.erasure import erase_membership

    async with scene.database.write() as store:
        await erase_membership(scene.work(store), made.membership_id)
    tools = await count(scene)
    assert tools.orders == []


def test_every_number_survives_its_way_through_a_button() -> None:
    changed = replace(DEFAULTS, risk_session_days=90, watch_missed=1, alert_rest_days=60, risk_missed=6)
    assert read(written(changed), DEFAULTS) == changed
    assert len(RunTrial(2**62, written(changed)).pack().encode()) <= 64
    assert len(TryValue(2**62, written(changed), 10, 90).pack().encode()) <= 64
