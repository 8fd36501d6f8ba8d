"""What the featuriser must and must not tell apart."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chatbot.models.ngrams import Vectoriser, features, mask, views


def test_other_numbers_are_the_same_features() -> None:
    """Order numbers generalise."""
    assert features("where is order 10234") == features("where is order 99871")


def test_width_and_case_do_not_matter() -> None:
    """Full-width and upper-case writing is the same text."""
    assert features("ＷＨＥＲＥ is 10234？") == features("where IS 10234?")


def test_addresses_and_links_are_one_sign() -> None:
    """Whose address it is says nothing about the intent."""
    assert mask("I am a@b.com, see https://x.y/z?q=1") == mask("I am c.d@e-f.org, see http://other.example")


def test_chinese_around_an_address_stays() -> None:
    """It is written without a space."""
    assert {"h查积", "h的分"} <= set(features("查积a@b.com的分"))
    assert {"h打不", "h链接"} <= set(features("链接https://x.y/z打不开"))


def test_a_view_is_words_or_characters() -> None:
    """Words with their neighbours and the edges; characters across words; Chinese in both."""
    words, signs = views("Track order 查单")
    assert {"wtrack", "wtrack order", "w^ track", "worder $", "h查单", "h^查"} <= set(words)
    assert {"ck o", "s查单"} <= {*signs} | {s[1:] for s in signs}
    assert not {*words} & {*signs}
    assert views("?! ")[1]
    assert views("") == ({}, {})


def test_chinese_is_characters() -> None:
    """A run of Chinese gives its characters, pairs and triples."""
    found = features("查物流")
    assert {"h查", "h查物", "h查物流"} <= set(found)


def test_word_edges_count() -> None:
    """`art` in `cart` is not the word `art`."""
    assert "c art" in features("art")
    assert "c art" not in features("cart")


@given(st.text(max_size=300))
def test_any_text_has_a_vector(text: str) -> None:
    """Nothing breaks it; a vector that is not empty has length 1."""
    vocabulary = sorted({f for view in views("the order 10234 查订单 " + text) for f in view})
    where, values = Vectoriser(vocabulary, np.ones(len(vocabulary), np.float32)).vector(text)
    assert len(where) == len(values) == len(set(where.tolist()))
    if len(values):
        assert abs(float((values**2).sum()) - 1) < 1e-4
