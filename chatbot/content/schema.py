"""The shape of the content files, and mistakes against it in words an author understands."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from ..domain.content import EntityKindName, FactKind
from ..errors import Mistake
from .yaml_file import YamlFile

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
ActionName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
MoodName = Literal["unhappy", "neutral", "happy"]
Moods = dict[MoodName, Annotated[list[Text], Field(min_length=1)]]
ByLanguage = dict[Language, list[Text]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SlotFile(_Strict):
    """A slot of an intent."""

    name: Name
    entity: Name
    required: bool = True
    ask: dict[Language, Annotated[list[Text], Field(min_length=1)]]


class OutcomeFile(_Strict):
    """One way an answer can go."""

    facts: list[Name] = []
    must_tell: list[Name] = []
    replies: dict[Language, Moods]
    explains: bool = False
    settles: bool = False


class IntentFile(_Strict):
    """One intent file."""

    title: dict[Language, Text]
    slots: list[SlotFile] = []
    action: ActionName | None = None
    check: ActionName | None = None
    escalate: Literal["never", "offer", "unhappy", "always"] = "never"
    priority: Literal["normal", "high", "urgent"] = "normal"
    smalltalk: bool = False
    close: bool = False
    yields: bool = False
    whole: bool = False
    follow_ups: list[Name] = []
    examples: ByLanguage
    held_out: ByLanguage = {}
    outcomes: Annotated[dict[Name, OutcomeFile], Field(min_length=1)]


class FactFile(_Strict):
    """What a fact is."""

    kind: FactKind
    words: ByLanguage = {}


class EntityFile(_Strict):
    """One kind of entity."""

    kind: EntityKindName
    pattern: str = ""
    examples: list[Text] = []
    values: dict[str, ByLanguage] = {}
    offers: list[Name] = []
    region: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = ""
    timezone: str = ""
    words: dict[str, ByLanguage] = {}
    only: Literal["", "past", "future"] = ""


class MoodsFile(_Strict):
    """Labelled messages of one language."""

    unhappy: list[Text]
    neutral: list[Text]
    happy: list[Text]
    held_out: Moods = {}


class MoodPatternsFile(_Strict):
    """Labelled messages of one language with gaps, and what may fill them."""

    lists: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")], Annotated[list[str], Field(min_length=1)]]
    unhappy: list[Text] = []
    neutral: list[Text] = []
    happy: list[Text] = []


M = TypeVar("M", bound=BaseModel)

_MENDS = {
    "missing": "add it",
    "extra_forbidden": "remove it or correct its name",
    "string_type": 'write a text; yes, no, on, off and numbers need quotation marks, as in "yes"',
    "list_type": "write a list, each item on a line of its own behind a dash",
    "dict_type": "write a mapping, name: value",
    "too_short": "give at least one",
    "string_too_short": "write something here or remove the item",
    "literal_error": "use one of the words it names",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "string_pattern_mismatch": "use lower-case letters, digits and _ (languages: two letters, as in en)",
}


def parse(model: type[M], file: YamlFile, data: Any, mistakes: list[Mistake], at: tuple[str, ...] = ()) -> M | None:
    """`data` (found at `at` in the file) as `model`, or None with one mistake added for each thing wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        mistakes.extend(_mistake(file, detail, at) for detail in error.errors(include_url=False))
        return None


def _mistake(file: YamlFile, detail: ErrorDetails, at: tuple[str, ...]) -> Mistake:
    path = (*at, *(step for step in detail["loc"] if step != "[key]"))
    where = ".".join(str(step) for step in path) or "the file"
    mend = _MENDS.get(detail["type"], "see intents/README.md for the format")
    return Mistake(file.name, file.line(path), f"{where}: {detail['msg'].lower()}", mend)
