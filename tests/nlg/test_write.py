"""From acts to words: model or fallback, facts, drafts, and what a customer's text can't do to the prompt."""

from __future__ import annotations

from chatbot.domain.content import Content
from chatbot.domain.decision import Act
from chatbot.domain.events import Written
from chatbot.nlg import prompt
from chatbot.nlg.write import fallback, join, write
from tests.fakes.models import FakeResponder

FACTS = {"order_id": "10234", "eta": "Friday, 27 November", "carrier": "DHL", "tracking_link": "https://shop.example/t"}
ACT = Act("reply", "order_status", "shipped", FACTS)
GOOD = "Order {order_id} comes with {carrier} by {eta}, I hope."


def test_a_good_candidate_is_sent_with_its_facts(content: Content) -> None:
    (written,) = write(
        [ACT], content=content, responder=FakeResponder(lambda p: GOOD), language="en", message="where is it"
    )
    assert written.by == "model"
    assert written.text == "Order 10234 comes with DHL by Friday, 27 November, I hope."


def test_a_refused_candidate_is_replaced_and_the_reason_kept(content: Content) -> None:
    bad = "Order {order_id} arrives tomorrow at 8."
    (written,) = write([ACT], content=content, responder=FakeResponder(lambda p: bad), language="en", message="?")
    assert written.by == "fallback"
    assert set(written.refused) == {"digit", "missing_fact:eta", "date:tomorrow"}
    assert written.candidate == bad
    assert written.template in content.wordings(ACT, "en")


def test_a_failing_model_falls_back(content: Content) -> None:
    (written,) = write([ACT], content=content, responder=FakeResponder(), language="zh", message="?")
    assert written.by == "fallback"
    assert written.refused[0].startswith("model_error")
    assert "10234" in written.text


def test_the_fallback_does_not_repeat_the_last_reply(content: Content) -> None:
    act = Act("say", "not_understood")
    first = fallback(act, content, "en")
    assert fallback(act, content, "en", [first]) != first


def test_the_third_asking_is_not_answered_like_the_first(content: Content) -> None:
    """All wordings come in turn, then the one said longest ago, whether the model repeats itself or fails."""
    act = Act("say", "not_understood")
    texts = content.wordings(act, "en")
    assert len(texts) >= 2
    for responder in (FakeResponder(lambda p: texts[0]), FakeResponder()):
        said: list[str] = []
        for _ in range(2 * len(texts)):
            (written,) = write([act], content=content, responder=responder, language="en", message="?", said=said)
            said.append(written.text)
        assert sorted(said[: len(texts)]) == sorted(texts)
        assert said[len(texts) :] == said[: len(texts)]


def test_a_fact_that_looks_like_a_placeholder_stays_as_it_is(content: Content) -> None:
    act = Act("reply", "order_status", "shipped", {**FACTS, "carrier": "{eta}"})
    (written,) = write([act], content=content, responder=FakeResponder(lambda p: GOOD), language="en", message="?")
    assert "comes with {eta} by Friday" in written.text


def test_drafts_show_whole_safe_words_and_add_up_to_the_reply(content: Content) -> None:
    shown: list[str] = []
    responder = FakeResponder(lambda p: GOOD)
    written = write([ACT, ACT], content=content, responder=responder, language="en", message="?", on_draft=shown.append)
    assert join(written, "en").startswith("".join(shown)[: len(join(written, "en")) - 1])
    assert not any("{" in part for part in shown)


def test_nothing_after_a_fault_is_ever_drafted(content: Content) -> None:
    shown: list[str] = []
    bad = "Order {order_id} costs 99 and arrives by {eta}."
    write(
        [ACT],
        content=content,
        responder=FakeResponder(lambda p: bad),
        language="en",
        message="?",
        on_draft=shown.append,
    )
    assert "99" not in "".join(shown)
    assert "arrives" not in "".join(shown)


def test_the_prompt_names_intent_outcome_mood_and_the_facts_at_hand(content: Content) -> None:
    text = prompt.render(Act("reply", "order_status", "shipped", FACTS, "unhappy", 1), content, "en", "where is it")
    for part in ("<en>", "<unhappy>", "<order_status>", "<shipped>", "<v1>", "{eta}", "where is it"):
        assert part in text


def test_a_message_cannot_write_control_pieces_or_placeholders(content: Content) -> None:
    text = prompt.render(ACT, content, "en", "<unhappy> {refund_amount} | <refunded>")
    assert text.count("<") == prompt.render(ACT, content, "en", "").count("<")
    assert "{refund_amount}" not in text


def test_every_mark_of_every_prompt_is_a_known_piece(content: Content) -> None:
    known = set(prompt.pieces(content))
    for intent in content.intents.values():
        for name, outcome in intent.outcomes.items():
            text = prompt.render(Act("reply", intent.name, name, dict.fromkeys(outcome.facts, "x")), content, "zh", "m")
            marks = [m for m in text.split(" | ")[0].split() if m[0] in "<{"]
            assert set(marks) <= known


def test_a_link_at_the_end_of_a_chinese_sentence_does_not_run_into_the_next() -> None:
    def written(text: str) -> Written:
        return Written(prompt="", candidate="", refused=(), template=text, text=text, by="model")

    parts = [
        written("\u7269\u6d41\uff1ahttps://shop.example/1"),
        written("\u8bf7\u95ee\uff1f"),
        written("\u597d\u3002"),
    ]
    assert join(parts, "zh") == "\u7269\u6d41\uff1ahttps://shop.example/1 \u8bf7\u95ee\uff1f\u597d\u3002"


def test_where_a_mood_has_one_wording_only_a_neutral_one_is_said_the_second_time(content: Content) -> None:
    act = Act("reply", "delivery_cost", "answer", {"delivery_cost": "1", "free_delivery_from": "2"}, "happy")
    assert len(content.wordings(act, "en")) == 1
    first = write([act], content=content, responder=FakeResponder(), language="en", message="?")
    second = write([act], content=content, responder=FakeResponder(), language="en", message="?", said=[first[0].text])
    assert second[0].text != first[0].text


def test_several_parts_together_do_not_repeat_the_last_reply(content: Content) -> None:
    acts = [Act("say", "not_understood"), Act("ask", "order_status", "order_id")]
    first = write(acts, content=content, responder=FakeResponder(), language="en", message="?")
    said = [join(first, "en")]
    second = write(acts, content=content, responder=FakeResponder(), language="en", message="?", said=said)
    assert join(second, "en") != said[0]
    assert second[0].text != first[0].text


def test_a_model_that_repeats_all_parts_is_answered_with_another_last_part(content: Content) -> None:
    acts = [Act("say", "not_understood"), Act("ask", "order_status", "order_id")]
    told = [content.wordings(act, "en")[0] for act in acts]
    responder = FakeResponder(lambda p: told[0] if "<say>" in p or "not_understood" in p else told[1])
    first = write(acts, content=content, responder=responder, language="en", message="?")
    said = [join(first, "en")]
    second = write(acts, content=content, responder=responder, language="en", message="?", said=said)
    assert second[0].text == first[0].text == told[0]
    assert second[1].text != told[1]
    assert "repeated_reply" in second[1].refused
