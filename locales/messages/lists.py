from __future__ import annotations

from collections.abc import Callable

from locales.messages.lists_words import newer_line, number
from locales.options import language_word
from locales.portraits import clip
from locales.rendering import Button, Rendered, renders
from locales.say import Html, Say
from mentoring.invitations import LABEL_LIMIT
from mentoring.lists.reading import Unusable
from mentoring.lists.words import HEADS, MAX_LINES
from mentoring.messages.lists import (
    Chat,
    Desk,
    HowItStands,
    HowToSend,
    ListDone,
    ListStuck,
    ListUnusable,
    Progress,
    QuestionLeft,
    Reading,
    WhichUse,
    Writing,
)
from mentoring.taps_lists import DoList, ExportList, LeaveList, ReadList
from mentoring.taps_thread import PassOn
from storage.words import ListState

_BUTTON = 24
_BAR = 10


# -- sending one -----------------------------------------------------------------------------------------------------
@renders(
    HowToSend(organisation_id=7, organisation=None, languages=("fr", "nl")),
    HowToSend(organisation_id=7, organisation="Duo Dijle", languages=("fr",)),
)
def _how(message: HowToSend, say: Say) -> Rendered:
    columns = HEADS[say.language]
    languages = [language_word(code, say) for code in message.languages]
    title = message.organisation or say.plain("Many people at once")
    text = say(
        "<b>{title}</b>\nSend me a list as a CSV file, here in our chat. "
        "I show you what it would do before I do it.\n\n"
        "Its first line names the columns, in any order:\n"
        "• <b>{role}</b>: mentee, mentor or coordinator\n"
        "• <b>{label}</b>: the team's private word for the person, at most {length} characters\n"
        "• <b>{language}</b>: {languages}\n"
        "• <b>{reference}</b>: your own number for the person. By it I know who is here already\n"
        "• <b>{partner}</b>: for a duo that already runs, the other's reference or label\n"
        "• <b>{started}</b>: since when it runs, for example 01/03/2026\n\n"
        "Role and label are enough. A list has at most {most} lines. In Excel: save as “CSV UTF-8”.",
        title=title,
        length=LABEL_LIMIT,
        languages=say.list(languages),
        most=number(MAX_LINES, say),
        **{column.value: head for column, head in columns.items()},
    )
    return Rendered(text, ((Button(say.label("Everybody (CSV)"), ExportList(message.organisation_id)),),))


@renders(QuestionLeft())
def _question_left(_: QuestionLeft, say: Say) -> str:
    # Translators: something was asked, and a list of people came as a file instead of an answer.
    return say("I have left the open question, to read your file.")


@renders(Reading())
def _reading(_: Reading, say: Say) -> str:
    return say("I am reading the list. Nothing is done yet.")


@renders(*(ListUnusable(why=why, line=12 if why is Unusable.QUOTES else None) for why in Unusable))
def _unusable(message: ListUnusable, say: Say) -> str:
    return unusable_words(message.why, message.line, say)


def unusable_words(why: Unusable, line: int | None, say: Say) -> str:
    """Why a file is no list, and what to do."""
    return _UNUSABLE[why](say, number(line or 0, say), number(MAX_LINES, say))


_UNUSABLE: dict[Unusable, Callable[[Say, str, str], str]] = {
    # Translators: answers to a file that was to be a list of people.
    Unusable.TOO_BIG: lambda say, _, most: say(
        "This file is too big for me: a list has at most 2 MB and {most} lines. Can you split it?", most=most
    ),
    Unusable.GONE: lambda say, *_: say("I could not get this file. Can you send it again?"),
    Unusable.EMPTY: lambda say, *_: say("I found nobody in this file. Its first line names the columns."),
    Unusable.NOT_TEXT: lambda say, *_: say("I cannot read this file. Please send your list as a CSV file."),
    Unusable.SPREADSHEET: lambda say, *_: say(
        "I cannot read this kind of file. Open it in your spreadsheet, save it as “CSV UTF-8”, and send me that one."
    ),
    Unusable.ONE_COLUMN: lambda say, *_: say(
        "I see only one column in this file. Separate the columns with a semicolon, a comma or a tab."
    ),
    Unusable.NO_ROLE: lambda say, *_: say(
        "I do not find the column with the roles. The first line has to name the columns, for example: role;label"
    ),
    Unusable.NO_LABEL: lambda say, *_: say(
        "I do not find the column with the labels. The first line has to name the columns, for example: role;label"
    ),
    Unusable.TOO_MANY: lambda say, _, most: say("This list has more than {most} lines. Can you split it?", most=most),
    Unusable.QUOTES: lambda say, line, _: say(
        "I cannot read line {number}: a quotation mark in it is not closed. Please correct it and send the file again.",
        number=line,
    ),
}


