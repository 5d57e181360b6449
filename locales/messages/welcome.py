from __future__ import annotations

from locales.options import capitalised, own_name, role_word, ticked
from locales.portraits import clip
from locales.privacy import privacy_lines
from locales.questions import chosen_line, option_rows, profile_lines, question_text
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.messages.menus import Responsible
from mentoring.messages.welcome import (
    ByPhone,
    DataCard,
    FederationBegins,
    HowManyDuos,
    LeftOpen,
    MentorWaits,
    MoreAboutData,
    NameNotUsable,
    SeekerWaits,
    StaffBegins,
    Summary,
    WantsPhone,
    WhichLanguage,
    WhichName,
    WhichOptions,
)
from mentoring.profile import Profile, Question
from mentoring.steps import Place, Step
from mentoring.taps_welcome import (
    Agree,
    ChangeMind,
    ChooseCapacity,
    GoBack,
    GoOn,
    OpenProfile,
    ShowData,
    SpeakLanguage,
    TakeOfferedName,
    ToggleOption,
    TurnOptions,
)
from mentoring.welcome import MAX_DUOS
from storage.words import Role

_BUTTON_LENGTH = 24
_ID = 2**62  # the longest a button has to carry


@renders(WhichLanguage(membership_id=_ID, place=Place(1, 7), languages=("fr", "nl", "de")))
def _which_language(message: WhichLanguage, say: Say) -> Rendered:
    text = say("Hello! I am Tandem, your chatbot. Which language suits you?")
    buttons = tuple(
        (Button(own_name(language), tap=SpeakLanguage(message.membership_id, language)),)
        for language in message.languages
    )
    return Rendered(_placed(message.place, text), buttons)


@renders(
    DataCard(membership_id=_ID, place=Place(2, 7), role=Role.SEEKER, organisation="DUO for a JOB"),
    DataCard(membership_id=_ID, place=Place(2, 8), role=Role.MENTOR, organisation="DUO for a JOB"),
    DataCard(membership_id=_ID, place=Place(2, 3), role=Role.COORDINATOR, organisation="DUO for a JOB"),
    DataCard(membership_id=_ID, place=Place(1, 5), role=Role.SEEKER, organisation="DUO for a JOB"),
    DataCard(membership_id=_ID, place=Place(1, 1), role=Role.COORDINATOR, organisation="DUO for a JOB"),
    DataCard(membership_id=_ID, place=Place(2, 3), role=Role.FEDERATION, organisation="DUO for a JOB"),
    DataCard(membership_id=_ID, place=Place(1, 1), role=Role.FEDERATION, organisation="DUO for a JOB"),
)
def _data_card(message: DataCard, say: Say) -> Rendered:
    parts = _who_and_what(message, say)
    parts.append(say("Everything goes through Telegram. Shall we go on here?"))
    if message.role.is_in_duos:
        parts.append(say("If not, we will phone you."))
    own = message.membership_id
    # Translators: button: agrees to go on in Telegram.
    yes = Button(say.label("Yes, go on here"), tap=Agree(own, agrees=True), style="success")
    # Translators: buttons: does not agree to Telegram; the team will phone (the second: to colleagues).
    no_text = say.label("No, call me") if message.role.is_in_duos else say.label("No, not here")
    # Translators: button: opens the whole text about privacy.
    more = Button(say.label("More on my data"), tap=ShowData(own, open=True))
    rows = ((yes,), (Button(no_text, tap=Agree(own, agrees=False)),), (more,))
    back = () if message.place.is_first else ((_back(own, Step.AGREEMENT, say),),)
    return Rendered(_placed(message.place, " ".join(parts)), (*rows, *back))


def _who_and_what(message: DataCard, say: Say) -> list[str]:
    """Who speaks, where nobody has said hello yet, and what is kept or seen by whom."""
    organisation = message.organisation
    if message.role is Role.FEDERATION:
        return _to_federation(message, say)
    if not message.place.is_first:
        if message.role.is_staff:
            return [
                say(
                    "I keep your first name, your language, and your invitations and proposals for {organisation}.",
                    organisation=organisation,
                )
            ]
        return [
            say(
                "The team of {organisation} sees your meetings and your answers, not your conversation.",
                organisation=organisation,
            )
        ]
    hello = say("Hello, I am Tandem, the chatbot of {organisation}.", organisation=organisation)
    if message.role.is_staff:
        return [hello, say("I keep your first name, your language, and your invitations and proposals.")]
    return [hello, say("The team sees your meetings and your answers, not your conversation.")]


