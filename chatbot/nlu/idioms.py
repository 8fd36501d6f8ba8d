"""Sayings that do not mean what their words say: nobody who is "bored to death" or 累死了 is in danger.

They are written out plainly before a model reads them. English and Chinese; knows no model and no content.
"""

from __future__ import annotations

import re

from . import outbursts

ASKING_NO_ZH = "(?<=[能以行会要支持大好吵重贵难方便有送到退换用开装修洗拆给发收卖选])不"
"""A 不 behind what it makes a question of: 能装不 asks like 能装吗."""
_STATE_ZH = "笑死|累死|饿死|餓死|困死|热死|熱死|冷死|冻死|渴死|忙死|馋死|乐死|撑死|穷死"
_FELT_ZH = (
    "等|笑|累|饿|餓|困|急|气|氣|烦|煩|慢|贵|貴|热|熱|冷|冻|渴|忙|吵|丑|恶心|无聊|美|爱|想|高兴|开心|乐|羡慕|可爱|好吃|馋|坑|冤|郁闷|尴尬"
    "|麻烦|难看|难用|难吃|讨厌|恨|蠢|笨|差|烂|撑|愁|憋屈|臭|脏|便宜|喜欢|担心|操心|穷"
)
_DEADLY_ZH = re.compile(
    rf"(?:真的?|太|都|简直|快要?|要|给)*(?P<how>{_FELT_ZH})(?:得|的)?(?:死(?!活|亡|者|机|掉|循环|了算|了一了)|(?:我)?(?:要|想)死|半死|个半死)"
    r"(?:我|人|个人|俺|宝宝|本人|老子|老娘|了我)?(?:了|啦|咯|喽)*"
)
_ANNOYING_ZH = "等|急|气|氣|烦|煩|慢|吵|丑|坑|恶心|差|烂|难看|难用|难吃|讨厌|恨|蠢|笨|臭|脏"
_MEANT_ZH = {"等": "等太久了,太慢了", "笑": "太好笑了", **dict.fromkeys(("气", "氣", "烦", "煩"), "让人生气")}
_PLAIN_ZH = (
    (re.compile("(?:等得|等的|等到)?(?:花儿?都|黄花菜都|我?都)(?:谢|凉)了"), _MEANT_ZH["等"]),
    (re.compile("死活(?=[不没登打进付下收])"), "就是"),
    (re.compile("该死的?|死鬼"), ""),
    (re.compile("(?:吓|嚇)死(?:我|人|宝宝)?(?:了|啦)*"), "吓了一跳"),
    (re.compile("(?:客服|人工?|[你您]们)(?:们|都|又|到底|全)*死(?:到|去)?哪(?:儿|里)?去?了?"), "叫人工客服来"),
    (re.compile("死(?:到|去)?哪(?:儿|里)?去?(?=了|啦|[?\uff1f\\s]|$)"), "在哪里"),
    (
        re.compile("(?:[你您]们?|客服)(?:都|全|是不是|怎么还?不|给我)*(?:去死|死[光绝]?了?)(?=[了啦吧吗啊呀]|\\W|$)"),
        "你们太差劲",
    ),
    (re.compile("卡死"), "卡住"),
    (re.compile("晕死(?:我|人)?了?"), "真无语"),
    (re.compile("死心(?!塌地)"), "失望"),
    (re.compile("死(?=贵|沉|慢|重|难|板|硬)"), "特别"),
    (re.compile("死不(?=承认|认账|认错|退|改|给|处理)"), "就是不"),
    (re.compile("(?<=[查问看催找])下(?=单子|订单)"), "一下"),
    (re.compile("木有|莫得"), "没有"),
    (
        re.compile(
            "^(?:求求?(?:[你您]们?)?了?|拜托(?:[你您]们?)?了?|行行好)[,.!\uff0c\u3002\uff01\\s]*(?=.{2})(?!推荐)"
        ),
        "",
    ),
    (re.compile("^.{0,4}?算了吧?[,\uff0c\\s]*(?=还是(?![算不别没等先]))"), ""),
    (re.compile("^那[就也]?没意思了?[啊呀嘛]?$"), "算了"),
    (re.compile(f"(?:{ASKING_NO_ZH}|(?<=有.)没|(?<=有..)没|(?<=有...)没)(?=[?\uff1f\\s]*$)"), "吗"),
)
_DESPAIRS_ZH = re.compile(
    "不想活|想死(?!了?你)|自杀|轻生|活着|活不下去|了结|解脱|结束生命|不如死|死了算|跳楼|割腕|遗书|救命|(?<!^那)(?<!^那就)(?<!^那也)没意思|等死(?![了我人个])"
)
_TRYING_EN = (
    r"(?:this|that|it|wait(?:ing)?|suspense|delays?|queue|prices?|cost|postage|shipping|delivery|heat|cold|site|website|app"
    r"|chat|bot|service)"
)
"""What kills nobody: who says so of people, smells or pain is taken at their word."""
_PLAIN_EN = tuple(
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in (
        (r"\b(bored|tired|scared|worried|sick|starved|starving|freezing|frozen|annoyed|frightened|stressed|love[ds]?"
         r"|loving|thrilled|waiting|waited|worked|done|talked|laughing) (?:half )?to death\b", r"very \1"),
        (r"\b(?:i'?m|i am|we'?re|we are|almost|nearly|just)? ?(?:dying|dead|died|die) (?:of|from|with) laugh\w*",
         "that is funny"),
        (r"\b(?:dying|died|die|dead) (?:of|from|with) (hunger|thirst|boredom|curiosity|embarrassment|impatience"
         r"|excitement|heat|cold)\b", r"full of \1"),
        (r"\b(?:dying|died|dead) laughing\b", "laughing"),
        (r"\b(?:dying|die) waiting\b", "waiting far too long"),
        (r"\bdying (?:to|for)\b", "eager to"),
        (rf"\b({_TRYING_EN}) (?:is|are) (?:literally |really |absolutely |all )?killing me\b(?! slowly)",
         r"\1 is terrible"),
        (r"\b(?:you'?re|you are) (?:literally |really |absolutely |all )?killing me\b(?! slowly)", "is terrible"),
        (rf"\b(?:this|that|the|your) ({_TRYING_EN}) kills me\b", r"this \1 is terrible"),
        (r"\bto die for\b", "lovely"),
        (r"\bdrop[- ]dead gorgeous\b", "gorgeous"),
        (r"\bover my dead body\b", "no way"),
        (r"\bdead (tired|slow|easy|wrong|sure|serious|cheap|simple|boring|expensive|good|quiet|useless)\b", r"very \1"),
        (r"(?: would| could|'d) (?:kill|murder) for\b", " would love"),
        (r"\bi'?m (?:so |literally |actually )?dead(?= *(?:lol|lmao|haha|rofl|xd|\U0001f602|\U0001f480|\U0001f923))",
         "that is funny"),
        (r"\bkill(?:ing|s)? (?:some |the )?time\b", "pass time"),
        (r"\b(?:worry|fret) myself sick\b", "worry a lot"),
    )
)  # fmt: skip
_DESPAIRS_EN = re.compile(
    r"\b(?:want|wish|going|ready|rather|better) (?:i (?:was|were) |to be |to |off )?(?:die|dead|dying)\b|\bsuicid\w*"
    r"|\bkill(?:ing)? myself\b|\bend (?:it all|my life)\b|\bhurt(?:ing)? myself\b|\bno reason to live\b|\bslit\b",
    re.IGNORECASE,
)
_OWN_STATE = re.compile(
    rf"(?:我|今天|真的?|快|好|都|哈|的|啊|呀|要|了|上班|干活|\s)*+(?:{_STATE_ZH})(?:我|人|个人|宝宝)?(?:了|啦|咯|喽|啊|呀|哈|[,.!~?\s\uff0c\u3002\uff01])*+",
)

