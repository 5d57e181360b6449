"""Writing, reading, tapping: a conversation between a person on a phone and a bot."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.sandbox_page.bot import buttons
from tests.sandbox_page.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_the_start_button_writes_start_and_the_bots_answer_appears(stage: Stage) -> None:
    person = stage.person(wrote=False)
    phone = await stage.open()
    await expect(phone.field).to_be_hidden()
    await phone.root.get_by_role("button", name="Start", exact=True).click()
    assert (await stage.bot.hears("message"))["text"] == "/start"
    await stage.bot.say(person, "Bonjour Fatou")
    await expect(phone.row("Bonjour Fatou")).to_have_class("row bot")
    await expect(phone.row("/start")).to_have_class("row person")
    await expect(phone.field).to_be_visible()


async def test_enter_sends_and_shift_enter_makes_a_new_line(stage: Stage) -> None:
    stage.person()
    phone = await stage.open()
    await stage.bot.say(stage.person("Joris", "nl"), "other chat")
    await phone.root.get_by_role("button", name="Start", exact=True).click()
    await phone.field.press_sequentially("one")
    await phone.field.press("Shift+Enter")
    await phone.field.press_sequentially("two")
    await phone.field.press("Enter")
    await stage.bot.hears("message")
    assert (await stage.bot.hears("message"))["text"] == "one\ntwo"
    await expect(phone.field).to_have_value("")


async def test_formatting_is_drawn_where_the_entities_say_even_after_wide_characters(stage: Stage) -> None:
    person = stage.person()
    markup = (
        "👩‍👩‍👧 <b>fat <i>both</i></b> <u>under</u> <s>gone</s> <code>x=1</code> <tg-spoiler>secret</tg-spoiler>"
        '<pre>y = 2</pre><blockquote>said</blockquote><a href="https://example.org/">there</a>'
    )
    await stage.bot.say(person, markup)
    row = (await stage.open()).row("under")
    for tag, text in [("strong", "fat both"), ("strong em", "both"), ("u", "under"), ("s", "gone"), ("pre", "y = 2")]:
        await expect(row.locator(f".text {tag}")).to_have_text(text)
    await expect(row.locator("blockquote")).to_have_text("said")
    await expect(row.get_by_role("link", name="there")).to_have_attribute("rel", "noopener noreferrer")
    await row.get_by_role("button", name="Hidden text, show").click()
    await expect(row.locator(".spoiler.shown")).to_have_text("secret")


async def test_a_tap_reaches_the_bot_stays_pressed_until_answered_and_shows_the_toast(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.say(person, "Well?", reply_markup=buttons([("Yes", "y"), ("No", "n")], [("Later", "l")]))
    phone = await stage.open()
    later = phone.root.get_by_role("button", name="Later")
    await later.click()
    query = await stage.bot.hears("callback_query")
    assert query["data"] == "l"
    await expect(later).to_have_attribute("aria-busy", "true")
    await stage.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
    await expect(phone.root.locator(".toast")).to_have_text("Noted")
    await expect(later).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_waits_for_ok_and_gives_the_focus_back(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.say(person, "Well?", reply_markup=buttons([("Yes", "y")]))
    phone = await stage.open()
    await phone.root.get_by_role("button", name="Yes").press("Enter")
    query = await stage.bot.hears("callback_query")
    await stage.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Too late", show_alert=True)
    alert = phone.root.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Too late")
    await expect(alert.get_by_role("button", name="OK")).to_be_focused()
    await stage.page.keyboard.press("Enter")
    await expect(alert).to_have_count(0)
    await expect(phone.root.get_by_role("button", name="Yes")).to_be_focused()


async def test_the_arrow_up_edits_the_last_own_text_and_both_edits_are_marked(stage: Stage) -> None:
    person = stage.person()
    said = await stage.bot.say(person, "Firts")
    phone = await stage.open()
    await phone.write("helo")
    await expect(phone.row("helo")).to_be_visible()
    await phone.field.press("ArrowUp")
    await phone.write("hello")
    assert (await stage.bot.hears("edited_message"))["text"] == "hello"
    await expect(phone.row("hello").locator(".edited")).to_be_visible()
    await stage.bot.call("editMessageText", chat_id=person, message_id=said, text="First")
    await expect(phone.row("First").locator(".edited")).to_be_visible()
    await stage.bot.call("deleteMessage", chat_id=person, message_id=said)
    await expect(phone.row("First")).to_have_count(0)


async def test_a_reaction_from_the_picker_reaches_the_bot_and_stands_under_the_message(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.say(person, "You did it")
    phone = await stage.open()
    await phone.row("You did it").click(button="right")
    await stage.page.get_by_role("menuitemcheckbox", name="party").click()
    assert (await stage.bot.hears("message_reaction"))["new_reaction"] == [{"type": "emoji", "emoji": "🎉"}]
    chip = phone.row("You did it").locator(".reaction")
    await expect(chip).to_have_text("🎉")
    await chip.click()
    assert (await stage.bot.hears("message_reaction"))["new_reaction"] == []
    await expect(chip).to_have_count(0)


async def test_topics_are_tabs_with_unread_counts_and_writing_goes_into_the_one_in_front(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.say(person, "General news")
    phone = await stage.open()
    topic = (await stage.bot.call("createForumTopic", chat_id=person, name="Chat with Joris"))["message_thread_id"]
    await stage.bot.say(person, "Inside", message_thread_id=topic)
    tab = phone.root.get_by_role("tab", name="Chat with Joris")
    await expect(tab.locator(".badge")).to_have_text("1")
    await tab.click()
    await expect(tab.locator(".badge")).to_have_count(0)
    await expect(phone.row("Inside")).to_be_visible()
    await expect(phone.row("General news")).to_be_hidden()
    await phone.write("Salut")
    assert (await stage.bot.hears("message"))["message_thread_id"] == topic
    stage.page.once("dialog", lambda dialog: dialog.accept())
    await phone.root.get_by_role("button", name="Delete this topic").click()
    await expect(tab).to_have_count(0)
    await expect(phone.row("General news")).to_be_visible()


async def test_a_phone_opens_at_the_topic_where_something_was_said_last(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.say(person, "General news")
    topic = (await stage.bot.call("createForumTopic", chat_id=person, name="Chat with Joris"))["message_thread_id"]
    await stage.bot.say(person, "Inside", message_thread_id=topic)
    phone = await stage.open()
    await expect(phone.row("Inside")).to_be_visible()
    await expect(phone.row("General news")).to_be_hidden()


async def test_a_reply_carries_its_message_and_shows_what_it_answers(stage: Stage) -> None:
    person = stage.person()
    said = await stage.bot.say(person, "Tuesday or Friday?")
    phone = await stage.open()
    await phone.row("Tuesday or").click(button="right")
    await stage.page.get_by_role("menuitem", name="Reply").click()
    await phone.write("Friday please")
    assert (await stage.bot.hears("message"))["reply_to_message"]["message_id"] == said
    quote = phone.row("Friday please").locator(".reply-quote")
    await expect(quote).to_contain_text("Tuesday or Friday?")
    await quote.click()
    await expect(phone.row("Tuesday or").first).to_be_focused()


async def test_blocking_closes_the_chat_and_unblocking_opens_it(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.say(person, "Hello")
    phone = await stage.open()
    await phone.root.get_by_role("button", name="Chat menu").click()
    await stage.page.get_by_role("menuitem", name="Block the bot").click()
    assert (await stage.bot.hears("my_chat_member"))["new_chat_member"]["status"] == "kicked"
    await expect(phone.field).to_be_hidden()
    await phone.root.get_by_role("button", name="Unblock").click()
    assert (await stage.bot.hears("my_chat_member"))["new_chat_member"]["status"] == "member"
    await expect(phone.field).to_be_visible()


async def test_commands_of_the_person_stand_behind_the_menu_button(stage: Stage) -> None:
    person = stage.person()
    scope = {"type": "chat", "chat_id": person}
    await stage.bot.call("setMyCommands", commands=[{"command": "help", "description": "Aide"}], scope=scope)
    await stage.bot.say(person, "Hello")
    phone = await stage.open()
    await phone.root.get_by_role("button", name="Commands").click()
    await stage.page.get_by_role("menuitem", name="Aide").click()
    assert (await stage.bot.hears("message"))["text"] == "/help"


COMMANDS = [{"command": name, "description": f"about {name}"} for name in ("start", "help", "hello", "topics")]


async def test_a_command_typed_key_by_key_stays_in_the_field_and_enter_sends_what_was_typed(stage: Stage) -> None:
    await stage.bot.call("setMyCommands", commands=COMMANDS)
    await stage.bot.say(stage.person(), "Hello")
    phone = await stage.open()
    await phone.field.click()
    await stage.page.keyboard.type("/")
    hints = phone.root.get_by_role("option")
    await expect(hints).to_have_count(4)
    await stage.page.keyboard.type("he")
    await expect(phone.field).to_be_focused()
    await expect(phone.field).to_have_value("/he")
    await expect(hints).to_have_text(["/helpabout help", "/helloabout hello"])
    await stage.page.keyboard.type("l")
    await expect(hints).to_have_count(2)
    await stage.page.keyboard.press("Enter")
    assert (await stage.bot.hears("message"))["text"] == "/hel"
    await stage.page.keyboard.type("/topics\n")  # faster than the list of commands arrives
    assert (await stage.bot.hears("message"))["text"] == "/topics"
    await expect(hints).to_have_count(0)
    await expect(phone.field).to_have_value("")


async def test_an_arrow_and_enter_pick_a_command_and_escape_closes_the_hints(stage: Stage) -> None:
    await stage.bot.call("setMyCommands", commands=COMMANDS)
    await stage.bot.say(stage.person(), "Hello")
    phone = await stage.open()
    await phone.field.click()
    await stage.page.keyboard.type("/h")
    hints = phone.root.get_by_role("option")
    await expect(hints).to_have_count(2)
    await stage.page.keyboard.press("Escape")
    await expect(hints).to_have_count(0)
    await stage.page.keyboard.type("i")
    await stage.page.keyboard.press("Enter")
    assert (await stage.bot.hears("message"))["text"] == "/hi"
    await stage.page.keyboard.type("/h")
    await expect(hints).to_have_count(2)
    await stage.page.keyboard.press("ArrowDown")
    await stage.page.keyboard.press("ArrowDown")
    await stage.page.keyboard.press("Enter")
    assert (await stage.bot.hears("message"))["text"] == "/hello"
    await expect(phone.field).to_be_focused()


async def test_the_bots_own_keyboard_writes_its_labels(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.say(person, "Choose", reply_markup={"keyboard": [[{"text": "Choix 1"}, {"text": "Choix 2"}]]})
    phone = await stage.open()
    await phone.root.get_by_role("button", name="Choix 2").click()
    assert (await stage.bot.hears("message"))["text"] == "Choix 2"


async def test_a_pinned_message_shows_on_top_and_leads_to_itself(stage: Stage) -> None:
    person = stage.person()
    first = await stage.bot.say(person, "The progress card")
    for number in range(30):
        await stage.bot.say(person, f"news {number}")
    phone = await stage.open()
    await stage.bot.call("pinChatMessage", chat_id=person, message_id=first)
    await phone.root.locator(".pinned").click()
    await expect(phone.row("The progress card")).to_be_in_viewport()
