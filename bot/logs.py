"""Logs hold ids, states and error codes; never names, texts, tokens or payloads."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")


def set_up_logs(form: str, level: int = logging.INFO) -> None:
    """Logs to standard error, as lines for people (console) or for machines (json)."""
    for_people = structlog.dev.ConsoleRenderer(colors=False)
    renderer: Any = structlog.processors.JSONRenderer() if form == "json" else for_people
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _short_traceback,
            _without_tokens,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    for noisy in ("httpx", "httpcore", "aiogram", "telegram", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)  # httpx logs addresses, which hold the token
    for handler in logging.getLogger().handlers:
        handler.addFilter(_hide_tokens)


def _short_traceback(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where it happened, file and line, without values: an exception's text may hold what somebody wrote."""
    found = event.pop("exc_info", None)
    error = found if isinstance(found, BaseException) else sys.exc_info()[1] if found else None
    trace = error.__traceback__ if error else None
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return {**event, "at": " > ".join(places[-6:])} if places else event


def _without_tokens(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: _TOKEN.sub("<token>", value) if isinstance(value, str) else value for key, value in event.items()}


def _hide_tokens(record: logging.LogRecord) -> bool:
    record.msg, record.args = _TOKEN.sub("<token>", record.getMessage()), ()
    return True
