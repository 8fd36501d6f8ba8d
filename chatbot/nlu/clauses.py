"""A message into clauses, and what their words say about them. Knows no model and no content.

The words are English and Chinese (`cues`); a message in another language is parted at its punctuation only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.understanding import Entity
from . import cues
from .text import HAN

_SHORT, _SHORT_ZH = 60, 10
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|these|those|this|that)\b", re.IGNORECASE)
_ALTERNATES = re.compile(
    r"\W*(?:or|and|vs\.?|versus|than|\u8fd8\u662f|\u6216|\u548c|\u8ddf|\u4e0e)\W*(?:(?:the|a|an|your|is) )*",
    re.IGNORECASE,
)
_NO = re.compile(r"\W*(?:no+|nope|nah|\u4e0d|\u6ca1\u6709|\u4e0d\u662f)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message at [start, end); `lead` characters of it only join it to what came before."""

    text: str
    start: int
    lead: int = 0

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def ends(self) -> bool:
        """Whether a sentence ends with it."""
        return self.text.rstrip().endswith(tuple(cues.END))

    @property
    def bare(self) -> str:
        """What it says, without "and", "also", "ok"."""
        return self.text[self.lead :].strip()

    @property
    def strong(self) -> bool:
        """Whether it says that something new begins: "another thing"."""
        return bool(cues.SOMETHING_NEW.match(self.text))

    @property
    def asks(self) -> bool:
        """Whether it has the form of a question, a wish or an order, and not that of a statement."""
        text = self.bare
        if HAN.search(text):
            return bool(cues.ASKS_ZH.search(text)) and not _told(text) and not cues.CONDITION.match(text)
        return not cues.CONDITION.match(text) and (
            any(form.match(text) for form in (cues.QUESTION_EN, cues.ORDER_EN, cues.WISH_EN))
            or ("?" in text and not cues.STATEMENT_EN.match(text) and not cues.GOES_ON.match(self.text))
        )

    @property
    def phrase(self) -> bool:
        """Whether it only names what is asked for, as "and your opening hours"."""
        return self.bare.lower().startswith("your ")

    @property
    def shares(self) -> bool:
        """Whether it may have its subject from the clause before: "can I buy it" "and use it abroad"."""
        text = self.bare
        return bool(cues.GOES_ON.match(self.text) and cues.ORDER_EN.match(text)) and not cues.TELL_ME.match(text)

    @property
    def orders(self) -> bool:
        """Whether it tells the bot to do something."""
        return bool(cues.ORDER_EN.match(self.bare))

    @property
    def only_story(self) -> bool:
        """Whether it just says what was bought or who one is, which asks for nothing."""
        return bool(cues.CONDITION.match(self.bare)) or (not self.asks and bool(cues.STORY.match(self.bare)))

    @property
    def says_where(self) -> bool:
        """Whether it says where somebody is, and no more."""
        return bool(cues.WHERE.fullmatch(self.bare.rstrip(cues.END + cues.COMMA)))

    @property
    def refers(self) -> bool:
        """Whether it speaks of something named before."""
        return bool(cues.REFERS.search(self.bare))

    @property
    def words(self) -> int:
        """About how many words it has; two ideographs count as one."""
        text = self.bare
        return len(re.findall(r"[^\W\u3400-\u9fff]+", text)) + (len(HAN.findall(text)) + 1) // 2


def _told(text: str) -> bool:
    """Whether a Chinese clause says what happened, or what is not wanted."""
    story = cues.STORY.match(text) and not cues.SURELY_ASKS_ZH.search(text)
    return bool(story or cues.TELLS_ZH.search(text))


def split(text: str) -> tuple[Clause, ...]:
    """The clauses, in order; together they are the text."""
    inside = {m.end() for m in cues.WITHIN.finditer(text)}
    cuts = [m.start() for m in cues.PARTS.finditer(text) if m.start() not in inside]
    cuts = [c for c in dict.fromkeys(cuts) if 0 < c < len(text)]
    parts: list[tuple[int, int]] = []
    start = 0
    for end in [*cuts, len(text)]:
        # "and" alone goes with what it leads to, and so does a sign without words.
        if end == len(text) or _says_something(text[start:end]):
            parts.append((start, end))
            start = end
    if len(parts) > 1 and not _says_something(text[slice(*parts[-1])]):
        parts[-2:] = [(parts[-2][0], parts[-1][1])]
    return tuple(Clause(text[a:b], a, lead(text[a:b])) for a, b in parts if b > a)


