"""Who leads and who leaves a team, and what comes over to whom."""

from __future__ import annotations

from collections.abc import Iterator

from locales.lists import back_label
from locales.people_words import colleague_rows, role_title
from locales.rendering import Button, Rendered, renders
from locales.say import Html, Say
from mentoring.desk.groups import DuoGroup, PeopleGroup
from mentoring.messages.colleagues import (
    CameOver,
    HandedOn,
    LastLead,
    LastOfTeam,
    Load,
    ReallyAll,
    ReallyLeave,
    ReallyRole,
    TeamLeft,
    ToWhomAll,
    YourRoleNow,
)
from mentoring.messages.people import Choice, Colleague
from mentoring.taps_colleagues import AskGiveAll, ColleagueCard, GiveAll, LeaveTeam, ReallyGiveAll, SetRole
from mentoring.taps_duos import ShowDuos
from mentoring.taps_people import ShowPeople
from storage.words import Role

_ID = 2**62
_TEAM = (Colleague(1, "Lena"), Colleague(2, "Maximiliane"), Colleague(3, "Tom", is_away=True))
_MUCH, _LITTLE = Load(12, 30, 4, 2, 1), Load(1, 1, 0, 0, 0)


def _load_words(load: Load, say: Say) -> Html | None:
    """`12 duos, 30 people and 4 invitations`; None for nothing. Meetings are told apart."""
    words = list(_each(load, say))
    return Html(say.list(words)) if words else None


def _each(load: Load, say: Say) -> Iterator[str]:
    if load.duos:
        yield say.plural("{n} duo", "{n} duos", load.duos)
    if load.people:
        yield say.plural("{n} person", "{n} people", load.people)
    if load.invitations:
        yield say.plural("{n} invitation", "{n} invitations", load.invitations)
    if load.takeovers:
        # Translators: duos that ran before Tandem and wait until both have joined.
        yield say.plural("{n} duo still to join", "{n} duos still to join", load.takeovers)


# -- giving everything away -------------------------------------------------------------------------------------------
@renders(
    ToWhomAll(membership_id=_ID, name="Lena", is_self=True, load=_MUCH, choice=Choice(_TEAM)),
    ToWhomAll(membership_id=_ID, name="Lena", is_self=False, load=_LITTLE, choice=Choice(_TEAM)),
    ToWhomAll(membership_id=_ID, name="Lena", is_self=False, load=Load(), choice=Choice(())),
)
def _to_whom(message: ToWhomAll, say: Say) -> Rendered:
    own, what = message.membership_id, _load_words(message.load, say)
    back = Button(back_label(say), tap=ColleagueCard(own))
    if what is None:
        text = say("{name} looks after nobody at the moment. There is nothing to give.", name=message.name)
        return Rendered(text, ((back,),))
    if message.is_self:
        text = say("You look after {what}. Who shall look after all of it?", what=what)
    else:
        text = say("{name} looks after {what}. Who shall look after all of it?", name=message.name, what=what)
    rows = colleague_rows(
        message.choice,
        lambda one: ReallyGiveAll(own, one),
        lambda page: AskGiveAll(own, page),
        ColleagueCard(own),
        say,
    )
    return Rendered(text, rows)


@renders(
    ReallyAll(membership_id=_ID, colleague_id=_ID, name="Lena", colleague="Tom", load=_MUCH),
    ReallyAll(membership_id=_ID, colleague_id=_ID, name="Lena", colleague="Tom", load=Load()),
)
def _really_all(message: ReallyAll, say: Say) -> Rendered:
    what = _load_words(message.load, say)
    back = Button(say.label("No, leave it"), tap=ColleagueCard(message.membership_id))
    if what is None:
        text = say("{name} looks after nobody at the moment. There is nothing to give.", name=message.name)
        return Rendered(text, ((back,),))
    text = say(
        "{name}: {what}. Give all of it to {colleague}?", name=message.name, what=what, colleague=message.colleague
    )
    yes = Button(say.label("Yes, give all"), tap=GiveAll(message.membership_id, message.colleague_id), style="primary")
    return Rendered(text, ((yes,), (back,)))


@renders(
    CameOver(organisation_id=_ID, organisation="Duo Dijle", colleague="Tom", load=_MUCH, has_left=True),
    CameOver(organisation_id=_ID, organisation="Duo Dijle", colleague="Tom", load=_LITTLE, has_left=False),
    CameOver(organisation_id=_ID, organisation="Duo Dijle", colleague="Tom", load=Load(), has_left=True),
)
def _came_over(message: CameOver, say: Say) -> Rendered:
    what, place, name = _load_words(message.load, say), message.organisation, message.colleague
    parts = []
    if message.has_left:
        parts.append(say("{organisation}: {name} is no longer in the team.", organisation=place, name=name))
        parts.append(
            say("You look after this now: {what}.", what=what) if what else say("Nothing was left to look after.")
        )
        if message.load.meetings:
            parts.append(
                say.plural(
                    "{name} was to come to {n} planned meeting. Please see who comes instead.",
                    "{name} was to come to {n} planned meetings. Please see who comes instead.",
                    message.load.meetings,
                    name=name,
                )
            )
    else:
        told = say("{organisation}: you look after what {name} had.", organisation=place, name=name)
        parts.append(told)
        if what:
            parts.append(say("You look after this now: {what}.", what=what))
    here = message.organisation_id
    # Translators: buttons: the duos and the people whom the reader looks after.
    duos = Button(say.label("My duos"), tap=ShowDuos(here, DuoGroup.MINE, 0, ""))
    people = Button(say.label("My people"), tap=ShowPeople(here, PeopleGroup.MINE, 0, ""))
    return Rendered("\n".join(parts), ((duos, people),) if what else ())


