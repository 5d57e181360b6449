"""Pictures, files, voice, places and albums, in both directions."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from tests.sandbox_page.conftest import OpenStage, Phone, Stage
from tests.sandbox_page.samples import png, wav

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def attach(stage: Stage, phone: Phone, choice: str, *files: tuple[str, str, bytes]) -> None:
    """Choose files behind the paper clip."""
    await phone.root.get_by_role("button", name="Attach").click()
    async with stage.page.expect_file_chooser() as chooser:
        await stage.page.get_by_role("menuitem", name=choice, exact=True).click()
    payloads = [FilePayload(name=name, mimeType=kind, buffer=data) for name, kind, data in files]
    await (await chooser.value).set_files(payloads)


async def test_a_photo_from_the_phone_reaches_the_bot_with_its_caption_and_can_be_enlarged(stage: Stage) -> None:
    await stage.bot.say(stage.person(), "Hello")
    phone = await stage.open()
    await attach(stage, phone, "Photo", ("cv.png", "image/png", png()))
    await expect(phone.root.locator(".chip")).to_contain_text("cv.png")
    await phone.root.get_by_label("Message", exact=True).press_sequentially("My CV")
    await phone.root.get_by_role("button", name="Send", exact=True).click()
    message = await stage.bot.hears("message")
    assert message["caption"] == "My CV"
    assert message["photo"][-1]["width"] == 64
    await expect(phone.root.locator(".chip")).to_have_count(0)
    await phone.row("My CV").get_by_role("button", name="Photo, enlarge").click()
    await expect(stage.page.locator("dialog.viewer img")).to_be_visible()
    await stage.page.keyboard.press("Escape")
    await expect(stage.page.locator("dialog.viewer")).to_have_count(0)


async def test_an_album_leaves_and_stands_as_one(stage: Stage) -> None:
    await stage.bot.say(stage.person(), "Hello")
    phone = await stage.open()
    await attach(stage, phone, "Several photos (album)", *[(f"{n}.png", "image/png", png()) for n in range(3)])
    await phone.field.press("Enter")
    groups = {(await stage.bot.hears("message"))["media_group_id"] for _ in range(3)}
    assert len(groups) == 1
    await expect(phone.root.locator(".row.person")).to_have_count(1)
    await expect(phone.root.locator(".album .picture")).to_have_count(3)


async def test_a_document_from_the_bot_shows_name_and_size_and_downloads_under_its_name(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.call("sendDocument", chat_id=person, document=b"%PDF-" + b"x" * 3000)
    phone = await stage.open()
    file = phone.root.locator(".file")
    await expect(file).to_contain_text("CV & lettre <1>.pdf")
    await expect(file).to_contain_text("3 KB")
    async with stage.page.expect_download() as download:
        await file.click()
    assert (await (await download.value).path()).stat().st_size == 3005


async def test_a_voice_message_is_a_player_that_knows_its_length_and_plays(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.call("sendVoice", chat_id=person, voice=wav())
    phone = await stage.open()
    await expect(phone.root.locator(".voice-time")).to_have_text("0:02")
    await phone.root.get_by_role("button", name="Play voice message").click()
    await expect(phone.root.get_by_role("button", name="Pause")).to_be_visible()


async def test_what_is_no_picture_after_all_becomes_a_file_to_download(stage: Stage) -> None:
    person = stage.person()
    await stage.bot.call("sendVoice", chat_id=person, voice=b"OggS nothing")
    phone = await stage.open()
    await expect(phone.root.locator(".file")).to_be_visible()
    await expect(phone.root.locator(".voice")).to_have_count(0)


async def test_a_place_is_a_card_with_coordinates_and_no_map_from_elsewhere(stage: Stage) -> None:
    await stage.bot.say(stage.person(), "Where?")
    phone = await stage.open()
    await phone.root.get_by_role("button", name="Attach").click()
    await stage.page.get_by_role("menuitem", name="Location").click()
    await stage.page.get_by_label("Place", exact=True).select_option(label="Eupen, Rathausplatz")
    await stage.page.get_by_role("button", name="Send this place").click()
    assert (await stage.bot.hears("message"))["location"]["latitude"] == pytest.approx(50.6279)
    await expect(phone.row("Location")).to_contain_text("50.6279° N, 6.0363° E")


async def test_a_tall_picture_is_shown_whole(stage: Stage) -> None:
    tall = stage.page.context.pages[0]
    await tall.set_content("<div style='width:200px;height:900px;background:linear-gradient(red,blue)'></div>")
    drawn = await tall.locator("div").screenshot()
    await stage.bot.call("sendPhoto", chat_id=stage.person(), photo=drawn)
    phone = await stage.open()
    image = phone.root.locator(".picture img")
    await expect(image).to_be_visible()
    assert await image.evaluate("node => getComputedStyle(node).objectFit") == "contain"


async def test_on_a_narrow_phone_names_of_topics_are_whole(open_stage: OpenStage) -> None:
    stage = await open_stage(size=(390, 800))
    person = stage.person()
    for name in ("Chat met Aïcha", "Chat met Yasmina", "Chat met Samuel"):
        await stage.bot.call("createForumTopic", chat_id=person, name=name)
    phone = await stage.open()
    tabs = phone.root.locator(".topic-tabs")
    await expect(tabs.get_by_role("tab")).to_have_count(4)
    await tabs.get_by_role("tab", name="Chat met Aïcha").click()
    assert await tabs.evaluate("row => row.scrollWidth <= row.clientWidth")
    names = tabs.locator(".topic-name")
    for number in range(4):
        assert await names.nth(number).evaluate("name => name.scrollHeight <= name.clientHeight + 1"), number
