from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mentoring import invitations
from mentoring.errors import LinkNotValidError
from mentoring.messages.arrival import LinkNotValid, Stranger, TooManyLinks, WelcomeBack
from mentoring.messages.pairing import Proposal
from mentoring.messages.welcome import DataCard, WhichLanguage
from mentoring.people import Situation
from mentoring.taps_pairing import WhoWaits
from mentoring.visitors import WRONG_LINKS
from mentoring.work import Work
from storage.database import Database
from storage.tables import Invitation, Membership, Organisation, Person
from storage.words import DuoState, InvitationState, MembershipState, Role
from tests.handlers.people import make_duo, make_organisation, make_person
from tests.handlers.scene import START, Scene

ANNA, BEN, CEM, DANA = 501, 502, 503, 504
INVENTED = "A" * 32


async def invitation_to(scene: Scene, role: Role = Role.SEEKER, *, organisation: str = "Duo Dijle", **more: Any) -> str:
    """The token of a new invitation."""
    organisation_id = await make_organisation(scene, organisation)
    async with scene.database.write() as store:
        row = await store.session.get(Organisation, organisation_id)
        assert row is not None
        issued = await invitations.issue(scene.work(store), row, role, **more)
        return issued.token


async def the_invitation(scene: Scene) -> Invitation:
    async with scene.database.read() as store:
        return (await store.session.execute(select(Invitation))).scalar_one()


async def memberships(scene: Scene) -> list[Membership]:
    async with scene.database.read() as store:
        return list((await store.session.execute(select(Membership).order_by(Membership.id))).scalars().all())


async def count(scene: Scene, table: type) -> int:
    async with scene.database.read() as store:
        return int((await store.session.execute(select(func.count()).select_from(table))).scalar_one())


async def kinds(scene: Scene, user: int) -> list[str]:
    return [message.kind for message in await scene.messages(user)]


# -- a link that is valid ----------------------------------------------------------------------------------------------
async def test_a_valid_link_makes_a_newcomer_somebody_and_begins_the_welcome(scene: Scene) -> None:
    scene.phone_languages[ANNA] = "nl-BE"
    token = await invitation_to(scene, label="Anna, mardi")

    await scene.says(ANNA, f"/start {token}")

    assert isinstance(await scene.last(ANNA), WhichLanguage)
    (membership,) = await memberships(scene)
    assert (membership.role, membership.state) == (Role.SEEKER, MembershipState.WELCOMING)
    assert membership.open(scene.database.vault, "label") == "Anna, mardi"
    used = await the_invitation(scene)
    assert (used.state, used.used_by, used.token_sealed) == (InvitationState.USED, membership.id, None)
    assert used.used_at == scene.clock.now()
    async with scene.database.read() as store:
        person = (await store.session.execute(select(Person))).scalar_one()
    assert person.open(scene.database.vault, "user") == str(ANNA)
    assert person.language == "nl"


async def test_a_phone_in_another_language_gets_the_language_of_the_invitation(scene: Scene) -> None:
    scene.phone_languages[ANNA] = "ti"
    token = await invitation_to(scene, language="de")

    await scene.says(ANNA, f"/start {token}")

    async with scene.database.read() as store:
        assert (await store.session.execute(select(Person.language))).scalar_one() == "de"


async def test_the_second_person_with_the_same_link_gets_the_answer_of_a_link_that_is_not_valid(scene: Scene) -> None:
    token = await invitation_to(scene)
    await scene.says(ANNA, f"/start {token}")

    await scene.says(BEN, f"/start {token}")

    assert await scene.last(BEN) == LinkNotValid()
    assert len(await memberships(scene)) == 1


