"""The chore MAKE_REPORT: counts, draws or writes the file in a process of its own, and sends it to who asked."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from mentoring.actor import organisation_of, reads_federation
from mentoring.chores import ClaimedChore, ComputingFailedError, OpenWork, Tools
from mentoring.in_charge import at_work
from mentoring.messages.base import Message
from mentoring.messages.reports import ReportFile, ReportMade
from mentoring.pictures import draw
from mentoring.reports.making import report_of
from mentoring.reports.periods import Period
from mentoring.reports.picture import FEDERATION, picture_of
from mentoring.reports.reading import read_period
from mentoring.reports.values import Report
from mentoring.taps_reports import Form
from mentoring.work import Work
from storage.tables import Membership, Organisation, Person
from storage.words import Role

WRITES = "locales.report_files"
_REPORT = TypeAdapter(Report)


async def make_report(open_work: OpenWork, chore: ClaimedChore, tools: Tools) -> None:
    """To who asked, while that report is still theirs to read. Raises ComputingFailedError."""
    period = _period(chore.params)
    form = Form(chore.params["form"])
    async with open_work(only_reads=True) as work:
        reader = await _reader(work, chore.membership_id)
        if reader is None:
            return
        place, language = await _about(work, reader)
        read = await read_period(work.store, place, period, work.now)
    report = await asyncio.to_thread(report_of, read, is_shared=form.is_shared)
    place_id = place.id if place is not None else None
    if form is Form.CARD:
        said: Message = ReportMade(
            organisation_id=place_id,
            report=report,
            picture=await _picture(tools, await asyncio.to_thread(report_of, read, is_shared=True), language),
        )
    else:
        said = ReportFile(
            organisation_id=place_id,
            organisation=report.organisation or FEDERATION,
            period=report.period,
            form=form.shared if report.is_shared else form,
            content=await _file(tools, report, form, language),
        )
    async with open_work() as work:
        if await _reader(work, chore.membership_id) is not None:  # they may have left while it was written
            await work.post(reader.person_id, said, key=f"report:{chore.id}")


def _period(params: Mapping[str, Any]) -> Period:
    whole = params.get("whole")
    return Period(
        date.fromisoformat(params["first"]),
        date.fromisoformat(params["last"]),
        date.fromisoformat(whole) if whole else None,
    )


async def _reader(work: Work, membership_id: int | None) -> Membership | None:
    """Who asked, under the role that still lets them read: of the federation, or of that team. None for who left."""
    held = await work.store.session.get(Membership, membership_id) if membership_id is not None else None
    if held is not None and held.role == Role.FEDERATION:
        return held if reads_federation(held) else None
    return await at_work(work, membership_id)


async def _about(work: Work, reader: Membership) -> tuple[Organisation | None, str]:
    """Whose figures they read (None: the federation's), and their language."""
    person = await work.store.session.get(Person, reader.person_id)
    assert person is not None, "a foreign key guards this"
    place = None if reads_federation(reader) else await organisation_of(work.store, reader)
    return place, person.language


async def _picture(tools: Tools, report: Report, language: str) -> str:
    """In base64; nothing where there is nothing to draw, or where drawing fails: the figures come all the same."""
    picture = picture_of(report)
    if picture is None:
        return ""
    try:
        return b64encode(await draw(tools, picture, language)).decode()
    except ComputingFailedError:
        return ""


async def _file(tools: Tools, report: Report, form: Form, language: str) -> str:
    answer: dict[str, Any] = await tools.compute(WRITES, to_payload(report, form, language))
    return str(answer["content"])


def to_payload(report: Report, form: Form, language: str) -> dict[str, Any]:
    """For the process that writes the file."""
    return {"report": _REPORT.dump_python(report, mode="json"), "form": form.value, "language": language}


def from_payload(payload: dict[str, Any]) -> tuple[Report, Form, str]:
    """Raises KeyError, ValueError or pydantic's ValidationError."""
    return _REPORT.validate_python(payload["report"]), Form(payload["form"]), str(payload["language"])
