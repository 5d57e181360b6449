"""Who answers in the demo while time travels: the cast, on their phones, by the buttons that they see there.

Whoever tries the demo may be quicker: those of the page's phones take their time. Who is silent in the story stays so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.cast import CAST, DUOS, Character
from bot.demo.people import Settled
from bot.demo.phones import Hands
from mentoring.taps import NotATapError, Tap, read_tap
from mentoring.taps_check_ins import ChooseFace
from mentoring.taps_goals import GoOnTogether
from mentoring.taps_probes import AnswerProbe, ProbeAnswer
from mentoring.taps_reminders import AnswerMet, Coming
from mentoring.taps_sessions import ConfirmSession
from storage.words import Met, Role

_SLOWLY = frozenset(character.name for character in CAST[:3])  # on the page's three phones
_SLOW, _QUICK = timedelta(hours=3), timedelta(minutes=25)
_SPREAD = 50  # minutes over which the others answer
_LAST = 12  # so many messages of a phone are looked at


@dataclass(frozen=True, slots=True)
class Press:
    """A button that somebody is going to press, and when."""

    at: datetime
    user_id: int
    message_id: int
    data: str


class Life:
    """Presses each button once at most, so that every journey ends."""

    def __init__(self, hands: Hands, people: Mapping[str, Settled]) -> None:
        self._hands = hands
        silent = {name for story in DUOS if story.silent_days for name in (story.seeker, story.mentor)}
        self._people = {
            settled.user_id: settled.character
            for name, settled in people.items()
            if name not in silent and settled.character.role in {Role.SEEKER, Role.MENTOR}
        }
        self._pressed: set[tuple[int, str]] = set()

    def next_at(self) -> datetime | None:
        """When the next of them answers."""
        return min((press.at for press in self._presses()), default=None)

    async def live(self, until: datetime) -> bool:
        """Everybody whose moment has come by then answers; returns whether anybody did, once the bot has heard it."""
        due = [press for press in self._presses() if press.at <= until]
        for press in due:
            self._pressed.add((press.message_id, press.data))
            self._hands.tap(press.user_id, press.message_id, press.data)
        await self._hands.heard()
        return bool(due)

    def _presses(self) -> Iterator[Press]:
        for user_id, character in self._people.items():
            if not self._hands.can_tap(user_id):
                continue
            wait = _SLOW if character.name in _SLOWLY else _QUICK + timedelta(minutes=user_id * 7 % _SPREAD)
            for message, buttons in self._hands.buttons(user_id, _LAST):
                data = next((one for one in buttons if _wants(character, one)), None)
                if data is not None and (message.message_id, data) not in self._pressed:
                    yield Press((message.edit_date or message.date) + wait, user_id, message.message_id, data)


def _wants(character: Character, data: str) -> bool:
    """Whether that is how this person answers."""
    try:
        return _is_theirs(character, read_tap(data))
    except NotATapError:
        return False


def _is_theirs(character: Character, tap: Tap) -> bool:
    match tap:
        case ChooseFace():
            return tap.value == _face(character)
        case AnswerMet():
            return tap.met is Met.YES
        case GoOnTogether():
            return tap.yes
        case AnswerProbe():
            return tap.answer is ProbeAnswer.WELL
        case Coming() | ConfirmSession():
            return True
    return False


def _face(character: Character) -> int:
    for story in DUOS:
        if character.name == story.seeker:
            return story.last_face or story.faces[0]
        if character.name == story.mentor:
            return story.faces[1]
    return 4
