"""Lines between people and the team, as Telegram gets them: labels, topics, answers, and who must not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from mentoring.guards import line_side
from mentoring.messages.delivery import NotPassedOn, PartnerAway
from mentoring.relay_rows import FROM
from mentoring.taps_thread import OpenLine
from storage import relays
from storage.tables import LineSide, Membership, Person, TeamLine
from storage.words import Call, MembershipState, OutboxState, Role
from tests.courier.conftest import MENTOR, SEEKER, Stage

SOFIE, PIET = 701, 702


@dataclass
class Line:
    """Amina's line with the team, in which Sofie and Piet take part."""

    stage: Stage
    id: int
    side: dict[int, int]

    async def relay(self, sender: int, recipient: int, message_id: int, call: Call = Call.COPY, **params: Any) -> int:
        given = {"message_id": message_id, FROM: self.side[sender], **params}
        side_id = self.side[recipient]
        row_id = await self.stage.write(recipient, call, given, thread_id=side_id, guard=line_side(side_id))
        if call is Call.COPY:
            await self.map(row_id, sender, recipient, message_id)
        return row_id

    async def map(self, row_id: int, sender: int, recipient: int, message_id: int) -> None:
        async with self.stage.database.write() as store:
            await relays.remember_copies(
                store,
                outbox_id=row_id,
                conversation_id=self.id,
                sender=self.stage.person[sender],
                recipient=self.stage.person[recipient],
                message_ids=[message_id],
                now=self.stage.clock.now(),
            )


@pytest.fixture
async def line(stage: Stage) -> Line:
    await stage.person_of(SOFIE, "Sofie", Role.COORDINATOR, "en")
    await stage.person_of(PIET, "Piet", Role.LEAD, "en")
    async with stage.database.write() as store:
        now = stage.clock.now()
        row = TeamLine(organisation_id=stage.organisation_id, person_id=stage.person[SEEKER], created_at=now)
        store.session.add(row)
        await store.session.flush()
        sides = {}
        for user in (SEEKER, SOFIE, PIET):
            side = LineSide(
                line_id=row.id,
                person_id=stage.person[user],
                membership_id=stage.member[user],
                is_team=user != SEEKER,
                created_at=now,
            )
            store.session.add(side)
            sides[user] = side.id
    return Line(stage, row.id, sides)


def calls_of(line: Line, method: str) -> list[Any]:
    return [call for call in line.stage.telegram.calls if call.method == method]


def buttons(call: Any) -> list[tuple[str, str]]:
    rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
    return [(button["text"], button["callback_data"]) for row in rows for button in row]


async def test_a_copy_for_the_team_says_whose_it_is_and_opens_that_line(line: Line) -> None:
    await line.relay(SEEKER, SOFIE, 31)
    await line.stage.courier.pull()
    [call] = line.stage.telegram.calls
    assert (call.method, call.params["chat_id"], call.params["from_chat_id"]) == ("copyMessage", SOFIE, SEEKER)
    assert buttons(call) == [("From Amina", OpenLine(line.side[SOFIE]).pack())]


async def test_a_copy_of_the_teams_answer_says_who_answered_to_the_person_and_to_colleagues(line: Line) -> None:
    await line.stage.change(Person, line.stage.person[SEEKER], language="en")
    await line.relay(SOFIE, SEEKER, 41)
    await line.relay(SOFIE, PIET, 41)
    await line.stage.pull_all()
    shown = {call.params["chat_id"]: buttons(call) for call in line.stage.telegram.calls}
    assert shown == {
        SEEKER: [("Sofie, the team", OpenLine(line.side[SEEKER]).pack())],
        PIET: [("Sofie → Amina", OpenLine(line.side[PIET]).pack())],
    }


async def test_partners_copies_are_labelled_as_soon_as_there_is_a_line_with_the_team_too(line: Line) -> None:
    await line.stage.relay(MENTOR, SEEKER, 51)
    await line.stage.courier.pull()
    [call] = line.stage.telegram.calls
    assert buttons(call) == [("Bart vous écrit", OpenLine(line.stage.thread[SEEKER]).pack())]


async def test_the_team_sees_its_own_label_for_the_person(line: Line) -> None:
    async with line.stage.database.write() as store:
        member = await store.session.get(Membership, line.stage.member[SEEKER])
        assert member is not None
        member.seal(store.vault, "label", "Amina 12")
    await line.relay(SEEKER, SOFIE, 31)
    await line.stage.courier.pull()
    [call] = line.stage.telegram.calls
    assert buttons(call)[0][0] == "From Amina 12"


