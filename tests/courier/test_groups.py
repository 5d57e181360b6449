"""What goes to a team's group, and what becomes of the group when Telegram refuses."""

from __future__ import annotations

import pytest

from mentoring.messages.team_group import DigestEnds, GroupNews
from mentoring.team_group import links
from mentoring.work import Work
from storage.tables import Organisation
from storage.words import Failure, OutboxState, Role
from tests.courier.conftest import Stage

GROUP, SUPERGROUP, LEAD = -4_001, -1_001_234_567_890, 601


async def _linked(stage: Stage) -> None:
    await stage.person_of(LEAD, "Lena", Role.LEAD, "fr")
    async with stage.database.write() as store:
        organisation = await store.session.get(Organisation, stage.organisation_id)
        assert organisation is not None
        organisation.team_chat_lookup = store.vault.lookup("chat", GROUP)
        organisation.seal(store.vault, "team_chat", str(GROUP))
        organisation.team_chat_language = "nl"


async def _group(stage: Stage) -> int | None:
    async with stage.database.read() as store:
        organisation = await store.session.get(Organisation, stage.organisation_id)
        assert organisation is not None
        written = organisation.open(store.vault, "team_chat")
        return int(written) if written else None


async def _leave(stage: Stage) -> int:
    async with stage.database.write() as store:
        await links.leave(Work(store, stage.clock.now(), stage.real_clock.now(), "test:leave"), GROUP)
    return (await stage.rows())[-1].id


async def _post(stage: Stage) -> None:
    async with stage.database.write() as store:
        work = Work(store, stage.clock.now(), stage.real_clock.now(), "test:group")
        await work.post_to_chat(GROUP, "nl", DigestEnds(organisation="Duo Dijle"), zone="Europe/Brussels")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "Forbidden: bot was kicked from the group chat"),
        (403, "Forbidden: bot is not a member of the supergroup chat"),
        (403, "Forbidden: the group chat was deleted"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: have no rights to send a message"),
    ],
)
async def test_a_group_that_cannot_be_written_to_is_let_go_and_the_lead_told_once(
    stage: Stage, status: int, words: str
) -> None:
    await _linked(stage)
    stage.telegram.refuse("sendMessage", status, words, chat_id=GROUP, times=2)
    await _post(stage)
    await stage.pull_all()
    assert await _group(stage) is None
    async with stage.database.read() as store:
        assert (await store.session.get(Organisation, stage.organisation_id)).team_chat_lookup is None  # type: ignore[union-attr]
    news = [row for row in await stage.rows() if row.kind == GroupNews.kind]
    assert [row.person_id for row in news] == [stage.person[LEAD]]


async def test_a_group_that_refuses_one_message_stays(stage: Stage) -> None:
    await _linked(stage)
    stage.telegram.refuse("sendMessage", 400, "Bad Request: can't parse entities", chat_id=GROUP)
    await _post(stage)
    await stage.pull_all()
    assert await _group(stage) == GROUP


async def test_what_a_group_missed_by_becoming_a_supergroup_follows_it(stage: Stage) -> None:
    await _linked(stage)
    stage.telegram.refuse(
        "sendMessage",
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        chat_id=GROUP,
        migrate_to_chat_id=SUPERGROUP,
    )
    await _post(stage)
    await stage.pull_all()
    assert await _group(stage) == SUPERGROUP
    assert len(stage.telegram.texts(SUPERGROUP)) == 1
    assert not [row for row in await stage.rows() if row.kind == GroupNews.kind]


async def test_the_bot_leaves_after_its_last_word(stage: Stage) -> None:
    await _post(stage)
    await _leave(stage)
    await stage.pull_all()
    assert stage.telegram.methods() == ["sendMessage", "leaveChat"]


async def test_a_group_that_is_gone_needs_no_leaving(stage: Stage) -> None:
    stage.telegram.refuse("leaveChat", 403, "Forbidden: bot is not a member of the group chat")
    row_id = await _leave(stage)
    await stage.pull_all()
    row = await stage.row(row_id)
    assert (row.state, row.failure) == (OutboxState.FAILED, Failure.BLOCKED)


async def test_what_waits_for_a_group_that_was_let_go_is_not_sent(stage: Stage) -> None:
    await _linked(stage)
    async with stage.database.write() as store:
        work = Work(store, stage.clock.now(), stage.real_clock.now(), "test:guard")
        organisation = await store.session.get(Organisation, stage.organisation_id)
        assert organisation is not None
        await links.say_there(work, organisation, DigestEnds(organisation="first"))
        await links.keep(work, organisation, SUPERGROUP, "fr")
        await links.say_there(work, organisation, DigestEnds(organisation="second"))
    await stage.pull_all()
    assert (len(stage.telegram.texts(GROUP)), len(stage.telegram.texts(SUPERGROUP))) == (0, 1)
