"""Events to JSON and back."""

from __future__ import annotations

import json

import pytest

from chatbot.domain import events as ev
from chatbot.domain.codec import decode, decode_event, encode
from chatbot.domain.content import Content
from chatbot.domain.conversation import fold
from chatbot.errors import DataError
from tests.fakes.talk import Talk


def test_a_whole_conversation_survives_the_way_through_json(talk: Talk) -> None:
    for text in ("cancel 10235 [order_cancel]", "tom@example.org", "yes", "hopeless!! [complaint]"):
        talk.say(text)
    back = [decode_event(json.loads(json.dumps(encode(e)))) for e in talk.events]
    assert back == talk.events
    assert fold("c1", back) == talk.conversation


def test_the_content_survives_it_too(content: Content) -> None:
    assert decode(Content, json.loads(json.dumps(encode(content)))) == content


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"type": "nonsense"}, "nonsense"),
        ([], "None"),
        ({"type": "agent_said", "at": "x", "agent": "a", "id": "1"}, "agent_said.text: missing"),
        ({"type": "agent_said", "at": "x", "agent": 5, "id": "1", "text": ""}, "agent_said.agent"),
        ({"type": "survey_answered", "at": "x", "id": "1", "score": True}, "score"),
        ({"type": "agent_left", "at": "x", "agent": "a", "to": "moon"}, "'moon'"),
    ],
)
def test_what_is_wrong_is_named(data: object, words: str) -> None:
    with pytest.raises(DataError, match=words.replace("'", ".")):
        decode_event(data)


def test_unknown_fields_of_a_newer_version_are_dropped() -> None:
    event = decode_event({"type": "survey_asked", "at": "2026-01-01T00:00:00.000Z", "later": 1})
    assert event == ev.SurveyAsked(at="2026-01-01T00:00:00.000Z")
