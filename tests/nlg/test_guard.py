"""What the guard lets through and what it refuses."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.decision import Act
from chatbot.nlg import guard
from chatbot.nlg.cover import OtherCover

SHIPPED = Act("reply", "order_status", "shipped", {"order_id": "10234", "eta": "Friday", "carrier": "DHL"})
GOOD = "Your order {order_id} is on its way and should arrive by {eta}."


def codes(candidate: str, content: Content, language: str = "en", said: tuple[str, ...] = ()) -> tuple[str, ...]:
    return guard.check(candidate, SHIPPED, content, language, said)


def test_a_good_candidate_passes(content: Content) -> None:
    assert codes(GOOD, content) == ()
    assert codes("您的订单{order_id}已发出，预计{eta}送达。", content, "zh") == ()


@pytest.mark.parametrize(
    ("candidate", "code"),
    [
        ("", "empty"),
        ("Your order {order_id} is on its way.", "missing_fact:eta"),
        ("Your order {order_id} arrives {eta}, paid with {iban}.", "unknown_placeholder:iban"),
        ("Order {order_id} {order_id} arrives {eta}.", "repeated_placeholder:order_id"),
        ("Order {order_id arrives by {eta}.", "broken_placeholder"),
        ("Order {order_id} arrives by {eta}, at 5 o'clock.", "digit"),
        ("Order {order_id} arrives by {eta}, at ５ o'clock.", "digit"),
        ("Order {order_id} arrives by {eta}, room ⅷ.", "digit"),
        ("Order {order_id} arrives by {eta}, see https://evil.example.", "link"),
        ("Order {order_id} arrives by {eta}, see evil.com", "link"),
        ("Order {order_id} arrives by {eta}, write to me@evil", "link"),
        ("Order {order_id} arrives by {eta} for ten euros.", "money"),
        ("Order {order_id} arrives by {eta}, guaranteed.", "promise:guaranteed"),
        ("Order {order_id} arrives by {eta}. <unhappy>", "control_piece"),
        ("订单{order_id}预计{eta}送达。", "language"),
        (GOOD * 15, "too_long"),
    ],
)
def test_what_must_not_be_said_is_refused(candidate: str, code: str, content: Content) -> None:
    assert code in codes(candidate, content)


def test_english_in_a_chinese_reply_is_refused(content: Content) -> None:
    assert "language" in codes("您的订单{order_id} is on its way {eta}。", content, "zh")


def test_a_deed_of_ours_that_no_author_tells_of_is_refused(content: Content) -> None:
    act = Act("reply", "delivery_place", "chosen", {"delivery_place": "门口", "track_page": "x"}, "unhappy")
    candidate = "抱歉给您添麻烦了，是否放在{delivery_place}，我已告诉快递请在这里告诉快递员：{track_page}"
    assert any(code.startswith("promise:") for code in guard.check(candidate, act, content, "zh"))


def test_a_late_reply_is_not_said_again(content: Content) -> None:
    said = "Your order 10234 is on its way and should arrive by Friday."
    assert codes(GOOD, content, said=(said,)) == ("repeated_reply",)
    assert codes(GOOD, content, said=(said, "Something else.")) == ("repeated_reply",)
    assert codes(GOOD, content, said=(said, *["Something else."] * guard.RECENT)) == ()


def test_every_authored_wording_passes_its_own_guard(content: Content) -> None:
    checked = 0
    for intent in content.intents.values():
        for name, outcome in intent.outcomes.items():
            facts = dict.fromkeys(outcome.facts, "x")
            for language, moods in outcome.replies.items():
                for mood, texts in moods.items():
                    act = Act("reply", intent.name, name, facts, mood)
                    assert [guard.check(t, act, content, language) for t in texts] == [()] * len(texts)
                    checked += len(texts)
    assert checked > 500


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_written_for_another_act_is_refused(content: Content, language: str) -> None:
    """Nothing in "let me look into this" is untrue; it is only no answer to how one leaves the queue."""
    way_out, sympathy = Act("say", "queue_way_out"), Act("say", "for_the_trouble")
    (own, *_), (other, *_) = (content.all_wordings(act, language) for act in (way_out, sympathy))
    assert guard.check(own, way_out, content, language) == ()
    assert guard.check(other, sympathy, content, language) == ()
    assert "another_act" in guard.check(other, way_out, content, language)


GERMAN = (
    "Ihr Termin {appointment_id} ist eingetragen: {day}.",
    "Der Termin kann nicht abgesagt werden. Bitte rufen Sie an.",
)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Ihr Termin {appointment_id} ist eingetragen: {day}.", True),
        ("Bitte rufen Sie an. Ihr Termin {appointment_id} ist eingetragen: {day}.", True),
        ("Ihr Termin {appointment_id}: {day}.", False),
        ("Ihr Termin {day} ist eingetragen: {appointment_id}.", False),
        ("Der Termin kann abgesagt werden.", False),
        ("Der Termin ist abgesagt.", False),
    ],
)
def test_a_language_without_lists_gets_the_authored_sentences_alone(text: str, passes: bool) -> None:
    cover = OtherCover(GERMAN)
    assert (not cover.faults(text) and not cover.whole_faults(text)) is passes


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Der Termin kann nicht", True), ("Der Termin kann ab", False), ("Bitte rufen Sie an. Ihr", True)],
)
def test_what_grows_into_no_authored_sentence_is_not_shown(text: str, shown: bool) -> None:
    assert OtherCover(GERMAN).settled(text) == (len(text) if shown else -1)
