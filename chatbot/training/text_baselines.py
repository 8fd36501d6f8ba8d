"""What a model that writes has to beat: the nearest reply that was given before, and a template made by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from .text_rows import Item, TextRow
from .text_slots import PLACEHOLDER, delexicalised, named

_CANDIDATES = 2000
"""Rows of like acts whose contexts are compared."""
_CONTEXT = 0.5
_WORD = re.compile(r"\{[^{}\s]+\}|[a-z0-9']+|[^\x00-\x7f]")


def words_of(name: str) -> str:
    """A name of the data in plain words: `NOTIFY_SUCCESS`, `pickup_city`, `ReserveHotel`, `Hotels_4`."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").replace("-", " ")
    return re.sub(r" \d+$", "", name).lower()


class Nearest:
    """Replies of training rows that can be filled with a request's facts, the most alike in acts and context first."""

    def __init__(self, rows: Sequence[TextRow], templates: Sequence[str]) -> None:
        """`templates` [rows] are the replies of `rows` with placeholders."""
        self._templates = templates
        self._dialogues = [row.dialogue for row in rows]
        bags: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            bags[tuple(_acts(row))].append(i)
        self._bags = list(bags.values())
        self._acts = TfidfVectorizer(analyzer=lambda bag: bag, sublinear_tf=True)
        self._vectors = self._acts.fit_transform(list(bags))
        self._said = TfidfVectorizer(analyzer=_terms, sublinear_tf=True, min_df=2 if len(rows) > 1000 else 1)
        self._contexts = self._said.fit_transform([_context(row) for row in rows])
        self._by_names: dict[frozenset[str], list[int]] = defaultdict(list)
        for b, members in enumerate(self._bags):
            for found in {frozenset(PLACEHOLDER.findall(templates[i])) for i in members}:
                self._by_names[found].append(b)

    def find(self, rows: Sequence[TextRow], most: int, *, of_others: bool = False) -> list[list[str]]:
        """For each row at most `most` different templates with exactly its placeholders; none where nothing fits.

        With `of_others` none of its own dialogue, for rows that are themselves among those to find.
        """
        found: list[list[str]] = [[] for _ in rows]
        alike: dict[tuple[tuple[str, ...], frozenset[str]], list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            alike[tuple(_acts(row)), frozenset(named(row.facts))].append(i)
        for (bag, wanted), members in alike.items():
            near = self._alike(bag, wanted)
            if not near:
                continue
            numbers = np.array([number for number, _ in near])
            likeness = np.array([score for _, score in near])
            contexts = self._said.transform([_context(rows[i]) for i in members])
            scores = (contexts @ self._contexts[numbers].T).toarray() * _CONTEXT + likeness
            for place, i in enumerate(members):
                order = numbers[np.argsort(-scores[place], kind="stable")]
                mine = rows[i].dialogue if of_others else None
                found[i] = list(_first(most, (self._templates[j] for j in order if self._dialogues[j] != mine)))
        return found

    def _alike(self, bag: tuple[str, ...], wanted: frozenset[str]) -> list[tuple[int, float]]:
        """Rows whose templates have the wanted placeholders, of the bags most alike, with the bag's likeness."""
        fitting = self._by_names.get(wanted, [])
        if not fitting:
            return []
        likeness = (self._vectors[fitting] @ self._acts.transform([bag]).T).toarray()[:, 0]
        found: list[tuple[int, float]] = []
        for place in np.argsort(-likeness, kind="stable"):
            members = self._bags[fitting[place]]
            fit = [i for i in members if frozenset(PLACEHOLDER.findall(self._templates[i])) == wanted]
            found += [(i, float(likeness[place])) for i in fit[: _CANDIDATES - len(found)]]
            if len(found) >= _CANDIDATES:
                break
        return found


def _first(most: int, texts: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text
            if len(seen) == most:
                return


def _acts(row: TextRow) -> list[str]:
    found = [f"service {row.service}", *(f"about {word}" for word in words_of(row.service).split())]
    for item in row.items:
        about = f"{item.act} {item.domain} {item.slot}"
        found += [item.act, f"{about} {'' if item.fact else item.value}"]
    return sorted(found)


def _context(row: TextRow) -> str:
    return delexicalised(" ".join(row.before[-2:]), row.facts, named(row.facts))


def _terms(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


_EN = {
    "GOODBYE": "Goodbye, have a nice day.",
    "REQ_MORE": "Is there anything else I can help you with?",
    "NOTIFY_SUCCESS": "Your request was successful.",
    "NOTIFY_FAILURE": "Sorry, your request failed.",
    "WELCOME": "You are welcome.",
    "GREET": "Hello!",
    "BYE": "Goodbye.",
    "REQMORE": "Is there anything else?",
    "NOOFFER": "Sorry, I found nothing that fits.",
}
_ZH = {
    "welcome": "\u4e0d\u5ba2\u6c14\u3002",
    "thank": "\u4e0d\u5ba2\u6c14\u3002",
    "bye": "\u518d\u89c1\u3002",
    "greet": "\u60a8\u597d\u3002",
    "reqmore": "\u8fd8\u6709\u4ec0\u4e48\u53ef\u4ee5\u5e2e\u60a8\u7684\u5417\uff1f",
    "nooffer": "\u62b1\u6b49\uff0c\u6ca1\u6709\u7b26\u5408\u8981\u6c42\u7684\u3002",
    "success": "\u597d\u7684\uff0c\u5df2\u7ecf\u529e\u597d\u3002",
}
_NOTHING = "\u65e0"


def by_hand(row: TextRow, language: str) -> str:
    """A sentence for each act, written once for every slot, with placeholders."""
    facts = row.facts
    names = dict(zip(((fact.slot, fact.value) for fact in facts), named(facts), strict=True))
    parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    told: set[str] = set()
    for item in row.items:
        name = names.get((item.slot, item.value), "") if item.fact else ""
        if not item.fact or name not in told:
            told.add(name)
            parts[item.act, item.domain, item.slot].append(name or item.value)
    sentences = [
        _zh(act, domain, slot, values) if language == "zh" else _en(act, slot, values)
        for (act, domain, slot), values in parts.items()
    ]
    return ("" if language == "zh" else " ").join(dict.fromkeys(filter(None, sentences)))


def _en(act: str, slot: str, values: list[str]) -> str:
    said, about = " and ".join(filter(None, values)), words_of(slot)
    if act.upper() in _EN:
        return _EN[act.upper()]
    if act == "OFFER_INTENT":
        return f"Would you like to {words_of(said)}?"
    if act == "INFORM_COUNT":
        return f"I found {said} results."
    if act == "REQUEST":
        return f"What {about} would you like{', such as ' + ' or '.join(values) if said else ''}?"
    if said.lower() in ("true", "false"):
        yes = said.lower() == "true"
        if act == "CONFIRM":
            return f"You want {about.removeprefix('has ')}: {'yes' if yes else 'no'}."
        return f"{'Yes' if yes else 'No'}, {about}."
    if act == "CONFIRM":
        return f"Please confirm that the {about} is {said}."
    return f"The {about} is {said}." if said else f"{about or words_of(act)}.".capitalize()


def _zh(act: str, domain: str, slot: str, values: list[str]) -> str:
    said = "\u3001".join(filter(None, values))
    for known in (act.lower(), domain.lower()):
        if known in _ZH:
            return _ZH[known]
    if act == "Request":
        return f"\u8bf7\u95ee{slot}\u662f\u4ec0\u4e48\uff1f"
    if said in ("\u662f", "\u5426", _NOTHING, "none", ""):
        has = "\u6709" if said == "\u662f" else "\u6ca1\u6709"
        return f"{has}{slot.split('-')[-1]}\u3002"
    if act == "Recommend" or slot == "\u540d\u79f0":
        return f"\u4e3a\u60a8\u63a8\u8350{said}\u3002"
    return f"{slot}\u662f{said}\u3002"


def is_whole(template: str, facts: Sequence[Item]) -> bool:
    """Whether a template has each fact's placeholder once and no other."""
    return sorted(PLACEHOLDER.findall(template)) == sorted(named(facts))
