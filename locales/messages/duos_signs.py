"""What a duo's card tells of signs, of the open alert and of what the team did: words only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from locales.alert_words import Names, level_word, move_line, reason_line, tried_line
from locales.portraits import clip
from locales.say import Html, Say
from mentoring.messages.duos import AlertFacts, DeedLine, DuoFacts, Signs
from mentoring.people import one_line
from storage.words import Deed, Role

_EXCERPT = 90  # characters of a note on the card


def signs_part(facts: DuoFacts, say: Say) -> list[str]:
    """The level with its reasons, what Tandem tried, what could be done, and who has taken it."""
    signs, names = facts.signs, {Role.SEEKER: facts.seeker.who, Role.MENTOR: facts.mentor.who}
    if signs is None:
        return []
    return ["\n".join([*_why(signs, names, say), *_who(facts.alert, say)])]


def _why(signs: Signs, names: Names, say: Say) -> Iterator[str]:
    # Translators: {level} is for example "At risk".
    yield say("<b>{level}</b> since {day}", level=level_word(signs.level, say), day=say.day(signs.since))
    for reason in signs.reasons:
        yield f"• {reason_line(reason, names, say)}"
    if signs.asked:
        yield tried_line(signs.asked, names, say)
    if signs.reasons:
        yield move_line(signs.move, signs.whom, names, say)


def _who(alert: AlertFacts | None, say: Say) -> Iterator[str]:
    if alert is None:
        return
    if alert.taken_by is None or alert.taken_at is None:
        # Translators: nobody of the team looks after a duo that needs a contact.
        yield say("<b>Nobody has taken this yet.</b>")
        if alert.lead_knows:
            # Translators: whoever leads the organisation's team.
            yield say("The lead knows.")
    elif alert.is_mine:
        yield say("<b>You look after this since {day}.</b>", day=say.day(alert.taken_at))
    else:
        yield say("<b>{name} looks after this since {day}.</b>", name=alert.taken_by, day=say.day(alert.taken_at))
    if alert.snoozed_until is not None:
        # Translators: the team said to look at this duo again on that day.
        yield say("Quiet until {day}", day=say.day(alert.snoozed_until))


def deeds_part(facts: DuoFacts, say: Say) -> list[str]:
    """The newest of what the team did."""
    lines = []
    if facts.elsewhere_until is not None:
        day = say.day(facts.elsewhere_until)
        # Translators: silence of a duo that mostly meets and talks elsewhere says nothing.
        lines.append(say("They meet elsewhere: silence does not count until {day}", day=day))
    if facts.deeds:
        # Translators: heading of what the team did: calls, notes, pauses.
        lines.append(say("<b>What the team did</b>"))
        lines += [deed_line(deed, say, _EXCERPT) for deed in facts.deeds]
    return ["\n".join(lines)] if lines else []


def _went_on(say: Say) -> str:
    # Translators: handed over, and the duo with another mentor has begun.
    return say.plain("another mentor goes on")


def deed_line(line: DeedLine, say: Say, most: int | None = None) -> str:
    """One deed; below it its note, of which `most` characters are shown."""
    deed, day = _went_on(say) if line.went_on else _DEEDS[line.deed](say), say.day(line.at)
    if line.by is None:
        # Translators: what was done with a duo: "Tuesday 3 March: the duo goes on".
        told = say("{day}: {deed}", day=day, deed=deed)
    else:
        # Translators: what {name} of the team did: "Tuesday 3 March, Sofie: talked by phone".
        told = say("{day}, {name}: {deed}", day=day, name=line.by, deed=deed)
    if not line.note:
        return told
    note = line.note if most is None else clip(one_line(line.note), most)
    return Html(f"{told}\n<i>{escape(note, quote=False)}</i>")


_DEEDS: dict[Deed, Callable[[Say], str]] = {
    # Translators: what somebody of the team did about a duo, after the name: "Sofie: looks after it".
    Deed.TOOK: lambda say: say.plain("looks after it"),
    Deed.CALLED: lambda say: say.plain("talked by phone"),
    # Translators: called one of the duo, and reached nobody.
    Deed.NO_ANSWER: lambda say: say.plain("called, no answer"),
    # Translators: wrote down something about a contact with the duo.
    Deed.NOTED: lambda say: say.plain("note"),
    # Translators: wants to look at the duo again some days later.
    Deed.SNOOZED: lambda say: say.plain("quiet for some days"),
    Deed.ELSEWHERE: lambda say: say.plain("they meet elsewhere"),
    Deed.NOT_ELSEWHERE: lambda say: say.plain("they do not meet elsewhere any more"),
    Deed.PAUSED: lambda say: say.plain("pause"),
    Deed.RESUMED: lambda say: say.plain("the duo goes on"),
    # Translators: handed over: another mentor is asked, who has not said yes yet, or said no.
    Deed.HANDED_OVER: lambda say: say.plain("asked another mentor"),
    Deed.ENDED: lambda say: say.plain("the duo is over"),
    Deed.RESOLVED: lambda say: say.plain("all is well"),
}
