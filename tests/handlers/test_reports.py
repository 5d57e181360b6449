"""A coordinator asks for the figures of a period: by taps or by days, as a message, as files."""

from __future__ import annotations

import csv
import io
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest

from bot.chore_table import CHORES
from bot.chores import Chores, ProcessTools
from bot.intake.api import RawApi
from locales.report_files import content_of
from locales.report_samples import sample_report
from mentoring.chores import ComputingFailedError
from mentoring.messages.reports import Counting, ReportFile, ReportMade, WhichPeriod, WhichReportDays
from mentoring.messages.system import WritePlease
from mentoring.reports.chore import WRITES, from_payload, to_payload
from mentoring.reports.periods import Period, PeriodFault, When
from mentoring.reports.values import Name
from mentoring.taps_reports import Form, ReportAs, ReportOn, Reports, WriteReportDays
from storage.tables import Chore, Duo, Membership
from storage.words import DuoState, MembershipState, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

CEM, STRANGER, ANNA, BEN = 21, 22, 31, 32
PNG = "iVBORw0KGgo="


@dataclass
class Beside:
    """Draws nothing and writes files here."""

    draws: bool = True
    drawn: list[dict[str, Any]] = field(default_factory=list)

    async def fetch(self, file_id: str, limit: int) -> bytes:
        raise AssertionError("not asked for")

    async def compute(self, module: str, payload: Any) -> Any:
        if module == WRITES:
            from base64 import b64encode

            return {"content": b64encode(content_of(*from_payload(payload))).decode()}
        if not self.draws:
            raise ComputingFailedError
        self.drawn.append(payload)
        return {"png": PNG}


async def work_off(scene: Scene, beside: Beside | None = None) -> Beside:
    beside = beside or Beside()
    chores = Chores(scene.database, scene.clock, scene.clock, scene.facts, beside, CHORES)
    while await chores.pull():
        pass
    return beside


@pytest.fixture
async def cem(scene: Scene) -> Made:
    return await make_person(scene, CEM, Role.COORDINATOR, name="Cem", language="en")


async def many_duos(scene: Scene, number: int, started: datetime, organisation: int | None = None) -> None:
    for place in range(number):
        pair = [
            await make_person(scene, 1000 + 2 * place + side, role, organisation=organisation)
            for side, role in enumerate((Role.SEEKER, Role.MENTOR))
        ]
        duo_id = await make_duo(scene, *pair)
        async with scene.database.write() as store:
            duo = await store.session.get(Duo, duo_id)
            assert duo is not None
            duo.started_at = started


async def report(scene: Scene, user: int = CEM) -> ReportMade:
    made = await scene.last(user)
    assert isinstance(made, ReportMade), made
    return made


async def file_rows(scene: Scene) -> dict[str, list[str]]:
    made = await scene.last(CEM)
    assert isinstance(made, ReportFile), made
    text = b64decode(made.content).decode("utf-8-sig")
    return {row[1]: row[2:5] for row in csv.reader(io.StringIO(text), delimiter=";") if len(row) > 2}


# -- which period ------------------------------------------------------------------------------------------------------
async def test_a_tap_on_a_period_brings_its_figures_with_a_picture(scene: Scene, cem: Made) -> None:
    await many_duos(scene, 6, datetime(2026, 10, 5, 9, tzinfo=UTC))
    await scene.says(CEM, "/report")
    assert isinstance(await scene.last(CEM), WhichPeriod)
    await scene.taps(CEM, ReportOn(cem.organisation_id, When.LAST_MONTH))
    assert "1–31 Oct 2026" in scene.edits()[0]
    beside = await work_off(scene)
    made = await report(scene)
    started = made.report.get(Name.STARTED)
    assert (made.report.period, started.value if started else None) == (
        Period(date(2026, 10, 1), date(2026, 10, 31)),
        6,
    )
    rendered = scene.rendered(made)
    assert rendered.photo == b64decode(PNG)
    assert "Duos started: <b>6</b> [0]" in rendered.text
    assert beside.drawn[0]["language"] == "en"


