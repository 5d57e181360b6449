from __future__ import annotations

from locales.alert_samples import LATER, URGENT
from locales.alert_words import move_line, reason_line, tried_line
from locales.portraits import team_name
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.pairing import Named
from mentoring.messages.probes import HowIsItGoing, Move, ProbeNoted, UrgentDeskAlert
from mentoring.taps_alerts import TakeAlert
from mentoring.taps_duos import DuoCard
from mentoring.taps_probes import AnswerProbe, ProbeAnswer
from mentoring.taps_sessions import PlanSession
from mentoring.taps_team_line import AskTeamOfDuo
from storage.words import Role, SessionKind

_ID = 2**62
_SECOND = 2**31
_WORDINGS = 3


def _asked(to: Role, turn: int, *, nothing_planned: bool = True) -> HowIsItGoing:
    name = "Bram" if to is Role.SEEKER else "Amina"
    return HowIsItGoing(duo_id=_ID, to=to, name=name, asked=_SECOND, turn=turn, nothing_planned=nothing_planned)


@renders(
    *(_asked(to, turn) for to in (Role.SEEKER, Role.MENTOR) for turn in range(_WORDINGS)),
    *(_asked(to, turn, nothing_planned=False) for to in (Role.SEEKER, Role.MENTOR) for turn in range(_WORDINGS)),
)
def _how_is_it_going(message: HowIsItGoing, say: Say) -> Rendered:
    question = _to_seeker(message, say) if message.to is Role.SEEKER else _to_mentor(message, say)
    # Translators: after a question about the contact of a duo.
    who_sees = say("One tap is enough. The team sees your answer, {name} does not.", name=message.name)
    return Rendered(f"{question} {who_sees}", _answers(message, say))


def _to_seeker(message: HowIsItGoing, say: Say) -> str:
    """In turn, so that nobody reads the same twice in a row."""
    name, turn = message.name, message.turn % _WORDINGS
    if not message.nothing_planned:
        if turn == 0:
            return say("A short question: how is it going with you and {name}?", name=name)
        if turn == 1:
            return say("You and {name}: how are things at the moment?", name=name)
        return say("How is the contact with {name} going?", name=name)
    if turn == 0:
        return say("Nothing is planned with {name}. That happens. How is it going with the two of you?", name=name)
    if turn == 1:
        return say("You and {name} have no meeting planned. That is okay. How are things?", name=name)
    return say("No meeting with {name} is planned. Every duo has such weeks. How is the contact?", name=name)


def _to_mentor(message: HowIsItGoing, say: Say) -> str:
    name, turn = message.name, message.turn % _WORDINGS
    if not message.nothing_planned:
        if turn == 0:
            # Translators: to a mentor; {name} is the mentee.
            return say("A short question about you and {name}: how is the contact?", name=name)
        if turn == 1:
            return say("How are you and {name} doing at the moment?", name=name)
        return say("You and {name}: is the contact going well?", name=name)
    if turn == 0:
        # Translators: to a mentor; {name} is the mentee. Nobody is to blame.
        return say("Nothing is planned with {name}. That happens in many duos. How is the contact?", name=name)
    if turn == 1:
        return say("You and {name} have nothing planned. It is nobody's fault. How are you two doing?", name=name)
    return say("No meeting with {name} at the moment. That is common. How is it going?", name=name)


def _answers(message: HowIsItGoing, say: Say) -> Rows:
    def button(label: str, answer: ProbeAnswer) -> Button:
        return Button(label, tap=AnswerProbe(message.duo_id, message.asked, answer))

    # Translators: buttons: answers to "how is it going with the two of you?".
    silent = say.label("Not in touch")
    if message.to is Role.MENTOR:
        # Translators: button of a mentor: the mentee does not answer.
        silent = say.label("I get no answer")
    well, met = say.label("All is well"), say.label("We met")
    return (
        (button(well, ProbeAnswer.WELL), button(met, ProbeAnswer.MET)),
        (button(say.label("No time now"), ProbeAnswer.NO_TIME), button(silent, ProbeAnswer.NO_CONTACT)),
        (button(say.label("Talk to the team"), ProbeAnswer.TEAM),),
    )


