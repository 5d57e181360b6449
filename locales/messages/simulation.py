from __future__ import annotations

from base64 import b64decode, b64encode

from babel.numbers import format_decimal

from locales.lists import back_label
from locales.organisation_words import level_heading, line_of, refusal_line, value_of
from locales.rendering import Button, Rendered, Rows, renders
from locales.say import Html, Say
from mentoring.messages.organisation import Number
from mentoring.messages.simulation import (
    Comparison,
    Counting,
    Outcome,
    Trial,
    TrialCard,
    TrialPicture,
    TrialResult,
    TrialUsed,
)
from mentoring.organisation.numbers import Fault, Part, Refusal, Setting, bounds_of, usual
from mentoring.simulation.trials import TRIED, written
from mentoring.taps_organisation import ShowPart
from mentoring.taps_simulation import RunTrial, ShowTrial, StopTrial, TryThresholds, TryValue, UseTrial
from mentoring.thresholds import DEFAULTS

_ID = 2**62
_FIVE = 5  # digits in a row of buttons
_WEEK = 7
_WEEKS_A_YEAR = 365.25 / 7
_MANY = 30  # from that many possible numbers on, steps of a week are offered as well
_CODE = written(DEFAULTS)


def _sample(**changed: int) -> tuple[Trial, ...]:
    return tuple(Trial(each, usual(each), changed.get(each.value, usual(each))) for each in TRIED)


# -- choosing ----------------------------------------------------------------------------------------------------------
@renders(
    TrialCard(organisation_id=_ID, trials=_sample(), tried=_CODE),
    TrialCard(organisation_id=_ID, trials=_sample(risk_silence_days=10, risk_missed=3), tried=_CODE),
    TrialCard(organisation_id=_ID, trials=_sample(risk_silence_days=10), tried=_CODE, chosen=Setting.RISK_SILENCE),
    TrialCard(organisation_id=_ID, trials=_sample(risk_silence_days=10), tried=_CODE, was_over=True),
    TrialCard(
        organisation_id=_ID,
        trials=_sample(),
        tried=_CODE,
        chosen=Setting.RISK_UNANSWERED,
        refusal=Refusal(Fault.NOT_MORE, 2, Setting.WATCH_UNANSWERED, 2),
    ),
)
def _card(message: TrialCard, say: Say) -> Rendered:
    parts = []
    if message.was_over:
        # Translators: "Stop counting" was tapped after the simulator had answered, or a second time.
        parts.append(say("I am done counting. If there was an answer, you find it in this chat."))
    # Translators: title of the simulator: thresholds from which on an alert comes are tried on duos of the past.
    parts.append(say("<b>Try other numbers</b>"))
    # Translators: below the title of the simulator.
    parts.append(say("What would these numbers have done with the duos of the last year? Nothing changes by trying."))
    for place, each in enumerate(message.trials, start=1):
        if heading := level_heading(each.setting, say):
            parts.append(heading)
        parts.append(f"{place}. {_trial_line(each, say)}")
    if message.chosen is not None:
        chosen = next(each for each in message.trials if each.setting is message.chosen)
        parts.append(f"<b>{line_of(Number(chosen.setting, chosen.tried), say)}</b>")
        if message.refusal is not None:
            parts.append(refusal_line(Number(chosen.setting, chosen.tried), message.refusal, say))
        return Rendered("\n".join(parts), _changing(message, chosen, say))
    parts.append(say("Which one do you want to change?"))
    return Rendered("\n".join(parts), _choosing(message, say))


def _trial_line(trial: Trial, say: Say) -> str:
    if not trial.differs:
        return line_of(Number(trial.setting, trial.today), say)
    return f"<b>{line_of(Number(trial.setting, trial.tried), say)}</b> {_instead(trial, say)}"


def _instead(trial: Trial, say: Say) -> str:
    # Translators: behind a threshold that is tried; {value} is how it is today, such as "14 days".
    return say("(today {value})", value=value_of(Number(trial.setting, trial.today), say))


def _choosing(message: TrialCard, say: Say) -> Rows:
    own, tried = message.organisation_id, message.tried
    digits = [Button(str(place), tap=ShowTrial(own, tried, place)) for place, _ in enumerate(message.trials, start=1)]
    rows: list[tuple[Button, ...]] = [tuple(digits[at : at + _FIVE]) for at in range(0, len(digits), _FIVE)]
    if any(each.differs for each in message.trials):
        # Translators: button: reckon what these numbers would have done.
        rows.append((Button(say.label("Try it"), tap=RunTrial(own, tried), style="primary"),))
        # Translators: button: back to the numbers of today.
        rows.append((Button(say.label("Today's numbers"), tap=TryThresholds(own)),))
    rows.append((Button(back_label(say), tap=ShowPart(own, Part.SIGNALS)),))
    return tuple(rows)


