"""The buttons of pairing."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("pw")
class WhoWaits(Tap):
    """Who waits in that organisation (None: the first one the person works for), as a new message."""

    organisation_id: int | None = None


@tap("pl")
class WaitingPage(Tap):
    """A page of that list in place; the first is 0."""

    page: int
    organisation_id: int


@tap("pf")
class FindMentor(Tap):
    """A seeker's card as a new message, from the news that a proposal has ended."""

    seeker_id: int


@tap("ps")
class ShowSeeker(Tap):
    """The card in place, with the mentors after the first `skip`; `page` is where Back leads."""

    seeker_id: int
    skip: int = 0
    page: int = 0


@tap("pm")
class ChooseMentor(Tap):
    """Shows what each would see. `seeker_id` and `mentor_id` are memberships."""

    seeker_id: int
    mentor_id: int


@tap("pp")
class SendProposal(Tap):
    seeker_id: int
    mentor_id: int


@tap("po")
class OpenProposals(Tap):
    """The list of open proposals at that page."""

    page: int
    organisation_id: int


@tap("pd")
class ShowProposal(Tap):
    """One open proposal: who answered what, how long it still runs."""

    duo_id: int


@tap("px")
class WithdrawProposal(Tap):
    duo_id: int


@tap("pa")
class AnswerProposal(Tap):
    """Yes or no, by either of the two."""

    duo_id: int
    yes: bool


@tap("pc")
class ChangeMyMind(Tap):
    """Asks whether the yes shall become a no."""

    duo_id: int
