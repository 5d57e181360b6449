from __future__ import annotations

from datetime import UTC, date, datetime

from locales.lists import back_label, group_label, two_a_row
from locales.options import capitalised, language_word, ticked
from locales.organisation_words import city, level_heading, limits_line, line_of, part_title, refusal_line, value_of
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.organisation import (
    Number,
    NumberCard,
    NumberList,
    OrganisationSettings,
    ReallyUsual,
    WhichNumber,
)
from mentoring.messages.pairing_desk import Desk
from mentoring.organisation.numbers import (
    PARTS,
    Fault,
    Part,
    Refusal,
    Setting,
    can_be_written,
    offered,
    part_of,
    usual,
)
from mentoring.taps import Tap
from mentoring.taps_colleagues import Colleagues
from mentoring.taps_mentor_points import EditPoints
from mentoring.taps_organisation import (
    AskUsual,
    OrganisationCard,
    SetNumber,
    SetUsual,
    ShowNumber,
    ShowPart,
    ShowPauses,
    ShowPhones,
    ShowPlaces,
    ShowSpoken,
    Word,
    WriteNumber,
    WriteWord,
)
from mentoring.taps_simulation import TryThresholds
from mentoring.taps_team_group import GroupCard

_ID = 2**62
_TODAY = date(2026, 11, 24)
_NOW = datetime(2026, 11, 25, 16, 7, tzinfo=UTC)
_FIVE = 5  # digits in a row of buttons
_THREE = 3
_SHORT = 12  # characters of a value that goes three in a row
_CONTACT_SHOWN = 120  # characters
_ON_BUTTON = 24


def _sample(**changed: object) -> OrganisationSettings:
    plain: dict[str, object] = {
        "organisation_id": _ID,
        "name": "Duo Dijle",
        "contact": "privacy@example.org",
        "languages": ("fr", "nl", "de"),
        "time_zone": "Europe/Brussels",
        "weekday": 2,
        "minute": 17 * 60,
        "spread": 60,
        "changed_numbers": 0,
        "next_pause": None,
        "today": _TODAY,
        "leads": True,
    }
    return OrganisationSettings(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _sample(),
    _sample(changed_numbers=3, next_pause=(date(2026, 12, 21), date(2027, 1, 3)), other_desks=(Desk(2, "FMDO"),)),
    _sample(contact="", next_pause=(date(2026, 11, 20), date(2026, 11, 30)), changed_numbers=1),
    _sample(leads=False),
)
def _card(message: OrganisationSettings, say: Say) -> Rendered:
    languages = say.list(language_word(each, say) for each in message.languages)
    weekday = value_of(Number(Setting.WEEKDAY, message.weekday), say)
    parts = [
        say("<b>{organisation}</b>", organisation=message.name),
        # Translators: who answers questions on privacy: an address or a number.
        say("Contact for privacy: {contact}", contact=clip(message.contact, _CONTACT_SHOWN))
        if message.contact
        else say("Contact for privacy: nobody is named yet"),
        say("Languages: {languages}", languages=languages),
        # Translators: {city} stands for its time zone.
        say("Time zone: {city}", city=city(message.time_zone, say)),
        say("Weekly question: {day}, from {hour} on", day=weekday, hour=say.clock(message.minute)),
        _numbers_line(message.changed_numbers, say),
        _pause_line(message, say),
    ]
    if not message.leads:
        # Translators: to a coordinator who looks at the settings.
        parts.append(say("Only a lead coordinator can change this."))
    return Rendered("\n".join(parts), (*_sections(message, say), *_desks(message)))


def _numbers_line(changed: int, say: Say) -> str:
    if not changed:
        # Translators: the numbers from which on an alert comes.
        return say("Thresholds: as Tandem suggests")
    # Translators: of the numbers from which on an alert comes.
    return say.plural("Thresholds: {n} of your own", "Thresholds: {n} of your own", changed)


def _pause_line(message: OrganisationSettings, say: Say) -> str:
    if message.next_pause is None:
        # Translators: no days are noted on which Tandem begins nothing.
        return say("Pauses: none noted")
    first, last = message.next_pause
    if first <= message.today:
        return say("Pause until {day}", day=say.day(last))
    return say("Next pause: {first} to {last}", first=say.day(first), last=say.day(last))


