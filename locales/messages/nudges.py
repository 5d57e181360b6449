from __future__ import annotations

from datetime import date, timedelta

from locales.lists import back_label, two_a_row
from locales.milestones import milestone_word, our_progress_label, that_is_so_label
from locales.portraits import clip, label_with
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.messages.nudges import (
    AfterInterview,
    AllIsWellNoted,
    Congratulate,
    InterviewForgotten,
    InterviewNoted,
    InterviewSoon,
    NothingPlanned,
    OwnInterview,
    StepsReached,
    StepToTell,
    TellOfInterview,
    WarmWord,
    WarmWordSent,
    WhichInterviewDay,
    Word,
)
from mentoring.milestones import FOUND_WORK, Milestone
from mentoring.nudges.rows import write_day
from mentoring.taps_nudges import (
    AllIsWell,
    ForgetInterview,
    InterviewOn,
    NoteInterview,
    OtherInterviewDay,
    SendWarmWord,
)
from mentoring.taps_progress import ConfirmStep, ShowProgress
from mentoring.taps_reminders import MetElsewhere
from mentoring.taps_sessions import PlanSession
from storage.words import Role, SessionKind

_ID = 2**62
_DAY = date(2026, 11, 26)
_SHOWN, _STEP_LENGTH = 4, 40  # steps in one message, and characters of one in own words
_SEVERAL = (StepToTell(Milestone.CV_READY), StepToTell(Milestone.APPLICATION_SENT), StepToTell(Milestone.INTERVIEW))
_OWN_STEPS = tuple(StepToTell(Milestone.OWN, f"{n} {'x' * 78}") for n in range(6))
_FORTNIGHT = tuple(_DAY + timedelta(days=n) for n in range(14))


@renders(NothingPlanned(duo_id=_ID, name="Amina"))
def _nothing_planned(message: NothingPlanned, say: Say) -> Rendered:
    # Translators: to a mentor, ten days after the last meeting. Nobody is to blame.
    text = say("Nothing is planned with {name}. That happens. A short message is enough.", name=message.name)
    plan = Button(say.label("Plan a meeting"), tap=PlanSession(message.duo_id, SessionKind.REGULAR))
    # Translators: button: the duo keeps in touch, nothing needs to be planned.
    well = Button(say.label("All is well"), tap=AllIsWell(message.duo_id))
    # Translators: button: the duo met without planning it here.
    elsewhere = Button(say.label("We met elsewhere"), tap=MetElsewhere(message.duo_id))
    return Rendered(text, ((plan,), (elsewhere,), (well,)))


@renders(AllIsWellNoted(name="Amina"))
def _all_is_well(message: AllIsWellNoted, say: Say) -> str:
    return say("Good to know. I leave you and {name} to it for two weeks.", name=message.name)


@renders(
    Congratulate(nudge_id=_ID, name="Amina", milestone=Milestone.CV_READY, to=Role.MENTOR),
    Congratulate(nudge_id=_ID, name="Amina", milestone=Milestone.OWN, to=Role.MENTOR),
    Congratulate(nudge_id=_ID, name="Amina", milestone=Milestone.CONTRACT_SIGNED, to=Role.MENTOR, step_id=_ID),
    Congratulate(nudge_id=_ID, name="Amina", milestone=Milestone.OWN, to=Role.MENTOR, step_id=_ID, text="x" * 80),
    Congratulate(nudge_id=_ID, name="Bram", milestone=Milestone.JOB_OFFER, to=Role.SEEKER),
    Congratulate(nudge_id=_ID, name="Bram", milestone=Milestone.CV_READY, to=Role.SEEKER, step_id=_ID),
    Congratulate(nudge_id=_ID, name="Bram", milestone=Milestone.TRAINING, to=Role.SEEKER, step_id=_ID),
)
def _congratulate(message: Congratulate, say: Say) -> Rendered:
    confirm = () if message.step_id is None else ((Button(that_is_so_label(say), tap=ConfirmStep(message.step_id)),),)
    if message.to is Role.SEEKER:
        return Rendered(_of_yours(message, say), confirm)
    # Translators: button of a mentor: sends a line of congratulation to the mentee.
    well_done = Button(say.label("👏 Well done"), tap=SendWarmWord(message.nudge_id))
    return Rendered(_of_theirs(message, say), ((well_done,), *confirm))


