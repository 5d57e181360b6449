"""The organisation's points for mentors: ticked by the team, changed by a lead, read by mentors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

from locales.lists import back_label
from locales.mentor_points import point_label, point_word, point_words, tick_label
from locales.options import capitalised, ticked
from locales.portraits import team_name
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.mentor_points import Point, UsualPoint
from mentoring.messages.mentor_points import (
    EditList,
    MentorNotReady,
    MentorPrepares,
    Offered,
    PointLine,
    PointNotUsable,
    PointsCard,
    PointsOpen,
    WritePoint,
)
from mentoring.messages.pairing import Named
from mentoring.taps_mentor_points import (
    EditPoints,
    LeavePoint,
    MentorPoints,
    RemovePoint,
    SwitchPoint,
    TickAll,
    TickPoint,
    WriteOwnPoint,
)
from mentoring.taps_organisation import OrganisationCard
from mentoring.taps_pairing import ShowSeeker
from mentoring.taps_people import PersonCard

_ID = 2**62
_JAN = Named("Jan", "Gent, IT")
_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_USUAL = tuple(Point(point.value) for point in UsualPoint)
_OWN = Point("own-1", "Extrait de casier judiciaire vu (modèle 2)")


# -- the team ----------------------------------------------------------------------------------------------------------
def _card(**changed: object) -> PointsCard:
    plain: dict[str, object] = {
        "membership_id": _ID,
        "organisation_id": _ID,
        "who": _JAN,
        "lines": (),
        "has_begun": False,
        "leads": False,
    }
    return PointsCard(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _card(lines=(PointLine(_USUAL[0], "Sabine", _AT), *map(PointLine, _USUAL[1:]), PointLine(_OWN)), leads=True),
    _card(lines=tuple(PointLine(point, "Sabine", _AT) for point in _USUAL)),
    _card(lines=tuple(map(PointLine, _USUAL)), has_begun=True),
    _card(leads=True),
)
def _points(message: PointsCard, say: Say) -> Rendered:
    # Translators: the heading of a list; {who} is a mentor, the list what the organisation asks for.
    parts = [say("<b>Before a first duo</b>: {who}", who=team_name(message.who))]
    parts += list(_lines(message, say))
    rows = [
        (
            Button(
                ticked(point_label(line.point, say), line.is_ticked),
                TickPoint(message.membership_id, line.point.code, not line.is_ticked),
            ),
        )
        for line in message.lines
    ]
    if sum(not line.is_ticked for line in message.lines) > 1:
        # Translators: ticks every point of the list at once.
        rows.append((Button(say.label("All done"), TickAll(message.membership_id)),))
    if message.leads:
        # Translators: a lead changes which points there are.
        rows.append((Button(say.label("Change the list"), EditPoints(message.organisation_id)),))
    rows.append((Button(back_label(say), PersonCard(message.membership_id)),))
    return Rendered("\n".join(parts), tuple(rows))


def _lines(message: PointsCard, say: Say) -> Iterator[str]:
    if not message.lines:
        yield say("Your organisation has no list: nothing holds a proposal back.")
        return
    for line in message.lines:
        word = capitalised(point_word(line.point, say))
        if line.at is None:
            # Translators: a point such as "Insurance" that nobody has ticked yet.
            yield say("• {point}: <b>open</b>", point=word)
        else:
            # Translators: who of the team ticked a point such as "Insurance", and on which day.
            yield say("• {point}: {name}, {day}", point=word, name=line.by or "", day=say.day(line.at))
    if all(line.is_ticked for line in message.lines):
        yield say("Everything is there. A mentee can be proposed.")
    elif message.has_begun:
        yield say("This mentor has had a duo: open points hold nothing back.")
    else:
        yield say("A mentee can be proposed once everything is ticked.")


@renders(
    MentorNotReady(membership_id=_ID, seeker_id=_ID, who=_JAN, points=_USUAL[1:3]),
    MentorNotReady(membership_id=_ID, seeker_id=_ID, who=_JAN, points=(*_USUAL, _OWN, _OWN)),
)
def _not_ready(message: MentorNotReady, say: Say) -> Rendered:
    # Translators: {points} is a list such as "insurance and training".
    text = say(
        "Before a first proposal to {who}, please tick what is still open: {points}.",
        who=team_name(message.who),
        points=point_words(message.points, say),
    )
    open_list = Button(tick_label(say), MentorPoints(message.membership_id), style="primary")
    return Rendered(text, ((open_list,), (Button(back_label(say), ShowSeeker(message.seeker_id)),)))


@renders(PointsOpen())
def _points_open(_: PointsOpen, say: Say) -> str:
    return say("Some points of the list are still open for this mentor. Nothing was sent. Please tick them first.")


# -- the lead ----------------------------------------------------------------------------------------------------------
@renders(
    EditList(
        organisation_id=_ID,
        organisation="Duo Dijle",
        usual=tuple(Offered(point, is_on=place != 3) for place, point in enumerate(_USUAL)),
        own=(_OWN,),
        is_full=False,
    ),
    EditList(
        organisation_id=_ID,
        organisation="Duo Dijle",
        usual=tuple(Offered(point, is_on=False) for point in _USUAL),
        own=(),
        is_full=True,
    ),
)
def _edit(message: EditList, say: Say) -> Rendered:
    heading = say("<b>Points for mentors</b>, {organisation}", organisation=message.organisation)
    what = say("The team ticks them before a first proposal. Tap a point to switch it on or off.")
    parts = [heading, what]
    if message.own:
        own = say("Your own points, a tap removes them:")
        lines = [f"• {escape(point.text or '', quote=False)}" for point in message.own]
        parts.append("\n".join([own, *lines]))
    if not message.own and not any(offered.is_on for offered in message.usual):
        parts.append(say("The list is empty: nothing holds a proposal back."))
    rows = [
        (
            Button(
                ticked(point_label(offered.point, say), offered.is_on),
                SwitchPoint(message.organisation_id, offered.point.code, not offered.is_on),
            ),
        )
        for offered in message.usual
    ]
    rows += [
        (Button(f"✕ {point_label(point, say)}", RemovePoint(message.organisation_id, point.code)),)
        for point in message.own
    ]
    if not message.is_full:
        rows.append((Button(say.label("Add a point"), WriteOwnPoint(message.organisation_id)),))
    rows.append((Button(back_label(say), OrganisationCard(message.organisation_id)),))
    return Rendered("\n\n".join(parts), tuple(rows))


@renders(WritePoint(organisation_id=_ID))
def _write(message: WritePoint, say: Say) -> Rendered:
    text = say(
        "What shall the team tick as well? Please write it, {limit} characters at most. "
        "For example: Certificate of conduct seen.",
        limit=message.limit,
    )
    return Rendered(text, ((Button(say.label("Cancel"), LeavePoint(message.organisation_id)),),))


@renders(PointNotUsable())
def _not_usable(message: PointNotUsable, say: Say) -> str:
    return say("I can't keep this point. Please write it with 1 to {limit} characters.", limit=message.limit)


# -- mentors -----------------------------------------------------------------------------------------------------------
@renders(
    MentorPrepares(organisation="DUO for a JOB", points=_USUAL),
    MentorPrepares(organisation="DUO for a JOB", points=(_OWN,)),
)
def _prepares(message: MentorPrepares, say: Say) -> str:
    # Translators: {points} is a list such as "insurance, training and first talk with the team".
    return say(
        "Before a first duo, the team of {organisation} goes through this with you: {points}. "
        "Then you get a short portrait of somebody, and say yes or no, freely.",
        organisation=message.organisation,
        points=point_words(message.points, say),
    )
