"""What is found in a text."""

from __future__ import annotations

from time import perf_counter

import pytest

from chatbot.domain.content import Content, EntityKind
from chatbot.nlu.entities import Around, day_of, find
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


def test_without_the_time_of_the_message_there_are_no_dates(content: Content) -> None:
    assert "date" not in [e.kind for e in find("deliver tomorrow", content.entities)]


@pytest.mark.parametrize(
    ("timezone", "day"), [("", "2026-03-01"), ("Europe/Berlin", "2026-03-02"), ("America/New_York", "2026-03-01")]
)
def test_today_is_the_day_where_the_business_is(timezone: str, day: str) -> None:
    assert day_of("2026-03-01T23:30:00.000Z", timezone).isoformat() == day
    kinds = {"date": EntityKind("date", "date", timezone=timezone)}
    assert [e.value for e in find("today", kinds, Around(at="2026-03-01T23:30:00.000Z"))] == [day]


@pytest.mark.parametrize(
    ("region", "locale", "value"),
    [("", "en", None), ("DE", "en", "+49301234567"), ("FR", "de_DE", "+49301234567")],
)
def test_a_number_without_country_code_is_of_the_locales_or_the_shops_region(
    region: str, locale: str, value: str | None
) -> None:
    kinds = {"phone": EntityKind("phone", "phone", region=region)}
    found = [e.value for e in find("call 030 1234567", kinds, Around(locale=locale))]
    assert found == ([value] if value else [])


@pytest.mark.parametrize(
    ("region", "locale", "value"), [("", "en", "2026-12-05"), ("US", "en", "2027-05-12"), ("US", "en-GB", "2026-12-05")]
)
def test_the_region_says_whether_the_month_comes_first(region: str, locale: str, value: str) -> None:
    kinds = {"date": EntityKind("date", "date", region=region)}
    around = Around(at="2026-11-25T12:00:00.000Z", locale=locale)
    assert [e.value for e in find("on 05/12", kinds, around)] == [value]


@pytest.mark.parametrize(
    "text", ["9" * 1000, "two " * 250, "一" * 1000, "next friday " * 80, "a.b@" * 250, "三个" * 500, "¥1,000 " * 140]
)
def test_no_message_takes_long(text: str, content: Content) -> None:
    around = Around(at="2026-11-25T12:00:00.000Z", language="zh", locale="zh")
    start = perf_counter()
    find(normalise(text), content.entities, around)
    assert perf_counter() - start < 2


@pytest.mark.parametrize(
    "text", ["搞定了谢谢", "can it be something else", "I live in Norway", "buy now pay later?", "fines"]
)
def test_a_yes_or_no_is_not_guessed(text: str, content: Content) -> None:
    assert "yes_no" not in [e.kind for e in find(text, content.entities)]
