"""Row ids, made before the insert, because a sealed value is bound to the id of its row."""

from __future__ import annotations

import secrets
import threading
import time

_EPOCH_MS = 1_767_225_600_000  # 2026-01-01T00:00Z
_RANDOM_BITS = 21
_lock = threading.Lock()
_last = 0

MAX_ID = 2**63 - 1


def new_id() -> int:
    """A positive 63-bit id: 42 bits of milliseconds, 21 bits of chance.

    Ids of one process only ever grow, so ordering by id is ordering by the moment of writing. Real time, also in the
    sandbox: an id says nothing about the programme.
    """
    global _last  # noqa: PLW0603 - one counter a process is the point
    with _lock:
        fresh = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS - 4)
        _last = max(fresh, _last + 1)
        return _last