def _to_federation(message: DataCard, say: Say) -> list[str]:
    organisation = message.organisation
    seen = say(
        "I keep your first name and your language. The team of {organisation} sees them.", organisation=organisation
    )
    # Translators: the figures over all organisations together.
    purpose = say("Here you get the federation's figures, and nothing else.")
    if not message.place.is_first:
        return [purpose, seen]
    return [say("Hello, I am Tandem, the chatbot of {organisation}.", organisation=organisation), purpose, seen]


@renders(
    MoreAboutData(membership_id=_ID, organisation="DUO for a JOB", contact="privacy@example.org"),
    MoreAboutData(membership_id=_ID, organisation="DUO for a JOB", contact="privacy@example.org", reads_only=True),
)
def _more_about_data(message: MoreAboutData, say: Say) -> Rendered:
    responsible = [Responsible(message.organisation, message.contact)]
    text = privacy_lines(responsible, say, reads_only=message.reads_only)
    return Rendered(text, ((Button(say.label("Back"), tap=ShowData(message.membership_id, open=False)),),))


@renders(
    ByPhone(membership_id=_ID, role=Role.SEEKER, organisation="DUO for a JOB"),
    ByPhone(membership_id=_ID, role=Role.COORDINATOR, organisation="DUO for a JOB"),
)
def _by_phone(message: ByPhone, say: Say) -> Rendered:
    if not message.role.is_in_duos:
        text = say("All right. Your answers are not kept. You can change your mind at any time.")
    else:
        text = say(
            "All right. The team of {organisation} will phone you. Your mentoring stays the same. "
            "You can change your mind at any time.",
            organisation=message.organisation,
        )
    # Translators: button: agrees to Telegram after all.
    return Rendered(text, ((Button(say.label("Go on here"), tap=ChangeMind(message.membership_id)),),))


@renders(
    WantsPhone(role=Role.SEEKER, label="A-17", name="Amina", organisation="DUO for a JOB"),
    WantsPhone(role=Role.MENTOR, label=None, name=None, organisation="DUO for a JOB"),
    WantsPhone(role=Role.COORDINATOR, label="Lena", name=None, organisation="DUO for a JOB"),
)
def _wants_phone(message: WantsPhone, say: Say) -> str:
    role = role_word(message.role, say)
    called = [word for word in (message.label, message.name) if word]
    who = " · ".join(dict.fromkeys([*called, role if called else capitalised(role), message.organisation]))
    if not message.role.is_in_duos:
        return say("<b>{who}</b>: prefers not to use Telegram.", who=who)
    return say("<b>{who}</b>: prefers the phone to Telegram. Please call. The mentoring stays the same.", who=who)


@renders(
    WhichName(membership_id=_ID, place=Place(3, 7), offered="Amina"),
    WhichName(membership_id=_ID, place=Place(3, 7), offered=None),
)
def _which_name(message: WhichName, say: Say) -> Rendered:
    back = (_back(message.membership_id, Step.NAME, say),)
    if not message.offered:
        return Rendered(_placed(message.place, say("What is your first name? Please write it here.")), (back,))
    text = say("What is your first name? Tap the button, or write it here.")
    offered = Button(clip(message.offered, _BUTTON_LENGTH), tap=TakeOfferedName(message.membership_id), style="primary")
    return Rendered(_placed(message.place, text), ((offered,), back))


@renders(NameNotUsable())
def _name_not_usable(message: NameNotUsable, say: Say) -> str:
    return say(
        "I cannot use that as a first name. Please write it with letters, {n} characters at most.", n=message.limit
    )


@renders(
    WhichOptions(
        membership_id=_ID, place=Place(4, 7), role=Role.SEEKER, question=Question.LANGUAGES, chosen=("fr", "ar")
    ),
    WhichOptions(
        membership_id=_ID, place=Place(4, 7), role=Role.SEEKER, question=Question.LANGUAGES, chosen=(), page=2
    ),
    WhichOptions(membership_id=_ID, place=Place(5, 7), role=Role.SEEKER, question=Question.SECTORS, chosen=()),
    WhichOptions(membership_id=_ID, place=Place(5, 8), role=Role.MENTOR, question=Question.SECTORS, chosen=("it",)),
    WhichOptions(membership_id=_ID, place=Place(6, 7), role=Role.SEEKER, question=Question.REGIONS, chosen=()),
    WhichOptions(membership_id=_ID, place=Place(7, 7), role=Role.SEEKER, question=Question.TIMES, chosen=("morning",)),
)
def _which_options(message: WhichOptions, say: Say) -> Rendered:
    own, asked, step = message.membership_id, message.question, Step(message.question.value)
    text = question_text(asked, message.role, say)
    if asked is Question.LANGUAGES:
        text = say("A few questions, to find a duo that fits. You can skip each one.") + f"\n{text}"
    rows = option_rows(
        asked,
        message.chosen,
        message.page,
        say,
        toggle=lambda option: ToggleOption(own, asked, option),
        turn=lambda page: TurnOptions(own, asked, page),
    )
    text = _placed(message.place, text) + chosen_line(asked, message.chosen, say)
    return Rendered(text, (*rows, (_back(own, step, say), _on(own, step, say, is_answered=bool(message.chosen)))))


