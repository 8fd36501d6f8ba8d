"""One message into an `Understanding`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ..domain.content import Content
from ..domain.conversation import Conversation
from ..domain.understanding import (
    OUT_OF_SCOPE,
    Entity,
    Hint,
    IntentScore,
    Mood,
    Quote,
    Thresholds,
    Understanding,
    Verdict,
)
from ..ports import IntentScorer, Knowledge, LanguageDetector, SentimentClassifier
from . import (
    asks,
    clauses,
    context,
    entities,
    foreign,
    guesses,
    hints,
    idioms,
    language,
    mending,
    names,
    of_it,
    outbursts,
    properties,
    requests,
)
from .entities import Around
from .mending import COMPLAINT
from .text import has_words, normalise
from .text import words as words_of

KEPT = 5
GREETING, FAREWELL = "greeting", "goodbye"
_WAVE = re.compile(r"\W*(?:88+|886+|8\s8|3166)\W*")
"""Farewells by their sound, in a Chinese conversation."""
_LABEL = re.compile(r"\b(?:my )?e-?mail(?: address)?(?: is)?\b|(?:我的)?邮箱(?:地址)?是?", re.IGNORECASE)
"""What an address is called beside it."""
_OF_FEELINGS = frozenset({"compliment", "complaint", "thanks"})
MILD, SURE = -0.6, 0.9
"""How unhappy a question after opening hours may sound, and how sure it must be one."""
UNSURE = 0.6
"""How sure a mood must be of a question that is not understood."""
SAID_SO = 0.8
"""How sure a bare outburst is a complaint: enough to offer a human, too little to call one."""
INSULTED = -0.5
"""How unhappy an insult is that the model hears nothing in."""
UNKNOWN = 0.3
"""How sure it is that an "other one" which nothing was said of is none of our things."""
LEAST_OPTION = 0.07
"""An intent less probable than this is no option to offer."""
LEAST_QUOTE = 0.6
"""A passage less probable to answer is no answer at all, whatever it is about."""
_RUDE = 0.9
"""So sure the mood of a polite message must be to count as bad."""
SAYS_NOTHING = Mood("neutral", 0.0, 0.0)
"""The mood of a message without words or emoji, or of a name alone: it says nothing about it."""


@dataclass(frozen=True, slots=True)
class Understander:
    """The stages with the models they need."""

    content: Content
    detector: LanguageDetector
    sentiment: SentimentClassifier
    intents: IntentScorer
    knowledge: Knowledge | None = None

    def understand(self, conversation: Conversation, message: str, at: str | None = None) -> Understanding:
        """What `message`, sent `at`, means in this conversation; raises ModelError when a model fails."""
        text = normalise(message)
        chosen, source = language.choose(
            text, self.content.languages, self.detector,
            conversation=conversation.language, locale=conversation.locale,
        )  # fmt: skip
        around = Around.of(conversation, self.content, chosen, at)
        found = entities.find(text, self.content.entities, around)
        other = None if found else context.the_other(text, conversation, self.content)
        found = (other,) if other is not None else found
        worded = has_words(text)
        harmless = clauses.may_harm(text)
        score = cache(lambda words: self._score(words, chosen, harmless=harmless))
        introduced = self._introduces(text, found, around) or (
            GREETING in self.content.intents and clauses.asks_for_attention(text)
        )
        alien = worded and foreign.speaks_another(entities.without(text, found), self.content.languages)
        weather, oneself = clauses.of_the_weather(text), idioms.of_oneself(text)
        mood = SAYS_NOTHING if weather or oneself else self._mood(text, found, unread=introduced or alien)
        if alien:  # as if it had no words
            chosen, source = language.choose(
                "", self.content.languages, self.detector,
                conversation=conversation.language, locale=conversation.locale,
            )  # fmt: skip
        scores = score(text) if worded or found else ()
        waved = FAREWELL in self.content.intents and chosen == "zh" and bool(_WAVE.fullmatch(text))
        asked = requests.Found()
        if introduced or waved:
            scores = (IntentScore(FAREWELL if waved else GREETING, 1.0),)
        elif oneself or (weather and scores[0].intent in _OF_FEELINGS):
            scores = (IntentScore(OUT_OF_SCOPE, 1.0),)
        elif scores and COMPLAINT in self.content.intents and self._bursts_out(text, found, mood, scores, score):
            surely = scores[0].intent == COMPLAINT and scores[0].probability >= SURE
            scores, mood = scores if surely else (IntentScore(COMPLAINT, SAID_SO),), _displeased(mood)
        elif worded or len(found) > 1:
            asked, scores = self._asked(text, found, scores, score, conversation, around.asked)
        if clauses.overcharged(text):
            mood = _displeased(mood)
        judged = self._verdict(scores, asked) if worded or waved or asked.requests else "empty"
        lookup = self.knowledge is not None and not asked.denied and len(asked.requests) < 2
        thing = context.thing(conversation, self.content)
        quality = self._quality(text, found, thing) if len(asked.requests) < 2 else None
        explained = lookup and (quality is not None or self._may_be_explained(judged, scores))
        quote = self._quote(text, chosen, quality, "" if found else thing) if explained else None
        elsewhere = quote is not None and self._of_another(quote, self._meant(text, found, conversation))
        elsewhere = elsewhere or clauses.of_old_things(text)
        kinds = self.content.entities
        # "I haven't got one" counts nothing, and "now" names nothing.
        named = [e for e in found if not kinds[e.kind].is_yes_no and kinds[e.kind].kind not in ("quantity", "time")]
        money = [e for e in named if kinds[e.kind].kind == "amount"]
        beside: dict[Hint, bool] = {
            "quality": quality is not None,
            "other_thing": elsewhere,
        }
        seen = [hint for hint, is_there in beside.items() if is_there]
        mood = mood if "!" in text else self._of_a_plain_question(text, mood, judged, scores)
        return Understanding(
            text=text,
            language=chosen,
            language_source=source,
            verdict=judged,
            intents=scores,
            entities=found,
            mood=mood,
            correction=_corrects(text, self.content.corrections.get(chosen, ()))
            or ((_denies(found) or clauses.replaces(text, found)) and not asked.denied)
            or hints.means(text, named),
            requests=asked.requests,
            denied=asked.denied,
            quote=None if elsewhere else quote,
            foreign=alien,
            guesses=guesses.find(text, self.content.entities, found),
            wrong=guesses.wrong(text, self.content.entities, found),
            hints=(*hints.find(text, named, entities.without(text, found)), *seen),
            asks=asks.find(text, named, money),
        )

    def _quality(self, text: str, found: Sequence[Entity], thing: str) -> str | None:
        """What is asked of the one product that is named, or of the `thing` that was; None where it is something else
        than what it is like."""
        things = [e for e in found if self._is_product(e)]
        if not things:
            return of_it.asked(text) if thing or of_it.of_kinds(text) else None
        return properties.asked(text, things[0]) if len(things) == 1 else None

    def _is_product(self, entity: Entity) -> bool:
        """Whether it is a thing of a list that some request is about."""
        kind = self.content.entities[entity.kind]
        slots = (slot for intent in self.content.intents.values() for slot in intent.slots)
        return kind.kind == "list" and not kind.is_yes_no and any(s.required and s.entity == kind.name for s in slots)

    def _quote(self, text: str, language: str, quality: str | None, thing: str) -> Quote | None:
        """The passage that fits best; of a product's quality only one that speaks of just that.

        What a `thing` is like that the message means and does not name may be found by its name.
        """
        if self.knowledge is None:
            return None
        name = context.name_of(thing, self.content, language) if thing and quality is not None else ""
        found = [self.knowledge.find(query, language) for query in (text, *([f"{name} {text}"] if name else []))]
        quote = max((q for q in found if q is not None), key=lambda q: q.probability, default=None)
        if quote is None or quality is None or properties.told(quality, f"{quote.heading} {quote.text}"):
            return quote
        return None

    def _bursts_out(
        self, text: str, found: Sequence[Entity], mood: Mood, scores: tuple[IntentScore, ...], score: requests.Score
    ) -> bool:  # fmt: skip
        """Whether it is an insult or a cry of anger and asks for nothing."""
        if outbursts.mocks(text):
            return True
        if idioms.complains(text):
            return scores[0].probability < SURE
        left = outbursts.rest(text)
        if left is None or mood.label == "happy" or clauses.of_the_weather(text):
            return False
        if not has_words(left) or (scores[0].intent == COMPLAINT and scores[0].probability >= SURE):
            return True
        numbered = any(self.content.entities[e.kind].kind == "pattern" for e in found)
        rest = score(left)[0]
        surely = scores[0].probability >= SURE or rest.probability >= requests.SURE
        return not numbered and (not surely or rest.intent == COMPLAINT)

    def _asked(
        self, text: str, found: tuple[Entity, ...], scores: tuple[IntentScore, ...], score: requests.Score,
        conversation: Conversation, slot: str,
    ) -> tuple[requests.Found, tuple[IntentScore, ...]]:  # fmt: skip
        """What it asks for, and the scores of the message in the light of that; `slot` is the kind just asked for."""
        named = [e for e in found if not self.content.entities[e.kind].is_yes_no]
        scores = self._beside_addresses(text, found, scores, score)
        same = context.again(text, named, scores, conversation, self.content)
        if same:
            return requests.Found(same if len(same) > 1 else ()), same[0].intents
        if not named and context.of_another(text):
            return requests.Found(), (IntentScore(OUT_OF_SCOPE, UNKNOWN),)
        meant = context.of_the_question(text, scores, conversation, self.content)
        if meant:
            return requests.Found(), meant
        narrowed = context.narrowed(text, named, conversation, self.content)
        if narrowed:
            return requests.Found(), narrowed
        confirming = slot in self.content.entities and self.content.entities[slot].is_yes_no
        waiting = conversation.owner == "queue"
        asked = requests.find(text, found, self.content, score, waiting=waiting, confirming=confirming)
        if len(asked.requests) > 1:
            return asked, asked.requests[0].intents
        if asked.denied:
            return asked, self._wanted(asked, scores, score)
        # "What came" in praise of it, or a mild regret with a farewell, is no request.
        only_said = clauses.regrets(text) or (scores[0].intent in _OF_FEELINGS and outbursts.praises(text))
        if asked.sole and not only_said:
            return asked, asked.sole
        scores = self._of_a_part(text, found, scores, score)
        scores = context.with_farewell(text, scores, self.content)
        scores = context.without_farewell(text, self._whether(text, named, scores, score), named, self.content)
        scores = context.of_the_order(text, scores, named, conversation, self.content)
        scores = context.of_the_topic(text, scores, named, conversation, self.content)
        scores = context.of_what_is_offered(text, scores, named, conversation, self.content)
        scores = context.refers_back(text, scores, named, conversation, self.content)
        return asked, context.follow_up(text, scores, named, conversation, self.content)

    def _beside_addresses(
        self, text: str, found: Sequence[Entity], scores: tuple[IntentScore, ...], score: requests.Score
    ) -> tuple[IntentScore, ...]:  # fmt: skip
        """An address says who asks, and not what for: "check my order, tom@example.org" is about the order."""
        addresses = [e for e in found if self.content.entities[e.kind].kind == "email"]
        rest = _LABEL.sub("", entities.without(text, addresses)) if addresses else ""
        if not has_words(rest) or not scores or scores[0].probability >= requests.SURE:
            return scores
        return max(scores, score(rest), key=lambda s: s[0].probability if s else 0.0)

    def _whether(
        self, text: str, named: Sequence[Entity], scores: tuple[IntentScore, ...], score: requests.Score
    ) -> tuple[IntentScore, ...]:
        """Who asks whether something can be done with this very order does not want to hear what holds for all."""
        best = self.content.intents.get(scores[0].intent) if scores else None
        if best is None or not best.general or not named or not hints.asks_whether(text):
            return scores
        wanted = score(hints.deed(text))
        intent = self.content.intents.get(wanted[0].intent)
        takes = intent is not None and {e.kind for e in named} <= {s.entity for s in intent.slots}
        return wanted if takes and wanted[0].probability >= requests.SURE else scores

    def _of_a_part(
        self, text: str, found: Sequence[Entity], scores: tuple[IntentScore, ...], score: requests.Score
    ) -> tuple[IntentScore, ...]:  # fmt: skip
        """Whoever asks for a part of an order says which: to a model "only the candle" says as much as "only one"."""
        things = [e for e in found if self._is_product(e)]
        if len(things) != 1 or scores[0].probability >= requests.SURE or not hints.means_a_part(text):
            return scores
        (thing,) = things
        meant = score(f"{text[: thing.start]}{hints.one_of_them(text)}{text[thing.end :]}")
        return meant if meant[0].probability >= requests.SURE else scores

    def _may_be_explained(self, judged: Verdict, scores: tuple[IntentScore, ...]) -> bool:
        """Whether an article may answer as well: no intent is sure, or one with the same answer for everybody is."""
        best = self.content.intents.get(scores[0].intent) if scores else None
        sure = judged == "answer" and best is not None and not (best.general or best.yields)
        return judged != "empty" and not sure

    def _meant(self, text: str, found: Sequence[Entity], conversation: Conversation) -> dict[str, set[str]]:
        """The listed things that are named, or meant by "it", by their kind."""
        kinds = [name for name, kind in self.content.entities.items() if kind.values and kind.offers]
        refers = clauses.of_what_was_named(text)
        before = {kind: set(conversation.named.get(kind, ())[-1:]) if refers else set[str]() for kind in kinds}
        return {kind: {e.value for e in found if e.kind == kind} or before[kind] for kind in kinds}

    def _of_another(self, quote: Quote, meant: dict[str, set[str]]) -> bool:
        """Whether a passage that may answer is about another thing than the one that is meant."""
        listed = {kind: self.content.entities[kind] for kind, values in meant.items() if values}
        if quote.probability < LEAST_QUOTE or not listed:
            return False
        about = entities.find(f"{quote.heading}. {quote.text}", listed)
        told = {kind: {e.value for e in about if e.kind == kind} for kind in listed}
        return any(values and not values & meant[kind] for kind, values in told.items())

    def _introduces(self, text: str, found: Sequence[Entity], around: Around) -> bool:
        """Whether somebody only says who they are, unasked: no intent is about that."""
        own = {e: self.content.entities[e.kind].kind for e in found if e.kind != around.asked}
        # With a name goes how to reach its bearer: "this is Tom, tom@example.org".
        spans = [(e.start, e.end) for e, kind in own.items() if kind in ("name", "email", "phone")]
        return GREETING in self.content.intents and "name" in own.values() and names.introduces(text, spans)

    def _mood(self, text: str, found: Sequence[Entity], *, unread: bool) -> Mood:
        """The mood of what is said beside names, numbers and a yes or no."""
        said = words_of(entities.without(text, found))
        known = _mood_words(_Of(self.content))
        # Of words that it never saw the model makes something up.
        silent = unread or not said or bool(known and not known & said)
        if silent and not _has_symbol(text):
            return SAYS_NOTHING
        said_plainly = idioms.plain(text)
        plain = clauses.plain(said_plainly)
        mood = self.sentiment.classify(plain)
        # Who asks to be excused is mostly not the one who was wronged.
        polite = plain != said_plainly and mood.label == "unhappy" and mood.confidence < _RUDE
        return replace(mood, label="neutral", strength=0.0) if polite else mood

    def _of_a_plain_question(self, text: str, mood: Mood, judged: Verdict, scores: tuple[IntentScore, ...]) -> Mood:
        """Displeasure in a question that has no word of it is the model's, not the customer's.

        So is a little of it in one after what holds for all.
        """
        best = self.content.intents.get(scores[0].intent) if scores else None
        if mood.label != "unhappy" or (judged == "answer" and best is None):
            return mood
        if judged != "answer" or best is None:
            return SAYS_NOTHING if mood.confidence < UNSURE and hints.only_asks(text) else mood
        plain = best.general and scores[0].probability >= SURE and mood.strength > MILD
        asks = best.action is not None and hints.only_asks(text)
        return SAYS_NOTHING if plain or asks else mood

    def _verdict(self, scores: tuple[IntentScore, ...], asked: requests.Found) -> Verdict:
        return "answer" if len(asked.requests) > 1 else verdict(scores, self.intents.thresholds)

    def _wanted(
        self, asked: requests.Found, scores: tuple[IntentScore, ...], score: requests.Score
    ) -> tuple[IntentScore, ...]:
        """What a message that denies something is about: what else it says, else that nothing is to be done."""
        wanted = scores
        if asked.only and has_words(asked.only):
            wanted = score(asked.only)
            if wanted[0].probability >= requests.SURE and wanted[0].intent not in asked.denied:
                return wanted
        elif requests.NEVER_MIND in self.content.intents:
            return (IntentScore(requests.NEVER_MIND, 1.0),)
        # Nothing that is unclear may hand over who just said not to want that.
        grave = {name for name, intent in self.content.intents.items() if intent.escalate == "always"}
        return tuple(s for s in wanted if s.intent not in grave.union(asked.denied))

    def _score(self, text: str, language: str, *, harmless: bool = False) -> tuple[IntentScore, ...]:
        """The scores; a message that is an intent's title, as a tapped quick reply is, is that intent."""
        for intent in self.content.intents.values():
            if text.casefold() in (title.casefold() for title in intent.title.values()):
                return (IntentScore(intent.name, 1.0),)
        scores = self.intents.score(idioms.plain(text), language)
        return tuple(mending.mend(scores, text, self.content, harmless=harmless)[:KEPT])


