"""Reports in the chat: which period, the figures for the team, the files."""

from __future__ import annotations

from base64 import b64decode
from datetime import date

from locales.messages.reports_words import (
    HIDDEN,
    before_in_short,
    beside_words,
    figure_word,
    nothing_note,
    period_words,
    value_words,
)
from locales.portraits import clip
from locales.rendering import Button, Document, Rendered, Rows, renders
from locales.report_samples import PERIOD, sample_report
from locales.say import Say
from mentoring.messages.pairing_desk import Desk
from mentoring.messages.reports import Counting, ReportFile, ReportMade, WhichPeriod, WhichReportDays
from mentoring.reports.periods import LONGEST_YEARS, Period, PeriodFault, When
from mentoring.reports.picture import FEDERATION
from mentoring.reports.values import Figure, Name, Report
from mentoring.taps_reports import Form, ReportAs, ReportOn, Reports, WriteReportDays, written
from storage.words import Role

_TODAY = date(2026, 11, 24)
_BUTTON = 24


# -- which period ------------------------------------------------------------------------------------------------------
@renders(
    WhichPeriod(organisation_id=1, organisation=None, today=_TODAY),
    WhichPeriod(organisation_id=1, organisation="Duo Dijle", today=_TODAY, other_desks=(Desk(2, "Samen Sterk"),)),
    WhichPeriod(organisation_id=1, organisation="Duo Dijle", today=_TODAY, federation=True),
    WhichPeriod(organisation_id=None, organisation=FEDERATION, today=_TODAY),
)
def _which(message: WhichPeriod, say: Say) -> Rendered:
    text = say("The figures of which period?")
    if message.organisation:
        name = say("<b>{organisation}</b>", organisation=message.organisation)
        text = f"{name}\n{text}"
    key = message.organisation_id
    rows: Rows = (
        (
            Button(say.label("This month"), tap=ReportOn(key, When.THIS_MONTH)),
            Button(say.label("Last month"), tap=ReportOn(key, When.LAST_MONTH)),
        ),
        (
            Button(say.label("This quarter"), tap=ReportOn(key, When.THIS_QUARTER)),
            Button(say.label("Last quarter"), tap=ReportOn(key, When.LAST_QUARTER)),
        ),
        (
            Button(say.label("This year"), tap=ReportOn(key, When.THIS_YEAR)),
            Button(say.label("Last year"), tap=ReportOn(key, When.LAST_YEAR)),
        ),
        # Translators: button: another period of a report, by its days.
        (Button(say.label("Other days"), tap=WriteReportDays(key)),),
        *((Button(clip(desk.name, _BUTTON), tap=Reports(desk.organisation_id)),) for desk in message.other_desks),
        *(((Button(FEDERATION, tap=Reports(None)),),) if message.federation else ()),
    )
    return Rendered(text, rows)


@renders(
    WhichReportDays(organisation_id=1, today=_TODAY),
    *(WhichReportDays(organisation_id=1, today=_TODAY, fault=fault) for fault in PeriodFault),
)
def _days(message: WhichReportDays, say: Say) -> Rendered:
    # Translators: {example} is two dates: "1/1/2026 – 30/6/2026".
    question = say("From when to when? Write it in one line, for example: {example}", example=_example(message, say))
    # Translators: button: leaves the question for the days of a report.
    rows: Rows = ((Button(say.label("Choose a period"), tap=Reports(message.organisation_id)),),)
    fault = _fault(message.fault, say)
    return Rendered(f"{fault} {question}" if fault else question, rows)


def _fault(fault: PeriodFault | None, say: Say) -> str:
    if fault is PeriodFault.NOT_DAYS:
        return say("I do not understand these days.")
    if fault is PeriodFault.FUTURE:
        return say("That period has not begun yet: there is nothing to count.")
    if fault is PeriodFault.TOO_LONG:
        return say("A report is about {n} years at most.", n=LONGEST_YEARS)
    return ""


def _example(message: WhichReportDays, say: Say) -> str:
    """The first half of this year, as it is written there."""
    year = message.today.year if message.today.month > 6 else message.today.year - 1
    return f"1.1.{year} – 30.6.{year}" if say.language == "de" else f"1/1/{year} – 30/6/{year}"


@renders(Counting(period=PERIOD))
def _counting(message: Counting, say: Say) -> str:
    return say("I am counting: {period}. The figures come in a moment.", period=period_words(message.period, say))


# -- the figures -------------------------------------------------------------------------------------------------------
_SUMMARY = (
    (Name.STARTED, ""),
    (Name.ACTIVE, ""),
    (Name.COMPLETED, ""),
    (Name.ENDED, ""),
    (Name.HELD, ""),
    (Name.SUCCESS, ""),
    (Name.STAYED_3, ""),
    (Name.STAYED_6, ""),
    (Name.ANSWERED, Role.SEEKER),
    (Name.ANSWERED, Role.MENTOR),
)


