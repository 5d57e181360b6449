from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from locales.mentor_points import point_words, tick_label
from locales.options import capitalised, role_word
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Html, Say
from locales.takeover_words import called_by
from mentoring.mentor_points import Point
from mentoring.messages.arrival import Joined, LinkNotValid, Stranger, TooManyLinks, WelcomeBack
from mentoring.messages.pairing import Named
from mentoring.people import NOT_TOLD, Situation, Standing
from mentoring.taps_mentor_points import MentorPoints
from mentoring.taps_pairing import WhoWaits
from storage.words import Role


@renders(Stranger())
def _stranger(_: Stranger, say: Say) -> str:
    # Translators: the only message that somebody without an invitation ever gets
    return say(
        "Hello, I am Tandem. I help job seekers and their mentors to stay in touch. "
        "You need an invitation to begin. Please ask your organisation for a link."
    )


@renders(LinkNotValid())
def _not_valid(_: LinkNotValid, say: Say) -> str:
    # Translators: the same answer for a link that was used, has expired, was revoked or never existed
    return say("This link does not work, or no longer. Please ask the team for a new one. It only takes them a minute.")


@renders(TooManyLinks())
def _too_many(_: TooManyLinks, say: Say) -> str:
    return say("These links do not work. Please wait an hour, or ask the team for a new link.")


@renders(
    WelcomeBack(name="Anna", standings=(Standing(Role.SEEKER, "Duo Dijle", Situation.WAITING),)),
    WelcomeBack(name="Anna", standings=(Standing(Role.SEEKER, "Duo Dijle", Situation.BY_PHONE),)),
    WelcomeBack(name="Anna", standings=(Standing(Role.SEEKER, "Duo Dijle", Situation.FINISHED),)),
    WelcomeBack(
        name="Ben",
        standings=(
            Standing(Role.MENTOR, "Duo Dijle", Situation.ASKED),
            Standing(Role.MENTOR, "Apides", Situation.ANSWERED),
            Standing(Role.SEEKER, "Team4Job", Situation.PARTNER_AWAITED),
            Standing(Role.COORDINATOR, "Duo Dijle", Situation.WORKING),
        ),
    ),
    WelcomeBack(
        name="Cem",
        standings=(
            Standing(Role.MENTOR, "Duo Dijle", Situation.PAIRED),
            Standing(Role.MENTOR, "Apides", Situation.WAITING),
            Standing(Role.SEEKER, "Apides", Situation.WELCOMING),
        ),
    ),
    WelcomeBack(
        name="Ben",
        standings=(Standing(Role.MENTOR, "Duo Dijle", Situation.WAITING, (Point("insurance"), Point("training"))),),
    ),
    WelcomeBack(name="Fien", standings=(Standing(Role.FEDERATION, "Duo Dijle", Situation.READING),)),
    WelcomeBack(name="Dana", standings=()),
)
def _welcome_back(message: WelcomeBack, say: Say) -> str:
    greeting = say("Hello {name}, good to see you.", name=message.name)
    several = len(message.standings) > 1
    lines = [_standing(_with_hat(standing, say) if several else standing, say) for standing in message.standings]
    if not lines:
        lines = [say("Would you like to join again? The team can send you a new link.")]
    return "\n".join([greeting, *lines])


def _with_hat(standing: Standing, say: Say) -> Standing:
    """With several roles, each line begins with the role too: `Mentor · Apides`."""
    return replace(standing, organisation=f"{capitalised(role_word(standing.role, say))} · {standing.organisation}")


def _standing(standing: Standing, say: Say) -> str:
    if standing.points:
        # Translators: {points} is a list such as "insurance, training and first talk with the team".
        return say(
            "{organisation}: before a first duo, the team goes through this with you: {points}.",
            organisation=standing.organisation,
            points=point_words(standing.points, say),
        )
    if standing.situation is Situation.WAITING and standing.role is Role.MENTOR:
        return say("{organisation}: the team is looking for a mentee for you.", organisation=standing.organisation)
    return _STANDINGS[standing.situation](say, standing.organisation)


