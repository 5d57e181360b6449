"""The files of lists: an empty one, the lines with problems, the links, everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from babel.dates import format_date

from locales.messages.lists_words import csv_document, heads, number, problem_words
from locales.rendering import Rendered, render, renders
from locales.say import Say, without_html
from mentoring.invitations import link_for
from mentoring.lists.values import Problem, Reason
from mentoring.lists.words import LINE_HEADS, LINK_HEADS, PROBLEM_HEADS, ROLES, STATE_HEADS, TEXT_HEADS
from mentoring.messages.invitation import Forward
from mentoring.messages.lists import (
    BadLine,
    LinkRow,
    LinksFile,
    PeopleFile,
    PersonRow,
    ProblemsFile,
    Stage,
    Template,
)
from storage.words import Role

_NO_TOKEN = "TOKEN"  # noqa: S105 - what stands in a text until each person's own takes its place
_BAD = BadLine(Problem(5, Reason.ROLE, "chef"), "chef", "Anna K.", "fr", "S-1", "", "")
_LINK = LinkRow(Role.SEEKER, "Anna K.", "nl", "S-1", "M-1", "2026-03-01", "Xy3_" * 8)
_UNTIL = datetime(2026, 12, 24, 11, tzinfo=UTC)


@renders(Template(languages=("fr", "nl"), started="2026-07-27"), Template(languages=("de",), started="2026-07-27"))
def _template(message: Template, say: Say) -> Rendered:
    roles = ROLES[say.language]
    rows = [
        heads(say),
        [roles[Role.SEEKER], "Anna K.", message.languages[0], "2026-014", "M-07", _day(message.started, say)],
        [roles[Role.MENTOR], "Ben", message.languages[-1], "M-07", "", ""],
    ]
    # Translators: under an empty file.
    text = say("A list to fill in. Its two lines are an example: take them out before you send it to me.")
    return Rendered(text, document=csv_document("list", rows))


def _day(iso: str, say: Say) -> str:
    """As spreadsheets of that language write it: `01/03/2026`. What is no day stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return str(format_date(day, "dd.MM.yyyy" if say.language == "de" else "dd/MM/yyyy", locale=say.locale))


@renders(
    ProblemsFile(rows=(_BAD,), lines=12, part=1, parts=1),
    ProblemsFile(rows=(_BAD,), lines=5_000, part=2, parts=3),
)
def _problems(message: ProblemsFile, say: Say) -> Rendered:
    language = say.language
    rows = [[LINE_HEADS[language], *heads(say), PROBLEM_HEADS[language]]]
    rows += [
        [
            *(str(bad.problem.number), bad.role, bad.label, bad.language, bad.reference, bad.partner, bad.started),
            problem_words(bad.problem, say),
        ]
        for bad in message.rows
    ]
    lines = number(message.lines, say)
    text = say.plural(
        "The line that would be left out, and why.",
        "The {n} lines that would be left out, and why.",
        message.lines,
        n=lines,
    )
    return Rendered(text, document=csv_document("problems", rows, message.part, message.parts))


@renders(
    LinksFile(rows=(_LINK,), organisation="Duo Dijle", bot_username="tandem_bot", expires_at=_UNTIL, part=1, parts=1),
    LinksFile(rows=(_LINK,), organisation="Duo Dijle", bot_username="tandem_bot", expires_at=_UNTIL, part=2, parts=3),
)
def _links(message: LinksFile, say: Say) -> Rendered:
    # Translators: under a file; each link makes whoever follows it first the person of that line.
    text = say("The links, one for each person. Each works once, so send each only to the person in its line.")
    return Rendered(text, document=csv_document("links", link_rows(message, say), message.part, message.parts))


def link_rows(message: LinksFile, say: Say) -> list[list[str]]:
    """The lines of the answer, with its heads: what came in, the link, and the text in the invitee's language."""
    texts: dict[tuple[Role, str], str] = {}
    rows = [[*heads(say), LINK_HEADS[say.language], TEXT_HEADS[say.language]]]
    for row in message.rows:
        key = (row.role, row.language)
        if key not in texts:
            texts[key] = _text_to_forward(message, row, say)
        link = link_for(message.bot_username, row.token)
        word = ROLES[say.language][row.role]
        text = texts[key].replace(link_for(message.bot_username, _NO_TOKEN), link)
        rows.append([word, row.label, row.language, row.reference, row.partner, _day(row.started, say), link, text])
    return rows


def _text_to_forward(message: LinksFile, row: LinkRow, say: Say) -> str:
    forward = Forward(
        role=row.role,
        language=row.language,
        organisation=message.organisation,
        link=link_for(message.bot_username, _NO_TOKEN),
        expires_at=message.expires_at,
    )
    return without_html(render(forward, row.language, say.zone).text)


_STAGES: dict[Stage, Callable[[Say], str]] = {
    # Translators: how far somebody is, as a cell of a list of people; no gender.
    Stage.INVITED: lambda say: say.plain("invited"),
    Stage.JOINING: lambda say: say.plain("is joining"),
    Stage.WAITING: lambda say: say.plain("waits for a mentor"),
    Stage.IN_DUO: lambda say: say.plain("in a duo"),
    Stage.READY: lambda say: say.plain("without a duo"),
    Stage.BY_PHONE: lambda say: say.plain("by phone"),
    Stage.WORKING: lambda say: say.plain("in the team"),
    Stage.READING: lambda say: say.plain("reads the federation's figures"),
}
_PEOPLE = tuple(PersonRow(Role.SEEKER, f"Anna {stage}", "fr", "S-1", "M-1", "2026-03-01", stage) for stage in Stage)


@renders(
    PeopleFile(rows=_PEOPLE, organisation="Duo Dijle", people=7, part=1, parts=1),
    PeopleFile(rows=(), organisation="Duo Dijle", people=0, part=1, parts=1),
)
def _people(message: PeopleFile, say: Say) -> Rendered:
    people = number(message.people, say)
    text = say.plural(
        "<b>{organisation}</b>: {n} person. A list of this shape can be sent to me, too.",
        "<b>{organisation}</b>: {n} people. A list of this shape can be sent to me, too.",
        message.people,
        n=people,
        organisation=message.organisation,
    )
    return Rendered(text, document=csv_document("people", people_rows(message, say), message.part, message.parts))


def people_rows(message: PeopleFile, say: Say) -> list[list[str]]:
    rows = [[*heads(say), STATE_HEADS[say.language]]]
    rows += [
        [
            *(ROLES[say.language][row.role], row.label, row.language, row.reference, row.partner),
            *(_day(row.started, say), _STAGES[row.stage](say)),
        ]
        for row in message.rows
    ]
    return rows
