"""The buttons of pairing."""

from __future__ import annotations

from mentoring.taps import Tap, tap


@tap("pw")
class WhoWaits(Tap):
    """The list of who waits, at that page; of that organisation, else of the first one the person works for."""

    page: int = 0
    organisation_id: int | None = None


@tap("ps")
class ShowSeeker(Tap):
    """A seeker's card, with the mentors after the first `skip`; `page` is where Back leads."""

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
    page: int = 0
    organisation_id: int | None = None


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