async def test_a_period_that_goes_on_is_counted_until_today_beside_the_same_part_of_the_one_before(
    scene: Scene, cem: Made
) -> None:
    await many_duos(scene, 1, datetime(2026, 10, 5, 9, tzinfo=UTC))
    await scene.taps(CEM, ReportOn(cem.organisation_id, When.THIS_YEAR))
    await work_off(scene)
    made = await report(scene)
    period = Period(date(2026, 1, 1), date(2026, 11, 24), date(2026, 12, 31))
    assert (made.report.period, made.report.before) == (period, Period(date(2025, 1, 1), date(2025, 11, 24)))
    rendered = scene.rendered(made)
    assert "[ ]: the same part of the year before, 1 Jan – 24 Nov 2025" in rendered.text.replace("\u2009", " ")
    as_csv = next(b.tap for row in rendered.buttons for b in row if getattr(b.tap, "form", None) is Form.CSV)
    assert as_csv is not None
    await scene.taps(CEM, as_csv)
    await work_off(scene)
    file = await scene.last(CEM)
    assert isinstance(file, ReportFile)
    text = b64decode(file.content).decode("utf-8-sig").replace("\u2009", " ")
    assert "Beside it: the same part of the year before, 1 Jan – 24 Nov 2025" in text


async def test_days_can_be_written_also_the_other_way_round(scene: Scene, cem: Made) -> None:
    for text in ("1/1/2026 - 30/6/2026", "30/6/2026 – 1/1/2026", "janvier 2026 - juin 2026"):
        await scene.taps(CEM, WriteReportDays(cem.organisation_id))
        await scene.says(CEM, text)
        assert await scene.last(CEM) == Counting(period=Period(date(2026, 1, 1), date(2026, 6, 30))), text
    await work_off(scene)
    assert len([said for said in await scene.messages(CEM) if isinstance(said, ReportMade)]) == 3


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1/1/2027 - 30/6/2027", PeriodFault.FUTURE),
        ("1/1/2015 - 31/12/2025", PeriodFault.TOO_LONG),
        ("soon", PeriodFault.NOT_DAYS),
        ("31/2/2026 - 5/3/2026", PeriodFault.NOT_DAYS),
        ("1/1/2026 - 2/2/2026 - 3/3/2026", PeriodFault.NOT_DAYS),
        ("x" * 4000, PeriodFault.NOT_DAYS),
    ],
)
async def test_days_that_no_report_can_be_about_are_asked_for_again(
    scene: Scene, cem: Made, text: str, fault: PeriodFault
) -> None:
    await scene.taps(CEM, WriteReportDays(cem.organisation_id))
    await scene.says(CEM, text)
    asked = await scene.last(CEM)
    assert isinstance(asked, WhichReportDays)
    assert asked.fault is fault
    await scene.says(CEM, "2025")
    assert isinstance(await scene.last(CEM), Counting)


async def test_the_question_for_days_can_be_left_and_swallows_no_command(scene: Scene, cem: Made) -> None:
    await scene.taps(CEM, WriteReportDays(cem.organisation_id))
    await scene.says(CEM, photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}])
    assert isinstance(await scene.last(CEM), WritePlease)
    await scene.says(CEM, "/report")
    assert isinstance(await scene.last(CEM), WhichPeriod)
    await scene.taps(CEM, WriteReportDays(cem.organisation_id))
    await scene.taps(CEM, Reports(cem.organisation_id))
    await scene.says(CEM, "2025")
    assert not isinstance(await scene.last(CEM), Counting)


# -- little to count ---------------------------------------------------------------------------------------------------
async def test_an_organisation_without_duos_is_told_so(scene: Scene, cem: Made) -> None:
    await scene.taps(CEM, ReportOn(cem.organisation_id, When.LAST_YEAR))
    beside = await work_off(scene)
    rendered = scene.rendered(await report(scene))
    assert "No duo ran in this period" in rendered.text
    assert (rendered.photo, beside.drawn) == (None, [])


async def test_one_duo_is_shown_to_its_team_and_hidden_in_the_picture(scene: Scene, cem: Made) -> None:
    await many_duos(scene, 1, datetime(2026, 11, 5, 9, tzinfo=UTC))
    await scene.taps(CEM, ReportOn(cem.organisation_id, When.THIS_MONTH))
    beside = await work_off(scene)
    assert "Duos started: <b>1</b> [0]" in scene.rendered(await report(scene)).text
    assert beside.drawn == []  # every figure of it would be hidden


async def test_a_picture_that_cannot_be_drawn_takes_no_figure_away(scene: Scene, cem: Made) -> None:
    await many_duos(scene, 6, datetime(2026, 11, 5, 9, tzinfo=UTC))
    await scene.taps(CEM, ReportOn(cem.organisation_id, When.THIS_MONTH))
    await work_off(scene, Beside(draws=False))
    rendered = scene.rendered(await report(scene))
    assert (rendered.photo, "Duos started: <b>6</b>" in rendered.text) == (None, True)


