"""Tips about the duo itself: for mentees, and for mentors."""

from __future__ import annotations

from collections.abc import Callable

from locales.say import Say

FOR_SEEKERS: tuple[Callable[[Say], str], ...] = (
    # Translators: tips for somebody who looks for work, about the duo; at most 150 characters, plain words.
    lambda say: say("Write to your mentor what you would like to talk about next time. One line is enough."),
    lambda say: say("Plan the next meeting while you are still together. Then nobody has to ask later."),
    lambda say: say("Tell your mentor what helps you and what does not. Mentors are glad to know."),
    lambda say: say("You cannot come to a meeting? A short message is enough. It happens to everybody."),
    lambda say: say("Begin the next meeting with one thing that went well. It gives both of you energy."),
)
FOR_MENTORS: tuple[Callable[[Say], str], ...] = (
    # Translators: tips for mentors, who are volunteers; at most 150 characters. The mentee is never "he" or "she".
    lambda say: say("Begin with this: what went well since last time? Many people do not see their own progress."),
    lambda say: say("Ask before you advise: what have you tried already? People follow their own ideas more easily."),
    lambda say: say("End each meeting with one small step, and with the date of the next meeting."),
    lambda say: say("Silence is common and not your fault. A short, friendly line is often the best new start."),
    lambda say: say("Tell about a mistake from your own career. Then it is easier to speak about doubts."),
    lambda say: say(
        "Practise one thing together: a call, a letter, an interview question. Doing helps more than advice."
    ),
    lambda say: say("You do not have to solve everything. Money, housing, health: the team knows who can help."),
    lambda say: say("Do you know somebody in the right field? One short conversation can open a door."),
)
