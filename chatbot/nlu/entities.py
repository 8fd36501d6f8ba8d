"""Things named in a text: by pattern or list, e-mail, phone, amount, date, quantity, people's names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers

from ..domain.content import Content, EntityKind
from ..domain.conversation import Conversation
from ..domain.understanding import Entity
from . import amounts, answers, clauses, dates, foreign, labels, listed, names, quantities, times
from .amounts import Found

_EMAIL = re.compile(
    r"(?<![@A-Za-z0-9_%+-])[A-Za-z0-9_%+\u00c0-\u024f](?:[A-Za-z0-9._%+\u00c0-\u024f-]{0,63})@"
    r"[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62}){0,4}\.[A-Za-z]{2,24}(?![A-Za-z0-9@])"
)
_SPELT = re.compile(
    r"(?<![\w@.+-])(?!(?:look|looking|check|see|us|me|you|is|am|are|was|here|there)\b)([a-z0-9][a-z0-9._+-]{0,63})"
    r"(?: ?@ ?| ?\(at\) ?| ?\[at\] ?| at | ?\u827e\u7279 ?)"
    r"([a-z0-9][a-z0-9-]{0,62}(?:(?: dot | ?\(dot\) ?| ?\[dot\] ?| ?\u70b9 ?|\.)[a-z0-9-]{1,62}){0,4})"
    r"(?: dot | ?\(dot\) ?| ?\[dot\] ?| ?\u70b9 ?|\.)([a-z]{2,24})(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
"""An address as people say it: "tom at example dot org"."""
_DOT = re.compile(r" dot | ?[(\[]dot[)\]] ?| ?\u70b9 ?", re.IGNORECASE)
_NORTH_AMERICA = 1
_WITH_AREA = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.UNKNOWN)
_ORDER = {"phone": 0, "time": 2, "quantity": 2}
"""Patterns come after phones, parts of which they are not; times look at dates, and quantities at what is counted."""
_NUMBERS = re.compile(r"\d(?:[\s()./-]{0,3}\d){6}")


@dataclass(frozen=True, slots=True)
class Around:
    """What words depend on beside themselves.

    `at` is when the message was sent, UTC in ISO 8601: without it no dates are found. `asked` is the kind the bot has
    just asked for; `named` what the conversation named before, by kind. `confirming`: a yes or no is waited for, and
    `question` are the wordings of what it answers.
    """

    at: str = ""
    language: str = "en"
    locale: str = ""
    asked: str = ""
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confirming: bool = False
    question: str = ""

    @classmethod
    def of(cls, conversation: Conversation, content: Content, language: str, at: str | None) -> Around:
        """What surrounds a message of this conversation, sent `at` (or when its last event happened)."""
        form = conversation.form
        intent = content.intents.get(form.intent) if form else None
        slot = intent.slot(form.asking) if intent and form and form.asking else None
        asks = slot is not None and content.entities[slot.entity].is_yes_no
        offered = conversation.offer is not None or (form is None and len(conversation.options) == 1)
        return cls(
            at or conversation.last_at, language, conversation.locale, slot.entity if slot else "", conversation.named,
            confirming=asks or offered or bool(form and form.guess),
            question=" ".join(slot.ask.get(language, ())) if slot and asks else "",
        )  # fmt: skip

    @property
    def region(self) -> str:
        """The locale's region, as DE in de-DE; empty where it names none."""
        parts = re.split(r"[-_]", self.locale)
        return next((p.upper() for p in parts[1:] if len(p) == 2), "")


def find(text: str, kinds: Mapping[str, EntityKind], around: Around | None = None) -> tuple[Entity, ...]:
    """Every entity in the text, in its order; of overlapping ones of a kind the longest."""
    around = around or Around()
    found: list[Entity] = []
    for kind in sorted(kinds.values(), key=lambda kind: _ORDER.get(kind.kind, 1)):
        best: list[Found] = []
        for start, end, value in sorted(
            set(_of_kind(text, kind, around, kinds, found)), key=lambda f: (f[0] - f[1], f)
        ):
            if all(end <= other[0] or start >= other[1] for other in best):
                best.append((start, end, value))
        found += (
            Entity(kind.name, value, text[start:end], start, end, clauses.leaves_out(text, start, end))
            for start, end, value in best
        )
    return tuple(sorted(found, key=lambda e: (e.start, e.end, e.kind)))


def without(text: str, found: Sequence[Entity]) -> str:
    """The text without what is named in it."""
    for entity in sorted(found, key=lambda e: -e.start):
        text = text[: entity.start] + " " + text[max(entity.start, entity.end) :]
    return text


