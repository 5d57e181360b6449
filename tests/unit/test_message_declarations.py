from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from mentoring.messages.base import (
    REPLY,
    Message,
    Policy,
    UnknownKindError,
    declare,
    declared,
    from_params,
    to_params,
)
from storage.words import Answer, Priority

URGENT = Policy(Priority.URGENT, expires_after=timedelta(hours=1))


@declare("test.greeting", URGENT)
class Greeting(Message):
    name: str
    at: datetime
    answers: tuple[Answer, ...] = ()


@declare("test.plain")
class Plain(Message):
    pass


def test_parameters_survive_the_row_they_are_kept_in() -> None:
    said = Greeting(name="Zoë & <b>", at=datetime(2026, 3, 3, 11, tzinfo=UTC), answers=(Answer.YES,))
    params = to_params(said)
    assert params == {"name": "Zoë & <b>", "at": "2026-03-03T11:00:00Z", "answers": ["yes"]}
    assert from_params("test.greeting", params) == said


def test_a_message_knows_its_kind_and_policy() -> None:
    assert (Greeting.kind, Greeting.policy) == ("test.greeting", URGENT)
    assert (Plain.kind, Plain.policy) == ("test.plain", REPLY)
    assert declared()["test.plain"] is Plain


def test_a_kind_of_another_version_is_named() -> None:
    with pytest.raises(UnknownKindError, match=r"test\.gone"):
        from_params("test.gone", {})


@pytest.mark.parametrize("params", [{}, {"name": "Zoë", "at": "yesterday"}])
def test_parameters_that_do_not_fit_are_refused(params: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        from_params("test.greeting", params)


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(AssertionError, match="twice"):
        declare("test.plain")(type("Again", (Message,), {}))


def test_a_message_is_a_value() -> None:
    said = Plain()
    assert said == Plain()
    with pytest.raises(FrozenInstanceError):
        said.kind = "other"  # type: ignore[misc]
