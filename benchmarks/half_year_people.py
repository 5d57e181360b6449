"""What the people of the half year do on their phones: they plan, confirm, answer, forget, as a seeded chance has it.

They see only what their phones show: the newest messages with their buttons.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from mentoring.taps import NotATapError, Tap, read_tap
from mentoring.taps_check_ins import ChooseFace, SkipCheckIn
from mentoring.taps_goals import GoOnTogether, NoteGoal
from mentoring.taps_reminders import AnswerMet, Coming
from mentoring.taps_sessions import (
    AskToCancel,
    ChooseDay,
    ChoosePlace,
    ChooseTime,
    ConfirmSession,
    JustCancel,
    MoveSession,
    RepeatWeekly,
)
from sandbox import phones
from sandbox.letters import written
from sandbox.telegram import Telegram
from sandbox.world import Message, Person
from storage.words import Met, Place

DAYS_SHOWN = 8  # at least, on the screen where a day is chosen
GOALS = ("Un CV à jour", "Elke week twee sollicitaties", "Eine Ausbildung finden")
Reaction = Callable[[int, Sequence[Tap], Sequence[Tap]], Tap | None]


@dataclass
class Life:
    """Everybody's phone, and how far each was read. `weekly` are people who like to meet every week."""

    telegram: Telegram
    chance: random.Random
    weekly: set[int] = field(default_factory=set)
    taps: int = 0
    _read: dict[int, int] = field(default_factory=dict)
    _decided: set[tuple[int, str]] = field(default_factory=set)
    _to_write: list[tuple[int, str, int | None]] = field(default_factory=list)

    def react(self, users: Iterable[int]) -> int:
        """Everybody looks at what is new on their phone and does something about it, or not. Returns how many did."""
        waiting, self._to_write = self._to_write, []
        for user, text, thread_id in waiting:
            self.says(user, text, thread_id)
        acted = len(waiting)
        for user in users:
            person = self.telegram.world.people[user]
            seen = self._read.get(user, 0)
            if person.seq == seen:
                continue
            new = [message for message in person.messages.values() if message.seq > seen and message.from_bot]
            self._read[user] = person.seq
            for message in sorted(new, key=lambda message: message.seq):
                acted += self._answer(person, message)
        return acted

    def begins(self, user: int, tap: Tap) -> None:
        """A tap on a button that stands somewhere further up in the chat."""
        person = self.telegram.world.people[user]
        said = [it for it in person.messages.values() if it.from_bot and not it.is_service and not it.deleted]
        self._press(person, said[-1].message_id, tap)

    def says(self, user: int, text: str, thread_id: int | None = None) -> None:
        phones.write(self.telegram, self.telegram.world.people[user], [written({"text": text})], thread_id, None)

    # --- one message

    def _answer(self, person: Person, message: Message) -> bool:
        taps = _taps_of(message)
        for kind, react in self._ways():
            found = [tap for tap in taps if isinstance(tap, kind)]
            if kind is ChooseDay and len(found) < DAYS_SHOWN:  # a way back, on another screen
                continue
            if found:
                chosen = self._decide(person.id, message, react, found, taps)
                if chosen is not None:
                    self._press(person, message.message_id, chosen)
                return chosen is not None
        return False

    def _decide(self, user: int, message: Message, react: Reaction, found: list[Tap], taps: list[Tap]) -> Tap | None:
        """Nobody decides the same thing twice; the picker's screens are gone through each time."""
        picks = isinstance(found[0], ChooseDay | ChooseTime | ChoosePlace)
        matter = found[0].pack() + (f"@{message.message_id}" if isinstance(found[0], ChooseFace) else "")
        if not picks and (user, matter) in self._decided:
            return None
        self._decided.add((user, matter))
        if isinstance(found[0], NoteGoal):
            self._to_write.append((user, self.chance.choice(GOALS), message.thread_id))
        return react(user, found, taps)

    def _ways(self) -> Sequence[tuple[type[Tap], Reaction]]:
        """What is looked at first, as the picker's screens offer several things at once."""
        return (
            (ChooseDay, lambda _user, found, _all: found[self.chance.randrange(3, 9) % len(found)]),
            (ChooseTime, lambda _user, found, _all: self.chance.choice(found)),
            (ChoosePlace, lambda _user, found, _all: next((it for it in found if _is_call(it)), None)),
            (JustCancel, lambda _user, found, _all: found[0]),
            (RepeatWeekly, lambda user, found, _all: found[0] if user in self.weekly else None),
            (Coming, lambda _user, found, _all: found[0] if self.chance.random() < 0.75 else None),
            (ConfirmSession, self._suggested),
            (AnswerMet, self._met),
            (GoOnTogether, lambda _user, found, _all: found[0]),
            (NoteGoal, lambda _user, found, _all: found[0]),
            (ChooseFace, self._face),
        )

    def _suggested(self, _user: int, found: Sequence[Tap], every: Sequence[Tap]) -> Tap | None:
        luck = self.chance.random()
        if luck < 0.86:
            return found[0]
        other = MoveSession if luck < 0.92 else AskToCancel if luck < 0.95 else None
        return next((tap for tap in every if other is not None and isinstance(tap, other)), None)

    def _met(self, _user: int, found: Sequence[Tap], _all: Sequence[Tap]) -> Tap | None:
        luck = self.chance.random()
        said = Met.YES if luck < 0.85 else Met.NO if luck < 0.93 else None
        return next((tap for tap in found if isinstance(tap, AnswerMet) and tap.met == said), None)

    def _face(self, _user: int, found: Sequence[Tap], every: Sequence[Tap]) -> Tap | None:
        luck = self.chance.random()
        if luck < 0.72:
            return self.chance.choice(found)
        return next((tap for tap in every if luck < 0.78 and isinstance(tap, SkipCheckIn)), None)

    def _press(self, person: Person, message_id: int, tap: Tap) -> None:
        self.taps += 1
        phones.tap(self.telegram, person, message_id, tap.pack())


def _taps_of(message: Message) -> list[Tap]:
    rows = (message.markup or {}).get("inline_keyboard", [])
    taps = []
    for button in (button for row in rows for button in row):
        try:
            taps.append(read_tap(button.get("callback_data", "")))
        except NotATapError:
            continue
    return taps


def _is_call(tap: Tap) -> bool:
    return isinstance(tap, ChoosePlace) and tap.place is Place.CALL
