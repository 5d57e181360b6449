from __future__ import annotations

from locales.meeting_samples import AT, FAR, HERE
from locales.meetings import day_and_time, stop_repeating
from locales.rendering import Rendered, renders
from locales.say import Say
from mentoring.messages.session_weekly import WeeklyEnded, WeeklyStarted


@renders(
    WeeklyStarted(facts=HERE, series_id=1, by="Amina"),
    WeeklyStarted(facts=FAR, series_id=1, by="Amina"),
    WeeklyStarted(facts=HERE, series_id=1, by=None),
)
def _weekly(news: WeeklyStarted, say: Say) -> Rendered:
    day, time = say.weekday(news.facts.starts_at), say.time(news.facts.starts_at)
    if news.by is None:
        # Translators: {day} is a day of the week.
        return Rendered(say("From now on every {day} at {time}. You can stop it at any time.", day=day, time=time))
    text = say(
        "{name} would like to meet every week: {day} at {time}. I plan it each time. You can skip a week or stop it.",
        name=news.by,
        day=day,
        time=time,
    )
    return Rendered(text, ((stop_repeating(news.series_id, say),),))


@renders(
    WeeklyEnded(name="Amina", by="Amina", stays_at=AT),
    WeeklyEnded(name="Amina", by=None, stays_at=AT),
    WeeklyEnded(name="Amina", by="Amina"),
)
def _weekly_ended(news: WeeklyEnded, say: Say) -> str:
    if news.by is not None:
        text = say("{name} ended the weekly repetition. You can plan each meeting by itself.", name=news.by)
    else:
        text = say("The meeting with {name} no longer repeats every week.", name=news.name)
    if news.stays_at is None:
        return text
    # Translators: one meeting is planned already and stays.
    stays = say("This one stays: {when}.", when=day_and_time(news.stays_at, say))
    return f"{text} {stays}"