def _sections(message: OrganisationSettings, say: Say) -> Rows:
    own, first = message.organisation_id, message.languages[0]
    words = [
        # Translators: buttons of the settings of an organisation, at most 18 characters.
        Button(say.label("Name"), tap=WriteWord(own, Word.NAME)),
        Button(say.label("Contact"), tap=WriteWord(own, Word.CONTACT)),
    ]
    looked_at = [
        Button(say.label("Languages"), tap=ShowSpoken(own)),
        Button(say.label("Time zone"), tap=ShowPlaces(own)),
        Button(say.label("Weekly question"), tap=ShowPart(own, Part.WEEKLY)),
        Button(say.label("Proposals, duos"), tap=ShowPart(own, Part.DUOS)),
        # Translators: button: the signs that a duo is fading.
        Button(say.label("Signals"), tap=ShowPart(own, Part.SIGNALS)),
        Button(say.label("Alerts, waiting"), tap=ShowPart(own, Part.TEAM)),
        # Translators: button: the numbers to call in danger.
        Button(say.label("Emergency"), tap=ShowPhones(own, first)),
        # Translators: button: days on which Tandem begins nothing, such as school holidays.
        Button(say.label("Pauses"), tap=ShowPauses(own)),
    ]
    # Translators: button: what a mentor has to have before a first proposal, such as a training.
    points = [Button(say.label("Points for mentors"), tap=EditPoints(own))]
    # Translators: button: the coordinators, their deputies and absences.
    team = [Button(say.label("Colleagues"), tap=Colleagues(own)), Button(group_label(say), tap=GroupCard(own))]
    return two_a_row([*(words if message.leads else []), *looked_at, *(points if message.leads else []), *team])


def _desks(message: OrganisationSettings) -> Rows:
    return tuple(
        (Button(clip(desk.name, _ON_BUTTON), tap=OrganisationCard(desk.organisation_id)),)
        for desk in message.other_desks
    )


# -- numbers -----------------------------------------------------------------------------------------------------------
def _all(part: Part) -> tuple[Number, ...]:
    return tuple(Number(setting, usual(setting)) for setting in PARTS[part])


@renders(
    *(NumberList(organisation_id=_ID, part=part, numbers=_all(part), leads=True, has_own=True) for part in Part),
    NumberList(
        organisation_id=_ID,
        part=Part.WEEKLY,
        numbers=_all(Part.WEEKLY),
        leads=True,
        has_own=False,
        next_question=_NOW,
    ),
    NumberList(organisation_id=_ID, part=Part.TEAM, numbers=_all(Part.TEAM), leads=False, has_own=False),
)
def _list(message: NumberList, say: Say) -> Rendered:
    own = message.organisation_id
    parts = [f"<b>{part_title(message.part, say)}</b>"]
    for place, number in enumerate(message.numbers, start=1):
        if heading := level_heading(number.setting, say):
            parts.append(heading)
        parts.append(f"{place}. {line_of(number, say)}")
    if message.part is Part.DUOS:
        parts.append(say("Changes count for new proposals and invitations."))
    if message.next_question is not None:
        # Translators: after the hour of the weekly question was changed.
        parts.append(say("Running duos are asked next on {day}.", day=say.day(message.next_question)))
    other = _trying(message, say)
    if not message.leads:
        return Rendered("\n".join(parts), (*other, *_back_to_card(own, say)))
    if len(message.numbers) > 1:
        parts.append(say("Which one do you want to change?"))
    digits = [Button(str(place), tap=ShowNumber(own, n.setting)) for place, n in enumerate(message.numbers, start=1)]
    # Translators: button: all numbers of this screen as Tandem suggests them.
    again = ((Button(say.label("As suggested again"), tap=AskUsual(own, message.part)),),) if message.has_own else ()
    return Rendered("\n".join(parts), (*_in_rows(digits, _FIVE), *other, *again, *_back_to_card(own, say)))


def _trying(message: NumberList, say: Say) -> Rows:
    if message.part is not Part.SIGNALS:
        return ()
    # Translators: button: what would other thresholds have done? Opens the simulator.
    return ((Button(say.label("Try other numbers"), tap=TryThresholds(message.organisation_id)),),)


