"""Tips for mentees about the six dimensions that mentoring moves.

Facts to keep true: Actiris (Brussels), VDAB (Flanders), Le Forem (Wallonia) and ADG (German-speaking Community) are the
public employment services; they list vacancies and announce job fairs. Whoever is ill tells the employer at once (law
of 3 July 1978, article 31).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from locales.say import Say
from storage.words import Question

_MOTIVATION: tuple[Callable[[Say], str], ...] = (
    # Translators: tips for somebody who looks for work; at most 150 characters, plain words, nothing that judges.
    lambda say: say("Choose one small step for this week, and a day for it. One step done gives energy for the next."),
    lambda say: say("Write down three things that went well this week. Small ones count too."),
    lambda say: say("Looking for work is work. Stop at a fixed hour and do something you enjoy."),
    lambda say: say("Search together with somebody now and then, at the library for example. It is easier than alone."),
    lambda say: say("What would a good working day look like for you? Describe it to your mentor."),
)
_CONFIDENCE: tuple[Callable[[Say], str], ...] = (
    lambda say: say("Think of something difficult that you did well. What did it take? These are words for your CV."),
    lambda say: say("Ask somebody who knows you well: what am I good at? Write the answers down."),
    lambda say: say("Practise out loud how you introduce yourself. Two minutes are enough. Your mentor can listen."),
    lambda say: say(
        "A refusal says little about you. Often many people want the same job. What was good in your letter?"
    ),
    lambda say: say(
        "Prepare two questions for the employer. In an interview, both sides want to get to know each other."
    ),
)
_AUTONOMY: tuple[Callable[[Say], str], ...] = (
    lambda say: say("Choose one task to do alone, such as a call. Prepare it with your mentor first."),
    lambda say: say("Keep a list: the employer, the date, the next step. Then you see at once what comes first."),
    lambda say: say("Keep your CV, diplomas and certificates in one place. A folder on your phone will do."),
    lambda say: say("Keep a letter that you like as an example. Next time you only change what is different."),
    lambda say: say(
        "Is something in an official letter not clear? Call and ask. Note the date and what you were told."
    ),
)
_NETWORK: tuple[Callable[[Say], str], ...] = (
    lambda say: say(
        "Write down ten people you know: neighbours, family, former colleagues. Speak to one of them this week."
    ),
    lambda say: say("Tell somebody exactly which job you want. People think of you when they know it."),
    lambda say: say("Who does the job that you would like? Ask for fifteen minutes: what is a normal day like?"),
    lambda say: say(
        "At job fairs you meet employers. Actiris, VDAB, Le Forem and ADG announce them on their websites."
    ),
    lambda say: say("Thank somebody who has helped you. A short message is enough, and it keeps the contact alive."),
)
_CODES: tuple[Callable[[Say], str], ...] = (
    lambda say: say("Is an interview coming? Try out the way there before. Then you know how long it takes."),
    lambda say: say("Ask your mentor: what surprised you in your first job? Compare it with what you know."),
    lambda say: say("Whoever is ill tells the employer at once. Practise such a call with your mentor."),
    lambda say: say(
        "Not sure how formal to be? Begin politely and formally. Colleagues will tell you when it can be less."
    ),
    lambda say: say("Look at an employer's website and photos before you go there. What matters to them?"),
    lambda say: say("Read a contract calmly before you sign: hours, pay, first day. You may ask for time."),
)
_SEARCH: tuple[Callable[[Say], str], ...] = (
    lambda say: say("Choose two adverts that fit you well. Two careful letters bring more than ten quick ones."),
    lambda say: say("Actiris, VDAB, Le Forem and ADG list new vacancies. Choose a fixed moment in the week to look."),
    lambda say: say("You applied a week ago and heard nothing? A short, friendly call is quite normal."),
    lambda say: say("Many jobs are never advertised. Write to one employer you would like to work for."),
    lambda say: say("Mark the important words in an advert. Use those that are true for you in your letter."),
)
BY_DIMENSION: Mapping[Question, tuple[Callable[[Say], str], ...]] = {
    Question.MOTIVATION: _MOTIVATION,
    Question.CONFIDENCE: _CONFIDENCE,
    Question.AUTONOMY: _AUTONOMY,
    Question.NETWORK: _NETWORK,
    Question.CODES: _CODES,
    Question.SEARCH: _SEARCH,
}
