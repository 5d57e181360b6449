"""The numbers to call in danger, as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from locales.say import Say


def number_line(number: str, name: str, say: Say) -> str:
    """A number and who answers; 112 has its name in every language."""
    if not name:
        # Translators: who answers at 112, Belgium's emergency number.
        name = say.plain("police, fire brigade, ambulance")
    # Translators: a number to call, and who answers.
    return say("<b>{number}</b> {name}", number=number, name=name)


def danger_lines(numbers: Iterable[tuple[str, str]], say: Say) -> str:
    """The end of /help: what to call at once. `numbers`: each with its name."""
    # Translators: above the numbers to call in danger.
    return "\n".join([say("<b>In danger now?</b>"), *(number_line(number, name, say) for number, name in numbers)])
