"""The welcome: one question a message, each with its place in the row of questions."""

from __future__ import annotations

from mentoring.messages.base import Message, Policy, declare
from mentoring.names import MAX_CHARACTERS
from mentoring.profile import Profile, Question
from mentoring.steps import Place
from storage.words import Priority, Role


@declare("welcome.language")
class WhichLanguage(Message):
    """`languages`: the one it is asked in first."""

    membership_id: int
    place: Place
    languages: tuple[str, ...]


@declare("welcome.agreement")
class DataCard(Message):
    """What is stored and who sees it, in short, and whether to go on here."""

    membership_id: int
    place: Place
    role: Role
    organisation: str


@declare("welcome.privacy")
class MoreAboutData(Message):
    """The text of /privacy with a way back to the question. `reads_only`: to the federation."""

    membership_id: int
    organisation: str
    contact: str
    reads_only: bool = False


@declare("welcome.by-phone")
class ByPhone(Message):
    """They did not agree to Telegram: the mentoring is the same, and the door stays open."""

    membership_id: int
    role: Role
    organisation: str


@declare("welcome.wants-phone", Policy(priority=Priority.REPLY))
class WantsPhone(Message):
    """To the coordinator: this person prefers to be phoned. Label and name as far as there are any."""

    role: Role
    label: str | None
    name: str | None
    organisation: str


@declare("welcome.name")
class WhichName(Message):
    """`offered` is one tap away: the name told before, or the one on Telegram."""

    membership_id: int
    place: Place
    offered: str | None


@declare("welcome.name-not-usable")
class NameNotUsable(Message):
    """Nothing to read in it, or more than `limit` characters. The question stays open."""

    limit: int = MAX_CHARACTERS


@declare("welcome.options")
class WhichOptions(Message):
    """A question with several answers. `page` begins with 0."""

    membership_id: int
    place: Place
    role: Role
    question: Question
    chosen: tuple[str, ...]
    page: int = 0


@declare("welcome.capacity")
class HowManyDuos(Message):
    """To mentors. `duos` is what holds now."""

    membership_id: int
    place: Place
    duos: int


@declare("welcome.summary")
class Summary(Message):
    """What was told, at the end. `duos` only for mentors."""

    membership_id: int
    role: Role
    name: str
    profile: Profile
    duos: int | None


@declare("welcome.seeker-waits")
class SeekerWaits(Message):
    """What happens next, to a job seeker."""

    organisation: str


@declare("welcome.mentor-waits")
class MentorWaits(Message):
    """What happens next, to a mentor."""

    organisation: str


@declare("welcome.staff-begins")
class StaffBegins(Message):
    """What happens next, to a coordinator or lead."""

    organisation: str


@declare("welcome.federation-begins")
class FederationBegins(Message):
    """What happens next, to somebody of the federation."""


@declare("welcome.left-open")
class LeftOpen(Message):
    """/cancel in the middle of the welcome: it waits."""