@renders(*(ReallyUsual(organisation_id=_ID, part=part, numbers=_all(part)) for part in Part))
def _really_usual(message: ReallyUsual, say: Say) -> Rendered:
    own = message.organisation_id
    lines = [line_of(number, say) for number in message.numbers]
    text = "\n".join([say("Shall all of these be as Tandem suggests?"), *lines])
    # Translators: button.
    yes = Button(say.label("Yes, set them back"), tap=SetUsual(own, message.part))
    return Rendered(text, ((yes,), (Button(back_label(say), tap=ShowPart(own, message.part)),)))


@renders(
    NumberCard(organisation_id=_ID, number=Number(Setting.HOUR, 17 * 60), leads=True),
    NumberCard(organisation_id=_ID, number=Number(Setting.WEEKDAY, 2), leads=True),
    NumberCard(organisation_id=_ID, number=Number(Setting.WAITING_ALERT, 20), leads=True),
    NumberCard(organisation_id=_ID, number=Number(Setting.RISK_SESSION, 21), leads=False),
    NumberCard(
        organisation_id=_ID,
        number=Number(Setting.WATCH_UNANSWERED, 2),
        leads=True,
        refusal=Refusal(Fault.NOT_LESS, 3, Setting.RISK_UNANSWERED, 3),
    ),
)
def _number(message: NumberCard, say: Say) -> Rendered:
    own, number = message.organisation_id, message.number
    parts = [f"<b>{line_of(number, say)}</b>", _suggested(number, say)]
    if message.refusal is not None:
        parts.append(refusal_line(number, message.refusal, say))
    back = (Button(back_label(say), tap=ShowPart(own, part_of(number.setting))),)
    if not message.leads:
        return Rendered("\n".join(parts), (back,))
    values = sorted({*offered(number.setting), number.value})
    buttons = [_choice(own, Number(number.setting, value), number, say) for value in values]
    short = max(len(button.text) for button in buttons) <= _SHORT
    # Translators: button: a number that is on no button.
    other = (Button(say.label("Another value"), tap=WriteNumber(own, number.setting)),)
    written = (other,) if can_be_written(number.setting) else ()
    return Rendered("\n".join(parts), (*_in_rows(buttons, _THREE if short else 2), *written, back))


def _choice(organisation_id: int, number: Number, present: Number, say: Say) -> Button:
    text = ticked(capitalised(value_of(number, say)), number == present)
    return Button(text, tap=SetNumber(organisation_id, number.setting, number.value))


def _suggested(number: Number, say: Say) -> str:
    # Translators: what Tandem starts with, such as "Suggested: 14 days".
    value = value_of(Number(number.setting, usual(number.setting)), say)
    return say("Suggested: {value}", value=value)


@renders(
    WhichNumber(organisation_id=_ID, number=Number(Setting.WAITING_NEWS, 10)),
    WhichNumber(organisation_id=_ID, number=Number(Setting.HOUR, 17 * 60), refusal=Refusal(Fault.NO_NUMBER)),
    *(
        WhichNumber(
            organisation_id=_ID,
            number=Number(Setting.WAITING_ALERT, 20),
            refusal=Refusal(fault, 99, Setting.WAITING_NEWS, 10),
        )
        for fault in Fault
    ),
)
def _which_number(message: WhichNumber, say: Say) -> Rendered:
    number = message.number
    parts = [f"<b>{line_of(number, say)}</b>"]
    if message.refusal is not None:
        parts.append(refusal_line(number, message.refusal, say))
    if message.refusal is None or message.refusal.fault is not Fault.OUT_OF_BOUNDS:
        parts.append(limits_line(number.setting, say))
    parts.append(say("Please write the new value."))
    back: Tap = ShowNumber(message.organisation_id, number.setting)
    return Rendered("\n".join(parts), ((Button(back_label(say), tap=back),),))


def _in_rows(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[place : place + width]) for place in range(0, len(buttons), width))


def _back_to_card(organisation_id: int, say: Say) -> Rows:
    return ((Button(back_label(say), tap=OrganisationCard(organisation_id)),),)
