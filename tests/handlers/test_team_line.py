"""What people and the team write to each other, without topics: who reads it, who answers, and who never does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, update
from sqlmodel import col, select

from mentoring.called import Team
from mentoring.messages.delivery import PartnerAway
from mentoring.messages.menus import LeftTandem
from mentoring.messages.system import NotHere, OutOfDate
from mentoring.messages.team_line import (
    DeskLineDone,
    DeskLineOpen,
    LineClosed,
    NoTeam,
    NotOnTelegram,
    OfferTeam,
    TeamLineOpen,
    WaitSettled,
    WhichTeam,
)
from mentoring.messages.thread import AnotherLine, Chats, ForWhom, NotCarried, NotCarriedReason, PassedOn
from mentoring.relay_rows import FROM
from mentoring.taps_team_line import AnsweredElsewhere, AskTeam, AskTeamOfDuo, CloseLine, PassToTeam, WriteTo
from mentoring.taps_thread import OpenLine, PassOn
from mentoring.team_lines.leaving import leave_lines
from storage.tables import Absence, Duo, LineSide, Membership, Person, TeamLine
from storage.words import Call, MembershipState, Role
from tests.handlers.people import Made, make_organisation, make_person
from tests.handlers.scene import Scene
from tests.handlers.threads import (
    ANNA,
    BRAM,
    EVA,
    OMAR,
    carry,
    copy_of,
    end,
    from_bot,
    kicked,
    make_pair,
    person_of,
    relays,
    waiting,
)

SOFIE, PIET, LEAD, GREET = 701, 702, 703, 704


async def team(scene: Scene, **more: Any) -> tuple[Made, Made]:
    """A lead who was there first, and Sofie, who coordinates; in the usual organisation."""
    lead = await make_person(scene, LEAD, Role.LEAD, name="Lies", **more)
    return lead, await make_person(scene, SOFIE, Role.COORDINATOR, name="Sofie", **more)


async def looked_after(scene: Scene, who: Made, coordinator: Made) -> None:
    async with scene.database.write() as store:
        change = update(Membership).where(col(Membership.id) == who.membership_id)
        await store.session.execute(change.values(coordinator_id=coordinator.membership_id))


async def side_of(scene: Scene, user: int) -> LineSide:
    person = await person_of(scene, user)
    async with scene.database.read() as store:
        found = await store.session.execute(select(LineSide).where(col(LineSide.person_id) == person.id))
        return found.scalars().one()


async def line(scene: Scene) -> TeamLine:
    async with scene.database.read() as store:
        return (await store.session.execute(select(TeamLine))).scalars().one()


async def messages_to(scene: Scene, user: int) -> list[int]:
    """The ids, in their writers' chats, of what waits to be carried there."""
    return [params["message_id"] for call, params in await relays(scene, user) if call is Call.COPY]


async def anna_asks(scene: Scene) -> Made:
    """Anna, who waits and is looked after by Sofie, with an open line to the team."""
    anna = await make_person(scene, ANNA, Role.SEEKER, name="Anna", label="Anna 12")
    _, sofie = await team(scene)
    await looked_after(scene, anna, sofie)
    await scene.says(ANNA, "/team")
    return anna


# -- the person ------------------------------------------------------------------------------------------------------
async def test_what_somebody_who_waits_writes_is_offered_to_the_team_and_goes_there_by_one_tap(scene: Scene) -> None:
    anna = await make_person(scene, ANNA, Role.SEEKER)
    _, sofie = await team(scene)
    await looked_after(scene, anna, sofie)
    sent = await scene.says(ANNA, "When will I hear from you?")
    assert await scene.last(ANNA) == OfferTeam(teams=[Team(anna.organisation_id, "Duo Dijle")], message_ids=[sent])
    assert await messages_to(scene, SOFIE) == []

    await scene.taps(ANNA, PassToTeam(anna.organisation_id, sent, ""))

    name = Team(anna.organisation_id, "Duo Dijle")
    assert scene.edits() == [scene.rendered(PassedOn(name=name, line_open=True), "fr").text]
    assert await messages_to(scene, SOFIE) == [sent]
    assert await messages_to(scene, LEAD) == []
    await scene.taps(ANNA, PassToTeam(anna.organisation_id, sent, ""))
    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]
    more = await scene.says(ANNA, "Thank you")
    assert await messages_to(scene, SOFIE) == [sent, more]


