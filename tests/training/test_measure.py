"""Measuring on files: the numbers are what they say they are, and the report escapes what customers wrote."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from chatbot.cli import main
from chatbot.models.intents import IntentModel, certainty
from chatbot.training import measure, report_html
from chatbot.training.intents import REFUSAL_COSTS, Labelled, fit_intents, refusal_threshold
from chatbot.training.rows import Rows

_THINGS = ("parcel", "order", "lamp", "book", "chair", "phone", "shirt", "table", "clock", "mirror")
_SAID = {
    "track": ("where is my {}", "track the {} please", "has my {} been sent", "when will the {} arrive"),
    "refund": ("I want my money back for the {}", "refund the {}", "return the {} and pay me back", "{} refund please"),
    "hours": ("when do you open to sell a {}", "are you open on sunday, {}", "opening hours for a {}", "{} shop hours"),
    "oos": ("the {} plays football", "my cat ate a {}", "sing about a {}", "how tall was the king of the {}"),
}


def _rows(odd: int, labels: tuple[str, ...] = tuple(_SAID)) -> Rows:
    pairs = [(said.format(thing), label) for label in labels for said in _SAID[label] for thing in _THINGS[odd::2]]
    return Rows(tuple(text for text, _ in pairs), tuple(label for _, label in pairs))


def _write(path: Path, rows: Rows, key: str) -> str:
    lines = (json.dumps({"text": t, key: label}) for t, label in zip(rows.texts, rows.labels, strict=True))
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


@pytest.mark.parametrize("fast", [True, False])
def test_intents_are_learned_and_measured(fast: bool) -> None:
    train, test = _rows(0), _rows(1)
    found = measure.measure_intents(train, test, fast=fast)
    numbers = found.numbers
    assert numbers["rows"] == len(test.texts) == len(found.predicted) == len(found.scores)
    assert numbers["accuracy"] == np.mean([w == p for w, p in zip(test.labels, found.predicted, strict=True)])
    assert numbers["accuracy"] > 0.85
    assert numbers["floor"] > 0.85
    inside = [p == w for w, p in zip(test.labels, found.predicted, strict=True) if w != "oos"]
    outside = [p == "oos" for w, p in zip(test.labels, found.predicted, strict=True) if w == "oos"]
    assert numbers["in_scope_accuracy"] == np.mean(inside)
    assert numbers["out_of_scope_recall"] == np.mean(outside)
    assert numbers["auroc"] > 0.85
    assert 0 <= numbers["calibration_error_after"] <= 1
    assert numbers["milliseconds_per_message"] > 0
    assert numbers["model_bytes"] > 1000
    for predicted, score in zip(found.predicted, found.scores, strict=True):
        assert (predicted == "oos") == (score < numbers["threshold"])


def test_rows_that_were_never_trained_are_wrong_and_named() -> None:
    """Out of scope that no training row showed has a recall all the same; an intent that none showed is a mistake."""
    train, test = _rows(0, ("track", "refund")), _rows(1, ("track", "hours", "oos"))
    numbers = measure.measure_intents(train, test, fast=True).numbers
    assert numbers["untrained_labels"] == {"hours": 20}
    assert numbers["out_of_scope_recall"] is not None
    assert numbers["accuracy"] < 0.7


def test_the_threshold_costs_what_it_may_and_no_more() -> None:
    """Of 1,000 in-scope messages, all right, it refuses the ten least certain where out of scope was trained."""
    random = np.random.default_rng(0)
    logits = random.normal(size=(1100, 3)).astype(np.float32)
    labels = np.array([0] * 1000 + [2] * 100)
    logits[:1000, 0] += 9
    threshold = refusal_threshold(logits, labels, 1.0, outside=2)
    refused = certainty(logits[:1000], 2) < threshold
    assert refused.sum() == int(1000 * REFUSAL_COSTS[True])
    assert REFUSAL_COSTS[False] < REFUSAL_COSTS[True]


def test_certainty_is_not_fooled_by_what_is_like_nothing() -> None:
    """Two rows with the same probabilities: the one with low scores everywhere is the less certain one."""
    low, high = np.array([[-3.0, -6.0]], np.float32), np.array([[4.0, 1.0]], np.float32)
    assert certainty(low)[0] < 0.5 < certainty(high)[0]
    # A message that looks out of scope as well is less certain.
    assert certainty(np.array([[4.0, 5.0]], np.float32), 1)[0] < certainty(np.array([[4.0, -5.0]], np.float32), 1)[0]


def test_a_saved_intent_model_scores_the_same(tmp_path: Path) -> None:
    """With its hidden layer; half precision moves little. What another version wrote is refused."""
    rows = _rows(0)
    labels = np.array([rows.names.index(label) for label in rows.labels])
    model = fit_intents(Labelled(rows.texts, labels), rows.names).model
    assert model.hidden is not None
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    for text in ("where is my parcel", "退款", ""):
        np.testing.assert_allclose(again.logits(text), model.logits(text), atol=0.05)
    settings = json.loads((tmp_path / "settings.json").read_text("utf-8"))
    del settings["features"]
    (tmp_path / "settings.json").write_text(json.dumps(settings), "utf-8")
    with pytest.raises(ValueError, match="another version"):
        IntentModel.load(tmp_path)


def test_an_intent_s_name_is_an_example() -> None:
    """The messages say `card` and `exchange` of both: only the names tell which is which."""
    texts = ("my card is here", "an exchange is here", "my exchange was there", "a card was there")
    data = Labelled(texts, np.array([0, 0, 1, 1]))
    one = fit_intents(data, ("card", "exchange"), fast=True).model
    other = fit_intents(data, ("exchange", "card"), fast=True).model
    assert one.probabilities("card").argmax() == 0
    assert other.probabilities("card").argmax() == 1


def test_one_member_classes_do_not_stop_the_training() -> None:
    """Files of others have rare labels."""
    rows = Rows((*_rows(0).texts, "once"), (*_rows(0).labels, "rare"))
    assert measure.measure_intents(rows, _rows(1), fast=True).numbers["accuracy"] > 0.8


def test_mood_files_have_labels_of_their_own() -> None:
    good = tuple(f"what a lovely {thing}, great" for thing in _THINGS)
    bad = tuple(f"this {thing} is awful and bad" for thing in _THINGS)
    train = Rows(good[::2] * 6 + bad[::2] * 6, ("1",) * 30 + ("0",) * 30)
    found = measure.measure_sentiment(train, Rows(good[1::2] + bad[1::2], ("1",) * 5 + ("0",) * 5), fast=True)
    assert found.numbers["accuracy"] >= 0.9
    assert set(found.predicted) == {"0", "1"}


def test_language_is_the_projects_own_choice() -> None:
    """The script decides Chinese without the detector, and then it is certain."""
    train = Rows(("hello", "你好", "hallo"), ("en", "zh", "de"))
    test = Rows(
        ("我的包裹在哪里", "where is the parcel that I ordered last week", "wo ist das Paket, das ich bestellt habe"),
        ("zh", "en", "de"),
    )
    found = measure.measure_language(train, test)
    assert found.predicted == ("zh", "en", "de")
    assert found.scores[0] == 1.0
    assert found.numbers["by_language"] == {"de": 1.0, "en": 1.0, "zh": 1.0}


def test_the_report_escapes_and_runs_nothing() -> None:
    evil = "<script>alert(1)</script>"
    found = measure.Measured(
        {"accuracy": 0.5, evil: evil, "nothing": None},
        (evil, "b", "c"),
        (evil, "x", "x"),
        ("x", "x", evil),
        np.array([0.1, 0.9, 1.0]),
        np.array([0.1, 0.9, 1.0], np.float32),
        np.array([False, True, False]),
    )
    page = report_html.page(evil, found)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(src|href)=|https?://", page)
    assert page.count("<svg") == 2


def test_many_labels_show_the_worst() -> None:
    names = tuple(f"label{i:02}" for i in range(60))
    wrong = tuple(names[(i + 1) % 60] if i < 10 else names[i] for i in range(60))
    found = measure.Measured(
        {}, names, names, wrong, np.ones(60), np.ones(60, np.float32), np.array([i >= 10 for i in range(60)])
    )
    page = report_html.page("many", found)
    assert f"the {report_html.MOST} of 60 labels" in page
    matrix = page[page.index('class="matrix"') :]
    assert "label00" in matrix
    assert "label59" not in matrix


def test_the_command_writes_what_it_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train, test = (_write(tmp_path / f"{odd}.jsonl", _rows(odd), "intent") for odd in (0, 1))
    out, said, page = tmp_path / "o.json", tmp_path / "p.jsonl", tmp_path / "r.html"
    argv = ["evaluate", "intents", "--train", train, "--test", test, "--fast", "--json", str(out)]
    assert main([*argv, "--predictions", str(said), "--report", str(page)]) == 0
    numbers = json.loads(out.read_text("utf-8"))
    predictions = [json.loads(line) for line in said.read_text("utf-8").splitlines()]
    assert [row["text"] for row in predictions] == list(_rows(1).texts)
    right = [row["predicted"] == label for row, label in zip(predictions, _rows(1).labels, strict=True)]
    assert numbers["accuracy"] == np.mean(right)
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert "accuracy" in capsys.readouterr().out
    # The same seed gives the same answer.
    first = said.read_text("utf-8")
    assert main([*argv, "--predictions", str(said)]) == 0
    assert said.read_text("utf-8") == first


@pytest.mark.parametrize(
    "argv",
    [
        ["evaluate", "intents", "--train", "a"],
        ["evaluate", "language"],
        ["evaluate", "intents", "--predictions", "a"],
    ],
)
def test_options_that_do_not_go_together(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(argv)
    assert done.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_single_label_is_nothing_to_learn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _write(tmp_path / "one.jsonl", Rows(("a", "b"), ("x", "x")), "intent")
    assert main(["evaluate", "intents", "--train", path, "--test", path]) == 1
    assert "at least two" in capsys.readouterr().err
