"""Dates and times in a language whose words the content gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.domain.content import EntityKind
from chatbot.nlu.entities import Around, find
from chatbot.nlu.text import normalise
from tests.content.test_load import edit, folders, mistakes

__all__ = ["folders"]

DATE = {
    "today": ["heute"], "tomorrow": ["morgen"], "after_tomorrow": ["übermorgen"], "next": ["nächsten", "nächste"],
    "coming": ["kommenden"], "week": ["Woche"], "weekend": ["Wochenende"], "in": ["in"], "days": ["Tagen"],
    "lead": ["am", "den"], "saturday": ["Sonnabend"], "none": ["guten Morgen", "am Morgen"],
}  # fmt: skip
TIME = {
    "at": ["um", "gegen"], "clock": ["Uhr"], "half_to": ["halb"], "noon": ["mittags"], "later": ["abends"],
    "hours": ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
}  # fmt: skip
WEDNESDAY = "2026-11-25T12:05:00+00:00"


def said(words: dict[str, list[str]]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {key: {"de": tuple(texts)} for key, texts in words.items()}


def values(text: str, kind: EntityKind, language: str = "de") -> list[str]:
    around = Around(at=WEDNESDAY, language=language, locale=language)
    return [e.value for e in find(normalise(text), {kind.name: kind}, around)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("geht es morgen?", "2026-11-26"),
        ("uebermorgen", "2026-11-27"),
        ("nächsten Dienstag", "2026-12-01"),
        ("naechsten dienstag", "2026-12-01"),
        ("kommenden Freitag", "2026-11-27"),
        ("Dienstag nächste Woche", "2026-12-01"),
        ("nächste Woche Donnerstag", "2026-12-03"),
        ("nächste Woche", "2026-11-30/2026-12-06"),
        ("am Wochenende", "2026-11-28/2026-11-29"),
        ("am Sonnabend", "2026-11-28"),
        ("am Mo", "2026-11-30"),
        ("in 3 Tagen", "2026-11-28"),
        ("am 4. Dezember", "2026-12-04"),
        ("14. März 1985", "1985-03-14"),
        ("14. maerz 1985", "1985-03-14"),
        ("am 5.", "2026-12-05"),
        ("am 12.12. vielleicht", "2026-12-12"),
        ("Guten Morgen, geht es morgen?", "2026-11-26"),
    ],
)
def test_a_date_in_words_of_the_content(text: str, value: str) -> None:
    assert values(text, EntityKind("day", "date", words=said(DATE))) == [value]


@pytest.mark.parametrize("text", ["Guten Morgen", "am Morgen", "so geht das nicht", "die Krone kostet 12.50 Euro"])
def test_what_is_no_date(text: str) -> None:
    assert values(text, EntityKind("day", "date", words=said(DATE))) == []


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("12.12. bitte", "de", "2026-12-12"),
        ("Freitag", "de", "2026-11-27"),
        ("vendredi 4 décembre", "fr", "2026-12-04"),
        ("4 decembre 2026", "fr", "2026-12-04"),
    ],
)
def test_digits_months_and_weekdays_need_no_words(text: str, language: str, value: str) -> None:
    assert values(text, EntityKind("day", "date"), language) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("um 10 Uhr", "10:00"),
        ("10 Uhr 30", "10:30"),
        ("um 9.30 Uhr", "09:30"),
        ("gegen halb drei", "14:30"),
        ("um acht", "08:00"),
        ("abends um acht", "20:00"),
        ("um 2 am Freitag", "14:00"),
        ("mittags", "12:00"),
    ],
)
def test_a_time_in_words_of_the_content(text: str, value: str) -> None:
    assert values(text, EntityKind("time", "time", words=said(TIME))) == [value]


@pytest.mark.parametrize("text", ["um 10 Euro billiger", "um 10 %", "drei Kronen", "zu zweit"])
def test_what_is_no_time(text: str) -> None:
    assert values(text, EntityKind("time", "time", words=said(TIME))) == []


@pytest.mark.parametrize(
    ("text", "born", "coming"),
    [
        ("move it to tuesday", [], ["2026-12-01"]),
        ("born 14 March 1985", ["1985-03-14"], []),
        ("14.03.1985", ["1985-03-14"], []),
        ("this week", [], ["2026-11-23/2026-11-29"]),
    ],
)
def test_two_dates_of_an_intent_are_told_apart(text: str, born: list[str], coming: list[str]) -> None:
    assert values(text, EntityKind("born", "date", only="past"), "en") == born
    assert values(text, EntityKind("day", "date", only="future"), "en") == coming


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  kind: date\n", "  kind: date\n  words: {tomorow: {en: [x]}}\n", "words of 'tomorow'"),
        ("  kind: phone\n", "  kind: phone\n  words: {today: {en: [x]}}\n", "says nothing for the kind 'phone'"),
        ("  kind: phone\n", "  kind: phone\n  only: past\n", "says nothing for the kind 'phone'"),
    ],
)
def test_words_that_nothing_looks_for_are_a_mistake(folders: tuple[Path, Path], old: str, new: str, words: str) -> None:
    edit(folders[0] / "_entities.yaml", old, new)
    assert any(words in f"{m}" for m in mistakes(folders))


NAME = {"introduces": ["ich heiße", "mein Name ist", "ich bin"], "none": ["vergiss es", "Moment"]}
YES_NO = EntityKind("yes_no", "list", values={"yes": {"de": ("ja", "ja bitte")}, "no": {"de": ("nein",)}})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Anna Schmidt", ["Anna Schmidt"]),
        ("anna schmidt", ["Anna Schmidt"]),
        ("ich heiße Anna Schmidt", ["Anna Schmidt"]),
        ("ich heisse anna schmidt.", ["Anna Schmidt"]),
        ("Ursula von der Leyen", ["Ursula von der Leyen"]),
        ("ja", []),
        ("Ja bitte!", []),
        ("nein", []),
        ("weiß ich nicht", []),
        ("keine Ahnung", []),
        ("vergiss es", []),
        ("Moment bitte", []),
    ],
)
def test_a_name_that_was_asked_for(text: str, names: list[str]) -> None:
    kinds = {"name": EntityKind("name", "name", words=said(NAME)), "yes_no": YES_NO}
    around = Around(at=WEDNESDAY, language="de", asked="name")
    assert [e.value for e in find(normalise(text), kinds, around) if e.kind == "name"] == names


def test_a_name_is_introduced_unasked() -> None:
    assert values("Hallo, ich bin Peter Müller und habe Zahnweh", EntityKind("n", "name", words=said(NAME))) == [
        "Peter Müller"
    ]


@pytest.mark.parametrize("text", ["was kostet eine füllung", "was kostet eine fuellung", "was kosten fuellungen"])
def test_a_listed_thing_with_its_umlaut_written_out(text: str) -> None:
    kind = EntityKind("treatment", "list", values={"filling": {"de": ("Füllung", "Füllungen")}})
    assert values(text, kind) == ["filling"]
