"""Content mistakes: all at once, with file, line and mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chatbot.content import load
from chatbot.domain.content import Content
from chatbot.errors import ContentError, Mistake
from tests.fakes.talk import ROOT


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(tmp_path)
    for name in ("intents", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path / "intents", tmp_path / "prompts"


def mistakes(folders: tuple[Path, Path]) -> tuple[Mistake, ...]:
    with pytest.raises(ContentError) as caught:
        load(*folders)
    return caught.value.mistakes


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first `old`; the line it stood on."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_starter_content_has_what_a_web_shop_needs(content: Content) -> None:
    assert len(content.intents) >= 40
    assert content.languages == ("en", "zh")
    for intent in content.intents.values():
        for language in content.languages:
            assert len(intent.examples[language]) >= 20, intent.name
            assert len(intent.held_out[language]) >= 5, intent.name
            seen = set(intent.examples[language])
            assert not seen & set(intent.held_out[language]), intent.name


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("intents/order_status.yaml", "entity: order_id", "entity: order_nr", "order_nr"),
        ("intents/order_status.yaml", "action: order_status", "actoin: order_status", "actoin"),
        ("intents/order_status.yaml", "must_tell: [order_id", "must_tell: [moon, order_id", "moon"),
        ("intents/opening_hours.yaml", "priority: normal", "priority: soon", "priority"),
        ("intents/greeting.yaml", "smalltalk: true", "smalltalk: perhaps", "smalltalk"),
        ("prompts/reply.txt", "{topic}", "{subject}", "subject"),
        ("intents/_situations.yaml", "clarify:", "clarifi:", "clarifi"),
        ("intents/_entities.yaml", "timezone: Europe/Berlin", "timezone: Berlin", "timezone"),
        ("intents/_entities.yaml", "region: DE", "region: XX", "region"),
        ("intents/_entities.yaml", "region: DE", "timezone: Europe/Berlin", "timezone"),
        ("intents/_entities.yaml", "kind: date", "kind: day", "kind"),
    ],
)
def test_a_mistake_is_found_where_it_stands(
    folders: tuple[Path, Path], file: str, old: str, new: str, words: str
) -> None:
    line = edit(folders[0].parent / file, old, new)
    found = [m for m in mistakes(folders) if words in m.problem]
    assert [(m.file, m.line) for m in found[:1]] == [(file, line)]
    assert found[0].mend


def test_all_mistakes_of_all_files_come_at_once(folders: tuple[Path, Path]) -> None:
    edit(folders[0] / "thanks.yaml", "title:", "titel:")
    edit(folders[0] / "invoice.yaml", "entity: order_id", "entity: nothing")
    (folders[0] / "warranty.yaml").write_text("title: [", encoding="utf-8")
    (folders[1] / "ask.txt").unlink()
    files = {m.file for m in mistakes(folders)}
    assert {"intents/thanks.yaml", "intents/invoice.yaml", "intents/warranty.yaml", "prompts/ask.txt"} <= files


def test_a_number_in_a_reply_is_refused_before_any_customer_sees_it(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "return_policy.yaml"
    line = edit(path, '- "', '- "Within 14 days: ') if '- "' in path.read_text(encoding="utf-8") else 0
    assert line
    text = path.read_text(encoding="utf-8")
    place = text.index("replies:")
    path.write_text(text[:place] + text[place:].replace('- "', '- "Within 14 days ', 1), encoding="utf-8")
    assert any("digit" in m.problem and "placeholder" in m.mend for m in mistakes(folders))


def test_the_same_example_in_two_intents_is_a_contradiction(folders: tuple[Path, Path], content: Content) -> None:
    example = content.intents["thanks"].examples["en"][0]
    edit(folders[0] / "goodbye.yaml", "  en:\n    - ", f'  en:\n    - "{example}"\n    - ')
    found = [m for m in mistakes(folders) if "is an example of" in m.problem]
    assert [m.file for m in found] == ["intents/thanks.yaml"]
    assert "goodbye" in found[0].problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"- a\n- b\n", "mapping"),
        (b"", "mapping"),
        (b"a: 1\na: 2\n", "twice"),
        (b"{" * 100_000, "YAML"),
    ],
)
def test_files_that_are_no_content_are_mistakes_not_crashes(
    folders: tuple[Path, Path], text: bytes, words: str
) -> None:
    (folders[0] / "thanks.yaml").write_bytes(text)
    assert any(m.file == "intents/thanks.yaml" and words in m.problem for m in mistakes(folders))


def test_mistakes_name_the_file_as_it_is_found_from_here(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = folders
    (folder / "thanks.yaml").write_text("bogus: 1\n", encoding="utf-8")
    monkeypatch.chdir(folder / "..")
    assert {m.file for m in mistakes((Path("intents"), folders[1]))} >= {"intents/thanks.yaml"}
    monkeypatch.chdir("/")
    assert str(folder / "thanks.yaml").removeprefix("/") in {m.file for m in mistakes(folders)}
    monkeypatch.chdir(folders[1])
    assert "../intents/thanks.yaml" in {m.file for m in mistakes((Path("../intents"), folders[1]))}


@pytest.mark.parametrize(("name", "old", "new", "problem"), [
    ("_facts", "refund_days:", "refund_dais:", "no outcome has a fact 'refund_dais'"),
    ("_facts", "kind: amount", "kind: sum", "kind: input should be"),
    ("return_start", "follow_ups: [refund_policy, return_cost]", "follow_ups: [refunds]", "follow_ups names 'refunds'"),
])  # fmt: skip
def test_what_follow_ups_rest_on_must_be_there(
    folders: tuple[Path, Path], name: str, old: str, new: str, problem: str
) -> None:
    line = edit(folders[0] / f"{name}.yaml", old, new)
    (mistake,) = mistakes(folders)
    assert (mistake.line, problem in mistake.problem) == (line, True)


PETS = """title: {en: Pets, zh: \u5ba0\u7269}
examples:
  en: [may I bring my dog, are pets allowed, can my cat come along, dog friendly shop, do you allow animals]
  zh: [\u53ef\u4ee5\u5e26\u72d7\u5417, \u80fd\u5e26\u5ba0\u7269\u5417, \u732b\u53ef\u4ee5\u8fdb\u5e97\u5417,
    \u5e97\u91cc\u5141\u8bb8\u5ba0\u7269\u5417, \u5e26\u52a8\u7269\u53ef\u4ee5\u4e0d]
