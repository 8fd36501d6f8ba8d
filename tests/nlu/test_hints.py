"""What words alone say: hints, a yes in other words, and a no that is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from chatbot.domain.content import Content
from chatbot.domain.understanding import Hint
from chatbot.nlu import answers, clauses, entities, hints, outbursts, properties, withdrawals
from chatbot.nlu.text import normalise

FOLDER = Path(__file__).parent / "cases"
ROOT = Path(__file__).parents[2]
FEWEST = 3


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def hinted() -> Iterator[Any]:
    for hint, parts in read("hints").items():
        for part, of_languages in parts.items():
            for text in (text for texts in of_languages.values() for text in texts or ()):
                yield pytest.param(hint, text, part == "says", id=f"{hint}-{part}-{text}")


@pytest.mark.parametrize(("hint", "text", "says"), hinted())
def test_a_hint_is_in_its_words(hint: Hint, text: str, says: bool, content: Content) -> None:
    text = normalise(text)
    found = entities.find(text, content.entities)
    named = [e for e in found if content.entities[e.kind].kind != "quantity" and e.kind != "yes_no"]
    if hint == "quality":
        products = [e for e in found if e.kind == "product"]
        assert any(properties.asked(text, product) is not None for product in products) == says
        return
    given = () if hint in ("tentative", "withdraws", "mocks") else named
    assert (hint in hints.find(text, given, entities.without(text, found))) == says


def test_each_hint_but_names_has_cases_in_both_languages() -> None:
    cases = read("hints")
    assert set(cases) == set(get_args(Hint)) - {"names", "other_thing"}
    assert all(len(texts or ()) >= FEWEST for parts in cases.values() for texts in parts["says"].values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the number's 10234", True), ("its number is 10234", True), ("oh sorry, it's 10234", True),
        ("order no. 10234", True), ("10234 is the one", True), ("\u8ba2\u5355\u53f7\u662f10234", True),
        ("\u55ef\uff0c\u5e94\u8be5\u662f10234\u5427", True), ("where is 10234", False), ("is it 10234?", False),
        ("cancel 10234", False), ("10234\u5230\u54ea\u4e86", False), ("10234\u9000\u8d27", False),
    ],
)  # fmt: skip
def test_naming_something_is_told_from_asking_for_something(text: str, names: bool, content: Content) -> None:
    text = normalise(text)
    found = entities.find(text, content.entities)
    assert ("names" in hints.find(text, found, entities.without(text, found))) == names


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("oh no wait I mean 10235", True), ("sorry, make that 10235", True),
        ("oh sorry that's the wrong one, 10235", True),
        ("I meant order 10235", True), ("\u6211\u662f\u8bf410235", True), ("\u6539\u621010235", True),
        ("I got the wrong order 10235", False), ("what do you mean? 10235", False), ("10235\u9001\u9519\u4e86", False),
    ],
)  # fmt: skip
def test_what_is_named_to_put_something_right(text: str, means: bool, content: Content) -> None:
    text = normalise(text)
    assert hints.means(text, entities.find(text, content.entities)) == means


@pytest.mark.parametrize("case", read("answers")["consents"], ids=lambda case: str(case["question"])[:20])
def test_a_yes_in_other_words(case: dict[str, Any]) -> None:
    for text in case["agrees"]:
        assert answers.consents(normalise(text), case["question"]), text
    for text in case["other"]:
        assert not answers.consents(normalise(text), case["question"]), text


def test_a_no_that_says_there_is_none_answers_nothing() -> None:
    cases = read("answers")
    for text, said in cases["answers_no"]:
        assert answers.is_no(text, text.index(said), text.index(said) + len(said)), text
    for text, said in cases["answers_nothing"]:
        assert not answers.is_no(text, text.index(said), text.index(said) + len(said)), text


def test_no_cancellation_answers_whether_to_cancel() -> None:
    assert answers.is_no("no cancellation", 0, 2, "Shall I cancel it?")


@pytest.mark.parametrize(
    ("text", "angry"),
    [
        ("\u9a97\u5b50\uff01\u8fd8\u6211\u94b1", True), ("scammers! give me my money back", True),
        ("you are thieves", True), ("\u4f60\u4eec\u5c31\u662f\u9ed1\u5e97", True),
        ("\u6536\u5230\u5192\u5145\u4f60\u4eec\u7684\u8bc8\u9a97\u77ed\u4fe1", False), ("I got a scam e-mail", False),
        ("somebody used my card, it's a scam", False), ("where is my money", False),
    ],
)  # fmt: skip
def test_an_angry_customer_is_told_from_a_report_of_fraud(text: str, angry: bool) -> None:
    assert outbursts.calls_names(text) == angry


def test_what_a_clause_takes_back() -> None:
    (clause,) = clauses.split("please cancel the return of 10237")
    assert withdrawals.withdrawn(clause.bare) == "return of 10237"


LONG = """
import sys
from chatbot.domain.understanding import Entity
from chatbot.nlu import answers, asks, clauses, hints, idioms, wishes
for word in sys.argv[1:]:
    text = word * (900 // len(word)) + "x"
    hints.find(text, (), text)
    answers.consents(word * (58 // len(word)) + "x", "")
    asks.find(word * (58 // len(word)) + "x", ())
    idioms.plain(text), idioms.of_oneself(text), idioms.complains(text)
    clauses.ends_with_farewell(text), clauses.stops_waiting(text)
    wishes.listed(f"sizes {text} of the lamp", Entity("product", "lamp", "lamp", len(text) + 14, len(text) + 18))
    wishes.listed(f"\u53f0\u706f\u7684\u4ef7\u683c{text}", Entity("product", "lamp", "\u53f0\u706f", 0, 2))
"""


def test_no_pattern_takes_forever() -> None:
    """A pattern that backtracks takes hours for these: milliseconds are far from the minute that ends it here."""
    words = [
        "\u54c8\u54c8\u54c8\u54c8\u554a",
        "\u548c\u53ca\u4e0e",
        "and ",
        "bye ",
        " ",
        "\u53f7\u7801",
        "\u5e2e\u6211",
        "ok ",
        "do it ",
        "1",
        "\u9000\u8d27",
    ]
    # A process of its own: nothing ends a match that runs.
    subprocess.run([sys.executable, "-c", LONG, *words], cwd=ROOT, timeout=60, check=True)


@pytest.mark.parametrize(
    ("text", "only"),
    [("一个人能装不", True), ("泡沫呢", True), ("能送上楼没", False), ("怎么不能装", False), ("不能装", False)],
)
def test_a_no_that_makes_a_question_is_no_displeasure(text: str, only: bool) -> None:
    assert hints.only_asks(text) == only
