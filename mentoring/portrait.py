"""What two people are told of each other before they say yes: enough to be curious, nothing that finds somebody.

Never a last name, a phone number, a username or the team's label.
"""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.profile import Profile, read_profile
from storage.sealing import Vault
from storage.tables import Membership, Person


@dataclass(frozen=True, slots=True)
class Portrait:
    """A first name and the codes of the profile; an empty list means: not told."""

    first_name: str
    languages: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def portrait_of(vault: Vault, person: Person, membership: Membership, seen_by: Profile | None = None) -> Portrait:
    """The portrait of that person; what they have in common with `seen_by` comes first in each list."""
    profile, other = read_profile(vault, membership), seen_by or Profile()
    return Portrait(
        first_name=person.open(vault, "first_name") or "",
        languages=common_first(profile.languages, other.languages),
        sectors=common_first(profile.sectors, other.sectors),
        regions=common_first(profile.regions, other.regions),
        times=profile.times,
    )


def common_first(codes: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The same codes, those of the other in front; else the order stays."""
    return tuple(sorted(dict.fromkeys(codes), key=lambda code: code not in other))
