"""One message into an `Understanding`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..domain.content import Content
from ..domain.conversation import Conversation
from ..domain.understanding import (
    OUT_OF_SCOPE,
    Entity,
    Hint,
    IntentScore,
    LanguageSource,
    Mood,
    Thresholds,
    Understanding,
    Verdict,
)
from ..ports import IntentScorer, Knowledge, LanguageDetector, SentimentClassifier
from . import (
    asks,
    choices,
    clauses,
    context,
    entities,
    foreign,
    guesses,
    hints,
    idioms,
    language,
    mending,
    moods,
    names,
    numbered,
    openings,
    outbursts,
    quotes,
    requests,
    which,
)
from .entities import Around
from .mending import COMPLAINT
from .text import has_words, normalise

KEPT = 5
GREETING, FAREWELL = "greeting", "goodbye"
_WAVE = re.compile(r"\W*(?:88+|886+|8\s8|3166)\W*")
"""Farewells by their sound, in a Chinese conversation."""
_LABEL = re.compile(r"\b(?:my )?e-?mail(?: address)?(?: is)?\b|(?:我的)?邮箱(?:地址)?是?", re.IGNORECASE)
"""What an address is called beside it."""
_OF_FEELINGS = frozenset({"compliment", "complaint", "thanks"})
SURE = 0.9
"""How sure a message must be a complaint to be no mere outburst."""
SAID_SO = 0.8
"""How sure a bare outburst is a complaint: enough to offer a human, too little to call one."""
UNKNOWN = 0.3
"""How sure it is that an "other one" which nothing was said of is none of our things."""
LEAST_OPTION = 0.07
"""An intent less probable than this is no option to offer."""
Scores = tuple[IntentScore, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A message, what it names, and where it was said."""

    text: str
    language: str
    found: tuple[Entity, ...]
    conversation: Conversation
    slot: str
    """The kind of entity that was just asked for."""
    score: requests.Score
    opening: str
    """The intent of a message that only begins or ends a conversation, or ""."""


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
        chosen, source = self._language(text, conversation)
        around = Around.of(conversation, self.content, chosen, at)
        found = self._entities(text, conversation, around)
        alien = has_words(text) and foreign.speaks_another(entities.without(text, found), self.content.languages)
        if alien:  # as if it had no words
            chosen, source = self._language("", conversation)
        harmless = clauses.may_harm(text)
        score = cache(lambda words: self._score(words, chosen, harmless=harmless))
        said = _Said(text, chosen, found, conversation, around.asked, score, self._opens(text, chosen, found, around))
        mood = moods.heard(
            text,
            found,
            self.content,
            self.sentiment,
            unread=said.opening == GREETING or alien or openings.settled(text),
        )
        asked, scores, mood = self._meant(said, mood)
        judged = self._verdict(said, asked, scores)
        explained = quotes.find(
            text, chosen, found, conversation, self.content, self.knowledge, judged, scores,
            several=len(asked.requests) > 1, denied=bool(asked.denied),
        )  # fmt: skip
        kinds = self.content.entities
        # "I haven't got one" counts nothing, and "now" names nothing.
        named = [e for e in found if not kinds[e.kind].is_yes_no and kinds[e.kind].kind not in ("quantity", "time")]
        return Understanding(
            text=text,
            language=chosen,
            language_source=source,
            verdict=judged,
            intents=scores,
            entities=found,
            mood=moods.of_a_plain_question(mood, text, judged, scores, self.content),
            correction=_corrects(text, self.content.corrections.get(chosen, ()))
            or ((_denies(found) or clauses.replaces(text, found)) and not asked.denied)
            or hints.means(text, named),
            requests=asked.requests,
            denied=asked.denied,
            quote=explained.quote,
            foreign=alien,
            guesses=guesses.find(text, self.content.entities, found),
            wrong=guesses.wrong(text, self.content.entities, found),
            hints=(*self._hints(text, named, found), *explained.hints),
            asks=asks.find(text, named, [e for e in named if kinds[e.kind].kind == "amount"]),
        )

    def _language(self, text: str, conversation: Conversation) -> tuple[str, LanguageSource]:
        return language.choose(
            text, self.content.languages, self.detector,
            conversation=conversation.language, locale=conversation.locale,
        )  # fmt: skip

    def _entities(self, text: str, conversation: Conversation, around: Around) -> tuple[Entity, ...]:
        """What it names, or the other one of two that were named."""
        found, kinds = entities.find(text, self.content.entities, around), self.content.entities
        if context.tells_address(text, conversation, self.content):
            return tuple(e for e in found if kinds[e.kind].is_yes_no)
        named = any(not kinds[e.kind].is_yes_no and kinds[e.kind].kind != "quantity" for e in found)
        other = None if named else which.the_other(text, conversation, self.content)
        return found if other is None else (*(e for e in found if kinds[e.kind].is_yes_no), other)

    def _hints(self, text: str, named: Sequence[Entity], found: Sequence[Entity]) -> tuple[Hint, ...]:
        """What its words say; "the first one" of several orders is no part of one."""
        hinted = hints.find(text, named, entities.without(text, found))
        whole = any(which.by_place(e) for e in named)
        return tuple(hint for hint in hinted if not (whole and hint == "part"))

    def _opens(self, text: str, chosen: str, found: Sequence[Entity], around: Around) -> str:
        """The intent of a message that only begins or ends a conversation without saying so; "" for every other."""
        greets = clauses.asks_for_attention(text) or self._introduces(text, found, around)
        if greets and GREETING in self.content.intents:
            return GREETING
        return FAREWELL if FAREWELL in self.content.intents and chosen == "zh" and _WAVE.fullmatch(text) else ""

    def _meant(self, said: _Said, mood: Mood) -> tuple[requests.Found, tuple[IntentScore, ...], Mood]:
        """What it asks for, the scores of its intents, and the mood in the light of these."""
        text, nothing = said.text, requests.Found()
        worded = has_words(text)
        scores = said.score(text) if worded or said.found else ()
        asked = nothing
        if said.opening:
            scores = (IntentScore(said.opening, 1.0),)
        elif openings.regrets(text):
            scores = (IntentScore(OUT_OF_SCOPE, UNKNOWN),)
        elif idioms.of_oneself(text) or (clauses.of_the_weather(text) and scores[0].intent in _OF_FEELINGS):
            scores = (IntentScore(OUT_OF_SCOPE, 1.0),)
        elif scores and COMPLAINT in self.content.intents and self._bursts_out(said, mood, scores):
            surely = scores[0].intent == COMPLAINT and scores[0].probability >= SURE
            scores, mood = scores if surely else (IntentScore(COMPLAINT, SAID_SO),), moods.displeased(mood)
        elif worded or len(said.found) > 1:
            asked, scores = self._asked(said, scores)
        wronged = clauses.overcharged(text) or (mood.label == "neutral" and outbursts.once_more(text))
        return asked, scores, moods.displeased(mood) if wronged else mood

    def _bursts_out(self, said: _Said, mood: Mood, scores: Scores) -> bool:
        """Whether it is an insult or a cry of anger and asks for nothing."""
        text = said.text
        if outbursts.mocks(text):
            return True
        if idioms.complains(text):
            return scores[0].probability < SURE
        left = outbursts.rest(text)
        if left is None or mood.label == "happy" or clauses.of_the_weather(text):
            return False
        if not has_words(left) or (scores[0].intent == COMPLAINT and scores[0].probability >= SURE):
            return True
        numbered = any(self.content.entities[e.kind].kind == "pattern" for e in said.found)
        rest = said.score(left)[0]
        surely = scores[0].probability >= SURE or rest.probability >= requests.SURE
        return not numbered and (not surely or rest.intent == COMPLAINT)

    def _asked(self, said: _Said, scores: Scores) -> tuple[requests.Found, Scores]:
        """What it asks for, and the scores of the message in the light of that."""
        text, found, conversation, score = said.text, said.found, said.conversation, said.score
        named = [e for e in found if not self.content.entities[e.kind].is_yes_no]
        if context.tells_address(text, conversation, self.content):
            return requests.Found(), (IntentScore(context.ADDRESS, 1.0),)
        scores = self._beside_addresses(said, scores)
        scores = numbered.with_number(text, scores, named)
        scores = numbered.about_the_named(scores, named, self.content)
        same = context.again(text, named, scores, conversation, self.content)
        if same:
            return requests.Found(same if len(same) > 1 else ()), same[0].intents
        several = which.counted(text, conversation, self.content)
        if several and all(self.content.entities[e.kind].kind == "quantity" for e in named):
            return requests.Found(), several
        if not named and choices.another(text):
            return requests.Found(), (IntentScore(OUT_OF_SCOPE, UNKNOWN),)
        meant = context.of_the_question(text, scores, conversation, self.content)
        if meant:
            return requests.Found(), meant
        narrowed = context.narrowed(text, named, conversation, self.content)
        narrowed = narrowed or context.of_what_there_is(text, named, self.content)
        if narrowed:
            return requests.Found(), narrowed
        awaited = context.of_what_is_awaited(text, scores, conversation, self.content)
        if awaited is not scores:
            return requests.Found(), awaited
        confirming = said.slot in self.content.entities and self.content.entities[said.slot].is_yes_no
        waiting = conversation.owner == "queue"
        asked = requests.find(text, found, self.content, score, waiting=waiting, confirming=confirming)
        if len(asked.requests) > 1:
            return asked, asked.requests[0].intents
        listed = which.each(text, named, scores, self.content) if not asked.denied else ()
        if listed:
            return requests.Found(listed), listed[0].intents
        if asked.denied:
            return asked, self._wanted(asked, scores, score)
        # "What came" in praise of it, or a mild regret with a farewell, is no request.
        only_said = clauses.regrets(text) or (scores[0].intent in _OF_FEELINGS and outbursts.praises(text))
        if asked.sole and not only_said:
            return asked, asked.sole
        scores = context.with_farewell(text, self._of_a_part(said, scores), self.content)
        scores = context.without_farewell(text, self._whether(said, named, scores), named, self.content)
        scores = context.of_the_order(text, scores, named, conversation, self.content)
        scores = context.of_the_topic(text, scores, named, conversation, self.content)
        scores = context.of_what_is_offered(text, scores, named, conversation, self.content)
        scores = context.refers_back(text, scores, named, conversation, self.content)
        return asked, context.follow_up(text, scores, named, conversation, self.content)

    def _beside_addresses(self, said: _Said, scores: Scores) -> Scores:
        """An address says who asks, and not what for: "check my order, tom@example.org" is about the order."""
        addresses = [e for e in said.found if self.content.entities[e.kind].kind == "email"]
        rest = _LABEL.sub("", entities.without(said.text, addresses)) if addresses else ""
        if not has_words(rest) or not scores or scores[0].probability >= requests.SURE:
            return scores
        return max(scores, said.score(rest), key=lambda s: s[0].probability if s else 0.0)

    def _whether(self, said: _Said, named: Sequence[Entity], scores: Scores) -> Scores:
        """Who asks whether something can be done with this very order does not want to hear what holds for all."""
        best = self.content.intents.get(scores[0].intent) if scores else None
        if best is None or not best.general or not named or not hints.asks_whether(said.text):
            return scores
        wanted = said.score(hints.deed(said.text))
        intent = self.content.intents.get(wanted[0].intent)
        takes = intent is not None and {e.kind for e in named} <= {s.entity for s in intent.slots}
        return wanted if takes and wanted[0].probability >= requests.SURE else scores

    def _of_a_part(self, said: _Said, scores: Scores) -> Scores:
        """Whoever asks for a part of an order says which: to a model "only the candle" says as much as "only one"."""
        text = said.text
        things = [e for e in said.found if quotes.is_product(e, self.content)]
        if len(things) != 1 or scores[0].probability >= requests.SURE or not hints.means_a_part(text):
            return scores
        (thing,) = things
        meant = said.score(f"{text[: thing.start]}{hints.one_of_them(text)}{text[thing.end :]}")
        return meant if meant[0].probability >= requests.SURE else scores

    def _introduces(self, text: str, found: Sequence[Entity], around: Around) -> bool:
        """Whether somebody only says who they are, unasked: no intent is about that."""
        own = {e: self.content.entities[e.kind].kind for e in found if e.kind != around.asked}
        # With a name goes how to reach its bearer: "this is Tom, tom@example.org".
        spans = [(e.start, e.end) for e, kind in own.items() if kind in ("name", "email", "phone")]
        return GREETING in self.content.intents and "name" in own.values() and names.introduces(text, spans)

    def _verdict(self, said: _Said, asked: requests.Found, scores: Scores) -> Verdict:
        if not (has_words(said.text) or said.opening or asked.requests):
            return "empty"
        return "answer" if len(asked.requests) > 1 else verdict(scores, self.intents.thresholds)

    def _wanted(self, asked: requests.Found, scores: Scores, score: requests.Score) -> Scores:
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

    def _score(self, text: str, language: str, *, harmless: bool = False) -> Scores:
        """The scores; a message that is an intent's title, as a tapped quick reply is, is that intent."""
        for intent in self.content.intents.values():
            if text.casefold() in (title.casefold() for title in intent.title.values()):
                return (IntentScore(intent.name, 1.0),)
        scores = self.intents.score(idioms.plain(text), language)
        return tuple(mending.mend(scores, text, self.content, harmless=harmless)[:KEPT])


def verdict(scores: Scores, thresholds: Thresholds) -> Verdict:
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