_STANDINGS: dict[Situation, Callable[[Say, str], str]] = {
    # Translators: the lines that begin with the organisation say what is next there
    Situation.WELCOMING: lambda say, organisation: say(
        "{organisation}: you are not quite done. /start goes on.", organisation=organisation
    ),
    Situation.WAITING: lambda say, organisation: say(
        "{organisation}: the team is looking for a mentor for you.", organisation=organisation
    ),
    # Translators: to a mentee whose duo has come to its end.
    Situation.FINISHED: lambda say, organisation: say(
        "{organisation}: your duo is finished. The team stays there for you: /team", organisation=organisation
    ),
    Situation.PARTNER_AWAITED: lambda say, organisation: say(
        "{organisation}: your duo goes on here as soon as your partner has joined too.", organisation=organisation
    ),
    Situation.ASKED: lambda say, organisation: say(
        "{organisation}: a proposal waits for your answer.", organisation=organisation
    ),
    Situation.ANSWERED: lambda say, organisation: say(
        "{organisation}: you said yes. We are waiting for the other answer.", organisation=organisation
    ),
    Situation.PAIRED: lambda say, organisation: say(
        "{organisation}: you are in a duo. You can write at any time.", organisation=organisation
    ),
    Situation.WORKING: lambda say, organisation: say(
        "{organisation}: /duos and /people show who is here, /waiting who waits for a duo.", organisation=organisation
    ),
    Situation.READING: lambda say, organisation: say(
        "{organisation}: /report shows the federation's figures.", organisation=organisation
    ),
    Situation.BY_PHONE: lambda say, organisation: say(
        "{organisation}: the team phones you. Nothing else is needed.", organisation=organisation
    ),
}


@renders(
    Joined(role=Role.SEEKER, name="Anna", label="Anna K., mardi"),
    Joined(role=Role.MENTOR, name="Ben", label=None),
    Joined(role=Role.MENTOR, name="Ben", label=None, membership_id=2**62, points=(Point("insurance"),)),
    Joined(role=Role.SEEKER, name="Anna", label="Anna K., mardi", awaits=(Named(NOT_TOLD, "Jan, Gent"),)),
    Joined(role=Role.MENTOR, name="Jan", label=None, awaits=(Named(NOT_TOLD, "Zoë, mardi"), Named("Ali"))),
    Joined(role=Role.COORDINATOR, name="Cem", label="Bureau Liège"),
    Joined(role=Role.LEAD, name="Dana", label=None),
    Joined(role=Role.FEDERATION, name="Fien", label=None),
)
def _joined(message: Joined, say: Say) -> Rendered:
    text = _ARRIVALS[message.role](say, message.name)
    if message.label:
        text += "\n" + say("Your label: {label}", label=message.label)
    if message.awaits:
        other = Role.MENTOR if message.role is Role.SEEKER else Role.SEEKER
        who = Html(say.list(called_by(one, other, say) for one in message.awaits))
        # Translators: below the news that somebody has joined; {who} is the partner, or several.
        text += "\n" + say("Already in a duo with {who}: it goes on here as soon as both have joined.", who=who)
        return Rendered(text)
    who_waits: Rows = ((Button(say.label("Who waits"), WhoWaits(), style="primary"),),)
    if message.points and message.membership_id is not None:
        still_open = point_words(message.points, say)
        text += "\n" + say("To be ticked before a first proposal: {points}.", points=still_open)
        who_waits = ((Button(tick_label(say), MentorPoints(message.membership_id)),), *who_waits)
    return Rendered(text, who_waits if message.role.is_in_duos else ())


_ARRIVALS: dict[Role, Callable[[Say, str], str]] = {
    Role.SEEKER: lambda say, name: say("{name} has joined as a mentee.", name=name),
    Role.MENTOR: lambda say, name: say("{name} has joined as a mentor.", name=name),
    Role.COORDINATOR: lambda say, name: say("{name} has joined the team.", name=name),
    Role.LEAD: lambda say, name: say("{name} has joined the team and leads it.", name=name),
    Role.FEDERATION: lambda say, name: say(
        "{name} has joined for the federation and reads its figures, nothing else.", name=name
    ),
}
