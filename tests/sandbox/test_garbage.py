"""Garbage in, a refusal out: no request brings the server down, whatever its types."""

from __future__ import annotations

import json
import logging

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.checks import check
from sandbox.entities import Formatted, formatted
from sandbox.errors import ApiError
from sandbox.facts import bot_api
from sandbox.methods import METHODS
from tests.sandbox.client import TOKEN, file, png

GARBAGE = [
    None,
    "",
    "x",
    "\ud800",
    "\0",
    -1,
    0,
    10**30,
    1.5,
    True,
    [],
    [[]],
    {},
    {"x": 1},
    [None],
    "[[[",
    "1e999",
    "@x",
]
CONTROL = [
    ("POST", "people", "first_name last_name username language_code x"),
    (
        "POST",
        "people/{id}/messages",
        "text photo document voice sticker location album contact poll thread_id reply_to",
    ),
    ("PATCH", "people/{id}/messages/1", "text"),
    ("PUT", "people/{id}/messages/1/reaction", "emoji"),
    ("POST", "people/{id}/taps", "message_id row column data"),
    ("PUT", "topics", "enabled"),
    ("POST", "settle", "timeout"),
    ("POST", "clock", "advance to run"),
    ("POST", "faults", "kind method chat_id retry_after seconds times probability"),
]
GOOD = {
    "people": {"first_name": "Ada"},
    "people/{id}/messages": {},
    "people/{id}/taps": {"message_id": 1, "row": 0, "column": 0},
    "faults": {"kind": "delay", "seconds": 0},
}
JSON = {"Content-Type": "application/json"}


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_no_bot_api_method_fails_on_garbage(client, caplog, method):
    person = await client.person()
    await client.write(person, photo=file(png()))
    parameters = bot_api()["methods"][method]
    shared = set(bot_api()["methods"]["sendMessage"]) if method != "sendMessage" else set()
    good = {"chat_id": person, "from_chat_id": person, "message_id": 1, "text": "a", "timeout": 0}
    with caplog.at_level(logging.ERROR):
        for name in parameters.keys() - (shared if method.startswith("send") else set()):
            for value in GARBAGE:
                params = {key: item for key, item in good.items() if key in parameters} | {name: value}
                if name == "timeout":
                    params["offset"] = 0
                    await client.write(person, text="so that no poll waits")
                async with client.http.post(f"/bot{TOKEN}/{method}", data=as_json(params), headers=JSON) as response:
                    assert response.status < 500, (params, await response.text())
                if method == "setWebhook":
                    await client.raw("deleteWebhook")
    assert not caplog.records


@pytest.mark.parametrize(("verb", "path", "fields"), CONTROL)
async def test_no_control_call_fails_on_garbage(client, caplog, verb, path, fields):
    person = await client.person()
    await client.updates()
    with caplog.at_level(logging.ERROR):
        for name in fields.split():
            for value in GARBAGE:
                body = GOOD.get(path, {}) | {name: value}
                url = f"/sandbox/{path.format(id=person)}"
                async with client.http.request(verb, url, data=as_json(body)) as response:
                    assert response.status in {200, 400, 404, 409}, (body, await response.text())
    assert not caplog.records


async def test_no_file_place_card_or_poll_made_of_garbage_is_taken(client, caplog):
    person = await client.person()
    keys = ("filename", "base64", "mime_type", "latitude", "longitude", "question", "options", "phone_number")
    with caplog.at_level(logging.ERROR):
        for value in GARBAGE:
            for kind in ("photo", "location", "contact", "poll"):
                url = f"/sandbox/people/{person}/messages"
                async with client.http.post(url, data=as_json({kind: dict.fromkeys(keys, value)})) as response:
                    assert response.status == 400, (kind, value, await response.text())
    assert not caplog.records


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (JSON, b"\xff\xfe"),
        (JSON, b"[" * 100_000),
        (JSON, b"7"),
        (JSON, b'{"chat_id": NaN}'),
        ({"Content-Type": "application/json; charset=nonsense"}, b"{}"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"garbage"),
        ({"Content-Type": "multipart/form-data"}, b"garbage"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"%ff=%ff&chat_id=%00"),
        ({"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"}, b"a=b"),
        ({"Content-Type": "text/plain"}, b"{}"),
    ],
)
async def test_bodies_that_nobody_can_read(client, caplog, headers, body):
    for url in (f"/bot{TOKEN}/sendMessage", "/sandbox/people"):
        async with client.http.post(url, data=body, headers=headers) as response:
            assert response.status == 400, await response.text()
            assert isinstance(await response.json(), dict)
    assert not caplog.records


async def test_a_file_goes_by_multipart_directly_or_attached(client):
    person = await client.person()
    for name in ("photo", "attached"):
        form = aiohttp.FormData({"chat_id": str(person), "caption": name})
        form.add_field(name, png(), filename="p.png", content_type="image/png")
        if name == "attached":
            form.add_field("photo", "attach://attached")
        async with client.http.post(f"/bot{TOKEN}/sendPhoto", data=form) as response:
            assert (await response.json())["result"]["caption"] == name
    form = aiohttp.FormData({"chat_id": str(person), "photo": "attach://nobody"})
    async with client.http.post(f"/bot{TOKEN}/sendPhoto", data=form) as response:
        assert response.status == 400
    form = aiohttp.FormData({"chat_id": str(person)})
    form.add_field("photo", b"no picture", filename="p.png")
    async with client.http.post(f"/bot{TOKEN}/sendPhoto", data=form) as response:
        assert (await response.json())["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "url", "x"]), inner),
    max_leaves=8,
)
calls = st.sampled_from(sorted(METHODS)).flatmap(
    lambda method: st.tuples(
        st.just(method), st.dictionaries(st.sampled_from(sorted(bot_api()["methods"][method]) or ["x"]), values)
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calls)
def test_checking_any_parameters_ends_in_values_or_a_400(call):
    method, raw = call
    code = 400
    try:
        check(method, raw)
    except ApiError as error:
        code = error.code
    assert code == 400


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab *_~`[]()<>/=\"'&;\\|!-.é👍\n\r\0"), max_size=40),
    st.sampled_from(["HTML", "MarkdownV2", "Markdown", ""]),
)
def test_any_marked_text_parses_or_is_refused_and_its_entities_lie_inside(text, mode):
    refusal, result = None, Formatted("")
    try:
        result = formatted(text, mode, None)
    except ApiError as error:
        refusal = error.description
    assert refusal is None or refusal.startswith("Bad Request: can't parse entities: ")
    size = len(result.text.encode("utf-16-le", errors="surrogatepass")) // 2
    for entity in result.entities:
        assert entity["offset"] >= 0
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= size
