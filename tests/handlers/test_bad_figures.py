"""Figures, pictures and mornings of the worst names, with processes that die, for people who left in the middle."""

from __future__ import annotations

import csv
import io
import signal
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any, cast

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from bot.chores import MAX_ATTEMPTS, ProcessTools
from bot.intake.api import RawApi
from mentoring.chores import ComputingFailedError, ask_for
from mentoring.erasure import erase_membership
from mentoring.messages.morning import DigestNow, TeamNow, WeekShown
from mentoring.messages.progress_picture import PictureNotDrawn
from mentoring.messages.reports import Counting, ReportFile, ReportMade, WhichReportDays
from mentoring.messages.simulation import TrialResult
from mentoring.messages.system import SomethingWentWrong
from mentoring.reports.periods import When
from mentoring.taps_colleagues import LeaveTeam, NoteAbsence
from mentoring.taps_morning import Today, WholeTeam
from mentoring.taps_progress import ShowPicture
from mentoring.taps_reports import Form, ReportAs, ReportOn, WriteReportDays
from mentoring.taps_simulation import RunTrial, ShowTrial, TryThresholds, TryValue
from storage import chores as chore_rows
from storage.tables import Chore, Duo, Organisation
from storage.words import ChoreKind, ChoreState, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_morning import alert
from tests.handlers.test_reports import Beside, work_off
from tests.handlers.test_simulation import TEN
from tests.handlers.threads import ANNA, BRAM, end, make_pair

LENA, ELS, STRANGER = 901, 902, 999
AMINA, JAN = 511, 611
FORMULA = '=HYPERLINK("http://x","y")'
NAMES = {
    "html": "<b>Zoë</b> & <script>",
    "right to left": "\u202eنسيم\u2066 أمل",
    "family": "Aïcha 👩\u200d👩\u200d👧",
    "long": "Ж" * 64,
    "only signs": "👍🏽" * 8,
    "formula": FORMULA,
    "template": "{name} $x_1$ %s",
}
DAY = timedelta(days=1)


class Broken(Beside):
    """Every process of its own dies."""

    async def compute(self, module: str, payload: Any) -> Any:
        raise ComputingFailedError(f"exit code {-signal.SIGKILL}")


class While(Beside):
    """Something happens while a process computes."""

    def __init__(self, happens: Callable[[], Any]) -> None:
        super().__init__()
        self.happens = happens

    async def compute(self, module: str, payload: Any) -> Any:
        await self.happens()
        return await super().compute(module, payload)


@pytest.fixture
async def lena(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.LEAD, name="Lena", language="en")


async def duo_of(scene: Scene, keeper: Made, names: tuple[str, str] = ("Amina", "Jan")) -> int:
    seeker = await make_person(scene, AMINA, name=names[0], organisation=keeper.organisation_id)
    mentor = await make_person(scene, JAN, Role.MENTOR, name=names[1], organisation=keeper.organisation_id)
    return await make_duo(scene, seeker, mentor, coordinator=keeper)


async def chores(scene: Scene) -> list[Chore]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Chore).order_by(col(Chore.id)))).scalars())


async def kinds(scene: Scene, user: int) -> list[str]:
    """What was written to them, also what was withdrawn."""
    return [row.kind for row in await scene.rows(user)]


