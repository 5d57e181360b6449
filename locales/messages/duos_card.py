"""The team's card of one duo, and who looks after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from locales.alert_samples import AT_RISK, LATER, URGENT
from locales.ending_words import outcome_word, reason_word
from locales.messages.duos_actions import action_rows
from locales.messages.duos_signs import deeds_part, signs_part
from locales.milestones import step_line
from locales.people_words import colleague_rows, keeper_line, show_label
from locales.portraits import team_name
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.desk.groups import DuoGroup
from mentoring.messages.duos import (
    AlertFacts,
    Answering,
    DeedLine,
    DuoFacts,
    DuoIsTheirs,
    DuoIsYours,
    DuoSpot,
    Signs,
    WhoseIsDuo,
)
from mentoring.messages.pairing import Named
from mentoring.messages.people import Choice, Colleague
from mentoring.messages.probes import Move
from mentoring.messages.progress import StepLine
from mentoring.milestones import Milestone
from mentoring.taps_duos import DuoCard, GiveDuo, OpenDuo, WhoLooksAfterDuo
from storage.words import Deed, DuoState, EndReason, Level, Outcome, Role, SessionKind

_ID = 2**62
_NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_TEAM = (Colleague(1, "Lena", is_now=True), Colleague(2, "Maximiliane", is_away=True), Colleague(3, "Tom"))


def _facts(**changed: object) -> DuoFacts:
    plain: dict[str, object] = {
        "duo_id": _ID,
        "organisation_id": _ID,
        "organisation": "Duo Dijle",
        "seeker": Answering(1, _AMINA, 4, 3),
        "mentor": Answering(2, _JAN, 4, 4),
        "state": DuoState.ACTIVE,
        "since": _NOW - timedelta(days=45),
        "weeks": 6,
        "spot": DuoSpot(),
        "looked_after_by": "Lena",
    }
    return DuoFacts(**(plain | changed))  # type: ignore[arg-type]  # a sample


def _signs(level: Level, number: int = 0, **changed: object) -> Signs:
    reasons = (URGENT if level is Level.URGENT else AT_RISK)[number]
    plain: dict[str, object] = {"level": level, "since": _NOW, "reasons": reasons, "move": Move.CALL}
    return Signs(**(plain | {"whom": Role.SEEKER} | changed))  # type: ignore[arg-type]  # a sample


_ALERT = AlertFacts(_ID, 99_991)
_TAKEN = AlertFacts(_ID, 99_991, "Sofie", _NOW)
_DEEDS = tuple(DeedLine(_NOW, deed, "Sofie", "Amina has found a room.\n" * 9) for deed in Deed)
_ALARMS = (
    _facts(
        signs=_signs(Level.URGENT, asked=((Role.SEEKER, LATER), (Role.MENTOR, LATER))),
        alert=_ALERT,
        deeds=(DeedLine(_NOW, Deed.RESUMED), DeedLine(_NOW, Deed.NO_ANSWER, "Sofie"), _DEEDS[0]),
        total_deeds=4,
    ),
    _facts(signs=_signs(Level.URGENT, 1), alert=replace(_ALERT, lead_knows=True), more=True),
    *(_facts(signs=_signs(Level.AT_RISK, number), alert=_TAKEN) for number in range(len(AT_RISK))),
    _facts(signs=_signs(Level.AT_RISK, move=Move.OFFER_PAUSE, whom=Role.MENTOR), alert=replace(_TAKEN, is_mine=True)),
    _facts(
        signs=_signs(Level.AT_RISK, 1, move=Move.ASK_BOTH, whom=None),
        alert=replace(_TAKEN, is_mine=True, snoozed_until=LATER),
        more=True,
        deeds=_DEEDS,
        total_deeds=len(_DEEDS),
    ),
    _facts(
        signs=_signs(Level.WATCH, 2, move=Move.PLAN, whom=None),
        seeker=Answering(1, Named("")),
        mentor=Answering(2, Named("", "x" * 64)),
    ),
    _facts(elsewhere_until=LATER, more=True),
)


@renders(
    *_ALARMS,
    _facts(
        next_meeting=_NOW + timedelta(days=2),
        steps=(
            StepLine(_ID, Milestone.INTERVIEW, date(2026, 11, 20)),
            StepLine(_ID, Milestone.OWN, date(2026, 11, 3), is_confirmed=True),
        ),
        total_steps=7,
        last_meeting=_NOW - timedelta(days=5),
        has_met=True,
        held=5,
        goals=2,
        ahead=SessionKind.MIDTERM,
        ahead_on=date(2027, 1, 5),
    ),
    _facts(
        weeks=0,
        since=_NOW,
        looked_after_by=None,
        changed_meanwhile=True,
        seeker=Answering(1, _AMINA, unreachable_since=_NOW),
        mentor=Answering(2, _JAN),
    ),
    _facts(state=DuoState.PAUSED, held=1, last_meeting=_NOW, ahead=SessionKind.CLOSING, ahead_on=date(2027, 1, 5)),
    _facts(state=DuoState.PAUSED, held=1, last_meeting=_NOW, paused_until=date(2026, 12, 15)),
    _facts(state=DuoState.COMPLETED, closed_at=_NOW, held=20, last_meeting=_NOW, goals=1, outcome=Outcome.WORK),
    _facts(
        state=DuoState.ENDED, closed_at=_NOW, end_reason=EndReason.SILENCE, can_look_again=True, can_pair_again=True
    ),
    _facts(state=DuoState.ENDED, closed_at=_NOW, end_reason=EndReason.MENTOR_NO_TIME, mentor_has_no_room=True),
    _facts(state=DuoState.ENDED, closed_at=None),
    _facts(has_met=True),
    _facts(state=DuoState.PROPOSED, weeks=0),
    _facts(state=DuoState.DECLINED, weeks=0),
)
def _card(facts: DuoFacts, say: Say) -> Rendered:
    pair = say("{seeker} and {mentor}", seeker=team_name(facts.seeker.who), mentor=team_name(facts.mentor.who))
    head = "\n".join([pair, say("Duo · {organisation}", organisation=facts.organisation), *_since(facts, say)])
    parts = [head]
    if facts.changed_meanwhile:
        parts.insert(0, say("<b>A colleague has just changed something here. This is how it stands now.</b>"))
    parts += signs_part(facts, say)
    has_begun = facts.state.is_running or facts.state in {DuoState.COMPLETED, DuoState.ENDED}
    if has_begun:
        parts += ["\n".join(_meetings(facts, say)), "\n".join(_rhythm(facts, say))]
    if has_begun and facts.steps:
        parts.append("\n".join(_steps(facts, say)))
    parts += deeds_part(facts, say)
    return Rendered("\n\n".join(parts), action_rows(facts, say))


def _since(facts: DuoFacts, say: Say) -> Iterator[str]:
    """Since when, and how it stands."""
    if not facts.state.is_running:
        yield _NOT_RUNNING.get(facts.state, _over)(say)
        if facts.closed_at is not None and facts.state in {DuoState.COMPLETED, DuoState.ENDED}:
            yield say("From {start} to {end}", start=say.day(facts.since), end=say.day(facts.closed_at))
        yield from _how_it_ended(facts, say)
        return
    if facts.paused_until is not None:
        yield say("<b>Paused until {day}</b>", day=say.day(facts.paused_until))
    elif facts.state is DuoState.PAUSED:
        yield say("<b>Paused</b>")
    day = say.day(facts.since)
    if facts.weeks:
        yield say.plural("Since {day} ({n} week)", "Since {day} ({n} weeks)", facts.weeks, day=day)
    else:
        yield say("Since {day}", day=day)
    yield keeper_line(facts.looked_after_by, say)


def _how_it_ended(facts: DuoFacts, say: Say) -> Iterator[str]:
    if facts.outcome is not None:
        # Translators: {outcome} is for example "In work", of a mentee when the duo ended.
        yield say("At the end: {outcome}", outcome=outcome_word(facts.outcome, say))
    if facts.end_reason is not None:
        yield say("Reason: {reason}", reason=reason_word(facts.end_reason, say))
    if facts.mentor_has_no_room:
        # Translators: {name} is the mentor, whose card opens with a button below.
        name = facts.mentor.who.name or "…"
        yield say("{name} has no room now and gets no proposals. You can change that on the card.", name=name)


def _over(say: Say) -> str:
    # Translators: of a duo.
    return say("Ended")


_NOT_RUNNING: dict[DuoState, Callable[[Say], str]] = {
    DuoState.PROPOSED: lambda say: say("The proposal waits for answers."),
    # Translators: of a duo that came to a good end.
    DuoState.COMPLETED: lambda say: say("Completed"),
    DuoState.DECLINED: lambda say: say("The proposal was declined."),
    DuoState.EXPIRED: lambda say: say("The proposal ran out."),
    DuoState.WITHDRAWN: lambda say: say("The proposal was taken back."),
}


def _meetings(facts: DuoFacts, say: Say) -> Iterator[str]:
    if facts.next_meeting is not None:
        at = facts.next_meeting
        yield say("Next meeting: {day}, {time}", day=say.day(at), time=say.time(at))
    elif facts.state.is_running:
        yield say("Nothing is planned")
    if facts.last_meeting is not None:
        yield say("Last meeting: {day}", day=say.day(facts.last_meeting))
    elif facts.state.is_running:
        # Translators: the first is of a duo that met before it came to Tandem.
        yield say("No meeting noted here yet") if facts.has_met else say("Not met yet")
    yield say("Meetings held: {n}", n=facts.held)
    if facts.goals:
        yield say.plural("{n} goal noted", "{n} goals noted", facts.goals)
    elif facts.state.is_running:
        yield say("No goals noted yet")


def _steps(facts: DuoFacts, say: Say) -> Iterator[str]:
    """The mentee's newest steps; what the two wrote themselves is theirs."""
    # Translators: how many steps the mentee has reached, such as "CV ready"; the newest ones follow.
    yield say.plural("{n} step reached", "{n} steps reached", facts.total_steps)
    for step in facts.steps:
        yield step_line(step, say)