def _of_kind(
    text: str, kind: EntityKind, around: Around, kinds: Mapping[str, EntityKind], found: list[Entity]
) -> Iterator[Found]:
    asked = around.asked == kind.name
    if kind.kind == "pattern":
        phones = [(e.start, e.end) for e in found if kinds[e.kind].kind == "phone" and e.text.startswith("+")]
        for match in _compiled(kind.pattern).finditer(text):
            if labels.of_another(text, match.start(), match.end()):
                continue
            if not any(start < match.start() and match.end() <= end for start, end in phones):
                yield match.start(), match.end(), _canonical(match.group())
    elif kind.kind == "list":
        yield from _answers(text, kind, around) if kind.is_yes_no else listed.find(text, kind)
    elif kind.kind == "email":
        for match in _EMAIL.finditer(text):
            yield match.start(), match.end(), match.group().lower()
        for match in _SPELT.finditer(text):
            # "I ordered at shop.example" names a site.
            if _DOT.search(match[0]) or " at " not in match[0]:
                yield match.start(), match.end(), f"{match[1]}@{_DOT.sub('.', match[2])}.{match[3]}".lower()
    elif kind.kind == "phone":
        yield from _phones(text, kind, around)
    elif kind.kind == "amount":
        yield from amounts.find(text, around.region)
    elif kind.kind == "date":
        if around.at:
            region = around.region or kind.region
            first = region in dates.MONTH_FIRST or (not region and around.language == "zh")
            today = day_of(around.at, kind.timezone)
            for found_date in dates.find(text, today, month_first=first, language=around.language, words=kind.words):
                if kind.has_room(found_date[2], today):
                    yield found_date
    elif kind.kind == "time":
        if around.at:
            dated = any(kinds[e.kind].kind == "date" for e in found)
            yield from times.find(text, local(around.at, kind.timezone), dated=dated, words=kind.words)
    elif kind.kind == "quantity":
        things = [(e.start, e.end) for e in found if kinds[e.kind].kind == "list" and e.value not in ("yes", "no")]
        yield from quantities.find(text, things, asked=asked)
    else:
        whole = asked and not _answers_only(text, kinds, around)
        whole = whole and not foreign.is_common(names.without_particles(text), around.language)
        yield from names.find(text, around.named.get(kind.name, ()), asked=whole, words=kind.words)


def _answers_only(text: str, kinds: Mapping[str, EntityKind], around: Around) -> bool:
    """Whether it is a yes or a no and nothing else, which is nobody's name."""
    bare = text.strip(" .!?,")
    answers = (found for kind in kinds.values() if kind.is_yes_no for found in _answers(text, kind, around))
    return any(text[start:end].strip(" .!?,") == bare for start, end, _ in answers)


def _answers(text: str, kind: EntityKind, around: Around) -> Iterator[Found]:
    """Yes and no. A no that is none counts beside a yes all the same: nothing is done while in doubt."""
    found = list(listed.find(text, kind))
    if around.confirming and answers.consents(text, around.question):
        found = [(0, len(text), "yes")]
    elif all(value == "no" for _, _, value in found):
        found = [(start, end, value) for start, end, value in found if answers.is_no(text, start, end, around.question)]
    yield from found


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day_of(at: str, timezone: str) -> date:
    """The day that an instant belongs to where the business is."""
    return local(at, timezone).date()


def local(at: str, timezone: str) -> datetime:
    """An instant by the clock of where the business is."""
    return datetime.fromisoformat(at).astimezone(_zone(timezone or "UTC"))


def _canonical(text: str) -> str:
    return re.sub(r"[\s#号:]", "", text).upper()


def _dialled(match: phonenumbers.PhoneNumberMatch) -> bool:
    """Whether it is written as one dials it: other long numbers have no 0 before the area code."""
    if match.raw_string.startswith(("+", "0", "(")) or match.number.country_code == _NORTH_AMERICA:
        return True
    return phonenumbers.number_type(match.number) not in _WITH_AREA


def _phones(text: str, kind: EntityKind, around: Around) -> Iterator[Found]:
    """Numbers with a country code, then those of the locale's region, the shop's, and in Chinese of China."""
    if not _NUMBERS.search(text):
        return
    taken: list[tuple[int, int]] = []
    regions = [around.region, kind.region, "CN" if around.language == "zh" else ""]
    for region in dict.fromkeys(r for r in (*regions, None) if r != ""):
        for number in phonenumbers.PhoneNumberMatcher(text, region):
            span = number.start, number.end
            if any(span[0] < end and span[1] > start for start, end in taken) or not _dialled(number):
                continue
            taken.append(span)
            yield *span, phonenumbers.format_number(number.number, phonenumbers.PhoneNumberFormat.E164)