async def test_team_opens_the_line_and_says_who_reads_it(scene: Scene) -> None:
    anna = await anna_asks(scene)

    assert await scene.last(ANNA) == TeamLineOpen(team=Team(anna.organisation_id, "Duo Dijle"))
    sent = await scene.says(ANNA, "Hello")
    assert await messages_to(scene, SOFIE) == [sent]


async def test_it_goes_to_whoever_coordinates_the_running_duo_and_never_to_the_partner(scene: Scene) -> None:
    pair = await make_pair(scene)
    _, sofie = await team(scene)
    async with scene.database.write() as store:
        await store.session.execute(update(Duo).values(coordinator_id=sofie.membership_id))
    await scene.says(ANNA, "/team")

    sent = await scene.says(ANNA, "It does not go well with my mentor")

    assert (await messages_to(scene, SOFIE), await messages_to(scene, BRAM)) == ([sent], [])
    await scene.taps(ANNA, OpenLine(pair.threads[ANNA]))
    to_bram = await scene.says(ANNA, "See you tomorrow")
    assert (await messages_to(scene, SOFIE), await messages_to(scene, BRAM)) == ([sent], [to_bram])


async def test_the_answer_to_the_team_is_asked_about_while_the_line_to_the_partner_is_open(scene: Scene) -> None:
    await make_pair(scene)
    await team(scene)
    await scene.taps(LEAD, WriteTo(await membership(scene, ANNA)))
    await scene.says(LEAD, "How is it going with Bram?")
    await carry(scene)

    sent = await scene.says(ANNA, "Not well")

    question = await scene.last(ANNA)
    assert isinstance(question, ForWhom)
    assert ([entry.name for entry in question.lines], [entry.organisation for entry in question.teams]) == (
        ["P601"],
        ["Duo Dijle"],
    )
    assert (await messages_to(scene, BRAM), await messages_to(scene, LEAD)) == ([], [])
    await scene.taps(ANNA, PassToTeam(question.teams[0].id, sent, ""))
    assert (await messages_to(scene, BRAM), await messages_to(scene, LEAD)) == ([], [sent])


async def test_after_a_duo_has_ended_what_was_meant_for_the_partner_does_not_go_to_the_team(scene: Scene) -> None:
    pair = await make_pair(scene)
    await team(scene)
    await scene.says(ANNA, "/team")
    await scene.says(ANNA, "Hello team")
    await carry(scene)
    await scene.taps(ANNA, OpenLine(pair.threads[ANNA]))
    await end(scene, pair)

    await scene.says(ANNA, "Dear Bram")

    assert isinstance(await scene.last(ANNA), ForWhom)
    assert (await messages_to(scene, BRAM), await messages_to(scene, LEAD)) == ([], [])


async def test_a_duo_that_begins_does_not_take_the_open_line_from_the_team(scene: Scene) -> None:
    await team(scene)
    anna = await make_person(scene, ANNA, Role.SEEKER)
    await scene.says(ANNA, "/team")
    bram = await make_person(scene, BRAM, Role.MENTOR)
    async with scene.database.write() as store:
        from mentoring.threads import open_threads

        duo = await store.session.get(Duo, await _made_duo(scene, store, anna, bram))
        assert duo is not None
        await open_threads(scene.work(store, "duo"), duo)

    greeting = await scene.last(ANNA)
    assert isinstance(greeting, AnotherLine)
    assert greeting.open_name == Team(anna.organisation_id, "Duo Dijle")


async def _made_duo(scene: Scene, store: Any, seeker: Made, mentor: Made) -> int:
    duo = Duo(
        organisation_id=seeker.organisation_id,
        seeker_id=seeker.membership_id,
        mentor_id=mentor.membership_id,
        state="active",
        proposed_at=scene.clock.now(),
        started_at=scene.clock.now(),
    )
    store.session.add(duo)
    await store.session.flush()
    return duo.id


async def test_somebody_in_two_organisations_is_asked_which_team_and_the_other_one_reads_nothing(scene: Scene) -> None:
    await make_person(scene, EVA, Role.MENTOR)
    other = await make_organisation(scene, "Autre")
    await make_person(scene, EVA, Role.MENTOR, organisation=other)
    await team(scene)
    await make_person(scene, GREET, Role.LEAD, organisation=other)

    await scene.says(EVA, "/team")
    question = await scene.last(EVA)
    assert isinstance(question, WhichTeam)
    assert [one.organisation for one in question.teams] == ["Duo Dijle", "Autre"]
    await scene.taps(EVA, AskTeam(other))
    sent = await scene.says(EVA, "A question")

    assert (await messages_to(scene, GREET), await messages_to(scene, LEAD)) == ([sent], [])


