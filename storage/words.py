"""The words that rows use for their states. They are written to the database as they stand here."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Role(StrEnum):
    """What a membership is for. A lead is a coordinator who also looks after the organisation's settings."""

    SEEKER = "seeker"
    MENTOR = "mentor"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    FEDERATION = "federation"  # reads the report over all organisations, and nothing else

    @property
    def is_staff(self) -> bool:
        return self in {Role.COORDINATOR, Role.LEAD}

    @property
    def is_in_duos(self) -> bool:
        """The mentoring is theirs: they wait for a duo, are in one, or were."""
        return self in {Role.SEEKER, Role.MENTOR}


class MembershipState(StrEnum):
    WELCOMING = "welcoming"  # tapped the link, has not finished the welcome
    READY = "ready"  # a seeker waits or is in a duo, a mentor can be proposed, a coordinator works
    BY_PHONE = "by_phone"  # did not agree to Telegram: the team phones, the mentoring is the same
    LEFT = "left"


class InvitationState(StrEnum):
    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"


class DuoState(StrEnum):
    PROPOSED = "proposed"
    DECLINED = "declined"
    EXPIRED = "expired"  # nobody or only one answered in time
    WITHDRAWN = "withdrawn"  # the coordinator took the proposal back, or one of the two is no longer free
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ENDED = "ended"

    @property
    def is_running(self) -> bool:
        """The thread carries messages."""
        return self in {DuoState.ACTIVE, DuoState.PAUSED}


class Answer(StrEnum):
    OPEN = "open"
    YES = "yes"
    NO = "no"


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Failure(StrEnum):
    """Why a row failed for good."""

    BLOCKED = "blocked"  # the person blocked the bot, or the account is gone
    EXPIRED = "expired"  # its time had passed
    REJECTED = "rejected"  # Telegram will never accept it
    GAVE_UP = "gave_up"  # too many attempts


class Call(StrEnum):
    """The Bot API call that an outbox row stands for."""

    SEND = "send"  # a declared message, rendered at sending time
    COPY = "copy"  # a relayed message, by reference
    ALBUM = "album"  # several relayed messages at once, by reference
    EDIT = "edit"  # a relayed message was edited; the new text is sealed in the row
    REACTION = "reaction"
    TOPIC = "topic"  # makes a thread's topic
    RENAME_TOPIC = "rename_topic"
    CARD = "card"  # a declared message that stays: sent once, edited in place from then on
    PIN = "pin"  # a card goes to the top
    UNPIN = "unpin"
    COMMANDS = "commands"  # a person's menu
    LEAVE = "leave"  # the bot leaves a group


class Priority(IntEnum):
    """Lower goes first. A topic has to be there before what is written in it."""

    TOPIC = 0
    RELAY = 1
    URGENT = 2
    REPLY = 3
    REMINDER = 4
    CHECK_IN = 5
    DIGEST = 6


class UpdateState(StrEnum):
    SEEN = "seen"  # counted, not handled yet
    HANDLED = "handled"
    SKIPPED = "skipped"  # failed too often; recorded without its content


class SessionKind(StrEnum):
    FIRST = "first"  # afterwards both say whether they go on
    REGULAR = "regular"
    MIDTERM = "midterm"  # a short review together
    CLOSING = "closing"


class SessionState(StrEnum):
    PLANNED = "planned"  # somebody has not said yet that they come
    CONFIRMED = "confirmed"  # both come
    HELD = "held"
    MISSED = "missed"
    DISPUTED = "disputed"  # one says that they met, the other that they did not
    UNKNOWN = "unknown"  # it is over, and nobody said whether they met
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """It is still to come, or nobody has told yet how it went."""
        return self in {SessionState.PLANNED, SessionState.CONFIRMED}


class Place(StrEnum):
    IN_PERSON = "in_person"
    CALL = "call"
    ONLINE = "online"