async def test_when_five_people_follow_one_link_at_once_one_wins(database: Database) -> None:
    async with database.write() as store:
        place = Organisation(name="Apides", created_at=START)
        store.session.add(place)
        await store.session.flush()
        token = (await invitations.issue(Work(store, START, START, "test"), place, Role.SEEKER)).token
    ready = asyncio.Barrier(5 if database.is_postgres else 1)  # SQLite has one writer: they queue

    async def follow(user: int) -> bool:
        try:
            async with database.write(database.vault.lookup("chat", user)) as store:
                await ready.wait()
                await invitations.redeem(Work(store, START, START, f"update:{user}"), token, user, "fr")
        except LinkNotValidError:
            return False
        return True

    async with asyncio.TaskGroup() as people:
        tasks = [people.create_task(follow(user)) for user in range(701, 706)]

    assert sorted(task.result() for task in tasks) == [False] * 4 + [True]
    async with database.read() as store:
        assert (await store.session.execute(select(func.count()).select_from(Membership))).scalar_one() == 1


async def test_the_same_update_five_times_has_one_effect(scene: Scene) -> None:
    token = await invitation_to(scene)
    message = scene._message(ANNA, None) | {"text": f"/start {token}"}

    for _ in range(5):
        await scene.feed({"message": message}, update_id=77)

    assert len(await memberships(scene)) == 1
    assert await kinds(scene, ANNA) == ["welcome.language"]


async def test_the_same_person_with_the_same_link_goes_on_where_the_welcome_stopped(scene: Scene) -> None:
    token = await invitation_to(scene)

    await scene.says(ANNA, f"/start {token}")
    await scene.says(ANNA, f"/start {token}")

    assert await kinds(scene, ANNA) == ["welcome.language", "welcome.language"]
    assert len(await memberships(scene)) == 1


async def test_after_the_welcome_the_own_link_gives_a_greeting(scene: Scene) -> None:
    token = await invitation_to(scene)
    await scene.says(ANNA, f"/start {token}")
    await finish(scene)

    await scene.says(ANNA, f"/start {token}")

    greeting = await scene.last(ANNA)
    assert isinstance(greeting, WelcomeBack)
    assert [standing.situation for standing in greeting.standings] == [Situation.WAITING]


async def test_who_goes_by_phone_can_change_their_mind_with_the_own_link(scene: Scene) -> None:
    token = await invitation_to(scene)
    await make_person(scene, ANNA, Role.MENTOR, organisation=await make_organisation(scene, "Apides"))
    await scene.says(ANNA, f"/start {token}")
    await finish(scene, MembershipState.BY_PHONE)

    await scene.says(ANNA, f"/start {token}")

    assert isinstance(await scene.last(ANNA), DataCard)


async def test_a_link_for_another_role_adds_it_to_the_same_person(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.MENTOR, name="Anna")
    token = await invitation_to(scene, Role.COORDINATOR, organisation="Apides")

    await scene.says(ANNA, f"/start {token}")

    assert [(m.role, m.state) for m in await memberships(scene)] == [
        (Role.MENTOR, MembershipState.READY),
        (Role.COORDINATOR, MembershipState.WELCOMING),
    ]
    assert await count(scene, Person) == 1
    assert (await scene.last(ANNA)).kind.startswith("welcome.")


async def test_a_link_for_a_role_they_have_is_not_used_up(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.MENTOR)
    token = await invitation_to(scene, Role.MENTOR)

    await scene.says(ANNA, f"/start {token}")
    await scene.says(BEN, f"/start {token}")

    assert isinstance(await scene.last(ANNA), WelcomeBack)
    assert isinstance(await scene.last(BEN), WhichLanguage)


async def test_who_left_comes_back_with_a_new_link_and_agrees_anew(scene: Scene) -> None:
    await make_person(scene, ANNA, Role.MENTOR, state=MembershipState.LEFT, label="old label")
    token = await invitation_to(scene, Role.MENTOR)

    await scene.says(ANNA, f"/start {token}")

    (membership,) = await memberships(scene)
    assert (membership.state, membership.agreed_at) == (MembershipState.WELCOMING, None)
    assert membership.open(scene.database.vault, "label") == "old label"


async def test_the_inviter_hears_who_joined_by_the_private_label(scene: Scene) -> None:
    desk = await make_person(scene, CEM, Role.COORDINATOR)
    token = await invitation_to(scene, label="Anna, mardi", invited_by=desk.membership_id)
    await scene.says(ANNA, f"/start {token}")

    await tell(scene)

    joined = await scene.last(CEM)
    assert joined.kind == "invitation.joined"
    rendered = scene.rendered(joined)
    assert "Anna, mardi" in rendered.text
    assert [button.tap for row in rendered.buttons for button in row] == [WhoWaits()]