@renders(
    *(
        ProbeNoted(duo_id=_ID, to=to, name="Amina", organisation="Duo Dijle", answer=answer, can_plan=True)
        for to in (Role.SEEKER, Role.MENTOR)
        for answer in ProbeAnswer
    ),
    ProbeNoted(
        duo_id=_ID, to=Role.SEEKER, name="Bram", organisation="Duo Dijle", answer=ProbeAnswer.WELL, can_plan=False
    ),
)
def _noted(message: ProbeNoted, say: Say) -> Rendered:
    text = _thanks(message, say)
    if message.answer in {ProbeAnswer.WELL, ProbeAnswer.MET}:
        plan = Button(say.label("Plan a meeting"), tap=PlanSession(message.duo_id, SessionKind.REGULAR))
        return Rendered(text, ((plan,),) if message.can_plan else ())
    # Translators: button: opens the conversation with the team.
    return Rendered(text, ((Button(say.label("Write to the team"), tap=AskTeamOfDuo(message.duo_id)),),))


def _thanks(message: ProbeNoted, say: Say) -> str:
    team = message.organisation
    match message.answer:
        case ProbeAnswer.WELL:
            return say("Good to know, thank you. 🌱 I leave you two to it.")
        case ProbeAnswer.MET:
            return say("How nice that you met. Thank you for telling me. 🌱")
        case ProbeAnswer.NO_TIME:
            return say(
                "Thank you for saying so. It happens. The team of {team} can help, also with a pause.", team=team
            )
        case ProbeAnswer.NO_CONTACT if message.to is Role.MENTOR:
            # Translators: to a mentor whose mentee does not answer.
            return say("Thank you. This is common and not your fault. The team of {team} is glad to help.", team=team)
        case ProbeAnswer.NO_CONTACT:
            return say("Thank you for telling me. That happens. The team of {team} is glad to help.", team=team)
        case ProbeAnswer.TEAM:
            return say("Good that you say so. The team of {team} is there. You can write to them now.", team=team)


# -- to the team -------------------------------------------------------------------------------------------------------
def _alert(number: int, whom: Role) -> UrgentDeskAlert:
    return UrgentDeskAlert(
        duo_id=_ID,
        alert_id=_ID,
        seen=99_991,
        seeker=Named("Amina", "Dossier 12"),
        mentor=Named("Jan", "Gent, IT"),
        reasons=URGENT[number],
        asked=((Role.SEEKER, LATER), (Role.MENTOR, LATER)) if number else (),
        move=Move.CALL,
        whom=whom,
    )


@renders(_alert(0, Role.SEEKER), _alert(1, Role.MENTOR))
def _urgent(message: UrgentDeskAlert, say: Say) -> Rendered:
    names = {Role.SEEKER: message.seeker, Role.MENTOR: message.mentor}
    pair = say("{seeker} and {mentor}", seeker=team_name(message.seeker), mentor=team_name(message.mentor))
    title = say("Urgent: a duo to contact")
    parts = [f"<b>{title}</b>\n{pair}", "\n".join(f"• {reason_line(reason, names, say)}" for reason in message.reasons)]
    if message.asked:
        parts.append(tried_line(message.asked, names, say))
    parts.append(move_line(message.move, message.whom, names, say))
    # Translators: button: from now on I look after this duo that needs a contact.
    take = Button(say.label("Take it"), tap=TakeAlert(message.alert_id, message.seen))
    # Translators: button: the team's card of that duo.
    show = Button(say.label("Show the duo"), tap=DuoCard(message.duo_id))
    return Rendered("\n\n".join(parts), ((take, show),))
