"""What whoever looks after a duo hears of a colleague's deed."""

from __future__ import annotations

from datetime import date

from locales.ending_words import outcome_word, reason_word
from locales.portraits import team_name
from locales.rendering import Button, Rendered, renders
from locales.say import Html, Say
from mentoring.messages.endings import ColleagueDid
from mentoring.messages.pairing import Named
from mentoring.taps_duos import DuoCard
from storage.words import Deed, EndReason, Outcome

_ID = 2**62
_AMINA, _JAN = Named("Amina", "Dossier 12"), Named("Jan", "Gent, IT")


def _sample(deed: Deed, **more: object) -> ColleagueDid:
    return ColleagueDid(duo_id=_ID, by="Lena", seeker=_AMINA, mentor=_JAN, deed=deed, **more)  # type: ignore[arg-type]  # a sample


@renders(
    _sample(Deed.PAUSED, until=date(2026, 12, 8)),
    _sample(Deed.HANDED_OVER, reason=EndReason.HANDED_OVER),
    _sample(Deed.ENDED, outcome=Outcome.WORK),
    _sample(Deed.ENDED, reason=EndReason.SILENCE),
)
def _did(message: ColleagueDid, say: Say) -> Rendered:
    # Translators: button of the team: the card of that duo.
    card = Button(say.label("Show the duo"), DuoCard(message.duo_id))
    return Rendered(_news(message, say), ((card,),))


def _news(message: ColleagueDid, say: Say) -> str:
    names: dict[str, str | Html] = {
        "name": message.by,
        "seeker": team_name(message.seeker),
        "mentor": team_name(message.mentor),
    }
    if message.until is not None:
        # Translators: to the team: {name} is a colleague, {seeker} and {mentor} are a duo.
        return say("{name} has let {seeker} and {mentor} rest until {day}.", day=say.day(message.until), **names)
    if message.deed is Deed.HANDED_OVER:
        # Translators: to the team: {name} is a colleague.
        return say("{name} has asked another mentor to go on with {seeker}. The duo with {mentor} is over.", **names)
    if message.outcome is not None:
        # Translators: to the team: {name} is a colleague; {outcome} is where the mentee stands, such as "In work".
        return say(
            "{name} has finished the duo of {seeker} and {mentor} well: {outcome}.",
            outcome=outcome_word(message.outcome, say),
            **names,
        )
    reason = reason_word(message.reason or EndReason.OTHER, say)
    # Translators: to the team: {name} is a colleague; {reason} is for example "Mentor: no time".
    return say("{name} has ended the duo of {seeker} and {mentor}. Reason: {reason}.", reason=reason, **names)
