"""The team's morning: the digest, /today, and the picture of the weeks."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from locales.alert_words import level_word
from locales.lists import back_label, two_a_row, who_waits_label
from locales.messages.morning_lines import Body, body, level_line, pair_label
from locales.people_words import BUTTON, organisation_line
from locales.portraits import clip
from locales.qr import qr_png
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.desk.groups import DuoGroup
from mentoring.messages.morning import (
    AlertLine,
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
    Upcoming,
    WeekShown,
)
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import Desk
from mentoring.milestones import Milestone
from mentoring.signals.reasons import Kind, Reason
from mentoring.taps_alerts import OpenAlert
from mentoring.taps_duos import DuoCard, ShowDuos
from mentoring.taps_morning import Today, WholeTeam
from mentoring.taps_pairing import WhoWaits
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
    waiting=(),
    waiting_total=0,
    contacts=_FULL.contacts[:1],
    contacts_total=1,
    today=_FULL.today[:2],
    today_total=2,
)
_QUIET = DigestFacts(_ID, "Duo Dijle", _DAY, ((Level.WELL, 12), (Level.WATCH, 1)))
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
    DigestNow(facts=_EMPTY),
)
def _now(message: DigestNow, say: Say) -> Rendered:
    facts, here = message.facts, message.facts.organisation_id
    above = "\n".join([*organisation_line(message.organisation, say), _now_heading(facts, say)])
    told = body(facts, say, above=above, below=_standing(facts, say))
    team = Button(_whole_team_label(say), tap=WholeTeam(here))
    mine = Button(say.label("My duos"), tap=ShowDuos(here, DuoGroup.MINE, 0, ""))
    desks = tuple((Button(clip(desk.name, BUTTON), tap=Today(desk.organisation_id)),) for desk in message.other_desks)
    return Rendered(told.text, (*_rows(facts, told, say), (mine, team), *desks))


def _now_heading(facts: DigestFacts, say: Say) -> str:
    if facts.has_news or facts.alerts:
        return say("<b>Your duos on {day}</b>", day=say.day(facts.day))
    if not facts.duos:
        return say("No duo is with you at the moment, and nothing waits for you.")
    # Translators: the answer to /today where no duo needs anything today.
    return say("All is well: nothing waits for you today.")


def _standing(facts: DigestFacts, say: Say) -> str:
    """How many duos it is about, and how they stand."""
    if not facts.duos:
        return ""
    counted = say.plural("{n} duo", "{n} duos", facts.duos)
    return f"{counted}. {level_line(facts.levels, say)}"


def _whole_team_label(say: Say) -> str:
    # Translators: button: how it stands in the whole organisation, and who looks after what.
    return say.label("The whole team")


# -- the whole team ----------------------------------------------------------------------------------------------------
_KEEPERS = (KeeperLine("Lena", 62, 3, False), KeeperLine("Els", 88, 17, False), KeeperLine("Joris", 0, 0, True))


@renders(
    TeamNow(facts=_FULL, keepers=_KEEPERS),
    TeamNow(facts=_QUIET, keepers=_KEEPERS[:1]),
    TeamNow(facts=_EMPTY, keepers=_KEEPERS[:1]),
)
def _team(message: TeamNow, say: Say) -> Rendered:
    facts = message.facts
    # Translators: heading: how it stands in the whole organisation.
    title = say("<b>{organisation}, {day}</b>", organisation=facts.organisation, day=say.day(facts.day))
    if not (facts.has_news or facts.alerts):
        title = f"{title}\n{_all_well(say)}"
    # Translators: heading: a list of colleagues with their numbers of duos.
    keepers = "\n".join([say("<b>Who looks after what today</b>"), *(_keeper(one, say) for one in message.keepers)])
    told = body(facts, say, above=title, below="\n\n".join(part for part in (keepers, _standing(facts, say)) if part))
    back = Button(back_label(say), tap=Today(facts.organisation_id))
    return Rendered(told.text, (*_rows(facts, told, say), (back,)))


def _all_well(say: Say) -> str:
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
    contacts = [Button(pair_label(one.seeker, one.mentor), tap=DuoCard(one.duo_id)) for one in told.contacts]
    return (*two_a_row(alerts), *two_a_row([*others, *contacts]), *_folded(facts, told, say), *_waiting(facts, say))


def _alert_button(line: AlertLine, place: int | None) -> Button:
    names = pair_label(line.seeker, line.mentor)
    return Button(f"{place}. {names}" if place is not None else names, tap=OpenAlert(line.alert_id))


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


# -- the picture of the weeks ------------------------------------------------------------------------------------------
@renders(
    WeekShown(
        png=b64encode(qr_png("https://example.org")).decode(),  # any picture
        organisation="Duo Dijle",
        monday=date(2026, 11, 16),
        held=41,
        asked=120,
        answered=87,
        levels=_FULL.levels,
    ),
    WeekShown(
        png="",
        organisation="Duo Dijle",
        monday=date(2026, 11, 16),
        held=1,
        asked=0,
        answered=0,
        levels=((Level.WELL, 1),),
    ),
)
def _week(message: WeekShown, say: Say) -> Rendered:
    last = message.monday + timedelta(days=6)
    lines = [
        # Translators: the caption of the Monday's picture: the week that is over.
        say(
            "<b>{organisation}, {first} to {last}</b>",
            organisation=message.organisation,
            first=say.day(message.monday),
            last=say.day(last),
        ),
        say.plural("{n} meeting took place.", "{n} meetings took place.", message.held),
        _answers(message, say),
        _stand(message, say),
    ]
    return Rendered("\n".join(line for line in lines if line), photo=b64decode(message.png) or None)


def _answers(message: WeekShown, say: Say) -> str:
    if not message.asked:
        return ""
    return say.plural(
        "{answered} of {n} weekly question was answered.",
        "{answered} of {n} weekly questions were answered.",
        message.asked,
        answered=message.answered,
    )


def _stand(message: WeekShown, say: Say) -> str:
    running = sum(number for _, number in message.levels)
    if not running:
        return ""
    counted = say.plural("{n} duo runs today.", "{n} duos run today.", running)
    return f"{counted} {level_line(message.levels, say)}"
