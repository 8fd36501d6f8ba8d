"""Messages in none of the bot's languages."""

from __future__ import annotations

import pytest

from chatbot.nlu.foreign import speaks_another

SPOKEN = ("en", "zh")


@pytest.mark.parametrize(
    "text",
    [
        "bonjour, où est ma commande",
        "guten tag, wo ist meine bestellung?",
        "hola, dónde está mi pedido",
        "buongiorno, dove è il mio ordine",
        "где мой заказ",
        "주문이 어디에 있나요",
        "注文はどこですか",
        "أين طلبي",
        "waar is mijn bestelling, ik heb het niet",
        "gdzie jest moje zamówienie",
        "cuanto cuesta la lampara",
        "necesito ayuda",
        "no funciona el código",
        "combien coûte la lampe",
        "mon colis n'est pas arrivé",
        "Ich habe sie vor zwei Wochen bestellt",
        "il pacco non è arrivato",
    ],
)
def test_another_language_is_seen(text: str) -> None:
    assert speaks_another(text, SPOKEN)


@pytest.mark.parametrize(
    "text",
    [
        "where is my order",
        "10234",
        "Anna Müller",
        "tom@example.org",
        "ok",
        "hola",
        "merci",
        "我的订单到哪了",
        "asdf qwer zxcv",
        "do you deliver to la Rochelle",
        "my name is Maria de la Cruz",
        "Lindenstrasse 12, Berlin",
        "whats the ETA on the sofa",
        "El Greco print, is it in stock?",
        "",
    ],
)
def test_own_languages_names_and_a_word_or_two_are_not(text: str) -> None:
    assert not speaks_another(text, SPOKEN)


def test_a_language_that_is_spoken_is_not_foreign() -> None:
    assert not speaks_another("guten tag, wo ist meine bestellung?", ("de", "en"))
