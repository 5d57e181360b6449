from __future__ import annotations

from collections.abc import Callable

from locales.called import called
from locales.portraits import label_with, portrait_lines
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.called import Called, Team
from mentoring.messages.thread import (
    AnotherLine,
    Chats,
    DuoEnded,
    ForWhom,
    HowItWorks,
    InTopic,
    KeptHere,
    Line,
    LineOpen,
    NobodyToWriteTo,
    NoChats,
    NotCarried,
    NotCarriedReason,
    PassedOn,
    ThreadClosed,
    ThreadOpened,
    WentTo,
)
from mentoring.people import NOT_TOLD
from mentoring.portrait import Portrait
from mentoring.taps_sessions import PlanSession
from mentoring.taps_team_line import AskTeamOfDuo, PassToTeam
from mentoring.taps_thread import MAX_PARTS, KeepHere, OpenLine, PassOn, SwitchLine, steps_of
from storage.words import SessionKind

_LINES = [Line(1, "Amina", is_open=True), Line(2, "Jean-Baptiste-Emmanuel (2)")]
_TEAM = Team(2**62, "Apides")


@renders(
    ThreadOpened(portrait=Portrait("Amina", ("fr", "ar"), ("care", "sales"), ("brussels",), ("morning",))),
    ThreadOpened(portrait=Portrait("Amina")),
)
def _opened(opened: ThreadOpened, say: Say) -> str:
    # Translators: both said yes; below it what the other one told.
    first = say("🎉 You and {name} are a duo now!", name=opened.portrait.first_name or NOT_TOLD)
    return f"{first}\n\n{portrait_lines(opened.portrait, say)}"


@renders(HowItWorks(name="Amina", duo_id=2**62))
def _how(how: HowItWorks, say: Say) -> Rendered:
    text = say(
        "Everything you write here goes to {name}. The team cannot read it. "
        "Your phone number and username are not shown.\n\n"
        "A good first step: say hello and propose a first meeting.",
        name=how.name,
    )
    return Rendered(text, ((_plan(how.duo_id, say),), (_ask_team(how.duo_id, say),)))


@renders(
    AnotherLine(name="Amina", open_name="Jan", thread_id=1, duo_id=2**62),
    AnotherLine(name="Amina", open_name=_TEAM, thread_id=1, duo_id=2**62),
)
def _another_line(another: AnotherLine, say: Say) -> Rendered:
    # Translators: for a mentor with several duos in one chat; one of them at a time gets what the mentor writes.
    text = say(
        "You still write to {open_name}. Tap below to write to {name}.\n\n"
        "A good first step: say hello and propose a first meeting. The team cannot read it.",
        name=another.name,
        open_name=called(another.open_name, say),
    )
    write = _write_to(another.name, another.thread_id, say)
    return Rendered(text, ((write,), (_plan(another.duo_id, say),), (_ask_team(another.duo_id, say),)))


def _plan(duo_id: int, say: Say) -> Button:
    return Button(say.label("Plan a meeting"), PlanSession(duo_id, SessionKind.FIRST))


def _ask_team(duo_id: int, say: Say) -> Button:
    # Translators: a button; opens the chat with the team of the organisation, which the partner does not see.
    return Button(say.label("Ask the team"), AskTeamOfDuo(duo_id))


@renders(ThreadClosed(name="Amina"))
def _closed(closed: ThreadClosed, say: Say) -> str:
    return say(
        "Your conversation with {name} has ended. Messages are no longer passed on. The team can help: /help",
        name=closed.name,
    )


@renders(DuoEnded(name="Amina"))
def _ended(ended: DuoEnded, say: Say) -> str:
    return say(
        "Your conversation with {name} has ended. This message was not passed on. The team can help: /help",
        name=ended.name,
    )


@renders(NobodyToWriteTo())
def _nobody(_: NobodyToWriteTo, say: Say) -> str:
    return say("You have no conversation here yet. What you write goes to nobody. /help shows what you can do.")


@renders(NoChats())
def _no_chats(_: NoChats, say: Say) -> str:
    return say("You have no conversation at the moment. Once you are in a duo, you find it here.")


@renders(ForWhom(lines=_LINES, message_ids=[1]), ForWhom(lines=_LINES[:1], message_ids=[1, 2, 3], teams=[_TEAM]))
def _for_whom(question: ForWhom, say: Say) -> Rendered:
    ids = sorted(question.message_ids)[:MAX_PARTS]
    steps = steps_of(ids)
    choices = [(Button(_to(line.name, say), PassOn(line.thread_id, ids[0], steps)),) for line in question.lines]
    choices += [(Button(_to(team, say), PassToTeam(team.id, ids[0], steps)),) for team in question.teams]
    # Translators: a button under "For whom is this message?": it is for no partner.
    nobody = Button(say.label("Nobody"), KeepHere())
    return Rendered(say("For whom is this message?"), (*choices, (nobody,)))


