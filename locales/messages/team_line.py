from __future__ import annotations

from datetime import UTC, datetime

from locales.called import called
from locales.options import capitalised
from locales.portraits import label_with
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.called import Team
from mentoring.messages.team_line import (
    ColleagueAnswered,
    DeskHow,
    DeskLineDone,
    DeskLineOpen,
    DeskTitle,
    LineClosed,
    LineWaits,
    NoTeam,
    NotOnTelegram,
    OfferTeam,
    TeamIsAway,
    TeamLineHow,
    TeamLineOpen,
    TeamSender,
    TeamSpeaks,
    TeamTitle,
    WaitSettled,
    WhichTeam,
)
from mentoring.taps_team_line import AnsweredElsewhere, AskTeam, CloseLine, PassToTeam, WriteTo
from mentoring.taps_thread import MAX_PARTS, KeepHere, OpenLine, steps_of

_TEAM, _OTHER = Team(2**62, "Apides"), Team(2**62 + 1, "Mentoring Oostkantons Eupen")
_SINCE = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)


@renders(WhichTeam(teams=[_TEAM, _OTHER]))
def _which(which: WhichTeam, say: Say) -> Rendered:
    rows = tuple((Button(_name(team, say), AskTeam(team.id)),) for team in which.teams)
    return Rendered(say("Which team do you want to write to?"), rows)


@renders(NoTeam())
def _none(_: NoTeam, say: Say) -> str:
    return say("You have no team to write to here. /help shows what you can do.")


@renders(TeamLineOpen(team=_TEAM), TeamLineOpen(team=_TEAM, question_waits=True))
def _open(line: TeamLineOpen, say: Say) -> str:
    name = called(line.team, say)
    if line.question_waits:
        return say(
            "You write to <b>{name}</b> as soon as my last question is answered. Or leave it with /cancel.",
            name=name,
        )
    # Translators: {name} is for example "Team Apides".
    return say(
        "You now write to <b>{name}</b>. Only the team reads it. They answer on working days. In danger, call 112.",
        name=name,
    )


@renders(TeamLineHow(team=_TEAM))
def _how(how: TeamLineHow, say: Say) -> str:
    return say(
        "Everything you write here goes to <b>{name}</b>. Only the team reads it. They answer on working days. "
        "In danger, call 112.",
        name=called(how.team, say),
    )


@renders(OfferTeam(teams=[_TEAM], message_ids=[1]), OfferTeam(teams=[_TEAM, _OTHER], message_ids=[1, 2]))
def _offer(offer: OfferTeam, say: Say) -> Rendered:
    ids = sorted(offer.message_ids)[:MAX_PARTS]
    choices = [(Button(_to(team, say), PassToTeam(team.id, ids[0], steps_of(ids))),) for team in offer.teams]
    # Translators: a button under "Send this to the team?": it is for no one.
    nobody = Button(say.label("Nobody"), KeepHere())
    text = say("You are not in a duo at the moment. Send this to the team?")
    return Rendered(text, (*choices, (nobody,)))


@renders(LineClosed())
def _closed(_: LineClosed, say: Say) -> str:
    return say("This conversation is closed. Your message was not passed on. /help shows what you can do.")


@renders(TeamIsAway(team=_TEAM))
def _away(away: TeamIsAway, say: Say) -> str:
    return say(
        "Your message is with {name}. They answer on working days. In danger, call 112.", name=called(away.team, say)
    )


@renders(TeamSpeaks(name="Sofie"))
def _speaks(speaks: TeamSpeaks, say: Say) -> str:
    # Translators: stands above what somebody of the team writes.
    return say("<i>{name}, of the team, writes:</i>", name=speaks.name)


@renders(TeamTitle(team=_TEAM))
def _title(title: TeamTitle, say: Say) -> str:
    # Translators: the name of a Telegram topic.
    return say("The team of {organisation}", organisation=title.team.organisation)


@renders(
    TeamSender(name="Sofie", team=_TEAM, thread_id=1), TeamSender(name="Maximiliane-Sophie", team=_TEAM, thread_id=1)
)
def _sender(sender: TeamSender, say: Say) -> Rendered:
    # Translators: stands under a message of the team: who of the team wrote it.
    text = say("From {name}, {team}", name=sender.name, team=called(sender.team, say))
    label = label_with(sender.name, lambda name: say.label("{name}, the team", name=name))
    return Rendered(text, ((Button(label, OpenLine(sender.thread_id)),),))