async def test_each_side_has_a_topic_with_a_name_of_its_own(line: Line) -> None:
    line.stage.courier = line.stage.make_courier(has_topics=True)
    await line.stage.change(Person, line.stage.person[SEEKER], language="en")
    await line.relay(SEEKER, SOFIE, 31)
    await line.relay(SOFIE, SEEKER, 41)
    await line.stage.pull_all()
    made = {call.params["chat_id"]: call.params["name"] for call in calls_of(line, "createForumTopic")}
    assert made == {SOFIE: "Amina · team line", SEEKER: "The team of Duo Dijle"}
    copies = calls_of(line, "copyMessage")
    assert len([call for call in copies if call.params["message_thread_id"]]) == 2
    assert [buttons(call) for call in copies] == [[], []]


async def test_a_topic_that_is_gone_is_made_anew(line: Line) -> None:
    line.stage.courier = line.stage.make_courier(has_topics=True)
    line.stage.telegram.topics = True
    await line.stage.change(LineSide, line.side[SOFIE], topic_id=77)
    line.stage.telegram.refuse("copyMessage", 400, "Bad Request: message thread not found")
    await line.relay(SEEKER, SOFIE, 31)
    await line.stage.pull_all()
    assert (await line.stage.get(LineSide, line.side[SOFIE])).topic_id not in {None, 77}
    assert line.stage.telegram.calls[-1].params["message_thread_id"] != 77


async def test_an_answer_to_a_colleagues_copy_points_to_the_same_message_in_every_chat(line: Line) -> None:
    await line.relay(SEEKER, SOFIE, 31)
    await line.relay(SEEKER, PIET, 31)
    await line.stage.pull_all()
    copies = await _copies(line)
    await line.relay(SOFIE, SEEKER, 41, reply_to=copies[SOFIE])
    await line.relay(SOFIE, PIET, 41, reply_to=copies[SOFIE])
    await line.stage.pull_all()
    answered = {
        call.params["chat_id"]: call.params["reply_parameters"]["message_id"]
        for call in line.stage.telegram.calls
        if "reply_parameters" in call.params
    }
    assert answered == {SEEKER: 31, PIET: copies[PIET]}


async def _copies(line: Line) -> dict[int, int]:
    rows = [row for row in await line.stage.rows() if row.call == Call.COPY]
    users = {person: user for user, person in line.stage.person.items()}
    return {users[row.person_id or 0]: row.message_id or 0 for row in rows}


async def test_nothing_goes_to_somebody_who_left_the_team_meanwhile_nor_from_them(line: Line) -> None:
    to_sofie = await line.relay(SEEKER, SOFIE, 31)
    from_sofie = await line.relay(SOFIE, PIET, 41)
    await line.stage.change(Membership, line.stage.member[SOFIE], state=MembershipState.LEFT)
    await line.stage.pull_all()
    assert line.stage.telegram.calls == []
    states = {(await line.stage.row(row_id)).state for row_id in (to_sofie, from_sofie)}
    assert states == {OutboxState.CANCELLED}


async def test_nothing_goes_to_a_person_who_left_the_organisation(line: Line) -> None:
    row_id = await line.relay(SOFIE, SEEKER, 41)
    await line.stage.change(Membership, line.stage.member[SEEKER], state=MembershipState.LEFT)
    await line.stage.pull_all()
    assert (line.stage.telegram.calls, (await line.stage.row(row_id)).state) == ([], OutboxState.CANCELLED)


async def test_a_row_that_names_a_side_of_another_line_as_its_writer_is_not_sent(line: Line) -> None:
    row_id = await line.relay(SOFIE, SEEKER, 41, **{FROM: line.stage.thread[MENTOR]})
    await line.stage.pull_all()
    assert (line.stage.telegram.calls, (await line.stage.row(row_id)).state) == ([], OutboxState.CANCELLED)


async def test_the_writer_hears_that_the_person_blocked_the_bot(line: Line) -> None:
    line.stage.telegram.refuse("copyMessage", 403, "Forbidden: bot was blocked by the user")
    await line.relay(SOFIE, SEEKER, 41)
    await line.stage.pull_all()
    told = [row for row in await line.stage.rows() if row.kind == PartnerAway.kind]
    assert [(row.person_id, row.thread_id) for row in told] == [(line.stage.person[SOFIE], line.side[SOFIE])]


async def test_a_person_hears_nothing_where_one_of_two_of_the_team_blocked_the_bot(line: Line) -> None:
    line.stage.telegram.refuse("copyMessage", 403, "Forbidden: bot was blocked by the user")
    await line.relay(SEEKER, SOFIE, 31)
    await line.stage.pull_all()
    assert [row for row in await line.stage.rows() if row.kind == PartnerAway.kind] == []


async def test_what_cannot_be_copied_is_said_to_its_writer(line: Line) -> None:
    line.stage.telegram.refuse("copyMessage", 400, "Bad Request: message can't be copied")
    await line.relay(SOFIE, SEEKER, 41)
    await line.stage.pull_all()
    told = [row for row in await line.stage.rows() if row.kind == NotPassedOn.kind]
    assert [row.thread_id for row in told] == [line.side[SOFIE]]