async def test_an_inviter_who_left_the_team_hears_nothing(scene: Scene) -> None:
    desk = await make_person(scene, CEM, Role.COORDINATOR, state=MembershipState.LEFT)
    token = await invitation_to(scene, label="Anna, mardi", invited_by=desk.membership_id)
    await scene.says(ANNA, f"/start {token}")

    await tell(scene)

    assert await scene.messages(CEM) == []


# -- links that are not ------------------------------------------------------------------------------------------------
async def test_used_expired_revoked_and_invented_links_get_one_and_the_same_answer(scene: Scene) -> None:
    used, revoked = await invitation_to(scene), await invitation_to(scene)
    await scene.says(BEN, f"/start {used}")
    async with scene.database.write() as store:
        lookup = store.vault.lookup("invitation", revoked)
        row = (await store.session.execute(select(Invitation).where(Invitation.token_lookup == lookup))).scalar_one()
        row.state = InvitationState.REVOKED
    expired = await invitation_to(scene)
    scene.advance(timedelta(days=30))

    for token in (used, revoked, expired, INVENTED):
        await scene.says(ANNA, f"/start {token}")

    assert await scene.messages(ANNA) == [LinkNotValid()] * 4
    assert {row.language for row in await scene.rows(ANNA)} == {"fr"}
    assert await count(scene, Person) == 1


async def test_an_invitation_is_valid_to_the_last_second(scene: Scene) -> None:
    token = await invitation_to(scene)
    scene.advance(timedelta(days=30) - timedelta(seconds=1))

    await scene.says(ANNA, f"/start {token}")

    assert isinstance(await scene.last(ANNA), WhichLanguage)


@pytest.mark.parametrize(
    "payload",
    ["x", "10" * 20 + "'; --", "A" * 4000, "🙂" * 16, "a b", "\u202eabc", "%00", INVENTED + "\x00"],
    ids=["short", "sql", "long", "emoji", "two words", "bidi", "percent", "nul"],
)
async def test_whatever_stands_behind_start_gets_that_answer(scene: Scene, payload: str) -> None:
    await scene.says(ANNA, f"/start {payload}")

    assert await scene.messages(ANNA) == [LinkNotValid()]


async def test_after_five_wrong_links_one_line_then_silence_until_the_hour_is_over(scene: Scene) -> None:
    for _ in range(WRONG_LINKS + 4):
        await scene.says(ANNA, f"/start {INVENTED}")
    assert await scene.messages(ANNA) == [LinkNotValid()] * WRONG_LINKS + [TooManyLinks()]

    scene.advance(timedelta(hours=1))
    await scene.says(ANNA, f"/start {INVENTED}")

    assert await scene.last(ANNA) == LinkNotValid()


async def test_while_it_has_to_wait_not_even_a_valid_link_works_and_afterwards_it_does(scene: Scene) -> None:
    token = await invitation_to(scene)
    for _ in range(WRONG_LINKS):
        await scene.says(ANNA, f"/start {INVENTED}")

    await scene.says(ANNA, f"/start {token}")
    assert await scene.last(ANNA) == TooManyLinks()

    scene.advance(timedelta(hours=1))
    await scene.says(ANNA, f"/start {token}")
    assert isinstance(await scene.last(ANNA), WhichLanguage)


async def test_guessing_is_throttled_for_people_we_know_and_for_each_chat_apart(scene: Scene) -> None:
    await make_person(scene, BEN, Role.MENTOR)
    for _ in range(WRONG_LINKS + 2):
        await scene.says(BEN, f"/start {INVENTED}")
    await scene.says(ANNA, f"/start {INVENTED}")

    assert await scene.messages(BEN) == [LinkNotValid()] * WRONG_LINKS + [TooManyLinks()]
    assert await scene.messages(ANNA) == [LinkNotValid()]


