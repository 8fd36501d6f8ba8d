"""Requests and replies as pieces for T5: acts in words, placeholders as single symbols, what was said before.

A slot that training knows has a symbol of its own. Others borrow a numbered one, and so do some of the known in
training, so that the model learns to copy the number that stands beside a name it never saw.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from sentencepiece import SentencePieceProcessor

from ..nlg import guard
from .responder_data import Row
from .text_baselines import words_of
from .text_rows import Item, TextRow
from .text_slots import PLACEHOLDER, delexicalised, named
from .vocabulary import EOS, train_pieces

VOCABULARY = 4000
NUMBERED = tuple(f"{{{n}}}" for n in range(1, 25))
_ONE, _MANY, _SAID, _ASKED = "<one>", "<many>", "<said>", "<asked>"
_KNOWN = 12
"""Rows that must have a placeholder for it to get a symbol."""
_BORROWED = 0.15
_LEARNED_FROM = 40_000
_SAID_MOST, _ASKED_MOST, _ACTS_MOST = 14, 14, 80
"""Pieces."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the model reads, and the placeholder of each symbol that it may write."""

    prompt: list[int]
    symbols: Mapping[int, str]


class Pieces:
    """Between texts and numbers of pieces."""

    def __init__(self, model: bytes, placeholders: Sequence[str]) -> None:
        self.processor = SentencePieceProcessor(model_proto=model)
        self.size = self.processor.get_piece_size()
        number = self.processor.piece_to_id
        self._symbols = {name: number(name) for name in placeholders}
        self._numbered = [number(name) for name in NUMBERED]
        self._one, self._many, self._said, self._asked = map(number, (_ONE, _MANY, _SAID, _ASKED))
        self._words = lru_cache(maxsize=50_000)(self._encode)

    @property
    def forbidden(self) -> list[int]:
        """Pieces that no reply may have, placeholders among them: those allowed are allowed one by one."""
        texts = [self.processor.decode([i]) for i in range(self.size)]
        marks = {self._one, self._many, self._said, self._asked, *self._numbered, *self._symbols.values()}
        single = {i for i in range(self.size) if self.processor.is_byte(i) or self.processor.is_unknown(i)}
        wrong = {i for i, text in enumerate(texts) if set(guard.prefix_faults(text)) - {"link"} or "\u2047" in text}
        return sorted((marks | single | wrong) - {EOS})

    def request(self, row: TextRow, random: Random | None = None) -> Request:
        """What to read for a row; with `random` some symbols are borrowed ones."""
        facts = row.facts
        names = named(facts)
        symbols: dict[str, int] = {}
        free = list(self._numbered)
        if random is not None:
            random.shuffle(free)
        for name in names:
            known = self._symbols.get(name)
            if known is None or (random is not None and random.random() < _BORROWED):
                known = free.pop(0) if free else -1
            symbols[name] = known
        prompt = self._acts(row.items, {(f.slot, f.value): symbols[n] for f, n in zip(facts, names, strict=True)})
        about = self._words(f"{words_of(row.service)} {words_of(row.intent)}".strip())
        said, asked = [*row.before, "", ""][:2] if len(row.before) > 1 else ["", *row.before, ""][:2]
        context = [
            *self._part(self._asked, asked, facts, names, symbols)[:_ASKED_MOST],
            *self._part(self._said, said, facts, names, symbols)[:_SAID_MOST],
        ]
        return Request([*about, *prompt[:_ACTS_MOST], *context, EOS], {s: n for n, s in symbols.items() if s >= 0})

    def example(self, row: TextRow, template: str, random: Random | None = None) -> Row:
        """What to learn from a row."""
        request = self.request(row, random)
        numbers = {name: symbol for symbol, name in request.symbols.items()}
        return Row(request.prompt, [*self.target(template, numbers), EOS])

    def target(self, template: str, numbers: Mapping[str, int]) -> list[int]:
        """A template's pieces without end; a placeholder without a number becomes the unknown piece."""
        found: list[int] = []
        marked = PLACEHOLDER.sub(lambda match: NUMBERED[0], template)
        names = iter(PLACEHOLDER.findall(template))
        for piece in self.processor.encode(marked):
            if piece == self._numbered[0]:
                found.append(numbers.get(next(names), self.processor.unk_id()))
            else:
                found.append(piece)
        return found

    def text(self, pieces: Sequence[int], symbols: Mapping[int, str]) -> str:
        """The template that was written."""
        # Symbols are spelled as they are; a borrowed one stands for another's name.
        return PLACEHOLDER.sub(
            lambda match: symbols.get(self.processor.piece_to_id(match[0]), match[0]),
            str(self.processor.decode(list(pieces))),
        ).strip()

    def _acts(self, items: Sequence[Item], symbols: Mapping[tuple[str, str], int]) -> list[int]:
        found: list[int] = []
        last = ("", "")
        for item in items:
            if (item.act, item.domain) != last:
                last = (item.act, item.domain)
                found += self._words(f"{words_of(item.act)} {item.domain}".strip())
            found += self._words(words_of(item.slot))
            if item.fact:
                found.append(symbols[item.slot, item.value])
                if item.value.isdigit():
                    found.append(self._one if item.value == "1" else self._many)
            elif item.value:
                found += self._words(words_of(item.value))
        return [piece for piece in found if piece >= 0]

    def _part(
        self, mark: int, text: str, facts: Sequence[Item], names: Sequence[str], symbols: Mapping[str, int]
    ) -> list[int]:
        return [mark, *self.target(delexicalised(" ".join(text.split()), facts, names), symbols)]

    def _encode(self, text: str) -> tuple[int, ...]:
        return tuple(self.processor.encode(text))


def learn_pieces(rows: Sequence[TextRow], templates: Sequence[str], *, seed: int = 0) -> Pieces:
    """A vocabulary of the templates and of what is read with them."""
    counts = Counter(name for text in templates for name in set(PLACEHOLDER.findall(text)))
    placeholders = [name for name, number in counts.most_common(600) if number >= _KNOWN and name not in NUMBERED]
    chosen = list(range(len(rows)))
    Random(seed).shuffle(chosen)
    texts = []
    for i in chosen[:_LEARNED_FROM]:
        row = rows[i]
        texts.append(templates[i])
        texts += [delexicalised(" ".join(text.split()), row.facts, named(row.facts)) for text in row.before[-2:]]
        for item in row.items:
            texts.append(f"{words_of(item.act)} {item.domain}".strip())
            texts.append(" ".join(filter(None, (words_of(item.slot), "" if item.fact else words_of(item.value)))))
    symbols = [*placeholders, *NUMBERED, _ONE, _MANY, _SAID, _ASKED]
    return Pieces(train_pieces(filter(None, texts), VOCABULARY, symbols=symbols), placeholders)
