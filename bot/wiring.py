"""Puts the process together: one database, one dispatcher, one courier."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.clocks import RealClock
from bot.intake.api import RawApi
from bot.intake.direct import Direct
from bot.intake.polling import Poller
from bot.intake.receiver import Receiver
from bot.intake.unit import BotFacts, Dialogues, UnitOfWork
from bot.supervisor import Supervisor
from handlers.routing import build_router
from locales.rendering import load_all
from mentoring.clock import Clock
from storage.database import Database


@dataclass
class Intake:
    """The receiving half of the process."""

    bot: Bot
    dispatcher: Dispatcher
    api: RawApi
    facts: BotFacts
    receiver: Receiver
    poller: Poller

    async def close(self) -> None:
        await self.bot.session.close()
        await self.api.close()


async def build_intake(
    token: str, api_url: str, database: Database, clock: Clock, supervisor: Supervisor, real_clock: Clock | None = None
) -> Intake:
    """Asks getMe once and wires updates to handlers. Raises what the call raises (intake.api)."""
    load_all()
    real = real_clock or RealClock()
    api = RawApi(token, api_url)
    try:
        me = await api.call("getMe")
    except BaseException:
        await api.close()
        raise
    facts = BotFacts(me["id"], me["username"], bool(me.get("has_topics_enabled")))
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    bot = Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(UnitOfWork(database, clock, real, facts))
    dispatcher.update.outer_middleware(Dialogues())
    dispatcher.include_router(build_router())
    direct = Direct(bot, database, clock, real)
    receiver = Receiver(bot, dispatcher, database, clock, real, direct)
    return Intake(bot, dispatcher, api, facts, receiver, Poller(api, receiver, supervisor))