# -- without a link ----------------------------------------------------------------------------------------------------
async def test_a_stranger_hears_one_polite_message_in_the_phones_language_and_then_nothing(scene: Scene) -> None:
    scene.phone_languages[DANA] = "de"

    await scene.says(DANA, "Hallo?")
    await scene.says(DANA, "/start")
    await scene.says(DANA, "/help")
    await scene.says(DANA, photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}])
    scene.advance(timedelta(days=400))
    await scene.says(DANA, "Hallo?")

    assert await scene.messages(DANA) == [Stranger()]
    assert [row.language for row in await scene.rows(DANA)] == ["de"]
    assert await count(scene, Person) == 0


@pytest.mark.parametrize("data", ["iv", "io:1", "ix:1:0", "x", "🙂" * 16])
async def test_taps_of_strangers_get_an_empty_answer(scene: Scene, data: str) -> None:
    await scene.taps(DANA, data)

    assert [type(call).__name__ for call in scene.session.calls] == ["AnswerCallbackQuery"]
    assert scene.toasts() == []
    assert await scene.rows() == []


async def test_edits_reactions_and_blocks_of_strangers_are_quiet(scene: Scene) -> None:
    message = scene._message(DANA, None)
    user, chat, date = message["from"], message["chat"], message["date"]
    member = {"user": scene._bot(), "status": "kicked", "until_date": 0}
    await scene.feed({"edited_message": message | {"text": "/start abc", "edit_date": date}})
    await scene.feed(
        {
            "message_reaction": {
                "chat": chat,
                "message_id": 1,
                "user": user,
                "date": date,
                "old_reaction": [],
                "new_reaction": [],
            }
        }
    )
    await scene.feed(
        {
            "my_chat_member": {
                "chat": chat,
                "from": user,
                "date": date,
                "old_chat_member": member,
                "new_chat_member": member,
            }
        }
    )

    assert await scene.rows() == []


async def test_start_of_somebody_we_know_greets_and_says_what_is_next_in_each_role(scene: Scene) -> None:
    mentor = await make_person(scene, ANNA, Role.MENTOR, name="Zoë <b>")
    await make_person(scene, ANNA, Role.COORDINATOR)
    await make_duo(scene, await make_person(scene, BEN), mentor, DuoState.PROPOSED)

    await scene.says(ANNA, "/start")

    greeting, proposal = await scene.messages(ANNA)
    assert isinstance(proposal, Proposal)
    assert isinstance(greeting, WelcomeBack)
    assert [(each.role, each.situation) for each in greeting.standings] == [
        (Role.MENTOR, Situation.ASKED),
        (Role.COORDINATOR, Situation.WORKING),
    ]
    assert "Zoë &lt;b&gt;" in scene.rendered(greeting).text


@pytest.mark.parametrize("text", ["/start", "/start@tandem_bot", "/start   "])
async def test_start_in_the_middle_of_the_welcome_asks_the_open_question_again(scene: Scene, text: str) -> None:
    await scene.says(ANNA, f"/start {await invitation_to(scene)}")

    await scene.says(ANNA, text)

    assert await kinds(scene, ANNA) == ["welcome.language", "welcome.language"]


async def test_tokens_are_neither_stored_nor_guessable(scene: Scene) -> None:
    token = await invitation_to(scene)
    row = await the_invitation(scene)

    assert re.fullmatch(r"[A-Za-z0-9_-]{22,64}", token)
    assert token.encode() not in row.token_lookup + (row.token_sealed or b"")
    assert row.open(scene.database.vault, "token") == token


async def finish(scene: Scene, state: MembershipState = MembershipState.READY) -> None:
    """Ends every welcome that is under way, without its questions."""
    async with scene.database.write() as store:
        for membership in (await store.session.execute(select(Membership))).scalars():
            if membership.state == MembershipState.WELCOMING:
                membership.state = state


async def tell(scene: Scene) -> None:
    """What the end of the welcome does for the newest membership."""
    async with scene.database.write() as store:
        newest = select(Membership).order_by(Membership.id.desc()).limit(1)  # type: ignore[attr-defined]
        membership = (await store.session.execute(newest)).scalar_one()
        person = await store.session.get(Person, membership.person_id)
        assert person is not None
        await invitations.tell_inviter(scene.work(store), person, membership)
