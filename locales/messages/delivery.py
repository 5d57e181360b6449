from __future__ import annotations

from locales.called import called
from locales.portraits import label_with
from locales.rendering import Button, Rendered, renders
from locales.say import Say
from mentoring.called import Team
from mentoring.messages.delivery import NotPassedOn, PartnerAway, SenderLabel, ThreadTitle
from mentoring.taps_thread import OpenLine


@renders(ThreadTitle(name="Amina"))
def _title(title: ThreadTitle, say: Say) -> str:
    return say("Chat with {name}", name=title.name)


@renders(
    SenderLabel(name="Amina", thread_id=1),
    SenderLabel(name="Maximiliane-Sophie (2)", thread_id=1),
)
def _sender(sender: SenderLabel, say: Say) -> Rendered:
    # Translators: stands under a message that has come; as a button it has room for names of about 12 characters.
    text = say("From {name}", name=sender.name)
    label = label_with(sender.name, lambda name: say.label("From {name}", name=name))
    return Rendered(text, ((Button(label, OpenLine(sender.thread_id)),),))


@renders(PartnerAway(name="Amina"), PartnerAway(name=Team(1, "Apides")))
def _away(away: PartnerAway, say: Say) -> str:
    return say(
        "{name} cannot be reached at the moment. Your message has not arrived. It is not your fault. "
        "The team can help: /help",
        name=called(away.name, say),
    )


@renders(NotPassedOn(name="Amina"), NotPassedOn(name=Team(1, "Apides")))
def _not_passed_on(message: NotPassedOn, say: Say) -> str:
    return say(
        "This could not be passed on to {name}. You can try it in another form, for example as a text.",
        name=called(message.name, say),
    )
