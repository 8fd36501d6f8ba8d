"""Whether a message is in none of the languages that the bot speaks: by its letters, else by the commonest words."""

from __future__ import annotations

from collections.abc import Sequence

from . import scripts
from . import text as tx

_COMMON = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the is my and to of it you where when what how can do does for on with have has not this that your i a"
        " in are me please order hello hi thanks yes no was will would want need get got help from at an",
        "de": "der die das ist ich und nicht wo wann wie mein meine meiner meinen sie ein eine für mit auf habe hat"
        " guten bitte danke bestellung kann wird zu von es im den dem hallo tag",
        "fr": "le la les est je et ne pas où quand comment mon ma mes vous un une pour avec sur ai bonjour merci"
        " commande peux puis des du de en ça suis s'il plaît quel quelle",
        "es": "el la los las es yo y no dónde donde cuándo cuando cómo como mi mis usted un una para con hola gracias"
        " pedido está esta puedo del de que en por favor quiero",
        "it": "il lo la gli è io e non dove quando come mio mia lei un una per con ciao buongiorno grazie ordine"
        " posso del di che in sono ho vorrei",
        "pt": "o a os as é eu e não onde quando como meu minha você um uma para com olá obrigado obrigada pedido está"
        " posso do da de que em por favor quero",
        "nl": "de het een is ik en niet waar wanneer hoe mijn u je voor met op heb heeft hallo dank bestelling"
        " kan wordt van dat te",
        "pl": "jest nie gdzie kiedy jak moje mój moja zamówienie proszę dziękuję dzień dobry czy na się i w z do mam",
        "sv": "är jag och inte var när hur min mitt du en ett för med på har hej tack beställning kan det som att",
        "tr": "nerede ne zaman nasıl siparişim merhaba teşekkürler bir ve için bu mı mi var yok benim lütfen",
    }.items()
}
_LETTERS = 3
"""Letters of a script that are no face: (\u3065 \u3065)."""
_FEWEST, _SHARE, _LEAD = 2, 0.4, 2
"""Common words of another language, their share of all, and how many more than of the bot's own languages."""


def speaks_another(text: str, languages: Sequence[str]) -> bool:
    """Whether it surely is in another language; names, numbers and a word or two say nothing."""
    hangul, kana = (len(script.findall(text)) for script in (tx.HANGUL, tx.KANA))
    letters = len(tx.WORDS.findall(text))
    if max(hangul, kana) >= _LETTERS and (
        ("ko" not in languages and hangul * 2 > letters) or ("ja" not in languages and kana * 3 > letters)
    ):
        return True
    words = frozenset(word.lower() for word in scripts.words(text))
    alphabet, candidates = scripts.candidates(scripts.outside_east(text), languages)
    if not words or tx.HAN.search(text):
        return False
    if alphabet != scripts.LATIN:
        return not candidates
    own = max((_count(words, language) for language in languages), default=0)
    other = max(_count(words, language) for language in _COMMON if language not in languages)
    return other >= max(_FEWEST, _SHARE * len(words)) and other >= own + _LEAD


def _count(words: frozenset[str], language: str) -> int:
    return len(words & _COMMON.get(language, frozenset()))
