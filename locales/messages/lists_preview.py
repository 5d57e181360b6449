from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from locales.lists import back_label, page_row, two_a_row
from locales.messages.lists_words import newer_line, number, problem_words
from locales.options import capitalised, language_word, ticked
from locales.portraits import clip
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Say
from mentoring.lists.values import Problem, Reason
from mentoring.messages.lists import Colleague, Count, NothingToDo, Preview, WhichColleague
from mentoring.taps_lists import EVENLY, DoList, LeaveList, ListColleagues, ListFor
from storage.words import Role

_BUTTON = 24
_PROBLEMS = (
    Problem(5, Reason.ROLE, "stagiaire"),
    Problem(9, Reason.PARTNER_UNKNOWN, "M-12"),
    Problem(12, Reason.TWICE, "3"),
)
_EVERY_PROBLEM = tuple(Problem(place, reason, "3") for place, reason in enumerate(Reason, 2))
_PREVIEW = Preview(
    list_id=71,
    organisation=None,
    people=28,
    duos=11,
    counts=(Count(Role.SEEKER, "fr", 9), Count(Role.SEEKER, "nl", 5), Count(Role.MENTOR, "fr", 13)),
    here=3,
    problem_lines=2,
    problems=_PROBLEMS[:2],
    unknown=("téléphone", "commune"),
    coordinator_id=3,
    own_id=3,
    keeper=None,
    team=4,
)


@renders(
    _PREVIEW,
    Preview(
        list_id=71,
        organisation="Duo Dijle",
        people=1,
        duos=0,
        counts=(Count(Role.COORDINATOR, "de", 1),),
        here=0,
        problem_lines=0,
        problems=(),
        unknown=(),
        coordinator_id=3,
        own_id=3,
        keeper=None,
        team=1,
    ),
    Preview(
        list_id=71,
        organisation=None,
        people=9_970,
        duos=1,
        counts=(Count(Role.SEEKER, "fr", 9_970),),
        here=1,
        problem_lines=14,
        problems=_EVERY_PROBLEM[:10],
        unknown=(),
        coordinator_id=EVENLY,
        own_id=3,
        keeper=None,
        team=2,
    ),
    Preview(
        list_id=71,
        organisation=None,
        people=2,
        duos=1,
        counts=(Count(Role.SEEKER, "fr", 1), Count(Role.MENTOR, "nl", 1)),
        here=0,
        problem_lines=1,
        problems=_EVERY_PROBLEM[10:],
        unknown=(),
        coordinator_id=4,
        own_id=3,
        keeper="Jean-Baptiste Vandenbroucke",
        team=2,
        is_newer=True,
    ),
)
def _preview(message: Preview, say: Say) -> Rendered:
    # Translators: what stands above a list of people before it is carried out.
    title = say("<b>Nothing is done yet.</b> This list would bring:")
    if message.organisation:
        title = say(
            "<b>{organisation}: nothing is done yet.</b> This list would bring:", organisation=message.organisation
        )
    if message.is_newer:
        title = f"{newer_line(say)}\n\n{title}"
    lines = [title, _summary(message.people, message.duos, say), *_by_role(message.counts, say)]
    lines += _left_out(message.here, message.problem_lines, message.problems, message.unknown, say)
    if any(not count.role.is_staff for count in message.counts):
        lines += ["", _keeper(message, say)]
    return Rendered("\n".join(lines), _preview_buttons(message, say))


def _summary(people: int, duos: int, say: Say) -> str:
    told, told_duos = number(people, say), number(duos, say)
    parts = [say.plural("{n} person", "{n} people", people, n=told)]
    if duos:
        # Translators: duos that met before they used Tandem.
        parts.append(say.plural("{n} duo that already runs", "{n} duos that already run", duos, n=told_duos))
    return f"<b>{say.list(parts)}</b>"


_PER_ROLE: dict[Role, Callable[[Say, int, str], str]] = {
    Role.SEEKER: lambda say, n, told: say.plural("{n} mentee", "{n} mentees", n, n=told),
    Role.MENTOR: lambda say, n, told: say.plural("{n} mentor", "{n} mentors", n, n=told),
    Role.COORDINATOR: lambda say, n, told: say.plural("{n} coordinator", "{n} coordinators", n, n=told),
    Role.LEAD: lambda say, n, told: say.plural("{n} lead coordinator", "{n} lead coordinators", n, n=told),
}


def _by_role(counts: Iterable[Count], say: Say) -> list[str]:
    """`14 mentees (French 9, Dutch 5)`, a line each role."""
    languages: dict[Role, list[Count]] = defaultdict(list)
    for count in counts:
        languages[count.role].append(count)
    return [_role_line(role, several, say) for role, several in languages.items()]


