"""The team's card of one person, its notes, and who looks after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from locales.lists import back_label, find_mentor_label, two_a_row
from locales.options import capitalised, language_word
from locales.people_words import (
    by_phone_buttons,
    card_tap,
    colleague_rows,
    duo_label,
    keeper_line,
    role_title,
    show_label,
    to_card,
    with_role,
)
from locales.portraits import clip, portrait_facts, team_name
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.desk.groups import PeopleGroup
from mentoring.invitations import LABEL_LIMIT
from mentoring.messages.pairing import Named
from mentoring.messages.people import (
    Choice,
    Colleague,
    NoteNotUsable,
    Partner,
    PersonFacts,
    PersonGone,
    PersonIsTheirs,
    PersonIsYours,
    Spot,
    Status,
    WhichNote,
    WhoseIsPerson,
)
from mentoring.portrait import Portrait
from mentoring.taps_colleagues import Colleagues
from mentoring.taps_duos import DuoCard
from mentoring.taps_mentor_points import MentorPoints
from mentoring.taps_pairing import FindMentor, ShowProposal
from mentoring.taps_people import (
    AskNote,
    AskRemoval,
    EmptyNote,
    GivePerson,
    MentorRoom,
    Noted,
    PeopleList,
    PersonCard,
    ShowPeople,
    WhoLooksAfter,
)
from mentoring.taps_reconnect import NewPhone
from mentoring.taps_takeovers import TakeOver
from mentoring.taps_team_line import WriteTo
from storage.words import DuoState, Role

_ID = 2**62
_NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_WITH_JAN = Partner(_ID, _JAN, DuoState.ACTIVE)
_TEAM = (Colleague(1, "Lena", is_now=True), Colleague(2, "Maximiliane", is_away=True), Colleague(3, "Tom"))


# -- the card ---------------------------------------------------------------------------------------------------------
def _facts(**changed: object) -> PersonFacts:
    plain: dict[str, object] = {
        "membership_id": _ID,
        "organisation_id": _ID,
        "organisation": "Duo Dijle",
        "role": Role.SEEKER,
        "who": _AMINA,
        "language": "fr",
        "since": _NOW - timedelta(days=40),
        "status": Status.WAITING,
        "number": 23,
        "portrait": Portrait("Amina", ("fr", "ar"), ("it",), ("brussels",), ("evening",)),
        "spot": Spot(PeopleGroup.WAITING, 1),
        "reference": "2026-117",
        "waiting_since": _NOW - timedelta(days=23),
    }
    return PersonFacts(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _facts(looked_after_by="Lena"),
    _facts(waiting_since=_NOW, number=0, reference=None, changed_meanwhile=True),
    _facts(status=Status.IN_DUO, number=1, partners=(_WITH_JAN,), unreachable_since=_NOW),
    _facts(status=Status.ASKED, number=0, partners=(Partner(_ID, _JAN, DuoState.PROPOSED),)),
    _facts(
        role=Role.MENTOR,
        who=_JAN,
        status=Status.IN_DUO,
        number=2,
        partners=(Partner(1, _AMINA, DuoState.ACTIVE), Partner(2, Named("Sofiane"), DuoState.PAUSED)),
        places=1,
        open_points=2,
    ),
    _facts(role=Role.MENTOR, who=_JAN, status=Status.ROOM, number=1, places=1, open_points=0),
    _facts(status=Status.BY_PHONE, number=23, portrait=Portrait(""), who=Named("…", "Dossier 12")),
    _facts(status=Status.BY_PHONE, number=0, portrait=Portrait(""), who=Named("", "Dossier 12"), waiting_since=None),
    _facts(role=Role.MENTOR, status=Status.BY_PHONE, number=0, portrait=Portrait(""), who=_JAN, waiting_since=None),
    _facts(role=Role.MENTOR, who=_JAN, status=Status.ROOM, number=1, places=1, open_points=0, is_self=True),
    _facts(role=Role.MENTOR, who=_JAN, status=Status.NO_ROOM, number=0, places=0, has_no_room=True, open_points=0),
    _facts(status=Status.EXPECTED, number=0),
    _facts(status=Status.FINISHED, number=0),
    _facts(status=Status.WELCOMING, number=0, portrait=Portrait("")),
    _facts(
        role=Role.FEDERATION,
        who=Named("Fien"),
        status=Status.READING,
        number=0,
        portrait=Portrait("Fien"),
        reader_leads=True,
    ),
    _facts(role=Role.LEAD, who=Named("Lena"), status=Status.WORKING, number=0, portrait=Portrait("Lena")),
)
def _card(facts: PersonFacts, say: Say) -> Rendered:
    head = [
        team_name(facts.who),
        say("{role} · {organisation}", role=role_title(facts.role, say), organisation=facts.organisation),
    ]
    parts = ["\n".join(head), "\n".join(_standing(facts, say))]
    if profile := portrait_facts(facts.portrait, say):
        parts.append("\n".join(profile))
    parts.append("\n".join(_around(facts, say)))
    if facts.changed_meanwhile:
        parts.insert(0, say("<b>A colleague has just changed something here. This is how it stands now.</b>"))
    spot = facts.spot
    back = ShowPeople(facts.organisation_id, spot.group, spot.page, spot.text)
    return Rendered("\n\n".join(parts), (*_actions(facts, say), (Button(back_label(say), tap=back),)))


_CAN_HAVE_ROOM = {Status.ROOM, Status.NO_ROOM, Status.IN_DUO}


def _standing(facts: PersonFacts, say: Say) -> Iterator[str]:
    """Where they stand, and whether messages arrive."""
    if facts.status in {Status.WAITING, Status.BY_PHONE} and facts.waiting_since is not None:
        if facts.number:
            day = say.day(facts.waiting_since)
            yield say.plural("Waits since {day} ({n} day)", "Waits since {day} ({n} days)", facts.number, day=day)
        else:
            yield say("Waits since today")
        if facts.status is Status.BY_PHONE:
            yield _STATUS[facts.status](say)
    elif facts.partners:
        yield from _partner_lines(facts, say)
    else:
        yield _STATUS[facts.status](say)
        if facts.status is Status.BY_PHONE and facts.role is Role.SEEKER:
            # Translators: a mentee: the team noted a mentor outside of the chatbot, or a duo that is to begin.
            yield say("Waits for no mentor at the moment")
    if facts.has_no_room:
        # Translators: a mentor; nobody is proposed to them until somebody says that there is room again.
        yield say("<b>No room now:</b> gets no proposals")
    elif facts.places is not None:
        yield say("Free places: {n}", n=facts.places)
    if facts.open_points:
        # Translators: points of the organisation's list for mentors, such as insurance, that are not ticked yet.
        yield say.plural("{n} point of the list is open", "{n} points of the list are open", facts.open_points)
    if facts.unreachable_since is not None:
        day = say.day(facts.unreachable_since)
        yield say("<b>Messages do not arrive since {day}. Please phone.</b>", day=day)


def _partner_lines(facts: PersonFacts, say: Say) -> Iterator[str]:
    for partner in facts.partners:
        who = team_name(partner.who)
        if partner.state is DuoState.PROPOSED:
            yield say("A proposal is open: {who}", who=who)
        elif partner.state is DuoState.PAUSED:
            yield say("In a duo with {who}, paused", who=who)
        else:
            yield say("In a duo with {who}", who=who)


_STATUS: dict[Status, Callable[[Say], str]] = {
    Status.WAITING: lambda say: say("Waits since today"),
    Status.ASKED: lambda say: say("A proposal is open"),
    Status.IN_DUO: lambda say: say("In a duo"),
    Status.FINISHED: lambda say: say("The duo is finished. Looks for no other mentor."),
    Status.EXPECTED: lambda say: say("The duo goes on here as soon as the mentor has joined."),
    # Translators: a mentor.
    Status.ROOM: lambda say: say("In no duo at the moment"),
    Status.NO_ROOM: lambda say: say("In no duo at the moment"),
    Status.WORKING: lambda say: say("Works in the team"),
    Status.READING: lambda say: say("Reads the federation's figures, and nothing else"),
    Status.WELCOMING: lambda say: say("The welcome is not finished yet"),
    Status.BY_PHONE: lambda say: say("By phone: prefers no Telegram. The mentoring is the same."),
}


def _around(facts: PersonFacts, say: Say) -> Iterator[str]:
    yield say("Language: {language}", language=capitalised(language_word(facts.language, say)))
    # Translators: since when somebody has been with the organisation.
    yield say("Here since {day}", day=say.day(facts.since))
    if facts.reference:
        # Translators: the organisation's own number for a person.
        yield say("Reference: {reference}", reference=facts.reference)
    if facts.role.is_in_duos:
        yield keeper_line(facts.looked_after_by, say)


def _actions(facts: PersonFacts, say: Say) -> Rows:
    own = facts.membership_id
    label = Button(say.label("Label"), tap=AskNote(own, Noted.LABEL))
    reference = Button(say.label("Reference"), tap=AskNote(own, Noted.REFERENCE))
    if facts.role.is_staff:
        # Translators: opens the list of those who work in the organisation.
        team = Button(say.label("The team"), tap=Colleagues(facts.organisation_id))
        return ((label, reference), (team,))
    # Translators: button: this person leaves the organisation; it asks first.
    remove = Button(say.label("Remove"), tap=AskRemoval(own), style="danger")
    if facts.role is Role.FEDERATION:
        return ((label, reference), *(((remove,),) if facts.reader_leads else ()))
    buttons = [*_contact(facts, say), *_pairing(facts, say), label, reference]
    # Translators: button: who of the team looks after this person.
    buttons.append(Button(say.label("Who looks after"), tap=WhoLooksAfter(own, 0)))
    buttons.append(remove)
    return (*two_a_row(buttons), *_duo_rows(facts, say))


def _contact(facts: PersonFacts, say: Say) -> Iterator[Button]:
    """Who goes by phone has no chat to write to."""
    if facts.status is Status.BY_PHONE:
        waits = facts.waiting_since is not None
        yield from by_phone_buttons(facts.membership_id, facts.role, say, waits=waits)
        return
    own = facts.membership_id
    if facts.status is not Status.WELCOMING and not facts.is_self:
        # Translators: button: write to this person.
        yield Button(say.label("Write"), tap=WriteTo(own), style="primary")
    # Translators: button: this person has another phone or another Telegram account.
    yield Button(say.label("New phone"), tap=NewPhone(own))


def _pairing(facts: PersonFacts, say: Say) -> Iterator[Button]:
    own = facts.membership_id
    if facts.role is Role.MENTOR and facts.open_points is not None:
        # Translators: button: the points of the organisation's list for mentors.
        yield Button(say.label("Points"), tap=MentorPoints(own))
    if facts.role is Role.MENTOR and facts.status in _CAN_HAVE_ROOM:
        yield _room(facts, say)
    if facts.status is Status.WAITING:
        yield Button(find_mentor_label(say), tap=FindMentor(own))
    if facts.status is Status.WAITING or (facts.role is Role.MENTOR and facts.places):
        # Translators: button: this person has been in a duo since before Tandem; at most 24 characters.
        yield Button(say.label("Already has a partner"), tap=TakeOver(own))


def _room(facts: PersonFacts, say: Say) -> Button:
    if facts.has_no_room:
        # Translators: button, about a mentor: from now on somebody can be proposed to them again.
        return Button(say.label("Room again"), tap=MentorRoom(facts.membership_id, has_room=True))
    # Translators: button, about a mentor: nobody is proposed to them until somebody says otherwise.
    return Button(say.label("No room now"), tap=MentorRoom(facts.membership_id, has_room=False))


def _duo_rows(facts: PersonFacts, say: Say) -> Rows:
    rows = []
    for partner in facts.partners:
        name = partner.who.name or partner.who.label or "…"
        if partner.state is DuoState.PROPOSED:
            # Translators: button: the open proposal with {name}, who has 12 characters at most.
            rows.append((Button(say.label("Proposal: {name}", name=clip(name, 12)), tap=ShowProposal(partner.duo_id)),))
        else:
            rows.append((Button(duo_label(name, say), tap=DuoCard(partner.duo_id)),))
    return tuple(rows)


@renders(PersonGone(organisation_id=_ID, who=_AMINA))
def _gone(message: PersonGone, say: Say) -> Rendered:
    text = say("{who} is no longer part of your organisation.", who=team_name(message.who))
    return Rendered(text, ((Button(back_label(say), tap=PeopleList(message.organisation_id, 0)),),))


# -- notes and who looks after ----------------------------------------------------------------------------------------
@renders(
    WhichNote(membership_id=_ID, what=Noted.LABEL, who=_AMINA, now="Dossier 12"),
    WhichNote(membership_id=_ID, what=Noted.LABEL, who=_AMINA, now=None),
    WhichNote(membership_id=_ID, what=Noted.REFERENCE, who=_AMINA, now="2026-117"),
    WhichNote(membership_id=_ID, what=Noted.REFERENCE, who=_AMINA, now=None),
)
def _which_note(message: WhichNote, say: Say) -> Rendered:
    who = team_name(message.who)
    if message.what is Noted.LABEL:
        asked = say("{who}: please write the label. Only the team sees it.", who=who)
    else:
        asked = say("{who}: please write the reference, as in your own files.", who=who)
    rows: list[tuple[Button, ...]] = []
    if message.now:
        asked += "\n" + say("Now: {text}", text=message.now)
        rows.append((Button(_none_label(message.what, say), tap=EmptyNote(message.membership_id, message.what)),))
    return Rendered(asked, (*rows, (to_card(message.membership_id, say),)))


def _none_label(what: Noted, say: Say) -> str:
    return say.label("No label") if what is Noted.LABEL else say.label("No reference")


@renders(NoteNotUsable(limit=LABEL_LIMIT))
def _note_not_usable(message: NoteNotUsable, say: Say) -> str:
    return say("I can't keep that. Please write 1 to {limit} characters.", limit=message.limit)


@renders(
    WhoseIsPerson(membership_id=_ID, who=_AMINA, choice=Choice(_TEAM, 0, 2, 99_991)),
    WhoseIsPerson(membership_id=_ID, who=_AMINA, choice=Choice(())),
)
def _whose(message: WhoseIsPerson, say: Say) -> Rendered:
    own, choice = message.membership_id, message.choice
    rows = colleague_rows(
        choice,
        lambda colleague_id: GivePerson(own, colleague_id, choice.seen),
        lambda page: WhoLooksAfter(own, page),
        card_tap(own),
        say,
    )
    return Rendered(say("Who looks after {who}?", who=team_name(message.who)), rows)


@renders(PersonIsYours(membership_id=_ID, organisation="Duo Dijle", who=_AMINA, role=Role.SEEKER, by="Tom"))
def _yours(message: PersonIsYours, say: Say) -> Rendered:
    text = say(
        "{organisation}: you look after {who} now. Arranged by {name}.",
        organisation=message.organisation,
        who=with_role(message.who, message.role, say),
        name=message.by,
    )
    return Rendered(text, ((Button(show_label(say), tap=PersonCard(message.membership_id)),),))


@renders(PersonIsTheirs(membership_id=_ID, organisation="Duo Dijle", who=_JAN, role=Role.MENTOR, colleague="Lena"))
def _theirs(message: PersonIsTheirs, say: Say) -> str:
    return say(
        "{organisation}: {name} looks after {who} now.",
        organisation=message.organisation,
        name=message.colleague,
        who=with_role(message.who, message.role, say),
    )