async def test_chats_lists_the_team_beside_the_partners(scene: Scene) -> None:
    pair = await make_pair(scene)
    await team(scene)
    await scene.says(ANNA, "/team")

    await scene.says(ANNA, "/chats")

    chats = await scene.last(ANNA)
    assert isinstance(chats, Chats)
    shown = [(entry.thread_id, entry.is_open) for entry in chats.lines]
    assert shown == [(pair.threads[ANNA], False), ((await side_of(scene, ANNA)).id, True)]


@pytest.mark.parametrize("user", [SOFIE, EVA])
async def test_who_is_nobodys_mentee_or_mentor_has_no_team(scene: Scene, user: int) -> None:
    await team(scene)
    await make_person(scene, EVA, Role.MENTOR, state=MembershipState.BY_PHONE)

    await scene.says(user, "/team")

    assert await scene.last(user) == NoTeam()


async def test_contacts_stay_here_and_commands_reach_nobody(scene: Scene) -> None:
    await anna_asks(scene)

    await scene.says(ANNA, contact={"phone_number": "+32", "first_name": "x"})
    assert await scene.last(ANNA) == NotCarried(reason=NotCarriedReason.CONTACT)
    await scene.says(ANNA, "/help")

    assert await relays(scene, SOFIE) == []


async def test_photos_albums_edits_and_reactions_travel_by_reference(scene: Scene) -> None:
    await anna_asks(scene)
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]

    first = await scene.says(ANNA, photo=photo, media_group_id="g1")
    second = await scene.says(ANNA, photo=photo, media_group_id="g1")
    [(call, params)] = await relays(scene, SOFIE)
    assert (call, params["message_ids"]) == (Call.ALBUM, [first, second])
    document = {"file_id": "a", "file_unique_id": "b", "file_size": 20_000_000}
    sent = await scene.says(ANNA, document=document)
    await carry(scene)
    assert await messages_to(scene, SOFIE) == []
    await scene.feed({"edited_message": {**scene._message(ANNA, None), "message_id": sent, "text": "better"}})
    [(call, params)] = await relays(scene, SOFIE)
    assert (call, params["text"]) == (Call.EDIT, "better")
    await carry(scene)
    await react(scene, SOFIE, await copy_of(scene, ANNA, sent))
    assert [call for call, _ in await relays(scene, ANNA)] == [Call.REACTION]


async def react(scene: Scene, user: int, message_id: int) -> None:
    await scene.feed(
        {
            "message_reaction": {
                "chat": {"id": user, "type": "private", "first_name": "x"},
                "message_id": message_id,
                "user": {"id": user, "is_bot": False, "first_name": "x"},
                "date": 1,
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": "👍"}],
            }
        }
    )


# -- the team --------------------------------------------------------------------------------------------------------
async def membership(scene: Scene, user: int) -> int:
    person = await person_of(scene, user)
    async with scene.database.read() as store:
        found = select(Membership.id).where(col(Membership.person_id) == person.id).order_by(col(Membership.id))
        first: int = (await store.session.execute(found)).scalars().first() or 0
        return first


async def test_an_answer_by_reply_reaches_the_person_and_opens_no_line(scene: Scene) -> None:
    await anna_asks(scene)
    sent = await scene.says(ANNA, "Hello")
    await carry(scene)
    copy = await copy_of(scene, ANNA, sent)

    answer = await scene.says(SOFIE, "Good morning!", reply_to_message=from_bot(scene, SOFIE, copy))

    [(call, params)] = await relays(scene, ANNA)
    assert (call, params) == (
        Call.COPY,
        {"message_id": answer, "reply_to": copy, FROM: (await side_of(scene, SOFIE)).id},
    )
    assert (await person_of(scene, SOFIE)).open_thread_id is None  # at a desk, a line opens by a tap alone


