"""However much there is to tell, a morning fits a screen, in every language, and says what it leaves out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.messages.morning_lines import MOST_CHARACTERS, MOST_LINES
from locales.rendering import Rendered, load_all, render
from mentoring.messages.morning import (
    AlertLine,
    ContactDue,
    ContactPoint,
    Digest,
    DigestFacts,
    DigestNow,
    Good,
    GoodNews,
    LongWait,
    Upcoming,
)
from mentoring.messages.pairing import Named
from mentoring.milestones import Milestone
from mentoring.signals.reasons import Kind, Reason
from mentoring.taps_alerts import OpenAlert
from storage.words import Level, Role, SessionKind

ZONE = ZoneInfo("Europe/Brussels")
DAY, AT = date(2026, 9, 23), datetime(2026, 9, 23, 13, tzinfo=UTC)
names = st.text("Maximilé & <b>", min_size=1, max_size=60)
NUMBERS = {
    "days": 188,
    "times": 12,
    "usual": 100,
    "before": 5,
    "face": 1,
    "no_time": 3,
    "no_contact": 2,
    "team": 1,
}


@pytest.fixture(autouse=True, scope="module")
def _words() -> None:
    load_all()


@st.composite
def mornings(draw: st.DrawFn) -> DigestFacts:
    def named() -> Named:
        return Named(draw(names), draw(st.none() | names))

    def alert(number: int, level: Level) -> AlertLine:
        reason = Reason(draw(st.sampled_from(Kind)), draw(st.sampled_from([Role.SEEKER, None])), DAY, NUMBERS)
        taken = draw(st.none() | names)
        return AlertLine(number, number, named(), named(), level, reason, taken, DAY, keeper=draw(st.none() | names))

    urgent, risky = draw(st.integers(0, 10)), draw(st.integers(0, 200))
    shown = [Level.URGENT] * urgent + [Level.AT_RISK] * min(risky, 10 - urgent)
    count = st.integers(0, 4)
    return DigestFacts(
        organisation_id=2**62,
        organisation=draw(names),
        day=DAY,
        levels=((Level.WELL, 10_000), (Level.AT_RISK, risky), (Level.URGENT, urgent)),
        alerts=tuple(alert(number, level) for number, level in enumerate(shown)),
        alert_totals=tuple((level, n) for level, n in ((Level.URGENT, urgent), (Level.AT_RISK, risky)) if n),
        unowned=tuple(alert(90 + n, Level.URGENT) for n in range(min(3, draw(count)))),
        unowned_total=3,
        waiting=tuple(LongWait(n, named(), DAY, 200) for n in range(3)),
        waiting_total=draw(st.integers(3, 900)),
        contacts=tuple(ContactDue(n, named(), named(), ContactPoint.MIDTERM, DAY) for n in range(5)),
        contacts_total=draw(st.integers(5, 900)),
        good=tuple(GoodNews(Good.STEP, n, named(), named(), step=Milestone.CONTRACT_SIGNED) for n in range(5)),
        good_total=draw(st.integers(5, 900)),
        today=tuple(
            Upcoming(n, named(), named(), SessionKind.CLOSING, AT, with_team=True, who=(draw(names),)) for n in range(6)
        ),
        today_total=draw(st.integers(6, 900)),
    )


def visible(rendered: Rendered) -> str:
    return unescape(re.sub(r"</?[a-z]+>", "", rendered.text))


@settings(max_examples=25)
@given(mornings(), st.sampled_from(["fr", "nl", "de", "en"]))
def test_a_morning_fits_a_screen_and_each_duo_it_names_is_one_tap_away(facts: DigestFacts, language: str) -> None:
    for message in (Digest(name="Maximiliane-Sophie", facts=facts), DigestNow(facts=facts, organisation="x" * 80)):
        rendered = render(message, language, ZONE)
        assert len(visible(rendered)) <= MOST_CHARACTERS
        assert visible(rendered).count("\n") <= MOST_LINES
        opened = [b.tap.alert_id for row in rendered.buttons for b in row if isinstance(b.tap, OpenAlert)]
        numbered = [alert_id for alert_id in opened if alert_id < 90]
        assert numbered == [line.alert_id for line in facts.alerts[: len(numbered)]]  # the worst ones
        assert len(numbered) >= min(3, len(facts.alerts))
        assert all(len(b.text) <= 24 for row in rendered.buttons for b in row)


def test_ten_alerts_with_usual_names_are_all_shown() -> None:
    reason = Reason(Kind.SILENCE, Role.SEEKER, DAY, {"days": 18})
    lines = tuple(
        AlertLine(n, n, Named(f"Amina{n}", "Dossier 12"), Named("Jan", "Gent"), Level.AT_RISK, reason)
        for n in range(10)
    )
    facts = DigestFacts(1, "Duo Dijle", DAY, ((Level.AT_RISK, 14),), alerts=lines, alert_totals=((Level.AT_RISK, 14),))
    for language in ("fr", "nl", "de"):
        rendered = render(Digest(name="Lena", facts=facts), language, ZONE)
        assert sum(isinstance(b.tap, OpenAlert) for row in rendered.buttons for b in row) == 10
        assert "4" in visible(rendered).split("Amina9")[-1]  # the four others are counted
