"""Messages in none of the bot's languages."""

from __future__ import annotations

import pytest

from chatbot.nlu.foreign import speaks_another

SPOKEN = ("en", "zh")


@pytest.mark.parametrize(
    "text",
    [
        "bonjour, o\u00f9 est ma commande", "guten tag, wo ist meine bestellung?", "hola, d\u00f3nde est\u00e1 mi pedido",
        "buongiorno, dove \u00e8 il mio ordine", "\u0433\u0434\u0435 \u043c\u043e\u0439 \u0437\u0430\u043a\u0430\u0437",
        "\uc8fc\ubb38\uc774 \uc5b4\ub514\uc5d0 \uc788\ub098\uc694", "\u6ce8\u6587\u306f\u3069\u3053\u3067\u3059\u304b", "\u0623\u064a\u0646 \u0637\u0644\u0628\u064a",
        "waar is mijn bestelling, ik heb het niet", "gdzie jest moje zam\u00f3wienie",
    ],
)  # fmt: skip
def test_another_language_is_seen(text: str) -> None:
    assert speaks_another(text, SPOKEN)


@pytest.mark.parametrize(
    "text",
    [
        "where is my order", "10234", "Anna M\u00fcller", "tom@example.org", "ok", "hola", "merci", "\u6211\u7684\u8ba2\u5355\u5230\u54ea\u4e86", "asdf qwer zxcv",
        "do you deliver to la Rochelle", "my name is Maria de la Cruz", "Lindenstrasse 12, Berlin", "whats the ETA on the sofa",
        "El Greco print, is it in stock?", "",
    ],
)  # fmt: skip
def test_own_languages_names_and_a_word_or_two_are_not(text: str) -> None:
    assert not speaks_another(text, SPOKEN)


def test_a_language_that_is_spoken_is_not_foreign() -> None:
    assert not speaks_another("guten tag, wo ist meine bestellung?", ("de", "en"))
