"""Reads a file that was sent and says what it would do: the chore READ_LIST."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from mentoring.chores import ClaimedChore, FileGoneError, FileTooBigError, OpenWork, Tools
from mentoring.in_charge import at_work, local_day
from mentoring.lists.checking import check
from mentoring.lists.desk import drop, preview
from mentoring.lists.known import load_known
from mentoring.lists.plan import SHOWN_PROBLEMS, Plan, SentFile, plan_of, read_file, save_plan
from mentoring.lists.reading import Line, ListUnusableError, Sheet, Unusable, read_sheet
from mentoring.lists.values import Checked, Problem
from mentoring.lists.words import MAX_BYTES
from mentoring.messages.base import Message
from mentoring.messages.lists import FILE_LINES, BadLine, ListUnusable, NothingToDo, ProblemsFile
from mentoring.work import Work
from storage.tables import IntakeList, Membership, Organisation
from storage.words import ListState


async def read_list(open_work: OpenWork, chore: ClaimedChore, tools: Tools) -> None:
    """Safe to do again: a list that was read is left as it is."""
    async with open_work(only_reads=True) as work:
        row = await work.store.session.get(IntakeList, chore.params["list_id"])
        sent = read_file(work.store.vault, row) if row is not None else None
    if sent is None:
        return
    try:
        sheet = await asyncio.to_thread(read_sheet, await _content(tools, sent))
    except ListUnusableError as error:
        async with open_work() as work:
            await _refuse(work, chore, error)
        return
    async with open_work() as work:
        await _check(work, chore, sheet)


async def _content(tools: Tools, sent: SentFile) -> bytes:
    try:
        return await tools.fetch(sent.file_id, MAX_BYTES)
    except FileGoneError:
        raise ListUnusableError(Unusable.GONE) from None
    except FileTooBigError:
        raise ListUnusableError(Unusable.TOO_BIG) from None


async def _refuse(work: Work, chore: ClaimedChore, error: ListUnusableError) -> None:
    held = await _held(work, chore)
    if held is not None:
        row, member = held
        drop(work, row)
        said = ListUnusable(why=error.why, line=error.line)
        await work.post(member.person_id, said, key=f"list:{row.id}:read")


async def _check(work: Work, chore: ClaimedChore, sheet: Sheet) -> None:
    held = await _held(work, chore)
    if held is None:
        return
    row, member = held
    checked = await check_sheet(work, row.organisation_id, sheet)
    plan = plan_of(checked, sheet.unknown)
    for file in problem_files(checked, sheet.lines):
        await work.post(member.person_id, file, key=f"list:{row.id}:problems:{file.part}")
    said: Message
    if plan.people:
        save_plan(work.store.vault, row, plan)
        row.state = ListState.CHECKED
        said = await preview(work, row, plan, member, member.id)
    else:
        drop(work, row)
        said = nothing(plan)
    await work.post(member.person_id, said, key=f"list:{row.id}:read")


async def _held(work: Work, chore: ClaimedChore) -> tuple[IntakeList, Membership] | None:
    """The list, while it waits to be read, and who sent it; forgotten where they do not work there any more."""
    row = await work.store.session.get(IntakeList, chore.params["list_id"], with_for_update=True)
    if row is None or read_file(work.store.vault, row) is None:
        return None
    member = await at_work(work, chore.membership_id)
    if member is None:
        drop(work, row)
        return None
    return row, member


async def check_sheet(work: Work, organisation_id: int, sheet: Sheet) -> Checked:
    """What the list would do in that organisation today."""
    organisation = await work.store.session.get(Organisation, organisation_id)
    assert organisation is not None, "a foreign key guards this"
    known = await load_known(work, organisation_id)
    today = await local_day(work, organisation_id)
    return await asyncio.to_thread(check, sheet.lines, known, organisation.languages, today)


def nothing(plan: Plan) -> NothingToDo:
    return NothingToDo(here=plan.here, problem_lines=plan.problem_lines, problems=plan.problems, unknown=plan.unknown)


def problem_files(checked: Checked, lines: Sequence[Line]) -> list[ProblemsFile]:
    """Every line that is left out, where these are more than the message itself shows."""
    by_number = {line.number: line for line in lines}
    if len(checked.problems) <= SHOWN_PROBLEMS:
        return []
    rows = [_bad(problem, by_number[problem.number]) for problem in checked.problems]
    parts = [tuple(rows[start : start + FILE_LINES]) for start in range(0, len(rows), FILE_LINES)]
    return [
        ProblemsFile(rows=part, lines=len({row.problem.number for row in rows}), part=number, parts=len(parts))
        for number, part in enumerate(parts, 1)
    ]


def _bad(problem: Problem, line: Line) -> BadLine:
    return BadLine(problem, line.role, line.label, line.language, line.reference, line.partner, line.started)