def _of_yours(message: Congratulate, say: Say) -> str:
    name, step = message.name, message.text or milestone_word(message.milestone, say)
    if message.milestone in FOUND_WORK:
        # Translators: to a job seeker whose mentor noted that they found something, for example "contract signed".
        return say("{name} noted great news about you: <b>{step}</b>. 🎉 Congratulations!", name=name, step=step)
    # Translators: to a job seeker whose mentor noted a step of theirs: "{step}" is for example "CV ready".
    return say("{name} noted a step of yours: <b>{step}</b>. 👏 You did that.", name=name, step=step)


def _of_theirs(message: Congratulate, say: Say) -> str:
    name, step = message.name, message.text or milestone_word(message.milestone, say)
    if message.milestone in FOUND_WORK:
        # Translators: to a mentor: the mentee found something, for example "contract signed".
        return say("Great news from {name}: <b>{step}</b>. 🎉 You both worked for this.", name=name, step=step)
    return say("{name} has reached a step: <b>{step}</b>. A word from you means a lot.", name=name, step=step)


@renders(
    StepsReached(nudge_id=_ID, duo_id=_ID, name="Amina", to=Role.MENTOR, steps=_SEVERAL),
    StepsReached(
        nudge_id=_ID,
        duo_id=_ID,
        name="Amina",
        to=Role.MENTOR,
        steps=(*_SEVERAL, StepToTell(Milestone.CONTRACT_SIGNED), StepToTell(Milestone.OWN, "Cours de français")),
    ),
    StepsReached(nudge_id=_ID, duo_id=_ID, name="Bram", to=Role.SEEKER, steps=_SEVERAL),
    StepsReached(nudge_id=_ID, duo_id=_ID, name="Bram", to=Role.SEEKER, steps=_OWN_STEPS),
)
def _steps(message: StepsReached, say: Say) -> Rendered:
    progress = Button(our_progress_label(say), tap=ShowProgress(message.duo_id))
    steps = sorted(message.steps, key=lambda step: step.milestone not in FOUND_WORK)
    lines = [say("• <b>{step}</b>", step=_short(step, say)) for step in steps[:_SHOWN]]
    if (more := len(steps) - _SHOWN) > 0:
        lines.append(say.plural("… and {n} more", "… and {n} more", more))
    found = steps[0].milestone in FOUND_WORK
    text = "\n".join([_steps_heading(message, say, found=found), *lines])
    if message.to is Role.SEEKER:
        return Rendered(text, ((progress,),))
    well_done = Button(say.label("👏 Well done"), tap=SendWarmWord(message.nudge_id))
    return Rendered(text, ((well_done,), (progress,)))


def _short(step: StepToTell, say: Say) -> str:
    return clip(step.text or milestone_word(step.milestone, say), _STEP_LENGTH)


def _steps_heading(message: StepsReached, say: Say, *, found: bool) -> str:
    name = message.name
    if message.to is Role.SEEKER:
        # Translators: to a job seeker; the steps that the mentor noted follow, one a line.
        return say("{name} noted steps of yours. 👏 You did that:", name=name)
    if found:
        # Translators: to a mentor whose mentee found something; the steps follow, one a line.
        return say("Great news from {name}. 🎉 You both worked for this:", name=name)
    # Translators: to a mentor; the mentee's steps follow, one a line.
    return say("{name} has reached steps. A word from you means a lot:", name=name)


@renders(InterviewSoon(nudge_id=_ID, name="Amina", day=_DAY))
def _interview_soon(message: InterviewSoon, say: Say) -> Rendered:
    text = say(
        "{name} has a job interview on {day}. Wish good luck? That gives courage.",
        name=message.name,
        day=say.day(message.day),
    )
    # Translators: button of a mentor: sends a line to the mentee, who has a job interview.
    return Rendered(text, ((Button(say.label("🍀 Good luck"), tap=SendWarmWord(message.nudge_id)),),))


