"""How a question with several answers looks, in the welcome and in the profile alike."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from locales.options import capitalised, option_word, option_words, ticked
from locales.rendering import Button, Rows
from locales.say import Say
from mentoring.profile import OPTIONS, Profile, Question
from mentoring.taps import Tap
from storage.words import Role

_PAGE = 8  # options a screen where there are many more
_LONGEST_LIST = 16  # options that are shown on one screen
_ONE_A_ROW = {Question.TIMES}  # their words are long


def question_text(question: Question, role: Role, say: Say) -> str:
    """The question itself, as it is asked in that role."""
    if question is Question.LANGUAGES:
        return say("Which languages do you speak? Tap all that fit.")
    if question is Question.REGIONS:
        return say("Where can you meet? Tap all that fit.")
    if question is Question.TIMES:
        return say("When do you usually have time to meet? Tap all that fit.")
    if role is Role.MENTOR:
        return say("Which fields of work do you know? Tap all that fit.")
    return say("In which field would you like to work? Tap all that fit.")


def option_rows(
    question: Question,
    chosen: tuple[str, ...],
    page: int,
    say: Say,
    *,
    toggle: Callable[[str], Tap],
    turn: Callable[[int], Tap],
) -> Rows:
    """The options as buttons, the chosen ones ticked; long lists by pages, of which the last leads to the first."""
    options, pages = OPTIONS[question], 1
    if _has_pages(question):
        pages = -(-len(options) // _PAGE)
        page = min(page, pages - 1)
        options = options[page * _PAGE : (page + 1) * _PAGE]
    words = [(code, capitalised(option_word(question, code, say))) for code in options]
    buttons = [Button(ticked(word, code in chosen), tap=toggle(code)) for code, word in words]
    width = 1 if question in _ONE_A_ROW else 2
    rows = tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
    # Translators: button: the next page of languages to choose from.
    more = ((Button(say.label("More languages"), tap=turn((page + 1) % pages)),),) if pages > 1 else ()
    return (*rows, *more)


def page_of(question: Question, option: str) -> int:
    """On which page that option is, from 0."""
    return OPTIONS[question].index(option) // _PAGE if _has_pages(question) else 0


def _has_pages(question: Question) -> bool:
    return len(OPTIONS[question]) > _LONGEST_LIST


def chosen_line(question: Question, chosen: tuple[str, ...], say: Say) -> str:
    """What was chosen so far, which may be on another page; nothing where nothing was."""
    return f"\n<b>{escape(option_words(question, chosen, say), quote=False)}</b>" if chosen else ""


def profile_lines(profile: Profile, duos: int | None, say: Say) -> str:
    """What was told, a line each; what was skipped has none."""
    lines = []
    if profile.languages:
        lines.append(say("Languages: <b>{list}</b>", list=option_words(Question.LANGUAGES, profile.languages, say)))
    if profile.sectors:
        lines.append(say("Fields of work: <b>{list}</b>", list=option_words(Question.SECTORS, profile.sectors, say)))
    if profile.regions:
        lines.append(say("Where: <b>{list}</b>", list=option_words(Question.REGIONS, profile.regions, say)))
    if profile.times:
        lines.append(say("When: <b>{list}</b>", list=option_words(Question.TIMES, profile.times, say)))
    if duos is not None:
        lines.append(say.plural("<b>{n}</b> duo at once", "<b>{n}</b> duos at once", duos))
    return "\n".join(lines)
