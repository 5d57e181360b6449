"""The coordinator's screens of proposals: what will be sent, what is open, what was taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from locales.lists import back_label, find_mentor_label, page_row, two_a_row, who_waits_label
from locales.people_words import organisation_line
from locales.portraits import clip, portrait_lines, reason_lines, team_name
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.matching import Reason, ReasonKind
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_proposals import (
    ConfirmProposal,
    OpenProposal,
    OpenProposalList,
    ProposalCard,
    ProposalSent,
    ProposalWithdrawn,
)
from mentoring.open_proposals import PAGE
from mentoring.portrait import Portrait
from mentoring.taps_pairing import OpenProposals, SendProposal, ShowProposal, ShowSeeker, WaitingPage, WithdrawProposal
from storage.words import Answer

_NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_AMINA = Named("Amina", "Dossier 12")
_JAN = Named("Jan", "Gent, IT")
_AMINA_SEEN = Portrait("Amina", ("fr", "ar"), ("it",), ("brussels",), ("evening",))
_JAN_SEEN = Portrait("Jan", ("fr", "nl"), ("it",), ("brussels",), ("evening",))
_WARNINGS = (Reason(ReasonKind.NO_LANGUAGE), Reason(ReasonKind.DECLINED))
_UNTIL = _NOW + timedelta(days=3)
_OPEN = OpenProposal(1, _AMINA, _JAN, Answer.YES, Answer.OPEN, _UNTIL)


@renders(
    ConfirmProposal(seeker_id=1, mentor_id=2, seeker=_AMINA_SEEN, mentor=_JAN_SEEN, warnings=(), days=7),
    ConfirmProposal(
        seeker_id=1, mentor_id=2, seeker=_AMINA_SEEN, mentor=_JAN_SEEN, warnings=_WARNINGS, days=1, organisation="FMDO"
    ),
)
def _confirm(message: ConfirmProposal, say: Say) -> Rendered:
    parts = [
        *organisation_line(message.organisation, say),
        say("Send this proposal?"),
        say("{name} will see:", name=message.mentor.first_name) + "\n" + portrait_lines(message.seeker, say),
        say("{name} will see:", name=message.seeker.first_name) + "\n" + portrait_lines(message.mentor, say),
    ]
    if message.warnings:
        parts.append("\n".join(reason_lines(message.warnings, say)))
    parts.append(
        say.plural(
            "They have {n} day to answer. The duo begins when both say yes.",
            "They have {n} days to answer. The duo begins when both say yes.",
            message.days,
        )
    )
    send = Button(say.label("Send it"), tap=SendProposal(message.seeker_id, message.mentor_id), style="primary")
    return Rendered("\n\n".join(parts), ((send,), (Button(back_label(say), tap=ShowSeeker(message.seeker_id)),)))


@renders(ProposalSent(organisation_id=1, duo_id=1, seeker=_AMINA, mentor=_JAN, expires_at=_UNTIL))
def _sent(message: ProposalSent, say: Say) -> Rendered:
    text = say(
        "The proposal to {seeker} and {mentor} is on its way. They can answer until {day}, {time}.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
        day=say.day(message.expires_at),
        time=say.time(message.expires_at),
    )
    waiting = Button(who_waits_label(say), tap=WaitingPage(0, message.organisation_id))
    return Rendered(text, ((Button(say.label("Show the proposal"), tap=ShowProposal(message.duo_id)),), (waiting,)))


@renders(
    OpenProposalList(organisation_id=1, proposals=(_OPEN, _OPEN), total=10, page=0, pages=2, now=_NOW),
    OpenProposalList(organisation_id=1, proposals=(), total=0, page=0, pages=1, now=_NOW, organisation="Duo Dijle"),
)
def _open_list(message: OpenProposalList, say: Say) -> Rendered:
    first = message.page * PAGE + 1
    parts = [
        *organisation_line(message.organisation, say),
        say.plural("{n} proposal is open.", "{n} proposals are open.", message.total)
        if message.total
        else say("No proposal is open right now."),
    ]
    parts += [
        f"{place}. " + "\n".join(_open_lines(p, message.now, say)) for place, p in enumerate(message.proposals, first)
    ]
    names = [
        Button(f"{place}. {clip(p.seeker.name, 9)} – {clip(p.mentor.name, 8)}", tap=ShowProposal(p.duo_id))
        for place, p in enumerate(message.proposals, first)
    ]
    rows = [
        *two_a_row(names),
        *page_row(message.page, message.pages, lambda p: OpenProposals(p, message.organisation_id), say),
    ]
    rows.append((Button(back_label(say), tap=WaitingPage(0, message.organisation_id)),))
    return Rendered("\n\n".join(parts), tuple(rows))


_ANSWERS: dict[Answer, Callable[[Say], str]] = {
    # Translators: what somebody answered to a proposal; in the middle of a line, after a colon.
    Answer.OPEN: lambda say: say.plain("no answer yet"),
    Answer.YES: lambda say: say.plain("yes"),
    Answer.NO: lambda say: say.plain("no"),
}


def _open_lines(proposal: OpenProposal, now: datetime, say: Say) -> Iterator[str]:
    yield f"{team_name(proposal.seeker)} – {team_name(proposal.mentor)}"
    yield say("Mentee: {answer}", answer=_ANSWERS[proposal.seeker_answer](say))
    yield say("Mentor: {answer}", answer=_ANSWERS[proposal.mentor_answer](say))
    days = (proposal.expires_at - now).days
    # Translators: how long a proposal can still be answered.
    yield say.plural("{n} day left", "{n} days left", days) if days else say("Less than a day left")


@renders(ProposalCard(organisation_id=1, proposal=_OPEN, now=_NOW))
def _proposal_card(message: ProposalCard, say: Say) -> Rendered:
    until = message.proposal.expires_at
    lines = [
        *organisation_line(message.organisation, say),
        *_open_lines(message.proposal, message.now, say),
        say("Open until {day}, {time}", day=say.day(until), time=say.time(until)),
    ]
    # Translators: the team takes a proposal back.
    withdraw = Button(say.label("Withdraw it"), tap=WithdrawProposal(message.proposal.duo_id), style="danger")
    back = Button(back_label(say), tap=OpenProposals(0, message.organisation_id))
    return Rendered("\n".join(lines), ((withdraw,), (back,)))


@renders(ProposalWithdrawn(organisation_id=1, seeker_id=1, seeker=_AMINA, mentor=_JAN))
def _withdrawn(message: ProposalWithdrawn, say: Say) -> Rendered:
    text = say(
        "The proposal to {seeker} and {mentor} is taken back. Whoever had seen it gets a kind word.",
        seeker=team_name(message.seeker),
        mentor=team_name(message.mentor),
    )
    waiting = Button(who_waits_label(say), tap=WaitingPage(0, message.organisation_id))
    return Rendered(text, ((Button(find_mentor_label(say), tap=ShowSeeker(message.seeker_id)),), (waiting,)))
