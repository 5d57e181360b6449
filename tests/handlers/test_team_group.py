"""The team's group: who may link it, what is said where, and how it is let go."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.messages.morning import Digest
from mentoring.messages.team_group import (
    DigestBegins,
    DigestEnds,
    DigestToGroup,
    GroupDigest,
    GroupNews,
    NothingToday,
    NotMyGroup,
    PublicGroup,
)
from mentoring.signals.reasons import Kind, Reason
from mentoring.taps_team_group import GroupCard, LinkGroup, RefuseGroup, UnlinkGroup
from mentoring.team_group import letting_go
from storage.tables import Alert, Organisation, Person
from storage.words import Call, Level, MembershipState, Role
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

LENA, MARC, COCO, ANNA, STRANGER = 701, 702, 703, 704, 799
GROUP, OTHER_GROUP, SUPERGROUP = -4_001, -4_002, -1_001_234_567_890


async def comes(scene: Scene, user: int, chat: int = GROUP, *, before: str = "left", after: str = "member") -> None:
    """Somebody adds the bot to a group, or takes it out."""
    await scene.feed({"my_chat_member": _change(scene, user, chat, before, after)})


def _change(scene: Scene, user: int, chat: int, before: str, after: str, **about: Any) -> dict[str, Any]:
    bot = {"id": scene.facts.id, "is_bot": True, "first_name": "Tandem"}
    until = {"until_date": 0}
    return {
        "chat": {"id": chat, "type": "group", "title": "Team Dijle"} | about,
        "from": {"id": user, "is_bot": False, "first_name": "P", "language_code": "nl"},
        "date": int(scene.clock.now().timestamp()),
        "old_chat_member": {"status": before, "user": bot} | (until if before == "kicked" else {}),
        "new_chat_member": {"status": after, "user": bot} | (until if after == "kicked" else {}),
    }


async def goes(scene: Scene, user: int, chat: int = GROUP) -> None:
    await comes(scene, user, chat, before="member", after="kicked")


async def written(scene: Scene, user: int, text: str | None, chat: int = GROUP, **content: Any) -> None:
    """Somebody writes in a group."""
    await scene.says(user, text, chat={"id": chat, "type": "group", "title": "Team Dijle"}, **content)


async def question(scene: Scene, user: int) -> DigestToGroup:
    asked = await scene.last(user)
    assert isinstance(asked, DigestToGroup)
    return asked


def yes(asked: DigestToGroup, place: int = 0) -> LinkGroup:
    return LinkGroup(asked.desks[place].organisation_id, asked.chat, asked.seal)


async def left(scene: Scene, chat: int = GROUP) -> bool:
    return any(row.call == Call.LEAVE for row in await scene.rows(chat))


async def group_of(scene: Scene, organisation_id: int) -> int | None:
    async with scene.database.read() as store:
        organisation = await store.session.get(Organisation, organisation_id)
        assert organisation is not None
        written = organisation.open(store.vault, "team_chat")
        is_found = organisation.team_chat_lookup == (store.vault.lookup("chat", int(written)) if written else None)
        assert is_found
        return int(written) if written else None


@pytest.fixture
async def lena(scene: Scene) -> Made:
    return await make_person(scene, LENA, Role.LEAD, language="fr", name="Lena")


async def _linked(scene: Scene, user: int = LENA, chat: int = GROUP) -> None:
    await comes(scene, user, chat)
    await scene.taps(user, yes(await question(scene, user)))


# -- linking -----------------------------------------------------------------------------------------------------------
async def test_a_lead_who_adds_the_bot_is_asked_in_private_and_says_yes(scene: Scene, lena: Made) -> None:
    await make_person(scene, MARC, Role.LEAD)
    await comes(scene, LENA)
    asked = await question(scene, LENA)
    assert (asked.title, [desk.name for desk in asked.desks]) == ("Team Dijle", ["Duo Dijle"])
    assert await scene.messages(GROUP) == []
    await scene.taps(LENA, yes(asked))
    assert await scene.messages(GROUP) == [DigestBegins(organisation="Duo Dijle", by="Lena")]
    assert await group_of(scene, lena.organisation_id) == GROUP
    news = await scene.last(MARC)
    assert isinstance(news, GroupNews)
    assert (news.by, news.goes_there) == ("Lena", True)


async def test_the_groups_lines_are_in_the_language_of_who_linked_it(scene: Scene, lena: Made) -> None:
    await _linked(scene)
    assert [row.language for row in await scene.rows(GROUP)] == ["fr"]


async def test_a_second_yes_says_nothing_twice(scene: Scene, lena: Made) -> None:
    await comes(scene, LENA)
    asked = await question(scene, LENA)
    await scene.taps(LENA, yes(asked))
    await scene.taps(LENA, yes(asked))
    assert len(await scene.messages(GROUP)) == 1
    assert scene.edits()


async def test_no_makes_the_bot_leave(scene: Scene, lena: Made) -> None:
    await comes(scene, LENA)
    asked = await question(scene, LENA)
    await scene.taps(LENA, RefuseGroup(asked.chat, asked.seal))
    assert await left(scene)
    assert await scene.messages(GROUP) == []
    assert await group_of(scene, lena.organisation_id) is None


async def test_no_after_yes_changes_nothing(scene: Scene, lena: Made) -> None:
    await _linked(scene)
    asked = await question(scene, LENA)
    await scene.taps(LENA, RefuseGroup(asked.chat, asked.seal))
    assert await group_of(scene, lena.organisation_id) == GROUP
    assert not await left(scene)


async def test_who_works_for_two_organisations_says_which(scene: Scene, lena: Made) -> None:
    other = await make_organisation(scene, "FMDO")
    await make_person(scene, LENA, Role.COORDINATOR, organisation=other)
    await comes(scene, LENA)
    asked = await question(scene, LENA)
    assert [desk.name for desk in asked.desks] == ["Duo Dijle", "FMDO"]
    await scene.taps(LENA, yes(asked, 1))
    assert (await group_of(scene, other), await group_of(scene, lena.organisation_id)) == (GROUP, None)


async def test_another_group_takes_the_place_of_the_first(scene: Scene, lena: Made) -> None:
    await _linked(scene)
    await _linked(scene, chat=OTHER_GROUP)
    assert await group_of(scene, lena.organisation_id) == OTHER_GROUP
    assert (await scene.messages(GROUP))[-1] == DigestEnds(organisation="Duo Dijle")
    assert await left(scene)
    assert not await left(scene, OTHER_GROUP)


async def test_a_group_belongs_to_one_organisation_and_the_other_is_not_named(scene: Scene, lena: Made) -> None:
    other = await make_organisation(scene, "FMDO")
    await make_person(scene, COCO, Role.LEAD, organisation=other)
    await comes(scene, COCO)
    asked = await question(scene, COCO)
    await _linked(scene)
    await scene.taps(COCO, yes(asked))
    assert "Dijle" not in scene.edits()[0]
    assert (await group_of(scene, other), await group_of(scene, lena.organisation_id)) == (None, GROUP)


async def test_a_public_group_gets_no_digest(scene: Scene, lena: Made) -> None:
    await scene.feed({"my_chat_member": _change(scene, LENA, GROUP, "left", "member", username="dijle")})
    assert isinstance(await scene.last(LENA), PublicGroup)
    assert await left(scene)


# -- whoever else ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("user", [STRANGER, ANNA])
async def test_nobody_else_gets_more_than_one_polite_line(scene: Scene, user: int) -> None:
    await make_person(scene, ANNA, Role.SEEKER)
    await comes(scene, user)
    await comes(scene, user)
    assert await scene.messages(GROUP) == [NotMyGroup()]
    assert [row.call for row in await scene.rows(GROUP)] == [Call.SEND, Call.LEAVE, Call.LEAVE]
    assert await scene.messages(user) == []


async def test_a_coordinator_who_is_not_welcomed_yet_or_has_left_is_nobody_of_the_team(scene: Scene) -> None:
    await make_person(scene, COCO, Role.COORDINATOR, state=MembershipState.LEFT)
    await make_person(scene, MARC, Role.COORDINATOR, state=MembershipState.WELCOMING)
    await comes(scene, COCO, GROUP)
    await comes(scene, MARC, OTHER_GROUP)
    assert await scene.messages(GROUP) == await scene.messages(OTHER_GROUP) == [NotMyGroup()]


async def test_a_forged_group_is_not_linked(scene: Scene, lena: Made) -> None:
    await make_person(scene, MARC, Role.LEAD)
    await comes(scene, LENA)
    asked = await question(scene, LENA)
    forged = [
        (LENA, LinkGroup(lena.organisation_id, str(OTHER_GROUP), asked.seal)),
        (LENA, LinkGroup(lena.organisation_id, "-", asked.seal)),
        (LENA, LinkGroup(lena.organisation_id, "x" * 12, "")),
        (MARC, yes(asked)),  # what another lead was asked
        (STRANGER, yes(asked)),
    ]
    for user, tap in forged:
        await scene.taps(user, tap)
    assert await group_of(scene, lena.organisation_id) is None
    assert await scene.messages(GROUP) == await scene.messages(OTHER_GROUP) == []


async def test_of_another_organisation_nobody_can_link(scene: Scene, lena: Made) -> None:
    other = await make_organisation(scene, "FMDO")
    await comes(scene, LENA)
    asked = await question(scene, LENA)
    await scene.taps(LENA, LinkGroup(other, asked.chat, asked.seal))
    assert scene.toasts()
    assert await group_of(scene, other) is None


# -- what is written in a group ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["hello", "/start", "/help", "/duos", "/start abc", "/cancel", "/forget"])
async def test_what_is_written_in_the_group_is_ignored(scene: Scene, lena: Made, text: str) -> None:
    await _linked(scene)
    before = len(await scene.rows())
    await written(scene, LENA, text)
    await written(scene, STRANGER, text)
    assert len(await scene.rows()) == before


async def test_today_in_the_group_is_answered_there_to_the_team_alone(scene: Scene, lena: Made) -> None:
    await make_person(scene, ANNA, Role.SEEKER)
    seeker, mentor = (
        await make_person(scene, 711, Role.SEEKER, name="Amina"),
        await make_person(scene, 712, Role.MENTOR),
    )
    duo_id = await make_duo(scene, seeker, mentor, coordinator=lena)
    other = await make_organisation(scene, "FMDO")
    await make_person(scene, COCO, Role.COORDINATOR, organisation=other)
    await _linked(scene)
    before = len(await scene.rows())
    for user, text in ((STRANGER, "/today"), (ANNA, "/today"), (COCO, "/today"), (LENA, "/today@other_bot")):
        await written(scene, user, text)
    await written(scene, LENA, "/today", OTHER_GROUP)
    assert len(await scene.rows()) == before

    await written(scene, LENA, "/today")
    assert await scene.last(GROUP) == NothingToday(organisation="Duo Dijle")
    async with scene.database.write() as store:
        silent = Reason(Kind.SILENCE, Role.SEEKER, scene.clock.now().date(), {"days": 16})
        store.session.add(
            Alert(
                duo_id=duo_id,
                organisation_id=lena.organisation_id,
                level=Level.AT_RISK,
                reasons=[silent.to_json()],
                opened_at=scene.clock.now(),
            )
        )
    await written(scene, LENA, "/TODAY@Tandem_Bot please")
    digest = await scene.last(GROUP)
    assert isinstance(digest, GroupDigest)
    shown = scene.rendered(digest)
    assert "Amina" in shown.text
    assert shown.buttons == ()
    assert len([row for row in await scene.rows(LENA) if row.kind == Digest.kind]) == 0


async def test_a_tap_in_a_group_does_nothing(scene: Scene, lena: Made) -> None:
    await _linked(scene)
    chat = {"id": GROUP, "type": "group", "title": "Team Dijle"}
    bot = {"id": scene.facts.id, "is_bot": True, "first_name": "Tandem"}
    message = {"message_id": 1, "date": 0, "chat": chat, "from": bot, "text": "x"}
    user = {"id": LENA, "is_bot": False, "first_name": "P"}
    data = UnlinkGroup(lena.organisation_id).pack()
    tap = {"id": "1", "from": user, "chat_instance": "1", "message": message, "data": data}
    await scene.feed({"callback_query": tap})
    assert scene.session.calls == []
    assert await group_of(scene, lena.organisation_id) == GROUP


async def test_being_taken_out_of_a_group_is_not_being_blocked(scene: Scene, lena: Made) -> None:
    await goes(scene, LENA)
    async with scene.database.read() as store:
        person = await store.session.get(Person, lena.person_id)
        assert person is not None
        assert person.unreachable_since is None


# -- letting go --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("user", [LENA, STRANGER])
async def test_a_bot_that_is_taken_out_lets_the_leads_know(scene: Scene, lena: Made, user: int) -> None:
    await _linked(scene)
    await goes(scene, user)
    await goes(scene, user)
    assert await group_of(scene, lena.organisation_id) is None
    news = [message for message in await scene.messages(LENA) if isinstance(message, GroupNews)]
    assert [(one.by, one.goes_there) for one in news] == [("", False)]


async def test_a_lead_stops_it_in_the_settings(scene: Scene, lena: Made) -> None:
    await make_person(scene, MARC, Role.LEAD)
    await _linked(scene)
    await scene.taps(LENA, GroupCard(lena.organisation_id))
    await scene.taps(LENA, UnlinkGroup(lena.organisation_id))
    await scene.taps(LENA, UnlinkGroup(lena.organisation_id))
    assert await group_of(scene, lena.organisation_id) is None
    assert (await scene.messages(GROUP))[-1] == DigestEnds(organisation="Duo Dijle")
    assert await left(scene)
    assert [one.goes_there for one in await scene.messages(MARC) if isinstance(one, GroupNews)] == [True, False]


async def test_a_coordinator_may_look_and_not_stop_it(scene: Scene, lena: Made) -> None:
    await make_person(scene, COCO, Role.COORDINATOR)
    await _linked(scene)
    await scene.taps(COCO, GroupCard(lena.organisation_id))
    assert scene.edits()
    await scene.taps(COCO, UnlinkGroup(lena.organisation_id))
    assert scene.toasts()
    assert await group_of(scene, lena.organisation_id) == GROUP


async def test_a_group_that_becomes_a_supergroup_stays_the_teams(scene: Scene, lena: Made) -> None:
    await _linked(scene)
    await written(scene, LENA, None, migrate_to_chat_id=SUPERGROUP)
    assert await group_of(scene, lena.organisation_id) == SUPERGROUP
    assert not any(isinstance(message, GroupNews) for message in await scene.messages(LENA))


async def test_a_coordinator_without_a_lead_is_told_of_the_loss(scene: Scene) -> None:
    coco = await make_person(scene, COCO, Role.COORDINATOR)
    await _linked(scene, COCO)
    async with scene.database.write() as store:
        await letting_go.lost(scene.work(store), GROUP)
    assert isinstance(await scene.last(COCO), GroupNews)
    assert await group_of(scene, coco.organisation_id) is None
