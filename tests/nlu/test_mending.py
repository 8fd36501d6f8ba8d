"""What words say against the scores of a model."""

from __future__ import annotations

import pytest

from chatbot.domain.content import Content
from chatbot.domain.understanding import IntentScore
from chatbot.nlu import clauses, replying
from chatbot.nlu.mending import mend


@pytest.mark.parametrize(
    ("text", "first", "meant"),
    [
        ("can i use it twice", "payment_double_charge", "gift_card_use"),
        ("can I see why I was charged twice", "payment_double_charge", "payment_double_charge"),
        ("I paid twice", "payment_double_charge", "payment_double_charge"),
        ("so will you pay me something for the waiting", "refund_status", "complaint"),
        ("I want my money back for the waiting", "refund_status", "refund_status"),
        ("my lamp hasn't turned up", "warranty", "order_status"),
        ("my lamp hasn't worked since May", "warranty", "warranty"),
        ("I ordered 2 chairs yesterday and only need 1 now", "order_missing_item", "order_change"),
        ("no i threw it away already", "never_mind", "gift_card_use"),
        ("no leave it", "never_mind", "never_mind"),
        ("the lamp arrived today and it's lovely", "order_damaged", "compliment"),
        ("the lamp is lovely but the shade is torn", "order_damaged", "order_damaged"),
        ("it's really great, third time broken", "order_damaged", "order_damaged"),
        ("delete the whole thing then", "order_cancel", "order_cancel"),
        ("delete the wrong item", "order_cancel", "order_change"),
        ("no I never got it", "never_mind", "gift_card_use"),
        ("it's only burned once", "product_injury", "gift_card_use"),
        ("I burned it for two hours", "product_injury", "gift_card_use"),
        ("it's burned me", "product_injury", "product_injury"),
        ("it burned for two hours before they came", "product_injury", "product_injury"),
        ("will you guarantee delivery before christmas", "warranty", "delivery_day"),
        ("what does the guarantee cover", "warranty", "warranty"),
        ("anything similar", "order_wrong_item", "product_range"),
        ("do you have any other ones", "product_availability", "product_range"),
        ("ok I'll take it", "delivery_pickup", "order_place"),
        ("I'll take it back to the shop", "return_policy", "return_policy"),
        ("I ordered 2 chairs and only got 1", "order_missing_item", "order_missing_item"),
    ],
)
def test_the_words_say_what_is_meant(text: str, first: str, meant: str, content: Content) -> None:
    scores = (IntentScore(first, 0.9), IntentScore("gift_card_use", 0.02), IntentScore("order_change", 0.02))
    assert mend(scores, text, content)[0].intent == meant


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("and the cable too", True),
        ("oh and one of the legs as well", True),
        ("about the length of a hand, on the top", True),
        ("no he's fine just embarrassed", True),
        ("nobody was hurt", True),
        ("and the fire too", False),
        ("and my hand too", False),
        ("and the kid too", False),
        ("he's fine but his finger is bleeding", False),
        ("and the cable too?", False),
        ("it smokes", False),
    ],
)
def test_one_thing_more_of_a_trouble_tells_of_no_harm(text: str, tells: bool) -> None:
    assert replying.tells_more(text) == tells


@pytest.mark.parametrize(
    ("text", "seeks"),
    [
        ("what's the number", True),
        ("no idea, where do i find that", True),
        ("where does it stand", True),
        ("where is it", True),
        ("where is my parcel", False),
        ("what's the price", False),
    ],
)
def test_where_the_number_stands(text: str, seeks: bool) -> None:
    assert replying.seeks(text) == seeks


@pytest.mark.parametrize(
    ("text", "regrets"),
    [("shame. bye", True), ("oh that's a pity, ok bye then", True), ("you should be ashamed. bye", False),
     ("what a shame, where is my parcel", False)],
)  # fmt: skip
def test_a_mild_regret_and_a_farewell(text: str, regrets: bool) -> None:
    assert clauses.regrets(text) == regrets