@renders(
    WhichUse(list_id=71, desks=(Desk(7, "Duo Dijle"),), chats=(Chat(8, "Amina"),), message_id=12),
    WhichUse(list_id=71, desks=(Desk(7, "Duo Dijle"), Desk(9, "Apides")), chats=(), message_id=12),
)
def _which_use(message: WhichUse, say: Say) -> Rendered:
    only = len(message.desks) == 1
    desks = [
        Button(say.label("A list for the team") if only else clip(desk.name, _BUTTON), _read(message, desk))
        for desk in message.desks
    ]
    # Translators: a button: this file is for the person with this name.
    chats = [
        Button(clip(say.label("For {name}", name=chat.name), _BUTTON), PassOn(chat.thread_id, message.message_id, ""))
        for chat in message.chats
    ]
    # Translators: a button: this file is for nobody.
    nobody = Button(say.label("Nothing of it"), LeaveList(message.list_id))
    if message.chats:
        text = say("What is this file: a list of people for the team, or is it for somebody?")
    else:
        text = say("For which organisation is this list?")
    return Rendered(text, tuple((button,) for button in (*desks, *chats, nobody)))


def _read(message: WhichUse, desk: Desk) -> ReadList:
    return ReadList(message.list_id, desk.organisation_id)


# -- doing it --------------------------------------------------------------------------------------------------------
@renders(
    *(HowItStands(state=state, done=12, total=28) for state in ListState),
    HowItStands(state=ListState.WORKING, done=0, total=0),
    HowItStands(state=ListState.DROPPED, done=0, total=28),
    HowItStands(state=ListState.DROPPED, done=1, total=28),
    HowItStands(state=ListState.DONE, done=15, total=15, is_newer=True),
)
def _stands(message: HowItStands, say: Say) -> str:
    text = _how_it_stands(message, say)
    return f"{newer_line(say)}\n\n{text}" if message.is_newer else text


def _how_it_stands(message: HowItStands, say: Say) -> str:
    total, done = number(message.total, say), number(message.done, say)
    if message.state is ListState.DONE:
        return say.plural("This list is done: {n} person.", "This list is done: {n} people.", message.done, n=done)
    if message.state is ListState.DROPPED and message.done:
        return say.plural(
            "I left the list after {n} person. That invitation stays under /invitations. I kept nothing of the rest.",
            "I left the list after {n} people. Their invitations stay under /invitations. I kept nothing of the rest.",
            message.done,
            n=done,
        )
    if message.state is ListState.DROPPED:
        return say("Nothing of this list was done, and I kept nothing of it. You can send the file again at any time.")
    if not message.total:
        return say("I am reading the list. Nothing is done yet.")
    return say.plural(
        "I am carrying out the list: {n} person. The file with the link comes next.",
        "I am carrying out the list: {n} people. The file with the links comes next.",
        message.total,
        n=total,
    )


@renders(ListStuck(list_id=2**62, coordinator_id=2**62))
def _stuck(message: ListStuck, say: Say) -> Rendered:
    text = say("I could not carry out the list to its end. What is done stays. Shall I go on where I stopped?")
    # Translators: a button: carry out the rest of a list that got stuck.
    again = Button(say.label("Go on with it"), DoList(message.list_id, message.coordinator_id), style="primary")
    # Translators: a button: nothing of the list is done.
    return Rendered(text, ((again,), (Button(say.label("Leave it"), LeaveList(message.list_id)),)))


@renders(Progress(done=500, total=10_000), Progress(done=10_000, total=10_000))
def _progress(message: Progress, say: Say) -> str:
    full = _BAR * message.done // max(1, message.total)
    bar = Html("▓" * full + "░" * (_BAR - full))
    # Translators: how far a list is: {bar} is a drawn bar, then "3 of 28".
    return say(
        "{bar} People: {done} of {total}", bar=bar, done=number(message.done, say), total=number(message.total, say)
    )


@renders(
    ListDone(people=28, duos=11, here=0, files=1),
    ListDone(people=1, duos=0, here=0, files=1),
    ListDone(people=6_000, duos=1, here=1, files=3),
    ListDone(people=0, duos=0, here=28, files=0),
    ListDone(people=3, duos=0, here=0, files=1, yours=12),
    ListDone(people=0, duos=0, here=1, files=0, yours=1),
)
def _done(message: ListDone, say: Say) -> str:
    told = (message.people, message.duos, message.here, message.yours)
    people, duos, here, yours = (number(value, say) for value in told)
    lines = []
    if message.people:
        lines.append(
            say.plural(
                "<b>Done: {n} invitation.</b> Below is a file with the link and a text to forward.",
                "<b>Done: {n} invitations.</b> Below is a file with the links and a text to forward to each.",
                message.people,
                n=people,
            )
        )
    if message.duos:
        lines.append(
            say.plural(
                "{n} duo goes on here as soon as both have joined, with its real start.",
                "{n} duos go on here as soon as both have joined, with their real start.",
                message.duos,
                n=duos,
            )
        )
    if message.yours:
        lines.append(
            # Translators: "you" is whoever reads it; these people were invited with an earlier list or link.
            say.plural(
                "You had already invited {n} person, who is left out here.",
                "You had already invited {n} people, who are left out here.",
                message.yours,
                n=yours,
            )
        )
    if message.here:
        lines.append(
            say.plural(
                "{n} person was invited by somebody else meanwhile and is left out.",
                "{n} people were invited by somebody else meanwhile and are left out.",
                message.here,
                n=here,
            )
        )
    return "\n".join(lines)


@renders(Writing())
def _writing(_: Writing, say: Say) -> str:
    return say("I am writing the file. It comes here in a moment.")
