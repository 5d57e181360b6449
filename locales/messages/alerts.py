"""What the team is asked and told while it looks after a duo that may be fading."""

from __future__ import annotations

from datetime import UTC, datetime

from locales.alert_samples import AT_RISK, URGENT
from locales.alert_words import level_word, reason_line
from locales.lists import back_label, page_row
from locales.messages.duos_signs import deed_line
from locales.portraits import team_name
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.desk.groups import DuoGroup
from mentoring.messages.alerts import DeedsFound, NobodyTookIt, NoteWanted
from mentoring.messages.duos import DeedLine
from mentoring.messages.pairing import Named
from mentoring.taps_alerts import LeaveNote, NoteCall, Reached, ShowDeeds, TakeAlert
from mentoring.taps_duos import DuoCard, OpenDuo
from storage.words import Deed, Level, Role

_ID = 2**62
_SECOND = 2**31
_NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")
_NOTE = "Amina has found a room.\n" * 9


@renders(
    NoteWanted(duo_id=_ID, seeker=_AMINA, mentor=_JAN, asked=_SECOND, most=1000),
    NoteWanted(duo_id=_ID, seeker=_AMINA, mentor=_JAN, asked=_SECOND, most=1000, length=10_000),
)
def _wanted(message: NoteWanted, say: Say) -> Rendered:
    names = {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    parts = []
    if message.length > message.most:
        # Translators: a note of the team is too long; both are numbers of characters.
        parts.append(
            say(
                "<b>This note has {length} characters, and I keep up to {most}.</b> "
                "Please send the main points. Your text is still above.",
                length=message.length,
                most=message.most,
            )
        )
    parts += [
        say("A contact with {seeker} and {mentor}", **names),
        say("Write a few words, or tap how the call went. Only your team reads it."),
    ]
    # Translators: buttons: how a call of the team went: somebody answered, or nobody did.
    talked, silent = say.label("Talked"), say.label("No answer")
    return Rendered(
        "\n\n".join(parts),
        (
            (
                Button(silent, tap=NoteCall(message.duo_id, Reached.NO_ANSWER, message.asked)),
                Button(talked, tap=NoteCall(message.duo_id, Reached.TALKED, message.asked)),
            ),
            (Button(back_label(say), tap=LeaveNote(message.duo_id)),),
        ),
    )


def _deeds(*deeds: DeedLine, page: int = 0, pages: int = 1) -> DeedsFound:
    return DeedsFound(
        duo_id=_ID, seeker=_AMINA, mentor=_JAN, deeds=deeds, page=page, pages=pages, total=3 * pages if deeds else 0
    )


@renders(
    _deeds(),
    _deeds(DeedLine(_NOW, Deed.CALLED, "Sofie"), DeedLine(_NOW, Deed.NOTED, "Tom", _NOTE), page=1, pages=3),
    _deeds(*(DeedLine(_NOW, deed, "Sofie") for deed in Deed)),
)
def _all(message: DeedsFound, say: Say) -> Rendered:
    names = {"seeker": team_name(message.seeker), "mentor": team_name(message.mentor)}
    # Translators: heading of what the team did about a duo: calls, notes, pauses.
    parts = [say("<b>What the team did</b> · {seeker} and {mentor}", **names)]
    parts += [deed_line(deed, say) for deed in message.deeds] or [say("Nothing yet.")]
    pages = page_row(message.page, message.pages, lambda page: ShowDeeds(message.duo_id, page), say)
    back = Button(back_label(say), tap=OpenDuo(message.duo_id, DuoGroup.ALL, 0, ""))
    return Rendered("\n\n".join(parts), (*pages, (back,)))


def _untaken(level: Level, told: str | None) -> NobodyTookIt:
    return NobodyTookIt(
        alert_id=_ID,
        seen=99_991,
        duo_id=_ID,
        seeker=_AMINA,
        mentor=_JAN,
        level=level,
        opened_at=_NOW,
        reasons=(URGENT if level is Level.URGENT else AT_RISK)[0],
        told=told,
    )


@renders(_untaken(Level.AT_RISK, "Lena"), _untaken(Level.URGENT, None))
def _nobody(message: NobodyTookIt, say: Say) -> Rendered:
    names = {Role.SEEKER: message.seeker, Role.MENTOR: message.mentor}
    # Translators: to the lead of a team: a duo that needs a contact.
    title = say("<b>Nobody has taken this duo yet</b>")
    pair = say("{seeker} and {mentor}", seeker=team_name(message.seeker), mentor=team_name(message.mentor))
    since = say("<b>{level}</b> since {day}", level=level_word(message.level, say), day=say.day(message.opened_at))
    lines = [since, *(f"• {reason_line(reason, names, say)}" for reason in message.reasons)]
    parts = [f"{title}\n{pair}", "\n".join(lines)]
    if message.told is not None:
        # Translators: {name} of the team was told of a duo that needs a contact.
        parts.append(say("{name} knows of it.", name=message.told))
    # Translators: button: from now on I look after this duo that needs a contact.
    take = Button(say.label("Take it"), tap=TakeAlert(message.alert_id, message.seen))
    # Translators: button: the team's card of that duo.
    show = Button(say.label("Show the duo"), tap=DuoCard(message.duo_id))
    return Rendered("\n\n".join(parts), ((take, show),))
