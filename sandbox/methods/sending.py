"""Messages without a file: text, location, venue, contact, poll, dice, chat actions."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.outgoing import send, text_of, thread
from sandbox.methods.registry import Call, method
from sandbox.world import Content

# fmt: off
ACTIONS = frozenset((
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
))
# fmt: on


@method("sendMessage")
def send_message(call: Call) -> dict[str, Any]:
    text = text_of(call)
    options = call.params.get("link_preview_options")
    extra = {"link_preview_options": options} if options else {}
    return send(call, Content("text", text.text, text.entities, extra=extra))


def place(params: dict[str, Any]) -> dict[str, Any]:
    """A `Location`."""
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    names = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading")
    return {name: params[name] for name in names if name in params}


@method("sendLocation")
def send_location(call: Call) -> dict[str, Any]:
    return send(call, Content("location", extra={"location": place(call.params)}))


@method("sendVenue")
def send_venue(call: Call) -> dict[str, Any]:
    location = place(call.params)
    names = ("title", "address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
    venue = {"location": location, **{name: call.params[name] for name in names if name in call.params}}
    return send(call, Content("venue", extra={"venue": venue, "location": location}))


@method("sendContact")
def send_contact(call: Call) -> dict[str, Any]:
    if not call.params["phone_number"].strip() or not call.params["first_name"].strip():
        raise bad_request("phone number or first name is empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: call.params[name] for name in names if name in call.params}
    return send(call, Content("contact", extra={"contact": contact}))


@method("sendDice")
def send_dice(call: Call) -> dict[str, Any]:
    emoji = call.params.get("emoji", "🎲")
    faces = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}.get(emoji)
    if faces is None:
        raise bad_request("wrong dice emoji specified")
    return send(call, Content("dice", extra={"dice": {"emoji": emoji, "value": 1}}))


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    person = call.recipient()
    thread(call, person)
    if call.params["action"].lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
