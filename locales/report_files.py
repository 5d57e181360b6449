"""`python -m locales.report_files`: a report as CSV or XLSX. JSON in, JSON out, in a process of its own (openpyxl).

Both open as they are in spreadsheets here: CSV with semicolons, decimal commas and UTF-8 with its mark. Numbers are
numbers; text is never a formula.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from base64 import b64encode
from zoneinfo import ZoneInfo

from locales.messages.reports_words import meaning
from locales.report_rows import Cell, Mean, Share, heads, rows, title_lines, without_control
from locales.report_xlsx import as_xlsx
from locales.say import Say
from mentoring.lists.reading import covered
from mentoring.reports.chore import from_payload
from mentoring.reports.values import Report
from mentoring.taps_reports import Form


def as_csv(report: Report, say: Say) -> bytes:
    """The figures with their definitions, a line each."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([_covered(line)] for line in title_lines(report, say))
    writer.writerow([])
    writer.writerow([*heads(say), say.plain("What it means")])
    for figure, row in zip(report.figures, rows(report, say), strict=True):
        writer.writerow([*(_in_csv(cell, say) for cell in row), _covered(meaning(figure.name, say))])
    return target.getvalue().encode("utf-8-sig")


def _in_csv(cell: Cell, say: Say) -> str:
    comma = "." if say.language == "en" else ","
    if isinstance(cell, Share):
        return f"{cell.part:.1%}".replace(".", comma)
    if isinstance(cell, Mean):
        return f"{cell.value:.2f}".replace(".", comma)
    return _covered(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _covered(text: str) -> str:
    return str(covered(without_control(text)))


def content_of(report: Report, form: Form, language: str) -> bytes:
    """The file in that form."""
    say = Say(language, ZoneInfo("Europe/Brussels"))  # days only: no moment is told in it
    return as_xlsx(report, say) if form in {Form.XLSX, Form.SHARED_XLSX} else as_csv(report, say)


def main() -> None:
    content = content_of(*from_payload(json.load(sys.stdin)))
    json.dump({"content": b64encode(content).decode()}, sys.stdout)


if __name__ == "__main__":
    main()
