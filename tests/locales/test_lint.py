from __future__ import annotations

import pytest
from babel.messages.catalog import Message as Entry

from locales.lint import _entry_faults, faults, unseen_texts
from locales.words_to_avoid import avoided_in


def test_the_catalogs_are_complete() -> None:
    assert list(faults()) == []


@pytest.mark.parametrize(
    ("language", "source", "text", "fault"),
    [
        ("fr", "Hello {name}", "Bonjour", "placeholders"),
        ("fr", "Hello {name}", "Bonjour {nom}", "placeholders"),
        ("nl", "<b>Hello</b>", "Hallo", "tags"),
        ("fr", "Hello", "", "not translated"),
        ("fr", "Follow-up", "Votre suivi commence.", "avoid"),
        ("nl", "Session", "De volgende sessie", "avoid"),
        ("de", "Date", "Ihr nächster Termin", "avoid"),
        ("de", "You", "Kommst du?", "avoid"),
        ("nl", "You", "Kunt u komen?", "avoid"),
        ("fr", "All right?", "On y va ?", "no-break"),
        ("fr", "It is", "C'est bon.", "apostrophe"),
        ("fr", "All right!", "Bonjour!", "no-break"),
        ("fr", "Tap Next", "Appuyez sur «Suivant».", "no-break"),
        ("fr", "Tap Next", "Appuyez sur “Suivant”.", "quotation marks"),
        ("nl", "Tap Next", "Tik op „Volgende”.", "quotation marks"),
        ("de", "Tap Next", 'Tippen Sie auf "Weiter".', "quotation marks"),
        ("nl", "Duos", "Twee duo's", "apostrophe"),
        ("nl", "Long", "een " * 21 + "zin", "20 words"),
        ("nl", "Two", "Twee  spaties", "stray"),
    ],
)
def test_the_lint_sees(language: str, source: str, text: str, fault: str) -> None:
    found = list(_entry_faults(language, Entry(source, text)))

    assert any(fault in line for line in found), found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Une rencontre suivie d\N{RIGHT SINGLE QUOTATION MARK}un café"[:13]),
        ("nl", "Je afspraak is morgen."),
        ("de", "Wir treffen Sie und Ihr Team."),
        ("fr", "Vous pouvez répondre plus tard."),
    ],
)
def test_the_lint_leaves_good_words_alone(language: str, text: str) -> None:
    assert avoided_in(language, text) == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("line = f\"{say('Hello')}!\"", "f-string"),
        ('line = say(f"Hello {name}")', "written out"),
        ("line = say(text)", "written out"),
        ('line = say.label("Hel" + "lo")', "written out"),
        ('line = Say(language, zone)("Good evening")', "catalogs"),
        ('line = say.plain("Good evening")', "catalogs"),
        ('line = say.plural("Hello", many, 2)', "written out"),
        ('line = say.plural("Hello")', "missing"),
    ],
)
def test_the_lint_sees_a_text_that_would_stay_english(code: str, fault: str) -> None:
    (found,) = unseen_texts(code, {"Hello"})

    assert found.startswith("1: ")
    assert fault in found


def test_the_lint_leaves_a_text_alone_that_the_catalogs_have() -> None:
    code = 'hello = say("Hel" "lo", name=name)\nline = f"{hello} {say.day(moment)}"\nmessage.label'

    assert list(unseen_texts(code, {"Hello"})) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Appuyez sur «\u00a0Suivant\u00a0», à 10:30\u00a0: c’est bon\u00a0!"),
        ("nl", "Tik op ‘Volgende’ of “Terug”, met de foto’s."),
        ("de", "Tippen Sie auf „Weiter“."),
    ],
)
def test_the_lint_knows_the_signs_of_each_language(language: str, text: str) -> None:
    assert list(_entry_faults(language, Entry("Tap Next", text))) == []