def _says_something(text: str) -> bool:
    return bool(re.search(r"\w", text)) and not (cues.LEAD_EN.fullmatch(text) or cues.LEAD_ZH.fullmatch(text))


def lead(text: str) -> int:
    """How many characters at its start say nothing but that it goes on; 0 where nothing else is left."""
    found = max((m.end() for m in (cues.LEAD_EN.match(text), cues.LEAD_ZH.match(text)) if m), default=0)
    return found if text[found:].strip(cues.COMMA + cues.END + " ") else 0


def plain(text: str) -> str:
    """The text without what only asks to be excused for asking; all of it where nothing else is left."""
    rest = cues.COURTESY.sub(" ", text).strip(f" {cues.COMMA}")
    return rest if rest.strip(cues.END) else text


def replaces(text: str, found: Sequence[Entity]) -> bool:
    """Whether it names one thing in place of another and says no more: "not the lamp, the vase"."""
    things = [e for e in found if e.value not in ("yes", "no")]
    if len(things) != 2 or things[0].kind != things[1].kind or things[0].value == things[1].value:
        return False
    one, other = things
    between = cues.RATHER.fullmatch(text[one.end : other.start])
    return bool(between and cues.NOT_THAT.fullmatch(text[: one.start])) and joins(text[other.end :])


def leaves_out(text: str, start: int, end: int) -> bool:
    """Whether what stands at [start, end) is named as what is not meant: "anywhere outside Germany"."""
    return bool(cues.LEFT_OUT_BEFORE.search(text[:start]) or cues.LEFT_OUT_BEHIND.match(text, end))


def joins(text: str) -> bool:
    """Whether there is nothing but "and" and the like in it, as between the members of a list."""
    return bool(cues.BETWEEN.fullmatch(text))


def compares(text: str) -> bool:
    """Whether things are set against each other in it, so that they belong to one question."""
    return bool(cues.COMPARES.search(text))


def denied(text: str) -> str | None:
    """What a clause says not to be wanted: "a human" of "I don't need a human"; None where nothing is.

    A thing is only what somebody says not to want: "never signed up" tells what happened.
    """
    said = cues.SAID_BEFORE.match(text)
    text = text[said.end() :] if said else text
    nothing = cues.NOTHING.match(text)
    if nothing or (said and said["no"]):
        return nothing["deed"] if nothing else text.strip(" .!")
    found = cues.DENIAL.search(text)
    if found is None or cues.NO_DENIAL.search(text):
        return None
    if not (found["wish"] or HAN.search(text) or deed(text[found.end() :])):
        return None
    return text[found.end() :].strip(" .!\u3002\uff01\u4e86\u5427\u5462\u554a") or None


def prefers_bot(text: str) -> bool:
    """Whether it asks for the bot in place of a human."""
    return bool(cues.PREFERS_BOT.search(text)) and not cues.NOT_THE_BOT.search(text)


def alternates(text: str) -> bool:
    """Whether it stands between two things that are set against each other."""
    return bool(_ALTERNATES.fullmatch(text))


def adds(text: str) -> bool:
    """Whether it says that something comes on top: "10241 too"."""
    return bool(cues.ALSO.search(text))


_OF_WHAT_ZH = re.compile(
    "(?:哪里|哪儿|哪国|哪个国家|什么|啥|生产|制造|产地|材质|材料|木头|面料|布料|进口|国产|实木|真皮|是不是|都是"
    "|[那这是个款在哪产做木的吗么呢啊呀不用,.!?~\uff0c\u3002\uff01\uff1f\\s])++"
)
"""Asks where something comes from or what it is made of, and leaves out what: 哪产的."""
_MADE_ZH = re.compile("[产做材料木皮]|进口")


def asks_of_it(text: str) -> bool:
    """Whether it is one question about something that was named before: "how do I spend them"."""
    parts = split(text)
    return len(parts) == 1 and parts[0].asks and parts[0].refers


def asks_of_them(text: str) -> bool:
    """Whether it is about several things named before: the bot itself asks about one."""
    return bool(cues.SEVERAL.search(text))


def of_what_was_named(text: str) -> bool:
    """Whether a short message speaks of something named before: by a word for it, or, in Chinese, by none."""
    if HAN.search(text):
        return len(text) <= _SHORT_ZH
    return len(text) <= _SHORT and bool(_PRONOUN.search(text))


