"""How people are shown before they know each other: portraits, reasons, and how the team names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from locales.options import option_word, times_words
from locales.say import Html, Say
from mentoring.matching import Reason, ReasonKind
from mentoring.messages.pairing import Named
from mentoring.people import NOT_TOLD
from mentoring.portrait import Portrait
from mentoring.profile import Question

_BUTTON_LENGTH = 24  # characters
_NUMBER = re.compile(r" \(\d+\)$")  # what tells a second partner of the same name apart
_MOST = 2  # words of one list before "2 more": a portrait is read at a glance


def portrait_lines(portrait: Portrait, say: Say) -> Html:
    """The first name in bold, below it a line for each thing that was told."""
    name = f"<b>{escape(portrait.first_name or NOT_TOLD, quote=False)}</b>"
    return Html("\n".join([name, *portrait_facts(portrait, say)]))


def portrait_facts(portrait: Portrait, say: Say) -> list[str]:
    """The same without the name, a line each."""
    facts = []
    if portrait.languages:
        spoken = _words(Question.LANGUAGES, portrait.languages, say)
        facts.append(
            say.plural("Language: {languages}", "Languages: {languages}", len(portrait.languages), languages=spoken)
        )
    if portrait.sectors:
        # Translators: fields of work, such as "Health & care".
        sectors = _words(Question.SECTORS, portrait.sectors, say)
        facts.append(say.plural("Sector: {sectors}", "Sectors: {sectors}", len(portrait.sectors), sectors=sectors))
    if portrait.regions:
        regions = _words(Question.REGIONS, portrait.regions, say)
        facts.append(say.plural("Region: {regions}", "Regions: {regions}", len(portrait.regions), regions=regions))
    if portrait.times:
        # Translators: when the person has time, such as "Weekday evenings".
        facts.append(say("Has time: {times}", times=times_words(portrait.times, say)))
    return facts


def _words(question: Question, codes: Sequence[str], say: Say) -> str:
    """`French, Arabic and Turkish`; of many the first ones and how many more."""
    shown = list(codes) if len(codes) <= _MOST + 1 else list(codes[:_MOST])
    words = [option_word(question, code, say) for code in shown]
    if rest := len(codes) - len(shown):
        # Translators: the end of a list: "French, Dutch, Arabic and 2 more".
        words.append(say.plural("{n} more", "{n} more", rest))
    return say.list(words)


def team_name(who: Named) -> Html:
    """As the team knows them: `Amina (dossier 12)`; by the label alone who has told no name. Never for a duo."""
    if who.label and not has_told_name(who):
        return Html(f"<b>{escape(who.label, quote=False)}</b>")
    name = f"<b>{escape(who.name or NOT_TOLD, quote=False)}</b>"
    return Html(f"{name} ({escape(who.label, quote=False)})" if who.label and who.label != who.name else name)


def has_told_name(who: Named) -> bool:
    return who.name not in {"", NOT_TOLD}


def name_on_button(who: Named) -> str:
    """The first name; the label of who has told none, so that nobody is a mere ellipsis."""
    return who.name if has_told_name(who) else who.label or NOT_TOLD


def clip(text: str, length: int) -> str:
    """At most that many characters, for a button."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def label_with(name: str, label_of: Callable[[str], str]) -> str:
    """A button around a name; a long name loses its end, but not the number of a second partner: `Maximil… (2)`."""
    label = label_of(name)
    if (too_much := len(label) - _BUTTON_LENGTH) <= 0:
        return label
    number = _NUMBER.search(name)
    called, told_apart = (name[: number.start()], number.group()) if number else (name, "")
    return label_of(clip(called, max(1, len(called) - too_much)) + told_apart)


# Each text stands alone with its values: where `say` is among the arguments, the extraction loses the plural.
def _same_language(reason: Reason, say: Say) -> str:
    words = _words(Question.LANGUAGES, reason.codes, say)
    # Translators: why a mentor fits a mentee; read by coordinators, one short line each.
    return say.plural("Both speak: {languages}", "Both speak: {languages}", len(reason.codes), languages=words)


def _same_sector(reason: Reason, say: Say) -> str:
    words = _words(Question.SECTORS, reason.codes, say)
    return say.plural("Same sector: {sectors}", "Same sectors: {sectors}", len(reason.codes), sectors=words)


def _same_region(reason: Reason, say: Say) -> str:
    words = _words(Question.REGIONS, reason.codes, say)
    return say.plural("Same region: {regions}", "Same regions: {regions}", len(reason.codes), regions=words)


def _same_times(reason: Reason, say: Say) -> str:
    words = times_words(reason.codes, say)
    return say.plural("Both have time: {times}", "Both have time: {times}", len(reason.codes), times=words)


_REASONS: dict[ReasonKind, Callable[[Reason, Say], str]] = {
    ReasonKind.LANGUAGE: _same_language,
    ReasonKind.NO_LANGUAGE: lambda _, say: say("<b>Please check: no language in common</b>"),
    ReasonKind.LANGUAGE_UNKNOWN: lambda _, say: say("<b>Please check: languages not told</b>"),
    ReasonKind.SECTOR: _same_sector,
    ReasonKind.REGION: _same_region,
    ReasonKind.TIMES: _same_times,
    # Translators: how many more duos the mentor can have.
    ReasonKind.FREE: lambda reason, say: say.plural("Room for {n} duo", "Room for {n} duos", reason.places),
    ReasonKind.DECLINED: lambda _, say: say("<b>Proposed before, declined</b>"),
    # Translators: the team has not ticked everything yet that the organisation asks of a new mentor.
    ReasonKind.LIST_OPEN: lambda _, say: say("<b>The list is still open</b>"),
}


def reason_lines(reasons: Sequence[Reason], say: Say) -> list[str]:
    """A line for each reason, in the order given."""
    return [f"• {_REASONS[reason.kind](reason, say)}" for reason in reasons]
