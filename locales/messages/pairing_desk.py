"""The coordinator's screens before a proposal: who waits, and which mentors fit a mentee."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from locales.lists import back_label, duos_to_come_label, page_row, two_a_row, who_waits_label
from locales.people_words import by_phone_buttons, by_phone_word, organisation_line, show_label
from locales.portraits import clip, name_on_button, portrait_facts, reason_lines, team_name
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.matching import Reason, ReasonKind
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import (
    Desk,
    SeekerCard,
    SeekerTaken,
    SuggestedMentor,
    WaitingList,
    WaitingSeeker,
)
from mentoring.open_proposals import PAGE
from mentoring.portrait import Portrait
from mentoring.taps_group_pairing import PairGroup
from mentoring.taps_pairing import ChooseMentor, OpenProposals, ShowProposal, ShowSeeker, WaitingPage
from mentoring.taps_people import PersonCard
from mentoring.taps_takeovers import OpenTakeovers, TakeOver
from storage.words import DuoState, Role

_NAME_ON_BUTTON = 18  # characters of a name in a numbered button
_NAME_AFTER_VERB = 12  # and beside a verb, which is longer in German
_NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_AMINA = Named("Amina", "Dossier 12")
_JAN = Named("Jan", "Gent, IT")
_AMINA_SEEN = Portrait("Amina", ("fr", "ar"), ("it",), ("brussels",), ("evening",))
_FITS = (
    Reason(ReasonKind.LANGUAGE, ("fr",)),
    Reason(ReasonKind.SECTOR, ("it",)),
    Reason(ReasonKind.REGION, ("brussels",)),
    Reason(ReasonKind.TIMES, ("evening",)),
    Reason(ReasonKind.FREE, places=2),
)
_FITS_LESS = (
    Reason(ReasonKind.LIST_OPEN),
    Reason(ReasonKind.NO_LANGUAGE),
    Reason(ReasonKind.FREE, places=1),
    Reason(ReasonKind.DECLINED),
)


def _list(**changed: object) -> WaitingList:
    plain: dict[str, object] = {
        "organisation_id": 1,
        "organisation": None,
        "seekers": (),
        "total": 0,
        "page": 0,
        "pages": 1,
        "running_duos": 0,
        "free_places": 0,
        "open_proposals": 0,
        "other_desks": (),
    }
    return WaitingList(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _list(
        organisation="Duo Dijle",
        seekers=(
            WaitingSeeker(1, _AMINA, 23),
            WaitingSeeker(2, Named("Sofiane"), 1),
            WaitingSeeker(3, _AMINA, 0),
            WaitingSeeker(4, Named("", "Dossier 14"), 12, by_phone=True),
        ),
        total=11,
        page=1,
        pages=3,
        running_duos=12,
        free_places=4,
        open_proposals=2,
        to_come=3,
        other_desks=(Desk(2, "Samen Sterk"),),
    ),
    _list(seekers=(WaitingSeeker(1, _AMINA, 3),), total=1, open_proposals=1),
    _list(running_duos=1, free_places=1),
    _list(),
)
def _waiting(message: WaitingList, say: Say) -> Rendered:
    first = message.page * PAGE + 1
    parts = [say("<b>{organisation}</b>", organisation=message.organisation)] if message.organisation else []
    if message.total:
        parts.append(
            say.plural("{n} mentee waits for a mentor.", "{n} mentees wait for a mentor, longest first:", message.total)
        )
        parts.append("\n".join(_waiting_lines(message.seekers, first, say)))
    else:
        parts.append(say("Nobody waits for a mentor right now. New mentees join with a link: /invite"))
    parts.append("\n".join(_around(message, say)))
    names = [
        Button(
            f"{place}. {clip(name_on_button(s.who), _NAME_ON_BUTTON)}", tap=ShowSeeker(s.membership_id, 0, message.page)
        )
        for place, s in enumerate(message.seekers, first)
    ]
    rows = [
        *two_a_row(names),
        *page_row(message.page, message.pages, lambda p: WaitingPage(p, message.organisation_id), say),
    ]
    if message.open_proposals:
        rows.append((Button(_open_label(say), tap=OpenProposals(0, message.organisation_id)),))
    if message.total > 1 and message.free_places:
        # Translators: one proposal for all mentees who wait.
        rows.append((Button(say.label("Everyone at once"), tap=PairGroup(message.organisation_id)),))
    if message.to_come:
        rows.append((Button(duos_to_come_label(say), tap=OpenTakeovers(message.organisation_id, 0)),))
    rows += [(Button(clip(d.name, 24), tap=WaitingPage(0, d.organisation_id)),) for d in message.other_desks]
    return Rendered("\n\n".join(parts), tuple(rows))


def _waiting_lines(seekers: Sequence[WaitingSeeker], first: int, say: Say) -> Iterator[str]:
    for place, seeker in enumerate(seekers, first):
        who = team_name(seeker.who)
        if seeker.days:
            # Translators: how long this person has waited.
            line = say.plural("{who}: {n} day", "{who}: {n} days", seeker.days, who=who)
        else:
            line = say("{who}: since today", who=who)
        yield f"{place}. {line} · {by_phone_word(say)}" if seeker.by_phone else f"{place}. {line}"


def _around(message: WaitingList, say: Say) -> Iterator[str]:
    """What else there is to know beside the list."""
    # Translators: one line in a coordinator's list; free places: how many more duos the mentors can have.
    yield say("Running duos: {duos} · Free places: {places}", duos=message.running_duos, places=message.free_places)
    if not message.free_places:
        yield say("No mentor has a free place. You can invite one: /invite")
    if message.open_proposals:
        yield say.plural("{n} proposal is open.", "{n} proposals are open.", message.open_proposals)
    if message.to_come:
        yield say.plural(
            "{n} duo that already runs waits for somebody to join.",
            "{n} duos that already run wait for somebody to join.",
            message.to_come,
        )
    if message.total:
        yield say("Tap a name to see which mentors fit.")


def _open_label(say: Say) -> str:
    # Translators: proposals that wait for answers.
    return say.label("Open proposals")


# -- one mentee ------------------------------------------------------------------------------------------------------
def _card(**changed: object) -> SeekerCard:
    plain: dict[str, object] = {
        "seeker_id": 1,
        "organisation_id": 1,
        "portrait": _AMINA_SEEN,
        "label": "Dossier 12",
        "waiting_since": _NOW - timedelta(days=23),
        "days": 23,
        "unreachable": False,
        "suggestions": (),
        "next_skip": None,
        "page": 0,
    }
    return SeekerCard(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _card(
        suggestions=(
            SuggestedMentor(1, _JAN, _FITS),
            SuggestedMentor(2, Named("Maximiliane-Sophie"), _FITS_LESS),
            SuggestedMentor(3, Named("Jan"), (Reason(ReasonKind.LANGUAGE_UNKNOWN), Reason(ReasonKind.FREE, places=1))),
        ),
        next_skip=3,
    ),
    _card(unreachable=True, days=0, organisation="Duo Dijle"),
    _card(portrait=Portrait(""), label="Dossier 14", by_phone=True),
)
def _seeker(message: SeekerCard, say: Say) -> Rendered:
    who = team_name(Named(message.portrait.first_name, message.label))
    parts = organisation_line(message.organisation, say)
    parts.append("\n".join([who, *portrait_facts(message.portrait, say), _since(message, say)]))
    if message.by_phone:
        return _by_phone(message, parts, say)
    if message.unreachable:
        parts.append(say("<b>Messages do not arrive at the moment. Please phone first.</b>"))
    if message.suggestions:
        parts += [say("Mentors who fit best:"), *_suggestions(message, say)]
    else:
        parts.append(say("No mentor has a free place. You can invite one: /invite"))
    rows = [(button,) for button in _propose_buttons(message, say)]
    if message.next_skip is not None:
        others = ShowSeeker(message.seeker_id, message.next_skip, message.page)
        rows.append((Button(say.label("Other mentors"), tap=others),))
    # Translators: this mentee has had a mentor for some time, outside of the chatbot.
    rows.append((Button(say.label("Already has a mentor"), tap=TakeOver(message.seeker_id)),))
    rows.append((Button(back_label(say), tap=WaitingPage(message.page, message.organisation_id)),))
    return Rendered("\n\n".join(parts), tuple(rows))


def _by_phone(message: SeekerCard, parts: list[str], say: Say) -> Rendered:
    """What to do, in place of proposals that would not arrive."""
    own = message.seeker_id
    parts.append(say("By phone: prefers no Telegram. The mentoring is the same."))
    parts.append(say("I cannot send a proposal here: please bring this mentee and a mentor together by phone."))
    buttons = [
        *by_phone_buttons(own, Role.SEEKER, say, waits=True),
        Button(show_label(say), tap=PersonCard(own)),
    ]
    back = Button(back_label(say), tap=WaitingPage(message.page, message.organisation_id))
    return Rendered("\n\n".join(parts), (*two_a_row(buttons), (back,)))


def _since(message: SeekerCard, say: Say) -> str:
    day = say.day(message.waiting_since)
    if not message.days:
        return say("Waits since today")
    return say.plural("Waits since {day} ({n} day)", "Waits since {day} ({n} days)", message.days, day=day)


def _suggestions(message: SeekerCard, say: Say) -> Iterator[str]:
    for place, mentor in enumerate(message.suggestions, 1):
        yield "\n".join([f"{place}. {team_name(mentor.who)}", *reason_lines(mentor.reasons, say)])


def _propose_buttons(message: SeekerCard, say: Say) -> Iterator[Button]:
    """One for each mentor; where two have the same name, all are told apart by their place in the list."""
    names = [clip(mentor.who.name, _NAME_AFTER_VERB) for mentor in message.suggestions]
    for place, (name, mentor) in enumerate(zip(names, message.suggestions, strict=True), 1):
        if len(set(names)) == len(names):
            # Translators: suggests this mentor for the mentee; the name has 12 characters at most.
            label = say.label("Propose {name}", name=name)
        else:
            label = f"{place}. {clip(mentor.who.name, _NAME_ON_BUTTON)}"
        yield Button(label, tap=ChooseMentor(message.seeker_id, mentor.membership_id))


@renders(
    SeekerTaken(organisation_id=1, duo_id=1, state=DuoState.PROPOSED, seeker=_AMINA, mentor=_JAN),
    SeekerTaken(organisation_id=1, duo_id=1, state=DuoState.ACTIVE, seeker=_AMINA, mentor=_JAN),
)
def _taken(message: SeekerTaken, say: Say) -> Rendered:
    names = {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    back = Button(who_waits_label(say), tap=WaitingPage(0, message.organisation_id))
    if message.state is DuoState.PROPOSED:
        look = Button(say.label("Show the proposal"), tap=ShowProposal(message.duo_id))
        return Rendered(say("{seeker} has an open proposal with {mentor}.", **names), ((look,), (back,)))
    return Rendered(say("{seeker} and {mentor} are a duo.", **names), ((back,),))