def _changing(message: TrialCard, chosen: Trial, say: Say) -> Rows:
    own, tried = message.organisation_id, message.tried
    place = TRIED.index(chosen.setting) + 1
    bounds = bounds_of(chosen.setting)
    steps = (-_WEEK, -1, 1, _WEEK) if bounds.most - bounds.least >= _MANY else (-1, 1)
    values = [(step, chosen.tried + step) for step in steps if bounds.allow(chosen.tried + step)]
    row = tuple(Button(_signed(step), tap=TryValue(own, tried, place, value)) for step, value in values)
    # Translators: button: this number is chosen, back to the list of numbers to try.
    done = Button(say.label("Done"), tap=ShowTrial(own, tried, 0))
    return (row, (done,))


def _signed(step: int) -> str:
    return f"+{step}" if step > 0 else f"\N{MINUS SIGN}{-step}"


# -- counting ----------------------------------------------------------------------------------------------------------
@renders(
    Counting(organisation_id=_ID, tried=_CODE),
    Counting(organisation_id=_ID, tried=_CODE, again=True),
)
def _counting(message: Counting, say: Say) -> Rendered:
    # Translators: the simulator reckons.
    begun = say("I am counting. That takes a minute, two at most.")
    # Translators: the simulator was asked for once more before it had answered.
    again = say("I am counting already. The answer comes within two minutes.")
    # Translators: button: the answer of the simulator is not wanted any more.
    stop = Button(say.label("Stop counting"), tap=StopTrial(message.organisation_id, message.tried))
    return Rendered(again if message.again else begun, ((stop,),))


# -- the answer --------------------------------------------------------------------------------------------------------
_TODAY = Outcome(alerts_a_week=4.1, false_alarms_a_week=1.2, urgent_a_week=0.6, seen=10, lead_days=12.0)
_TRIED = Outcome(alerts_a_week=6.3, false_alarms_a_week=2.9, urgent_a_week=0.6, seen=12, lead_days=19.5)
_NONE = Outcome(alerts_a_week=0.0, false_alarms_a_week=0.0, urgent_a_week=0.0, seen=0, lead_days=None)
_OWN = Comparison(duos=143, played=143, ended=61, dropouts=14, today=_TODAY, tried=_TRIED)
_FEW = Comparison(duos=9, played=9, ended=2, dropouts=0, today=_NONE, tried=_NONE)
_MADE = Comparison(duos=100, played=50, ended=50, dropouts=13, today=_TODAY, tried=_TRIED)


def _answer(own: Comparison | None, made_up: Comparison | None, *, leads: bool = True) -> TrialResult:
    differing = tuple(each for each in _sample(risk_silence_days=10, risk_missed=3) if each.differs)
    return TrialResult(
        organisation_id=_ID, trials=differing, tried=_CODE, own=own, made_up=made_up, enough=20, leads=leads, running=7
    )


@renders(
    _answer(_OWN, None),
    _answer(_FEW, _MADE),
    _answer(None, _MADE),
    _answer(_OWN, None, leads=False),
)
def _result(message: TrialResult, say: Say) -> Rendered:
    # Translators: title of the simulator's answer.
    parts = [say("<b>What these numbers would have done</b>")]
    parts += [_trial_line(each, say) for each in message.trials]
    if message.own is not None:
        parts += ["", _own_heading(message.own, say), *_table(message.own, say)]
        # Translators: of the simulator's numbers about the organisation's own duos.
        parts.append(say("Old messages are erased. So before the last 30 days I see only meetings and answers."))
    if message.made_up is not None:
        parts += ["", _too_few(message, say), *_table(message.made_up, say)]
    if message.running:
        parts += ["", _for_them(message, say)]
    # Translators: of the simulator's numbers: what it cannot know. "Nudge": a friendly question by Tandem.
    parts += ["", say("Only an estimate: nobody knows how people would have answered other nudges.")]
    own, tried = message.organisation_id, message.tried
    # Translators: button: the thresholds that were tried become those of the organisation.
    use = (Button(say.label("Use these numbers"), tap=UseTrial(own, tried)),)
    # Translators: button: back to the numbers that are tried.
    again = (Button(say.label("Change again"), tap=ShowTrial(own, tried, 0)),)
    return Rendered("\n".join(parts), (use, again) if message.leads else (again,))


def _for_them(message: TrialResult, say: Say) -> str:
    """The alerts, which stand above for each 100 duos a week, for as many as they have; a year, as these may be few."""
    found = message.made_up or message.own
    assert found is not None, "one of them was asked for"
    rates = (found.today.alerts_a_week, found.tried.alerts_a_week)
    years = [f"{rate * message.running / 100 * _WEEKS_A_YEAR:.0f}" for rate in rates]
    # Translators: of the simulator's alerts, which stand above for 100 duos and a week; {change} is such as "9 → 14".
    return say.plural(
        "For your {n} running duo that is about {change} alerts a year.",
        "For your {n} running duos that is about {change} alerts a year.",
        message.running,
        change=Html(f"{years[0]} → <b>{years[1]}</b>"),
    )


