from __future__ import annotations

from locales.faces import face_label, question_words, subject_label
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from locales.tips import tip_for, tips_of
from mentoring.check_ins.answering import FACES
from mentoring.check_ins.rotation import DIMENSIONS
from mentoring.messages.check_ins import (
    Asked,
    CheckInAnswers,
    CheckInClosed,
    CheckInPaused,
    CheckInReminder,
    CheckInSkipped,
    CheckInThanks,
    Given,
    QuestionShown,
    WeeklyQuestion,
)
from mentoring.taps_check_ins import AnswerAgain, AskAgain, ChooseFace, ShowRhythm, ShowThanks, SkipCheckIn, WriteNote
from storage.words import Occasion, Question, Role

_ID = 2**62
_LOW = 2  # faces up to this one get warmer words
_SINGLE = [
    Asked(check_in_id=_ID, role=Role.SEEKER, occasion=Occasion.WEEKLY, question=question, name="Marie-Christine")
    for question in Question
]
_MENTORS = Asked(check_in_id=_ID, role=Role.MENTOR, occasion=Occasion.WEEKLY, question=Question.DUO, name="Amina (2)")
_OF_SIX = [
    Asked(_ID, Role.SEEKER, occasion, question, "Marie-Christine", DIMENSIONS.index(question) + 1, len(DIMENSIONS))
    for occasion in Occasion
    if occasion is not Occasion.WEEKLY
    for question in DIMENSIONS
]


@renders(*(WeeklyQuestion(asked=asked) for asked in (*_SINGLE, _MENTORS, *_OF_SIX)))
def _question(message: WeeklyQuestion, say: Say) -> Rendered:
    return _shown(message.asked, _header(message.asked, say), say)


@renders(*(QuestionShown(asked=asked) for asked in (_SINGLE[0], _MENTORS, *_OF_SIX)))
def _again(message: QuestionShown, say: Say) -> Rendered:
    return _shown(message.asked, _header(message.asked, say), say)


@renders(*(CheckInReminder(asked=asked) for asked in (*_SINGLE, _MENTORS, *_OF_SIX)))
def _reminder(message: CheckInReminder, say: Say) -> Rendered:
    # Translators: two days after the question of the week, once.
    header = say("Your question is still open. One tap is enough.")
    return _shown(message.asked, header, say)


def _shown(asked: Asked, header: str, say: Say) -> Rendered:
    question = question_words(asked.question, asked.role, asked.name, say)
    # Translators: below the question of the week; {name} is the partner in the duo.
    seen_by = say("The team sees your answer, {name} does not.", name=asked.name)
    faces = tuple((_face(asked, value, say),) for value in FACES)
    # Translators: button: no answer to the question of this week.
    skip = Button(say.label("Skip this week"), tap=SkipCheckIn(asked.check_in_id))
    if asked.total > 1:
        # Translators: button: leaves six questions unanswered, or the rest of them.
        skip = Button(say.label("Skip the questions"), tap=SkipCheckIn(asked.check_in_id))
    return Rendered(f"{header}\n\n<b>{question}</b>\n\n{seen_by}", (*faces, (skip,)))


def _face(asked: Asked, value: int, say: Say) -> Button:
    return Button(face_label(value, say), tap=ChooseFace(asked.check_in_id, asked.question, value))


def _header(asked: Asked, say: Say) -> str:
    if asked.total == 1:
        # Translators: above the question that comes once a week (see the glossary: question de la semaine, weekvraag,
        # Wochenfrage).
        return say("Question of the week")
    # Translators: above the second of six questions: "2 of 6".
    place = say("{place} of {total}", place=asked.place, total=asked.total)
    if asked.place > 1:
        return place
    return f"{_occasion(asked.occasion, say)}\n{place}"


def _occasion(occasion: Occasion, say: Say) -> str:
    # Translators: before six short questions about how somebody is doing; asked at the start, half-way and at the end.
    if occasion is Occasion.START:
        return say("Six short questions to begin with. Every answer is good.")
    if occasion is Occasion.MIDTERM:
        return say("The same six questions as at the start. What has changed?")
    return say("The six questions for the last time. What has changed?")


