"""What the team's lists share: where somebody stands in words, notes, and the choice of a colleague."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from locales.lists import back_label, page_row, two_a_row
from locales.options import capitalised, role_word
from locales.portraits import clip, label_with, name_on_button, team_name
from locales.rendering import Button, Rows
from locales.say import Html, Say
from mentoring.desk.groups import PeopleGroup
from mentoring.messages.pairing import Named
from mentoring.messages.people import Choice, Colleague, PersonLine, Status
from mentoring.taps import Tap
from mentoring.taps_people import OpenPerson
from mentoring.taps_waiting_news import LinkAgain, NoteCall, NoteMentor
from storage.words import Role

BUTTON = 24  # characters
_NAME_ON_BUTTON = 18


def organisation_line(organisation: str | None, say: Say) -> list[str]:
    """The header of people who work for several organisations; else nothing."""
    return [say("<b>{organisation}</b>", organisation=organisation)] if organisation else []


def line_name(line: PersonLine, say: Say) -> Html:
    """Who has not joined has no name yet, only the team's label."""
    return known_name(line.who, say) if line.is_invited else team_name(line.who)


def known_name(who: Named, say: Say) -> Html:
    """As `team_name`; who has told no first name yet is known by the label alone."""
    if who.name:
        return team_name(who)
    label = who.label or say.plain("No label")
    return Html(f"<b>{escape(label, quote=False)}</b>")


def line_button(place: int, line: PersonLine, say: Say) -> str:
    name = (line.who.label or say.plain("No label")) if line.is_invited else name_on_button(line.who)
    return f"{place}. {clip(name, _NAME_ON_BUTTON)}"


def by_phone_buttons(membership_id: int, role: Role, say: Say, *, waits: bool) -> list[Button]:
    """What the team can do about somebody who prefers no Telegram; `waits`: a mentee who looks for a mentor."""
    buttons = []
    if waits:
        # Translators: button: somebody of the team has called this person.
        buttons.append(Button(say.label("I have phoned"), tap=NoteCall(membership_id)))
        # Translators: button: this mentee has found a mentor, outside of the chatbot.
        buttons.append(Button(say.label("Has a mentor now"), tap=NoteMentor(membership_id, has=True)))
    elif role is Role.SEEKER:
        # Translators: button: this mentee, who goes by phone, waits for a mentor again.
        buttons.append(Button(say.label("Looks for a mentor"), tap=NoteMentor(membership_id, has=False)))
    # Translators: button: somebody who preferred the phone would like to use Telegram now.
    return [*buttons, Button(say.label("Telegram after all"), tap=LinkAgain(membership_id))]


def role_title(role: Role, say: Say) -> str:
    return capitalised(role_word(role, say))


def line_status(line: PersonLine, say: Say) -> str:
    """`waits 23 days`, in a line of a list."""
    if line.status is Status.WAITING:
        if not line.number:
            return say("waits since today")
        # Translators: ends a line of the team's list of people, after the name and the role.
        return say.plural("waits for {n} day", "waits for {n} days", line.number)
    if line.status is Status.IN_DUO and line.number > 1:
        return say.plural("in {n} duo", "in {n} duos", line.number)
    if line.status is Status.ROOM:
        return say.plural("room for {n} duo", "room for {n} duos", line.number)
    return _link_words(line, say) if line.is_invited else _STATUS[line.status](say)


def by_phone_word(say: Say) -> str:
    """Ends a line of a list."""
    return say("by phone")


def _link_words(line: PersonLine, say: Say) -> str:
    assert line.until is not None, "a link always runs out"
    if line.status is Status.INVITED:
        # Translators: has a link and has not used it; ends a line of the list of people.
        return say("invited, link until {day}", day=say.day(line.until))
    return say("link ran out on {day}", day=say.day(line.until))


_STATUS: dict[Status, Callable[[Say], str]] = {
    Status.WELCOMING: lambda say: say("welcome not finished"),
    # Translators: a mentor who has no room for another duo at the moment; ends a line of the list of people.
    Status.NO_ROOM: lambda say: say("no room now"),
    Status.ASKED: lambda say: say("proposal open"),
    Status.IN_DUO: lambda say: say("in a duo"),
    # Translators: a mentee whose mentor has not used the link yet; ends a line of the list of people.
    Status.EXPECTED: lambda say: say("mentor still to join"),
    # Translators: a mentee whose duo has ended and who looks for no other mentor; ends a line of the list of people.
    Status.FINISHED: lambda say: say("duo finished"),
    # Translators: of the organisation's team; ends a line of the list of people.
    Status.WORKING: lambda say: say("in the team"),
    # Translators: of the federation of all organisations; ends a line of the list of people.
    Status.READING: lambda say: say("reads the federation's figures"),
    Status.BY_PHONE: by_phone_word,
}


# -- choosing a colleague ---------------------------------------------------------------------------------------------
def colleague_rows(
    choice: Choice, tap_of: Callable[[int], Tap], turn: Callable[[int], Tap], back: Tap, say: Say
) -> Rows:
    """A button for each of the team, pages where there are many, and the way back."""
    buttons = [Button(_colleague_label(one, say), tap=tap_of(one.membership_id)) for one in choice.colleagues]
    pages = page_row(choice.page, choice.pages, turn, say)
    return (*two_a_row(buttons), *pages, (Button(back_label(say), tap=back),))


def _colleague_label(one: Colleague, say: Say) -> str:
    if one.is_now:
        return f"✓ {clip(one.name, _NAME_ON_BUTTON)}"
    if one.is_away:
        # Translators: button with a colleague's name; the name has 12 characters at most.
        return say.label("{name} (away)", name=clip(one.name, 12))
    return clip(one.name, _NAME_ON_BUTTON)


# -- cards -----------------------------------------------------------------------------------------------------------
def keeper_line(name: str | None, say: Say) -> str:
    if name is None:
        return say("Looked after by: nobody yet")
    # Translators: {name} is of the organisation's team.
    return say("Looked after by: {name}", name=name)


def duo_label(name: str, say: Say) -> str:
    # Translators: button: the duo with {name}.
    return label_with(name, lambda called: say.label("Duo with {name}", name=called))


def to_card(membership_id: int, say: Say) -> Button:
    return Button(back_label(say), tap=card_tap(membership_id))


def card_tap(membership_id: int) -> Tap:
    return OpenPerson(membership_id, PeopleGroup.ALL, 0, "")


def with_role(who: Named, role: Role, say: Say) -> Html:
    """`Amina (Dossier 12), mentee`."""
    return Html(f"{team_name(who)} · {role_title(role, say)}")


def show_label(say: Say) -> str:
    # Translators: button: opens the card of a person or a duo.
    return say.label("Show the card")