@renders(
    PassedOn(name="Amina", line_open=True),
    PassedOn(name="Amina", line_open=False),
    PassedOn(name=_TEAM, line_open=True),
)
def _passed_on(passed: PassedOn, say: Say) -> str:
    name = called(passed.name, say)
    if passed.line_open:
        return say("Passed on to {name}. From now on you write to {name}.", name=name)
    return say("Passed on to {name}.", name=name)


@renders(KeptHere())
def _kept(_: KeptHere, say: Say) -> str:
    return say("All right, this message goes to nobody.")


@renders(WentTo(name="Amina", open_name="Jan", thread_id=1), WentTo(name=_TEAM, open_name="Jan", thread_id=1))
def _went_to(went: WentTo, say: Say) -> Rendered:
    text = say(
        "Your answer went to {name}. Everything else still goes to {open_name}.",
        name=called(went.name, say),
        open_name=called(went.open_name, say),
    )
    return Rendered(text, ((_write_to(went.name, went.thread_id, say),),))


_REASONS: dict[NotCarriedReason, Callable[[Say], str]] = {
    NotCarriedReason.CONTACT: lambda say: say("Contacts are not passed on. Phone numbers stay private here."),
    NotCarriedReason.POLL: lambda say: say("Polls cannot be passed on. You can ask your question in a text."),
    NotCarriedReason.GAME: lambda say: say("Games cannot be passed on."),
    NotCarriedReason.INVOICE: lambda say: say("Payments cannot be passed on."),
    # Translators: a Telegram story.
    NotCarriedReason.STORY: lambda say: say("Stories cannot be passed on. You can send the photo or video itself."),
    NotCarriedReason.PAID_MEDIA: lambda say: say("Paid photos and videos cannot be passed on."),
    # Translators: Telegram giveaways: prizes that a channel raffles off.
    NotCarriedReason.GIVEAWAY: lambda say: say("Giveaways cannot be passed on."),
    NotCarriedReason.CHECKLIST: lambda say: say("Checklists cannot be passed on. You can send the list as a text."),
    NotCarriedReason.LIVE_LOCATION: lambda say: say(
        "A live location cannot be passed on. You can send a place instead."
    ),
    NotCarriedReason.GIFT: lambda say: say("Gifts cannot be passed on."),
    NotCarriedReason.EDIT: lambda say: say("This change cannot be passed on. You can send it as a new message."),
    NotCarriedReason.OTHER: lambda say: say("This cannot be passed on. You can send it as a text or a photo."),
}


@renders(*[NotCarried(reason=reason) for reason in NotCarriedReason])
def _not_carried(message: NotCarried, say: Say) -> str:
    return _REASONS[message.reason](say)


@renders(LineOpen(name="Amina"), LineOpen(name="Amina", question_waits=True), LineOpen(name=_TEAM))
def _line_open(line: LineOpen, say: Say) -> str:
    name = called(line.name, say)
    if line.question_waits:
        # Translators: a question of Tandem's is still open; its answer must not go to the partner.
        return say(
            "You write to <b>{name}</b> as soon as my last question is answered. Or leave it with /cancel.",
            name=name,
        )
    return say("You now write to <b>{name}</b>.", name=name)


@renders(InTopic(name="Amina"), InTopic(name=_TEAM))
def _in_topic(topic: InTopic, say: Say) -> str:
    # Translators: Telegram topics: a chat is divided into several conversations.
    return say("Your chat with {name} has its own topic. Please write there.", name=called(topic.name, say))


@renders(
    Chats(lines=_LINES, topics=False),
    Chats(lines=_LINES[1:], topics=False),
    Chats(lines=[_LINES[1], Line(3, _TEAM, is_open=True)], topics=False),
    Chats(lines=_LINES, topics=True),
)
def _chats(chats: Chats, say: Say) -> Rendered:
    if chats.topics:
        names = say.list(called(line.name, say) for line in chats.lines)
        return Rendered(say("Each of your conversations has its own topic: {names}.", names=names))
    open_name = next((called(line.name, say) for line in chats.lines if line.is_open), None)
    text = (
        say("You now write to <b>{name}</b>. Tap a name to write to someone else.", name=open_name)
        if open_name is not None
        else say("To whom do you want to write? Tap a name.")
    )
    return Rendered(text, tuple((_choice(line, say),) for line in chats.lines))


def _choice(line: Line, say: Say) -> Button:
    shown = label_with(called(line.name, say), lambda name: f"✓ {name}" if line.is_open else name)
    return Button(shown, SwitchLine(line.thread_id), style="primary" if line.is_open else None)


def _write_to(name: Called, thread_id: int, say: Say) -> Button:
    # Translators: a button; from then on what the person writes goes to that partner.
    label = label_with(called(name, say), lambda name: say.label("Write to {name}", name=name))
    return Button(label, OpenLine(thread_id))


def _to(name: Called, say: Say) -> str:
    # Translators: a button under "For whom is this message?": it is for that partner.
    return label_with(called(name, say), lambda name: say.label("To {name}", name=name))