@renders(
    ReportMade(organisation_id=1, report=sample_report()),
    ReportMade(organisation_id=1, report=sample_report(duos=1)),
    ReportMade(organisation_id=1, report=sample_report(duos=0)),
    ReportMade(organisation_id=None, report=sample_report(organisation=None)),
    ReportMade(organisation_id=None, report=sample_report(duos=0, organisation=None)),
)
def _made(message: ReportMade, say: Say) -> Rendered:
    report = message.report
    head = say(
        "<b>{organisation}</b>, {period}",
        organisation=clip(report.organisation or FEDERATION, 60),
        period=period_words(report.period, say),
    )
    again = (Button(say.label("Another period"), tap=Reports(message.organisation_id)),)
    if not report.duos:
        text = say("No duo ran in this period, nor in the year before it. There is nothing to count yet.")
        return Rendered(f"{head}\n{text}", (again,))
    told = [figure for key in _SUMMARY if (figure := report.get(*key)) is not None and _says(figure)]
    if not _has(report, Name.SUCCESS):
        told += report.all(Name.NOT_YET)
    lines = [_line(figure, say) for figure in told]
    # Translators: after a list of figures, each of which has that of another period in square brackets; {beside} is
    # such as "the year before, 1 Jan – 31 Dec 2025".
    before = say("[ ]: {beside}", beside=beside_words(report, say))
    if message.organisation_id is None:
        # Translators: under the federation's figures; {sign} stands in the place of a small number.
        note = say("All organisations together. {sign} hides a small number, so you can pass this on.", sign=HIDDEN)
    else:
        note = say("These numbers are for your team. To pass them on, take a file to share: it hides small numbers.")
    legend = (
        [f"<i>{nothing_note(say)}</i>"] if any(figure.is_nothing or figure.before_is_nothing for figure in told) else []
    )
    shown = "\n".join([head, *lines, f"<i>{before}</i>", *legend, note])
    return Rendered(shown, (*_files(message, say), again), photo=b64decode(message.picture) or None)


def _says(figure: Figure) -> bool:
    """There was something to count, now or before."""
    return not (figure.is_nothing and figure.before_is_nothing)


def _has(report: Report, name: Name) -> bool:
    return any(figure.value is not None for figure in report.all(name))


def _line(figure: Figure, say: Say) -> str:
    return say(
        # Translators: a figure of a report, and in square brackets that of the period before.
        "{figure}: <b>{value}</b> [{before}]",
        figure=figure_word(figure.name, figure.part, say),
        value=value_words(figure, say),
        before=before_in_short(figure, say),
    )


def _files(message: ReportMade, say: Say) -> Rows:
    def button(form: Form, text: str) -> Button:
        return Button(text, tap=ReportAs(message.organisation_id, *written(message.report.period), form))

    if message.organisation_id is None:
        return ((button(Form.SHARED_XLSX, say.label("Excel file")), button(Form.SHARED_CSV, say.label("CSV file"))),)
    # Translators: buttons: the figures as a file, for the team or without small numbers to be passed on.
    return (
        (button(Form.XLSX, say.label("Excel file")), button(Form.CSV, say.label("CSV file"))),
        (button(Form.SHARED_XLSX, say.label("Excel to share")), button(Form.SHARED_CSV, say.label("CSV to share"))),
    )


@renders(
    ReportFile(organisation_id=1, organisation="Duo Dijle", period=PERIOD, form=Form.XLSX, content=""),
    ReportFile(organisation_id=1, organisation="Duo Dijle", period=PERIOD, form=Form.SHARED_CSV, content=""),
    ReportFile(organisation_id=None, organisation=FEDERATION, period=PERIOD, form=Form.SHARED_XLSX, content=""),
)
def _file(message: ReportFile, say: Say) -> Rendered:
    values = {"organisation": clip(message.organisation, 60), "period": period_words(message.period, say)}
    if message.form.is_shared:
        # Translators: under a file with figures.
        text = say("<b>{organisation}</b>, {period}. This file can be passed on: small numbers are hidden.", **values)
    else:
        # Translators: under a file with figures.
        text = say("<b>{organisation}</b>, {period}. This file is for your team: it shows all numbers.", **values)
    name = filename(message.period, message.form, of_federation=message.organisation_id is None)
    return Rendered(text, document=Document(name, b64decode(message.content)))


def filename(period: Period, form: Form, *, of_federation: bool = False) -> str:
    """`tandem-report-2026-01-01-2026-06-30-to-share.xlsx`; of the federation `tandem-federation-...`."""
    kind = "xlsx" if form in {Form.XLSX, Form.SHARED_XLSX} else "csv"
    if of_federation:
        return f"tandem-federation-{period.first}-{period.last}.{kind}"
    shared = "-to-share" if form.is_shared else ""
    return f"tandem-report-{period.first}-{period.last}{shared}.{kind}"
