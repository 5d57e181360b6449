"""Somebody of the federation joins by the command line's link and reads the report over all organisations."""

from __future__ import annotations

import csv
import io
from base64 import b64decode
from datetime import UTC, datetime

import pytest

from mentoring.messages.arrival import Joined, LinkNotValid, WelcomeBack
from mentoring.messages.reports import Counting, ReportFile, WhichPeriod, WhichReportDays
from mentoring.messages.system import NotHere
from mentoring.messages.welcome import DataCard, FederationBegins, MoreAboutData
from mentoring.people import Situation, Standing
from mentoring.reports.periods import When
from mentoring.reports.picture import FEDERATION
from mentoring.reports.values import Name
from mentoring.steps import Place
from mentoring.taps_reports import Form, ReportAs, ReportOn, Reports, WriteReportDays
from mentoring.taps_welcome import Agree, ShowData, SpeakLanguage, TakeOfferedName
from storage.lines import seen
from storage.words import MembershipState, Role
from tests.handlers.federation import (
    FIEN,
    end_access,
    link,
    membership,
    two_organisations,
)
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_commands import menu
from tests.handlers.test_reports import PNG, many_duos, report, work_off

CEM, LENA, ANNA, NEW = 21, 22, 31, 99
_OWN_MENU = ["report", "settings", "language", "help", "privacy", "cancel"]


@pytest.fixture
async def fien(scene: Scene) -> Made:
    return await make_person(scene, FIEN, Role.FEDERATION, name="Fien", language="en")


# -- joining -----------------------------------------------------------------------------------------------------------
async def test_the_command_lines_link_opens_the_report_and_asks_nothing_for_matching(scene: Scene) -> None:
    place = await make_organisation(scene)
    await make_person(scene, LENA, Role.LEAD, language="en")
    await scene.says(FIEN, f"/start {await link(scene, place)}")
    own = (await membership(scene, FIEN, Role.FEDERATION)).id
    await scene.taps(FIEN, SpeakLanguage(own, "fr"))
    card = DataCard(membership_id=own, place=Place(2, 3), role=Role.FEDERATION, organisation="Duo Dijle")
    assert scene.edits() == [scene.rendered(card, "fr").text]
    await scene.taps(FIEN, ShowData(own, open=True))
    more = MoreAboutData(membership_id=own, organisation="Duo Dijle", contact="info@example.org", reads_only=True)
    assert scene.edits() == [scene.rendered(more, "fr").text]
    await scene.taps(FIEN, Agree(own, agrees=True))
    await scene.taps(FIEN, TakeOfferedName(own))

    assert isinstance(await scene.last(FIEN), FederationBegins)
    assert await menu(scene, FIEN) == _OWN_MENU
    held = await membership(scene, FIEN, Role.FEDERATION)
    assert (held.state, held.waiting_since, held.news_at, held.erase_at) == (MembershipState.READY, None, None, None)
    joined = await scene.last(LENA)
    assert isinstance(joined, Joined)
    assert scene.rendered(joined).buttons == ()
    await scene.says(FIEN, "/start")
    assert await scene.last(FIEN) == WelcomeBack(
        name=f"P{FIEN}", standings=(Standing(Role.FEDERATION, "Duo Dijle", Situation.READING),)
    )


async def test_the_link_works_once_and_leads_to_nothing_else(scene: Scene) -> None:
    token = await link(scene, await make_organisation(scene))
    await scene.says(FIEN, f"/start {token}")
    await scene.says(ANNA, f"/start {token}")
    assert isinstance(await scene.last(ANNA), LinkNotValid)


