"""People's names: introduced ("my name is …", 我叫…), asked for, or known from earlier in the conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ..domain.content import Texts
from ..domain.scripts import HAN
from . import spellings
from .amounts import Found

WORDS = frozenset({"introduces", "none"})
"""What a content may name for other languages."""

_PART = r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_])|\.(?=\s[^\W\d_]))*"
_NAME = rf"(?P<name>{_PART}(?:\s{_PART}){{0,3}})"
_ANY_CASE = re.compile(
    r"(?:(?:\bmy\s(?:(?:full|first|last|family|sur)\s?)?nam?e?|^name|\w's\sname)(?:'s|\sis)\s(?:called\s)?|\bthe\sname\sto\s|\b(?:i'm|i\sam|im)\scalled\s|\bcall\sme\s"
    r"|(?<!user\s)(?<!brand\s)(?<!product\s)(?<!file\s)\b(?:full\s|first\s|last\s|sur)?name\s?:\s?|\bunder\sthe\sname\s(?:of\s)?"
    r"|\bin\sthe\sname\sof\s|\bname\son\s(?:the|my)\sorder\sis\s|^the\sname\sis\s|\bsurname\s)" + _NAME,
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    r"(?:\b(?:[Ii]'m|[Ii]\sam|[Tt]his\sis|^[Ii]t's)\s|\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s|(?:[Rr]egards|[Ss]incerely),?\s|(?:[Tt]hanks|[Cc]heers),\s"
    r"|[Yy]ours,\s|^Name\s|\bis\sfor\s(?:Mr|Mrs|Ms|Dr)\.?\s)" + _NAME
)
_HERE = re.compile(rf"(?:^|[.,!]\s){_NAME}\s(?:here|speaking)\b")
_PARTICLE_WORDS = "van von de der den del da di la le al bin ibn ter zu"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_NO_NAME_WORDS = """
a about afraid after again allergic also am amazing an and angry annoyed any anybody anyway april are as ashamed
asking at august awesome awful back bad because been before best blind bored broke busy but by bye called calling
can changed cheers chinese cold come confused cool could curious customer deaf december did different disappointed
disgusting do does done each email english every everybody everyone excited february fine for friday from frustrated
full furious german get getting glad going good great happy have having he hello help here hi home horrible hot how
hungry i if ill in interested is it its january july june just kind late later like looking lost mad mail many march
me missing misspelled monday much my need new nice no nobody not nothing november now number october of off ok okay
on once only or order our out outrageous over perfect phone please pls pregnant price product ready really regards
ridiculous right sad same saturday scared september she shocked sick so something soon sorry speaking spelled still
stuck sunday sure terrible thank thanks that the their them then there they this thursday tired to today tomorrow
tonight too trying tuesday unacceptable under unhappy unwell up upset urgent very waiting want wanted warm was we
wednesday well what when where which who why will wish with worried writing written wrong yes yet you your yours
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁"
    "張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭葉蘇呂盧鐘譚陸賈鄒龍顧龔錢嚴湯齊喬顏莊聶魯關蘭寧紀畢單"
)
_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "諸葛",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "东方",
    "端木",
    "南宫",
)
_COMMON = frozenset("于高安方成向康温毛雷包单关钱马黄白金甘游路蓝谷盛季文尚符管程任左时齐应从连全常明")
"""Surnames that are everyday words too: behind 我是 alone they make no name."""
_NEXT_WORD = frozenset(
    "的订想要我你是在有了吗呢请电手和买下先女来今昨这那就可号邮收地前后给能不没会也还都吧啊呀哦说查退换啥什么哪怎您他她们住经到从用"
    "把被让于昨为因所但如果个位很太真已付联微快以名色客述,"
)
"""Characters that begin the next word much more often than they stand in a given name."""
_ZH_INTRO = re.compile(
    r"(?:我(?:的)?名字?(?:是|叫)|我的姓名是|名字(?:是|叫)|姓名(?:是|叫)?|我叫|叫我|(?:收件|收货)人(?:是|叫|改成|改为)?|联系人(?:是|叫)?"
    r"|下单人(?:是|叫)?|订货人(?:是|叫)?|本人(?:是|叫)?|署名(?:是)?|称呼我?|找)[\s::]*"
)
_ZH_IS = re.compile(r"(?:^|[,。!?\s]|您好|你好)我是(?:客户|顾客|买家)?\s?")
_ZH_SURNAME = re.compile(r"(?:我|免贵|本人)姓\s?")
_ZH_TITLE = re.compile(r"(?:先生|女士|小姐(?!姐)|太太)")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*(?:\s[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*){0,2}")
_NICK = re.compile(r"[小老阿][㐀-鿿]")
_LEAD = re.compile(
    r"(?:it'?s|it\sis|i'?m|i\sam|this\sis|sure|yes|ok|okay|of\scourse|是|叫|我是|我叫)[\s,]*", re.IGNORECASE
)


_INTRODUCES = re.compile(
    r"(?:[\W_]|\b(?:hi|hello|hey|good\s(?:morning|afternoon|evening|day)|there|dear|sir|madam|this\sis|it'?s|it\sis|i'?m|i\sam"
    r"|my\s(?:full\s|first\s|last\s)?name(?:'s|\sis)|the\sname\sis|name|(?:(?:you\s(?:can|may)|just|please)\s)*call\sme|called|here|speaking|mr|mrs|ms|miss|dr"
    r"|nice\sto\smeet\syou)\b|你好|您好|我的?名字?[是叫]|我叫|我是|(?:请|[你您]?可以|就|直接)*叫我|(?:吧|就好了?|就行了?|就可以了?|好了|哦|呀|啦)(?=\W*$)|本人|姓名|免贵|我?姓|先生|女士|小姐|太太"
    r"|很高兴认识[你您])*",
    re.IGNORECASE,
)
"""What stands around a name where somebody says nothing but who they are."""


def introduces(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the text only says a name, which stands at `spans`: "hello, this is Peter Schmidt"."""
    rest, at = "", 0
    for start, end in sorted(spans):
        rest += text[at:start] + " "
        at = max(at, end)
    return bool(spans) and _INTRODUCES.fullmatch(rest + text[at:]) is not None


def find(text: str, known: Sequence[str], *, asked: bool, words: Mapping[str, Texts] | None = None) -> Iterator[Found]:
    """Every name; `known` were named before, `asked` says that the whole message may be one.

    `words` are what introduces a name in other languages, and what is none.
    """
    texts = {key: tuple(word for said in by.values() for word in said) for key, by in (words or {}).items()}
    found = [*_english(text), *_chinese(text), *_known(text, known), *_introduced(text, texts.get("introduces", ()))]
    yield from found
    if asked and not found and not _none(tuple(texts.get("none", ()))).search(text):
        yield from _bare(text)


def without_particles(text: str) -> str:
    """The text without what stands within names: "Ursula von der Leyen"."""
    return " ".join(word for word in text.split() if word.lower() not in _PARTICLES)


def _introduced(text: str, introduces: tuple[str, ...]) -> Iterator[Found]:
    """Behind words of the content, up to four that begin with a capital, or all that there is."""
    for match in _lead(introduces).finditer(text) if introduces else ():
        rest = text[match.end() :].rstrip(" .!,")
        named = re.match(_NAME, rest)
        if named is not None:
            whole = named.end() == len(rest)
            yield from _cut(text, named["name"], match.end(), capital=not whole)


@lru_cache(maxsize=64)
def _lead(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){spellings.pattern(spellings.all_of(words))}\s", re.IGNORECASE)


@lru_cache(maxsize=64)
def _none(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){spellings.pattern(spellings.all_of(words))}(?!\w)", re.IGNORECASE)


def _english(text: str) -> Iterator[Found]:
    for match in _ANY_CASE.finditer(text):
        yield from _cut(text, match["name"], match.start("name"), capital=False)
    for match in _CAPITALS.finditer(text):
        yield from _cut(text, match["name"], match.start("name"), capital=True)
    for match in _HERE.finditer(text):
        yield from _cut(text, match["name"], match.start("name"), capital=True, whole=True)


def _cut(text: str, name: str, start: int, *, capital: bool, whole: bool = False) -> Iterator[Found]:
    """The words up to the first that is none of a name's; in an unmarked place every word has its capital."""
    if HAN.match(name):
        yield from _han_name(name, start)
        return
    shouted = name.isupper()
    end = 0
    for match in re.finditer(r"\S+", name):
        word = match.group()
        plain = word.strip(".").lower()
        if plain in _NO_NAME or HAN.search(word):
            break
        if capital and not (word[0].isupper() and (not shouted or len(word) < 3 or end)) and plain not in _PARTICLES:
            break
        end = match.end()
    if re.match(r"[-/@&]?\d|[@/&_]", text[start + end :]):
        return
    if end and not (whole and end < len(name)) and name[:end].lower() not in _PARTICLES:
        part = name[:end].rstrip(".")
        yield start, start + len(part), latin(part)


def latin(name: str) -> str:
    """A name in its usual letters: capitals where it is all small or all capital."""
    if name not in (name.lower(), name.upper()):
        return name
    return " ".join(w.lower() if w.lower() in _PARTICLES else _titled(w) for w in name.split())


def _titled(word: str) -> str:
    return re.sub(r"(^|['’-])([^\W\d_])", lambda m: m[1] + m[2].upper(), word.lower())


def _chinese(text: str) -> Iterator[Found]:
    if not HAN.search(text):
        return
    for pattern, nick in ((_ZH_INTRO, True), (_ZH_IS, False)):
        for match in pattern.finditer(text):
            at = match.end()
            if (latin_name := _LATIN.match(text, at)) is not None:
                yield from _cut(text, latin_name.group(), at, capital=not nick)
            elif (short := _NICK.match(text, at)) is not None and (nick or not text[short.end() :][:1].isalnum()):
                yield short.start(), short.end(), short.group()
            elif nick or text[at : at + 1] not in _COMMON:
                yield from _han_name(text[at : at + 6], at)
    for match in _ZH_SURNAME.finditer(text):
        size = _surname(text, match.end())
        if size:
            yield match.end(), match.end() + size, text[match.end() : match.end() + size]
    for match in _ZH_TITLE.finditer(text):
        for size in (2, 1):
            at = match.start() - size
            if at >= 0 and _surname(text, at) == size:
                yield at, match.start(), text[at : match.start()]
                break


def _surname(text: str, at: int) -> int:
    if text.startswith(_DOUBLE, at):
        return 2
    return int(at < len(text) and text[at] in _SURNAMES)


def _han_name(text: str, start: int) -> Iterator[Found]:
    """A surname with one or two characters, as far as they do not begin another word."""
    end = size = _surname(text, 0)
    while (
        size
        and not _ZH_TITLE.match(text, end)
        and end < min(size + 2, len(text))
        and HAN.match(text[end])
        and text[end] not in _NEXT_WORD
    ):
        end += 1
    if size and (end > size or _ZH_TITLE.match(text, end)):
        yield start, start + end, text[:end]


def _known(text: str, known: Sequence[str]) -> Iterator[Found]:
    for name in known:
        if HAN.search(name):
            for match in re.finditer(re.escape(name), text) if len(name) > 1 else ():
                yield match.start(), match.end(), name
            continue
        for part in {name, *(p for p in name.split() if len(p) > 2)}:
            for match in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE):
                if part == name or match.group()[0].isupper():
                    yield match.start(), match.end(), name


def _bare(text: str) -> Iterator[Found]:
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    rest = text[at:].rstrip(" .!。,")
    if HAN.match(rest):
        for start, end, value in _han_name(rest, at):
            if end - at == len(rest):
                yield start, end, value
    elif re.fullmatch(_NAME, rest):
        yield from _cut(text, rest, at, capital=False, whole=True)
