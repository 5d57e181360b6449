"""One Chromium for all tests of the page, a fresh sandbox and window for each.

Every test fails when the page talked to another host than its own sandbox or when a script of it broke.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Request, async_playwright

from sandbox import Sandbox
from tests.sandbox_page.bot import Bot

TOKEN = "100200300:page-tests"
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 5000
WIDE = (1440, 900)


@dataclass
class Watch:
    """What went wrong or out while a page was open."""

    home: str
    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        """Note what does not go to the sandbox."""
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.home:
            self.strangers.append(request.url)

    def page(self, page: Page) -> None:
        """Note broken scripts and what the content policy stopped."""
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if "Content Security" in said.text else None)


@dataclass
class Stage:
    """A sandbox with its bot, and a way to look at it."""

    sandbox: Sandbox
    bot: Bot
    page: Page
    watch: Watch

    def person(self, first_name: str = "Fatou", language_code: str = "fr", *, wrote: bool = True) -> int:
        """Somebody with a phone, who has written to the bot unless told otherwise."""
        person = self.sandbox.add_person(first_name=first_name, language_code=language_code)
        self.sandbox.telegram.world.people[person].started = wrote
        return person

    async def open(self) -> Phone:
        """Load the page; the first phone."""
        await self.page.goto(self.sandbox.url)
        await self.page.wait_for_selector("body[data-ready]")
        return self.phone(1)

    def phone(self, number: int) -> Phone:
        """One of the three, counted from 1."""
        return Phone(self.page.locator(f"#phone-{number}"))


@dataclass
class Phone:
    """What a hand and an eye find on a phone."""

    root: Locator

    @property
    def field(self) -> Locator:
        """Where one writes."""
        return self.root.get_by_label("Message", exact=True)

    async def write(self, text: str) -> None:
        """Type and send."""
        await self.field.fill(text)
        await self.field.press("Enter")

    def row(self, text: str) -> Locator:
        """The message that says this."""
        return self.root.locator(".row", has_text=text)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (on Debian: apt-get install chromium), so the page was not tested")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


OpenStage = Callable[..., Awaitable[Stage]]


@pytest_asyncio.fixture(loop_scope="session")
async def open_stage(browser: Browser) -> AsyncIterator[OpenStage]:
    """Makes a stage: `size` is the window's, the rest goes to the sandbox."""
    stages: list[Stage] = []
    async with aiohttp.ClientSession() as client:

        async def make(size: tuple[int, int] = WIDE, **about: object) -> Stage:
            sandbox = Sandbox(token=TOKEN, limits=False, **about)  # type: ignore[arg-type]
            base = await sandbox.start()
            watch = Watch(urlsplit(base).netloc)
            context = await browser.new_context(
                viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="en-GB"
            )
            context.set_default_timeout(PATIENCE_MS)
            context.on("request", watch.request)
            page = await context.new_page()
            watch.page(page)
            bot = Bot(base, TOKEN, client)
            await bot.listen()
            stages.append(Stage(sandbox, bot, page, watch))
            return stages[-1]

        yield make
        for stage in stages:
            await stage.page.context.close()
            await stage.sandbox.stop()
    assert [stage.watch.strangers for stage in stages] == [[] for _ in stages]
    assert [stage.watch.errors for stage in stages] == [[] for _ in stages]


@pytest_asyncio.fixture(loop_scope="session")
async def stage(open_stage: OpenStage) -> Stage:
    """A wide window on a fresh sandbox."""
    return await open_stage()