def _sample(role: Role, question: Question, value: int, tip: int = 0, *, total: int = 1) -> CheckInThanks:
    return CheckInThanks(
        check_in_id=_ID,
        thread_id=_ID,
        role=role,
        question=question,
        value=value,
        total=total,
        tip=tip,
        has_note=tip == 1,
    )


_ABOUT = [*((Role.SEEKER, question) for question in Question), (Role.MENTOR, Question.DUO)]


@renders(
    *(_sample(role, question, 1, tip) for role, question in _ABOUT for tip in range(len(tips_of(role, question)))),
    *(_sample(role, Question.DUO, value) for role in (Role.SEEKER, Role.MENTOR) for value in (2, 3, 4, 5)),
    *(_sample(Role.SEEKER, question, 3, total=6) for question in DIMENSIONS),
)
def _thanks(message: CheckInThanks, say: Say) -> Rendered:
    return Rendered(f"{_thanked(message, say)}\n\n{_tip(message, say)}", _thanks_rows(message, say))


def _thanked(message: CheckInThanks, say: Say) -> str:
    if message.value > _LOW:
        if message.total > 1:
            return say("Thank you! All your answers are here.")
        return say("Thank you! Your answer: {face}.", face=face_label(message.value, say))
    if message.role is Role.MENTOR:
        # Translators: to a mentor who says that it does not go well.
        return say("Thank you for telling us. This is common and not your fault. The team is there for you.")
    # Translators: to a mentee who says that something does not go well.
    return say("Thank you for your honest answer. There are such weeks. The team is there for you.")


def _tip(message: CheckInThanks, say: Say) -> str:
    # Translators: before an idea for the week; an emoji may stand here, the lines around it have none.
    return say("An idea: {tip}", tip=tip_for(message.role, message.question, message.tip, say))


def _thanks_rows(message: CheckInThanks, say: Say) -> Rows:
    change = Button(say.label("Change my answer"), tap=AnswerAgain(message.check_in_id))
    # Translators: button: write a few words to the team, beside the answer.
    note = Button(say.label("Note to the team"), tap=WriteNote(message.check_in_id))
    if message.has_note:
        note = Button(say.label("Change my note"), tap=WriteNote(message.check_in_id))
    rows: Rows = ((change,), (note,))
    if message.role is not Role.MENTOR:
        return rows
    # Translators: button: how often a mentor would like to be asked.
    return (*rows, (Button(say.label("How often?"), tap=ShowRhythm(message.thread_id)),))


@renders(CheckInAnswers(check_in_id=_ID, given=tuple(Given(q, n or None) for n, q in enumerate(DIMENSIONS))))
def _answers(message: CheckInAnswers, say: Say) -> Rendered:
    rows = tuple(
        (Button(subject_label(given.question, given.value, say), tap=AskAgain(message.check_in_id, given.question)),)
        for given in message.given
    )
    done = Button(say.label("Done"), tap=ShowThanks(message.check_in_id), style="primary")
    return Rendered(say("Which answer would you like to change?"), (*rows, (done,)))


@renders(CheckInSkipped(check_in_id=_ID))
def _skipped(message: CheckInSkipped, say: Say) -> Rendered:
    # Translators: button: answer the question that was skipped.
    answer = Button(say.label("Answer after all"), tap=AnswerAgain(message.check_in_id))
    return Rendered(say("All right, not this week. The next question comes by itself."), ((answer,),))


@renders(
    CheckInClosed(name="Amina", ended=False),
    CheckInClosed(name="Amina", ended=False, value=4),
    CheckInClosed(name="Amina", ended=True, value=1),
)
def _closed(message: CheckInClosed, say: Say) -> str:
    if message.ended:
        # Translators: to an old question; the duo has ended.
        closed = say("Your duo with {name} has ended, so this question is closed.", name=message.name)
    else:
        # Translators: to an old question; it cannot be answered or changed any more.
        closed = say("This question is closed, a newer one has come.")
    if message.value is None:
        return closed
    return closed + "\n" + say("Your answer was: {face}.", face=face_label(message.value, say))


@renders(CheckInPaused())
def _paused(_: CheckInPaused, say: Say) -> str:
    # Translators: somebody taps an answer while their duo has a pause.
    return say("Your duo has a pause, so nothing was noted. The questions come back after it.")