def _own_heading(own: Comparison, say: Say) -> str:
    # Translators: the simulator's duos: those of the organisation in the last year.
    heading = say.plural("<i>{n} duo of your last year:</i>", "<i>{n} duos of your last year:</i>", own.played)
    return heading if own.played == own.duos else f"{heading} {_cut(own, say)}"


def _cut(found: Comparison, say: Say) -> str:
    # Translators: the simulator had no time for all duos.
    return say("(as many of {all} as two minutes allow)", all=found.duos)


def _too_few(message: TrialResult, say: Say) -> str:
    made_up = message.made_up
    assert made_up is not None, "asked for"
    ended = message.own.ended if message.own else 0
    why = (
        # Translators: why the simulator adds duos that are made up: the organisation's own history is short.
        say.plural(
            "{n} of your duos has ended: too few to judge by (at least {enough}).",
            "{n} of your duos have ended: too few to judge by (at least {enough}).",
            ended,
            enough=message.enough,
        )
        if ended
        # Translators: as above, where no duo has ended yet.
        else say("None of your duos has ended yet: too few to judge by (at least {enough}).", enough=message.enough)
    )
    # Translators: duos that the simulator makes up, beside too few real ones.
    beside = say.plural("<i>So here is {n} made-up duo:</i>", "<i>So here are {n} made-up duos:</i>", made_up.played)
    cut = "" if made_up.played == made_up.duos else f" {_cut(made_up, say)}"
    return f"{why}\n{beside}{cut}"


def _table(found: Comparison, say: Say) -> list[str]:
    """Each line: today's thresholds, an arrow, those tried."""
    today, tried = found.today, found.tried
    lines = [
        # Translators: the simulator's table; {change} is such as "4.1 → 6.3": today's thresholds, then those tried.
        say("Alerts a week, of 100 duos: {change}", change=_change(today.alerts_a_week, tried.alerts_a_week, say)),
        # Translators: alerts about duos that went well, each week, of 100 duos that go well.
        say(
            "False alarms a week, of 100 healthy duos: {change}",
            change=_change(today.false_alarms_a_week, tried.false_alarms_a_week, say),
        ),
    ]
    if found.dropouts:
        lines += _dropouts(found, say)
    else:
        # Translators: nobody dropped out, so the simulator cannot say how early alerts would have come.
        lines.append(say("No duo dropped out, so nothing can be said about that."))
    if today.urgent_a_week or tried.urgent_a_week:
        urgent = _change(today.urgent_a_week, tried.urgent_a_week, say)
        # Translators: urgent: somebody asked for help, wants to stop, or chose the lowest face. They are not among the
        # alerts above.
        lines.append(say("Urgent ones beside them a week, of 100 duos: {change}", change=urgent))
    return lines


def _dropouts(found: Comparison, say: Say) -> list[str]:
    today, tried = found.today, found.tried
    percents = [100 * each.seen / found.dropouts for each in (today, tried)]
    lines = [
        # Translators: of the duos that dropped out, those for which an alert came before the team knew of it.
        say(
            "Dropouts seen in time: {change} % (of {n})",
            change=f"{percents[0]:.0f} → {percents[1]:.0f}",
            n=found.dropouts,
        ),
        # Translators: dropouts without an alert before the team knew.
        say(
            "Dropouts missed, of {n}: {change}",
            change=f"{found.dropouts - today.seen} → {found.dropouts - tried.seen}",
            n=found.dropouts,
        ),
    ]
    if today.lead_days is not None or tried.lead_days is not None:
        change = " → ".join("–" if each.lead_days is None else f"{each.lead_days:.0f}" for each in (today, tried))
        # Translators: how many days the alert came before the team knew of the end: half of them more, half fewer.
        lines.append(say("Days gained, in the middle: {change}", change=change))
    return lines


def _change(today: float, tried: float, say: Say) -> Html:
    first, second = (format_decimal(round(each, 1), format="0.0", locale=say.locale) for each in (today, tried))
    return Html(f"{first} → <b>{second}</b>")


@renders(TrialPicture(png=b64encode(b"png").decode(), made_up=False), TrialPicture(png="", made_up=True))
def _picture(message: TrialPicture, say: Say) -> Rendered:
    own = say("Your numbers of today and the other ones, played over your duos.")
    # Translators: below the simulator's picture, where it shows duos that are made up.
    made_up = say("Your numbers of today and the other ones, played over made-up duos.")
    return Rendered(made_up if message.made_up else own, photo=b64decode(message.png))


# -- used --------------------------------------------------------------------------------------------------------------
@renders(TrialUsed(organisation_id=_ID, numbers=tuple(Number(each, usual(each)) for each in TRIED)))
def _used(message: TrialUsed, say: Say) -> Rendered:
    # Translators: the thresholds that were tried are now those of the organisation.
    lines = [say("<b>From now on these numbers count:</b>"), *(line_of(each, say) for each in message.numbers)]
    back = Button(back_label(say), tap=ShowPart(message.organisation_id, Part.SIGNALS))
    return Rendered("\n".join(lines), ((back,),))
