"""The same with topics: a topic of its own for the person, one for each person for the team."""

from __future__ import annotations

from datetime import timedelta

from mentoring.called import Team
from mentoring.messages.team_line import DeskHow, LineClosed, TeamIsAway, TeamLineHow, TeamSpeaks
from mentoring.messages.thread import ForWhom, InTopic
from mentoring.taps_team_line import AskTeam, PassToTeam, WriteTo
from mentoring.team_lines.leaving import leave_lines
from storage.reconnect import forget_chat
from storage.tables import Membership
from storage.words import Call, MembershipState, OutboxState, Role
from tests.handlers.people import Made, make_person
from tests.handlers.scene import Scene
from tests.handlers.test_team_line import (
    LEAD,
    PIET,
    SOFIE,
    looked_after,
    messages_to,
    side_of,
    team,
)
from tests.handlers.threads import ANNA, BRAM, carry, make_pair, relays

EVENING = timedelta(hours=11)  # from 10:00 in Brussels


async def topic_of(scene: Scene, user: int) -> int:
    topic_id = (await side_of(scene, user)).topic_id
    assert topic_id is not None
    return topic_id


async def anna_asks(scene: Scene) -> Made:
    """Anna's topic with the team is made."""
    anna = await make_person(scene, ANNA, Role.SEEKER, name="Anna", label="Anna 12")
    _, sofie = await team(scene)
    await looked_after(scene, anna, sofie)
    await scene.says(ANNA, "/team")
    await carry(scene)
    return anna


async def test_team_makes_the_topic_and_its_first_words_say_who_reads_it(topic_scene: Scene) -> None:
    anna = await anna_asks(topic_scene)

    name = Team(anna.organisation_id, "Duo Dijle")
    shown = await topic_scene.messages(ANNA)
    assert (TeamLineHow(team=name) in shown, InTopic(name=name) in shown) == (True, True)
    how = next(row for row in await topic_scene.rows(ANNA) if row.kind == TeamLineHow.kind)
    assert how.thread_id == (await side_of(topic_scene, ANNA)).id


async def test_what_is_written_in_the_topic_goes_to_the_team_and_back_without_any_tap(topic_scene: Scene) -> None:
    await anna_asks(topic_scene)

    asked = await topic_scene.says(ANNA, "Hello", topic=await topic_of(topic_scene, ANNA))
    assert await messages_to(topic_scene, SOFIE) == [asked]
    await carry(topic_scene)
    first = await topic_scene.says(SOFIE, "Hello Anna", topic=await topic_of(topic_scene, SOFIE))
    second = await topic_scene.says(SOFIE, "How are you?", topic=await topic_of(topic_scene, SOFIE))

    assert await messages_to(topic_scene, ANNA) == [first, second]
    speakers = [message for message in await topic_scene.messages(ANNA) if isinstance(message, TeamSpeaks)]
    assert speakers == [TeamSpeaks(name="Sofie")]


async def test_another_speaker_is_named_before_their_words(topic_scene: Scene) -> None:
    anna = await anna_asks(topic_scene)
    await topic_scene.says(ANNA, "Hello", topic=await topic_of(topic_scene, ANNA))
    await make_person(topic_scene, PIET, Role.COORDINATOR, name="Piet")
    await topic_scene.taps(PIET, WriteTo(anna.membership_id))
    assert DeskHow(name="Anna 12") in await topic_scene.messages(PIET)
    await carry(topic_scene)

    await topic_scene.says(SOFIE, "Hello Anna", topic=await topic_of(topic_scene, SOFIE))
    await topic_scene.says(PIET, "And from me", topic=await topic_of(topic_scene, PIET))

    rows = [row for row in await topic_scene.rows(ANNA) if row.state == OutboxState.PENDING]
    assert [row.kind or row.call for row in rows] == [TeamSpeaks.kind, Call.COPY, TeamSpeaks.kind, Call.COPY]
    assert {row.priority for row in rows} == {rows[0].priority}  # so that the order stays


