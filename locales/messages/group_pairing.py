"""The proposal for a whole group, as the coordinators see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from locales.lists import back_label, page_row, two_a_row, who_waits_label
from locales.portraits import clip, reason_lines, team_name
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.matching import Reason, ReasonKind
from mentoring.messages.group_pairing import (
    DraftRow,
    OtherMentor,
    ReallySendRound,
    RoundChanged,
    RoundComputing,
    RoundDraft,
    RoundGone,
    RoundMentors,
    RoundNothing,
    RoundPair,
    RoundSent,
)
from mentoring.messages.pairing import Named
from mentoring.open_proposals import PAGE
from mentoring.taps_group_pairing import (
    AskSendAll,
    ComputeAgain,
    DraftMentors,
    DraftPage,
    DraftPair,
    LeaveOut,
    PairGroup,
    SendAll,
    TakeMentor,
    ThrowAway,
)
from mentoring.taps_pairing import OpenProposals, WhoWaits

_AMINA, _BEA = Named("Amina", "Dossier 12"), Named("Bea")
_KARIM = Named("Karim", "Gent, IT")
_FITS = (
    Reason(ReasonKind.LANGUAGE, ("fr",)),
    Reason(ReasonKind.SECTOR, ("it",)),
    Reason(ReasonKind.REGION, ("brussels",)),
    Reason(ReasonKind.FREE, places=2),
)
_FLAGGED = (Reason(ReasonKind.LANGUAGE_UNKNOWN), Reason(ReasonKind.FREE, places=1), Reason(ReasonKind.DECLINED))
_ROW = DraftRow(1, _AMINA, _KARIM, _FITS, is_free=True)
_ROW_FLAGGED = DraftRow(2, Named("Sofiane"), Named("Maximiliane-Sophie"), _FLAGGED, is_free=True)
_ROW_LEFT = DraftRow(3, _BEA, None, (), is_free=True)
_ROW_GONE = DraftRow(4, _BEA, _KARIM, _FITS, is_free=False)
_MOST_REASONS = 2  # in the list, besides what has to be checked; the card has them all


@renders(RoundComputing())
def _computing(_: RoundComputing, say: Say) -> str:
    # Translators: a mentor is sought for every mentee who waits, all at once.
    return say("I am looking for the best pairs for everyone who waits. This takes a few seconds.")


@renders(
    RoundNothing(organisation_id=1, waiting=0, mentors=3),
    RoundNothing(organisation_id=1, waiting=4, mentors=0),
    RoundNothing(organisation_id=1, waiting=4, mentors=0, held_back=2),
)
def _nothing(message: RoundNothing, say: Say) -> Rendered:
    if not message.waiting:
        text = say("Nobody waits for a mentor right now. New mentees join with a link: /invite")
    elif message.held_back:
        text = _held_back(message.held_back, say)
    else:
        text = say("No mentor has a free place. You can invite one: /invite")
    return Rendered(text, (_who_waits(message.organisation_id, say),))


def _held_back(mentors: int, say: Say) -> str:
    # Translators: the organisation's list of what a new mentor needs (insurance, training...) before a proposal.
    return say.plural(
        "The list of {n} mentor with a free place is still open. You find it on the mentor's card: /people",
        "The lists of {n} mentors with a free place are still open. You find them on the mentors' cards: /people",
        mentors,
    )


# -- the draft -------------------------------------------------------------------------------------------------------
def _draft_of(**changed: object) -> RoundDraft:
    plain: dict[str, object] = {
        "organisation_id": 1,
        "organisation": None,
        "rows": (_ROW_FLAGGED, _ROW, _ROW_GONE, _ROW_LEFT),
        "pairs": 3,
        "flagged": 1,
        "left": 1,
        "page": 0,
        "pages": 1,
        "sequence": 7,
    }
    return RoundDraft(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _draft_of(),
    _draft_of(organisation="Duo Dijle", pairs=18, left=2, flagged=0, page=1, pages=3, held_back=1),
    _draft_of(rows=(_ROW_LEFT,), pairs=0, flagged=0, left=1),
)
def _draft(message: RoundDraft, say: Say) -> Rendered:
    first = message.page * PAGE + 1
    parts = [say("<b>{organisation}</b>", organisation=message.organisation)] if message.organisation else []
    parts.append("\n".join(_heading(message, say)))
    parts += [f"{place}. " + "\n".join(_row_lines(row, say)) for place, row in enumerate(message.rows, first)]
    if message.held_back:
        parts.append(_held_back(message.held_back, say))
    if message.pairs:
        parts.append(say("Nothing has been sent yet. Tap a pair to change it."))
    else:
        parts.append(say("I found no pair with a language in common. Tap a name to choose a mentor all the same."))
    names = [
        Button(_row_label(place, row), tap=DraftPair(row.seeker_id, message.page))
        for place, row in enumerate(message.rows, first)
    ]
    rows = [
        *two_a_row(names),
        *page_row(message.page, message.pages, lambda p: DraftPage(message.organisation_id, p), say),
        *_draft_actions(message, say),
    ]
    return Rendered("\n\n".join(parts), tuple(rows))


def _heading(message: RoundDraft, say: Say) -> Iterator[str]:
    # Translators: a list of proposed pairs, each a mentee with a mentor; the team still changes it.
    yield say("<b>Draft for everyone who waits</b>")
    pairs = say.plural("{n} pair", "{n} pairs", message.pairs)
    # Translators: so many mentees stay without a mentor for now; after "18 pairs, ".
    yield say("{pairs}, {left}", pairs=pairs, left=say.plural("{n} waits on", "{n} wait on", message.left))
    if message.flagged:
        yield say.plural("<b>Please check {n} pair first.</b>", "<b>Please check {n} pairs first.</b>", message.flagged)


def _row_lines(row: DraftRow, say: Say) -> Iterator[str]:
    if row.mentor is None:
        yield say("{seeker} waits on", seeker=team_name(row.seeker))
    else:
        yield f"{team_name(row.seeker)} – {team_name(row.mentor)}"
        yield from reason_lines(_main(row.reasons), say)
    if not row.is_free:
        yield _not_free(row, say)


def _not_free(row: DraftRow, say: Say) -> str:
    if row.mentor is None:
        return say("<b>No longer waits</b>")
    # Translators: the mentee got another mentor meanwhile, or the mentor has no place any more.
    return say("<b>No longer free, is not sent</b>")


def _main(reasons: Sequence[Reason]) -> list[Reason]:
    """What has to be checked, else the first few."""
    warnings = [reason for reason in reasons if reason.kind.is_warning]
    others = [r for r in reasons if r.kind is not ReasonKind.FREE and not r.kind.is_warning]
    return [*warnings, *others[:_MOST_REASONS]]


def _row_label(place: int, row: DraftRow) -> str:
    if row.mentor is None:
        return f"{place}. {clip(row.seeker.name, 18)}"
    return f"{place}. {clip(row.seeker.name, 9)} – {clip(row.mentor.name, 8)}"


def _draft_actions(message: RoundDraft, say: Say) -> Rows:
    organisation_id, sequence = message.organisation_id, message.sequence
    again = Button(say.label("Compute again"), tap=ComputeAgain(organisation_id, sequence))
    # Translators: drops a draft; nothing of it is sent.
    drop = Button(say.label("Throw away"), tap=ThrowAway(organisation_id, sequence))
    rows: Rows = ((again, drop), _who_waits(organisation_id, say))
    if not message.pairs:
        return rows
    # Translators: sends the proposals of all pairs in the list.
    label = say.label("Send all ({n})", n=message.pairs)
    return ((Button(label, tap=AskSendAll(organisation_id), style="primary"),), *rows)


# -- one pair --------------------------------------------------------------------------------------------------------
@renders(*(RoundPair(organisation_id=1, row=row, sequence=7, page=0) for row in (_ROW, _ROW_FLAGGED, _ROW_LEFT)))
def _pair(message: RoundPair, say: Say) -> Rendered:
    row = message.row
    if row.mentor is None:
        lines = [say("{seeker} waits on", seeker=team_name(row.seeker))]
    else:
        lines = [f"{team_name(row.seeker)} – {team_name(row.mentor)}", *reason_lines(row.reasons, say)]
    if not row.is_free:
        lines.append(_not_free(row, say))
    others = DraftMentors(row.seeker_id, 0, message.page)
    label = say.label("Other mentors") if row.mentor is not None else say.label("Find a mentor")
    rows = [(Button(label, tap=others),)]
    if row.mentor is not None:
        leave = LeaveOut(row.seeker_id, message.sequence, message.page)
        # Translators: this mentee gets no proposal for now.
        rows.append((Button(say.label("Leave out"), tap=leave),))
    rows.append((Button(back_label(say), tap=DraftPage(message.organisation_id, message.page)),))
    return Rendered("\n".join(lines), tuple(rows))


@renders(
    RoundMentors(
        seeker_id=1,
        seeker=_AMINA,
        mentors=(OtherMentor(5, Named("Jan"), _FITS, None), OtherMentor(6, _KARIM, _FLAGGED, _BEA)),
        next_skip=4,
        sequence=7,
        page=1,
    ),
    RoundMentors(seeker_id=1, seeker=_AMINA, mentors=(), next_skip=None, sequence=7, page=0),
)
def _mentors(message: RoundMentors, say: Say) -> Rendered:
    parts = [say("A mentor for {seeker}:", seeker=team_name(message.seeker))]
    parts += ["\n".join(_other_lines(place, other, say)) for place, other in enumerate(message.mentors, 1)]
    if not message.mentors:
        parts.append(say("No other mentor has a free place."))
    rows = [(_take_button(place, other, message, say),) for place, other in enumerate(message.mentors, 1)]
    if message.next_skip is not None:
        more = DraftMentors(message.seeker_id, message.next_skip, message.page)
        rows.append((Button(say.label("Other mentors"), tap=more),))
    rows.append((Button(back_label(say), tap=DraftPair(message.seeker_id, message.page)),))
    return Rendered("\n\n".join(parts), tuple(rows))


def _other_lines(place: int, other: OtherMentor, say: Say) -> Iterator[str]:
    yield f"{place}. {team_name(other.who)}"
    yield from reason_lines(other.reasons, say)
    if other.proposed_to is not None:
        # Translators: this mentor is already in the draft, for that mentee; both mentees would swap their mentors.
        line = say("In the draft for {seeker}: they would swap", seeker=team_name(other.proposed_to))
        yield f"• {line}"


def _take_button(place: int, other: OtherMentor, message: RoundMentors, say: Say) -> Button:
    tap = TakeMentor(message.seeker_id, other.membership_id, message.sequence, message.page)
    name = clip(other.who.name, 11)
    # Translators: exchanges the mentors of two mentees; the place in the list and a name of 11 characters at most.
    swap = say.label("{place}. Swap: {name}", place=place, name=name)
    return Button(swap if other.proposed_to is not None else f"{place}. {clip(other.who.name, 18)}", tap=tap)


# -- sending it ------------------------------------------------------------------------------------------------------
@renders(
    ReallySendRound(organisation_id=1, pairs=18, flagged=2, sequence=7),
    ReallySendRound(organisation_id=1, pairs=1, flagged=0, sequence=7),
)
def _really(message: ReallySendRound, say: Say) -> Rendered:
    parts = [
        say.plural("Really send {n} proposal?", "Really send {n} proposals?", message.pairs),
        # Translators: mentees and mentors of a proposal.
        say("Everybody gets a short portrait of the other, and both can say yes or no."),
    ]
    if message.flagged:
        parts.append(
            say.plural("<b>Please check {n} pair first.</b>", "<b>Please check {n} pairs first.</b>", message.flagged)
        )
    send = Button(say.label("Yes, send"), tap=SendAll(message.organisation_id, message.sequence), style="primary")
    return Rendered("\n".join(parts), ((send,), (Button(back_label(say), tap=DraftPage(message.organisation_id, 0)),)))


@renders(
    RoundSent(organisation_id=1, sent=18, left_out=((_AMINA, _KARIM), (_BEA, Named("Jan")))),
    RoundSent(organisation_id=1, sent=1, left_out=()),
    RoundSent(organisation_id=1, sent=0, left_out=((_AMINA, _KARIM),)),
    RoundSent(organisation_id=1, sent=25, left_out=(), more=75),
)
def _sent(message: RoundSent, say: Say) -> Rendered:
    if message.sent:
        parts = [say.plural("{n} proposal is on its way.", "{n} proposals are on their way.", message.sent)]
    else:
        parts = [say("No proposal was sent.")]
    if message.more:
        # Translators: proposals of a big group, which take a while.
        parts.append(say.plural("{n} more follows in a moment.", "{n} more follow in a moment.", message.more))
    if message.left_out:
        lines = [f"• {team_name(seeker)} – {team_name(mentor)}" for seeker, mentor in message.left_out]
        # Translators: somebody is no longer free, has left, or the mentor's list is open; the pairs follow.
        parts.append("\n".join([say("Not sent, because something has changed for one of the two:"), *lines]))
    open_ones = Button(say.label("Open proposals"), tap=OpenProposals(0, message.organisation_id))
    rows: Rows = ((open_ones,),) if message.sent else ()
    return Rendered("\n\n".join(parts), (*rows, _who_waits(message.organisation_id, say)))


@renders(RoundGone(organisation_id=1), RoundGone(organisation_id=1, too_old=True))
def _gone(message: RoundGone, say: Say) -> Rendered:
    if message.too_old:
        text = say("This draft is more than three days old. Shall I look again at who waits and who has room?")
    else:
        text = say("There is no draft right now. Nothing was sent.")
    again = Button(say.label("Compute again"), tap=PairGroup(message.organisation_id))
    return Rendered(text, ((again,), _who_waits(message.organisation_id, say)))


@renders(RoundChanged())
def _changed(_: RoundChanged, say: Say) -> str:
    return say("Somebody of your team changed the draft meanwhile. This is how it stands now.")


def _who_waits(organisation_id: int, say: Say) -> tuple[Button, ...]:
    return (Button(who_waits_label(say), tap=WhoWaits(organisation_id)),)
