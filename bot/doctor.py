"""What has to be right before people can be served, checked one by one, each with what to do about it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from bot.intake.api import ApiError, RawApi
from bot.settings import Settings
from storage import migrate
from storage.database import Database, async_url
from storage.sealing import SealBrokenError
from storage.sqlite_file import DatabaseFolderError, check_folder, file_of, is_new
from storage.tables import Invitation, Organisation, Person

Verdict = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result; `remedy` says what to do and is empty where all is well."""

    what: str
    verdict: Verdict
    detail: str
    remedy: str = ""


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Every check in the order in which faults should be mended."""
    yield check_names()
    yield check_time_zones()
    async for finding in _check_telegram(settings):
        yield finding
    database = Database(settings.database_url, settings.vault())
    try:
        found = await check_migrations(settings.database_url)
        yield found
        if found.verdict == "ok":
            yield await check_keys(database)
            yield await check_organisations(database)
    finally:
        await database.close()


def check_names() -> Finding:
    """No variable begins with TANDEM_ and means nothing: a slip of the finger would go unseen."""
    known = {f"TANDEM_{name.upper()}" for name in Settings.model_fields}
    given = {name.upper() for name in (*os.environ, *dotenv_values(".env")) if name.upper().startswith("TANDEM_")}
    if strange := sorted(given - known):
        return Finding("settings", "warning", f"unknown: {', '.join(strange)}", "Look for a slip in the name.")
    return Finding("settings", "ok", "complete")


def check_time_zones() -> Finding:
    """Zone data is there and knows the summer time of Brussels: 2027-03-28, 01:00 UTC."""
    try:
        zone = ZoneInfo("Europe/Brussels")
    except ZoneInfoNotFoundError:
        return Finding("time zones", "fault", "no zone data", "Install the package tzdata.")
    before = datetime(2027, 3, 28, 0, 59, tzinfo=ZoneInfo("UTC"))
    steps = [(before + timedelta(minutes=m)).astimezone(zone).utcoffset() for m in (0, 1)]
    if steps != [timedelta(hours=1), timedelta(hours=2)]:
        return Finding("time zones", "fault", "Brussels has no summer time", "Update the package tzdata.")
    return Finding("time zones", "ok", "Europe/Brussels, with summer time")


async def _check_telegram(settings: Settings) -> AsyncIterator[Finding]:
    api = RawApi(settings.bot_token.get_secret_value(), settings.bot_api_url)
    try:
        me = await api.call("getMe", read_timeout=10)
        yield Finding("token", "ok", f"@{me['username']}")
        yield check_topics(me)
        yield check_webhook(settings, await api.call("getWebhookInfo", read_timeout=10))
    except ApiError as error:
        remedy = "Ask @BotFather for the token and put it into TANDEM_BOT_TOKEN."
        yield Finding("token", "fault", f"Telegram says: {error.description or error.code}", remedy)
    except (OSError, TimeoutError):
        remedy = "Check the network, and TANDEM_BOT_API_URL if you use a Bot API server of your own."
        yield Finding("token", "fault", f"{settings.bot_api_url} does not answer", remedy)
    finally:
        await api.close()


def check_topics(me: dict[str, object]) -> Finding:
    """Topics in private chats: on is best; then people must not make topics themselves."""
    if not me.get("has_topics_enabled"):
        hint = "Turn on topics in private chats at @BotFather (Bot Settings): each duo then gets a topic of its own."
        return Finding("topics", "warning", "off: threads share one chat", hint)
    if me.get("allows_users_to_create_topics"):
        hint = "Turn off at @BotFather that people make topics themselves: what they write there would reach nobody."
        return Finding("topics", "fault", "people can make topics", hint)
    return Finding("topics", "ok", "on, made by the bot alone")


def check_webhook(settings: Settings, info: dict[str, object]) -> Finding:
    """Telegram's idea of where updates go agrees with ours, and it had no trouble delivering them."""
    wanted = f"{settings.webhook_url}/telegram" if settings.webhook_url else ""
    if info.get("url") != wanted:
        how = "by webhook" if wanted else "by polling"
        return Finding("updates", "warning", f"will be taken {how} at the next start", "Start `python -m bot run`.")
    if wanted and info.get("last_error_message"):
        remedy = "Check the address and its certificate from outside."
        return Finding("updates", "warning", f"last trouble: {info['last_error_message']}", remedy)
    return Finding("updates", "ok", "by webhook" if wanted else "by polling")


async def check_migrations(url: str) -> Finding:
    """The database answers and stands at the newest revision; an SQLite file may still have to be made."""
    try:
        check_folder(async_url(url))
        if is_new(async_url(url)):
            remedy = "Nothing to do: the first command that needs it sets it up."
            return Finding("database", "warning", f"is not there yet ({file_of(async_url(url))})", remedy)
        stands_at = await migrate.current(url)
    except DatabaseFolderError as error:
        remedy = "Make the folder, or name another file in TANDEM_DATABASE_URL."
        return Finding("database", "fault", f"cannot be made: {error}", remedy)
    except (SQLAlchemyError, OSError) as error:
        remedy = "Check TANDEM_DATABASE_URL, and that the server runs and lets you in."
        return Finding("database", "fault", f"does not answer ({type(error).__name__})", remedy)
    if stands_at == migrate.head():
        return Finding("database", "ok", f"at revision {stands_at}, the newest")
    detail = f"stands at {stands_at}, the newest is {migrate.head()}" if stands_at else "is empty"
    return Finding("database", "fault", detail, "Run `python -m bot migrate`.")


async def check_keys(database: Database) -> Finding:
    """What is in the database opens with these keys, and people are found by this look-up key."""
    async with database.read() as store:
        statement = select(Person).where(col(Person.user_sealed).is_not(None)).limit(1)
        person = (await store.session.execute(statement)).scalars().first()
        newest = select(Invitation).where(col(Invitation.token_sealed).is_not(None)).limit(1)
        invitation = (await store.session.execute(newest)).scalars().first()
    vault = database.vault
    try:
        is_found = [
            lookup == vault.lookup(purpose, row.open(vault, column) or "")
            for row, lookup, purpose, column in (
                (person, person and person.user_lookup, "user", "user"),
                (invitation, invitation and invitation.token_lookup, "invitation", "token"),
            )
            if row is not None
        ]
    except SealBrokenError:
        remedy = "Add the key it was sealed with to TANDEM_ENCRYPTION_KEYS, after the new one and a comma."
        return Finding("keys", "fault", "what is stored does not open with these keys", remedy)
    if not is_found:
        return Finding("keys", "ok", "nothing is sealed yet")
    if not all(is_found):
        return Finding("keys", "fault", "nobody would be recognised", "Put the old TANDEM_LOOKUP_KEY back.")
    return Finding("keys", "ok", "they open what is stored, and people are found")


async def check_organisations(database: Database) -> Finding:
    """At least one organisation, each with a time zone that exists."""
    async with database.read() as store:
        organisations = (await store.session.execute(select(Organisation))).scalars().all()
    if not organisations:
        remedy = 'Add one: `python -m bot organisation add "Name"`, then `python -m bot invite "Name"`.'
        return Finding("organisations", "warning", "none yet", remedy)
    for organisation in organisations:
        try:
            ZoneInfo(organisation.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            detail = f"{organisation.name} has the time zone {organisation.time_zone!r}"
            return Finding("organisations", "fault", detail, "Give it one like Europe/Brussels.")
    return Finding("organisations", "ok", f"{len(organisations)}")
