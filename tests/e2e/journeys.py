"""The steps that every story is made of, as taps on real buttons."""

from __future__ import annotations

from mentoring.profile import Question
from mentoring.taps_invitations import InviteLanguage, InviteRole, InviteWithoutLabel
from mentoring.taps_mentor_points import MentorPoints, TickAll
from mentoring.taps_pairing import AnswerProposal, ChooseMentor, SendProposal, ShowSeeker
from mentoring.taps_welcome import Agree, ChooseCapacity, GoOn, SpeakLanguage, TakeOfferedName, ToggleOption
from tests.e2e.town import Phone, Town, payload

PROFILE = {
    Question.LANGUAGES: ("fr", "nl"),
    Question.SECTORS: ("care",),
    Question.REGIONS: ("brussels",),
    Question.TIMES: ("morning",),
}


async def first_coordinator(town: Town, name: str = "Sabine", language: str = "de") -> Phone:
    """Whoever got the command line's link, past the welcome."""
    phone = await town.person(name, language)
    await phone.says(f"/start {await town.newest_payload()}")
    await welcome(phone, language, profile=False)
    return phone


async def invite(coordinator: Phone, role: str, language: str, label: str | None = None) -> str:
    """The coordinator invites in the chat; returns the link's payload."""
    await coordinator.says("/invite")
    await press(coordinator, InviteRole, f"ir:*:{role}")
    await press(coordinator, InviteLanguage, f"ig:*:{role}:{language}")
    if label is None:
        await coordinator.presses(InviteWithoutLabel)
    else:
        await coordinator.says(label)
    return payload((await coordinator.town.links())[-1]["url"])


async def welcome(
    phone: Phone, language: str, *, profile: bool = True, mentor_of: int = 0, name: str | None = None
) -> None:
    """Language, agreement, name (the one on Telegram unless another is given), and what is told for matching."""
    await press(phone, SpeakLanguage, f"wl:*:{language}")
    await press(phone, Agree, "wa:*:1")
    if name is None:
        await phone.presses(TakeOfferedName)
    else:
        await phone.says(name)
    if not profile:
        return
    for question, options in PROFILE.items():
        for option in options:
            await press(phone, ToggleOption, f"wo:*:{question}:{option}")
        await phone.presses(GoOn)
    if mentor_of:
        await press(phone, ChooseCapacity, f"wc:*:{mentor_of}")


async def welcome_again(phone: Phone) -> None:
    """The welcome in another role of somebody who is known: agreement, and everything else skipped."""
    await press(phone, Agree, "wa:*:1")
    while any(b["data"].startswith("wx:") for row in (await phone.last())["buttons"] for b in row):
        await phone.presses(GoOn)


async def join(town: Town, coordinator: Phone, name: str, role: str, language: str, *, duos: int = 0) -> Phone:
    """Somebody is invited, follows the link on their own phone, and is welcomed; a mentor's list is ticked."""
    link = await invite(coordinator, role, language, f"{name} ({role})")
    phone = await town.person(name, language)
    await phone.says(f"/start {link}")
    await welcome(phone, language, mentor_of=duos)
    if any(b["data"].startswith(f"{MentorPoints.code}:") for row in (await coordinator.last())["buttons"] for b in row):
        await tick(coordinator)
    return phone


async def tick(coordinator: Phone) -> None:
    """Everything on the organisation's list is done for the mentor whom the newest message is about."""
    await coordinator.presses(MentorPoints)
    await coordinator.presses(TickAll)


async def propose(coordinator: Phone, *, mentor: str = "") -> None:
    """Proposes the mentor of that name (else the first one suggested) to whoever waits longest."""
    await coordinator.says("/waiting")
    await coordinator.presses(ShowSeeker)
    names = [b["text"] for row in (await coordinator.last())["buttons"] for b in row if b["data"].startswith("pm:")]
    await coordinator.presses(ChooseMentor, nth=next(i for i, text in enumerate(names) if mentor in text))
    await coordinator.presses(SendProposal)


async def accept(*phones: Phone) -> None:
    for phone in phones:
        await press(phone, AnswerProposal, "pa:*:1")


async def press(phone: Phone, kind: type, pattern: str) -> None:
    """Presses the newest button of that kind whose data fits the pattern; a star stands for one value."""
    wanted = pattern.split(":")
    for message in reversed(await phone.messages()):
        for data in (b.get("data") or "" for row in message["buttons"] for b in row):
            values = data.split(":")
            if len(values) == len(wanted) and all(w in {"*", v} for w, v in zip(wanted, values, strict=True)):
                await phone.taps_data(message["message_id"], data)
                return
    raise AssertionError(f"{phone.name} has no {kind.__name__} button like {pattern!r} but {await phone.buttons()}")
