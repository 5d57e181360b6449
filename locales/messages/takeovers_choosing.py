"""Taking over a duo that already runs: who with whom, since when, and whom to invite."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from locales.lists import back_label, page_row, two_a_row
from locales.options import own_name
from locales.portraits import clip
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from locales.takeover_words import called_by, name_of_either, plain_name, with_year
from mentoring.messages.pairing import Named
from mentoring.messages.takeovers import (
    AskLabel,
    AskStart,
    Choice,
    ChoosePartner,
    ConfirmInvitations,
    ConfirmTakeover,
    StartInFuture,
    StartTooLongAgo,
    ToInvite,
    WriteStart,
)
from mentoring.open_proposals import PAGE
from mentoring.people import NOT_TOLD
from mentoring.taps import Tap
from mentoring.taps_people import PersonCard
from mentoring.taps_takeovers import (
    InvitePartner,
    OtherStart,
    PartnerPage,
    PlanCancel,
    PlanDone,
    PlanLanguage,
    PlanSince,
    SkipLabel,
    TakeOverNow,
    TakeOverSince,
    TakeOverWith,
)
from storage.words import Role

_NAME_ON_BUTTON = 18  # characters of a name in a numbered button
_BUTTON_LENGTH = 24
_ID = 2**62  # the longest a button has to carry
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_ONLY_LABEL = Named(NOT_TOLD, "Anna, Tuesday group")
_SINCE = date(2026, 7, 6)


# -- taking one over ---------------------------------------------------------------------------------------------------
@renders(
    ChoosePartner(
        membership_id=_ID,
        organisation_id=_ID,
        role=Role.SEEKER,
        who=_AMINA,
        choices=(Choice(_ID, _JAN, 2), Choice(_ID, Named("Maximiliane-Sophie"))),
        total=11,
        page=0,
        pages=2,
    ),
    ChoosePartner(
        membership_id=_ID,
        organisation_id=_ID,
        role=Role.MENTOR,
        who=_JAN,
        choices=(),
        total=0,
        page=0,
        pages=1,
    ),
)
def _choose(message: ChoosePartner, say: Say) -> Rendered:
    seeks_mentor = message.role is Role.SEEKER
    if seeks_mentor:
        first = say("Who is already the mentor of {who}?", who=name_of_either(message.who))
        invite = say.label("Invite a mentor")
        none = say("No mentor is here yet. You can invite one.")
    else:
        first = say("Who is already the mentee of {who}?", who=name_of_either(message.who))
        invite = say.label("Invite a mentee")
        none = say("No mentee without a duo is here. You can invite one.")
    numbered = list(enumerate(message.choices, message.page * PAGE + 1))
    lines = [_choice_line(number, choice, say) for number, choice in numbered]
    buttons = [
        Button(f"{n}. {clip(plain_name(choice.who), _NAME_ON_BUTTON)}", _with_choice(message, choice))
        for n, choice in numbered
    ]
    pages = page_row(message.page, message.pages, lambda page: PartnerPage(message.membership_id, page), say)
    rows = (
        *two_a_row(buttons),
        *pages,
        (Button(invite, InvitePartner(message.membership_id)),),
        (Button(back_label(say), PersonCard(message.membership_id)),),
    )
    return Rendered("\n".join([first, "", *(lines or [none])]), rows)


def _choice_line(number: int, choice: Choice, say: Say) -> str:
    who = name_of_either(choice.who)
    if choice.duos:
        # Translators: a name in a list, with how many duos that mentor has.
        line = say.plural("{who}: {n} duo", "{who}: {n} duos", choice.duos, who=who)
        return f"{number}. {line}"
    return f"{number}. {who}"


def _with_choice(message: ChoosePartner, choice: Choice) -> Tap:
    if message.role is Role.SEEKER:
        return TakeOverWith(message.membership_id, choice.membership_id)
    return TakeOverWith(choice.membership_id, message.membership_id)


@renders(
    AskStart(
        seeker=_AMINA,
        mentor=_JAN,
        days=(date(2026, 11, 23), date(2026, 11, 16), date(2026, 10, 1), date(2026, 9, 1)),
        seeker_id=_ID,
        mentor_id=_ID,
    ),
    AskStart(seeker=_ONLY_LABEL, mentor=Named(NOT_TOLD), days=(date(2026, 11, 23), date(2026, 9, 1))),
)
def _ask_start(message: AskStart, say: Say) -> Rendered:
    text = say(
        "When did the duo of {seeker} and {mentor} begin? The day counts for the weeks and the reports.",
        seeker=called_by(message.seeker, Role.SEEKER, say),
        mentor=called_by(message.mentor, Role.MENTOR, say),
    )
    days = [Button(_short(day, say), _since_tap(message, day)) for day in message.days]
    if message.seeker_id is None or message.mentor_id is None:
        write = say("Tap a day, or write one: 1 March 2026.")
        return Rendered(f"{text}\n{write}", (*two_a_row(days), _cancel(say)))
    # Translators: the day is written as a text.
    other = Button(say.label("Another day"), OtherStart(message.seeker_id, message.mentor_id))
    return Rendered(text, (*two_a_row(days), (other,), (Button(back_label(say), PersonCard(message.seeker_id)),)))


def _since_tap(message: AskStart, day: date) -> Tap:
    written = day.strftime("%Y%m%d")
    if message.seeker_id is None or message.mentor_id is None:
        return PlanSince(written)
    return TakeOverSince(message.seeker_id, message.mentor_id, written)


def _short(day: date, say: Say) -> str:
    pattern = "d. MMM yyyy" if say.language == "de" else "d MMM yyyy"
    return format_date(day, pattern, locale=say.locale)


@renders(WriteStart(seeker=_AMINA, mentor=_JAN))
def _write_start(message: WriteStart, say: Say) -> Rendered:
    text = say(
        "Please write the day on which the duo of {seeker} and {mentor} began. For example: 1 March 2026.",
        seeker=called_by(message.seeker, Role.SEEKER, say),
        mentor=called_by(message.mentor, Role.MENTOR, say),
    )
    return Rendered(text, (_cancel(say),))


@renders(ConfirmTakeover(seeker_id=_ID, mentor_id=_ID, seeker=_AMINA, mentor=_JAN, since=_SINCE))
def _confirm(message: ConfirmTakeover, say: Say) -> Rendered:
    text = say(
        "{seeker} and {mentor} have been a duo since {day}. No proposal is sent: their chat opens at once, "
        "or when both are past the welcome. Is that right?",
        seeker=called_by(message.seeker, Role.SEEKER, say),
        mentor=called_by(message.mentor, Role.MENTOR, say),
        day=with_year(message.since, say),
    )
    ids = (message.seeker_id, message.mentor_id)
    # Translators: makes these two people a duo at once, because they are one already.
    yes = Button(say.label("Yes, take over"), TakeOverNow(*ids, message.since.strftime("%Y%m%d")), style="primary")
    return Rendered(text, ((yes,), (Button(back_label(say), TakeOverWith(*ids)),)))


@renders(AskLabel(role=Role.SEEKER), AskLabel(role=Role.MENTOR))
def _ask_label(message: AskLabel, say: Say) -> Rendered:
    if message.role is Role.SEEKER:
        text = say("A private label for the mentee? For example: Anna, Tuesday group. Only the team sees it.")
    else:
        text = say("A private label for the mentor? For example: Jan, care sector. Only the team sees it.")
    return Rendered(text, ((Button(say.label("Skip"), SkipLabel(message.role)), *_cancel(say)),))


@renders(
    ConfirmInvitations(
        seeker=ToInvite(_ONLY_LABEL, "fr"), mentor=ToInvite(Named(NOT_TOLD), "nl"), since=_SINCE, languages=("fr", "nl")
    ),
    ConfirmInvitations(seeker=ToInvite(_AMINA), mentor=ToInvite(_ONLY_LABEL, "de"), since=_SINCE, languages=("de",)),
)
def _confirm_invitations(message: ConfirmInvitations, say: Say) -> Rendered:
    text = say(
        "{seeker} and {mentor} have been a duo since {day}. You get the links and the texts to forward. "
        "The duo goes on here as soon as both have joined.",
        seeker=called_by(message.seeker.who, Role.SEEKER, say),
        mentor=called_by(message.mentor.who, Role.MENTOR, say),
        day=with_year(message.since, say),
    )
    rows = []
    if len(message.languages) > 1:
        hint = say("Tap a language to change it.")
        text = f"{text}\n{hint}"
        rows = [
            (Button(_language_label(role, half.language, say), PlanLanguage(role)),)
            for role, half in ((Role.SEEKER, message.seeker), (Role.MENTOR, message.mentor))
            if half.language is not None
        ]
    # Translators: makes the invitations for a duo that already runs.
    yes = Button(say.label("Make the links"), PlanDone(), style="primary")
    return Rendered(text, (*rows, (yes,), _cancel(say)))


def _language_label(role: Role, language: str | None, say: Say) -> str:
    name = own_name(language or "fr")
    if role is Role.SEEKER:
        # Translators: in which language the mentee is invited; {language} is "Français" or "Nederlands".
        return clip(say.label("Mentee: {language}", language=name), _BUTTON_LENGTH)
    # Translators: in which language the mentor is invited.
    return clip(say.label("Mentor: {language}", language=name), _BUTTON_LENGTH)


def _cancel(say: Say) -> tuple[Button, ...]:
    return (Button(say.label("Cancel"), PlanCancel()),)


@renders(StartInFuture())
def _start_in_future(_: StartInFuture, say: Say) -> str:
    return say("That day is still to come. When did the duo begin? For example: 1 March 2026.")


@renders(StartTooLongAgo())
def _start_too_long_ago(_: StartTooLongAgo, say: Say) -> str:
    return say("That is more than ten years ago. Please check the year. For example: 1 March 2026.")