_COMPLAINS = re.compile(
    rf".{{0,6}}?(?:{_ANNOYING_ZH})(?:得|的)?(?:死|(?:我)?要死|半死|个半死)(?:我|人|个人)?(?:了|啦|咯|喽|[,.!~\s\uff0c\u3002\uff01])*"
    "|(?:你们?家?|您们?|店家?|商家|客服|贵店)?(?:就|也就|就是|只有)(?:这么?|这种|这个|这点)(?:点|个|样的)?(?:办事)?(?:效率|服务|态度|水平|速度|质量|素质)(?:了|啊|吗|吧|呀|[?,.!~\uff0c\u3002\uff01\uff1f\\s])*"
    r"|.{0,6}?等(?:得|的|到)?(?:我都|花儿?都|黄花菜都)(?:谢|凉)了\W*"
)


def plain(text: str) -> str:
    """The text with its sayings in plain words; as it is where somebody may mean what the words say."""
    if _DESPAIRS_ZH.search(text) or _DESPAIRS_EN.search(text):
        return text
    meant = outbursts.without_mockery(text)
    meant = _DEADLY_ZH.sub(lambda m: _MEANT_ZH.get(m["how"], f"太{m['how']}了"), meant)
    for pattern, words in (*_PLAIN_ZH, *_PLAIN_EN):
        meant = pattern.sub(words, meant)
    return meant.strip() or text


def of_oneself(text: str) -> bool:
    """Whether it only says how somebody feels, which is no business of a shop: 累死了, 笑死我了哈哈."""
    return not _DESPAIRS_ZH.search(text) and bool(_OWN_STATE.fullmatch(text))


def complains(text: str) -> bool:
    """Whether it says how annoying something is and no more: 等死我了, 你们的包装丑死了."""
    return not _DESPAIRS_ZH.search(text) and bool(_COMPLAINS.fullmatch(text))
