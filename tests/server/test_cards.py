"""Payment card numbers never reach the store."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.server.texts import CARD_DIGITS, mask_cards, mask_cards_in
from tests.server.harness import say

CARDS = ("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117", "4222222222222", "6304000000000000000")  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize(
    "write",
    [
        lambda c: c,
        lambda c: " ".join(c[n : n + 4] for n in range(0, len(c), 4)),
        lambda c: "-".join(c[n : n + 4] for n in range(0, len(c), 4)),
        lambda c: f"{c[:4]} {c[4:10]} {c[10:]}",
        lambda c: ".".join(c),
        lambda c: "\u200b".join(c),
        lambda c: c.translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
        lambda c: f"my card:{c}, thanks",
        lambda c: f"order 10234 {c} 12/29 123",
    ],
)
def test_a_card_number_keeps_its_last_four_digits_alone(card, write):
    masked = mask_cards(write(card))
    assert "\u2022\u2022\u2022\u2022 " in masked
    digits = "".join(c for c in masked if c.isdecimal())
    assert card[:-4] not in digits
    assert mask_cards(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "", "10234", "4111111111111112", "order 10234, 10236 and 10237", "0" * 16, "+49 170 1234567",
        "DHL 00340434161094042557", "2026-01-02T03:04:05.678Z", "1" * 4000, "10234 10236 10237", "123 456 789 012",
        # Their check digit is right, and no card begins so.
        "order 7992739871300016", "9000000000123456", "1234567890123452", "2800000000102341",
    ],
)  # fmt: skip
def test_other_numbers_stay(text):
    assert mask_cards(text) == text


@given(st.text(st.sampled_from("0123456789 -."), max_size=40), st.sampled_from(CARDS), st.text("ab c", max_size=10))
def test_a_card_is_found_between_other_words(before, card, after):
    masked = mask_cards(f"{before} x {card} y {after}")
    assert card not in masked


def test_two_cards_in_a_row_are_both_masked():
    assert (
        mask_cards("4111111111111111 5555555555554444") == "\u2022\u2022\u2022\u2022 1111 \u2022\u2022\u2022\u2022 4444"
    )


def test_what_stays_of_a_card_makes_no_other_with_the_digits_behind_it():
    masked = mask_cards("d2222222221 2 7 02 7 02 7 1 1 402 7 02 7 1 4021 11111111")
    assert "\u2022" in masked
    assert mask_cards(masked) == masked


def test_one_random_number_in_twenty_looks_like_a_card():
    """What masking costs where somebody types a number of that length without groups."""
    source = random.Random(1)
    numbers = ["".join(source.choices("123456789", k=16)) for _ in range(2000)]
    assert 60 < sum(mask_cards(n) != n for n in numbers) < 140
    assert range(13, 20) == CARD_DIGITS


def test_metadata_is_masked_at_every_depth():
    card = "4111111111111111"
    masked = mask_cards_in({"a": [card, {card: int(card)}], "n": 17, "t": True, "f": 1.5, "z": None})
    assert card not in repr(masked)
    assert (masked["n"], masked["t"], masked["f"], masked["z"]) == (17, True, 1.5, None)


async def test_nothing_that_is_stored_holds_a_card(server, tmp_path):
    card = "4111 1111 1111 1111"
    socket, welcome = await server.visitor()
    socket.send(say("m1", f"human, my card is {card}", metadata={"card": card}))
    await socket.until("ack")
    assert (await socket.event("customer_said"))["event"]["text"] == "human, my card is \u2022\u2022\u2022\u2022 1111"
    await socket.event("escalated")
    agent = await server.agent("anna")
    about = {"conversation": welcome["conversation"]}
    agent.send({"type": "claim"} | about)
    agent.send({"type": "say", "id": "a1", "text": f"is it {card}?"} | about)
    agent.send({"type": "note", "id": "a2", "text": card} | about)
    await agent.until("ack", id="a2")
    socket.send({"type": "rate", "id": "r1", "score": 1, "comment": card})
    await socket.until("ack", id="r1")
    events = repr(await server.store.load(welcome["conversation"]))
    files = b"".join(f.read_bytes() for f in tmp_path.iterdir())
    assert "1111 1111" not in events
    assert b"1111 1111" not in files
    assert events.count("\u2022\u2022\u2022\u2022 1111") >= 5
