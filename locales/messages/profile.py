from __future__ import annotations

from locales.options import capitalised, role_word, ticked
from locales.portraits import clip
from locales.questions import chosen_line, option_rows, profile_lines, question_text
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.messages.profile import ChangeDuos, ChangeOptions, Hat, NewName, ProfileCard, WhichHat
from mentoring.pairs import NO_ROOM
from mentoring.profile import Profile, Question
from mentoring.taps_welcome import (
    ChangeAnswers,
    ChangeCapacity,
    ChangeName,
    OpenProfile,
    SetCapacity,
    ToggleAnswer,
)
from mentoring.welcome import MAX_DUOS
from storage.words import Role

_ID = 2**62
_BUTTON_LENGTH = 24


@renders(
    ProfileCard(
        membership_id=_ID,
        role=Role.MENTOR,
        name="Jan",
        profile=Profile(("fr", "nl"), ("office", "it"), ("brussels", "flemish-brabant"), ("evening", "weekend")),
        duos=2,
        organisation="DUO for a JOB",
    ),
    ProfileCard(membership_id=_ID, role=Role.MENTOR, name="Jan", profile=Profile(), duos=1, running=2),
    ProfileCard(membership_id=_ID, role=Role.MENTOR, name="Jan", profile=Profile(), duos=NO_ROOM, running=1),
    ProfileCard(membership_id=_ID, role=Role.SEEKER, name="Amina", profile=Profile(), duos=None),
    ProfileCard(membership_id=_ID, role=Role.COORDINATOR, name="Lena", profile=Profile(), duos=None),
)
def _profile_card(message: ProfileCard, say: Say) -> Rendered:
    own = message.membership_id
    parts = [say("<b>{name}</b>", name=message.name)]
    if message.organisation:
        role = capitalised(role_word(message.role, say))
        parts.append(say("{role} · {organisation}", role=role, organisation=message.organisation))
    if lines := profile_lines(message.profile, message.duos or None, say):
        parts.append(lines)
    if message.duos == NO_ROOM:
        # Translators: to a mentor who has no time for another duo at the moment.
        parts.append(say("<b>No room now.</b> You get no proposals until you change that."))
    elif message.duos is not None and message.running > message.duos:
        parts.append(_more_than_wanted(message.running, say))
    parts.append(say("What would you like to change?"))
    rows: list[tuple[Button, ...]] = [(Button(say.label("First name"), tap=ChangeName(own)),)]
    if message.role.is_in_duos:
        rows += _answer_rows(own, say)
    if message.duos == NO_ROOM:
        # Translators: button of a mentor who had no time: asks for how many duos there is room again.
        rows.append((Button(say.label("I have room again"), tap=ChangeCapacity(own)),))
    elif message.role is Role.MENTOR:
        # Translators: button: how many duos at once.
        rows.append((Button(say.label("Number of duos"), tap=ChangeCapacity(own)),))
    return Rendered("\n".join(parts), tuple(rows))


def _more_than_wanted(running: int, say: Say) -> str:
    # Translators: to a mentor who now would like fewer duos at once than there are.
    return say.plural(
        "{n} duo is running and goes on as before. New proposals come when you have room again.",
        "{n} duos are running and go on as before. New proposals come when you have room again.",
        running,
    )


def _answer_rows(own: int, say: Say) -> list[tuple[Button, ...]]:
    # Translators: buttons: what somebody would like to change of their answers; at most 16 characters if possible.
    languages = Button(say.label("Languages"), tap=ChangeAnswers(own, Question.LANGUAGES, 0))
    # Translators: button: fields of work.
    sectors = Button(say.label("Fields of work"), tap=ChangeAnswers(own, Question.SECTORS, 0))
    # Translators: button: where somebody can meet.
    regions = Button(say.label("Where"), tap=ChangeAnswers(own, Question.REGIONS, 0))
    # Translators: button: when somebody can meet.
    times = Button(say.label("When"), tap=ChangeAnswers(own, Question.TIMES, 0))
    return [(languages, sectors), (regions, times)]


@renders(
    WhichHat(hats=(Hat(_ID, Role.SEEKER, "Team4Job"), Hat(_ID, Role.MENTOR, "FMDO"))),
)
def _which_hat(message: WhichHat, say: Say) -> Rendered:
    buttons = tuple((Button(_hat_label(hat, say), tap=OpenProfile(hat.membership_id)),) for hat in message.hats)
    return Rendered(say("You have several roles. Which one is it about?"), buttons)


def _hat_label(hat: Hat, say: Say) -> str:
    return clip(f"{capitalised(role_word(hat.role, say))} · {hat.organisation}", _BUTTON_LENGTH)


@renders(
    ChangeOptions(membership_id=_ID, role=Role.SEEKER, question=Question.LANGUAGES, chosen=("fr", "rif"), page=1),
    ChangeOptions(membership_id=_ID, role=Role.MENTOR, question=Question.SECTORS, chosen=()),
    ChangeOptions(membership_id=_ID, role=Role.SEEKER, question=Question.REGIONS, chosen=("liege", "luxembourg")),
    ChangeOptions(
        membership_id=_ID, role=Role.SEEKER, question=Question.TIMES, chosen=("afternoon",), organisation="FMDO"
    ),
)
def _change_options(message: ChangeOptions, say: Say) -> Rendered:
    own, asked = message.membership_id, message.question
    rows = option_rows(
        asked,
        message.chosen,
        message.page,
        say,
        toggle=lambda option: ToggleAnswer(own, asked, option),
        turn=lambda page: ChangeAnswers(own, asked, page),
    )
    text = question_text(asked, message.role, say) + chosen_line(asked, message.chosen, say)
    text = _below_hat(text, message.role, message.organisation, say)
    return Rendered(text, (*rows, (_done(own, say),)))


@renders(
    ChangeDuos(membership_id=_ID, duos=2),
    ChangeDuos(membership_id=_ID, duos=NO_ROOM),
    ChangeDuos(membership_id=_ID, duos=2, organisation="FMDO"),
)
def _change_duos(message: ChangeDuos, say: Say) -> Rendered:
    own = message.membership_id
    numbers = tuple(Button(ticked(str(n), n == message.duos), tap=SetCapacity(own, n)) for n in range(1, MAX_DUOS + 1))
    asked = say("How many people would you like to accompany at the same time?")
    text = _below_hat(asked, Role.MENTOR, message.organisation, say)
    # Translators: button of a mentor: no other duo for the moment.
    none = Button(ticked(say.label("No room now"), message.duos == NO_ROOM), tap=SetCapacity(own, NO_ROOM))
    return Rendered(text, (numbers, (none,), (_back(own, say),)))


def _below_hat(text: str, role: Role, organisation: str | None, say: Say) -> str:
    """With several roles, the question says which one it is about."""
    if organisation is None:
        return text
    hat = say("{role} · {organisation}", role=capitalised(role_word(role, say)), organisation=organisation)
    return f"{hat}\n{text}"


@renders(NewName(membership_id=_ID, name="Amina"))
def _new_name(message: NewName, say: Say) -> Rendered:
    text = say("Your first name here is {name}. Please write the new one.", name=message.name)
    return Rendered(text, ((_back(message.membership_id, say),),))


def _done(membership_id: int, say: Say) -> Button:
    # Translators: button: everything is chosen (and saved).
    return Button(say.label("Done"), tap=OpenProfile(membership_id), style="primary")


def _back(membership_id: int, say: Say) -> Button:
    return Button(say.label("Back"), tap=OpenProfile(membership_id))