async def test_what_the_team_types_without_an_open_line_is_asked_about_also_where_there_is_only_one(
    scene: Scene,
) -> None:
    await anna_asks(scene)
    await scene.says(ANNA, "Hello")
    await carry(scene)

    sent = await scene.says(SOFIE, "buy milk")

    question = await scene.last(SOFIE)
    assert isinstance(question, ForWhom)
    assert ([entry.name for entry in question.lines], question.teams) == (["Anna 12"], [])
    assert await relays(scene, ANNA) == []
    await scene.taps(SOFIE, PassOn(question.lines[0].thread_id, sent, ""))
    assert await messages_to(scene, ANNA) == [sent]


async def test_the_team_writes_first_from_a_card(scene: Scene) -> None:
    anna = await make_person(scene, ANNA, Role.SEEKER, name="Anna")
    await team(scene)

    await scene.taps(SOFIE, WriteTo(anna.membership_id))
    side = await side_of(scene, SOFIE)
    assert await scene.last(SOFIE) == DeskLineOpen(name="Anna", side_id=side.id)
    sent = await scene.says(SOFIE, "How are you?")

    assert await messages_to(scene, ANNA) == [sent]
    assert (await line(scene)).waits_since is None
    await scene.taps(SOFIE, CloseLine(side.id))
    assert scene.edits() == [scene.rendered(DeskLineDone(), "fr").text]
    await scene.says(SOFIE, "a note of mine")
    assert await messages_to(scene, ANNA) == [sent]


async def test_closing_a_line_of_long_ago_leaves_the_open_one_open(scene: Scene) -> None:
    anna, omar = await make_person(scene, ANNA), await make_person(scene, OMAR)
    await team(scene)
    for other in (anna, omar):
        await scene.taps(SOFIE, WriteTo(other.membership_id))
    to_omar = (await person_of(scene, SOFIE)).open_thread_id

    await scene.taps(SOFIE, CloseLine(7))

    assert (await person_of(scene, SOFIE)).open_thread_id == to_omar


async def test_colleagues_who_took_part_read_each_others_answers_and_the_first_settles_it(scene: Scene) -> None:
    anna = await anna_asks(scene)
    await make_person(scene, PIET, Role.COORDINATOR, name="Piet")
    await scene.taps(PIET, WriteTo(anna.membership_id))
    asked = await scene.says(ANNA, "Who answers me?")
    assert (await messages_to(scene, SOFIE), await messages_to(scene, PIET)) == ([asked], [asked])
    assert (await line(scene)).waits_since is not None
    await carry(scene)

    first = await scene.says(PIET, "I do")

    assert (await messages_to(scene, ANNA), await messages_to(scene, SOFIE)) == ([first], [first])
    settled = await line(scene)
    assert (settled.waits_since, settled.remind_at, settled.answered_by) == (
        None,
        None,
        await membership(scene, PIET),
    )
    await scene.taps(SOFIE, OpenLine((await side_of(scene, SOFIE)).id))
    second = await scene.says(SOFIE, "Me too")
    assert await messages_to(scene, ANNA) == [first, second]


async def test_answered_by_phone_settles_it_once_and_the_second_reads_who_was_first(scene: Scene) -> None:
    await anna_asks(scene)
    await scene.says(ANNA, "Please call me")
    line_id = (await line(scene)).id

    await scene.taps(SOFIE, AnsweredElsewhere(line_id))
    assert scene.edits() == [scene.rendered(WaitSettled(name="Anna 12", by=None), "fr").text]
    assert (await line(scene)).waits_since is None
    await scene.taps(LEAD, AnsweredElsewhere(line_id))

    assert scene.edits() == [scene.rendered(WaitSettled(name="Anna 12", by="Sofie"), "fr").text]


async def test_who_is_mentor_and_coordinator_in_one_account_is_not_their_own_team(scene: Scene) -> None:
    eva = await make_person(scene, EVA, Role.MENTOR)
    await make_person(scene, EVA, Role.LEAD)
    await make_person(scene, SOFIE, Role.COORDINATOR)
    await scene.says(EVA, "/team")

    sent = await scene.says(EVA, "I need advice")

    assert (await messages_to(scene, SOFIE), await messages_to(scene, EVA)) == ([sent], [])
    await scene.taps(EVA, WriteTo(eva.membership_id))
    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]


