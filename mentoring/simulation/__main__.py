"""`python -m mentoring.simulation`: what thresholds would have done; JSON in, JSON out (values of playing.py).

A process of its own, and one that lets others go first: it reckons for two minutes at most; messages do not wait.
"""

from __future__ import annotations

import json
import os
import sys

from mentoring.simulation.playing import answer_payload, play, read_order

if __name__ == "__main__":
    os.nice(10)
    json.dump(answer_payload(play(read_order(json.load(sys.stdin)))), sys.stdout)
