"""What a row of the outbox is, what happened to it, what that means and what one can do: in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.times import clock_time
from storage.dead_letters import Letter, Refusal, why_not
from storage.words import Call, Failure, OutboxState, Priority

_CALLS = {
    Call.SEND: "the message {kind}",
    Call.CARD: "the card {kind}, a message that is edited in place",
    Call.COPY: "a message of a duo, passed on to the other",
    Call.ALBUM: "an album of a duo, passed on to the other",
    Call.EDIT: "a change of a message that was passed on",
    Call.REACTION: "a reaction, passed on to the other",
    Call.TOPIC: "the making of a topic",
    Call.RENAME_TOPIC: "a new name for a topic",
    Call.PIN: "the pinning of a card",
    Call.UNPIN: "the unpinning of a card",
    Call.COMMANDS: "somebody's menu of commands",
    Call.LEAVE: "leaving a group",
}
REFUSALS = {
    Refusal.UNKNOWN: "there is no such row; what is done is kept for 30 days",
    Refusal.NOT_FAILED: "it has not failed",
    Refusal.EXPIRED: "its time has passed: sent now, it would say something that is no longer so",
    Refusal.UNREACHABLE: "the person still blocks the bot, as far as Tandem knows; it learns otherwise when they write",
    Refusal.FORGOTTEN: "nobody is there any more to send it to",
    Refusal.ERASED: "what was to be sent has been erased",
}
_MEANINGS = {
    Failure.BLOCKED: "The person blocked the bot, or the account is gone. "
    "Until they write or tap again, nothing is sent to them.",
    Failure.EXPIRED: "It could not go before its time had passed, so it was not sent at all.",
    Failure.REJECTED: "Telegram will not accept it as it is, however often it is tried: a fault of Tandem's, "
    "or something that changed at Telegram. Others are not affected.",
    Failure.GAVE_UP: "Telegram could not be reached, or had trouble of its own, for about two hours.",
}
_REMEDIES = {
    Failure.BLOCKED: "Reach the person in another way.",
    Failure.EXPIRED: "Nothing for this row. If there are many: was Tandem stopped or Telegram away at that time?",
    Failure.REJECTED: "Report the kind and Telegram's words. After an update of Tandem it can be put back.",
    Failure.GAVE_UP: "If Telegram answers again (`python -m bot doctor`), put it back.",
}
_STAYS = (
    "If it stays here for minutes: is `python -m bot run` running? Or an earlier row of the same chat waits for "
    "another try, which keeps the order."
)
_LOST = (
    "Whoever carried it did not come back; it may have been sent. A running Tandem takes it over within a minute "
    "and sends it, perhaps a second time."
)


@dataclass(frozen=True)
class Moments:
    """What a sentence about a row needs besides the row. `held_until`: Telegram asked to wait, for that chat or all."""

    now: datetime
    zone: ZoneInfo
    held_until: datetime | None = None

    def say(self, moment: datetime | None) -> str:
        return clock_time(moment, self.zone, self.now)


def what(letter: Letter) -> str:
    """The row in a word or two, for lists."""
    return letter.kind or letter.call


def priority_name(number: int) -> str:
    return Priority(number).name.lower().replace("_", "-") if number in set(Priority) else str(number)


def explain(letter: Letter, moments: Moments) -> list[str]:
    """Sentences, one a paragraph: what it is, what happened, what that means, what one can do."""
    return [_what_it_is(letter, moments), *_what_happened(letter, moments)]


def _what_it_is(letter: Letter, moments: Moments) -> str:
    name = _CALLS[Call(letter.call)] if letter.call in set(Call) else f"a call of another version ({letter.call})"
    whom = f"for person {letter.person_id}" if letter.person_id is not None else "for a chat of nobody Tandem knows"
    priority = priority_name(letter.priority)
    expiry = f" From {moments.say(letter.expires_at)} on it is pointless." if letter.expires_at is not None else ""
    return (
        f"Row {letter.id} is {name.format(kind=letter.kind)}, {whom}, with the priority {priority}. "
        f"It was written {moments.say(letter.created_at)} and due {moments.say(letter.due_at)}.{expiry}"
    )


def _what_happened(letter: Letter, moments: Moments) -> list[str]:
    match letter.state:
        case OutboxState.PENDING:
            return _waiting(letter, moments)
        case OutboxState.SENDING:
            return _being_carried(letter, moments)
        case OutboxState.SENT:
            return [f"Telegram accepted it {moments.say(letter.done_at)}{_message(letter)}. {_repeats(letter)}".strip()]
        case OutboxState.CANCELLED:
            why = f" ({letter.error})" if letter.error else ""
            return [
                f"It was cancelled {moments.say(letter.done_at)}: its reason fell away{why}.",
                "Nothing to be done.",
            ]
    return _failed(letter, moments)


def _waiting(letter: Letter, moments: Moments) -> list[str]:
    if letter.due_at > moments.now:
        return ["It waits until it is due.", "Nothing to be done: it goes by itself."]
    if moments.held_until is not None:
        return [f"Telegram asked to wait: nothing goes to this chat before {moments.say(moments.held_until)}."]
    if letter.not_before is not None and letter.not_before > moments.now:
        tried = f"It was tried {_times(letter.attempts)}{_words(letter)}." if letter.attempts else "It waits a moment."
        return [f"{tried} The next try is {moments.say(letter.not_before)} at the earliest."]
    return [
        "It is due and goes as soon as its turn comes.",
        _STAYS,
    ]


def _being_carried(letter: Letter, moments: Moments) -> list[str]:
    if letter.lease_until is not None and letter.lease_until < moments.now:
        return [_LOST]
    return ["It is being sent at this moment."]


def _failed(letter: Letter, moments: Moments) -> list[str]:
    if letter.failure not in set(Failure):
        return [f"It failed {moments.say(letter.done_at)}{_words(letter)}."]
    failure = Failure(letter.failure)
    refusal = why_not(letter, moments.now)
    retry = (
        f"`python -m bot outbox retry {letter.id}` puts it back."
        if refusal is None
        else f"It cannot be put back: {REFUSALS[refusal]}."
    )
    return [
        f"It failed {moments.say(letter.done_at)} after {_times(letter.attempts, 'attempt')}{_words(letter)}. "
        f"Reason: {failure}. {_repeats(letter)}".strip(),
        _MEANINGS[failure],
        f"{_REMEDIES[failure]} {retry}",
    ]


def _words(letter: Letter) -> str:
    return f"; the last answer was: {letter.error}" if letter.error else ""


def _message(letter: Letter) -> str:
    return f" as message {letter.message_id}" if letter.message_id is not None else ""


def _repeats(letter: Letter) -> str:
    if not letter.takeovers:
        return ""
    return f"Its carrier was lost {_times(letter.takeovers)}, so it may have arrived more than once."


def _times(count: int, word: str = "time") -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
