"""What one reader, or the whole team, is told of what was found. Pure: values in, values out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from mentoring.alerts.reading import OpenAlert
from mentoring.digest.findings import Findings
from mentoring.digest.news import Ahead
from mentoring.digest.roster import Colleague
from mentoring.digest.unanswered import Waiting
from mentoring.messages.morning import AlertLine, Asleep, DigestFacts, KeeperLine, Unanswered, Upcoming
from mentoring.signals.levels import RANK
from storage.words import AlertState, Level

ALERTS = 10  # programme: the ten worst, the rest folded
_UNOWNED, _WAITING, _CONTACTS, _GOOD, _TODAY, _ASLEEP, _UNANSWERED = 3, 3, 5, 5, 6, 3, 5
_WORST_FIRST = tuple(sorted(Level, key=lambda level: -RANK[level]))
T = TypeVar("T")


def facts_for(found: Findings, reader: Colleague | None) -> DigestFacts:
    """For that one of the team: what they are in charge of today or have taken. None: for the team as a whole."""

    def theirs(coordinator_id: int | None) -> bool:
        if reader is None:
            return True
        keeper = found.roster.keeper(coordinator_id)
        return keeper is not None and keeper.person_id == reader.person_id

    own = [one for one in found.alerts if theirs(one.coordinator_id) or _took(reader, one)]
    others = [one for one in found.alerts if one not in own and _nobody_came(reader, one)]
    own.sort(key=lambda one: (-RANK[one.level], one.state is AlertState.TAKEN))  # the rest as they come: oldest first
    waiting, contacts, good = _of(found.waiting, theirs), _of(found.contacts, theirs), _of(found.good, theirs)
    today = [_with_names(found, reader, *one) for one in found.today if _concerns(reader, one[0], theirs)]
    asleep = [one for one in found.asleep if theirs(one.coordinator_id) or _took(reader, one)]
    unanswered = [
        _unanswered(found, reader, one, line)
        for one, line in found.unanswered
        if theirs(one.coordinator_id) or _leads_for(reader, one)
    ]
    mine = [duo for duo in found.duos if theirs(duo.coordinator_id)]
    duos = Counter(duo.level for duo in mine if not duo.rests)
    return DigestFacts(
        organisation_id=found.organisation.id,
        organisation=found.organisation.name,
        day=found.day,
        levels=tuple((level, duos[level]) for level in Level if duos[level]),
        alerts=tuple(_line(found, reader, one) for one in own[:ALERTS]),
        alert_totals=totals(own),
        unowned=tuple(_line(found, reader, one) for one in others[:_UNOWNED]),
        unowned_total=len(others),
        waiting=tuple(waiting[:_WAITING]),
        waiting_total=len(waiting),
        contacts=tuple(contacts[:_CONTACTS]),
        contacts_total=len(contacts),
        good=tuple(good[:_GOOD]),
        good_total=len(good),
        today=tuple(today[:_TODAY]),
        today_total=len(today),
        asleep=tuple(_asleep(found, one) for one in asleep[:_ASLEEP]),
        asleep_total=len(asleep),
        unanswered=tuple(unanswered[:_UNANSWERED]),
        unanswered_total=len(unanswered),
        paused=sum(duo.rests for duo in mine),
    )


def totals(alerts: Iterable[OpenAlert]) -> tuple[tuple[Level, int], ...]:
    """How many there are of each level that there is, the worst first."""
    counted = Counter(one.level for one in alerts)
    return tuple((level, counted[level]) for level in _WORST_FIRST if counted[level])


def keepers_of(found: Findings) -> tuple[KeeperLine, ...]:
    """Who looks after how much today, as it is shared out while some are away."""
    duos: Counter[int] = Counter()
    calls: Counter[int] = Counter()
    for counter, held in ((duos, (duo.coordinator_id for duo in found.duos)), (calls, _held(found.alerts))):
        for coordinator_id in held:
            keeper = found.roster.keeper(coordinator_id)
            if keeper is not None:
                counter[keeper.person_id] += 1
    return tuple(
        KeeperLine(one.name, duos[one.person_id], calls[one.person_id], one.is_away) for one in found.roster.colleagues
    )


def _held(alerts: Sequence[OpenAlert]) -> Iterable[int | None]:
    return (one.coordinator_id for one in alerts)


def _of(lines: Iterable[tuple[int | None, T]], theirs: Callable[[int | None], bool]) -> list[T]:
    return [line for coordinator_id, line in lines if theirs(coordinator_id)]


def _took(reader: Colleague | None, alert: OpenAlert) -> bool:
    return reader is not None and alert.taken_by in reader.ids


def _nobody_came(reader: Colleague | None, alert: OpenAlert) -> bool:
    """A colleague's, which nobody took for so long that a lead hears of it."""
    return reader is not None and reader.is_lead and alert.escalated and alert.taken_by is None


def _leads_for(reader: Colleague | None, line: Waiting) -> bool:
    """A colleague's, of which the lead has been reminded as well."""
    return reader is not None and reader.is_lead and line.is_late


def _unanswered(found: Findings, reader: Colleague | None, waiting: Waiting, line: Unanswered) -> Unanswered:
    """With who is in charge today, where that is not the reader."""
    keeper = found.roster.keeper(waiting.coordinator_id)
    is_readers = reader is not None and keeper is not None and keeper.person_id == reader.person_id
    return replace(line, keeper=keeper.name) if keeper is not None and not is_readers else line


def _asleep(found: Findings, alert: OpenAlert) -> Asleep:
    until = alert.snoozed_until.astimezone(found.zone).date() if alert.snoozed_until is not None else None
    return Asleep(alert.duo_id, alert.seeker, alert.mentor, alert.level, until)


def _line(found: Findings, reader: Colleague | None, alert: OpenAlert) -> AlertLine:
    keeper = found.roster.keeper(alert.coordinator_id)
    is_readers = reader is not None and keeper is not None and keeper.person_id == reader.person_id
    taken = alert.state is AlertState.TAKEN
    return AlertLine(
        alert_id=alert.alert_id,
        duo_id=alert.duo_id,
        seeker=alert.seeker,
        mentor=alert.mentor,
        level=alert.level,
        reason=alert.reasons[0] if alert.reasons else None,
        taken_by=(alert.taken_by_name or "") if taken else None,
        taken_on=alert.taken_at.astimezone(found.zone).date() if taken and alert.taken_at is not None else None,
        is_yours=_took(reader, alert),
        rests=alert.alert_id in found.resting,
        keeper=keeper.name if keeper is not None and not is_readers else None,
    )


def _concerns(reader: Colleague | None, ahead: Ahead, theirs: Callable[[int | None], bool]) -> bool:
    return theirs(ahead.coordinator_id) or (reader is not None and reader.person_id in ahead.attending)


def _with_names(found: Findings, reader: Colleague | None, ahead: Ahead, line: Upcoming) -> Upcoming:
    """Who else of the team comes along; nobody is named where the reader does."""
    if reader is not None and reader.person_id in ahead.attending:
        return line
    who = [one.name for one in found.roster.colleagues if one.person_id in ahead.attending]
    return replace(line, who=tuple(who))
