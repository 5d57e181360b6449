"""The taps of the private thread."""

from __future__ import annotations

from itertools import pairwise

from mentoring.taps import Tap, tap


@tap("ol")
class OpenLine(Tap):
    """Without topics: from now on what this person writes goes to that thread's partner."""

    thread_id: int


@tap("tl")
class SwitchLine(Tap):
    """The same, tapped in the list of /chats, which shows the change."""

    thread_id: int


@tap("tw")
class PassOn(Tap):
    """The message that Tandem asked about is for that thread's partner. `rest`: see `steps_of`."""

    thread_id: int
    message_id: int
    rest: str


@tap("tn")
class KeepHere(Tap):
    """The message that Tandem asked about is for nobody."""


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WIDTH = 3  # digits a step
MAX_STEP = len(_DIGITS) ** _WIDTH - 1
_MAX_MESSAGE_ID = 2**31 - 1
MAX_PARTS = 10  # Bot API: an album has at most ten


def steps_of(message_ids: list[int]) -> str:
    """How far each message of an album is from the one before, in base 36: a button holds 64 bytes.

    Raises ValueError where they lie further apart than MAX_STEP; parts of an album are neighbours.
    """
    ordered = sorted(message_ids)
    return "".join(_written(after - before) for before, after in pairwise(ordered))


def ids_from(first: int, steps: str) -> list[int]:
    """The message ids again. Raises ValueError for what `steps_of` never writes."""
    if len(steps) % _WIDTH or len(steps) >= MAX_PARTS * _WIDTH:
        raise ValueError("not the steps of an album")
    ids = [first]
    for place in range(0, len(steps), _WIDTH):
        step = int(steps[place : place + _WIDTH], 36)
        if step <= 0:
            raise ValueError("not a step between two messages")
        ids.append(ids[-1] + step)
    if not 0 < ids[-1] <= _MAX_MESSAGE_ID:
        raise ValueError("not a message id")
    return ids


def _written(step: int) -> str:
    if not 0 < step <= MAX_STEP:
        raise ValueError("too far apart for an album")
    digits = ""
    for _ in range(_WIDTH):
        step, digit = divmod(step, 36)
        digits = _DIGITS[digit] + digits
    return digits
