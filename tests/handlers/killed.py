"""`python -m tests.handlers.killed`: a process that is killed before it answers, as where memory runs out."""

from __future__ import annotations

import os
import signal

if __name__ == "__main__":
    os.kill(os.getpid(), signal.SIGKILL)
