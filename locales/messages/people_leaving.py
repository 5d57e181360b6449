"""Removing a person, what they hear; and those who were invited and have not joined yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape

from locales.lists import back_label
from locales.options import capitalised, language_word
from locales.people_words import card_tap, duo_label, keeper_line, role_title, to_card, with_role
from locales.portraits import team_name
from locales.privacy import contact_lines
from locales.rendering import Button, Rendered, renders
from locales.say import Html, Say
from mentoring.desk.groups import PeopleGroup
from mentoring.messages.menus import Responsible
from mentoring.messages.pairing import Named
from mentoring.messages.people import (
    InvitedFacts,
    Partner,
    PersonRemoved,
    PlaceEnded,
    ReallyRemove,
    ReallyTakeBack,
    Spot,
)
from mentoring.taps_duos import DuoCard
from mentoring.taps_invitations import ShowInvitation
from mentoring.taps_people import AskTakeBack, OpenInvited, RemovePerson, RenewLink, ShowPeople, TakeBack
from storage.words import DuoState, Role

_ID = 2**62
_NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_WITH_JAN = Partner(_ID, _JAN, DuoState.ACTIVE)


# -- leaving ----------------------------------------------------------------------------------------------------------
@renders(
    ReallyRemove(membership_id=_ID, organisation="Duo Dijle", who=_AMINA, role=Role.SEEKER),
    ReallyRemove(membership_id=_ID, organisation="Duo Dijle", who=_AMINA, role=Role.SEEKER, proposals=1),
    ReallyRemove(membership_id=_ID, organisation="Duo Dijle", who=_AMINA, role=Role.SEEKER, partners=(_WITH_JAN,)),
)
def _really_remove(message: ReallyRemove, say: Say) -> Rendered:
    own, who = message.membership_id, with_role(message.who, message.role, say)
    if message.partners:
        names = Html(say.list(team_name(partner.who) for partner in message.partners))
        text = say(
            "{who} is in a duo with {names}. Please bring the duo to an end first. Then removing is possible.",
            who=who,
            names=names,
        )
        rows = tuple((Button(duo_label(p.who.name, say), tap=DuoCard(p.duo_id)),) for p in message.partners)
        return Rendered(text, (*rows, (to_card(own, say),)))
    parts = [say("Remove {who} from {organisation}?", who=who, organisation=message.organisation)]
    if message.proposals:
        parts.append(say("The open proposal ends. The other person is told kindly."))
    parts.append(say("Nothing more is sent. The person gets a short, friendly message."))
    yes = Button(say.label("Yes, remove"), tap=RemovePerson(own), style="danger")
    no = Button(say.label("No, keep"), tap=card_tap(own))
    return Rendered("\n".join(parts), ((yes,), (no,)))


@renders(PersonRemoved())
def _removed(_: PersonRemoved, say: Say) -> str:
    # Translators: a short line on top of the screen: the person is no longer part of the organisation.
    return say("Removed.")


@renders(
    PlaceEnded(organisation="Duo Dijle", contact="02 123 45 67", role=Role.SEEKER),
    PlaceEnded(organisation="Duo Dijle", contact="", role=Role.MENTOR),
    PlaceEnded(organisation="Duo Dijle", contact="", role=Role.FEDERATION),
)
def _place_ended(message: PlaceEnded, say: Say) -> str:
    if message.role is Role.MENTOR:
        text = say(
            "{organisation} has ended your place as a mentor here. Thank you for your time. "
            "From now on I no longer write to you about it.",
            organisation=message.organisation,
        )
    elif message.role is Role.FEDERATION:
        text = say(
            "{organisation} has ended your access to the federation's figures. "
            "From now on I no longer write to you about it.",
            organisation=message.organisation,
        )
    else:
        text = say(
            "{organisation} has ended your place here. From now on I no longer write to you about it. "
            "All the best on your way.",
            organisation=message.organisation,
        )
    return f"{text}\n{contact_lines([Responsible(message.organisation, message.contact)], say)}"


# -- somebody who was invited -----------------------------------------------------------------------------------------
def _invited(**changed: object) -> InvitedFacts:
    plain: dict[str, object] = {
        "invitation_id": _ID,
        "organisation_id": _ID,
        "organisation": "Duo Dijle",
        "role": Role.SEEKER,
        "label": "Anna K., mardi",
        "reference": "2026-118",
        "language": "nl",
        "made_at": _NOW,
        "expires_at": _NOW + timedelta(days=30),
        "has_expired": False,
        "spot": Spot(PeopleGroup.INVITED),
        "looked_after_by": "Lena",
    }
    return InvitedFacts(**(plain | changed))  # type: ignore[arg-type]  # a sample


@renders(
    _invited(partner=_JAN),
    _invited(has_expired=True, expires_at=_NOW, label=None, reference=None, role=Role.MENTOR),
    _invited(role=Role.COORDINATOR, partner=Named("", "Groep dinsdag")),
)
def _invited_card(facts: InvitedFacts, say: Say) -> Rendered:
    own, spot = facts.invitation_id, facts.spot
    parts = ["\n".join(_invited_head(facts, say)), "\n".join(_invited_lines(facts, say))]
    if facts.has_expired:
        first = Button(say.label("New link"), tap=RenewLink(own), style="primary")
    else:
        first = Button(say.label("Show the link"), tap=ShowInvitation(own))
    # Translators: button: the link of an invitation shall no longer work.
    take_back = Button(say.label("Take it back"), tap=AskTakeBack(own), style="danger")
    back = ShowPeople(facts.organisation_id, spot.group, spot.page, spot.text)
    return Rendered("\n\n".join(parts), ((first,), (take_back,), (Button(back_label(say), tap=back),)))


def _invited_head(facts: InvitedFacts, say: Say) -> Iterator[str]:
    label = facts.label or say.plain("No label")
    yield f"<b>{escape(label, quote=False)}</b>"
    yield say("{role} · {organisation}", role=role_title(facts.role, say), organisation=facts.organisation)


def _invited_lines(facts: InvitedFacts, say: Say) -> Iterator[str]:
    yield say("Invited on {day}. The link was not used yet.", day=say.day(facts.made_at))
    if facts.has_expired:
        yield say("<b>The link ran out on {day}.</b> A new one leads to the same place.", day=say.day(facts.expires_at))
    else:
        yield say("The link works until {day}.", day=say.day(facts.expires_at))
    if facts.partner is not None:
        yield say("The duo with {who} begins here with the link.", who=_partner_name(facts.partner))
    if facts.reference:
        yield say("Reference: {reference}", reference=facts.reference)
    yield say("Language of the invitation: {language}", language=capitalised(language_word(facts.language, say)))
    if facts.role.is_in_duos:
        yield keeper_line(facts.looked_after_by, say)


def _partner_name(who: Named) -> Html:
    """Who has not joined either is known by the label alone."""
    return team_name(who if who.name else Named(who.label or "…"))


@renders(
    ReallyTakeBack(invitation_id=_ID, role=Role.SEEKER, label="Anna K., mardi"),
    ReallyTakeBack(invitation_id=_ID, role=Role.MENTOR, label=None),
)
def _really_take_back(message: ReallyTakeBack, say: Say) -> Rendered:
    label = message.label or say.plain("No label")
    text = say(
        "Take back the invitation for {label}? ({role})\nThe link will no longer work.",
        label=label,
        role=role_title(message.role, say),
    )
    yes = Button(say.label("Yes, take it back"), tap=TakeBack(message.invitation_id), style="danger")
    no = Button(say.label("No, keep it"), tap=OpenInvited(message.invitation_id, PeopleGroup.ALL, 0, ""))
    return Rendered(text, ((yes,), (no,)))
