"""The lines with a team that a person sees: their own, and as somebody of the team those of others."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.called import Called, Team, told_apart, with_places
from mentoring.people import NOT_TOLD
from mentoring.work import Work
from storage.lines import SeenLine, seen


@dataclass(frozen=True, slots=True)
class TeamSide:
    """One side of a line, seen by the person whose it is. `name` is what the other end is called here."""

    seen: SeenLine
    name: Called

    @property
    def id(self) -> int:
        return self.seen.id

    @property
    def conversation_id(self) -> int:
        return self.seen.line_id

    @property
    def opens_by_tap(self) -> bool:
        """A coordinator's chat is a desk: a line there opens by a tap that says so, and by nothing else."""
        return self.seen.is_team

    @property
    def topic_id(self) -> int | None:
        return self.seen.topic_id

    @property
    def is_running(self) -> bool:
        return self.seen.stands


async def team_sides(work: Work, person_id: int) -> list[TeamSide]:
    """All of that person's, those that closed too: their own first, then the team's, oldest first."""
    found = await seen(work.store, person_id=person_id)
    named = [(side.id, side.label or NOT_TOLD, side.stands, side.organisation) for side in found if side.is_team]
    names = told_apart(with_places(named))
    sides = [TeamSide(side, names[side.id] if side.is_team else team_of_line(side)) for side in found]
    return sorted(sides, key=lambda side: side.seen.is_team)


async def team_side(work: Work, person_id: int, side_id: int) -> TeamSide | None:
    """That person's side with that id."""
    return next((side for side in await team_sides(work, person_id) if side.id == side_id), None)


def team_of_line(side: SeenLine) -> Team:
    return Team(side.organisation_id, side.organisation)
