from __future__ import annotations

from datetime import UTC, datetime

from babel.dates import get_timezone, get_timezone_location

from locales.lists import back_label, two_a_row
from locales.options import capitalised, language_word, ticked
from locales.portraits import label_with
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.settings import (
    Mentee,
    QuestionOpen,
    QuietFrom,
    QuietHours,
    QuietTo,
    Received,
    SettingsCard,
    WhichZone,
    Zones,
    ZoneUnknown,
)
from mentoring.settings import OFFERED_HOURS
from mentoring.settings_zones import OFFERED
from mentoring.taps import Tap
from mentoring.taps_check_ins import ShowRhythm
from mentoring.taps_settings import (
    AskQuietFrom,
    AskQuietTo,
    SetQuietHours,
    SetZone,
    ShowLanguages,
    ShowQuietHours,
    ShowReceived,
    ShowSettings,
    ShowZones,
    SwitchGroup,
    WriteZone,
)
from storage.words import Group

_ID = 2**62
_NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
_FOUR = 4  # hours in a row of buttons


@renders(
    SettingsCard(quiet_from=21 * 60, quiet_to=8 * 60, zone="Europe/Brussels", now=_NOW, off=()),
    SettingsCard(quiet_from=0, quiet_to=0, zone="America/New_York", now=_NOW, off=tuple(Group)),
)
def _card(message: SettingsCard, say: Say) -> Rendered:
    language = capitalised(language_word(say.language, say))
    parts = [
        say("<b>Your settings</b>"),
        say("Language: {language}", language=language),
        _hours_line(message.quiet_from, message.quiet_to, say),
        # Translators: {city} stands for its time zone; {time} is the time there now.
        say("Time zone: {city} (it is {time} there)", city=_city(message.zone, say), time=say.time(message.now)),
    ]
    if message.off:
        # Translators: what somebody does not receive, such as "reminders and hints".
        parts.append(say("Switched off: {kinds}", kinds=say.list(_group_word(group, say) for group in message.off)))
    # Translators: button: hours in which Tandem does not begin to write.
    quiet = Button(say.label("Quiet hours"), tap=ShowQuietHours())
    rows = (
        # Translators: button: the language in which Tandem writes.
        (Button(say.label("Language"), tap=ShowLanguages()), quiet),
        # Translators: button: what Tandem sends by itself.
        (Button(say.label("Time zone"), tap=ShowZones()), Button(say.label("What I receive"), tap=ShowReceived())),
    )
    return Rendered("\n".join(parts), rows)


# -- quiet hours -------------------------------------------------------------------------------------------------------
@renders(
    QuietHours(offered=OFFERED_HOURS, quiet_from=21 * 60, quiet_to=8 * 60),
    QuietHours(offered=OFFERED_HOURS, quiet_from=19 * 60, quiet_to=5 * 60),
)
def _quiet_hours(message: QuietHours, say: Say) -> Rendered:
    # Translators: what the other one of the duo writes is never held back.
    text = say("In your quiet hours I do not begin to write. Messages in your duo always come. Which hours suit you?")
    now = (message.quiet_from, message.quiet_to)
    offered = message.offered if now in message.offered else (now, *message.offered)
    hours = [Button(ticked(_hours_label(*pair, say), pair == now), tap=SetQuietHours(*pair)) for pair in offered]
    # Translators: button: hours that are not in the list.
    own = Button(say.label("Other hours"), tap=AskQuietFrom())
    return Rendered(text, (*two_a_row(hours), (own,), (_back(ShowSettings(), say),)))


@renders(QuietFrom(hours=tuple(range(0, 24 * 60, 60))))
def _quiet_from(message: QuietFrom, say: Say) -> Rendered:
    # Translators: the first hour in which Tandem does not begin to write.
    text = say("From which hour on shall it be quiet?")
    hours = [Button(say.clock(minute), tap=AskQuietTo(minute)) for minute in message.hours]
    return Rendered(text, (*_four_a_row(hours), (_back(ShowQuietHours(), say),)))


@renders(QuietTo(quiet_from=22 * 60, hours=tuple(hour % 24 * 60 for hour in range(23, 37))))
def _quiet_to(message: QuietTo, say: Say) -> Rendered:
    text = say("Quiet from {start} on. Until when?", start=say.clock(message.quiet_from))
    hours = [Button(say.clock(minute), tap=SetQuietHours(message.quiet_from, minute)) for minute in message.hours]
    return Rendered(text, (*_four_a_row(hours), (_back(AskQuietFrom(), say),)))


