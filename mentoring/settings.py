"""/settings: when somebody is left alone, which clock is theirs, what they like to receive. No reason is ever asked."""

from __future__ import annotations

from mentoring import settings_zones as zones
from mentoring.actor import Actor
from mentoring.errors import NotFoundError, OutOfDateError, ZoneUnknownError
from mentoring.messages import settings as say
from mentoring.messages.base import Message
from mentoring.sessions.board import redraw
from mentoring.sessions.timing import reschedule_person
from mentoring.threads import running, sides_of
from mentoring.work import Work
from storage.words import Group, Role

_HOUR, _DAY = 60, 24 * 60  # minutes
# evening to morning; the fourth for late birds, the fifth for those who work at night; none
OFFERED_HOURS = tuple(
    (start * _HOUR, end * _HOUR) for start, end in ((21, 8), (20, 9), (22, 7), (23, 6), (8, 16), (0, 0))
)
LONGEST_QUIET = 14 * _HOUR  # so that every day keeps hours in which a reminder still helps


def has_settings(actor: Actor) -> bool:
    """Everybody past the welcome in any role."""
    return bool(actor.ready_as(*Role))


def card(actor: Actor, work: Work) -> Message:
    """How everything stands. Raises OutOfDateError for who is past the welcome in no role (any more)."""
    _check(actor)
    person = actor.person
    return say.SettingsCard(
        quiet_from=person.quiet_from,
        quiet_to=person.quiet_to,
        zone=person.time_zone,
        now=work.now,
        off=tuple(group for group in _groups(actor) if group in _off(actor)),
    )


# -- quiet hours -------------------------------------------------------------------------------------------------------
def quiet_hours(actor: Actor) -> Message:
    """Raises OutOfDateError, as all below."""
    _check(actor)
    person = actor.person
    return say.QuietHours(offered=OFFERED_HOURS, quiet_from=person.quiet_from, quiet_to=person.quiet_to)


def quiet_from(actor: Actor) -> Message:
    _check(actor)
    return say.QuietFrom(hours=tuple(range(0, _DAY, _HOUR)))


def quiet_to(actor: Actor, start: int) -> Message:
    """The hours at which quiet hours that begin then can end. Raises NotFoundError for what no button says."""
    _check(actor)
    if start not in range(0, _DAY, _HOUR):
        raise NotFoundError
    ends = range(start + _HOUR, start + LONGEST_QUIET + 1, _HOUR)
    return say.QuietTo(quiet_from=start, hours=tuple(end % _DAY for end in ends))


async def set_quiet_hours(actor: Actor, work: Work, start: int, end: int) -> Message:
    """From now on; reminders still to come follow. Raises NotFoundError for hours that no button says."""
    _check(actor)
    hours = range(0, _DAY, _HOUR)
    if start not in hours or end not in hours or (end - start) % _DAY > LONGEST_QUIET:
        raise NotFoundError
    actor.person.quiet_from, actor.person.quiet_to = start, end
    await reschedule_person(work, actor.person.id)
    return card(actor, work)


# -- zone --------------------------------------------------------------------------------------------------------------
def zone_choice(actor: Actor) -> Message:
    _check(actor)
    return say.Zones(offered=zones.OFFERED, zone=actor.person.time_zone)


def zone_question(actor: Actor) -> Message:
    _check(actor)
    return say.WhichZone()


async def set_zone(actor: Actor, work: Work, zone: str) -> Message:
    """That zone, by its IANA name, from now on. Raises NotFoundError where there is none of that name."""
    _check(actor)
    if not zones.is_zone(zone):
        raise NotFoundError
    actor.person.time_zone = zone
    await reschedule_person(work, actor.person.id)
    await redraw(work, actor.person.id)
    return card(actor, work)


async def write_zone(actor: Actor, work: Work, text: str) -> Message:
    """The zone of the city or country that was written. Raises ZoneUnknownError."""
    zone = zones.find_zone(text)
    if zone is None:
        raise ZoneUnknownError
    return await set_zone(actor, work, zone)


# -- what somebody receives --------------------------------------------------------------------------------------------
async def received(actor: Actor, work: Work) -> Message:
    _check(actor)
    off, mentees = _off(actor), []
    if Group.CHECK_INS not in off:
        mentoring = {membership.id for membership in actor.ready_as(Role.MENTOR)}
        sides = running(await sides_of(work, actor.person.id))
        mentees = [say.Mentee(s.thread.id, s.name) for s in sides if s.thread.membership_id in mentoring]
    groups = _groups(actor)
    return say.Received(groups=groups, off=tuple(g for g in groups if g in off), mentees=tuple(mentees))


async def switch(actor: Actor, work: Work, group: Group, *, on: bool) -> Message:
    """Switches that group of messages on or off, what waits to be sent included; answers always come."""
    _check(actor)
    off = _off(actor) - {group} if on else _off(actor) | {group}
    actor.person.muted = " ".join(sorted(off)) or None
    return await received(actor, work)


def _groups(actor: Actor) -> tuple[Group, ...]:
    """What there is to switch off: staff are only reminded of meetings at which they are, the federation of nothing."""
    if actor.ready_as(Role.SEEKER, Role.MENTOR):
        return tuple(Group)
    return (Group.REMINDERS,) if actor.is_staff else ()


def _off(actor: Actor) -> set[str]:
    return set((actor.person.muted or "").split())


def _check(actor: Actor) -> None:
    if not has_settings(actor):
        raise OutOfDateError