def _role_line(role: Role, counts: list[Count], say: Say) -> str:
    total = sum(count.people for count in counts)
    people = _PER_ROLE[role](say, total, number(total, say))
    spoken = [f"{capitalised(language_word(count.language, say))} {number(count.people, say)}" for count in counts]
    return f"• {people} ({', '.join(spoken)})"


def _left_out(here: int, bad: int, problems: tuple[Problem, ...], unknown: tuple[str, ...], say: Say) -> list[str]:
    lines = []
    told_here, told_bad = number(here, say), number(bad, say)
    if here:
        text = say.plural(
            "{n} line is of somebody who is here already: it is left out.",
            "{n} lines are of people who are here already: they are left out.",
            here,
            n=told_here,
        )
        lines += ["", text]
    if bad:
        text = say.plural(
            "{n} line has a problem and is left out:", "{n} lines have a problem and are left out:", bad, n=told_bad
        )
        lines += ["", text, *[_problem_line(problem, say) for problem in problems]]
        if len({problem.number for problem in problems}) < bad:
            lines.append(say("All of them are in the file above."))
    if unknown:
        lines += ["", say("I leave out columns that I do not know: {names}.", names=say.list(unknown))]
    return lines


def _problem_line(problem: Problem, say: Say) -> str:
    line, words = number(problem.number, say), problem_words(problem, say)
    # Translators: {problem} is a sentence: "Line 5: the label is missing."
    return say("Line {number}: {problem}", number=line, problem=words)


def _keeper(message: Preview, say: Say) -> str:
    if message.coordinator_id == EVENLY:
        # Translators: mentees and mentors of the list are shared among the team.
        return say("Who looks after them? Shared evenly among the team ({n}).", n=message.team)
    if message.keeper is None:
        return say("Who looks after them? You.")
    return say("Who looks after them? {name}.", name=message.keeper)


def _preview_buttons(message: Preview, say: Say) -> Rows:
    rows: Rows = ()
    if message.team > 1 and any(not count.role.is_staff for count in message.counts):
        mine = message.coordinator_id == message.own_id
        evenly = message.coordinator_id == EVENLY
        rows = (
            (
                # Translators: buttons: who looks after the people of a list.
                Button(ticked(say.label("Me"), mine), ListFor(message.list_id, message.own_id)),
                Button(ticked(say.label("A colleague"), not mine and not evenly), ListColleagues(message.list_id, 0)),
            ),
            (Button(ticked(say.label("Share evenly"), evenly), ListFor(message.list_id, EVENLY)),),
        )
    do = Button(say.label("Do it"), DoList(message.list_id, message.coordinator_id), style="primary")
    # Translators: a button: nothing of the list is done.
    leave = Button(say.label("Leave it"), LeaveList(message.list_id))
    return (*rows, (do, leave))


@renders(
    NothingToDo(here=150, problem_lines=0, problems=(), unknown=()),
    NothingToDo(here=0, problem_lines=3, problems=_PROBLEMS, unknown=("x",)),
    NothingToDo(here=0, problem_lines=21, problems=_EVERY_PROBLEM[:10], unknown=()),
)
def _nothing(message: NothingToDo, say: Say) -> str:
    if message.problem_lines:
        title = say("<b>I can do nothing with this list yet.</b> Please correct it and send it again.")
    else:
        title = say("<b>Everybody on this list is here already.</b> There is nothing to do.")
    here = message.here if message.problem_lines else 0
    lines = _left_out(here, message.problem_lines, message.problems, message.unknown, say)
    return "\n".join([title, *lines])


@renders(
    WhichColleague(list_id=71, colleagues=(Colleague(3, "Cem"), Colleague(4, "Dirk")), page=0, pages=1, own_id=3),
    WhichColleague(list_id=71, colleagues=(Colleague(4, "Dirk Van den Eynde-Peeters"),), page=1, pages=3, own_id=3),
)
def _colleagues(message: WhichColleague, say: Say) -> Rendered:
    buttons = [
        Button(clip(each.name, _BUTTON), ListFor(message.list_id, each.membership_id)) for each in message.colleagues
    ]
    pager = page_row(message.page, message.pages, lambda page: ListColleagues(message.list_id, page), say)
    back = (Button(back_label(say), ListFor(message.list_id, message.own_id)),)
    text = say("Who looks after the people of this list?")
    return Rendered(text, (*two_a_row(buttons), *pager, back))
