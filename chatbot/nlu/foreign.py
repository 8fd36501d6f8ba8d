"""Whether a message is in none of the languages that the bot speaks: by its letters, else by the commonest words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import scripts
from . import text as tx

_COMMON = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the is my and to of it you where when what how can do does for on with have has not this that your i a"
        " in are me please order hello hi thanks yes no was will would want need get got help from at an",
        "de": "der die das ist ich und nicht wo wann wie mein meine meiner meinen sie ein eine für mit auf habe hat"
        " guten bitte danke bestellung kann wird zu von es im den dem hallo tag haben sind wir sein wurde"
        " bekomme möchte"
        " moechte kostet wieviel viel zurück zurückgeben brauche hilfe funktioniert geht noch nichts kein keine"
        " keinen lampe"
        " paket rechnung lieferung wochen tage seit vor hier bei aus gekauft bestellt bezahlen geld stornieren"
        " gutschein",
        "fr": "le la les est je et ne pas où quand comment mon ma mes vous un une pour avec sur ai bonjour merci"
        " commande peux puis des du de en ça suis s'il plaît quel quelle combien coûte coute lampe je j'ai"
        " voudrais veux cherche"
        " besoin d'aide aide remboursement colis livraison facture retourner annuler jours semaine semaines"
        " depuis toujours"
        " rien argent marche fonctionne pas dans qui que sont avez achat acheté reçu",
        "es": "el la los las es yo y no dónde donde cuándo cuando cómo como mi mis usted un una para con hola gracias"
        " pedido está esta puedo del de que en por favor quiero cuánto cuanto cuesta cuestan necesito ayuda"
        " funciona código codigo"
        " lámpara lampara semana semanas pasada pasado días dias tengo tiene puede quisiera devolver cancelar"
        " dinero envío envio"
        " paquete factura compré compre compra llegó llegado llega todavía aún nada hace desde sin pero muy"
        " buenos buenas tardes",
        "it": "il lo la gli è io e non dove quando come mio mia lei un una per con ciao buongiorno grazie ordine"
        " posso del di che in sono ho vorrei quanto costa lampada aiuto bisogno rimborso pacco consegna fattura"
        " restituire"
        " annullare soldi funziona codice settimana settimane giorni ancora niente arrivato dov'è dov'e sta"
        " voglio comprato",
        "pt": "o a os as é eu e não onde quando como meu minha você um uma para com olá obrigado obrigada pedido está"
        " posso do da de que em por favor quero quanto custa ajuda preciso reembolso encomenda entrega fatura"
        " devolver cancelar"
        " dinheiro funciona código semana semanas dias ainda nada chegou onde comprei meus minhas tenho",
        "nl": "de het een is ik en niet waar wanneer hoe mijn u je voor met op heb heeft hallo dank bestelling"
        " kan wordt van dat te hoeveel kost lamp hulp nodig terug terugsturen pakket levering factuur annuleren"
        " geld werkt"
        " weken dagen nog niets gekocht besteld wil graag",
        "pl": "jest nie gdzie kiedy jak moje mój moja zamówienie proszę dziękuję dzień dobry czy na się i w z do mam",
        "sv": "är jag och inte var när hur min mitt du en ett för med på har hej tack beställning kan det som att",
        "tr": "nerede ne zaman nasıl siparişim merhaba teşekkürler bir ve için bu mı mi var yok benim lütfen",
    }.items()
}
LONGEST = 60
"""Characters of a question for a language; what is longer asks for more."""
_LETTERS = 3
"""Letters of a script that are no face: (\u3065 \u3065)."""
_FEWEST, _SHARE, _LEAD = 2, 0.4, 2
"""Common words of another language, their share of all, and how many more than of the bot's own languages."""


