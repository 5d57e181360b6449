"""What a list would do, and what is wrong with it. Pure: over lines, who is there already, and today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from mentoring.errors import LabelNotUsableError, StartInFutureError, StartTooLongAgoError
from mentoring.invitations import LABEL_LIMIT, clean_label
from mentoring.lists.reading import Line, read_day
from mentoring.lists.values import Checked, Known, Newcomer, NewDuo, Problem, Reason, Who, key_of, keys_of
from mentoring.lists.words import MAX_REFERENCE, language_of, role_of
from mentoring.takeovers import check_start
from mentoring.welcome import MAX_DUOS
from storage.words import Role

_IN_DUOS = {Role.SEEKER, Role.MENTOR}


def check(lines: Sequence[Line], known: Sequence[Known], languages: Sequence[str], today: date) -> Checked:
    """`languages` are the organisation's, the first of them where a line names none; `today` is its local day."""
    checker = _Checker(known, languages, today)
    for line in lines:
        checker.take(line)
    for line in lines:
        checker.join(line)
    checker.hold_back_partners()
    return checker.result(lines)


@dataclass
class _Pair:
    """A duo in the making: which lines name it."""

    seeker: Who
    mentor: Who
    started: date
    named_by: list[int]


@dataclass
class _Checker:
    known: Sequence[Known]
    languages: Sequence[str]
    today: date
    problems: dict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[int, Role] = field(default_factory=dict)
    here: dict[int, Known] = field(default_factory=dict)
    pairs: dict[tuple[int, int], _Pair] = field(default_factory=dict)
    mentors_of: dict[int, list[_Pair]] = field(default_factory=lambda: defaultdict(list))
    seekers_of: dict[int, list[_Pair]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._there: dict[str, Known] = {}
        self._first: dict[str, Line] = {}
        self._by_reference: dict[str, Who] = {}
        self._by_label: dict[str, list[Who]] = defaultdict(list)
        self._waiting_for: dict[int, list[Line]] = defaultdict(list)  # lines that come only where that one comes
        for someone in self.known:
            for key in keys_of(someone.role, someone.label, someone.reference):
                self._there.setdefault(key, someone)
            self._index(someone, someone.label, someone.reference)

    def _index(self, who: Who, label: str, reference: str) -> None:
        if reference:
            self._by_reference.setdefault(reference.casefold(), who)
        if label:
            self._by_label[label.casefold()].append(who)

    def _say(self, line: Line, reason: Reason, about: object = "") -> None:
        self.problems[line.number].append(Problem(line.number, reason, str(about)))

    # -- each line for itself ------------------------------------------------------------------------------------
    def take(self, line: Line) -> None:
        role = role_of(line.role)
        if role is not None:
            self.roles[line.number] = role
        key = key_of(role, line.label, line.reference)
        there = self._there.get(key)
        if there is not None:
            self._say(line, Reason.HERE)
            if there.role == role:
                self.here[line.number] = there
            return
        first = self._first.setdefault(key, line)
        if first is not line and (line.reference or line.label):
            self._say(line, Reason.TWICE, first.number)
            return
        for reason, about in self._faults(line, role):
            self._say(line, reason, about)
        self._index(line, line.label, line.reference)

    def _faults(self, line: Line, role: Role | None) -> Iterator[tuple[Reason, str]]:
        if role is None:
            yield Reason.ROLE, line.role
        if role is Role.LEAD:
            yield Reason.LEAD, ""
        if role is Role.FEDERATION:
            yield Reason.FEDERATION, ""
        yield from _label_faults(line)
        language = language_of(line.language) if line.language else self.languages[0]
        if language is None:
            yield Reason.LANGUAGE, line.language
        elif language not in self.languages:
            yield Reason.LANGUAGE_NOT_SPOKEN, language
        if len(line.reference) > MAX_REFERENCE:
            yield Reason.REFERENCE_LONG, ""
        yield from self._start_faults(line)
        if line.started and not line.partner:
            yield Reason.START_ALONE, ""
        if line.partner and role in {Role.COORDINATOR, Role.LEAD}:
            yield Reason.PARTNER_OF_STAFF, ""

    def _start_faults(self, line: Line) -> Iterator[tuple[Reason, str]]:
        if not line.started:
            return
        started = read_day(line.started)
        try:
            if started is None:
                yield Reason.DAY, line.started
            else:
                check_start(started, self.today)
        except StartInFutureError:
            yield Reason.FUTURE, line.started
        except StartTooLongAgoError:
            yield Reason.LONG_AGO, line.started

    # -- duos ----------------------------------------------------------------------------------------------------
    def join(self, line: Line) -> None:
        """The duo that the line names. Of somebody who is here already, only what can be made without a question."""
        role = self.roles.get(line.number)
        if not line.partner or role not in _IN_DUOS:
            return
        if line.number in self.here:
            self._join(line, role, self.here[line.number])
        elif self.problems.get(line.number):
            partner = self._partner(line, role)
            if role is Role.MENTOR and isinstance(partner, Line):
                self._waiting_for[line.number].append(partner)
        elif fault := self._join(line, role, line):
            self._say(line, *fault)

    def _join(self, line: Line, role: Role, own: Who) -> tuple[Reason, object] | None:
        partner = self._partner(line, role)
        if isinstance(partner, Reason):
            return partner, line.partner
        if isinstance(own, Known) and isinstance(partner, Known):
            return Reason.HERE, ""
        seeker, mentor = (own, partner) if role is Role.SEEKER else (partner, own)
        pair = self.pairs.get((id(seeker), id(mentor)))
        started = read_day(line.started) if line.started else self._start_there(line, own, partner)
        if pair is not None and started is None:
            pair.named_by.append(line.number)
            return None
        if started is None:
            return Reason.NO_START, ""
        if pair is not None:
            pair.named_by.append(line.number)
            return None if pair.started == started else (Reason.STARTS_DIFFER, pair.named_by[0])
        fault = self._room(seeker, mentor)
        if fault is None:
            self._add(_Pair(seeker, mentor, started, [line.number]))
        return fault

    def _start_there(self, line: Line, own: Who, partner: Who) -> date | None:
        """The start that the partner's line tells, where it names this one."""
        if not isinstance(partner, Line) or not isinstance(own, Line) or not partner.started:
            return None
        names_back = partner.partner.casefold() in {line.label.casefold(), line.reference.casefold()} - {""}
        return read_day(partner.started) if names_back else None

    def _partner(self, line: Line, role: Role) -> Who | Reason:
        word = line.partner.casefold()
        by_reference = self._by_reference.get(word)
        found = [by_reference] if by_reference is not None else self._by_label.get(word, [])
        if not found:
            return Reason.PARTNER_UNKNOWN
        fitting = [who for who in found if {self._role(who), role} == _IN_DUOS]
        if not fitting:
            return Reason.PARTNER_SAME_ROLE
        return fitting[0] if len(fitting) == 1 else Reason.PARTNER_AMBIGUOUS

    def _role(self, who: Who) -> Role | None:
        return who.role if isinstance(who, Known) else self.roles.get(who.number)

    def _room(self, seeker: Who, mentor: Who) -> tuple[Reason, object] | None:
        taken = seeker.duos if isinstance(seeker, Known) else 0
        if taken or self.mentors_of[id(seeker)]:
            return Reason.SEEKER_TAKEN, seeker.label
        had = mentor.duos if isinstance(mentor, Known) else 0
        if had + len(self.seekers_of[id(mentor)]) >= MAX_DUOS:
            return Reason.MENTOR_FULL, mentor.label
        return None

    def _add(self, pair: _Pair) -> None:
        self.pairs[id(pair.seeker), id(pair.mentor)] = pair
        self.mentors_of[id(pair.seeker)].append(pair)
        self.seekers_of[id(pair.mentor)].append(pair)

    def hold_back_partners(self) -> None:
        """Nothing half done: who names a line that is left out waits with it; a mentee also where that one names them.

        A mentor whose mentee is left out comes all the same: they may have others, and can be named later.
        """
        for pair in self.pairs.values():
            for one, other in ((pair.seeker, pair.mentor), (pair.mentor, pair.seeker)):
                if isinstance(one, Known) or isinstance(other, Known):
                    continue
                if one is pair.seeker or one.number in pair.named_by:
                    self._waiting_for[other.number].append(one)
        left_out = [number for number in self.problems if number not in self.here]
        while left_out:
            number = left_out.pop()
            for line in self._waiting_for[number]:
                if not self.problems.get(line.number):
                    self._say(line, Reason.PARTNER_BAD, number)
                    left_out.append(line.number)

    # -- what comes out ------------------------------------------------------------------------------------------
    def result(self, lines: Sequence[Line]) -> Checked:
        good = {line.number for line in lines if not self.problems.get(line.number)}
        duos = [
            NewDuo(pair.seeker, pair.mentor, pair.started)
            for pair in self.pairs.values()
            if all(isinstance(who, Known) or who.number in good for who in (pair.seeker, pair.mentor))
        ]
        groups = _groups(duos)
        people = [self._newcomer(line, groups.get(id(line), line.number)) for line in lines if line.number in good]
        problems = [problem for line in lines for problem in self.problems.get(line.number, ())]
        return Checked(tuple(people), tuple(duos), tuple(problems))

    def _newcomer(self, line: Line, group: int) -> Newcomer:
        language = (language_of(line.language) if line.language else None) or self.languages[0]
        return Newcomer(line, self.roles[line.number], clean_label(line.label), language, group)


def _label_faults(line: Line) -> Iterator[tuple[Reason, str]]:
    try:
        clean_label(line.label)
    except LabelNotUsableError:
        yield (Reason.LABEL_LONG if len(line.label) > LABEL_LIMIT else Reason.LABEL_MISSING), ""


def _groups(duos: Sequence[NewDuo]) -> dict[int, int]:
    """The group of each one in a duo, by identity: the smallest line of all who hang together."""
    around: dict[int, list[Who]] = defaultdict(list)
    for duo in duos:
        around[id(duo.seeker)].append(duo.mentor)
        around[id(duo.mentor)].append(duo.seeker)
    groups: dict[int, int] = {}
    for duo in duos:
        if id(duo.seeker) in groups:
            continue
        members, waiting = {id(duo.seeker): duo.seeker}, [duo.seeker]
        while waiting:
            for other in around[id(waiting.pop())]:
                if id(other) not in members:
                    members[id(other)] = other
                    waiting.append(other)
        number = min(who.number for who in members.values() if isinstance(who, Line))
        groups |= dict.fromkeys(members, number)
    return groups
