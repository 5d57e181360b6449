"""The team looks after itself: the list, and one of them. Absences, deputies and roles are in the files beside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from locales.lists import back_label, page_row, two_a_row
from locales.people_words import BUTTON, organisation_line, role_title
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Html, Say
from mentoring.messages.colleagues import (
    Away,
    ColleagueFacts,
    ColleagueLine,
    TeamFound,
)
from mentoring.messages.pairing_desk import Desk
from mentoring.messages.people import Colleague
from mentoring.open_proposals import PAGE
from mentoring.taps_colleagues import (
    AskAbsence,
    AskDeputy,
    AskGiveAll,
    AskLeave,
    AskRole,
    ColleagueCard,
    Colleagues,
    ColleaguesPage,
    EraseAbsence,
)
from mentoring.taps_invitations import InviteRole
from storage.words import Role

_ID = 2**62
_NAME_ON_BUTTON = 18
_FIRST, _LAST = date(2026, 11, 24), date(2026, 12, 4)
_TEAM = (Colleague(1, "Lena"), Colleague(2, "Maximiliane", is_now=True), Colleague(3, "Tom", is_away=True))
_LINES = (
    ColleagueLine(_ID, "Lena", Role.LEAD, 12, 30, is_self=True),
    ColleagueLine(2, "Maximiliane-Sophie", Role.COORDINATOR, 1, 1, away_until=_LAST),
    ColleagueLine(3, "Tom", Role.COORDINATOR, 0, 0),
)


# -- the list ---------------------------------------------------------------------------------------------------------
@renders(
    TeamFound(
        organisation_id=_ID,
        organisation="Duo Dijle",
        own_id=_ID,
        colleagues=_LINES,
        page=0,
        pages=2,
        total=11,
        other_desks=(Desk(2, "Samen Sterk"),),
    ),
    TeamFound(
        organisation_id=_ID, organisation="Duo Dijle", own_id=_ID, colleagues=_LINES[:1], page=0, pages=1, total=1
    ),
)
def _list(message: TeamFound, say: Say) -> Rendered:
    here, first = message.organisation_id, message.page * PAGE + 1
    count = say.plural("{n} person works here:", "{n} people work here:", message.total)
    lines = [_line(place, line, say) for place, line in enumerate(message.colleagues, first)]
    parts = [*organisation_line(message.organisation, say), "\n".join([count, *lines])]
    parts.append(say("Tap a name for deputies and absences."))
    names = [
        Button(f"{place}. {clip(line.name, _NAME_ON_BUTTON)}", tap=ColleagueCard(line.membership_id))
        for place, line in enumerate(message.colleagues, first)
    ]
    # Translators: button: notes one's own absence.
    away = Button(say.label("I am away"), tap=AskAbsence(message.own_id))
    invite = Button(say.label("Invite a colleague"), tap=InviteRole(here, Role.COORDINATOR))
    rows = [*two_a_row(names), *page_row(message.page, message.pages, lambda page: ColleaguesPage(here, page), say)]
    rows += [(away,), (invite,)]
    rows += [(Button(clip(desk.name, BUTTON), tap=Colleagues(desk.organisation_id)),) for desk in message.other_desks]
    return Rendered("\n\n".join(parts), tuple(rows))


def _line(place: int, line: ColleagueLine, say: Say) -> str:
    parts = [say("<b>{name}</b>", name=line.name), role_title(line.role, say), *_numbers(line.duos, line.people, say)]
    if line.is_self:
        # Translators: marks the reader's own line in the list of the team.
        parts.insert(1, say("you"))
    if line.away_until is not None:
        parts.append(say("<b>away until {day}</b>", day=say.day(line.away_until)))
    return f"{place}. {' · '.join(parts)}"


def _numbers(duos: int, people: int, say: Say) -> Iterator[str]:
    yield say.plural("{n} duo", "{n} duos", duos)
    yield say.plural("{n} person", "{n} people", people)


# -- one of the team --------------------------------------------------------------------------------------------------
def _facts(**changed: object) -> ColleagueFacts:
    plain: dict[str, object] = {
        "membership_id": _ID,
        "organisation_id": _ID,
        "organisation": "Duo Dijle",
        "name": "Lena",
        "role": Role.COORDINATOR,
        "duos": 12,
        "people": 30,
        "deputy": "Tom",
        "absences": (Away(1, _FIRST, _LAST), Away(2, _LAST, _LAST)),
        "is_self": True,
        "may_change": True,
        "reader_leads": False,
    }
    return ColleagueFacts(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _facts(),
    _facts(is_self=False, may_change=False, deputy=None, stands_in="Claire", absences=()),
    _facts(deputy=None, absences=()),
    _facts(is_self=False, reader_leads=True, absences=()),
    _facts(role=Role.LEAD, reader_leads=True, duos=1, people=0),
    _facts(role=Role.LEAD, reader_leads=True, is_self=False),
)
def _card(facts: ColleagueFacts, say: Say) -> Rendered:
    head = [
        say("<b>{name}</b>", name=facts.name),
        say("{role} · {organisation}", role=role_title(facts.role, say), organisation=facts.organisation),
    ]
    looks_after = Html(say.list(_numbers(facts.duos, facts.people, say)))
    lines = [say("Looks after {what}", what=looks_after)]
    if facts.deputy:
        lines.append(say("Deputy: {name}", name=facts.deputy))
    elif facts.stands_in:
        # Translators: nobody was named to stand in for this colleague; {name} does while the colleague is away.
        lines.append(say("No deputy: {name} stands in", name=facts.stands_in))
    else:
        # Translators: nobody was named to stand in for this colleague, and all others of the team are away or left.
        lines.append(say("No deputy, and nobody else is there"))
    lines += [_away_line(away, say) for away in facts.absences]
    rows = [*_change_rows(facts, say), (Button(back_label(say), tap=Colleagues(facts.organisation_id)),)]
    return Rendered("\n\n".join(["\n".join(head), "\n".join(lines)]), tuple(rows))


def _away_line(away: Away, say: Say) -> str:
    if away.first == away.last:
        return say("Away: {day}", day=say.day(away.first))
    return say("Away: {first} to {last}", first=say.day(away.first), last=say.day(away.last))


def _change_rows(facts: ColleagueFacts, say: Say) -> Rows:
    if not facts.may_change:
        return ()
    own = facts.membership_id
    deputy = Button(say.label("Deputy"), tap=AskDeputy(own, 0))
    # Translators: button: notes when somebody is away.
    away = Button(say.label("Absence"), tap=AskAbsence(own))
    rows: list[tuple[Button, ...]] = [(deputy, away)]
    rows += [(Button(_erase_label(absence, say), tap=EraseAbsence(absence.absence_id)),) for absence in facts.absences]
    # Translators: button: everything this person looks after goes to a colleague.
    rows.append((Button(say.label("Give all to…"), tap=AskGiveAll(own, 0)),))
    rows += [(button,) for button in _role_buttons(facts, say)]
    return tuple(rows)


def _erase_label(absence: Away, say: Say) -> str:
    # Translators: button: deletes the absence that begins on that day, such as "Tue 24 Nov".
    return say.label("Delete: {day}", day=say.short_day(absence.first))


def _role_buttons(facts: ColleagueFacts, say: Say) -> Iterator[Button]:
    own = facts.membership_id
    if facts.reader_leads and facts.role is Role.LEAD:
        # Translators: button: takes the role of lead coordinator away.
        label = say.label("Give up the lead") if facts.is_self else say.label("No longer lead")
        yield Button(label, tap=AskRole(own, Role.COORDINATOR))
    elif facts.reader_leads:
        # Translators: button: makes somebody a lead coordinator.
        yield Button(say.label("Make lead"), tap=AskRole(own, Role.LEAD))
    # Translators: button: out of the organisation's team.
    label = say.label("I leave the team") if facts.is_self else say.label("Remove from team")
    yield Button(label, tap=AskLeave(own), style="danger")
