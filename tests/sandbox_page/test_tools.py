"""The tools beside the phones: people, invitations, the clock, what the bot called, trouble."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, expect

from tests.sandbox_page.conftest import OpenStage, Stage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

INVITATION = "https://t.me/tandem_sandbox_bot?start=inv_42"


class Journey:
    """Programme time that jumps where it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 28, 11, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Programme time."""
        return self.time

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109
        """Nothing is ever due here."""

    async def advance(self, to: datetime) -> datetime:
        """Be there at once."""
        self.time = to
        return to


async def open_tool(page: Page, name: str) -> None:
    """Bring a tool to the front."""
    await page.get_by_role("tab", name=name, exact=True).click()


async def test_a_new_person_opens_an_invitation_that_came_outside_telegram(stage: Stage) -> None:
    stage.person("Anke", "de")
    stage.sandbox.add_link("For the first coordinator", INVITATION)
    await stage.open()
    await open_tool(stage.page, "Invitations")
    await stage.page.get_by_role("button", name="Open on a phone").click()
    dialog = stage.page.get_by_role("dialog", name="Who opens this link?")
    await dialog.get_by_label("First name").fill("Leïla")
    await dialog.get_by_label("Phone language").select_option("nl")
    await dialog.get_by_role("button", name="Give them a phone and open").click()
    message = await stage.bot.hears("message")
    assert message["text"] == "/start inv_42"
    assert (message["from"]["first_name"], message["from"]["language_code"]) == ("Leïla", "nl")
    await expect(stage.phone(2).root.locator(".who")).to_contain_text("Leïla")
    await expect(stage.page.locator("#tool-links .card")).to_contain_text("Opened by Leïla")
    await expect(stage.page.get_by_role("button", name="Open again")).not_to_have_class("button primary")
    await stage.page.reload()
    await expect(stage.page.locator("#tool-links .card")).to_contain_text("Opened by Leïla")


async def test_a_deep_link_in_a_message_asks_who_opens_it_and_never_leaves_the_page(stage: Stage) -> None:
    person, other = stage.person("Anke", "de"), stage.person("Joris", "nl")
    share = f"https://t.me/share/url?url={INVITATION.replace('?', '%3F').replace('=', '%3D')}&text=Welkom"
    markup = {"inline_keyboard": [[{"text": "Forward", "url": share}]]}
    await stage.bot.say(person, f"Here: {INVITATION}", reply_markup=markup)
    phone = await stage.open()
    await phone.root.get_by_role("link", name=INVITATION).click()
    dialog = stage.page.get_by_role("dialog", name="Who opens this link?")
    await dialog.get_by_role("button", name="Joris").click()
    message = await stage.bot.hears("message")
    assert (message["from"]["id"], message["text"]) == (other, "/start inv_42")
    await phone.root.get_by_role("link", name="Forward").click()
    await expect(dialog.locator(".shared")).to_have_text("Welkom")
    assert len(stage.page.context.pages) == 1


async def test_the_clock_travels_and_phones_show_the_new_time(open_stage: OpenStage) -> None:
    journey = Journey()
    stage = await open_stage(now=journey.now, port=journey)
    stage.person()
    phone = await stage.open()
    await expect(phone.root.locator(".status-time")).to_have_text("12:00")
    await open_tool(stage.page, "Clock")
    await stage.page.get_by_role("button", name="+1 day").click()
    await expect(phone.root.locator(".status-time")).to_have_text("13:00")  # summer time began in the night
    assert journey.time == datetime(2026, 3, 29, 11, 0, tzinfo=UTC)
    await stage.page.get_by_role("button", name="1 hour a second").click()
    await expect(stage.page.locator(".bar-clock")).to_contain_text("3,600 times as fast")
    await stage.page.get_by_role("button", name="Stop").click()
    await expect(stage.page.locator(".bar-clock")).to_contain_text("standing still")


async def test_on_real_time_the_clock_is_shown_but_cannot_be_moved(stage: Stage) -> None:
    stage.person()
    await stage.open()
    await open_tool(stage.page, "Clock")
    await expect(stage.page.get_by_text("real time, so its clock cannot be moved")).to_be_visible()
    await expect(stage.page.get_by_role("button", name="+1 day")).to_be_hidden()


async def test_calls_are_listed_newest_first_with_what_was_sent_and_answered(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.say(person, "one")
    await stage.open()
    await open_tool(stage.page, "Calls")
    await stage.bot.call("getMe")
    calls = stage.page.locator(".call")
    await expect(calls.first).to_contain_text("getMe")
    await expect(stage.page.locator(".call-method", has_text="getUpdates")).to_have_count(0)
    await stage.page.get_by_label("Show").select_option("sendMessage")
    await expect(calls).to_have_count(1)
    await calls.first.click()
    await expect(calls.first.locator(".json").first).to_contain_text('"text": "one"')


async def test_trouble_can_be_started_and_ended(stage: Stage) -> None:
    stage.person()
    await stage.open()
    await open_tool(stage.page, "Trouble")
    await stage.page.get_by_label("What happens").select_option("500")
    await stage.page.get_by_label("How often").fill("2")
    await stage.page.get_by_role("button", name="Start this trouble").click()
    await expect(stage.page.locator("#tool-trouble .card")).to_contain_text("2 more times")
    with pytest.raises(AssertionError, match="Internal Server Error"):
        await stage.bot.call("getMe")
    await stage.page.get_by_role("button", name="End all trouble").click()
    await expect(stage.page.get_by_text("No trouble at the moment.")).to_be_visible()
    await stage.bot.call("getMe")


async def test_the_topics_switch_changes_what_the_bot_is_told(stage: Stage) -> None:
    stage.person()
    await stage.open()
    await open_tool(stage.page, "Trouble")
    switch = stage.page.get_by_role("switch")
    await expect(switch).to_be_checked()
    async with stage.page.expect_response("**/sandbox/topics"):
        await switch.press("Space")
    assert (await stage.bot.call("getMe"))["has_topics_enabled"] is False


async def test_three_people_of_different_languages_hold_the_phones_and_taking_one_over_swaps(stage: Stage) -> None:
    for name, language in [
        ("Anke", "de"),
        ("Bodo", "de"),
        ("Fatou", "fr"),
        ("Joris", "nl"),
        *[(f"P{n}", "fr") for n in range(8)],
    ]:
        stage.person(name, language)
    await stage.open()
    owners = stage.page.locator(".who-name")
    await expect(owners).to_have_text(["Anke", "Fatou", "Joris"])
    await stage.phone(1).root.get_by_title("Give this phone to somebody else").click()
    chooser = stage.page.get_by_role("dialog", name="Whose phone is this?")
    await chooser.get_by_label("Search people").fill("jor")
    await chooser.get_by_role("button", name="Joris").click()
    await expect(owners).to_have_text(["Joris", "Fatou", "Anke"])
    await stage.page.reload()
    await expect(owners).to_have_text(["Joris", "Fatou", "Anke"])


async def three_phones(stage: Stage) -> None:
    """Pieter, Fatou and Anke each hold one."""
    for name, language in [("Pieter", "nl"), ("Fatou", "fr"), ("Anke", "de")]:
        await stage.bot.say(stage.person(name, language), f"Hello {name}")
    await stage.open()
    await expect(stage.page.locator(".who-name")).to_have_text(["Pieter", "Fatou", "Anke"])


async def test_a_new_person_gets_the_phone_used_longest_ago_and_the_page_says_whose_that_was(stage: Stage) -> None:
    await three_phones(stage)
    await stage.phone(2).field.click()
    await stage.page.keyboard.type("hello")
    await stage.phone(1).field.click()
    await open_tool(stage.page, "Invitations")
    await stage.page.get_by_label("A link to open").fill(INVITATION)
    await stage.page.get_by_role("button", name="Open", exact=True).click()
    dialog = stage.page.get_by_role("dialog", name="Who opens this link?")
    await expect(dialog.get_by_label("First name")).to_be_focused()
    await stage.page.keyboard.type("Marie")
    await stage.page.keyboard.press("Enter")
    await expect(stage.page.locator(".who-name")).to_have_text(["Pieter", "Fatou", "Marie"])
    await expect(stage.phone(3).root.locator(".toast")).to_have_text("Marie has the phone of Anke now")
    assert (await stage.bot.hears("message"))["text"] == "/start inv_42"


async def test_enter_in_the_search_gives_the_first_person_found(stage: Stage) -> None:
    await three_phones(stage)
    for name in ("Bodo", "Joris", "Marie"):
        stage.person(name)
    await stage.page.reload()
    await stage.phone(2).root.get_by_title("Give this phone to somebody else").click()
    await stage.page.keyboard.type("jor")
    await stage.page.keyboard.press("Enter")
    await expect(stage.page.locator(".who-name")).to_have_text(["Pieter", "Joris", "Anke"])
    await expect(stage.page.get_by_role("dialog", name="Whose phone is this?")).to_have_count(0)


async def test_a_demo_says_who_is_who_and_what_to_type_first(stage: Stage) -> None:
    stage.sandbox.add_person(first_name="Sabine", last_name="(lead coordinator; try /today)", language_code="de")
    stage.sandbox.add_person(first_name="Wout", last_name="(mentor of Aïcha)", language_code="nl")
    stage.sandbox.add_person(first_name="Nour", last_name="Haddad", language_code="fr")
    for person in stage.sandbox.telegram.world.people.values():
        person.started = True
    first = await stage.open()
    await expect(first.root.locator(".who-name")).to_have_text("Sabine")
    await expect(first.root.locator(".who small")).to_have_text("lead coordinator · German")
    await expect(first.field).to_have_attribute("placeholder", "Type /today here")
    await expect(stage.phone(2).field).to_have_attribute("placeholder", "Message")
    await open_tool(stage.page, "People")
    tool = stage.page.locator("#tool-people")
    await expect(tool.get_by_role("heading", name="3 people")).to_be_visible()
    await expect(tool.locator(".first-steps")).to_contain_text("Sabine (lead coordinator): type /today")
    lines = tool.locator(".person-words")
    await expect(lines.nth(1)).to_contain_text("mentor of Aïcha · Dutch")
    await expect(lines.nth(2)).to_contain_text("Nour Haddad")


async def test_one_tap_leads_to_the_next_morning_and_to_the_next_monday(open_stage: OpenStage) -> None:
    journey = Journey()  # a Saturday; summer time begins in the night
    stage = await open_stage(now=journey.now, port=journey)
    stage.person()
    await stage.open()
    await open_tool(stage.page, "Clock")
    for name, arrived in (
        ("Next morning 08:30", datetime(2026, 3, 29, 6, 30, tzinfo=UTC)),
        ("Next Monday 08:30", datetime(2026, 3, 30, 6, 30, tzinfo=UTC)),
        ("Next Monday 08:30", datetime(2026, 4, 6, 6, 30, tzinfo=UTC)),
    ):
        await stage.page.get_by_role("button", name=name).click()
        await expect(stage.page.get_by_text("Arrived.")).to_be_visible()
        await expect(stage.page.get_by_role("button", name=name)).to_be_enabled()
        assert journey.time == arrived
