"""What a page must bear: hostile texts, long chats, small screens, hands without a mouse, a server that goes away."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.sandbox_page.bot import buttons
from tests.sandbox_page.conftest import TOKEN, OpenStage, Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOSTILE = [
    '<img src=x onerror="document.title=1"><script>document.title=1</script>',
    "javascript:document.title=1 https://t.me/other?start=1",
    "\u202e" + "مرحبا بك في تاندم " * 20,
    "👩‍👩‍👧‍👦" * 120,
    "W" * 4096,
    ("a long story " * 400)[:4096],
]
SIZES = [(1440, 900), (1280, 720), (1024, 768), (800, 900), (390, 844), (320, 640)]


async def overflow(page: Page) -> int:
    """Pixels that one would have to scroll sideways; elements that only scroll by themselves do not count."""
    return int(
        await page.evaluate(
            "() => Math.max(document.documentElement.scrollWidth - innerWidth,"
            " ...[...document.querySelectorAll('.scroller, .panel-pages, .composer')].filter(e => e.clientWidth)"
            ".map(e => e.scrollWidth - e.clientWidth))"
        )
    )


async def test_whatever_people_write_stays_text_and_fits(open_stage: OpenStage) -> None:
    stage = await open_stage(size=(390, 844))
    person = stage.person("<b>Ro\u202ebert</b>" + "x" * 40)
    await stage.bot.say(person, "Hello", reply_markup=buttons([("W" * 60, "a"), ("<i>b</i>", "b")]))
    phone = await stage.open()
    for number, text in enumerate(HOSTILE, start=1):
        await phone.write(text)
        await expect(phone.root.locator(".row.person")).to_have_count(number)
    await stage.bot.call("sendMessage", chat_id=person, text=HOSTILE[0])
    await expect(phone.root.locator(".row.bot")).to_have_count(2)
    assert await stage.page.title() == "Tandem: practice phones"
    assert await phone.root.locator(".text img, .text script, .who b").count() == 0
    assert await phone.root.locator(".text a[href^='javascript']").count() == 0
    assert await overflow(stage.page) <= 0


async def test_a_button_with_a_script_for_an_address_is_dead(stage: Stage) -> None:
    person = stage.person()
    message = await stage.bot.say(person, "Hello", reply_markup=buttons([("Harmless", "a")]))
    stored = stage.sandbox.telegram.world.people[person].messages[message]
    stored.markup = {"inline_keyboard": [[{"text": "Evil", "url": "javascript:document.title=1"}]]}
    phone = await stage.open()
    await expect(phone.root.get_by_role("button", name="Evil")).to_be_visible()
    assert await phone.root.locator("a[href^='javascript']").count() == 0


async def test_no_screen_has_to_be_scrolled_sideways(stage: Stage) -> None:
    person, page = stage.person(), stage.page
    stage.sandbox.add_link("An invitation", "https://t.me/tandem_sandbox_bot?start=" + "x" * 60)
    await stage.bot.say(person, "word " * 50, reply_markup=buttons([("Yes", "y"), ("No", "n"), ("Perhaps", "p")]))
    await stage.open()
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        for look in await page.locator(".switch:visible").all() or [page.locator("h1")]:
            await look.click()
            assert await overflow(page) <= 0, (width, "phones")
        for tool in ["People", "Invitations", "Clock", "Calls", "Trouble"]:
            await page.get_by_role("tab", name=tool, exact=True).click()
            assert await overflow(page) <= 0, (width, tool)


async def test_a_narrow_screen_shows_one_phone_at_a_time(open_stage: OpenStage) -> None:
    stage = await open_stage(size=(390, 844))
    stage.person("Anke", "de")
    other = stage.person("Joris", "nl")
    phone = await stage.open()
    await expect(phone.root).to_be_visible()
    await expect(stage.phone(2).root).to_be_hidden()
    await stage.bot.say(other, "Dag Joris")
    await stage.page.get_by_role("button", name="Joris something new").click()
    await expect(phone.root).to_be_hidden()
    await expect(stage.phone(2).row("Dag Joris")).to_be_in_viewport()
    await expect(stage.page.locator(".switch .dot")).to_have_count(0)


async def test_everything_in_a_chat_can_be_reached_by_keyboard(stage: Stage) -> None:
    person = stage.person()
    said = await stage.bot.say(person, "First")
    await stage.bot.say(person, "Second", reply_markup=buttons([("Yes", "y")]))
    phone = await stage.open()
    keys = stage.page.keyboard
    await phone.field.focus()
    for _ in range(10):  # past paper clip, commands and the button under the last message, to that message
        await keys.press("Shift+Tab")
        if await phone.row("Second").evaluate("row => row === document.activeElement"):
            break
    await expect(phone.row("Second")).to_be_focused()
    await keys.press("ArrowUp")
    await expect(phone.row("First")).to_be_focused()
    await keys.press("Enter")
    await keys.press("ArrowRight")
    await keys.press("Enter")
    reaction = await stage.bot.hears("message_reaction")
    assert (reaction["message_id"], reaction["new_reaction"][0]["emoji"]) == (said, "❤")
    await expect(phone.row("First")).to_be_focused()
    await keys.press("Enter")
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(phone.field).to_be_focused()
    await keys.type("Done")
    await keys.press("Enter")
    assert (await stage.bot.hears("message"))["reply_to_message"]["message_id"] == said


async def test_a_chat_of_five_hundred_messages_grows_without_being_drawn_again(stage: Stage) -> None:
    person = stage.person()
    for number in range(500):
        await stage.bot.say(person, f"message {number}")
    phone = await stage.open()
    rows = phone.root.locator(".row")
    await expect(rows).to_have_count(500)
    await rows.first.evaluate("row => { row.firstChild.mark = 'same' }")
    await stage.bot.say(person, "one more")
    await expect(phone.row("one more")).to_be_in_viewport()
    assert await rows.first.evaluate("row => row.firstChild.mark") == "same"


async def test_a_reader_who_scrolled_up_is_left_in_peace_and_told_what_is_new(stage: Stage) -> None:
    person = stage.person()
    for number in range(40):
        await stage.bot.say(person, f"message {number}")
    phone = await stage.open()
    await phone.root.locator(".scroller").hover()
    await stage.page.mouse.wheel(0, -3000)
    await expect(phone.row("message 0")).to_be_in_viewport()
    await stage.bot.say(person, "breaking news")
    jump = phone.root.get_by_role("button", name="1 new, to the latest message")
    await expect(phone.row("breaking news")).not_to_be_in_viewport()
    await jump.click()
    await expect(phone.row("breaking news")).to_be_in_viewport()
    await expect(phone.root.locator(".jump")).to_be_hidden()


async def test_a_lost_connection_is_said_calmly_and_mended_by_itself(stage: Stage) -> None:
    stage.person("Anke", "de")
    phone = await stage.open()
    await stage.sandbox.stop()
    await expect(stage.page.get_by_text("Connection lost, trying again")).to_be_visible()
    again = Sandbox(token=TOKEN, limits=False)
    again.add_person(first_name="Anke-Marie", language_code="de")
    await again.start(port=urlsplit(stage.sandbox.url).port or 0)
    try:
        await expect(stage.page.get_by_text("Connection lost, trying again")).to_be_hidden()
        await expect(phone.root.locator(".who-name")).to_have_text("Anke-Marie", timeout=20_000)
    finally:
        await again.stop()