async def test_somebody_of_the_team_who_left_neither_reads_nor_writes_any_more(scene: Scene) -> None:
    await anna_asks(scene)
    first = await scene.says(ANNA, "Hello")
    assert await messages_to(scene, SOFIE) == [first]
    side = await side_of(scene, SOFIE)
    async with scene.database.write() as store:
        gone = await store.session.get(Membership, side.membership_id)
        assert gone is not None
        gone.state = MembershipState.LEFT
        await leave_lines(scene.work(store), gone)
    assert await messages_to(scene, SOFIE) == []

    second = await scene.says(ANNA, "Are you there?")

    assert (await messages_to(scene, SOFIE), await messages_to(scene, LEAD)) == ([], [first, second])
    assert (await line(scene)).waits_since is not None
    await scene.taps(SOFIE, OpenLine(side.id))
    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]


async def test_a_person_who_left_is_not_written_to_and_their_own_words_go_nowhere(scene: Scene) -> None:
    anna = await anna_asks(scene)
    await scene.says(ANNA, "Hello")
    await carry(scene)
    await scene.taps(SOFIE, WriteTo(anna.membership_id))
    async with scene.database.write() as store:
        await store.session.execute(
            update(Membership).where(col(Membership.id) == anna.membership_id).values(state=MembershipState.LEFT)
        )

    await scene.says(ANNA, "Hello?")
    assert isinstance(await scene.last(ANNA), LeftTandem)
    await scene.says(SOFIE, "Hello?")
    assert await scene.last(SOFIE) == LineClosed()
    await scene.taps(SOFIE, WriteTo(anna.membership_id))

    assert scene.toasts() == [scene.rendered(NotOnTelegram(), "fr").text]
    assert (await relays(scene, ANNA), await relays(scene, SOFIE)) == ([], [])


async def test_the_line_of_an_erased_person_carries_nothing(scene: Scene) -> None:
    anna = await anna_asks(scene)
    await scene.says(ANNA, "Hello")
    await carry(scene)
    await scene.taps(SOFIE, WriteTo(anna.membership_id))
    async with scene.database.write() as store:
        erased = {"user_sealed": None, "user_lookup": None, "first_name_sealed": None}
        await store.session.execute(update(Person).where(col(Person.id) == anna.person_id).values(**erased))

    await scene.says(SOFIE, "Hello?")

    assert await scene.last(SOFIE) == LineClosed()


async def test_whoever_writes_to_somebody_who_blocked_the_bot_hears_it_at_once(scene: Scene) -> None:
    anna = await anna_asks(scene)
    await scene.taps(SOFIE, WriteTo(anna.membership_id))
    on_its_way = await scene.says(SOFIE, "Hello")
    assert await messages_to(scene, ANNA) == [on_its_way]

    await scene.feed({"my_chat_member": kicked(scene, ANNA)})
    assert await scene.last(SOFIE) == PartnerAway(name="Anna 12")
    await scene.says(SOFIE, "Still there?")

    assert await scene.last(SOFIE) == PartnerAway(name="Anna 12")
    assert await waiting(scene, ANNA) == []


async def test_where_the_coordinator_blocked_the_bot_somebody_else_of_the_team_reads_it(scene: Scene) -> None:
    anna = await anna_asks(scene)
    first = await scene.says(ANNA, "Hello")
    await scene.feed({"my_chat_member": kicked(scene, SOFIE)})
    lost = await scene.last(ANNA)
    assert lost == PartnerAway(name=Team(anna.organisation_id, "Duo Dijle"))

    again = await scene.says(ANNA, "Hello again")

    assert (await messages_to(scene, SOFIE), await messages_to(scene, LEAD)) == ([], [first, again])


async def test_a_team_that_nobody_can_reach_says_so(scene: Scene) -> None:
    anna = await anna_asks(scene)
    for user in (SOFIE, LEAD):
        await scene.feed({"my_chat_member": kicked(scene, user)})

    await scene.says(ANNA, "Hello")

    assert await scene.last(ANNA) == PartnerAway(name=Team(anna.organisation_id, "Duo Dijle"))
    assert (await line(scene)).waits_since is None


async def test_whoever_comes_to_a_line_that_waits_reads_what_it_waits_for(scene: Scene) -> None:
    anna = await anna_asks(scene)
    first, second = await scene.says(ANNA, "Please help"), await scene.says(ANNA, "It is about tomorrow")
    assert await messages_to(scene, LEAD) == []

    for _ in range(2):
        await scene.taps(LEAD, WriteTo(anna.membership_id))

    assert await messages_to(scene, LEAD) == [first, second]
    assert isinstance(await scene.last(LEAD), DeskLineOpen)


