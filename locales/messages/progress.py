"""How far a duo has come, as each of the two may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape

from babel.dates import format_date

from locales.faces import subject_label
from locales.lists import back_label, page_row
from locales.milestones import step_done_button, step_line, step_words
from locales.options import capitalised
from locales.portraits import clip, label_with
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.messages.progress import DuoChoice, NoProgressYet, Progress, ProgressCard, StepLine, StepList, WhichDuo
from mentoring.milestones import Milestone
from mentoring.progress.rules import LONGEST
from mentoring.taps_goals import ShowGoals
from mentoring.taps_progress import ConfirmStep, OpenStep, ShowPicture, ShowProgress, ShowSteps
from storage.words import Question, Role

_ID = 2**62
_DAY = date(2026, 11, 24)
_LENGTH = 24  # characters of a button
_CV = StepLine(_ID, Milestone.CV_READY, _DAY, is_confirmed=True)
_TRIAL = StepLine(_ID, Milestone.TRIAL_DAY, _DAY - timedelta(days=8))
_OWN = StepLine(_ID, Milestone.OWN, date(2025, 12, 1), text="x" * LONGEST, other_year=True)
_MOVED = (
    Progress(Question.MOTIVATION, 2, 4),
    Progress(Question.NETWORK, 3, 4),
    Progress(Question.CODES, 3, 3),
    Progress(Question.SEARCH, 4, 3),
)


# -- how far ----------------------------------------------------------------------------------------------------------
@renders(WhichDuo(duos=(DuoChoice(_ID, "Amina"), DuoChoice(_ID, "Jean-Baptiste-Emmanuel (2)"))))
def _which_duo(message: WhichDuo, say: Say) -> Rendered:
    rows = tuple((Button(label_with(duo.name, str), ShowProgress(duo.duo_id)),) for duo in message.duos)
    return Rendered(say("Whose progress would you like to see?"), rows)


@renders(NoProgressYet())
def _none(_: NoProgressYet, say: Say) -> str:
    return say("You have no duo at the moment. Once you are in a duo, you see here how far you have come.")


@renders(
    ProgressCard(
        duo_id=_ID,
        name="Omar",
        to=Role.SEEKER,
        weeks=12,
        held=9,
        held_by_both=7,
        goals=("Écrire un CV dont je suis contente", "Trouver un stage"),
        steps=(_CV, _TRIAL, _OWN),
        total_steps=9,
        to_confirm=(_TRIAL,),
        progress=_MOVED,
    ),
    ProgressCard(
        duo_id=_ID,
        name="Amina",
        to=Role.MENTOR,
        weeks=1,
        held=1,
        held_by_both=1,
        goals=("Un stage",),
        steps=(_CV,),
        total_steps=1,
        to_confirm=(_OWN,),
    ),
    ProgressCard(
        duo_id=_ID, name="Amina", to=Role.MENTOR, weeks=0, held=0, held_by_both=0, goals=(), steps=(), total_steps=0
    ),
)
def _card(card: ProgressCard, say: Say) -> Rendered:
    parts = ["\n".join(_together(card, say)), "\n".join(_goals(card, say)), "\n".join(_steps_of_card(card, say))]
    parts.append("\n".join(_progress(card.progress, say)))
    rows: Rows = ((step_done_button(card.duo_id, say),),)
    rows += tuple((Button(_confirm_label(step, say), ConfirmStep(step.step_id)),) for step in card.to_confirm)
    if card.steps:
        # Translators: button: the list of the steps that the job seeker reached.
        rows += ((Button(say.label("All steps"), ShowSteps(card.duo_id, 0)),),)
    rows += ((Button(say.label("Our goals"), ShowGoals(card.duo_id)),),)
    if card.weeks or card.held or card.total_steps:
        # Translators: button: the card of a duo's progress as a picture.
        rows += ((Button(say.label("As a picture"), ShowPicture(card.duo_id)),),)
    return Rendered("\n\n".join(part for part in parts if part), rows)


def _together(card: ProgressCard, say: Say) -> Iterator[str]:
    # Translators: the head of a card about the reader and their partner in the duo.
    yield say("<b>You and {name}</b>", name=card.name)
    if card.weeks:
        yield say.plural("{n} week together", "{n} weeks together", card.weeks)
    else:
        yield say("This is your first week together.")
    if not card.held:
        yield say("Your meetings will be counted here.")
        return
    yield say.plural("You met {n} time.", "You met {n} times.", card.held)
    if 0 < card.held_by_both < card.held:
        # Translators: of the meetings counted in the line before: how many both of the duo confirmed.
        yield say.plural("You both confirmed {n} of them.", "You both confirmed {n} of them.", card.held_by_both)
    elif card.held_by_both:
        # Translators: all of the meetings counted in the line before, which may be one.
        yield say("You both confirmed it.")


def _goals(card: ProgressCard, say: Say) -> Iterator[str]:
    if card.goals:
        # Translators: what the two would like to reach together; a list follows.
        yield say("<b>Your goals</b>")
        yield from (f"• {escape(goal, quote=False)}" for goal in card.goals)


def _steps_of_card(card: ProgressCard, say: Say) -> Iterator[str]:
    yield _title(card.name, card.to, say)
    yield from (step_line(step, say) for step in card.steps)
    if not card.steps:
        yield say("None noted yet. Small steps count too.")
    if rest := card.total_steps - len(card.steps):
        # Translators: the end of a list of steps, of which only the newest are shown.
        yield say.plural("and {n} earlier one", "and {n} earlier ones", rest)


def _title(name: str, to: Role, say: Say) -> str:
    if to is Role.SEEKER:
        # Translators: title of a list: what the job seeker who reads it has reached, such as "CV ready".
        return say("<b>Your steps</b>")
    # Translators: the same for the mentor; {name} is the mentee.
    return say("<b>Steps: {name}</b>", name=name)


def _confirm_label(step: StepLine, say: Say) -> str:
    # Translators: button: confirm a step that the other of the two noted; {step} is shortened.
    return label_with(capitalised(step_words(step, say)), lambda words: say.label("Confirm: {step}", step=words))


def _progress(progress: Sequence[Progress], say: Say) -> Iterator[str]:
    """The reader's own answers in words; a number would be a mark."""
    if not progress:
        return
    # Translators: what the job seeker answered to the weekly questions, then and now; the mentor does not see it.
    yield say("<b>Your answers, since the beginning</b>")
    higher = [one for one in progress if one.last > one.first]
    same = [one for one in progress if one.last == one.first]
    lower = [one for one in progress if one.last < one.first]
    if higher:
        # Translators: a list of subjects such as "Motivation", "Contacts".
        yield say("Higher now: {subjects}", subjects=_subjects(higher, say))
    if same:
        yield say("The same: {subjects}", subjects=_subjects(same, say))
    if lower:
        yield say("Lower now: {subjects}. That happens, and it changes.", subjects=_subjects(lower, say))
    # Translators: below what somebody answered: their mentor cannot see it.
    yield say("Your mentor does not see this.")


