"""The team's morning: the digest and /today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from locales.alert_words import level_word
from locales.lists import back_label, two_a_row, who_waits_label
from locales.messages.morning_lines import Body, asleep_part, body
from locales.messages.morning_words import level_line, pair_label
from locales.people_words import BUTTON, organisation_line
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.desk.groups import DuoGroup
from mentoring.messages.morning import (
    AlertLine,
    Asleep,
    ContactDue,
    ContactPoint,
    Digest,
    DigestFacts,
    DigestNow,
    Good,
    GoodNews,
    KeeperLine,
    LongWait,
    TeamNow,
    Unanswered,
    Upcoming,
)
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import Desk
from mentoring.milestones import Milestone
from mentoring.signals.reasons import Kind, Reason
from mentoring.taps_alerts import OpenAlert
from mentoring.taps_duos import DuoCard, ShowDuos
from mentoring.taps_morning import Today, WholeTeam
from mentoring.taps_pairing import WhoWaits
from mentoring.taps_people import PersonCard
from storage.words import Level, Outcome, Role, SessionKind

_ID = 2**62
_DAY = date(2026, 11, 23)  # a Monday
_AT = datetime(2026, 11, 23, 13, tzinfo=UTC)
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_LONG = Named("Maximiliane-Sophie", "Intake november, groep 2"), Named("Jean-Baptiste-Emmanuel", "Wallonie picarde")
_SILENT = Reason(Kind.SILENCE, Role.SEEKER, date(2026, 11, 5), {"days": 18})
_STOP = Reason(Kind.WANTS_TO_STOP, Role.MENTOR, date(2026, 11, 20), {"times": 1})
_UNANSWERED = Reason(Kind.UNANSWERED, Role.SEEKER, date(2026, 10, 28), {"times": 3, "usual": 80})
_URGENT = AlertLine(_ID, _ID, _AMINA, _JAN, Level.URGENT, _STOP)
_RISK = AlertLine(_ID, _ID, *_LONG, Level.AT_RISK, _UNANSWERED, "Els", date(2026, 11, 16))
_MINE = replace(_RISK, is_yours=True, rests=True, reason=_SILENT)
_SHORT = AlertLine(_ID, _ID, _AMINA, _JAN, Level.AT_RISK, _SILENT)
_FULL = DigestFacts(
    organisation_id=_ID,
    organisation="Duo Dijle",
    day=_DAY,
    levels=((Level.WELL, 118), (Level.WATCH, 12), (Level.AT_RISK, 17), (Level.URGENT, 3)),
    alerts=(_URGENT, _URGENT, replace(_URGENT, keeper="Els"), _MINE, _SHORT, _SHORT, *(_RISK,) * 4),
    alert_totals=((Level.URGENT, 3), (Level.AT_RISK, 17)),
    unowned=(replace(_RISK, taken_by=None, keeper="Joris"),) * 3,
    unowned_total=4,
    unanswered=(Unanswered(_ID, _AMINA, _AT), Unanswered(_ID, _LONG[0], _AT, "Joris")),
    unanswered_total=6,
    asleep=(Asleep(_ID, *_LONG, Level.URGENT, _DAY),) * 3,
    asleep_total=5,
    waiting=(LongWait(_ID, _AMINA, date(2026, 10, 5), 33), LongWait(_ID, _LONG[0], date(2026, 10, 12), 28)),
    waiting_total=9,
    contacts=tuple(ContactDue(_ID, _AMINA, _JAN, point, _DAY) for point in ContactPoint),
    contacts_total=4,
    good=(
        GoodNews(Good.FINISHED, _ID, _AMINA, _JAN, outcome=Outcome.WORK),
        GoodNews(Good.STEP, _ID, *_LONG, step=Milestone.CV_READY),
        GoodNews(Good.BACK, _ID, _AMINA, _JAN),
    ),
    good_total=3,
    today=(
        Upcoming(_ID, _AMINA, _JAN, SessionKind.FIRST, _AT, with_team=True),
        Upcoming(_ID, *_LONG, SessionKind.REGULAR, _AT + timedelta(hours=2), with_team=True, who=("Els",)),
        Upcoming(_ID, _AMINA, _JAN, SessionKind.MIDTERM),
    ),
    today_total=3,
)
_SMALL = replace(
    _FULL,
    levels=((Level.WELL, 11), (Level.AT_RISK, 1)),
    alerts=(_MINE,),
    alert_totals=((Level.AT_RISK, 1),),
    unowned=(),
    unowned_total=0,
    unanswered=_FULL.unanswered[:1],
    unanswered_total=1,
    asleep=(),
    asleep_total=0,
    waiting=(),
    waiting_total=0,
    contacts=_FULL.contacts[:1],
    contacts_total=1,
    today=_FULL.today[:2],
    today_total=2,
)
_QUIET = DigestFacts(_ID, "Duo Dijle", _DAY, ((Level.WELL, 12), (Level.WATCH, 1)), paused=2)
_SNOOZED = replace(
    _QUIET,
    levels=((Level.WELL, 11), (Level.URGENT, 2)),
    asleep=(Asleep(_ID, _AMINA, _JAN, Level.URGENT, _DAY), Asleep(_ID, *_LONG, Level.URGENT, None)),
    asleep_total=2,
)
_EMPTY = DigestFacts(_ID, "Duo Dijle", _DAY, ())


# -- the digest --------------------------------------------------------------------------------------------------------
@renders(
    Digest(name="Lena", facts=_SMALL),
    Digest(name="Lena", facts=_FULL),
    Digest(name="Lena", facts=replace(_QUIET, good=_FULL.good, good_total=3)),
)
def _digest(message: Digest, say: Say) -> Rendered:
    # Translators: the first line of the team's daily message, in which duos to contact and news follow.
    hello = say("<b>Hello {name}!</b> Your duos on {day}:", name=message.name, day=say.day(message.facts.day))
    told = body(message.facts, say, above=hello)
    # Translators: button: shows the same as it stands at this moment.
    now = Button(say.label("How it stands now"), tap=Today(message.facts.organisation_id))
    return Rendered(told.text, (*_rows(message.facts, told, say), (now,)))


@renders(
    DigestNow(facts=_SMALL),
    DigestNow(facts=_FULL, organisation="Duo Dijle", other_desks=(Desk(2, "Samen Sterk"),)),
    DigestNow(facts=_QUIET),
    DigestNow(facts=_SNOOZED),
    DigestNow(facts=_EMPTY),
)
def _now(message: DigestNow, say: Say) -> Rendered:
    facts, here = message.facts, message.facts.organisation_id
    above = "\n".join([*organisation_line(message.organisation, say), _now_heading(facts, say)])
    told = body(facts, say, above=above, below=_below(facts, say))
    team = Button(_whole_team_label(say), tap=WholeTeam(here))
    mine = Button(say.label("My duos"), tap=ShowDuos(here, DuoGroup.MINE, 0, ""))
    desks = tuple((Button(clip(desk.name, BUTTON), tap=Today(desk.organisation_id)),) for desk in message.other_desks)
    return Rendered(told.text, (*_rows(facts, told, say), (mine, team), *desks))


def _now_heading(facts: DigestFacts, say: Say) -> str:
    if facts.has_news or facts.alerts:
        return say("<b>Your duos on {day}</b>", day=say.day(facts.day))
    if not facts.duos and not facts.asleep:
        return say("No duo is with you at the moment, and nothing waits for you.")
    if not facts.is_well:
        return say("Nothing waits for you today.")
    # Translators: the answer to /today where no duo needs anything today.
    return say("All is well: nothing waits for you today.")


def _standing(facts: DigestFacts, say: Say) -> str:
    """How many duos it is about, and how they stand."""
    if not facts.duos:
        return ""
    counted = say.plural("{n} duo", "{n} duos", facts.duos)
    return f"{counted}. {level_line(facts.levels, facts.paused, say)}"


def _below(facts: DigestFacts, say: Say, *before: str) -> str:
    """What follows the lists: what sleeps explains why the sums are more than the lists."""
    return "\n\n".join(part for part in (asleep_part(facts, say), *before, _standing(facts, say)) if part)


def _whole_team_label(say: Say) -> str:
    # Translators: button: how it stands in the whole organisation, and who looks after what.
    return say.label("The whole team")


# -- the whole team ----------------------------------------------------------------------------------------------------
_KEEPERS = (KeeperLine("Lena", 62, 3, False), KeeperLine("Els", 88, 17, False), KeeperLine("Joris", 0, 0, True))


@renders(
    TeamNow(facts=_FULL, keepers=_KEEPERS),
    TeamNow(facts=_QUIET, keepers=_KEEPERS[:1]),
    TeamNow(facts=_SNOOZED, keepers=_KEEPERS[:1]),
    TeamNow(facts=_EMPTY, keepers=_KEEPERS[:1]),
)
def _team(message: TeamNow, say: Say) -> Rendered:
    facts = message.facts
    # Translators: heading: how it stands in the whole organisation.
    title = say("<b>{organisation}, {day}</b>", organisation=facts.organisation, day=say.day(facts.day))
    if not (facts.has_news or facts.alerts):
        title = f"{title}\n{_nothing_waits(facts, say)}"
    # Translators: heading: a list of colleagues with their numbers of duos.
    keepers = "\n".join([say("<b>Who looks after what today</b>"), *(_keeper(one, say) for one in message.keepers)])
    told = body(facts, say, above=title, below=_below(facts, say, keepers))
    back = Button(back_label(say), tap=Today(facts.organisation_id))
    return Rendered(told.text, (*_rows(facts, told, say), (back,)))


def _nothing_waits(facts: DigestFacts, say: Say) -> str:
    if not facts.is_well:
        return say("Nothing waits for the team today.")
    return say("All is well: nothing waits for the team today.")


def _keeper(one: KeeperLine, say: Say) -> str:
    duos = say.plural("{n} duo", "{n} duos", one.duos)
    if one.is_away:
        # Translators: a colleague who is away today; {duos} is for example "3 duos".
        return say("• {name} (away): {duos}", name=one.name, duos=duos)
    if not one.calls:
        return say("• {name}: {duos}", name=one.name, duos=duos)
    # Translators: {duos} is for example "12 duos", {n} of which are to be contacted.
    return say("• {name}: {duos}, {n} to contact", name=one.name, duos=duos, n=one.calls)


# -- buttons -----------------------------------------------------------------------------------------------------------
def _rows(facts: DigestFacts, told: Body, say: Say) -> Rows:
    """One tap to each duo of which the text says something to do, and to what it folds."""
    alerts = [_alert_button(line, place) for place, line in enumerate(told.alerts, 1)]
    others = [_alert_button(line, None) for line in told.unowned]
    writers = [_writer_button(one) for one in told.unanswered]
    contacts = [Button(pair_label(one.seeker, one.mentor), tap=DuoCard(one.duo_id)) for one in told.contacts]
    return (
        *two_a_row(alerts),
        *two_a_row([*others, *writers, *contacts]),
        *_folded(facts, told, say),
        *_waiting(facts, say),
    )


def _alert_button(line: AlertLine, place: int | None) -> Button:
    names = pair_label(line.seeker, line.mentor)
    return Button(f"{place}. {names}" if place is not None else names, tap=OpenAlert(line.alert_id))


def _writer_button(line: Unanswered) -> Button:
    """To their card, from which the team writes to them."""
    return Button(clip(line.who.name or line.who.label or "…", BUTTON), tap=PersonCard(line.membership_id))


_GROUPS = {Level.URGENT: DuoGroup.URGENT, Level.AT_RISK: DuoGroup.AT_RISK, Level.WATCH: DuoGroup.WATCH}


def _folded(facts: DigestFacts, told: Body, say: Say) -> Rows:
    """To the list of each level of which not all are shown."""
    buttons = []
    for level, total in facts.alert_totals:
        shown = sum(line.level is level for line in told.alerts)
        if shown < total and level in _GROUPS:
            # Translators: button: the list of all duos that stand so; {level} is "Urgent" or "At risk".
            label = say.label("All: {level}", level=level_word(level, say))
            buttons.append(Button(label, tap=ShowDuos(facts.organisation_id, _GROUPS[level], 0, "")))
    return two_a_row(buttons)


def _waiting(facts: DigestFacts, say: Say) -> Rows:
    if not facts.waiting_total:
        return ()
    return ((Button(who_waits_label(say), tap=WhoWaits(facts.organisation_id)),),)