outcomes:
  answer:
    replies:
      en: {neutral: ["Dogs on a lead are welcome in our shop."]}
      zh: {neutral: ["\u5e97\u91cc\u6b22\u8fce\u7275\u7ef3\u7684\u72d7\u72d7\u3002"]}
"""
"""An intent without a mistake."""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pets.yml", "nothing reads it"),
        ("_pets.yaml", "nothing reads it"),
        ("_moods.english.yaml", "nothing reads it"),
        ("more/pets.yaml", "nothing reads what is in a folder"),
        ("my pets.yaml", "'my pets' is no name of an intent"),
        ("Pets.yaml", "'Pets' is no name of an intent"),
        ("pets-in-shop.yaml", "'pets-in-shop' is no name of an intent"),
        ("\u5ba0\u7269.yaml", "is no name of an intent"),
    ],
)
def test_a_file_that_would_not_be_read_or_cannot_be_named_is_a_mistake(
    folders: tuple[Path, Path], name: str, words: str
) -> None:
    path = folders[0] / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(PETS, encoding="utf-8")
    told = [m.problem for m in mistakes(folders) if m.file == f"intents/{name.split('/')[0]}"]
    assert words in told[0]


def test_what_editors_and_systems_leave_behind_is_no_content(folders: tuple[Path, Path]) -> None:
    (folders[0] / "pets.yaml").write_text(PETS, encoding="utf-8")
    for name in ("._pets.yaml", ".#pets.yaml", "pets.yaml~", "notes.txt"):
        (folders[0] / name).write_bytes(b"\xff\x00")
    assert "pets" in load(*folders).intents


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("outcomes:", "  de: [Hund mitbringen]\noutcomes:", "texts in 'de', but the titles are in en, zh"),
        ("outcomes:", "held_out:\n  de: [Hund mitbringen]\noutcomes:", "texts in 'de'"),
        ("      en: {", "      de: {neutral: [Hunde sind willkommen.]}\n      en: {", "texts in 'de'"),
        ("    replies:", "    facts: [price]\n    replies:", "facts without an action: nobody gives them"),
        (
            "outcomes:",
            "action: order_status\nslots:\n- {name: a, entity: date, ask: {en: [When?], zh: [\u54ea\u5929\uff1f]}}\n"
            "- {name: a, entity: date, ask: {en: [When?], zh: [\u54ea\u5929\uff1f]}}\noutcomes:",
            "a second slot is named 'a'",
        ),
    ],
)
def test_what_would_never_be_used_is_a_mistake(folders: tuple[Path, Path], old: str, new: str, words: str) -> None:
    (folders[0] / "pets.yaml").write_text(PETS, encoding="utf-8")
    edit(folders[0] / "pets.yaml", old, new)
    (mistake,) = mistakes(folders)
    assert words in mistake.problem


def test_a_pattern_that_a_text_keeps_busy_for_ever_is_a_mistake(folders: tuple[Path, Path]) -> None:
    with (folders[0] / "_entities.yaml").open("a", encoding="utf-8") as file:
        file.write("serial:\n  kind: pattern\n  pattern: 'SN(a+)+$'\n  examples: [SNaaa]\n")
    assert [m.problem.split(" for")[0] for m in mistakes(folders)] == ["the pattern takes ever longer"]


def test_each_language_has_moods_to_learn_from(folders: tuple[Path, Path]) -> None:
    zh = folders[0] / "_moods.zh.yaml"
    zh.unlink()
    (folders[0] / "_mood_patterns.zh.yaml").unlink()
    assert [(m.file, m.problem) for m in mistakes(folders)] == [("intents/_moods.zh.yaml", "the file is missing")]
    zh.write_text("unhappy: []\nneutral: [a]\nhappy: []\n", encoding="utf-8")
    assert [m.problem for m in mistakes(folders)] == ["no messages that are unhappy or happy"]
    shutil.copy(folders[0] / "_moods.en.yaml", zh)
    shutil.copy(zh, folders[0] / "_moods.fr.yaml")
    assert [m.problem for m in mistakes(folders)] == ["the bot does not speak 'fr'"]


def test_without_any_moods_the_file_of_each_language_is_asked_for(folders: tuple[Path, Path]) -> None:
    for file in folders[0].glob("_moods.*.yaml"):
        file.unlink()
    found = [m for m in mistakes(folders) if "_moods" in m.file]
    assert [Path(m.file).name for m in found] == ["_moods.en.yaml", "_moods.zh.yaml"]


@pytest.mark.parametrize("broken", ["x: 'open", "", "\ttitle: {}"])
def test_a_file_that_cannot_be_read_is_the_only_mistake(folders: tuple[Path, Path], broken: str) -> None:
    """Nobody is told to take out what rests on it: mended, it is there again."""
    for name in ("opening_hours", "order_status"):
        (folders[0] / f"{name}.yaml").write_text(broken, encoding="utf-8")
    found = mistakes(folders)
    assert [m.file for m in found] == ["intents/opening_hours.yaml", "intents/order_status.yaml"], found


def test_tabs_are_named(folders: tuple[Path, Path]) -> None:
    line = edit(folders[0] / "opening_hours.yaml", "\n  en:", "\n\ten:") + 1
    (found,) = mistakes(folders)
    assert found.line == line
    assert "not with tabs" in found.mend
