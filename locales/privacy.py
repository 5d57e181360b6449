"""The text about people's data, for /privacy and for the welcome."""

from __future__ import annotations

from collections.abc import Iterable

from locales.say import Say
from mentoring.messages.menus import Responsible


def privacy_lines(responsible: Iterable[Responsible], say: Say, *, reads_only: bool = False) -> str:
    """The whole text. With several organisations each has its line, so that a number is nobody else's.

    `reads_only`: to somebody of the federation, who is in no duo and in no team.
    """
    those = list(responsible)
    # Translators: who answers for the data, by law; {organisations} is one name or a list.
    parts = [say("Responsible for your data: <b>{organisations}</b>.", organisations=_names(those, say))]
    parts += _of_readers(say) if reads_only else _of_duos(say)
    parts += [
        # Translators: the messenger can read what passes through it.
        say("<b>Telegram</b> itself sees your messages, by its own rules."),
        say("<b>Your rights</b>: you can see, correct, take along or erase your data. Ask the team."),
    ]
    if len(those) > 1:
        parts += [_contact_line(one, say) for one in those]
    elif those and those[0].contact:
        parts.append(say("Contact: {contact}", contact=those[0].contact))
    return "\n".join(parts)


def _of_readers(say: Say) -> list[str]:
    return [
        # Translators: to somebody of the federation, who gets figures and nothing else.
        say("<b>What is kept</b>: your Telegram ID, first name, language and agreement."),
        # Translators: the word is the team's private label for this person, such as "Tuesday group".
        say("Also a short word by which the team recognises you."),
        # Translators: the reports for which somebody of the federation asks.
        say("Your reports pass through here. Their numbers are kept for 30 days at most, sealed."),
        say("<b>Who sees it</b>: the team sees your name, not your reports."),
        say("<b>How long</b>: until a month after your access has ended."),
    ]


def _of_duos(say: Say) -> list[str]:
    return [
        say("<b>What is kept</b>: your Telegram ID, first name, language, agreement and answers."),
        # Translators: the word is the team's private label for this person, such as "Tuesday group".
        say("Also a short word by which the team recognises you."),
        # Translators: the duo: seeker and mentor.
        say("And the days of your duo: proposal, start and end."),
        # Translators: the addresses of meetings; goals in their own words; an interview that somebody noted.
        say("Your meetings with their places, your goals, and an interview if you note one."),
        # Translators: the answers to the weekly question are seen by the team; the partner does not see them.
        say("Your answers to the question of the week, and notes to the team. Only the team sees them."),
        # Translators: steps such as "CV ready"; what somebody of the team notes after a call.
        say("Your steps, how your duo ended, and notes of the team."),
        # Translators: Tandem weighs whether a duo fades away; "it" is Tandem.
        say("Tandem looks at meetings, answers and silences. If a duo seems to need help, it tells the team."),
        # Translators: what passes through the chat between mentor and mentee.
        say("What you write to each other is passed on, not kept."),
        # Translators: when somebody edits a message, the new text waits (encrypted) until it is delivered.
        say("Only a corrected message waits here, sealed, for a day at most."),
        say("<b>Who sees it</b>: your team."),
        # Translators: the portrait; what somebody skipped is not shown.
        say("Your mentor or mentee sees your first name, languages, sector, region and when you have time."),
        say("<b>How long</b>: 24 months after your duo ends. Then only figures without names stay."),
        # Translators: which message is the copy of which: numbers, no texts.
        say("Links between messages are kept for 30 days."),
    ]


def contact_lines(responsible: Iterable[Responsible], say: Say) -> str:
    """Where a person answers: one line for one organisation, else the question once and a line for each."""
    those = list(responsible)
    if len(those) == 1 and those[0].contact:
        (one,) = those
        return say(
            "A person answers you at {organisation}: {contact}", organisation=one.organisation, contact=one.contact
        )
    return "\n".join([say("Would you rather ask a person?"), *(_contact_line(one, say) for one in those)])


def _contact_line(one: Responsible, say: Say) -> str:
    if one.contact:
        # Translators: a line below "Would you rather ask a person?"
        return say("{organisation}: {contact}", organisation=one.organisation, contact=one.contact)
    # Translators: a line below "Would you rather ask a person?"; no number or address is known.
    return say("{organisation}: please ask the team in person.", organisation=one.organisation)


def _names(responsible: list[Responsible], say: Say) -> str:
    return say.list(one.organisation for one in responsible)
