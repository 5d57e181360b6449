"""Another phone or account: what the team sees, and what is said to whoever comes back.

The kinds for the team begin with `reconnect.desk`.
"""

from __future__ import annotations

from datetime import datetime

from mentoring.messages.base import Message, Policy, declare
from mentoring.messages.pairing import Named
from storage.words import Priority

NEWS = Policy(priority=Priority.REPLY)


# -- the team --------------------------------------------------------------------------------------------------------
@declare("reconnect.desk-link")
class ReconnectLink(Message):
    """The link as a picture (QR code), also when it is shown again."""

    who: Named
    link: str
    expires_at: datetime


@declare("reconnect.desk-forward")
class ReconnectForward(Message):
    """The text to forward, in the person's `language`; the button is the team's."""

    language: str
    organisation: str
    link: str
    expires_at: datetime
    invitation_id: int


@declare("reconnect.desk-no-name")
class ReconnectNoName(Message):
    """They have told no name yet, so there is nothing to ask for and nothing to lose."""


@declare("reconnect.desk-lead-only")
class ReconnectByLead(Message):
    """The person works for a team: their account opens its desk."""


@declare("reconnect.desk-nobody")
class ReconnectByNobody(Message):
    """The account opens the federation's report, which is no team's to pass on."""


@declare("reconnect.desk-dropped")
class ReconnectDropped(Message):
    """The link works no longer."""

    membership_id: int


@declare("reconnect.desk-used-up", NEWS)
class ReconnectUsedUp(Message):
    """Three wrong names: the link works no longer."""

    who: Named
    membership_id: int


@declare("reconnect.desk-somebody-else", NEWS)
class ReconnectBySomebodyElse(Message):
    """An account that belongs to somebody else here followed the link, which still works."""

    who: Named


@declare("reconnect.desk-stopped", NEWS)
class ReconnectStopped(Message):
    """The person says on the old phone that they did not ask for it: the link works no longer."""

    who: Named


@declare("reconnect.desk-back", NEWS)
class ReconnectDone(Message):
    who: Named
    invitation_id: int


@declare("reconnect.desk-detached")
class ReconnectUndone(Message):
    """The account that followed the link is nobody any more; the person waits for another link."""

    who: Named
    membership_id: int


@declare("reconnect.desk-too-late")
class ReconnectTooLate(Message):
    """A day is over, or another account came after it."""

    membership_id: int


# -- the person ------------------------------------------------------------------------------------------------------
@declare("reconnect.notice", NEWS)
class ReconnectNotice(Message):
    """On the phone as it is: the team made a link for another one."""

    organisation: str
    invitation_id: int


@declare("reconnect.stopped")
class ReconnectStoppedByYou(Message):
    """The link works no longer; this phone stays."""

    organisation: str


@declare("reconnect.which-name")
class WhichName(Message):
    """Asks whoever followed the link for their first name."""

    organisation: str


@declare("reconnect.wrong-name")
class WrongName(Message):
    """`left`: how often they can still try, at least once."""

    left: int


@declare("reconnect.too-often")
class WrongNameTooOften(Message):
    """The link works no longer; the team knows."""


@declare("reconnect.already-here")
class AlreadyHere(Message):
    """They followed their own link with the account that is theirs."""


@declare("reconnect.somebody-else")
class AccountOfSomebodyElse(Message):
    """The account that followed the link is in Tandem already, as `name`."""

    name: str


@declare("reconnect.back")
class Reconnected(Message):
    """`lost`: something they wrote on the old phone had not left yet."""

    name: str
    lost: bool


@declare("reconnect.thread")
class ThreadGoesOn(Message):
    """In each running thread: here it goes on. `name` is the partner's."""

    name: str