# -- files -------------------------------------------------------------------------------------------------------------
async def test_the_file_for_the_team_shows_what_the_file_to_share_hides(scene: Scene, cem: Made) -> None:
    await many_duos(scene, 3, datetime(2026, 10, 5, 9, tzinfo=UTC))
    await scene.taps(CEM, ReportAs(cem.organisation_id, "20261001", "20261031", Form.CSV))
    await work_off(scene)
    assert (await file_rows(scene))["Duos started"] == ["3", "", ""]
    await scene.taps(CEM, ReportAs(cem.organisation_id, "20261001", "20261031", Form.SHARED_CSV))
    await work_off(scene)
    assert (await file_rows(scene))["Duos started"] == ["*", "", ""]


async def test_a_spreadsheet_comes_as_a_document(scene: Scene, cem: Made) -> None:
    await many_duos(scene, 3, datetime(2026, 10, 5, 9, tzinfo=UTC))
    await scene.taps(CEM, ReportAs(cem.organisation_id, "20261001", "20261031", Form.XLSX))
    await work_off(scene)
    made = await scene.last(CEM)
    assert isinstance(made, ReportFile)
    document = scene.rendered(made).document
    assert document is not None
    assert document.filename == "tandem-report-2026-10-01-2026-10-31.xlsx"
    assert document.content[:2] == b"PK"


async def test_files_are_written_in_a_process_of_its_own() -> None:
    tools = ProcessTools(cast("RawApi", None), "")
    answer = await tools.compute(WRITES, to_payload(sample_report(), Form.XLSX, "fr"))
    assert b64decode(answer["content"])[:2] == b"PK"


@pytest.mark.parametrize(
    "days", [("20261301", "20261331"), ("2026", "2027"), ("abcdefgh", "20261031"), ("20300101", "20300201")]
)
async def test_days_that_no_button_says_bring_nothing(scene: Scene, cem: Made, days: tuple[str, str]) -> None:
    await scene.taps(CEM, ReportAs(cem.organisation_id, *days, Form.CSV))
    await work_off(scene)
    assert not any(isinstance(said, ReportFile | Counting) for said in await scene.messages(CEM))


# -- who may -----------------------------------------------------------------------------------------------------------
async def test_nobody_else_gets_figures(scene: Scene, cem: Made) -> None:
    elsewhere = await make_organisation(scene, "Samen Sterk")
    await make_person(scene, ANNA, Role.SEEKER)
    await make_person(scene, STRANGER, Role.LEAD, organisation=elsewhere)
    for user in (ANNA, STRANGER):
        await scene.taps(user, ReportOn(cem.organisation_id, When.THIS_YEAR))
        await scene.taps(user, ReportAs(cem.organisation_id, "20260101", "20260630", Form.XLSX))
        await scene.taps(user, WriteReportDays(cem.organisation_id))
        await scene.taps(user, Reports(cem.organisation_id))
    async with scene.database.read() as store:
        from sqlmodel import select

        assert list((await store.session.execute(select(Chore))).scalars()) == []


async def test_a_report_counts_its_own_organisation_alone(scene: Scene, cem: Made) -> None:
    elsewhere = await make_organisation(scene, "Samen Sterk")
    await many_duos(scene, 6, datetime(2026, 10, 5, 9, tzinfo=UTC), organisation=elsewhere)
    await scene.taps(CEM, ReportOn(cem.organisation_id, When.LAST_MONTH))
    await work_off(scene)
    assert (await report(scene)).report.duos == 0


async def test_who_left_the_team_meanwhile_gets_nothing(scene: Scene, cem: Made) -> None:
    await scene.taps(CEM, ReportOn(cem.organisation_id, When.LAST_MONTH))
    async with scene.database.write() as store:
        membership = await store.session.get(Membership, cem.membership_id)
        assert membership is not None
        membership.state = MembershipState.LEFT
    await work_off(scene)
    assert not any(isinstance(said, ReportMade) for said in await scene.messages(CEM))


async def test_a_proposal_is_no_duo_yet(scene: Scene, cem: Made) -> None:
    seeker, mentor = await make_person(scene, ANNA), await make_person(scene, BEN, Role.MENTOR)
    await make_duo(scene, seeker, mentor, DuoState.PROPOSED)
    await scene.taps(CEM, ReportOn(cem.organisation_id, When.THIS_YEAR))
    await work_off(scene)
    assert (await report(scene)).report.duos == 0