async def test_the_deputy_reads_what_came_while_the_coordinator_was_there(scene: Scene) -> None:
    anna = await make_person(scene, ANNA, Role.SEEKER)
    _, sofie = await team(scene)
    piet = await make_person(scene, PIET, Role.COORDINATOR)
    await looked_after(scene, anna, sofie)
    await scene.says(ANNA, "/team")
    first = await scene.says(ANNA, "Hello")
    async with scene.database.write() as store:
        own = update(Membership).where(col(Membership.id) == sofie.membership_id)
        await store.session.execute(own.values(deputy_id=piet.membership_id))
        day = scene.clock.now().date().isoformat()
        store.session.add(
            Absence(membership_id=sofie.membership_id, first_day=day, last_day=day, created_at=scene.clock.now())
        )

    second = await scene.says(ANNA, "Is somebody there?")

    assert await messages_to(scene, PIET) == [first, second]


async def test_a_coordinator_who_becomes_a_lead_stays_in_their_lines(scene: Scene) -> None:
    await anna_asks(scene)
    await scene.says(ANNA, "Hello")
    await carry(scene)
    side = await side_of(scene, SOFIE)
    await make_person(scene, SOFIE, Role.LEAD)
    async with scene.database.write() as store:
        before = await store.session.get(Membership, side.membership_id)
        assert before is not None
        before.state = MembershipState.LEFT
        await leave_lines(scene.work(store), before)

    again = await scene.says(ANNA, "Still you?")

    assert await messages_to(scene, SOFIE) == [again]


@pytest.mark.parametrize("user", [ANNA, BRAM])
async def test_the_greeting_of_a_duo_has_a_way_to_the_team(scene: Scene, user: int) -> None:
    pair = await make_pair(scene)
    await team(scene)
    await make_person(scene, EVA, Role.MENTOR)

    await scene.taps(user, AskTeamOfDuo(pair.id))
    sent = await scene.says(user, "What do I do now?")
    assert await messages_to(scene, LEAD) == [sent]

    for tap in (AskTeamOfDuo(pair.id), AskTeamOfDuo(2**63 - 1)):
        await scene.taps(EVA, tap)
        assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]


# -- walls -----------------------------------------------------------------------------------------------------------
async def test_taps_of_strangers_and_of_other_organisations_find_nothing(scene: Scene) -> None:
    anna = await anna_asks(scene)
    other = await make_organisation(scene, "Autre")
    await make_person(scene, GREET, Role.LEAD, organisation=other)
    await make_person(scene, OMAR, Role.SEEKER, organisation=other)
    sent = await scene.says(ANNA, "private")
    side, line_id = (await side_of(scene, SOFIE)).id, (await line(scene)).id

    for user in (GREET, OMAR):
        forged = [
            *(WriteTo(anna.membership_id), AskTeam(anna.organisation_id), AnsweredElsewhere(line_id)),
            *(PassToTeam(anna.organisation_id, sent, ""), OpenLine(side), PassOn(side, sent, "")),
            *(WriteTo(2**63 - 1), AskTeam(2**63 - 1), AnsweredElsewhere(2**63 - 1)),
        ]
        for tap in forged:
            await scene.taps(user, tap)
            assert scene.toasts() == [scene.rendered(NotHere(), "fr").text], tap
    await scene.taps(ANNA, OpenLine(side))
    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    await scene.taps(ANNA, WriteTo(anna.membership_id))
    assert scene.toasts() == [scene.rendered(NotHere(), "fr").text]
    assert (await line(scene)).waits_since is not None


@pytest.mark.parametrize("steps", ["zz", "000", "zzzzzz" * 6])
async def test_a_forged_album_is_out_of_date(scene: Scene, steps: str) -> None:
    anna = await anna_asks(scene)

    await scene.taps(ANNA, PassToTeam(anna.organisation_id, 7, steps))

    assert scene.toasts() == [scene.rendered(OutOfDate(), "fr").text]


# -- cost ------------------------------------------------------------------------------------------------------------
async def test_a_message_to_the_partner_costs_one_query_more_than_before_there_were_lines(scene: Scene) -> None:
    """12 statements were counted before; with the lines it is one more."""
    await make_pair(scene)
    await scene.says(ANNA, "first")
    statements: list[str] = []

    @event.listens_for(scene.database.engine.sync_engine, "before_cursor_execute")
    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    await scene.says(ANNA, "second")

    lines = [statement for statement in statements if "line_side" in statement]
    assert len(lines) == 1, statements