def _subjects(progress: Sequence[Progress], say: Say) -> str:
    return say.list([subject_label(one.question, None, say) for one in progress])


@renders(
    StepList(duo_id=_ID, name="Amina", to=Role.SEEKER, steps=(_CV, _TRIAL, _OWN), total=19, page=1, pages=3),
    StepList(duo_id=_ID, name="Amina", to=Role.MENTOR, steps=(), total=0, page=0, pages=1),
)
def _list(message: StepList, say: Say) -> Rendered:
    lines = [_title(message.name, message.to, say)]
    if message.total:
        lines.append(say.plural("{n} step noted", "{n} steps noted", message.total))
    else:
        lines.append(say("None noted yet. Small steps count too."))
    if any(step.is_confirmed for step in message.steps):
        # Translators: what the sign ✓ after a line means: the other of the two confirmed it.
        lines.append(say("✓ = you both say so"))
    buttons = [Button(_clipped(_short(step, say)), OpenStep(step.step_id)) for step in message.steps]
    rows: Rows = tuple((button,) for button in buttons)
    rows += page_row(message.page, message.pages, lambda page: ShowSteps(message.duo_id, page), say)
    back = Button(back_label(say), ShowProgress(message.duo_id))
    return Rendered(
        "\n".join([*lines, "", *(step_line(step, say) for step in message.steps)]).strip(), (*rows, (back,))
    )


def _short(step: StepLine, say: Say) -> str:
    pattern = "d.M." if say.language == "de" else "d/M"
    return f"{format_date(step.on_day, pattern, locale=say.locale)} {step_words(step, say)}"


def _clipped(text: str) -> str:
    return clip(text, _LENGTH)
