"""The words for what people choose from: languages, sectors, regions, times, roles. Short enough for a button."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from babel import Locale

from locales.say import Say
from mentoring.profile import Moment, Question, Region, Sector
from storage.words import Role

_SECTORS: dict[str, Callable[[Say], str]] = {
    # Translators: fields of work somebody would like to find a job in; buttons, at most 22 characters. They
    # also stand in lists ("Building, IT and Health & care"), so each joins its own words with &.
    Sector.OFFICE: lambda say: say.label("Office work"),
    Sector.BUILDING: lambda say: say.label("Building"),
    Sector.CARE: lambda say: say.label("Health & care"),
    Sector.CLEANING: lambda say: say.label("Cleaning"),
    Sector.SALES: lambda say: say.label("Shops & sales"),
    # Translators: hotels, restaurants and cafés (French: horeca is used in Belgium).
    Sector.HOSPITALITY: lambda say: say.label("Hotels & food"),
    Sector.IT: lambda say: say.label("IT"),
    # Translators: factories.
    Sector.INDUSTRY: lambda say: say.label("Industry"),
    Sector.TRANSPORT: lambda say: say.label("Transport"),
    # Translators: teaching, training.
    Sector.EDUCATION: lambda say: say.label("Education"),
    Sector.SOCIAL: lambda say: say.label("Social work"),
    # Translators: culture, media, design.
    Sector.CREATIVE: lambda say: say.label("Creative work"),
    Sector.FINANCE: lambda say: say.label("Money & law"),
    Sector.GREEN: lambda say: say.label("Farms & parks"),
    Sector.SECURITY: lambda say: say.label("Security"),
    # Translators: another field of work.
    Sector.OTHER: lambda say: say.label("Something else"),
}
_REGIONS: dict[str, Callable[[Say], str]] = {
    # Translators: Belgian provinces and regions, where somebody can meet; buttons, at most 22 characters.
    Region.BRUSSELS: lambda say: say.label("Brussels"),
    Region.WALLOON_BRABANT: lambda say: say.label("Walloon Brabant"),
    Region.FLEMISH_BRABANT: lambda say: say.label("Flemish Brabant"),
    Region.ANTWERP: lambda say: say.label("Antwerp"),
    Region.EAST_FLANDERS: lambda say: say.label("East Flanders"),
    Region.WEST_FLANDERS: lambda say: say.label("West Flanders"),
    # Translators: the Belgian province.
    Region.LIMBURG: lambda say: say.label("Limburg"),
    Region.HAINAUT: lambda say: say.label("Hainaut"),
    Region.NAMUR: lambda say: say.label("Namur"),
    Region.LIEGE: lambda say: say.label("Liège"),
    # Translators: the Belgian province, not the country.
    Region.LUXEMBOURG: lambda say: say.label("Luxembourg"),
    # Translators: the German-speaking Community (Ostbelgien).
    Region.EAST_BELGIUM: lambda say: say.label("East Belgium"),
}
_TIMES: dict[str, Callable[[Say], str]] = {
    # Translators: when somebody can usually meet; buttons, at most 22 characters.
    Moment.MORNING: lambda say: say.label("Weekday mornings"),
    Moment.AFTERNOON: lambda say: say.label("Weekday afternoons"),
    Moment.EVENING: lambda say: say.label("Weekday evenings"),
    Moment.WEEKEND: lambda say: say.label("Weekends"),
}
_WEEKDAY_TIMES: dict[str, Callable[[Say], str]] = {
    # Translators: together with others in "{times} on weekdays".
    Moment.MORNING: lambda say: say.plain("mornings"),
    Moment.AFTERNOON: lambda say: say.plain("afternoons"),
    Moment.EVENING: lambda say: say.plain("evenings"),
}
_WORDS = {Question.SECTORS: _SECTORS, Question.REGIONS: _REGIONS, Question.TIMES: _TIMES}
_ROLES: dict[Role, Callable[[Say], str]] = {
    # Translators: the roles as staff and mentors call them (French and Dutch say mentee too), as in the middle of
    # a sentence; where one stands alone, its first letter becomes a capital by itself.
    Role.SEEKER: lambda say: say.label("mentee"),
    Role.MENTOR: lambda say: say.label("mentor"),
    Role.COORDINATOR: lambda say: say.label("coordinator"),
    Role.LEAD: lambda say: say.label("lead coordinator"),
    # Translators: a role too: somebody of the federation of all organisations, who reads its figures.
    Role.FEDERATION: lambda say: say.label("federation"),
}


def option_word(question: Question, code: str, say: Say) -> str:
    """The word for one option, plain, as in the middle of a sentence; an option we no longer have is its own word."""
    if question is Question.LANGUAGES:
        return language_word(code, say)
    word = _WORDS[question].get(code)
    return word(say) if word else code


def option_words(question: Question, codes: Iterable[str], say: Say) -> str:
    """`French, Arabic and Turkish`, plain; times of weekdays together."""
    if question is Question.TIMES:
        return times_words(tuple(codes), say)
    return say.list(option_word(question, code, say) for code in codes)


def times_words(codes: tuple[str, ...], say: Say) -> str:
    """`mornings and evenings on weekdays, and weekends`, plain, so that the weekdays are named once."""
    weekdays = [word(say) for code, word in _WEEKDAY_TIMES.items() if code in codes]
    if len(weekdays) < 2:
        return say.list(option_word(Question.TIMES, code, say) for code in codes)
    # Translators: when somebody has time: {times} is "mornings and evenings".
    together = say.plain("{times} on weekdays", times=say.list(weekdays))
    if Moment.WEEKEND not in codes:
        return together
    # Translators: {weekdays} is "mornings and evenings on weekdays".
    return say.plain("{weekdays}, and weekends", weekdays=together)


def language_word(code: str, say: Say) -> str:
    """A language's name in the language spoken: `français`, `Frans`."""
    return str(say.locale.languages.get(code) or code)


def own_name(code: str) -> str:
    """A language's name for itself, as on the button that chooses it: `Français`."""
    return capitalised(str(Locale.parse(code).get_display_name() or code))


def role_word(role: Role, say: Say) -> str:
    """What a hat is called, plain, as in the middle of a sentence; `capitalised` where it stands alone."""
    return _ROLES[role](say)


def capitalised(text: str) -> str:
    """With a capital first letter, the rest untouched: for a word that stands alone."""
    return text[:1].upper() + text[1:]


def ticked(text: str, is_chosen: bool) -> str:
    """The text of a button that is chosen, or not."""
    return f"✓ {text}" if is_chosen else text