def _rhythm(facts: DuoFacts, say: Say) -> Iterator[str]:
    """Numbers only: what was answered stays between each of them and the one question."""
    for side in (facts.seeker, facts.mentor):
        who = side.who.name or "…"
        if side.asked:
            # Translators: of the last weekly questions to this person: 3 of 4 answered.
            yield say(
                "{name}: {answered} of {asked} weekly questions answered",
                name=who,
                answered=side.answered,
                asked=side.asked,
            )
        if side.unreachable_since is not None:
            day = say.day(side.unreachable_since)
            yield say("<b>{name}: messages do not arrive since {day}</b>", name=who, day=day)
    if not (facts.seeker.asked or facts.mentor.asked):
        yield say("No weekly questions yet")
    if facts.ahead is SessionKind.MIDTERM and facts.ahead_on is not None:
        yield say("Mid-term review: {day}", day=say.day(facts.ahead_on))
    elif facts.ahead is not None and facts.ahead_on is not None:
        yield say("Closing: {day}", day=say.day(facts.ahead_on))


@renders(
    WhoseIsDuo(duo_id=_ID, seeker=_AMINA, mentor=_JAN, choice=Choice(_TEAM, 0, 2, 99_991)),
    WhoseIsDuo(duo_id=_ID, seeker=_AMINA, mentor=_JAN, choice=Choice(())),
)
def _whose(message: WhoseIsDuo, say: Say) -> Rendered:
    own, choice = message.duo_id, message.choice
    rows = colleague_rows(
        choice,
        lambda colleague_id: GiveDuo(own, colleague_id, choice.seen),
        lambda page: WhoLooksAfterDuo(own, page),
        OpenDuo(own, DuoGroup.ALL, 0, ""),
        say,
    )
    names = {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    return Rendered(say("Who looks after the duo of {seeker} and {mentor}?", **names), rows)


@renders(DuoIsYours(duo_id=_ID, organisation="Duo Dijle", seeker=_AMINA, mentor=_JAN, by="Tom"))
def _yours(message: DuoIsYours, say: Say) -> Rendered:
    text = say(
        "{organisation}: you look after the duo of {seeker} and {mentor} now. Arranged by {name}.",
        organisation=message.organisation,
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
        name=message.by,
    )
    return Rendered(text, ((Button(show_label(say), tap=DuoCard(message.duo_id)),),))


@renders(DuoIsTheirs(duo_id=_ID, organisation="Duo Dijle", seeker=_AMINA, mentor=_JAN, colleague="Lena"))
def _theirs(message: DuoIsTheirs, say: Say) -> str:
    return say(
        "{organisation}: {name} looks after the duo of {seeker} and {mentor} now.",
        organisation=message.organisation,
        name=message.colleague,
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
    )