@renders(HowManyDuos(membership_id=_ID, place=Place(8, 8), duos=1))
def _how_many_duos(message: HowManyDuos, say: Say) -> Rendered:
    own = message.membership_id
    text = say("How many people would you like to accompany at the same time?")
    numbers = tuple(
        Button(ticked(str(n), n == message.duos), tap=ChooseCapacity(own, n)) for n in range(1, MAX_DUOS + 1)
    )
    ends = (_back(own, Step.CAPACITY, say), _on(own, Step.CAPACITY, say, is_answered=False))
    return Rendered(_placed(message.place, text), (numbers, ends))


@renders(
    Summary(
        membership_id=_ID,
        role=Role.MENTOR,
        name="Jan",
        profile=Profile(("fr", "nl"), ("office", "it"), ("brussels",), ("evening",)),
        duos=2,
    ),
    Summary(membership_id=_ID, role=Role.SEEKER, name="Amina", profile=Profile(), duos=None),
    Summary(membership_id=_ID, role=Role.COORDINATOR, name="Lena", profile=Profile(), duos=None),
)
def _summary(message: Summary, say: Say) -> Rendered:
    lines = profile_lines(message.profile, message.duos, say)
    text = say("Thank you, {name}!", name=message.name)
    if lines:
        told = say("This is what you told us:")
        text = f"{text} {told}\n{lines}"
    elif message.role.is_in_duos:
        later = say("You can answer the skipped questions later.")
        text = f"{text} {later}"
    # Translators: button under somebody's own answers.
    change = Button(say.label("Change"), tap=OpenProfile(message.membership_id))
    return Rendered(text, ((change,),))


@renders(SeekerWaits(organisation="DUO for a JOB"))
def _seeker_waits(message: SeekerWaits, say: Say) -> str:
    return say(
        "The team of {organisation} is now looking for a mentor for you. This can take a while. "
        "I will write to you here as soon as there is news.",
        organisation=message.organisation,
    )


@renders(MentorWaits(organisation="DUO for a JOB"))
def _mentor_waits(message: MentorWaits, say: Say) -> str:
    return say(
        "The team of {organisation} will propose somebody to you. This can take a while. "
        "You get a short portrait first. Then you say yes or no, freely.",
        organisation=message.organisation,
    )


@renders(StaffBegins(organisation="DUO for a JOB"))
def _staff_begins(message: StaffBegins, say: Say) -> str:
    return "\n".join(
        [
            say("You can now work in Tandem for {organisation}.", organisation=message.organisation),
            say("/invite – invite a mentee, a mentor or a colleague"),
            say("/waiting – see who waits, and propose a duo"),
        ]
    )


@renders(FederationBegins())
def _federation_begins(_: FederationBegins, say: Say) -> str:
    return "\n".join(
        [
            say("You can now read the figures of all organisations together. No person is in them."),
            say("/report – choose a period"),
        ]
    )


@renders(LeftOpen())
def _left_open(_: LeftOpen, say: Say) -> str:
    return say("All right, we stop here. Your answers are kept. With /start we go on.")


def _placed(place: Place, text: str) -> str:
    return f"<i>{place.number}/{place.of}</i>\n{text}"


def _back(membership_id: int, step: Step, say: Say) -> Button:
    return Button(say.label("Back"), tap=GoBack(membership_id, step))


def _on(membership_id: int, step: Step, say: Say, *, is_answered: bool) -> Button:
    if is_answered:
        # Translators: button: the next question.
        return Button(say.label("Next"), tap=GoOn(membership_id, step), style="primary")
    # Translators: button: leaves the question without an answer.
    return Button(say.label("Skip"), tap=GoOn(membership_id, step))