@renders(DeskTitle(name="Amina"))
def _desk_title(title: DeskTitle, say: Say) -> str:
    # Translators: the name of a Telegram topic, for the team: what it writes with that person.
    return say("{name} · team line", name=title.name)


@renders(DeskHow(name="Amina"))
def _desk_how(how: DeskHow, say: Say) -> str:
    return say(
        "What you write here goes to <b>{name}</b>, as a message of the team. Colleagues who took part read it too. "
        "The partner in the duo sees nothing of it.",
        name=how.name,
    )


@renders(
    DeskLineOpen(name="Amina", side_id=2**62),
    DeskLineOpen(name="Amina", side_id=2**62, question_waits=True),
)
def _desk_open(line: DeskLineOpen, say: Say) -> Rendered:
    # Translators: a button: from then on what a coordinator writes goes to nobody.
    done = Button(say.label("Done writing"), CloseLine(line.side_id))
    if line.question_waits:
        text = say(
            "You write to <b>{name}</b> as soon as my last question is answered. Or leave it with /cancel.",
            name=line.name,
        )
    else:
        text = say("What you write now goes to <b>{name}</b>, as a message of the team.", name=line.name)
    return Rendered(text, ((done,),))


@renders(DeskLineDone())
def _desk_done(_: DeskLineDone, say: Say) -> str:
    return say("Done. What you write now goes to nobody.")


@renders(
    ColleagueAnswered(colleague="Sofie", name="Amina", thread_id=1),
    ColleagueAnswered(colleague="Marie-Christine", name="Jean-Baptiste (2)", thread_id=1),
)
def _colleague(answered: ColleagueAnswered, say: Say) -> Rendered:
    # Translators: a colleague of the team wrote this to that person.
    text = say("{colleague} to {name}", colleague=answered.colleague, name=answered.name)
    short = answered.colleague if len(answered.colleague) <= _SHORT else f"{answered.colleague[: _SHORT - 1]}…"
    label = label_with(answered.name, lambda name: f"{short} → {name}")
    return Rendered(text, ((Button(label, OpenLine(answered.thread_id)),),))


_SHORT = 9  # characters of a colleague's name, so that the other one has room on a button


@renders(NotOnTelegram())
def _not_here(_: NotOnTelegram, say: Say) -> str:
    return say("This person cannot be written to here. Please call them.")


@renders(
    LineWaits(name="Amina", since=_SINCE, line_id=2**62, membership_id=2**62, again=False),
    LineWaits(name="Amina", since=_SINCE, line_id=2**62, membership_id=2**62, again=True),
)
def _waits(waits: LineWaits, say: Say) -> Rendered:
    values = {"name": waits.name, "day": say.day(waits.since), "time": say.time(waits.since)}
    text = (
        say("<b>{name}</b> still waits for an answer of the team, since {day}, {time}.", **values)
        if waits.again
        else say("<b>{name}</b> waits for an answer of the team, since {day}, {time}.", **values)
    )
    # Translators: a button; from then on what the person writes goes to that partner.
    write = Button(
        label_with(waits.name, lambda name: say.label("Write to {name}", name=name)), WriteTo(waits.membership_id)
    )
    # Translators: a button: the team has answered this person, by phone and not here.
    answered = Button(say.label("Answered by phone"), AnsweredElsewhere(waits.line_id))
    return Rendered(text, ((write,), (answered,)))


@renders(WaitSettled(name="Amina", by=None), WaitSettled(name="Amina", by="Sofie"))
def _settled(settled: WaitSettled, say: Say) -> str:
    if settled.by is not None:
        return say("{by} has answered {name} already.", by=settled.by, name=settled.name)
    return say("Noted: {name} has an answer.", name=settled.name)


def _name(team: Team, say: Say) -> str:
    return label_with(capitalised(called(team, say)), lambda name: name)


def _to(team: Team, say: Say) -> str:
    # Translators: a button under "For whom is this message?": it is for that partner.
    return label_with(called(team, say), lambda name: say.label("To {name}", name=name))