@renders(AfterInterview(name="Amina", day=_DAY))
def _after_interview(message: AfterInterview, say: Say) -> str:
    return say(
        "{name} had a job interview on {day}. A good moment to ask how it went.",
        name=message.name,
        day=say.day(message.day),
    )


@renders(WarmWord(name="Bram", word=Word.WELL_DONE), WarmWord(name="Bram", word=Word.GOOD_LUCK))
def _warm_word(message: WarmWord, say: Say) -> str:
    if message.word is Word.GOOD_LUCK:
        # Translators: to a job seeker before a job interview; {name} is the mentor.
        return say("🍀 {name} thinks of you and wishes you good luck!", name=message.name)
    # Translators: to a job seeker who has reached a step; {name} is the mentor.
    return say("👏 {name} congratulates you. Well done!", name=message.name)


@renders(WarmWordSent(name="Amina", word=Word.WELL_DONE), WarmWordSent(name="Amina", word=Word.GOOD_LUCK))
def _warm_word_sent(message: WarmWordSent, say: Say) -> str:
    if message.word is Word.GOOD_LUCK:
        return say("{name} hears that you wish good luck. 🍀", name=message.name)
    return say("{name} hears that you say well done. 👏", name=message.name)


@renders(
    WhichInterviewDay(duo_id=_ID, days=_FORTNIGHT),
    WhichInterviewDay(duo_id=_ID, days=_FORTNIGHT, passed=True),
)
def _which_day(message: WhichInterviewDay, say: Say) -> Rendered:
    # Translators: a job seeker has a job interview.
    text = say("A job interview, good news! Which day is it?")
    if message.passed:
        text = say("That day has passed. Which day is your job interview?")
    days = [Button(say.short_day(day), tap=InterviewOn(message.duo_id, write_day(day))) for day in message.days]
    return Rendered(text, two_a_row(days))


@renders(TellOfInterview(duo_id=_ID, day=_DAY, mentor="Bram"))
def _tell(message: TellOfInterview, say: Say) -> Rendered:
    text = say(
        "Your interview is on {day}. Shall {mentor} hear of it, so that somebody thinks of you?",
        day=say.day(message.day),
        mentor=message.mentor,
    )
    day = write_day(message.day)
    # Translators: button: the mentor hears of the job interview.
    yes = label_with(message.mentor, lambda name: say.label("Yes, tell {name}", name=name))
    rows = (
        (Button(yes, tap=NoteInterview(message.duo_id, day, tells=True), style="primary"),),
        # Translators: button: nobody else hears of the job interview.
        (Button(say.label("Only remind me"), tap=NoteInterview(message.duo_id, day, tells=False)),),
        (Button(back_label(say), tap=OtherInterviewDay(message.duo_id)),),
    )
    return Rendered(text, rows)


@renders(
    InterviewNoted(duo_id=_ID, day=_DAY, mentor="Bram"),
    InterviewNoted(duo_id=_ID, day=_DAY, mentor=None),
)
def _noted(message: InterviewNoted, say: Say) -> Rendered:
    day = say.day(message.day)
    if message.mentor is None:
        text = say("Noted: your interview on {day}. It stays between us.", day=day)
    else:
        text = say(
            "Noted: your interview on {day}. {mentor} hears of it and thinks of you.", day=day, mentor=message.mentor
        )
    # Translators: button: takes back what was just noted.
    undo = Button(say.label("Delete this note"), tap=ForgetInterview(message.duo_id, write_day(message.day)))
    return Rendered(text, ((undo,),))


@renders(OwnInterview(day=_DAY))
def _own(message: OwnInterview, say: Say) -> str:
    # Translators: to a job seeker, the evening before the interview, sometimes the same morning.
    return say(
        "🍀 Your job interview is on {day}. Address, clothes and CV ready? Then you can rest. You can do this.",
        day=say.day(message.day),
    )


@renders(InterviewForgotten())
def _forgotten(_: InterviewForgotten, say: Say) -> str:
    # Translators: a job seeker took a job interview back.
    return say("All right, I say nothing more about it.")
