"""How strongly something is said: "a bit annoyed", "annoyed", "ABSOLUTELY FURIOUS!!!".

A classifier of moods is as sure of the first as of the last, so its probability is no strength. What makes words
stronger or weaker is counted here, as sentiment lexicons do (SO-CAL, Taboada and others 2011; VADER, Hutto and Gilbert
2014): words for English and Chinese, capitals, marks, stretched words and emoji for any language.
"""

from __future__ import annotations

import re
import unicodedata

PLAIN = 0.75
"""What is said without emphasis."""
_WEAKEST, _STEP_DOWN, _STEP_UP, _LOUDEST = 0.35, 0.2, 0.15, 1.0
_SHOUTED, _ENOUGH = 0.7, 6
"""Share of capitals among at least so many letters from which on a message is shouted."""
CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
"""A word in capitals alone."""

_WEAKER = re.compile(
    r"\b(?:a (?:bit|little|tad|touch|few|minor)|bit of an?|slight(?:ly)?|somewhat|mildly|fairly|kind ?of|kinda|"
    r"sort ?of|sorta|rather|quite|"
    r"not (?:so|that|too|very|really|quite|all that|exactly|entirely|totally|completely|perfect|ideal|great)|"
    r"(?:is|was|are|were)n'?t (?:so|that|too|very|really|quite|exactly|entirely|perfect|ideal|great)|"
    r"could be (?:better|worse)|okay|ok|so-so|meh|more or less|passable|acceptable)\b"
    "|有一?点|有些|稍微|略微|稍|略|一点点|差了?点|不太|不是很|不是特别|不是最|不是百分百|不够|不算|不怎么|不大|还行|还可以|还凑合|凑合|"
    "一般|马马虎虎|过得去|小小"
)
_STRONGER = re.compile(
    r"\b(?:very|extremely|absolutely|utterly|totally|completely|entirely|incredibly|really|truly|deeply|beyond|"
    r"super|so|such an?|too|ever|never again|once and for all|at all|whatsoever|immediately|right now|at once|"
    r"furious|livid|fuming|enraged|outraged|outrageous|disgust(?:ed|ing)|appall(?:ed|ing)|abysmal|atrocious|horrendous|"
    r"horrible|horrific|terrible|awful|worst|hate|loathe|detest|despise|unacceptable|ridiculous|pathetic|disgraceful|"
    r"disgrace|shameful|shame|useless|worthless|rubbish|garbage|trash|crap|nightmare|scam(?:mers?)?|fraud|cheats?|thie(?:f|ves)|"
    r"liars?|idiots?|incompetent|fed up|sick of|had enough|joke|ruined|destroyed|bs|wtf|bull ?shit|shit\w*|damn|bloody|"
    r"hell|fuck\w*|f\*+\w*|amazing|fantastic|fabulous|wonderful|brilliant|excellent|superb|outstanding|perfect(?:ly)?|"
    r"flawless|gorgeous|stunning|adore|love|thrilled|delighted|ecstatic|over the moon|best|incredible|awesome|"
    r"magnificent|a million|a thousand|made my (?:day|week)|lifesaver)\b"
    "|非常|极其|极为|极度|特别|十分|万分|相当|太|超级|超|巨|贼|简直|根本|完全|彻底|绝对|实在|真的很|最|从来没|再也不|再也没|一辈子|这辈子|"
    "死了|死我|要死|死人|得不得了|不得了|得要命|要命|透了|透顶|极了|爆了|炸了|绝了|绝绝子|到家了|一塌糊涂|"
    "气死|愤怒|恼火|火大|忍无可忍|岂有此理|恶心|垃圾|骗子|骗人|坑人|坑爹|坑货|黑店|奸商|无耻|差劲|烂|滚|他妈|妈的|卧槽|tmd|"
    "马上|立刻|立即|赶紧|完美|惊喜|超赞|太赞|神器|爱了|爱死|满分|棒极|一级棒|激动"
)
_MARKS = re.compile(r"[!?]")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_FACES = re.compile("[😀-🙏🤐-🤯🤬🥰🥳🥺❤💔💕-💟👍👎👏🎉🔥💩✨🌟⭐🤗🤩]")
_HEATED = re.compile("[😠😡😤🤬👿💢😭💔💩👎🔥😍🥰🤩🥳🎉❤💕-💟😱]")


def intensity(text: str) -> float:
    """From 0.35 (barely said) over `PLAIN` to 1 (shouted, sworn or raved)."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    lowered = plain.lower()
    weaker = len(_WEAKER.findall(lowered))
    # "Not very" is weak, whatever "very" is.
    stronger = len(_STRONGER.findall(_WEAKER.sub(" ", lowered)))
    level = min(stronger, 2) + _loudness(plain) - 1.5 * min(weaker, 2)
    found = PLAIN + (level * _STEP_UP if level > 0 else level * _STEP_DOWN / 1.5)
    return min(_LOUDEST, max(_WEAKEST, found))


def shouted(text: str) -> bool:
    """Whether the whole message is in capitals, or nearly so."""
    letters = [c for c in text if c.isalpha() and (c.isupper() or c.islower())]
    return len(letters) >= _ENOUGH and sum(c.isupper() for c in letters) > _SHOUTED * len(letters)


def _loudness(text: str) -> float:
    marks = len(_MARKS.findall(text))
    faces, heated = len(_FACES.findall(text)), len(_HEATED.findall(text))
    return (
        (1.5 if shouted(text) else 1.0 if CAPITALS.search(text) else 0.0)
        + (1.5 if marks >= 3 else 0.5 if marks == 2 or "!" in text else 0.0)
        + (1.0 if _STRETCHED.search(text) else 0.0)
        + (1.5 if faces >= 3 or heated >= 2 else 1.0 if heated else 0.0)
    )
