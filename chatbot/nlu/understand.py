"""One message into an `Understanding`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ..domain.content import Content
from ..domain.conversation import Conversation
from ..domain.understanding import OUT_OF_SCOPE, Entity, IntentScore, Mood, Thresholds, Understanding, Verdict
from ..ports import IntentScorer, Knowledge, LanguageDetector, SentimentClassifier
from . import clauses, context, entities, foreign, guesses, hints, idioms, language, names, requests
from .entities import Around
from .text import has_words, normalise
from .text import words as words_of

KEPT = 5
GREETING, FAREWELL, FRAUD = "greeting", "goodbye", "fraud"
COMPLAINT, LEGAL = "complaint", "legal_threat"
_WAVE = re.compile(r"\W*(?:88+|886+|8\s8|3166)\W*")
"""Farewells by their sound, in a Chinese conversation."""
_OF_FEELINGS = frozenset({"compliment", "complaint", "thanks"})
MILD, SURE = -0.6, 0.9
"""How unhappy a question after opening hours may sound, and how sure it must be one."""
SAID_SO = 0.8
"""How sure a bare outburst is a complaint: enough to offer a human, too little to call one."""
CLAIMED, TOLD = 0.75, 0.3
"""From these probabilities on a claim for compensation is about what its other words say: whatever it is, or what went
wrong."""
LEAST_OPTION = 0.07
"""An intent less probable than this is no option to offer."""
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
        worded = has_words(text)
        harmless = clauses.may_harm(text)
        score = cache(lambda words: self._score(words, chosen, harmless=harmless))
        introduced = self._introduces(text, found, around)
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
        elif scores and COMPLAINT in self.content.intents and scores[0].probability < SURE and idioms.complains(text):
            scores = (IntentScore(COMPLAINT, SAID_SO),)
        elif worded or len(found) > 1:
            asked, scores = self._asked(text, found, scores, score, conversation, around.asked)
        judged = self._verdict(scores, asked) if worded or waved or asked.requests else "empty"
        lookup = self.knowledge is not None and not asked.denied and len(asked.requests) < 2
        explained = lookup and self._may_be_explained(judged, scores)
        kinds = self.content.entities
        # "I haven't got one" counts nothing.
        named = [e for e in found if not kinds[e.kind].is_yes_no and kinds[e.kind].kind != "quantity"]
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
            quote=self.knowledge.find(text, chosen) if self.knowledge and explained else None,
            foreign=alien,
            guesses=guesses.find(text, self.content.entities, found),
            wrong=guesses.wrong(text, self.content.entities, found),
            hints=hints.find(text, named, entities.without(text, found)),
        )

    def _asked(
        self, text: str, found: tuple[Entity, ...], scores: tuple[IntentScore, ...], score: requests.Score,
        conversation: Conversation, slot: str,
    ) -> tuple[requests.Found, tuple[IntentScore, ...]]:  # fmt: skip
        """What it asks for, and the scores of the message in the light of that; `slot` is the kind just asked for."""
        named = [e for e in found if not self.content.entities[e.kind].is_yes_no]
        same = context.again(text, named, scores, conversation, self.content)
        if same:
            return requests.Found(same if len(same) > 1 else ()), same[0].intents
        confirming = slot in self.content.entities and self.content.entities[slot].is_yes_no
        waiting = conversation.owner == "queue"
        asked = requests.find(text, found, self.content, score, waiting=waiting, confirming=confirming)
        if len(asked.requests) > 1:
            return asked, asked.requests[0].intents
        if asked.denied:
            return asked, self._wanted(asked, scores, score)
        if asked.sole:
            return asked, asked.sole
        scores = context.with_farewell(text, scores, self.content)
        scores = context.without_farewell(text, self._whether(text, named, scores, score), named, self.content)
        scores = context.refers_back(text, scores, named, conversation, self.content)
        return asked, context.follow_up(text, scores, named, conversation, self.content)

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

    def _may_be_explained(self, judged: Verdict, scores: tuple[IntentScore, ...]) -> bool:
        """Whether an article may answer as well: no intent is sure, or one with the same answer for everybody is."""
        best = self.content.intents.get(scores[0].intent) if scores else None
        sure = judged == "answer" and best is not None and not (best.general or best.yields)
        return judged != "empty" and not sure

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
        if judged != "answer" or best is None or mood.label != "unhappy":
            return mood
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
        """The scores; a message that is an intent's title, as a tapped quick reply is, is that intent.

        Where a `harmless` message only asks what could happen, none of it is for a human at once; an angry
        customer who calls us cheats reports no fraud, and who wants to be compensated goes to no court.
        """
        for intent in self.content.intents.values():
            if text.casefold() in (title.casefold() for title in intent.title.values()):
                return (IntentScore(intent.name, 1.0),)
        scores = self.intents.score(idioms.plain(text), language)
        first = scores[0] if scores else IntentScore(OUT_OF_SCOPE, 0.0)
        grave: set[str] = set()
        if harmless:
            grave = {name for name, intent in self.content.intents.items() if intent.escalate == "always"}
        claims = hints.claims(text)
        grave |= {FRAUD} if hints.calls_names(text) else set()
        grave |= {LEGAL} if claims else set()
        if grave:
            kept = [s for s in scores if s.intent not in grave]
            whole = sum(s.probability for s in kept) or 1.0
            scores = tuple(replace(s, probability=s.probability / whole) for s in kept)
        if claims and (first.intent == LEGAL or first.probability < CLAIMED):
            scores = self._claimed(scores)
        return tuple(scores[:KEPT])

    def _claimed(self, scores: Sequence[IntentScore]) -> tuple[IntentScore, ...]:
        """The scores of who wants to be compensated: what went wrong where that is told, else a complaint."""
        known = self.content.intents
        wrong = {n for n, i in known.items() if i.action is not None and i.escalate in ("offer", "unhappy")}
        told = next((s.intent for s in scores if s.intent in wrong and s.probability >= TOLD), COMPLAINT)
        if told not in known:
            return tuple(scores)
        rest = (replace(s, probability=s.probability * (1 - CLAIMED)) for s in scores if s.intent != told)
        return (IntentScore(told, CLAIMED), *rest)


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