class Met(StrEnum):
    """What somebody says to "did you meet?"."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    ELSEWHERE = "elsewhere"  # they met, at another time or place


class Reminder(StrEnum):
    DAY_BEFORE = "day_before"
    HOURS_BEFORE = "hours_before"  # two hours, and only to somebody who has not said that they come


class Occasion(StrEnum):
    """Why questions are asked."""

    WEEKLY = "weekly"
    START = "start"
    MIDTERM = "midterm"
    END = "end"


class Question(StrEnum):
    """What a weekly question is about: how the duo goes, or one of the six dimensions that mentoring moves."""

    DUO = "duo"
    MOTIVATION = "motivation"
    CONFIDENCE = "confidence"
    AUTONOMY = "autonomy"
    NETWORK = "network"
    CODES = "codes"  # the codes of working life
    SEARCH = "search"  # active job search


class CheckInState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"  # said so with a tap
    LAPSED = "lapsed"  # not answered until the next one


class NudgeKind(StrEnum):
    NOTHING_PLANNED = "nothing_planned"
    CONGRATULATE = "congratulate"
    INTERVIEW_SOON = "interview_soon"
    AFTER_INTERVIEW = "after_interview"


class NudgeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"  # needless by then, or too much for that week


class Group(StrEnum):
    """What somebody can switch off as a whole. The answers to what a person does are in no group."""

    REMINDERS = "reminders"
    CHECK_INS = "check_ins"
    NUDGES = "nudges"


class ChoreKind(StrEnum):
    """Work that takes longer than an update may: asked for in a chat, done beside it (mentoring/chores.py)."""

    READ_LIST = "read_list"  # a list of people that was sent as a file: what would it do?
    CARRY_OUT_LIST = "carry_out_list"
    EXPORT_LIST = "export_list"
    PAIR_GROUP = "pair_group"
    DRAW_PROGRESS = "draw_progress"  # a duo's progress card as a picture
    DRAW_WEEK = "draw_week"  # the Monday's picture of an organisation
    MAKE_REPORT = "make_report"
    SIMULATE = "simulate"  # what other thresholds would have done


class ChoreState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"  # tried too often, or a defect; whoever asked was told


class ListState(StrEnum):
    CHECKED = "checked"  # the team reads what it would do
    WORKING = "working"
    DONE = "done"
    DROPPED = "dropped"


class RoundState(StrEnum):
    """Of a proposal for a whole group."""

    DRAFT = "draft"
    SENT = "sent"
    DROPPED = "dropped"


class Level(StrEnum):
    """How a duo stands, as its team sees it (programme, "Noticing a duo that fades")."""

    WELL = "well"
    WATCH = "watch"
    AT_RISK = "at_risk"
    URGENT = "urgent"


class EndReason(StrEnum):
    """Why a duo ended early, chosen by the team (programme, 10)."""

    WORK_FOUND = "work_found"  # job or training found
    SEEKER_NO_TIME = "seeker_no_time"  # moved, or no time
    MENTOR_NO_TIME = "mentor_no_time"
    NO_MATCH = "no_match"
    SILENCE = "silence"  # gradual
    PERSONAL = "personal"
    OTHER = "other"
    HANDED_OVER = "handed_over"  # the job seeker goes on with another mentor


class Outcome(StrEnum):
    """Where a job seeker stands, when a duo ends and six months later (ESF+ result indicators)."""

    WORK = "work"
    TRAINING = "training"
    INTERNSHIP = "internship"
    SEEKING = "seeking"
    OTHER = "other"


class Noticed(StrEnum):
    """What happened in a duo and weighs on its level, beside meetings, questions and messages."""

    NUDGED = "nudged"
    NUDGE_WELL = "nudge_well"  # "all is well"
    NUDGE_MET = "nudge_met"
    NUDGE_NO_TIME = "nudge_no_time"
    NUDGE_NO_CONTACT = "nudge_no_contact"
    NUDGE_TEAM = "nudge_team"  # "I would like to talk to the team"
    WANTS_TO_STOP = "wants_to_stop"
    LOWEST_FACE = "lowest_face"
    HELP = "help"
    ELSEWHERE = "elsewhere"  # they mostly talk elsewhere
    BLOCKED = "blocked"
    CLEARED = "cleared"  # the team saw that all is well
    ACTED = "acted"  # planned or confirmed something, noted a step: a sign of life by a tap; once a day
    WAS_HERE = "was_here"  # any other answer: it ends a silence, and weighs nothing beyond that; once a day


class AlertState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Deed(StrEnum):
    """What the team did about a duo."""

    TOOK = "took"
    CALLED = "called"  # and talked
    NO_ANSWER = "no_answer"  # called, and reached nobody
    NOTED = "noted"
    SNOOZED = "snoozed"
    ELSEWHERE = "elsewhere"
    NOT_ELSEWHERE = "not_elsewhere"  # took that back
    PAUSED = "paused"
    RESUMED = "resumed"
    HANDED_OVER = "handed_over"
    ENDED = "ended"
    RESOLVED = "resolved"
