"""The words below the Monday's picture: the week that is over, and how the duos stand."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import date, timedelta

from locales.messages.morning_words import level_line
from locales.qr import qr_png
from locales.rendering import Rendered, renders
from locales.say import Say
from mentoring.messages.morning import WeekShown
from storage.words import Level


@renders(
    WeekShown(
        png=b64encode(qr_png("https://example.org")).decode(),  # any picture
        organisation="Duo Dijle",
        monday=date(2026, 11, 16),
        held=41,
        asked=120,
        answered=87,
        levels=((Level.WELL, 118), (Level.WATCH, 12), (Level.AT_RISK, 17), (Level.URGENT, 3)),
    ),
    WeekShown(
        png="",
        organisation="Duo Dijle",
        monday=date(2026, 11, 16),
        held=1,
        asked=0,
        answered=0,
        levels=((Level.WELL, 1),),
        paused=1,
    ),
)
def _week(message: WeekShown, say: Say) -> Rendered:
    last = message.monday + timedelta(days=6)
    lines = [
        # Translators: the caption of the Monday's picture: the week that is over.
        say(
            "<b>{organisation}, {first} to {last}</b>",
            organisation=message.organisation,
            first=say.day(message.monday),
            last=say.day(last),
        ),
        say.plural("{n} meeting took place.", "{n} meetings took place.", message.held),
        _answers(message, say),
        _stand(message, say),
    ]
    return Rendered("\n".join(line for line in lines if line), photo=b64decode(message.png) or None)


def _answers(message: WeekShown, say: Say) -> str:
    if not message.asked:
        return ""
    # Translators: how many of the questions that Tandem asked in that week were answered: "8 of 12".
    return say("Weekly questions answered: {n} of {asked}", n=message.answered, asked=message.asked)


def _stand(message: WeekShown, say: Say) -> str:
    running = sum(number for _, number in message.levels) + message.paused
    if not running:
        return ""
    counted = say.plural("{n} duo runs today.", "{n} duos run today.", running)
    return f"{counted} {level_line(message.levels, message.paused, say)}"