# -- names -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
async def test_names_of_any_kind_stay_words_in_the_morning_and_in_reports(scene: Scene, name: str) -> None:
    place = await make_organisation(scene, name)
    lead = await make_person(scene, LENA, Role.LEAD, name=name, language="en", organisation=place)
    duo_id = await duo_of(scene, lead, (name, name))
    await alert(scene, duo_id)
    await scene.says(LENA, "/today")
    await scene.taps(LENA, WholeTeam(place))
    (team,) = scene.edits()
    for language in ("en", "fr", "nl", "de"):
        rendered = scene.rendered(await scene.last(LENA), language)
        assert "<script>" not in rendered.text
        assert len(rendered.text) <= 4096
        assert all(1 <= len(button.text) <= 64 for row in rendered.buttons for button in row)
    assert "<script>" not in team
    assert "1 duo" in team

    await scene.taps(LENA, ReportOn(place, When.THIS_MONTH))
    for form in (Form.CSV, Form.XLSX):
        await scene.taps(LENA, ReportAs(place, "20261101", "20261124", form))
    await work_off(scene)
    made = [message for message in await scene.messages(LENA) if isinstance(message, ReportMade | ReportFile)]
    assert len(made) == 3
    for message in made:
        assert "<script>" not in scene.rendered(message).text
    as_csv, as_xlsx = (b64decode(cast("ReportFile", message).content) for message in made[1:])
    cells = [cell for row in csv.reader(io.StringIO(as_csv.decode("utf-8-sig")), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    for sheet in load_workbook(BytesIO(as_xlsx)):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


# -- nobody to count, odd days -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["1/1/1 - 2/2/2", "9999", "0000", "31/12/9999", "29/2/2025", "-", "–", "1/1/2026 -", "²"]
)
async def test_days_that_no_calendar_has_are_asked_for_again(scene: Scene, lena: Made, text: str) -> None:
    await scene.taps(LENA, WriteReportDays(lena.organisation_id))
    await scene.says(LENA, text)
    assert isinstance(await scene.last(LENA), WhichReportDays), await scene.last(LENA)
    assert await chores(scene) == []


@pytest.mark.parametrize(
    "days", [("00010101", "00010102"), ("99991231", "99991231"), ("20200229", "20261124"), ("00000000", "00000000")]
)
async def test_the_ends_of_the_calendar_bring_no_report(scene: Scene, lena: Made, days: tuple[str, str]) -> None:
    for form in Form:
        await scene.taps(LENA, ReportAs(lena.organisation_id, *days, form))
    assert await chores(scene) == []
    assert SomethingWentWrong.kind not in await kinds(scene, LENA)


async def test_a_duo_of_which_nothing_is_known_has_its_morning_its_report_and_its_trial(
    scene: Scene, lena: Made
) -> None:
    """No question was ever asked, no meeting planned, no word written."""
    await duo_of(scene, lena)
    for user_says in ("/today", "/report"):
        await scene.says(LENA, user_says)
    for when in When:
        await scene.taps(LENA, ReportOn(lena.organisation_id, when))
    await scene.taps(LENA, RunTrial(lena.organisation_id, TEN))
    await work_off(scene, Simulated())
    heard = await kinds(scene, LENA)
    assert heard.count(ReportMade.kind) == len(When)
    assert heard.count(TrialResult.kind) == 1
    assert SomethingWentWrong.kind not in heard


class Simulated(Beside):
    """Plays what the simulator asks for right here, with few made-up duos."""

    async def compute(self, module: str, payload: Any) -> Any:
        if module != "mentoring.simulation":
            return await super().compute(module, payload)
        from tests.handlers.test_simulation import Counter

        return await Counter().compute(module, payload)


async def test_numbers_in_a_row_that_make_no_sense_are_those_of_the_programme(scene: Scene, lena: Made) -> None:
    await duo_of(scene, lena)
    nonsense: dict[str, Any] = {
        "risk_silence_days": "soon",
        "watch_missed": -5,
        "risk_missed": 10**30,
        "nobody": 1,
        "risk_unanswered": None,
    }
    async with scene.database.write() as store:
        organisation = await store.session.get(Organisation, lena.organisation_id)
        assert organisation is not None
        organisation.thresholds = nonsense
    await scene.taps(LENA, TryThresholds(lena.organisation_id))
    assert "14 days" in scene.edits()[0]
    await scene.taps(LENA, ShowTrial(lena.organisation_id, "", 1))
    await scene.taps(LENA, TryValue(lena.organisation_id, "", 1, 0))
    assert len(scene.edits()) == 1
    await scene.says(LENA, "/today")
    assert isinstance(await scene.last(LENA), DigestNow)


# -- who may -----------------------------------------------------------------------------------------------------------
async def test_commands_of_the_team_mean_nothing_to_anybody_else(scene: Scene, lena: Made) -> None:
    await duo_of(scene, lena)
    for user in (AMINA, JAN, STRANGER):
        for command in ("/today", "/report", "/TODAY x", "/report 2025", "/today@tandem_bot"):
            await scene.says(user, command)
            last = await scene.last(user)
            assert "Amina" not in scene.rendered(last).text
            assert "Jan" not in scene.rendered(last).text
        assert not {DigestNow.kind, TeamNow.kind, ReportMade.kind, Counting.kind} & set(await kinds(scene, user))
    assert await chores(scene) == []


async def test_who_is_absent_or_rests_with_the_team_can_still_look(scene: Scene, lena: Made) -> None:
    els = await make_person(scene, ELS, Role.COORDINATOR, name="Els", language="en")
    await alert(scene, await duo_of(scene, els))
    await scene.taps(ELS, NoteAbsence(els.membership_id, "20261123", "20261130"))
    for user in (ELS, LENA):
        await scene.says(user, "/today")
        assert "Amina" in scene.rendered(await scene.last(user)).text or user == ELS
        await scene.taps(user, Today(els.organisation_id))
        await scene.taps(user, WholeTeam(els.organisation_id))
        assert "Els (away)" in scene.edits()[0]


# -- what fails three times --------------------------------------------------------------------------------------------
async def test_a_file_that_cannot_be_written_is_regretted_once_and_may_be_asked_for_again(
    scene: Scene, lena: Made
) -> None:
    await scene.taps(LENA, ReportAs(lena.organisation_id, "20260101", "20260630", Form.XLSX))
    await work_off(scene, Broken())
    (failed,) = await chores(scene)
    assert (failed.state, failed.attempts, failed.params_sealed) == (ChoreState.FAILED, MAX_ATTEMPTS, None)
    assert (await kinds(scene, LENA)).count(SomethingWentWrong.kind) == 1
    await scene.taps(LENA, ReportAs(lena.organisation_id, "20260101", "20260630", Form.XLSX))
    await work_off(scene)
    assert isinstance(await scene.last(LENA), ReportFile)


async def test_a_trial_that_cannot_be_played_is_regretted_once_and_may_be_asked_for_again(
    scene: Scene, lena: Made
) -> None:
    await scene.taps(LENA, RunTrial(lena.organisation_id, TEN))
    await work_off(scene, Broken())
    (failed,) = await chores(scene)
    assert (failed.state, failed.attempts, failed.params_sealed) == (ChoreState.FAILED, MAX_ATTEMPTS, None)
    assert (await kinds(scene, LENA)).count(SomethingWentWrong.kind) == 1
    await scene.taps(LENA, RunTrial(lena.organisation_id, TEN))
    assert "I am counting. " in scene.edits()[0]
    await work_off(scene, Simulated())
    assert isinstance(await scene.last(LENA), TrialResult)


async def test_a_picture_that_cannot_be_drawn_leaves_the_words(scene: Scene, lena: Made) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await scene.taps(ANNA, ShowPicture(pair.id))
    async with scene.database.write() as store:
        params = {"organisation_id": lena.organisation_id, "monday": "2026-11-23"}
        await ask_for(scene.work(store, "test:week"), ChoreKind.DRAW_WEEK, lena.membership_id, params)
    await work_off(scene, Broken())
    assert (await kinds(scene, ANNA)).count(PictureNotDrawn.kind) == 1
    assert (await kinds(scene, LENA)).count(WeekShown.kind) == 1
    assert SomethingWentWrong.kind not in {*await kinds(scene, LENA), *await kinds(scene, ANNA)}
    assert {chore.state for chore in await chores(scene)} == {ChoreState.DONE}


async def test_a_process_that_is_killed_is_a_failure_like_any_other() -> None:
    tools = ProcessTools(cast("RawApi", None), "")
    with pytest.raises(ComputingFailedError):
        await tools.compute("tests.handlers.killed", {})


# -- in the middle of it -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("leaves", ["leaves", "is erased"])
async def test_who_leaves_while_a_file_is_written_does_not_get_it(scene: Scene, lena: Made, leaves: str) -> None:
    els = await make_person(scene, ELS, Role.COORDINATOR, name="Els", language="en")
    await scene.taps(ELS, ReportAs(els.organisation_id, "20260101", "20260630", Form.CSV))

    async def goes() -> None:
        if leaves == "leaves":
            await scene.taps(LENA, LeaveTeam(els.membership_id))
            return
        async with scene.database.write() as store:
            await erase_membership(scene.work(store, "erase:els"), els.membership_id)

    await work_off(scene, While(goes))
    assert ReportFile.kind not in await kinds(scene, ELS)
    assert {chore.state for chore in await chores(scene)} == {ChoreState.DONE}


async def test_a_duo_that_ends_while_its_picture_is_drawn_keeps_it_to_itself(scene: Scene, lena: Made) -> None:
    pair = await make_pair(scene, names=("Anna", "Bram"))
    await scene.taps(BRAM, ShowPicture(pair.id))

    async def erased() -> None:
        async with scene.database.write() as store:
            duo = await store.session.get(Duo, pair.id)
            assert duo is not None
            mentor_id = duo.mentor_id
        await end(scene, pair)
        async with scene.database.write() as store:
            await erase_membership(scene.work(store, "erase:bram"), mentor_id)

    await work_off(scene, While(erased))
    assert {chore.state for chore in await chores(scene)} == {ChoreState.DONE}


async def test_a_chore_that_takes_its_process_down_each_time_is_given_up(scene: Scene, lena: Made) -> None:
    """Nobody closes it then; the lease runs out, and the next process takes it up, and so on: not for ever."""
    await scene.taps(LENA, ReportAs(lena.organisation_id, "20260101", "20260630", Form.CSV))
    for number in range(MAX_ATTEMPTS):
        async with scene.database.write() as store:
            assert await chore_rows.claim(store, f"process {number}", scene.clock.now())
        scene.advance(chore_rows.LEASE + timedelta(seconds=1))
    await work_off(scene)
    (given_up,) = await chores(scene)
    assert (given_up.state, given_up.params_sealed) == (ChoreState.FAILED, None)
    assert (await kinds(scene, LENA)).count(SomethingWentWrong.kind) == 1
    assert ReportFile.kind not in await kinds(scene, LENA)
