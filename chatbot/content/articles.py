"""Markdown articles into passages that can be quoted."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from ..domain.articles import LONGEST_PASSAGE, Passage
from ..errors import ContentError, Mistake
from .schema import Language, Text, parse
from .yaml_file import YamlFile, name_of, read_yaml

LONGEST_ARTICLE = 200_000
ASKED = "_asked.yaml"
"""Questions of customers beside the articles: language -> article -> heading -> list. May be missing."""
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)??---[ \t]*(?:\n|\Z)", re.S)
_SUFFIX = re.compile(r"(.+)\.([a-z]{2})")
# No sentence ends behind the number of a step or where a small letter follows ("e.g. oak").
_CUT = re.compile(
    r"(?<=[\u3002\uff01\uff1f])(?![\u201d\u300d\u300f\uff09])|(?<=[.!?][\"\u201d)])\s+|(?<=\D[.!?])\s+(?![a-z])"
)
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_BLOCKS = {
    "fence": "code", "code_block": "code", "html_block": "HTML", "html_inline": "HTML", "image": "an image",
}  # fmt: skip


class FrontMatter(BaseModel):
    """What may stand between two lines of --- at an article's start."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text | None = None
    language: Language | None = None
    link: Annotated[str, StringConstraints(strip_whitespace=True)] | None = None


_ASKED = TypeAdapter(dict[str, dict[str, dict[str, list[Text]]]])


@dataclass
class _Section:
    heading: str
    blocks: list[tuple[str, int]] = field(default_factory=list)
    """Texts of paragraphs and list items, each with its line."""


def load_articles(folder: Path, languages: Collection[str], link: str = "") -> tuple[Passage, ...]:
    """All passages of the Markdown files in a folder; raises ContentError with every mistake at once.

    `link` is the address of an article that names none: {name} and {language} are filled in.
    """
    if not folder.is_dir():
        raise ContentError((Mistake(str(folder), 1, "no such folder", "name the folder with the articles"),))
    mistakes: list[Mistake] = []
    found: dict[tuple[str, str], list[Passage]] = {}
    for path in sorted(folder.glob("[!_]*.md")):
        if path.name == "README.md":
            continue
        name = name_of(path)
        passages = _article(path, name, languages, link, mistakes)
        key = (passages[0].article, passages[0].language) if passages else ("", "")
        if passages and key in found:
            mend = "remove one of them or name another language"
            mistakes.append(Mistake(name, 1, f"there is another article {key[0]!r} in {key[1]!r}", mend))
        found[key] = passages
    if not found:
        mend = "name the folder with the articles, Markdown files such as care.en.md"
        mistakes.append(Mistake(str(folder), 1, "no article is in this folder", mend))
    everything = [p for passages in found.values() for p in passages]
    asked = {} if mistakes else _asked(folder, {(p.language, p.article, p.heading) for p in everything}, mistakes)
    if mistakes:
        raise ContentError(tuple(sorted(mistakes, key=lambda m: (m.file, m.line))))
    return tuple(replace(p, asked=asked.get((p.language, p.article, p.heading), ())) for p in everything)


def _asked(
    folder: Path, known: Collection[tuple[str, str, str]], mistakes: list[Mistake]
) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    """What customers ask for each section, by language, article and heading."""
    path = folder / ASKED
    file = read_yaml(path, name_of(path), mistakes, see="the demo shop's") if path.exists() else None
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    if file is None:
        return found
    try:
        asked = _ASKED.validate_python(file.data)
    except ValidationError as error:
        for e in error.errors():
            mend = "write language: {article: {heading: [questions]}}"
            mistakes.append(Mistake(file.name, file.line(e["loc"]), e["msg"], mend))
        return found
    for language, articles in asked.items():
        for article, sections in articles.items():
            for heading, questions in sections.items():
                if (language, article, heading) not in known:
                    problem = f"no section {heading!r} in the article {article!r} in {language!r}"
                    line = file.line([language, article, heading])
                    mistakes.append(Mistake(file.name, line, problem, "write the heading as the article does"))
                found[language, article, heading] = tuple(questions)
    return found


def _article(path: Path, name: str, languages: Collection[str], link: str, mistakes: list[Mistake]) -> list[Passage]:
    before = len(mistakes)
    text = _read(path, name, mistakes)
    match = _FRONT.match(text)
    front = _front(match[1] or "", name, mistakes) if match else FrontMatter()
    # The lines stay where they are, so that mistakes name them.
    body = "\n" * text[: match.end()].count("\n") + text[match.end() :] if match else text
    title, sections = _sections(body, name, mistakes)
    title = front.title or title if front else title
    stem, suffix = _named(path.name)
    language = (front.language if front else None) or suffix or ""
    address = (front.link if front else None) or link.replace("{name}", stem).replace("{language}", language)
    problems = _problems(title, language, languages, address, any(s.blocks for s in sections))
    mistakes.extend(Mistake(name, 1, problem, mend) for problem, mend in problems)
    chunks = [(s.heading, chunk) for s in sections for chunk in _chunks(s.blocks, name, mistakes)]
    if len(mistakes) > before:
        return []
    return [Passage(stem, language, title, heading, chunk, address) for heading, chunk in chunks]