def _hours_line(start: int, end: int, say: Say) -> str:
    if start == end:
        return say("Quiet hours: none")
    return say("Quiet hours: {start} to {end}", start=say.clock(start), end=say.clock(end))


def _hours_label(start: int, end: int, say: Say) -> str:
    if start == end:
        # Translators: button: no quiet hours.
        return say.label("None")
    return f"{say.clock(start)} – {say.clock(end)}"


def _four_a_row(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[place : place + _FOUR]) for place in range(0, len(buttons), _FOUR))


# -- zone --------------------------------------------------------------------------------------------------------------
@renders(Zones(offered=OFFERED, zone="Europe/Brussels"), Zones(offered=OFFERED, zone="Asia/Tokyo"))
def _zones(message: Zones, say: Say) -> Rendered:
    text = say("Where are you? Meetings and reminders then go by the time there.")
    offered = message.offered if message.zone in message.offered else (message.zone, *message.offered)
    places = [Button(ticked(_city(zone, say), zone == message.zone), tap=SetZone(zone)) for zone in offered]
    # Translators: button: a city that is not in the list.
    other = Button(say.label("Another place"), tap=WriteZone())
    return Rendered(text, (*two_a_row(places), (other,), (_back(ShowSettings(), say),)))


@renders(WhichZone())
def _which_zone(_: WhichZone, say: Say) -> Rendered:
    text = say("Please write the name of a big city near you.")
    return Rendered(text, ((_back(ShowZones(), say),),))


@renders(ZoneUnknown())
def _zone_unknown(_: ZoneUnknown, say: Say) -> Rendered:
    text = say("I do not know that place yet. Please write the capital, or another big city.")
    return Rendered(text, ((_back(ShowZones(), say),),))


@renders(QuestionOpen())
def _question_open(_: QuestionOpen, say: Say) -> str:
    return say("I am still waiting for another answer. Please write that first, or send /cancel.")


def _city(zone: str, say: Say) -> str:
    """A zone by its city, in the language spoken: `Bruxelles`."""
    return get_timezone_location(get_timezone(zone), locale=say.locale, return_city=True)


# -- what somebody receives --------------------------------------------------------------------------------------------
@renders(
    Received(groups=tuple(Group), off=(), mentees=(Mentee(_ID, "Amina"), Mentee(_ID, "Jean-Baptiste-Emmanuel (2)"))),
    Received(groups=tuple(Group), off=tuple(Group)),
    Received(groups=(Group.REMINDERS,), off=(Group.REMINDERS,)),
)
def _received(message: Received, say: Say) -> Rendered:
    if not message.groups:
        return Rendered(
            say("You only receive what you ask for. There is nothing to switch off."), ((_back(ShowSettings(), say),),)
        )
    parts = [say("What would you like to receive? A tap switches it on or off.")]
    parts += [_missing(group, say) for group in message.off]
    rows: list[tuple[Button, ...]] = []
    for group in message.groups:
        on = group not in message.off
        word = capitalised(_group_word(group, say))
        rows.append((Button(ticked(word, on), tap=SwitchGroup(group, not on)),))
    rows += [(Button(_how_often(mentee, say), tap=ShowRhythm(mentee.thread_id)),) for mentee in message.mentees]
    return Rendered("\n\n".join(parts), (*rows, (_back(ShowSettings(), say),)))


def _group_word(group: Group, say: Say) -> str:
    """Plain, as in the middle of a sentence; with a capital on a button."""
    if group is Group.REMINDERS:
        # Translators: of meetings; in a list and, with a capital letter, on a button.
        return say.label("reminders")
    if group is Group.CHECK_INS:
        # Translators: in a list and, with a capital letter, on a button.
        return say.label("weekly question")
    # Translators: short messages such as "Nothing is planned"; in a list and, with a capital letter, on a button.
    return say.label("hints")


def _missing(group: Group, say: Say) -> str:
    """What somebody does without."""
    if group is Group.REMINDERS:
        return say("No reminders: please note your meetings yourself.")
    if group is Group.CHECK_INS:
        return say("No weekly question: the team then learns later when something is wrong.")
    return say("No hints: I then say nothing about steps, interviews or a long silence.")


def _how_often(mentee: Mentee, say: Say) -> str:
    # Translators: button of a mentor: how often the weekly question about {name} comes.
    return label_with(mentee.name, lambda name: say.label("How often: {name}", name=name))


def _back(tap: Tap, say: Say) -> Button:
    return Button(back_label(say), tap=tap)