def says_it(text: str) -> bool:
    """Whether it has a word for something named before."""
    return bool(_PRONOUN.search(text) or "\u5b83" in text or (_OF_WHAT_ZH.fullmatch(text) and _MADE_ZH.search(text)))


def ends_with_farewell(text: str) -> bool:
    """Whether its last words are a farewell, and no question."""
    return bool(cues.FAREWELL.search(text)) and not text.rstrip().endswith(("?", "\uff1f")) and not split(text)[-1].asks


def regrets(text: str) -> bool:
    """Whether it only finds something a pity and takes leave: "shame. bye"."""
    return bool(cues.REGRETS.fullmatch(text))


def not_there(text: str) -> bool:
    """Whether it says that something has not arrived, which is no spare part and no answer to a claim."""
    return bool(cues.NOT_THERE.search(text))


def may_harm(text: str) -> bool:
    """Whether a message only asks if something could do harm, and tells of none that was done."""
    return bool(cues.MAY_HARM.match(text)) and not cues.HARMED.search(text)


_CALLS_ZH = re.compile(
    "(?:你好|您好|亲|哈喽|在吗|在么|[,.!~\uff0c\u3002\uff01\uff5e\\s])*+(?:客服)?(?:mm|妹妹|妹子|小姐姐|小哥哥|姐姐|小姐|美女|帅哥|老师|亲|宝|店家|店主|掌柜的?|老板|小二|店小二)"
    "(?:在吗|在么|在不在|在不|你好|您好|[呀啊哈呢,.!?~\uff0c\u3002\uff01\uff1f\uff5e\\s])*",
    re.IGNORECASE,
)
"""Calls whoever serves, and says no more: 客服mm, 老板在吗."""


def asks_for_attention(text: str) -> bool:
    """Whether a message only asks if anybody has time: "hello, do you have a minute?"."""
    return bool(cues.ATTENTION.fullmatch(text) or _CALLS_ZH.fullmatch(text))


def tells_of_cancelling(text: str) -> bool:
    """Whether it says that something was cancelled by others, and does not ask for that: "why was it cancelled"."""
    return bool(cues.CANCELLED_FOR_ME.search(text))


def takes_out(text: str) -> bool:
    """Whether a piece of an order is to be removed: "can I remove something?", and none of one's own data."""
    return bool(cues.TAKES_OUT.search(text)) and not (cues.OWN_DATA.search(text) or cues.OF_ORDERS.search(text))


def came_short(text: str) -> bool:
    """Whether it says that less came than was ordered: "only 3 of the chairs arrived"."""
    return bool(cues.CAME_SHORT.search(text))


def overcharged(text: str) -> bool:
    """Whether it says that more was taken than the price that was shown; not that it was taken twice."""
    return bool(cues.OVERCHARGED.search(text)) and not cues.CHARGED_OTHERWISE.search(text)


def of_own_data(text: str) -> bool:
    """Whether it speaks of an account, an address or other data of somebody's own."""
    return bool(cues.OWN_DATA.search(text))


def only_no(text: str) -> bool:
    """Whether it is a "no" and nothing else, which gives up nothing by itself."""
    return bool(_NO.fullmatch(text))


def of_refunds(text: str) -> bool:
    """Whether it speaks of getting back what was paid."""
    return bool(cues.OF_REFUNDS.search(text))


def of_money(text: str) -> bool:
    """Whether it speaks of money that is paid or taken."""
    return bool(cues.OF_MONEY.search(text))


def of_old_things(text: str) -> bool:
    """Whether it asks if we take what a customer does not use any more: "do you take old sofas?"."""
    return bool(cues.OLD_THINGS.search(text)) and not cues.OWN_DATA.search(text)


def of_the_weather(text: str) -> bool:
    """Whether a message is about the weather and nothing that a shop has to do with."""
    return bool(cues.WEATHER.search(text)) and not cues.OF_THE_SHOP.search(text)


def complains_of_waiting(text: str) -> bool:
    """Whether it is about how long something takes."""
    return bool(cues.COMPLAINS_OF_WAITING.search(text))


def stops_waiting(text: str) -> bool:
    """Whether it says no more than that one will not wait for a human."""
    return bool(cues.STOPS_WAITING.fullmatch(text))


def goes_on_no_longer(text: str) -> bool:
    """Whether it says that something is to be stopped: "I don't want it any more"."""
    return bool(cues.NO_LONGER.search(text))


def deed(text: str) -> bool:
    """Whether it names something to be done, or a person: a thing that is not wanted ("my order") may be a request."""
    return bool(cues.DENIED.match(text.strip()))
