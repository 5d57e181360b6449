from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from bot.clocks import RealClock
from bot.commands.outbox import put_back, show_list, show_summary, tell_retried
from bot.commands.outbox_words import REFUSALS, Moments, explain, priority_name
from storage import dead_letters
from storage.database import Database
from storage.dead_letters import Letter, Pending, Refusal, Retried, Summary
from storage.delivery import Outcome
from storage.sealing import Vault
from storage.tables import Person
from storage.words import Call, Failure, OutboxState, Priority
from tests.commands.conftest import CommandLine
from tests.conftest import opened
from tests.storage.rows import add, claim, mark, row_of

T = TypeVar("T")
NOW = datetime(2026, 3, 3, 11, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOMENTS = Moments(NOW, ZoneInfo("Europe/Brussels"))


def letter(**values: Any) -> Letter:
    defaults: dict[str, Any] = {
        "id": 17,
        "call": Call.SEND,
        "kind": "session.reminder",
        "person_id": 7,
        "chat_key": "person:7",
        "priority": Priority.REMINDER,
        "state": OutboxState.PENDING,
        "failure": None,
        "error": "",
        "due_at": NOW - HOUR,
        "expires_at": None,
        "not_before": None,
        "lease_until": None,
        "attempts": 0,
        "takeovers": 0,
        "message_id": None,
        "created_at": NOW - DAY,
        "done_at": None,
        "keeps_params": True,
        "unreachable_since": None,
        "is_forgotten": False,
    }
    return Letter(**{**defaults, **values})


def said(**values: Any) -> str:
    return "\n".join(explain(letter(**values), MOMENTS))


def failed(reason: Failure, **values: Any) -> str:
    return said(state=OutboxState.FAILED, failure=reason, attempts=3, done_at=NOW, **values)


# --- what `show` says


def test_a_row_is_told_with_its_kind_its_person_and_its_times() -> None:
    text = said(expires_at=NOW + HOUR)
    assert "Row 17 is the message session.reminder, for person 7, with the priority reminder." in text
    assert "It was written Mon 02 Mar 12:00 and due Tue 03 Mar 11:00." in text
    assert "From Tue 03 Mar 13:00 on it is pointless." in text


def test_what_waits_says_for_what() -> None:
    assert "waits until it is due" in said(due_at=NOW + DAY)
    assert "is `python -m bot run` running?" in said()
    tried = said(not_before=NOW + HOUR, attempts=2, error="Timed out")
    assert "tried 2 times; the last answer was: Timed out. The next try is Tue 03 Mar 13:00" in tried
    held = explain(letter(), Moments(NOW, MOMENTS.zone, held_until=NOW + HOUR))
    assert "nothing goes to this chat before Tue 03 Mar 13:00" in held[-1]


def test_what_is_carried_sent_or_cancelled_says_so() -> None:
    assert "at this moment" in said(state=OutboxState.SENDING, lease_until=NOW + HOUR)
    assert "did not come back" in said(state=OutboxState.SENDING, lease_until=NOW - HOUR)
    sent = said(state=OutboxState.SENT, done_at=NOW, message_id=99, takeovers=1)
    assert "accepted it Tue 03 Mar 12:00 as message 99" in sent
    assert "lost 1 time, so it may have arrived more than once" in sent
    assert "its reason fell away" in said(state=OutboxState.CANCELLED, done_at=NOW)


@pytest.mark.parametrize("reason", Failure)
def test_each_reason_is_explained_with_what_one_can_do(reason: Failure) -> None:
    text = failed(reason, error="Bad Request: PEER_ID_INVALID")
    assert f"Reason: {reason}." in text
    assert "Bad Request: PEER_ID_INVALID" in text
    assert ("outbox retry 17" in text) == (reason is not Failure.EXPIRED)
    assert ("cannot be put back" in text) == (reason is Failure.EXPIRED)


def test_where_putting_back_makes_no_sense_the_explanation_says_why() -> None:
    assert REFUSALS[Refusal.UNREACHABLE] in failed(Failure.BLOCKED, unreachable_since=NOW)
    assert REFUSALS[Refusal.FORGOTTEN] in failed(Failure.GAVE_UP, is_forgotten=True)
    assert REFUSALS[Refusal.ERASED] in failed(Failure.REJECTED, call=Call.EDIT, keeps_params=False)


@pytest.mark.parametrize("call", Call)
@pytest.mark.parametrize("state", OutboxState)
def test_every_call_in_every_state_is_explained(call: Call, state: OutboxState) -> None:
    assert len(explain(letter(call=call, state=state, done_at=NOW), MOMENTS)) >= 2


def test_a_row_of_another_version_is_explained_as_far_as_it_goes() -> None:
    text = said(call="sing", priority=99, state=OutboxState.FAILED, failure="bored", done_at=NOW)
    assert "a call of another version (sing)" in text
    assert "priority 99" in text
    assert priority_name(Priority.CHECK_IN) == "check-in"
    assert set(REFUSALS) == set(Refusal)


# --- what is printed


def test_the_summary_shows_what_waits_failed_and_is_held(capsys: pytest.CaptureFixture[str]) -> None:
    pending = [Pending(Priority.CHECK_IN, due=3, waiting=1, later=200, next_at=NOW + DAY)]
    show_summary(Summary(pending, 2, {"gave_up": 4, "blocked": 1}, 5, NOW + HOUR), MOMENTS)
    output = capsys.readouterr().out
    line = next(line for line in output.splitlines() if "check-in" in line)
    assert line.split()[:4] == ["check-in", "3", "1", "200"]
    assert "Wed 04 Mar 12:00" in line
    assert "Being sent: 2" in output
    assert "1 blocked, 4 gave_up" in output
    assert "in 5 chats" in output
    assert "nothing goes before Tue 03 Mar 13:00" in output


def test_a_list_shows_telegrams_words_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    rejected = letter(state=OutboxState.FAILED, failure=Failure.REJECTED, error="Bad Request: [b] is odd", attempts=1)
    show_list([rejected], MOMENTS)
    line = next(line for line in capsys.readouterr().out.splitlines() if "17" in line)
    assert line.split()[:3] == ["17", "session.reminder", "7"]
    assert "rejected" in line
    assert "[b] is odd" in line


def test_many_rows_put_back_are_told_as_a_count(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [Retried(number, None, may_repeat=number == 1) for number in range(40)]
    rows += [Retried(number, Refusal.UNREACHABLE) for number in range(40, 60)]
    tell_retried(rows)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "1: put back; it may arrive twice."
    assert "and 10 more put back." in lines
    assert f"and 20 more not put back: {REFUSALS[Refusal.UNREACHABLE]}." in lines
    assert lines[-1].startswith("Put back: 40.")


# --- the commands


@pytest.fixture
def outbox(sqlite_url: str, vault: Vault) -> Callable[[Callable[[Database], Awaitable[T]]], T]:
    """Works on the database of the command line."""

    async def work(use: Callable[[Database], Awaitable[T]]) -> T:
        async with opened(sqlite_url, vault) as database:
            return await use(database)

    return lambda use: asyncio.run(work(use))


async def one_of_each(database: Database) -> dict[str, int]:
    """A row that gave up, one that expired, one that waits; their person is there."""
    now = RealClock().now()
    async with database.write() as store:
        person = Person(id=7, created_at=now)
        person.seal(store.vault, "user", "4711")
        store.session.add(person)
    ids = {}
    for key, failure in (("gave up", Failure.GAVE_UP), ("expired", Failure.EXPIRED)):
        await add(database, key, kind=f"kind.{key.replace(' ', '-')}", due_at=now, created_at=now)
        [row] = await claim(database, now=now)
        await mark(database, Outcome(row, OutboxState.FAILED, failure=failure))
        ids[key] = row.id
    waits = await add(database, "waits", kind="kind.waits", due_at=now + DAY, created_at=now)
    assert waits is not None
    return {**ids, "waits": waits}


def test_summary_list_and_show_go_together(cli: CommandLine, outbox: Any) -> None:
    ids = outbox(one_of_each)
    assert "reply" in cli("outbox").output
    everything = cli("outbox", "list").output
    assert all(str(row_id) in everything for row_id in ids.values())
    assert "kind.waits" not in cli("outbox", "list", "--failed").output
    assert "kind.gave-up" not in cli("outbox", "list", "--pending").output
    by_reason = cli("outbox", "list", "--reason", "expired").output
    assert str(ids["expired"]) in by_reason
    assert str(ids["gave up"]) not in by_reason
    assert "outbox retry" in cli("outbox", "show", str(ids["gave up"])).output
    assert "Amina" not in everything


def test_rows_are_put_back_by_id_and_refused_with_a_reason(cli: CommandLine, outbox: Any) -> None:
    ids = outbox(one_of_each)
    result = cli("outbox", "retry", str(ids["gave up"]), str(ids["expired"]), "5")
    assert result.exit_code == 0
    assert f"{ids['gave up']}: put back" in result.output
    assert f"{ids['expired']}: not put back: {REFUSALS[Refusal.EXPIRED]}" in result.output
    assert "5: not put back: there is no such row" in result.output
    row = outbox(lambda database: row_of(database, ids["gave up"]))
    assert row.state == OutboxState.PENDING
    assert cli("outbox", "retry", str(ids["expired"])).exit_code == 1


def test_all_of_a_reason_are_put_back_after_asking(cli: CommandLine, outbox: Any) -> None:
    ids = outbox(one_of_each)
    assert cli("outbox", "retry", "--reason", "gave_up").exit_code == 1  # nobody says yes
    assert outbox(lambda database: row_of(database, ids["gave up"])).state == OutboxState.FAILED
    assert "Put back: 1." in cli("outbox", "retry", "--reason", "gave_up", "--yes").output
    assert "Nothing that failed as gave_up" in cli("outbox", "retry", "--reason", "gave_up", "--yes").output


@pytest.mark.parametrize(
    "words",
    [["retry"], ["retry", "5", "--reason", "gave_up"], ["retry", "x"], ["list", "--pending", "--failed"], ["show"]],
)
def test_what_makes_no_sense_is_a_usage_error(cli: CommandLine, words: list[str]) -> None:
    assert cli("outbox", *words).exit_code == 2


def test_a_row_that_is_not_there_and_an_older_database_are_told_in_a_line(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    unknown = cli("outbox", "show", "5")
    assert (unknown.exit_code, len(unknown.output.splitlines())) == (1, 1)
    monkeypatch.setenv("TANDEM_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    cli("migrate", "0001")
    for words in (["outbox"], ["outbox", "list"], ["outbox", "retry", "5"]):
        older = cli(*words)
        assert older.exit_code == 1
        assert older.output == "Tandem: The database is not up to date. Run `python -m bot migrate` first.\n"


async def test_many_rows_are_put_back_in_batches(database: Database) -> None:
    for number in range(3):
        await add(database, f"{number}", chat_id=number, language="fr")
    rows = await claim(database)
    await mark(database, *(Outcome(row, OutboxState.FAILED, failure=Failure.GAVE_UP) for row in rows))
    retried = await put_back(database, [row.id for row in rows], NOW, batch=2)
    assert [it.refusal for it in retried] == [None] * 3
    async with database.read() as store:
        assert await dead_letters.failed_ids(store, Failure.GAVE_UP) == []


def test_the_commands_of_the_outbox_load_no_telegram_library() -> None:
    code = (
        "import sys, bot.__main__, bot.commands.outbox, bot.commands.outbox_words, storage.dead_letters; "
        "print(sorted({'aiogram', 'telegram'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("outbox", "show", "abc"), "it is no number."),
        (("invite", "Apides", "--role", "boss"), "'boss' is none of seeker, mentor,"),
        (("simulate", "--duos", "0"), "it is 1 at least."),
        (("demo", "--port", "99999"), "it is 65535 at most."),
        (("outbox", "list", "--nothing"), "No such option"),
    ],
)
def test_wrong_options_are_told_in_plain_words(cli: CommandLine, words: tuple[str, ...], told: str) -> None:
    result = cli(*words)
    assert result.exit_code == 2
    said = " ".join(result.output.replace("│", "").split())
    assert told in said
    assert "Input should" not in said
    assert "Value error" not in said
