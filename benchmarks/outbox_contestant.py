"""One contestant of `benchmarks/outbox.py` in a process of its own; prints what it spent as JSON."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.outbox_meter import Result
from bot.logs import set_up_logs


async def run(options: argparse.Namespace) -> tuple[Result, int]:
    """What the contestant spent, and how many messages it dropped.

    Each imports only what it needs: the memory is its own.
    """
    api_url, rows, parallel, ready = options.api, options.rows, options.parallel, options.ready
    if options.contestant == "tandem":
        from benchmarks.outbox_tandem import wave

        return await wave(options.database, api_url, rows, parallel), 0
    if options.contestant in {"steady", "woken"}:
        from benchmarks.outbox_tandem import steady

        wake_each = options.contestant == "woken"
        return await steady(options.database, api_url, rows / options.seconds, options.seconds, wake_each=wake_each), 0
    if options.contestant == "aiogram":
        from benchmarks.outbox_aiogram import at_once

        return await at_once(api_url, ready, parallel), 0
    if options.contestant == "apscheduler":
        from benchmarks.outbox_aiogram import scheduled

        return await scheduled(api_url, ready)
    from benchmarks.outbox_telegram_bot import at_once as by_telegram_bot

    return await by_telegram_bot(api_url, ready, parallel, limits=options.contestant == "telegram-bot-limited"), 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("contestant")
    parser.add_argument("--api", required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--ready", type=Path, required=True)
    parser.add_argument("--parallel", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--database", required=True)
    set_up_logs("console", 30)
    result, dropped = asyncio.run(run(parser.parse_args()))
    print(json.dumps({"result": asdict(result), "dropped": dropped}))


if __name__ == "__main__":
    main()