@dataclass(frozen=True, slots=True, eq=False)
class _Of:
    """A content by its identity: to compare all its texts would take longer than to use them."""

    content: Content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Of) and other.content is self.content

    def __hash__(self) -> int:
        return id(self.content)


@lru_cache(maxsize=4)
def _mood_words(of: _Of) -> frozenset[str]:
    """Every word of the messages that the mood was learned from."""
    texts = (text for moods in of.content.moods.values() for texts in moods.values() for text in texts)
    return frozenset().union(*map(words_of, texts))


def _displeased(mood: Mood) -> Mood:
    """The mood of an insult, whatever a model makes of it."""
    return mood if mood.label == "unhappy" else Mood("unhappy", INSULTED, SAID_SO)


def _has_symbol(text: str) -> bool:
    return any(unicodedata.category(c) in ("So", "Sk") for c in text) or any(mark in text for mark in ("!!", "??"))


def verdict(scores: tuple[IntentScore, ...], thresholds: Thresholds) -> Verdict:
    """Answer, clarify between the two best, or out of scope."""
    if not scores or scores[0].intent == OUT_OF_SCOPE or scores[0].probability < thresholds.clarify:
        return "out_of_scope"
    second = scores[1] if len(scores) > 1 else IntentScore(OUT_OF_SCOPE, 0.0)
    close = scores[0].probability - second.probability < thresholds.margin
    if scores[0].probability >= thresholds.answer and not (close and second.intent != OUT_OF_SCOPE):
        return "answer"
    unlikely = second.intent == OUT_OF_SCOPE or second.probability < LEAST_OPTION
    return "out_of_scope" if unlikely and (close or second.intent != OUT_OF_SCOPE) else "clarify"


def _denies(found: tuple[Entity, ...]) -> bool:
    """A leading no with something named behind it: "no, 10236"."""
    return len(found) > 1 and found[0].value == "no" and found[0].start == 0


def _corrects(text: str, markers: tuple[str, ...]) -> bool:
    lower = text.lower()
    return any(marker in lower for marker in markers)
