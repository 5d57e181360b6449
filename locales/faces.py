"""The words of the weekly question: five faces, and what each question is about."""

from __future__ import annotations

from collections.abc import Callable

from locales.say import Say
from storage.words import Question, Role

_FACES: dict[int, Callable[[Say], str]] = {
    # Translators: five answers to "How is it going with …?", from the best to the lowest; buttons of at most 24
    # characters with the face. Also shown after "Your answer:".
    5: lambda say: say.label("😀 Very good"),
    4: lambda say: say.label("🙂 Good"),
    3: lambda say: say.label("😐 So-so"),
    2: lambda say: say.label("🙁 Not so good"),
    1: lambda say: say.label("😟 Not good at all"),
}
_EMOJI = {5: "😀", 4: "🙂", 3: "😐", 2: "🙁", 1: "😟"}
_SUBJECTS: dict[Question, Callable[[Say], str]] = {
    # Translators: what the weekly questions are about: buttons of at most 22 characters; a face goes before them.
    Question.DUO: lambda say: say.label("Your duo"),
    Question.MOTIVATION: lambda say: say.label("Motivation"),
    Question.CONFIDENCE: lambda say: say.label("Self-confidence"),
    # Translators: doing things by oneself.
    Question.AUTONOMY: lambda say: say.label("On your own"),
    # Translators: people who can help to find work.
    Question.NETWORK: lambda say: say.label("Contacts"),
    # Translators: the unwritten rules of working life.
    Question.CODES: lambda say: say.label("Rules at work"),
    Question.SEARCH: lambda say: say.label("Job search"),
}


def face_label(value: int, say: Say) -> str:
    """`🙂 Good`, plain, for a button."""
    return _FACES[value](say)


def subject_label(question: Question, value: int | None, say: Say) -> str:
    """`🙂 Motivation`; without an answer the subject alone."""
    subject = _SUBJECTS[question](say)
    return f"{_EMOJI[value]} {subject}" if value is not None else subject


def question_words(question: Question, role: Role, name: str, say: Say) -> str:
    """The question itself. Each can be answered with a face. HTML."""
    if question is Question.DUO:
        return _duo_question(role, name, say)
    return _DIMENSIONS[question](say)


def _duo_question(role: Role, name: str, say: Say) -> str:
    if role is Role.MENTOR:
        # Translators: to a mentor; {name} is the mentee.
        return say("How is it going with {name}?", name=name)
    # Translators: to a mentee; {name} is the mentor.
    return say("How is it going in your duo with {name}?", name=name)


_DIMENSIONS: dict[Question, Callable[[Say], str]] = {
    # Translators: six questions to somebody who looks for work. Very plain words; each must fit the five answers
    # "Very good … Not good at all".
    Question.MOTIVATION: lambda say: say("How is your motivation these days?"),
    Question.CONFIDENCE: lambda say: say("How is your self-confidence in your job search?"),
    Question.AUTONOMY: lambda say: say(
        "How is it going with doing things on your own? For example a letter or a call."
    ),
    Question.NETWORK: lambda say: say(
        "How is it going with finding people who can help you? For example friends or former colleagues."
    ),
    Question.CODES: lambda say: say(
        "How well do you know the rules at work? For example what an employer expects from you."
    ),
    Question.SEARCH: lambda say: say("How is your job search going? For example adverts, letters, calls."),
}