def _named(file: str) -> tuple[str, str]:
    """The article's name and the language that the file's name tells."""
    stem = file.removesuffix(".md")
    match = _SUFFIX.fullmatch(stem)
    return (match[1], match[2]) if match else (stem, "")


def _read(path: Path, name: str, mistakes: list[Mistake]) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        mistakes.append(Mistake(name, 1, f"not UTF-8 (byte {error.start})", "save the file as UTF-8"))
        return ""
    except OSError as error:
        mistakes.append(Mistake(name, 1, f"can't be read: {error.strerror}", "check the file and its permissions"))
        return ""
    if len(text) > LONGEST_ARTICLE:
        mistakes.append(Mistake(name, 1, f"more than {LONGEST_ARTICLE} characters", "make several articles of it"))
        return ""
    return text


def _front(text: str, name: str, mistakes: list[Mistake]) -> FrontMatter | None:
    numbered = "\n" + text
    try:
        data, root = yaml.safe_load(numbered), yaml.compose(numbered, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = f"the lines between --- are not valid YAML: {getattr(error, 'problem', error)}"
        mend = "write name: value, with quotation marks around texts with : # {"
        mistakes.append(Mistake(name, mark.line + 1 if mark else 1, problem, mend))
        return None
    return parse(FrontMatter, YamlFile(name, data or {}, root), data or {}, mistakes)


def _problems(
    title: str, language: str, languages: Collection[str], link: str, has_text: bool
) -> Iterator[tuple[str, str]]:
    if not title:
        yield "the article has no title", "begin it with a line like `# Caring for oak`, or give `title:`"
    if not has_text:
        yield "the article has no text", "write a paragraph or remove the file"
    if not language:
        yield "the article's language is not known", "name the file as in care.en.md, or give `language:`"
    elif language not in languages:
        yield f"the bot does not speak {language!r}", f"write it in one of {', '.join(languages)}, or remove the file"
    if not link:
        yield "the article has no link", "give `link:`, or the setting articles_link for all of them"
    elif urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).netloc or re.search(r"[\s<>\"'`]", link):
        yield f"{link!r} is no link", "write a whole address, as in https://shop.example/help/care"


def _sections(body: str, name: str, mistakes: list[Mistake]) -> tuple[str, list[_Section]]:
    """The first heading of the highest level, and what stands below each heading."""
    title, sections = "", [_Section("")]
    lists: list[int | None] = []
    tokens = MarkdownIt("commonmark").parse(body)
    mark = ""
    for index, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 1
        if token.type in _BLOCKS:
            _refuse(name, line, token.type, mistakes)
        elif token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "\u2022 " if number is None else f"{number}. "
            lists[-1] = None if number is None else number + 1
        elif token.type == "inline":
            text = mark + _plain(token, name, line, mistakes)
            mark = ""
            if tokens[index - 1].type != "heading_open":
                sections[-1].blocks.append((text, line))
            elif tokens[index - 1].tag == "h1" and not title:
                title = text
            else:
                sections.append(_Section(text))
    return title, sections


def _refuse(name: str, line: int, kind: str, mistakes: list[Mistake]) -> None:
    mistakes.append(Mistake(name, line, f"{_BLOCKS[kind]} can't be quoted in a chat", "say it in words"))


def _plain(inline: Token, name: str, line: int, mistakes: list[Mistake]) -> str:
    """The words without markup; a link is its words."""
    text = ""
    for child in inline.children or ():
        if child.type in _BLOCKS:
            _refuse(name, line, child.type, mistakes)
        text += " " if child.type in ("softbreak", "hardbreak") else child.content
    text = " ".join(text.split())
    # A line that ends within Chinese text ends no word.
    return re.sub(rf"(?<={_WIDE.pattern}) (?={_WIDE.pattern})", "", text)


def _chunks(blocks: Sequence[tuple[str, int]], name: str, mistakes: list[Mistake]) -> list[str]:
    """Passages as long as they may be, of whole sentences; paragraphs and list items of one section stand together."""
    chunks: list[str] = []
    for text, line in blocks:
        start = True
        for sentence in _sentences(text):
            if len(sentence) > LONGEST_PASSAGE:
                problem = f"a sentence of {len(sentence)} characters, {LONGEST_PASSAGE} can be quoted"
                mistakes.append(Mistake(name, line, problem, "make several sentences of it"))
            gap = "" if not chunks or _WIDE.match(chunks[-1][-1]) else " "
            # A paragraph that does not fit whole begins a passage of its own.
            needed = len(text) if start and len(text) <= LONGEST_PASSAGE else len(sentence)
            if chunks and len(chunks[-1]) + len(gap) + needed <= LONGEST_PASSAGE:
                chunks[-1] += gap + sentence
            else:
                chunks.append(sentence)
            start = False
    return chunks


def _sentences(text: str) -> list[str]:
    return [part for part in (p.strip() for p in _CUT.split(text)) if part]