# -- the report --------------------------------------------------------------------------------------------------------
async def test_the_federation_reads_all_organisations_together_with_small_numbers_hidden(
    scene: Scene, fien: Made
) -> None:
    await two_organisations(scene)
    await scene.says(FIEN, "/report")
    asked = await scene.last(FIEN)
    assert isinstance(asked, WhichPeriod)
    assert (asked.organisation_id, asked.organisation, asked.federation) == (None, FEDERATION, False)
    await scene.taps(FIEN, ReportOn(None, When.LAST_MONTH))
    assert len(scene.edits()) == 1
    beside = await work_off(scene)

    made = await report(scene, FIEN)
    started = made.report.get(Name.STARTED)
    assert started is not None
    assert (made.organisation_id, made.report.organisation, made.report.is_shared) == (None, None, True)
    assert (started.value, made.report.duos) == (8, 8)
    rendered = scene.rendered(made)
    assert (rendered.photo, beside.drawn[0]["values"]["title"]) == (b64decode(PNG), FEDERATION)
    assert rendered.text.startswith(f"<b>{FEDERATION}</b>")
    taps = [button.tap for row in rendered.buttons for button in row]
    assert [tap.form for tap in taps if isinstance(tap, ReportAs)] == [Form.SHARED_XLSX, Form.SHARED_CSV]
    assert all(tap.organisation_id is None for tap in taps if isinstance(tap, ReportAs | Reports))


@pytest.mark.parametrize("form", [Form.CSV, Form.SHARED_CSV])
async def test_its_files_hide_small_numbers_whatever_the_button_says(scene: Scene, fien: Made, form: Form) -> None:
    await many_duos(scene, 3, datetime(2026, 10, 5, 9, tzinfo=UTC))
    await scene.taps(FIEN, ReportAs(None, "20261001", "20261031", form))
    await work_off(scene)
    made = await scene.last(FIEN)
    assert isinstance(made, ReportFile)
    assert made.form is Form.SHARED_CSV
    document = scene.rendered(made).document
    assert document is not None
    assert document.filename == "tandem-federation-2026-10-01-2026-10-31.csv"
    rows = {
        row[1]: row[2]
        for row in csv.reader(io.StringIO(document.content.decode("utf-8-sig")), delimiter=";")
        if row[1:]
    }
    assert rows["Duos started"] == "*"


async def test_days_can_be_written_for_the_federation_too(scene: Scene, fien: Made) -> None:
    await scene.taps(FIEN, WriteReportDays(None))
    await scene.says(FIEN, "soon")
    asked = await scene.last(FIEN)
    assert isinstance(asked, WhichReportDays)
    assert asked.organisation_id is None
    await scene.says(FIEN, "2025")
    assert isinstance(await scene.last(FIEN), Counting)


async def test_who_coordinates_as_well_chooses_between_both_reports(scene: Scene, fien: Made) -> None:
    one, other = await two_organisations(scene)
    await make_person(scene, FIEN, Role.COORDINATOR, organisation=other)
    await scene.says(FIEN, "/report")
    asked = await scene.last(FIEN)
    assert isinstance(asked, WhichPeriod)
    assert (asked.organisation_id, asked.organisation, asked.federation) == (other, "Samen Sterk", True)
    buttons = [button for row in scene.rendered(asked).buttons for button in row]
    assert (buttons[-1].text, buttons[-1].tap) == (FEDERATION, Reports(None))
    await scene.taps(FIEN, Reports(None))
    asked = await scene.last(FIEN)
    assert isinstance(asked, WhichPeriod)
    assert [desk.organisation_id for desk in asked.other_desks] == [other]

    for organisation_id, duos in ((None, 8), (other, 2)):
        await scene.taps(FIEN, ReportOn(organisation_id, When.LAST_MONTH))
        await work_off(scene)
        assert (await report(scene, FIEN)).report.duos == duos
    await scene.taps(FIEN, ReportOn(one, When.LAST_MONTH))  # not theirs, though the federation counts it
    assert scene.toasts() == [scene.rendered(NotHere()).text]


async def test_who_was_a_mentee_keeps_no_line_with_the_team_as_the_federation(scene: Scene) -> None:
    await make_person(scene, LENA, Role.LEAD)
    anna = await make_person(scene, ANNA)
    await scene.says(ANNA, "/team")
    await scene.says(ANNA, "Hello?")
    await make_person(scene, ANNA, Role.FEDERATION)
    await end_access(scene, anna)
    async with scene.database.read() as store:
        sides = await seen(store)
    assert [side.stands for side in sides] == [False, False]
