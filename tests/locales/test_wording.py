"""How single texts are put together: dates, names on buttons, who is greeted and who is offered a call."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from locales.options import option_words
from locales.portraits import label_with, portrait_facts
from locales.rendering import load_all, render
from locales.say import LANGUAGES, Say
from mentoring.invitations import shown_to_team
from mentoring.messages.base import Message
from mentoring.messages.invitation import Entry, Forward, InvitationList
from mentoring.messages.menus import Hat, Help, LeftTandem, Privacy, Responsible
from mentoring.messages.pairing import Named
from mentoring.messages.pairing_desk import SeekerCard, SuggestedMentor
from mentoring.messages.system import NotHere, OutOfDate
from mentoring.messages.welcome import DataCard
from mentoring.portrait import Portrait
from mentoring.profile import Question
from mentoring.steps import Place
from storage.words import MembershipState, Role

load_all()
_ZONE = ZoneInfo("Europe/Brussels")
_UNTIL = datetime(2026, 12, 24, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", date(2026, 12, 1), "mardi 1er décembre"),
        ("fr", date(2026, 12, 11), "vendredi 11 décembre"),
        ("nl", date(2026, 12, 1), "dinsdag 1 december"),
        ("de", date(2026, 12, 1), "Dienstag, 1. Dezember"),
    ],
)
def test_the_first_of_a_month_has_its_own_form_in_french(language: str, day: date, words: str) -> None:
    assert Say(language, _ZONE).day(day) == words


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Amina", "Write to Amina"),
        ("Maximiliane-Sophie", "Write to Maximiliane-So…"),
        ("Maximiliane-Sophie (2)", "Write to Maximilian… (2)"),
    ],
)
def test_a_long_name_on_a_button_keeps_what_tells_it_apart(name: str, label: str) -> None:
    made = label_with(name, lambda shown: f"Write to {shown}")

    assert made == label
    assert len(made) <= 24


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [Role.SEEKER, Role.COORDINATOR])
def test_tandem_says_who_it_is_on_the_data_card_only_to_whom_it_has_not_greeted(role: Role, language: str) -> None:
    def card(number: int) -> str:
        shown = DataCard(membership_id=1, place=Place(number, 7), role=role, organisation="FMDO")
        return render(shown, language, _ZONE).text

    assert "Tandem" in card(1)
    assert "Tandem" not in card(2)
    assert "FMDO" in card(2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_seekers_and_mentors_are_offered_a_call(language: str) -> None:
    offer = Say(language, _ZONE)("Would you rather have a call? Tell us, and we phone you.")

    def text(role: Role) -> str:
        link = "https://t.me/tandem_bot?start=x"
        forward = Forward(role=role, language=language, organisation="FMDO", link=link, expires_at=_UNTIL)
        return render(forward, language, _ZONE).text

    offered = {role for role in shown_to_team(leads=True) if offer in text(role)}
    assert offered == {Role.SEEKER, Role.MENTOR}


def test_a_role_is_lower_case_within_a_line_and_capital_where_it_stands_alone() -> None:
    listed = InvitationList(entries=(Entry(1, Role.SEEKER, "Anna", _UNTIL),), page=0, pages=1, first=1)
    hats = tuple(Hat(role, MembershipState.READY, "FMDO", "") for role in (Role.SEEKER, Role.LEAD))

    assert "(mentee)" in render(listed, "fr", _ZONE).text
    assert "(Mentee)" in render(listed, "de", _ZONE).text
    helped = render(Help(hats=hats, has_chats=False), "fr", _ZONE).text
    assert "<b>Mentee · FMDO</b>" in helped
    assert "<b>Responsable d’équipe · FMDO</b>" in helped


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_two_organisations_the_way_to_a_person_is_asked_about_once(language: str) -> None:
    question = Say(language, _ZONE)("Would you rather ask a person?")
    left = LeftTandem(responsible=(Responsible("Apides", "02 123 45 67"), Responsible("FMDO", "")))

    lines = render(left, language, _ZONE).text.splitlines()
    assert lines.count(question) == 1
    assert "Apides" in lines[-2]
    assert "02 123 45 67" in lines[-2]
    assert "FMDO" in lines[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_text_says_whose_contact_it_is_where_there_are_two(language: str) -> None:
    asked = Privacy(responsible=(Responsible("Apides", "02 123 45 67"), Responsible("FMDO", "")))

    *_, first, second = render(asked, language, _ZONE).text.splitlines()
    assert "Apides" in first
    assert "02 123 45 67" in first
    assert "FMDO" in second


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", [NotHere(), OutOfDate()])
def test_what_a_toast_says_fits_into_a_toast(message: Message, language: str) -> None:
    assert len(render(message, language, _ZONE).text) <= 200


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (("evening",), "Weekday evenings"),
        (("morning", "evening"), "mornings and evenings on weekdays"),
        (("weekend", "evening"), "Weekends and Weekday evenings"),
        (("weekend", "evening", "morning"), "mornings and evenings on weekdays, and weekends"),
    ],
)
def test_several_times_of_weekdays_are_told_together(times: tuple[str, ...], words: str) -> None:
    assert option_words(Question.TIMES, times, Say("en", _ZONE)) == words


def test_portraits_count_what_they_list() -> None:
    say = Say("fr", _ZONE)

    assert "Secteur\u00a0: " in portrait_facts(Portrait("Jan", sectors=("it",)), say)[0]
    assert "Secteurs\u00a0: " in portrait_facts(Portrait("Jan", sectors=("it", "office")), say)[0]


def test_two_mentors_of_one_name_give_every_button_of_the_card_a_number_instead_of_a_verb() -> None:
    card = SeekerCard(
        seeker_id=1,
        organisation_id=1,
        portrait=Portrait("Amina"),
        label=None,
        waiting_since=_UNTIL,
        days=0,
        unreachable=False,
        suggestions=tuple(SuggestedMentor(n, Named(name), ()) for n, name in enumerate(("Jan", "Mia", "Jan"))),
        next_skip=None,
        page=0,
    )

    labels = [button.text for row in render(card, "en", _ZONE).buttons for button in row]
    assert labels[:3] == ["1. Jan", "2. Mia", "3. Jan"]