@renders(
    HandedOn(organisation="Duo Dijle", name="Lena", colleague="Tom", load=_MUCH, is_self=True),
    HandedOn(organisation="Duo Dijle", name="Lena", colleague="Tom", load=_LITTLE, is_self=False),
    HandedOn(organisation="Duo Dijle", name="Lena", colleague="Tom", load=Load(), is_self=False),
)
def _handed_on(message: HandedOn, say: Say) -> str:
    what, place = _load_words(message.load, say), message.organisation
    if what is None:
        return say("{name} looks after nobody at the moment. There is nothing to give.", name=message.name)
    if message.is_self:
        return say(
            "{organisation}: {colleague} looks after what was yours now: {what}.",
            organisation=place,
            colleague=message.colleague,
            what=what,
        )
    return say(
        "{organisation}: {colleague} looks after what {name} had: {what}.",
        organisation=place,
        colleague=message.colleague,
        name=message.name,
        what=what,
    )


# -- roles ------------------------------------------------------------------------------------------------------------
@renders(
    ReallyRole(membership_id=_ID, name="Tom", organisation="Duo Dijle", role=Role.LEAD, is_self=False),
    ReallyRole(membership_id=_ID, name="Tom", organisation="Duo Dijle", role=Role.COORDINATOR, is_self=False),
    ReallyRole(membership_id=_ID, name="Lena", organisation="Duo Dijle", role=Role.COORDINATOR, is_self=True),
)
def _really_role(message: ReallyRole, say: Say) -> Rendered:
    values = {"name": message.name, "organisation": message.organisation}
    if message.role is Role.LEAD:
        text = say("Shall {name} lead {organisation} with you? Leads change its settings and its team.", **values)
    elif message.is_self:
        text = say("Give up the lead of {organisation}? You stay in the team as a coordinator.", **values)
    else:
        text = say("Shall {name} no longer lead {organisation}? {name} stays in the team.", **values)
    yes = Button(_yes(say), tap=SetRole(message.membership_id, message.role), style="primary")
    return Rendered(text, ((yes,), (_no(message.membership_id, say),)))


def _yes(say: Say) -> str:
    return say.label("Yes")


def _no(membership_id: int, say: Say) -> Button:
    return Button(say.label("No, leave it"), tap=ColleagueCard(membership_id))


@renders(
    YourRoleNow(organisation="Duo Dijle", role=Role.LEAD, by="Lena"),
    YourRoleNow(organisation="Duo Dijle", role=Role.COORDINATOR, by="Lena"),
)
def _role_now(message: YourRoleNow, say: Say) -> str:
    role = role_title(message.role, say)
    return say(
        "{organisation}: your role is now: {role}. Arranged by {name}.",
        organisation=message.organisation,
        role=role,
        name=message.by,
    )


@renders(
    ReallyLeave(membership_id=_ID, name="Tom", organisation="Duo Dijle", is_self=True, load=_MUCH, heir="Lena"),
    ReallyLeave(membership_id=_ID, name="Tom", organisation="Duo Dijle", is_self=False, load=_LITTLE, heir="Lena"),
    ReallyLeave(membership_id=_ID, name="Tom", organisation="Duo Dijle", is_self=False, load=Load(), heir="Lena"),
)
def _really_leave(message: ReallyLeave, say: Say) -> Rendered:
    what, place = _load_words(message.load, say), message.organisation
    if message.is_self:
        parts = [say("Leave the team of {organisation}?", organisation=place)]
    else:
        parts = [say("Remove {name} from the team of {organisation}?", name=message.name, organisation=place)]
    if what is not None:
        parts.append(say("{heir} then looks after {what}.", heir=message.heir, what=what))
    label = say.label("Yes, leave") if message.is_self else say.label("Yes, remove")
    yes = Button(label, tap=LeaveTeam(message.membership_id), style="danger")
    return Rendered("\n".join(parts), ((yes,), (_no(message.membership_id, say),)))


@renders(TeamLeft(organisation="Duo Dijle", by=None), TeamLeft(organisation="Duo Dijle", by="Lena"))
def _left(message: TeamLeft, say: Say) -> str:
    if message.by is None:
        return say(
            "You are no longer in the team of {organisation}. Thank you for all you did.",
            organisation=message.organisation,
        )
    return say(
        "{name} has ended your place in the team of {organisation}. Thank you for all you did.",
        name=message.by,
        organisation=message.organisation,
    )


@renders(LastLead())
def _last_lead(_: LastLead, say: Say) -> str:
    return say("Nobody else leads here yet. First make a colleague lead: /colleagues")


@renders(LastOfTeam())
def _last_of_team(_: LastOfTeam, say: Say) -> str:
    return say("Nobody else works here yet. First invite a colleague, so that somebody is there: /colleagues")
