"""The list of an organisation's duos, for its team. One duo's card is in duos_card.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from locales.alert_words import level_word
from locales.lists import back_label, page_row, two_a_row
from locales.people_words import BUTTON, known_name, organisation_line
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Html, Say
from mentoring.desk.groups import DuoGroup
from mentoring.messages.duos import DuoCounts, DuoLine, DuosFound, DuoSpot, Telling, WhichDuoToFind
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import Desk
from mentoring.open_proposals import PAGE
from mentoring.taps import Tap
from mentoring.taps_duos import DuoGroups, DuoList, OpenDuo, SearchDuos, ShowDuos
from mentoring.taps_takeovers import ShowTakeover, TakeOverNew
from storage.words import Level

_ID = 2**62
_AT = datetime(2026, 11, 24, 17, tzinfo=UTC)
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_LINES = (
    DuoLine(_ID, _AMINA, _JAN, Telling.NEXT, _AT),
    DuoLine(2, Named("Sofiane"), Named("Maximiliane-Sophie"), Telling.LAST, _AT),
    DuoLine(3, Named("Kim"), Named("Els"), Telling.UNMET, _AT, level=Level.AT_RISK),
    DuoLine(4, Named("Bo"), Named("Els"), Telling.PAUSED),
    DuoLine(5, Named("Zoë"), Named("Tom"), Telling.ENDED, _AT),
    DuoLine(6, Named("Ali"), Named("Ria"), Telling.NONE_HERE),
)
_EXPECTED = (
    DuoLine(6, Named("", "Anna K."), _JAN, Telling.EXPECTED, joining=1, is_expected=True),
    DuoLine(7, Named("", None), Named("", "Groep dinsdag"), Telling.EXPECTED, joining=2, is_expected=True),
)

_GROUPS: dict[DuoGroup, Callable[[Say], str]] = {
    # Translators: groups of duos in the team's list: headings, and buttons of at most 24 characters.
    DuoGroup.ALL: lambda say: say.label("Running duos"),
    # Translators: duos that the reader looks after.
    DuoGroup.MINE: lambda say: say.label("My duos"),
    DuoGroup.URGENT: lambda say: level_word(Level.URGENT, say),
    DuoGroup.AT_RISK: lambda say: level_word(Level.AT_RISK, say),
    DuoGroup.WATCH: lambda say: level_word(Level.WATCH, say),
    # Translators: duos with a pause.
    DuoGroup.PAUSED: lambda say: say.label("Paused"),
    # Translators: duos without a meeting to come.
    DuoGroup.IDLE: lambda say: say.label("Nothing planned"),
    # Translators: duos that have not had a first meeting.
    DuoGroup.UNMET: lambda say: say.label("Not met yet"),
    # Translators: duos that ran before Tandem and wait for one or both to use their link.
    DuoGroup.EXPECTED: lambda say: say.label("Still to join"),
    # Translators: duos that are over.
    DuoGroup.ENDED: lambda say: say.label("Ended"),
}


def _found(**changed: object) -> DuosFound:
    plain: dict[str, object] = {
        "organisation_id": _ID,
        "organisation": None,
        "duos": (),
        "spot": DuoSpot(),
        "total": 0,
        "pages": 1,
    }
    return DuosFound(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _found(duos=_LINES, total=150, pages=19, other_desks=(Desk(2, "Samen Sterk"),), organisation="Duo Dijle"),
    _found(duos=_EXPECTED, total=2, spot=DuoSpot(DuoGroup.EXPECTED)),
    _found(spot=DuoSpot(DuoGroup.PAUSED)),
    _found(),
    _found(duos=_LINES, total=9, pages=2, searched="amina", spot=DuoSpot(DuoGroup.ALL, 0, "amina")),
    _found(duos=_LINES, total=9, pages=2, searched="أمينة", can_turn=False),
    _found(searched="zzz"),
)
def _list(message: DuosFound, say: Say) -> Rendered:
    spot, here, first = message.spot, message.organisation_id, message.spot.page * PAGE + 1
    parts = [*organisation_line(message.organisation, say), _heading(message, say)]
    if message.duos:
        parts.append("\n".join(_line(place, line, say) for place, line in enumerate(message.duos, first)))
    if message.pages > 1 and not message.can_turn:
        parts.append(say("There are more. Please write more of the name."))
    names = [
        Button(f"{place}. {_pair_label(line)}", tap=_card_of(line, spot))
        for place, line in enumerate(message.duos, first)
    ]
    pages: Rows = ()
    if message.can_turn:
        pages = page_row(spot.page, message.pages, lambda page: ShowDuos(here, spot.group, page, spot.text), say)
    return Rendered("\n\n".join(parts), (*_top(message, say), *two_a_row(names), *pages, *_ways(message, say)))


def _heading(message: DuosFound, say: Say) -> str:
    if message.searched is not None:
        if not message.total:
            return say(
                "No duo here goes by “{text}”. I look at first names, labels and references.", text=message.searched
            )
        return say.plural("“{text}”: {n} duo", "“{text}”: {n} duos", message.total, text=message.searched)
    group = _GROUPS[message.spot.group](say)
    if not message.total and message.spot.group is DuoGroup.ALL:
        return say("<b>{group}</b>\nNone yet. A duo begins when both say yes: /waiting", group=group)
    if not message.total:
        return say("<b>{group}</b>\nNone at the moment.", group=group)
    return say("<b>{group}: {n}</b>", group=group, n=message.total)


def _line(place: int, line: DuoLine, say: Say) -> str:
    # Translators: a duo: the mentee, then the mentor.
    pair = say("{seeker} and {mentor}", seeker=known_name(line.seeker, say), mentor=known_name(line.mentor, say))
    fact = _fact(line, say)
    if line.level is not Level.WELL:
        # Translators: in a list of duos: how a duo stands, then a fact: "At risk · nothing planned".
        fact = say("<b>{level}</b> · {fact}", level=level_word(line.level, say), fact=Html(fact))
    return f"{place}. {pair}\n{fact}"


def _fact(line: DuoLine, say: Say) -> str:
    if line.telling is Telling.EXPECTED:
        # Translators: how many of the two have not used their link.
        return say.plural("{n} of the two has still to join", "both have still to join", line.joining)
    if line.telling is Telling.NONE_HERE:
        # Translators: a duo that met before it came to Tandem.
        return say("nothing planned, no meeting noted here yet")
    if line.telling is Telling.PAUSED:
        return say("paused")
    if line.moment is None:
        return say("ended") if line.telling is Telling.ENDED else say("nothing planned")
    return _FACTS[line.telling](say, line.moment)


_FACTS: dict[Telling, Callable[[Say, datetime], str]] = {
    # Translators: the second line of a duo in the team's list.
    Telling.NEXT: lambda say, at: say("next meeting {day}, {time}", day=say.day(at), time=say.time(at)),
    Telling.LAST: lambda say, at: say("nothing planned, last meeting {day}", day=say.day(at)),
    # Translators: since when they are a duo.
    Telling.UNMET: lambda say, at: say("not met yet, a duo since {day}", day=say.day(at)),
    Telling.ENDED: lambda say, at: say("ended on {day}", day=say.day(at)),
}


def _pair_label(line: DuoLine) -> str:
    """Both names in 19 characters."""
    seeker, mentor = (who.name or who.label or "…" for who in (line.seeker, line.mentor))
    return f"{clip(seeker, 8)} + {clip(mentor, 8)}"


def _card_of(line: DuoLine, spot: DuoSpot) -> Tap:
    return ShowTakeover(line.id) if line.is_expected else OpenDuo(line.id, spot.group, spot.page, spot.text)


def _top(message: DuosFound, say: Say) -> Rows:
    if message.searched is not None or message.spot.page or message.spot.group not in {DuoGroup.ALL, DuoGroup.EXPECTED}:
        return ()
    # Translators: button: takes over a duo that began before Tandem; at most 24 characters.
    return ((Button(say.label("An existing duo"), tap=TakeOverNew(message.organisation_id)),),)


def _ways(message: DuosFound, say: Say) -> Rows:
    here, spot = message.organisation_id, message.spot
    search = Button(say.label("Search"), tap=SearchDuos(here))
    # Translators: opens the groups of duos: mine, paused and so on.
    groups = Button(say.label("Filter"), tap=DuoGroups(here))
    rows: list[tuple[Button, ...]] = [(search, groups)]
    if message.searched is not None or spot.group is not DuoGroup.ALL:
        rows.append((Button(_GROUPS[DuoGroup.ALL](say), tap=DuoList(here, 0)),))
    rows += [
        (Button(clip(desk.name, BUTTON), tap=ShowDuos(desk.organisation_id, spot.group, 0, spot.text)),)
        for desk in message.other_desks
    ]
    return tuple(rows)


@renders(
    DuoCounts(organisation_id=_ID, organisation=None, counts=tuple((group, 12) for group in DuoGroup)),
    DuoCounts(organisation_id=_ID, organisation="Duo Dijle", counts=tuple((group, 0) for group in DuoGroup)),
)
def _counts(message: DuoCounts, say: Say) -> Rendered:
    here = message.organisation_id
    lines = [say("{group}: {n}", group=_GROUPS[group](say), n=number) for group, number in message.counts]
    asked = say("<b>Which duos would you like to see?</b>")
    parts = [*organisation_line(message.organisation, say), asked, "\n".join(lines)]
    buttons = [Button(_GROUPS[group](say), tap=ShowDuos(here, group, 0, "")) for group, _ in message.counts]
    return Rendered("\n\n".join(parts), (*two_a_row(buttons), (Button(back_label(say), tap=DuoList(here, 0)),)))


@renders(
    WhichDuoToFind(organisation_id=_ID, organisation=None),
    WhichDuoToFind(organisation_id=_ID, organisation="Duo Dijle", again=True),
)
def _which(message: WhichDuoToFind, say: Say) -> Rendered:
    if message.again:
        text = say("I found nothing to look for in that. Please write a few letters or numbers.")
    else:
        text = say("Which duo are you looking for? Write part of a first name, a label or a reference.")
    parts = [*organisation_line(message.organisation, say), text]
    return Rendered("\n\n".join(parts), ((Button(back_label(say), tap=DuoList(message.organisation_id, 0)),),))
