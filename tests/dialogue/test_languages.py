"""Who writes another language is told which are spoken, and what it was about is not lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.domain.content import Content
from tests.dialogue.test_quotes import Unsure
from tests.fakes.models import FakeDetector, FakeIntents
from tests.fakes.talk import Talk

SPANISH = ("donde esta mi pedido", "cuanto cuesta la lampara", "no funciona el codigo")
EN, ZH = "English and Chinese", "\u82f1\u8bed\u548c\u4e2d\u6587"


def talk_in(content: Content, locale: str) -> Talk:
    talk = Talk(content, locale=locale)
    talk.pipeline = replace(talk.pipeline, detector=FakeDetector(locale))
    return talk


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("text", [*SPANISH, "guten tag, wo ist meine bestellung?", "bonjour, je cherche ma commande"])
def test_the_languages_are_told_in_each_of_them(content: Content, locale: str, text: str) -> None:
    talk = talk_in(content, locale)
    talk.say(text)
    assert talk.codes() == ["foreign_language"]
    assert (talk.reply.index(EN) < talk.reply.index(ZH)) == (locale == "en")
    assert "{" not in talk.reply


def test_who_goes_on_is_told_again_and_then_comes_to_a_human(content: Content) -> None:
    talk = talk_in(content, "en")
    talk.say(SPANISH[0])
    assert [a.topic for a in talk.say(SPANISH[1]).acts] == ["languages_spoken"]
    kinds = [talk.say(text).kind for text in (*SPANISH, *SPANISH)]
    assert "escalate" in kinds


@pytest.mark.parametrize(
    "text", ["ok in english please", "English please", "sorry, english then", "can we speak english"]
)
def test_the_order_is_not_lost(content: Content, text: str) -> None:
    talk = talk_in(content, "en")
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("order_status", 0.5), ("order_address", 0.4)))
    talk.say("donde esta mi pedido 10234")
    talk.pipeline = replace(talk.pipeline, intents=FakeIntents())
    assert talk.say(text).acts[-1].point == "shipped"


def test_what_would_do_something_is_asked_about_first(content: Content) -> None:
    talk = talk_in(content, "en")
    talk.pipeline = replace(talk.pipeline, intents=Unsure(("return_start", 0.5), ("order_address", 0.4)))
    talk.say("quiero devolver mi pedido 10237")
    talk.pipeline = replace(talk.pipeline, intents=FakeIntents())
    decision = talk.say("in English please")
    assert (decision.kind, decision.acts[0].topic) == ("clarify", "what_about")
    assert decision.options[0] == "return_start"
    assert "10237" in talk.reply


@pytest.mark.parametrize(("text", "topic"), [
    ("ok in english please", "anything_else"), ("do you speak chinese?", "languages_spoken"),
    ("\u53ef\u4ee5\u8bf4\u4e2d\u6587\u5417", "languages_spoken"),
])  # fmt: skip
def test_a_language_alone_asks_for_nothing(content: Content, text: str, topic: str) -> None:
    talk = talk_in(content, "en" if text.isascii() else "zh")
    assert [a.topic for a in talk.say(text).acts] == [topic]


def test_a_form_goes_on_in_the_language(content: Content) -> None:
    talk = talk_in(content, "en")
    talk.say("where is my parcel [order_status]")
    decision = talk.say("in english please")
    assert (decision.kind, decision.form.asking, decision.form.tries) == ("ask", "order_id", 0)


def test_a_clear_request_in_foreign_words_is_answered(talk: Talk) -> None:
    assert talk.say("wo ist meine bestellung 10234 [order_status]").acts[0].point == "shipped"


def test_a_form_waits_while_the_language_is_explained(talk: Talk) -> None:
    talk.say("where is my parcel [order_status]")
    talk.say("ich habe die nummer nicht, wo ist das?")
    assert talk.say("10234").acts[0].point == "shipped"
