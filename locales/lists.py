"""What the coordinator's lists share: pages, the way back, names on buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from locales.rendering import Button, Rows
from locales.say import Say
from mentoring.taps import Tap


def two_a_row(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))


def page_row(page: int, pages: int, tap_of: Callable[[int], Tap], say: Say) -> Rows:
    """The way to the page before and the page after, where there are any."""
    row = []
    if page > 0:
        row.append(Button(say.label("Previous page"), tap=tap_of(page - 1)))
    if page + 1 < pages:
        row.append(Button(say.label("Next page"), tap=tap_of(page + 1)))
    return (tuple(row),) if row else ()


def back_label(say: Say) -> str:
    # Translators: the screen before.
    return say.label("Back")


def find_mentor_label(say: Say) -> str:
    return say.label("Find a mentor")


def who_waits_label(say: Say) -> str:
    # Translators: opens the list of mentees who wait for a mentor.
    return say.label("Who waits")


def duos_to_come_label(say: Say) -> str:
    # Translators: opens the list of duos that ran before and of which somebody has yet to join.
    return say.label("Duos to come")


def group_label(say: Say) -> str:
    # Translators: button: opens what is set about the team's group in Telegram.
    return say.label("Group of the team")