_SWITCHES = re.compile(
    r"\W*(?:(?:ok(?:ay)?|sorry|then|so|well|oh|hi|hello|no|yes|sure|fine|and|let'?s|can|could|do|we|you|i"
    r"|please|to|us|it|this"
    r"|understand|in|into|use|using|speak|talk|write|chat|continue|go on|go|switch|change|try|again|will|i'll"
    r"|now|my|with"
    r"|language)\W+)*(?:english|chinese|mandarin)(?:\W+(?:please|pls|then|ok(?:ay)?|is (?:fine|ok(?:ay)?|better"
    r"|good)|works|it is"
    r"|instead|now|too|sorry|for me))*\W*"
    "|(?:那|好的?|嗯|可以|能|请|麻烦|我们|你们?|您|会|用|说|讲|改|换|成|切换|到|就|不好意思"
    "|[,\uff0c\\s])*(?:英文|英语|中文|汉语|普通话|国语)"
    "(?:吧|可以|行|好|吗|么|聊|说|回复|交流|沟通|谢谢|呢|也|了|[,.!?\uff0c\u3002\uff01\uff1f\\s])*",
    re.IGNORECASE,
)

_OTHERS_EN = (
    "german|french|spanish|italian|dutch|portuguese|polish|russian|turkish|arabic|japanese|korean|cantonese|hindi|czech"
    "|danish|swedish|norwegian|finnish|greek|hebrew|hungarian|romanian|ukrainian|vietnamese|thai|indonesian|deutsch"
    "|fran[c\u00e7]ais|espa[n\u00f1]ol|italiano"
)
_OTHERS_ZH = (
    "[\u5fb7\u6cd5\u8461\u4fc4\u65e5\u97e9][\u8bed\u6587]|(?:\u897f\u73ed\u7259|\u610f\u5927\u5229|\u8377\u5170"
    "|\u6ce2\u5170"
    "|\u571f\u8033\u5176|\u963f\u62c9\u4f2f)[\u8bed\u6587]|\u7ca4\u8bed|\u5e7f\u4e1c\u8bdd|\u65b9\u8a00"
)
_SPEAKS = re.compile(
    r"\b(?:speaks?|talk|chat|write|writing|answer|reply|respond|understand|know|support|help me|continue|switch"
    r"|do (?:it|this))\b"
    rf"(?: (?:to|me|you|any|some|a bit of|a little|in|with|us|here|also|someone|somebody))* (?:{_OTHERS_EN})\b"
    rf"|^\W*(?:(?:in|any|and|also|or|what about|how about|please)\s+)*(?:{_OTHERS_EN})(?: (?:please|pls"
    rf"|possible|too|ok))*\W*$"
    "|(?:\u4f1a|\u80fd|\u53ef\u4ee5|\u7528|\u8bf4|\u8bb2|\u61c2|\u542c\u5f97?\u61c2|\u652f\u6301"
    "|\u6709)+(?:\u4e0d(?:\u4f1a|\u80fd|\u61c2))?(?:\u7528|\u8bf4|\u8bb2|\u61c2|\u542c)*"
    f"(?:{_OTHERS_ZH})",
    re.IGNORECASE,
)

_TRANSLATES = re.compile(
    r"\btranslat|\bhow do (?:you|i) (?:say|spell|write)"
    "|\u600e\u4e48[\u8bf4\u8bb2\u5199]|\u7ffb\u8bd1|\u4ec0\u4e48\u610f\u601d",
    re.IGNORECASE,
)


def asks_for_another(text: str) -> bool:
    """Whether it asks for a language that is neither English nor Chinese: "do you speak German?"."""
    return len(text) <= LONGEST and bool(_SPEAKS.search(text)) and not _TRANSLATES.search(text)


def switches(text: str) -> bool:
    """Whether it names the language to go on in, and nothing else: "ok, in English please"."""
    return bool(_SWITCHES.fullmatch(text))


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


def is_common(text: str, language: str) -> bool:
    """Whether at least half of it are common words of a language, as no name is: "weiß ich nicht", "keine Ahnung"."""
    words = frozenset(word.lower() for word in scripts.words(text))
    return bool(words) and language not in ("en", "zh") and 2 * _count(words, language) >= len(words)


def _count(words: frozenset[str], language: str) -> int:
    return len(words & _COMMON.get(language, frozenset()))
