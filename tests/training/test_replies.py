"""Situations: what holds, what does not, and what is no list of situations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.domain.decision import Decision
from chatbot.errors import ContentError
from chatbot.training import replies
from tests.fakes.talk import AT, ROOT, Talk, shop, starter_content

CONTENT = starter_content()


def run(tmp_path: Path, *situations: dict[str, Any], language: str = "en") -> list[replies.Outcome]:
    file = tmp_path / "list.yaml"
    listed = {"language": language, "situations": {"tag": list(situations)}}
    file.write_text(yaml.safe_dump(listed, allow_unicode=True), "utf-8")
    pipeline = Talk(CONTENT).pipeline
    return list(replies.run_checklist(pipeline, shop, replies.read_checklist(file, CONTENT), AT))


SAID = ["where is 10234 [order_status]"]


@pytest.mark.parametrize(
    ("say", "holds", "fails"),
    [
        (SAID, {"has": ["10234", "DHL"]}, {"has": ["10234", "10235"]}),
        (SAID, {"lacks": "sorry"}, {"lacks": "dhl"}),
        (SAID, {"sorry": False}, {"sorry": True}),
        (["where is 10234! [order_status]"], {"sorry": True, "cares": True}, {"sorry": False}),
        (["hello [greeting]"], {"greets": True}, {"greets": False}),
        (["where is it [order_status]"], {"asks": "order_id"}, {"asks_not": "order_id"}),
        (SAID, {"intent": ["order_status", "order_cancel"]}, {"intent": "order_cancel"}),
        (SAID, {"intent_not": "order_cancel"}, {"intent_not": "order_status"}),
        (SAID, {"outcome": "shipped"}, {"outcome": "delayed"}),
        (SAID, {"answers": 1}, {"answers": 2}),
        ([*SAID, "a person! [talk_to_human]"], {"escalated": True}, {"escalated": False}),
        (["?? [order_status|return_start]"], {"buttons": True}, {"buttons": False}),
        (SAID, {"sentences": 2}, {"sentences": 1}),
        (SAID, {"characters": 500}, {"characters": 20}),
        (SAID, {"language": "en"}, {"language": "zh"}),
    ],
)
def test_a_check_holds_and_fails(tmp_path: Path, say: list[str], holds: dict[str, Any], fails: dict[str, Any]) -> None:
    good, bad = run(tmp_path, {"say": say} | holds, {"say": say} | fails)
    assert good.wanted == ()
    assert len(bad.wanted) == 1


def test_a_business_is_read_anew_for_each_situation(tmp_path: Path) -> None:
    say = ["cancel 10235 for tom@example.org [order_cancel]", "yes"]
    outcomes = run(tmp_path, *[{"say": say, "outcome": "cancelled"}] * 2)
    assert [o.wanted for o in outcomes] == [(), ()]


def test_a_reply_said_twice_is_seen_in_every_situation() -> None:
    decision = Talk(CONTENT).say("hello [greeting]")
    said = [replies.Reply(text, decision) for text in ("One.", "Two.", "Two.", "", "")]
    assert replies.repeats(said) == ["Two."]


@pytest.mark.parametrize(
    ("text", "count"),
    [("One.", 1), ("No mark", 1), ("One. Two! Is it?", 3), ("See https://shop.example/a.b", 1), ("好的。请问？", 2)],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert replies.sentences(text) == count


def test_shares_are_told_for_all_for_tags_and_for_what_was_kept_apart(tmp_path: Path) -> None:
    found = replies.measured(
        run(tmp_path, {"say": SAID, "has": "DHL", "kept": True}, {"say": SAID}, {"say": SAID, "has": "nothing"})
    )
    assert found["situations"] == 3
    assert (found["passed_open"], found["passed_kept"]) == (0.5, 1.0)
    assert found["by_tag"] == {"tag": found["passed"]}
    (failed,) = found["failed"]
    assert failed["wanted"] == ["has nothing"]
    assert "customer: where is 10234" in replies.as_text(failed)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("language: en\nsituations:\n  a:\n    - say: hi\n      hass: x", 5, "unknown check 'hass'"),
        ("language: en\nsituations:\n  a:\n    - say: hi\n    - say: ho\n      has: '('", 6, "no regular expression"),
        ("language: en\nsituations:\n  a:\n    - say: hi\n      intent: fly", 5, "knows no 'fly'"),
        ("language: en\nsituations:\n  a:\n    - has: hi", 4, "say"),
        ("language: en\nsituations:\n  a:\n    - say: []", 4, "at least 1"),
        ("language: xx\nsituations: {}", 1, "language of the bot"),
        ("language: en\nwords: {sory: [x]}\nsituations: {}", 2, "words of sorry"),
        (
            "language: en\nsituations:\n  a:\n    - say: hi\n      language: de\n      sorry: true",
            4,
            "no words of 'de'",
        ),
        ("language: en", 1, "situations are expected"),
        ("language: ]", 1, "not valid YAML"),
    ],
)
def test_what_is_no_checklist_is_said_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    file = tmp_path / "list.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        replies.read_checklist(file, CONTENT)
    (mistake,) = caught.value.mistakes
    assert mistake.line == line
    assert said in mistake.problem


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_projects_situations_are_valid_and_half_of_them_kept_apart(language: str) -> None:
    checklist = replies.read_checklist(ROOT / "tests" / "checklists" / f"replies.{language}.yaml", CONTENT)
    kept = [s.kept for situations in checklist.situations.values() for _, s in situations]
    assert len(kept) >= 200
    assert 0.4 < sum(kept) / len(kept) < 0.6


@pytest.mark.parametrize(("words", "passed"), [("[wie schade]", True), ("[oh weh]", False)])
def test_an_apology_is_told_by_the_files_words(tmp_path: Path, words: str, passed: bool) -> None:
    file = tmp_path / "list.yaml"
    file.write_text(
        f"language: en\nwords: {{sorry: {words}}}\nsituations:\n  a:\n    - say: hi\n      sorry: true", "utf-8"
    )
    checklist = replies.read_checklist(file, CONTENT)
    ((_, situation),) = checklist.situations["a"]
    said = replies.Reply("Wie schade, das geht nicht.", Decision("reply", ()))
    assert (list(replies._unmet(situation, [said], "de", checklist.words)) == []) is passed
