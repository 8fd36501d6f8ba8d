"""A YAML file with its line numbers kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import Mistake


def name_of(path: Path) -> str:
    """As one would name the file from here: an editor and a click find it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


@dataclass(frozen=True)
class YamlFile:
    """The data of one file, and where each part of it stands."""

    name: str
    data: Any
    root: yaml.Node | None

    def line(self, path: Sequence[str | int]) -> int:
        """The line (from 1) of the value at `path`, or of the deepest part of the path that exists."""
        node, line = self.root, 1
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            line, node = child
        return line


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C is ten times faster, and not everywhere built."""
_DEEPEST = 100
"""Levels of lists in lists; the parser in C breaks down, and takes the process with it, at some ten thousand."""


def _loaded(text: str) -> tuple[yaml.Node | None, Any]:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise ValueError(f"nested more than {_DEEPEST} levels deep")
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        return root, loader.construct_document(root) if root is not None else None
    finally:
        loader.dispose()


def read_text(path: Path, name: str, mistakes: list[Mistake]) -> str | None:
    """What a file says, or None with a mistake added when it can't be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        mistakes.append(Mistake(name, 1, f"not UTF-8 (byte {error.start})", "save the file as UTF-8"))
    except OSError as error:
        mistakes.append(Mistake(name, 1, f"can't be read: {error.strerror}", "check the file and its permissions"))
    return None


def read_yaml(path: Path, name: str, mistakes: list[Mistake], see: str = "intents/README.md") -> YamlFile | None:
    """The file, or None with a mistake added when it is not readable YAML of one mapping; `see` explains the format."""
    text = read_text(path, name, mistakes)
    if text is None:
        return None
    try:
        root, data = _loaded(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        mend = "check indentation, colons and quotation marks around texts with : # { at this place"
        if _begins_with_tab(text, line):
            mend = "indent with spaces, not with tabs"
        mistakes.append(Mistake(name, line, f"not valid YAML: {error.problem}", mend))
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mistakes.append(Mistake(name, 1, f"not valid YAML: {error}", "write it as plain YAML text"))
        return None
    if not isinstance(data, dict) or root is None:
        mistakes.append(Mistake(name, 1, "a mapping is expected at the top", f"see {see} for the format"))
        return None
    mistakes.extend(Mistake(name, line, f"{key!r} is given twice", "keep one of them") for key, line in _twice(root))
    return YamlFile(name, data, root)


def _begins_with_tab(text: str, line: int) -> bool:
    lines = text.splitlines()
    return line <= len(lines) and "\t" in lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None


def _twice(node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item)
