"""The list of everybody of an organisation, for its team. One person's card is in people_card.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from locales.lists import back_label, page_row, two_a_row
from locales.options import role_word
from locales.people_words import BUTTON, line_button, line_name, line_status, organisation_line
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Html, Say
from mentoring.desk.groups import PeopleGroup
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import Desk
from mentoring.messages.people import PeopleCounts, PeopleFound, PersonLine, Spot, Status, WhomToFind
from mentoring.open_proposals import PAGE
from mentoring.taps import Tap
from mentoring.taps_group_pairing import PairGroup
from mentoring.taps_invitations import InviteFor
from mentoring.taps_lists import ExportList, HowLists
from mentoring.taps_people import OpenInvited, OpenPerson, PeopleGroups, PeopleList, SearchPeople, ShowPeople
from storage.words import Role

_ID = 2**62
_UNTIL = datetime(2026, 12, 24, 11, tzinfo=UTC)
_AMINA = PersonLine(_ID, False, Named("Amina", "Dossier 12"), Role.SEEKER, Status.WAITING, 23)
_LINES = (
    _AMINA,
    PersonLine(2, False, Named("Maximiliane-Sophie"), Role.SEEKER, Status.WAITING, 0),
    PersonLine(3, False, Named("Sofiane", "Groep dinsdag"), Role.SEEKER, Status.IN_DUO, 1, unreachable=True),
    PersonLine(4, False, Named("Jan"), Role.MENTOR, Status.IN_DUO, 2),
    PersonLine(5, False, Named("Els"), Role.MENTOR, Status.ROOM, 1),
    PersonLine(6, False, Named("Lena"), Role.COORDINATOR, Status.WORKING),
    PersonLine(7, True, Named("", "Anna K., mardi"), Role.SEEKER, Status.INVITED, until=_UNTIL),
    PersonLine(8, True, Named("", None), Role.MENTOR, Status.LINK_EXPIRED, until=_UNTIL),
)
_REST = (
    PersonLine(9, False, Named("Kim"), Role.SEEKER, Status.ASKED),
    PersonLine(10, False, Named("Bo"), Role.SEEKER, Status.BY_PHONE),
    PersonLine(12, False, Named("Zoë"), Role.SEEKER, Status.EXPECTED),
    PersonLine(11, False, Named(""), Role.MENTOR, Status.WELCOMING),
    PersonLine(14, False, Named("Lut"), Role.MENTOR, Status.NO_ROOM),
    PersonLine(13, False, Named("Fien"), Role.FEDERATION, Status.READING),
)

_GROUPS: dict[PeopleGroup, Callable[[Say], str]] = {
    # Translators: groups of people in the team's list: headings, and buttons of at most 24 characters.
    PeopleGroup.ALL: lambda say: say.label("Everybody"),
    PeopleGroup.WAITING: lambda say: say.label("Mentees waiting"),
    PeopleGroup.IN_DUO: lambda say: say.label("Mentees in a duo"),
    # Translators: mentors who can have one more duo; at most 24 characters.
    PeopleGroup.ROOM: lambda say: say.label("Mentors with room"),
    PeopleGroup.MENTORS: lambda say: say.label("All mentors"),
    # Translators: those who work in the organisation.
    PeopleGroup.TEAM: lambda say: say.label("The team"),
    # Translators: people with an invitation that they have not used.
    PeopleGroup.INVITED: lambda say: say.label("Invited"),
    # Translators: people who do not use Telegram and are phoned.
    PeopleGroup.PHONE: lambda say: say.label("By phone"),
    # Translators: people whom the reader looks after.
    PeopleGroup.MINE: lambda say: say.label("My people"),
}


def _found(**changed: object) -> PeopleFound:
    plain: dict[str, object] = {
        "organisation_id": _ID,
        "organisation": None,
        "people": (),
        "spot": Spot(),
        "total": 0,
        "pages": 1,
    }
    return PeopleFound(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _found(people=_LINES, total=148, pages=19),
    _found(people=_REST, total=11, pages=2, spot=Spot(PeopleGroup.ALL, 1)),
    _found(
        organisation="Duo Dijle",
        people=(_AMINA,),
        total=1,
        spot=Spot(PeopleGroup.WAITING),
        other_desks=(Desk(2, "Samen Sterk"),),
    ),
    _found(spot=Spot(PeopleGroup.MINE)),
    _found(people=(_AMINA,), total=1, searched="amina", spot=Spot(PeopleGroup.ALL, 0, "amina")),
    _found(people=_LINES, total=30, pages=4, searched="أمينة", can_turn=False),
    _found(searched="zzz"),
)
def _list(message: PeopleFound, say: Say) -> Rendered:
    first = message.spot.page * PAGE + 1
    parts = [*organisation_line(message.organisation, say), _heading(message, say)]
    if message.people:
        parts.append("\n".join(_line(place, line, say) for place, line in enumerate(message.people, first)))
    if message.pages > 1 and not message.can_turn:
        parts.append(say("There are more. Please write more of the name."))
    spot = message.spot
    names = [
        Button(line_button(place, line, say), tap=_card_of(line, spot))
        for place, line in enumerate(message.people, first)
    ]
    rows = (*_top(message, say), *two_a_row(names), *_pages(message, say), *_ways(message, say))
    return Rendered("\n\n".join(parts), rows)


def _heading(message: PeopleFound, say: Say) -> str:
    if message.searched is not None:
        if not message.total:
            return say(
                "Nobody here goes by “{text}”. I look at first names, labels and references.", text=message.searched
            )
        return say.plural("“{text}”: {n} person", "“{text}”: {n} people", message.total, text=message.searched)
    if not message.total:
        return say("<b>{group}</b>\nNobody at the moment.", group=_GROUPS[message.spot.group](say))
    # Translators: the heading of a list: Mentees waiting: 12
    return say("<b>{group}: {n}</b>", group=_GROUPS[message.spot.group](say), n=message.total)


def _line(place: int, line: PersonLine, say: Say) -> str:
    parts = [line_name(line, say), Html(role_word(line.role, say)), Html(line_status(line, say))]
    if line.unreachable:
        # Translators: messages do not arrive, because the person blocked the bot; ends a line of the list.
        parts.append(Html(say("<b>not reachable</b>")))
    return f"{place}. {' · '.join(parts)}"


def _card_of(line: PersonLine, spot: Spot) -> Tap:
    if line.is_invited:
        return OpenInvited(line.id, spot.group, spot.page, spot.text)
    return OpenPerson(line.id, spot.group, spot.page, spot.text)


def _top(message: PeopleFound, say: Say) -> Rows:
    """What begins something, above the names; on the first page of everybody only, so that the others stay short."""
    if message.searched is not None or message.spot.group is not PeopleGroup.ALL or message.spot.page:
        return ()
    here = message.organisation_id
    invite = Button(say.label("Invite"), tap=InviteFor(here))
    # Translators: a list of people as a file, sent to the bot.
    send = Button(say.label("Send a list"), tap=HowLists(here))
    # Translators: everybody as a file.
    export = Button(say.label("Export"), tap=ExportList(here))
    # Translators: one proposal for everybody who waits.
    pairing = Button(say.label("Group pairing"), tap=PairGroup(here))
    return ((invite, send), (export, pairing))


def _pages(message: PeopleFound, say: Say) -> Rows:
    if not message.can_turn:
        return ()
    spot, here = message.spot, message.organisation_id
    return page_row(spot.page, message.pages, lambda page: ShowPeople(here, spot.group, page, spot.text), say)


def _ways(message: PeopleFound, say: Say) -> Rows:
    here, spot = message.organisation_id, message.spot
    search = Button(say.label("Search"), tap=SearchPeople(here))
    # Translators: opens the groups of people: mentees waiting, mentors with room and so on.
    groups = Button(say.label("Filter"), tap=PeopleGroups(here))
    rows: list[tuple[Button, ...]] = [(search, groups)]
    if message.searched is not None or spot.group is not PeopleGroup.ALL:
        rows.append((Button(_GROUPS[PeopleGroup.ALL](say), tap=PeopleList(here, 0)),))
    rows += [
        (Button(clip(desk.name, BUTTON), tap=ShowPeople(desk.organisation_id, spot.group, 0, spot.text)),)
        for desk in message.other_desks
    ]
    return tuple(rows)


@renders(
    PeopleCounts(organisation_id=_ID, organisation=None, counts=tuple((group, 12) for group in PeopleGroup)),
    PeopleCounts(organisation_id=_ID, organisation="Duo Dijle", counts=tuple((group, 0) for group in PeopleGroup)),
)
def _counts(message: PeopleCounts, say: Say) -> Rendered:
    here = message.organisation_id
    lines = [say("{group}: {n}", group=_GROUPS[group](say), n=number) for group, number in message.counts]
    parts = [*organisation_line(message.organisation, say), say("<b>Whom would you like to see?</b>"), "\n".join(lines)]
    buttons = [Button(_GROUPS[group](say), tap=ShowPeople(here, group, 0, "")) for group, _ in message.counts]
    return Rendered("\n\n".join(parts), (*two_a_row(buttons), (Button(back_label(say), tap=PeopleList(here, 0)),)))


@renders(
    WhomToFind(organisation_id=_ID, organisation=None),
    WhomToFind(organisation_id=_ID, organisation="Duo Dijle", again=True),
)
def _whom(message: WhomToFind, say: Say) -> Rendered:
    if message.again:
        text = say("I found nothing to look for in that. Please write a few letters or numbers.")
    else:
        text = say("Whom are you looking for? Write part of the first name, the label or the reference.")
    parts = [*organisation_line(message.organisation, say), text]
    return Rendered("\n\n".join(parts), ((Button(back_label(say), tap=PeopleList(message.organisation_id, 0)),),))
