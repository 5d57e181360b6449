"""Duos of the past and made-up ones, played under other thresholds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentoring.pauses import Pause
from mentoring.signals import replay
from mentoring.signals.facts import Happening, Round
from mentoring.signals.history import history_of
from mentoring.simulation import fast_verdict
from mentoring.simulation.figures import figures_of, total
from mentoring.simulation.made_up import made_up
from mentoring.simulation.past import End, Past, facts_on
from mentoring.simulation.people import STRESS
from mentoring.simulation.replaying import Player
from mentoring.thresholds import DEFAULTS
from storage.words import Noticed, SessionState
from tests.unit.signal_facts import DAY, MENTOR, SEEKER, START, Life, at, noticed, on

LENGTH = 140
SILENT = 80


def past(silent_since: int = 10_000, end: End = End.COMPLETED, **changes: object) -> Past:
    """A duo of twenty weeks that goes well until the job seeker falls silent."""
    lives = [Life(days=days, silent_since=silent_since) for days in range(LENGTH + 1)]
    last = lives[-1].facts()
    wrote = [
        frozenset(day for life in lives[::20] + lives[-1:] for day in life.facts().wrote[side])
        for side in (SEEKER, MENTOR)
    ]
    meetings = {one.day: one for life in (lives[60], lives[-1]) for one in life.facts().meetings}
    made = Past(
        zone="UTC",
        started=START,
        here_since=START,
        until=on(LENGTH),
        end=end,
        met=last.met,
        under_way=last.under_way,
        wrote=(wrote[0], wrote[1]),
        meetings=tuple(sorted(meetings.values(), key=lambda one: one.day)),
        rounds=tuple(last.rounds),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of Past


def days_of(found: list[date]) -> list[int]:
    return [(day - START).days for day in found]


def test_of_a_duo_that_goes_well_nobody_hears() -> None:
    assert Player(past()).play(DEFAULTS).alerts == []


def test_a_duo_that_falls_silent_is_alerted_before_the_team_ends_it() -> None:
    dropped = past(SILENT, End.DROPPED_OUT, fades_at=on(SILENT))
    played = Player(dropped).play(DEFAULTS)
    assert len(played.alerts) == 1, "and once: it stays open"
    assert SILENT + 7 < days_of(played.alerts)[0] < SILENT + 28
    figures = figures_of(dropped, played)
    assert (figures.dropouts, figures.missed, figures.false_alarms) == (1, 0, 0)
    assert figures.leads == (LENGTH - days_of(played.alerts)[0],)


def test_fewer_days_of_silence_alert_no_later() -> None:
    player = Player(past(SILENT, End.DROPPED_OUT, fades_at=on(SILENT)))
    first = [player.play(replace(DEFAULTS, risk_silence_days=days)).alerts[0] for days in (7, 14, 21)]
    assert first == sorted(first)
    assert first[0] < first[-1]


def test_the_order_in_which_thresholds_are_played_changes_nothing() -> None:
    other = replace(DEFAULTS, risk_silence_days=7)
    player = Player(*made_up(3, STRESS))
    one_way = [player.play(DEFAULTS), player.play(other)]
    player = Player(*made_up(3, STRESS))
    assert [player.play(other), player.play(DEFAULTS)] == one_way[::-1]


def test_an_alert_on_a_duo_that_goes_on_well_is_a_false_one_and_the_team_ends_it() -> None:
    quiet = past(SILENT, End.COMPLETED)
    played = Player(quiet).play(DEFAULTS)
    assert played.alerts
    gaps = [later - earlier for earlier, later in zip(played.alerts, played.alerts[1:], strict=False)]
    assert all(gap >= DEFAULTS.alert_rest_days * DAY for gap in gaps)
    assert figures_of(quiet, played).false_alarms == len(played.alerts)


def test_a_longer_rest_means_fewer_alerts_for_the_same_reason() -> None:
    asks = past(happened=tuple(noticed(Noticed.NUDGE_TEAM, day, SEEKER) for day in (50, 58, 66, 74)))
    player = Player(asks)
    found = [days_of(player.play(replace(DEFAULTS, alert_rest_days=days)).alerts) for days in (7, 14, 42)]
    assert found == [[51, 59, 67, 75], [51, 65, 79], [51, 93]]


def test_days_of_a_pause_alert_nobody() -> None:
    rest = Pause(on(SILENT), on(LENGTH))
    for own in ((), (rest,)):
        played = Player(past(SILENT, End.DROPPED_OUT, pauses=(rest,), rests=own)).play(DEFAULTS)
        assert played.alerts == []


def test_who_asks_for_help_is_urgent_once_whatever_the_thresholds_are() -> None:
    asked = past(happened=(noticed(Noticed.HELP, 50, SEEKER),))
    for thresholds in (DEFAULTS, replace(DEFAULTS, risk_silence_days=60)):
        played = Player(asked).play(thresholds)
        assert days_of(played.urgent) == [51]
        assert played.alerts == []


def test_an_alert_on_the_day_the_team_ended_the_duo_came_too_late() -> None:
    short = past(SILENT, End.DROPPED_OUT, fades_at=on(SILENT))
    day = Player(short).play(DEFAULTS).alerts[0]
    late = replace(short, until=day)
    figures = figures_of(late, Player(late).play(DEFAULTS))
    assert (figures.missed, figures.leads) == (1, ())


@pytest.mark.parametrize("day", [3, 40, 79, 100, LENGTH])
def test_a_morning_knows_nothing_of_what_comes_later(day: int) -> None:
    whole = past(happened=tuple(noticed(Noticed.NUDGE_WELL, each, SEEKER) for each in range(0, LENGTH, 9)))
    facts, now = facts_on(whole, on(day)), whole.morning(on(day))
    assert all(one < on(day) for days in facts.wrote.values() for one in days)
    assert all(one.asked < on(day) for one in facts.rounds)
    assert all(one.answered_at is None or one.answered_at <= now for one in facts.rounds)
    assert all(one.at <= now for one in facts.happened)
    assert all(one.state is SessionState.CONFIRMED for one in facts.meetings if one.day >= on(day))
    assert facts.last_held is None or facts.last_held < on(day)


def test_an_answer_that_came_days_later_is_none_until_it_came() -> None:
    late = Round(SEEKER, on(20), on(25), at(25), 4)
    whole = past(rounds=(late,))
    assert facts_on(whole, on(24)).rounds == [Round(SEEKER, on(20))]
    assert facts_on(whole, on(26)).rounds == [late]


def test_a_side_that_blocked_the_bot_is_gone_until_it_gives_a_sign() -> None:
    blocked = Happening(Noticed.BLOCKED, SEEKER, on(SILENT), at(SILENT, 3))
    gone = past(SILENT, happened=(blocked,))
    assert facts_on(gone, on(SILENT + 20)).blocked == {SEEKER: on(SILENT)}
    assert facts_on(gone, on(SILENT - 1)).blocked == {}
    assert facts_on(past(happened=(blocked,)), on(SILENT + 20)).blocked == {}


def test_where_messages_are_erased_an_empty_thread_says_nothing() -> None:
    erased = past(wrote=(frozenset(), frozenset()), wrote_from=on(LENGTH - 29))
    days = history_of(facts_on(erased, on(100))).days
    assert all(day.usual == (0.0, 0.0) for day in days)


def test_the_fast_verdict_is_the_one_of_the_reviews() -> None:
    for seed in range(6):
        whole, answer = made_up(seed, 0.05)
        told: tuple[Happening, ...] = ()
        for number in range(0, (whole.until - whole.here_since).days, 11):
            day = whole.here_since + timedelta(days=number)
            if number % 3 == 0:
                told += (Happening(Noticed.NUDGED, SEEKER, day, whole.morning(day)),)
            if (said := answer(SEEKER, day)) is not None:
                told += (Happening(said[1], SEEKER, day, whole.morning(day)),)
            history = history_of(facts_on(whole, day, told))
            slow, fast = replay.verdict_of(history), fast_verdict.verdict_of(history)
            assert fast.fading == pytest.approx(slow.fading, rel=1e-9, abs=1e-12)
            assert fast.by == pytest.approx(slow.by, rel=1e-9, abs=1e-12)


def test_nobody_is_weighed_before_there_is_a_day() -> None:
    history = replace(history_of(facts_on(past(), on(0))), days=())
    assert fast_verdict.verdict_of(history) == replay.verdict_of(history)


def test_made_up_duos_are_the_same_for_the_same_seed_and_answer_the_same_nudge_alike() -> None:
    first, answer = made_up(11, STRESS)
    again, same = made_up(11, STRESS)
    assert first == again
    days = [START + timedelta(days=number) for number in range(20, 60)]
    assert [answer(SEEKER, day) for day in days] == [same(SEEKER, day) for day in reversed(days)][::-1]
    assert made_up(12, STRESS)[0] != first


def test_the_alarm_finds_most_made_up_dropouts_with_few_false_alarms() -> None:
    players = [Player(*made_up(seed, 0.1)) for seed in range(10)]
    figures = total(figures_of(each.past, each.play(DEFAULTS)) for each in players)
    assert figures.dropouts > 6
    assert figures.seen_percent > 80
    assert figures.false_alarms_a_week < 10
    assert figures.lead_days is not None
    assert figures.lead_days > 14


def test_of_nobody_there_are_figures_as_well() -> None:
    nobody = total([])
    rates = (nobody.alerts_a_week, nobody.false_alarms_a_week, nobody.seen_percent, nobody.lead_days)
    assert rates == (0.0, 0.0, 0.0, None)


def test_the_last_weeks_of_a_running_duo_are_judged_by_nobody() -> None:
    running = past(SILENT, End.RUNNING)
    assert running.healthy_until == on(LENGTH - 56)
    figures = figures_of(running, Player(running).play(DEFAULTS))
    assert (figures.ended, figures.dropouts) == (0, 0)
    assert figures.healthy_weeks == (LENGTH - 56) / 7
