"""Somebody of the team who comes to a line that waits reads what it waits for: the same messages, by reference."""

from __future__ import annotations

from mentoring.guards import line_side
from mentoring.relay_rows import Leg, Written, carry
from mentoring.team_lines.opening import sides_of_line
from mentoring.work import Work
from storage.lines import written_since
from storage.tables import TeamLine

_MOST = 20  # messages; who wrote more is called


async def catch_up(work: Work, line: TeamLine, person_id: int) -> None:
    """Copies what the person wrote since the line waits to that one of the team, once each."""
    if line.waits_since is None:
        return
    sides = await sides_of_line(work, line.id)
    about = next((side for side in sides if not side.is_team), None)
    reader = next((side for side in sides if side.is_team and side.person_id == person_id), None)
    if about is None or reader is None:
        return
    leg = Leg(line.id, reader.person_id, reader.id, line_side(reader.id), about.id, is_copy=True)
    have = await written_since(work.store, line.id, line.waits_since, writer=about.person_id, reader=person_id)
    missed = await written_since(work.store, line.id, line.waits_since, writer=about.person_id)
    for message_id in [one for one in missed if one not in have][-_MOST:]:
        await carry(work, leg, Written(about.person_id, [message_id]))