async def test_elsewhere_it_is_asked_and_the_team_is_one_of_the_answers(topic_scene: Scene) -> None:
    pair = await make_pair(topic_scene)
    _, sofie = await team(topic_scene)

    sent = await topic_scene.says(ANNA, "Hello")
    question = await topic_scene.last(ANNA)
    assert isinstance(question, ForWhom)
    assert [entry.thread_id for entry in question.lines] == [pair.threads[ANNA]]
    await topic_scene.taps(ANNA, PassToTeam(sofie.organisation_id, sent, ""))

    assert (await messages_to(topic_scene, LEAD), await messages_to(topic_scene, BRAM)) == ([sent], [])


async def test_commands_in_the_topic_answer_there_and_reach_nobody(topic_scene: Scene) -> None:
    await anna_asks(topic_scene)

    await topic_scene.says(ANNA, "/help", topic=await topic_of(topic_scene, ANNA))

    assert (await topic_scene.rows(ANNA))[-1].thread_id == (await side_of(topic_scene, ANNA)).id
    assert await relays(topic_scene, SOFIE) == []


async def test_in_the_evening_the_person_hears_once_when_the_team_answers(topic_scene: Scene) -> None:
    anna = await anna_asks(topic_scene)
    topic_scene.advance(EVENING)

    for text in ("Hello", "Is anybody there?"):
        await topic_scene.says(ANNA, text, topic=await topic_of(topic_scene, ANNA))

    away = [message for message in await topic_scene.messages(ANNA) if isinstance(message, TeamIsAway)]
    assert away == [TeamIsAway(team=Team(anna.organisation_id, "Duo Dijle"))]


async def test_by_day_nothing_is_said_about_hours(topic_scene: Scene) -> None:
    await anna_asks(topic_scene)

    await topic_scene.says(ANNA, "Hello", topic=await topic_of(topic_scene, ANNA))

    assert not [message for message in await topic_scene.messages(ANNA) if isinstance(message, TeamIsAway)]


async def test_the_topic_of_another_person_is_no_way_into_a_line(topic_scene: Scene) -> None:
    await anna_asks(topic_scene)
    await make_pair(topic_scene, 502, BRAM)

    await topic_scene.says(BRAM, "Hello", topic=await topic_of(topic_scene, ANNA))

    assert await relays(topic_scene, SOFIE) == []


async def test_after_leaving_the_team_the_old_topic_is_closed(topic_scene: Scene) -> None:
    await anna_asks(topic_scene)
    await topic_scene.says(ANNA, "Hello", topic=await topic_of(topic_scene, ANNA))
    await carry(topic_scene)
    side = await side_of(topic_scene, SOFIE)
    await make_person(topic_scene, SOFIE, Role.MENTOR)  # goes on as a mentor
    async with topic_scene.database.write() as store:
        gone = await store.session.get(Membership, side.membership_id)
        assert gone is not None
        gone.state = MembershipState.LEFT
        await leave_lines(topic_scene.work(store), gone)

    await topic_scene.says(SOFIE, "Hello", topic=side.topic_id)

    assert await topic_scene.last(SOFIE) == LineClosed()
    assert await relays(topic_scene, ANNA) == []


async def test_with_another_account_the_topic_is_made_anew(topic_scene: Scene) -> None:
    anna = await anna_asks(topic_scene)
    async with topic_scene.database.write() as store:
        await forget_chat(store, anna.person_id, ANNA, topic_scene.clock.now())

    await topic_scene.taps(ANNA, AskTeam(anna.organisation_id))

    side = await side_of(topic_scene, ANNA)
    assert side.topic_id is None
    greeting = [row for row in await topic_scene.rows(ANNA) if row.kind == TeamLineHow.kind][-1]
    assert (greeting.thread_id, greeting.state) == (side.id, OutboxState.PENDING)  # the courier makes its topic first
