"""Events that were looked at before they are stored are folded and written once, and what can't be stored is found."""

import json

import pytest

from chatbot.domain import events as ev
from chatbot.domain.codec import decode_event
from chatbot.domain.conversation import Conversation, fold
from chatbot.domain.prepared import prepare
from chatbot.transcripts.sqlite import SqliteStore
from tests.fakes.pipeline import FakePipeline

AT = "2026-01-02T03:04:05.678Z"
STARTED = ev.ConversationStarted(at=AT, locale="en")
SAID = ev.CustomerSaid(at=AT, id="m1", text="wo ist \u5305\u88f9\u2009?")


def test_texts_are_what_is_read_again():
    before = fold("c", [STARTED, SAID])
    answer = FakePipeline().answer(before, before.pending[0])
    prepared = prepare(before, answer)
    assert prepared == answer
    assert tuple(decode_event(json.loads(text)) for text in prepared.texts) == answer
    assert prepared.after == before.apply_all(answer)


@pytest.mark.parametrize("text", ["half \ud800", 5, object(), None, float("nan")])
def test_what_can_not_be_stored_and_read_again_is_refused(text):
    with pytest.raises(Exception, match=r"text|surrogates|serializable|JSON"):
        prepare(fold("c", [STARTED]), [ev.BotSaid(at=AT, turn=2, text=text)])


async def test_they_are_stored_as_other_events_are(tmp_path):
    store = SqliteStore.open(tmp_path / "db")
    plain = await store.append(Conversation("plain"), [STARTED, SAID])
    prepared = prepare(Conversation("prepared"), [STARTED, SAID])
    after = await store.append(prepared.before, prepared)
    assert after == prepared.after
    assert await store.load("prepared") == await store.load("plain") == (STARTED, SAID)
    # Prepared for an earlier state, appended to a later one: folded again.
    late = prepare(Conversation("plain"), [ev.CustomerSaid(at=AT, id="m2", text="again")])
    assert (await store.append(plain, late)).accepted == {"m1": 2, "m2": 3}
    await store.close()
