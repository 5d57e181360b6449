"""One proposal for everyone who waits: computed, changed by taps, sent in one go."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from sqlmodel import col, select

from bot.chore_table import CHORES
from bot.chores import Chores, ProcessTools
from bot.intake.api import RawApi
from mentoring.erasure import erase_membership
from mentoring.group_pairing.assign import assign
from mentoring.group_pairing.chore import MODULE
from mentoring.group_pairing.rounds import TOO_OLD
from mentoring.group_pairing.scores import score_table
from mentoring.group_pairing.sending import BATCH
from mentoring.matching import Candidate
from mentoring.messages.group_pairing import RoundComputing, RoundDraft, RoundNothing, RoundSent
from mentoring.messages.pairing import NoCapacity, Proposal
from mentoring.messages.system import NotHere
from mentoring.profile import Profile
from mentoring.taps_group_pairing import (
    AskSendAll,
    ComputeAgain,
    DraftMentors,
    DraftPage,
    DraftPair,
    LeaveOut,
    PairGroup,
    SendAll,
    TakeMentor,
    ThrowAway,
)
from storage.tables import Duo, Membership, MentorTick, Organisation, PairingRound
from storage.words import DuoState, MembershipState, Role, RoundState
from tests.handlers.people import Made, make_duo, make_organisation, make_person
from tests.handlers.scene import Scene

ANNA, COLLEAGUE = 11, 12
FRENCH = Profile(languages=("fr",))


class InProcess:
    """Computes here: what the other process adds is tested on its own (tests/unit/test_group_pairing.py)."""

    async def fetch(self, file_id: str, limit: int) -> bytes:
        raise AssertionError("not asked for")

    async def compute(self, module: str, payload: Any) -> Any:
        assert module == "mentoring.group_pairing.assign"
        return assign(payload)


async def compute(scene: Scene) -> None:
    """Does what was asked for beside the chats."""
    worker = Chores(scene.database, scene.clock, scene.clock, scene.facts, InProcess(), CHORES)
    while await worker.pull():
        pass


class Group:
    """A coordinator; Amina and Ben speak French, Carl Dutch; Karim speaks French, Lea both, each with one place."""

    def __init__(self, anna: Made, **others: Made) -> None:
        self.anna, self.organisation = anna, anna.organisation_id
        self.amina, self.ben, self.carl = others["amina"], others["ben"], others["carl"]
        self.karim, self.lea = others["karim"], others["lea"]


async def group(scene: Scene) -> Group:
    both, carl = Profile(languages=("fr", "nl"), sectors=("it",)), Profile(languages=("nl",), sectors=("it",))
    return Group(
        await make_person(scene, ANNA, Role.COORDINATOR, language="en"),
        amina=await make_person(scene, 21, name="Amina", profile=FRENCH),
        ben=await make_person(scene, 22, name="Ben", profile=FRENCH),
        carl=await make_person(scene, 23, name="Carl", profile=carl),
        karim=await make_person(scene, 31, Role.MENTOR, name="Karim", profile=FRENCH),
        lea=await make_person(scene, 32, Role.MENTOR, name="Lea", profile=both),
    )


async def draft(scene: Scene, organisation: int, user: int = ANNA) -> RoundDraft:
    await scene.taps(user, PairGroup(organisation))
    assert isinstance(await scene.last(user), RoundComputing)
    await compute(scene)
    shown = await scene.last(user)
    assert isinstance(shown, RoundDraft)
    return shown


async def the_round(scene: Scene) -> PairingRound:
    async with scene.database.read() as store:
        return (
            (await store.session.execute(select(PairingRound).order_by(col(PairingRound.id).desc()))).scalars().first()
        )  # type: ignore[return-value]


async def pairs(scene: Scene) -> dict[int, int | None]:
    return {kept["seeker_id"]: kept["mentor_id"] for kept in (await the_round(scene)).pairs}


async def duos(scene: Scene) -> set[tuple[int, int]]:
    async with scene.database.read() as store:
        found = await store.session.execute(select(Duo.seeker_id, Duo.mentor_id).where(Duo.state == DuoState.PROPOSED))
        return {(seeker, mentor) for seeker, mentor in found}


async def test_everybody_who_can_gets_a_mentor_in_their_language_and_the_rest_waits_on(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    found = await pairs(scene)
    assert found[made.carl.membership_id] == made.lea.membership_id, "the only one who speaks Dutch"
    assert found[made.amina.membership_id] == made.karim.membership_id, "of two who fit as well, who came first"
    assert found[made.ben.membership_id] is None
    assert (shown.pairs, shown.left, shown.flagged) == (2, 1, 0)
    assert await duos(scene) == set(), "nothing is sent before somebody says so"


async def test_all_pairs_are_sent_in_one_go_and_a_second_tap_changes_nothing(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    await scene.taps(ANNA, AskSendAll(made.organisation))
    assert "Really send 2 proposals?" in scene.edits()[0]
    for _ in range(2):
        await scene.taps(ANNA, SendAll(made.organisation, shown.sequence))
        assert "2 proposals are on their way." in scene.edits()[0]
    assert len(await duos(scene)) == 2
    assert [type(m) for m in await scene.messages(made.carl.user)] == [Proposal]


async def test_the_rest_of_a_big_group_goes_in_batches_and_the_result_follows(scene: Scene) -> None:
    anna = await make_person(scene, ANNA, Role.COORDINATOR, language="en")
    for number in range(BATCH + 3):
        await make_person(scene, 100 + number, profile=FRENCH)
        await make_person(scene, 200 + number, Role.MENTOR, profile=FRENCH)
    shown = await draft(scene, anna.organisation_id)
    for _ in range(2):
        await scene.taps(ANNA, SendAll(anna.organisation_id, shown.sequence))
        assert f"{BATCH} proposals are on their way.\n\n3 more follow in a moment." in scene.edits()[0]
    assert len(await duos(scene)) == BATCH
    await compute(scene)
    assert len(await duos(scene)) == BATCH + 3
    assert await scene.last(ANNA) == RoundSent(organisation_id=anna.organisation_id, sent=BATCH + 3, left_out=())
    await scene.taps(ANNA, SendAll(anna.organisation_id, shown.sequence))
    assert scene.edits() == [f"{BATCH + 3} proposals are on their way."]


async def test_who_is_no_longer_free_is_left_out_and_named(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    async with scene.database.write() as store:
        carl = await store.session.get(Membership, made.carl.membership_id)
        assert carl is not None
        carl.state = MembershipState.LEFT
    await scene.taps(ANNA, SendAll(made.organisation, shown.sequence))
    assert "1 proposal is on its way." in scene.edits()[0]
    assert "Carl" in scene.edits()[0]
    assert len(await duos(scene)) == 1


async def test_a_proposal_that_a_colleague_made_meanwhile_leaves_its_two_out(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    await make_duo(scene, made.carl, made.karim, DuoState.PROPOSED)
    await scene.taps(ANNA, SendAll(made.organisation, shown.sequence))
    (text,) = scene.edits()
    assert "No proposal was sent." in text
    assert "Carl" in text
    assert "Amina" in text, "her mentor has no place any more"
    assert await duos(scene) == {(made.carl.membership_id, made.karim.membership_id)}


async def test_a_mentor_who_is_taken_is_swapped(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    before = await pairs(scene)
    paired = next(s for s in (made.amina, made.ben) if before[s.membership_id] is not None)
    await scene.taps(ANNA, DraftMentors(paired.membership_id, 0, 0))
    assert "In the draft for <b>Carl</b>" in scene.edits()[0]
    await scene.taps(ANNA, TakeMentor(paired.membership_id, made.lea.membership_id, shown.sequence, 0))
    after = await pairs(scene)
    assert after[paired.membership_id] == made.lea.membership_id
    assert after[made.carl.membership_id] == before[paired.membership_id]
    await scene.taps(ANNA, DraftPage(made.organisation, 0))
    assert "no language in common" in scene.edits()[0]


async def test_a_second_tap_on_an_older_draft_shows_how_it_stands(scene: Scene) -> None:
    made = await group(scene)
    await make_person(scene, COLLEAGUE, Role.COORDINATOR, language="en")
    shown = await draft(scene, made.organisation)
    await scene.taps(ANNA, LeaveOut(made.carl.membership_id, shown.sequence, 0))
    assert "1 pair, 2 wait on" in scene.edits()[0]
    before = await pairs(scene)
    await scene.taps(COLLEAGUE, LeaveOut(made.amina.membership_id, shown.sequence, 0))
    assert (await pairs(scene), len(scene.toasts())) == (before, 1)
    await scene.taps(COLLEAGUE, SendAll(made.organisation, shown.sequence))
    assert await duos(scene) == set()
    assert "1 pair, 2 wait on" in scene.edits()[0]


async def test_there_is_one_draft_an_organisation(scene: Scene) -> None:
    made = await group(scene)
    await make_person(scene, COLLEAGUE, Role.COORDINATOR)
    first = await draft(scene, made.organisation)
    await scene.taps(COLLEAGUE, PairGroup(made.organisation))
    seen = await scene.last(COLLEAGUE)
    assert isinstance(seen, RoundDraft)
    assert seen.sequence == first.sequence
    for _ in range(2):
        await scene.taps(COLLEAGUE, ComputeAgain(made.organisation, seen.sequence))
    await compute(scene)
    again = await scene.last(COLLEAGUE)
    assert isinstance(again, RoundDraft)
    assert again.sequence > first.sequence
    await scene.taps(ANNA, SendAll(made.organisation, first.sequence))
    assert await duos(scene) == set()


async def test_a_draft_that_is_thrown_away_sends_nothing(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    for _ in range(2):
        await scene.taps(ANNA, ThrowAway(made.organisation, shown.sequence))
        assert "There is no draft right now" in scene.edits()[0]
    await scene.taps(ANNA, SendAll(made.organisation, shown.sequence))
    assert await duos(scene) == set()
    assert (await the_round(scene)).state == RoundState.DROPPED


# -- bad moments -----------------------------------------------------------------------------------------------------
async def test_with_nobody_to_pair_there_is_no_draft(scene: Scene) -> None:
    anna = await make_person(scene, ANNA, Role.COORDINATOR)
    await scene.taps(ANNA, PairGroup(anna.organisation_id))
    await compute(scene)
    assert await scene.last(ANNA) == RoundNothing(organisation_id=anna.organisation_id, waiting=0, mentors=0)
    await make_person(scene, 21)
    await scene.taps(ANNA, PairGroup(anna.organisation_id))
    await compute(scene)
    assert await scene.last(ANNA) == RoundNothing(organisation_id=anna.organisation_id, waiting=1, mentors=0)


async def test_a_mentor_whose_list_is_open_is_in_no_pair_and_is_counted(scene: Scene) -> None:
    made = await group(scene)
    async with scene.database.write() as store:
        organisation = await store.session.get(Organisation, made.organisation)
        assert organisation is not None
        organisation.mentor_points = [{"code": "insurance"}]
        tick = {"ticked_by": made.anna.membership_id, "ticked_at": scene.clock.now()}
        store.session.add(MentorTick(membership_id=made.lea.membership_id, point="insurance", **tick))
    shown = await draft(scene, made.organisation)
    assert (shown.pairs, shown.held_back) == (1, 1)
    assert set((await pairs(scene)).values()) == {made.lea.membership_id, None}


async def test_who_declined_each_other_before_are_only_paired_where_nobody_else_is_left(scene: Scene) -> None:
    made = await group(scene)
    await make_duo(scene, made.amina, made.karim, DuoState.DECLINED)
    await draft(scene, made.organisation)
    found = await pairs(scene)
    assert found[made.ben.membership_id] == made.karim.membership_id
    assert found[made.amina.membership_id] is None


async def test_a_draft_of_more_than_three_days_is_dropped(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    scene.advance(TOO_OLD)
    for tap in (
        DraftPage(made.organisation, 0),
        DraftPair(made.carl.membership_id, 0),
        TakeMentor(made.amina.membership_id, made.lea.membership_id, shown.sequence, 0),
        AskSendAll(made.organisation),
        SendAll(made.organisation, shown.sequence),
    ):
        await scene.taps(ANNA, tap)
        assert "more than three days old" in scene.edits()[0]
    assert await duos(scene) == set()
    again = await draft(scene, made.organisation)
    assert again.sequence > shown.sequence


async def test_one_pair_is_shown_with_all_its_reasons_and_left_out(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    await scene.taps(ANNA, DraftPair(made.carl.membership_id, 0))
    (text,) = scene.edits()
    assert "Both speak: Dutch" in text
    assert "Same sector" in text
    await scene.taps(ANNA, LeaveOut(made.carl.membership_id, shown.sequence, 0))
    await scene.taps(ANNA, DraftPair(made.carl.membership_id, 0))
    assert "<b>Carl</b> waits on" in scene.edits()[0]
    await scene.taps(ANNA, DraftMentors(made.carl.membership_id, 0, 0))
    assert "Lea" in scene.edits()[0]


async def test_a_mentor_who_got_another_duo_is_not_taken(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    other = await make_person(scene, 24)
    await make_duo(scene, other, made.lea)
    before = await pairs(scene)
    await scene.taps(ANNA, TakeMentor(made.amina.membership_id, made.lea.membership_id, shown.sequence, 0))
    assert scene.toasts() == [scene.rendered(NoCapacity()).text]
    assert await pairs(scene) == before
    await scene.taps(ANNA, DraftPage(made.organisation, 0))
    assert "No longer free, is not sent" in scene.edits()[0]


async def test_who_was_erased_meanwhile_is_in_no_row_and_stops_nothing(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    async with scene.database.write() as store:
        for gone in (made.ben, made.carl, made.karim):
            await erase_membership(scene.work(store, f"erase:{gone.membership_id}"), gone.membership_id)
    await scene.taps(ANNA, DraftPage(made.organisation, 0))
    (text,) = scene.edits()
    assert "<b>Amina</b> waits on\n\n" in text, "her mentor is gone"
    assert "Carl" not in text
    await scene.taps(ANNA, DraftPair(made.carl.membership_id, 0))
    assert scene.toasts() == [scene.rendered(NotHere()).text]
    await scene.taps(ANNA, DraftMentors(made.amina.membership_id, 0, 0))
    await scene.taps(ANNA, TakeMentor(made.amina.membership_id, made.lea.membership_id, shown.sequence, 0))
    assert (await pairs(scene))[made.amina.membership_id] == made.lea.membership_id
    await scene.taps(ANNA, SendAll(made.organisation, shown.sequence + 1))
    assert await duos(scene) == {(made.amina.membership_id, made.lea.membership_id)}


async def test_another_organisation_sees_and_does_nothing(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    await make_person(scene, 13, Role.LEAD, language="en", organisation=await make_organisation(scene, "Samen Sterk"))
    carl, organisation = made.carl.membership_id, made.organisation
    for tap in (
        PairGroup(organisation),
        ComputeAgain(organisation, shown.sequence),
        DraftPage(organisation, 0),
        DraftPair(carl, 0),
        DraftMentors(carl, 0, 0),
        TakeMentor(carl, made.karim.membership_id, shown.sequence, 0),
        LeaveOut(carl, shown.sequence, 0),
        AskSendAll(organisation),
        SendAll(organisation, shown.sequence),
        ThrowAway(organisation, shown.sequence),
    ):
        await scene.taps(13, tap)
        assert scene.toasts() == [scene.rendered(NotHere()).text]
    assert (await the_round(scene)).state == RoundState.DRAFT


async def test_somebody_of_another_organisation_cannot_be_taken(scene: Scene) -> None:
    made = await group(scene)
    shown = await draft(scene, made.organisation)
    elsewhere = await make_organisation(scene, "Samen Sterk")
    stranger = await make_person(scene, 33, Role.MENTOR, organisation=elsewhere)
    before = await pairs(scene)
    await scene.taps(ANNA, TakeMentor(made.amina.membership_id, stranger.membership_id, shown.sequence, 0))
    assert (await pairs(scene), len(scene.toasts())) == (before, 1)


async def test_a_chore_that_is_begun_twice_makes_one_draft_and_says_it_once(scene: Scene) -> None:
    made = await group(scene)
    for _ in range(2):
        await scene.taps(ANNA, PairGroup(made.organisation))
    await compute(scene)
    drafts = [message for message in await scene.messages(ANNA) if isinstance(message, RoundDraft)]
    assert len(drafts) == 1


# -- the other process -----------------------------------------------------------------------------------------------
async def test_the_other_process_answers() -> None:
    payload = score_table(
        [Candidate(1, 1, FRENCH)], [Candidate(2, 2, FRENCH, 1), Candidate(3, 3, FRENCH, 2)], {}
    ).payload()
    assert await ProcessTools(RawApi("1:A", ""), "").compute(MODULE, payload) == [[0, 1]]


def test_the_long_lived_process_does_not_import_scipy() -> None:
    code = (
        "import sys, bot.wiring, bot.chore_table, handlers.routing; handlers.routing.build_router();"
        "sys.exit(any(name.partition('.')[0] in {'scipy', 'numpy'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
