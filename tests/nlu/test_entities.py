"""What is found in a text."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.nlu.entities import find
from chatbot.nlu.text import normalise


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("where is order 10234?", "order_id", "10234"),
        ("#10234", "order_id", "10234"),
        ("订单号是１０２３４", "order_id", "10234"),
        ("我的订单10234到哪了", "order_id", "10234"),
        ("it is Anna@Example.com thanks", "email", "anna@example.com"),
        ("邮箱anna@example.com可以吗", "email", "anna@example.com"),
        ("my code spring20 fails", "voucher_code", "SPRING20"),
        ("card GC-4821-7730", "gift_card_code", "GC-4821-7730"),
        ("is the luna lamp there", "product", "luna_lamp"),
        ("is the lnua lamp there", "product", "luna_lamp"),
        ("月光台灯有货吗", "product", "luna_lamp"),
        ("yes please", "yes_no", "yes"),
        ("好的", "yes_no", "yes"),
        ("I paid €49.90", "amount", "49.90 EUR"),
        ("call +49 30 5550142", "phone", "+49305550142"),
    ],
)
def test_found(text: str, kind: str, value: str, content: Content) -> None:
    assert value in [e.value for e in find(normalise(text), content.entities) if e.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my number is 123456", "order_id"),
        ("call 0305550142", "order_id"),
        ("it was 1234", "order_id"),
        ("write to a@b", "email"),
        ("nothing at all", "product"),
    ],
)
def test_not_found(text: str, kind: str, content: Content) -> None:
    assert kind not in [e.kind for e in find(normalise(text), content.entities)]


def test_spans_point_into_the_text(content: Content) -> None:
    text = normalise("order 10234 and 10235, luna lamp, anna@example.com")
    found = find(text, content.entities)
    assert [e.value for e in found if e.kind == "order_id"] == ["10234", "10235"]
    assert all(text[e.start : e.end] == e.text for e in found)
