"""Data to text on files: a small T5 learns it, writes only what the acts give, and the numbers are what they say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch

from chatbot.cli import main
from chatbot.errors import DataError
from chatbot.models.t5_onnx import T5Onnx, settings_of
from chatbot.training import measure_text, t5_graph
from chatbot.training.responder import Shape, small
from chatbot.training.text_pieces import Pieces, learn_pieces
from chatbot.training.text_rows import TextRow, read_text_rows
from chatbot.training.text_slots import PLACEHOLDER, named, template_of
from chatbot.training.text_writer import LONGEST, Writer
from chatbot.training.vocabulary import EOS

SHAPE = Shape(width=48, hidden=96, encoder_layers=1, decoder_layers=1, heads=2, head_size=24)
_CITIES, _NAMES = ("Kiel", "Oslo", "Lima", "Rome", "Turin"), ("Blue Door", "Old Mill", "Red Cat", "Sea View")


def _rows(number: int, seed: int, service: str = "Restaurants_1", slot: str = "name") -> list[dict[str, Any]]:
    random = Random(seed)
    found = []
    for i in range(number):
        name, city = random.choice(_NAMES), random.choice(_CITIES)
        kind = random.randrange(3)
        if kind == 0:
            acts, reply = [["OFFER", slot, [name]], ["OFFER", "city", [city]]], f"How about {name} in {city}?"
        elif kind == 1:
            acts, reply = [["INFORM", "city", [city]]], f"It is in {city}."
        else:
            acts, reply = [["REQUEST", "city", []]], "In which city shall I look?"
        spans = [[s, reply.index(v[0]), reply.index(v[0]) + len(v[0])] for _, s, v in acts if v]
        before = ["Hello", random.choice(("some food", "a table"))]
        found.append({
            "id": f"{seed}_{i // 4}#{i % 4}", "service": service, "intent": "Find", "before": before, "acts": acts,
            "reply": reply, "spans": spans,
        })  # fmt: skip
    return found


def _file(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[TextRow], list[TextRow]]:
    """Rows to train on; rows to test on, some of a service and with a slot that training lacks."""
    folder = tmp_path_factory.mktemp("rows")
    train = read_text_rows([_file(folder / "train.jsonl", _rows(400, 1))])
    new = _rows(20, 3, "Cafes_2", "cafe_name")
    return train, read_text_rows([_file(folder / "test.jsonl", _rows(40, 2) + new)])


@pytest.fixture(scope="module")
def untrained(
    data: tuple[list[TextRow], list[TextRow]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Pieces, Writer]:
    """A T5 that knows nothing writes the wildest things."""
    templates = [text for row in data[0] if (text := template_of(row))]
    pieces = learn_pieces(data[0], templates)
    torch.manual_seed(3)
    model = small(SHAPE, pieces.size)
    with torch.no_grad():
        # The end and the placeholders are what it likes best, wherever they are.
        model.lm_head.weight[
            [EOS, *(pieces.processor.piece_to_id(f"{{{name}}}") for name in ("name", "city", 1, 2))]
        ] *= 9
    folder = tmp_path_factory.mktemp("t5")
    t5_graph.export(model, folder, settings_of(model.config.to_dict(), max_prompt=128, max_new=LONGEST))
    return pieces, Writer(T5Onnx(folder, precision="float32"), pieces.forbidden)


def test_only_placeholders_of_the_request_each_once(
    data: tuple[list[TextRow], list[TextRow]], untrained: tuple[Pieces, Writer]
) -> None:
    """Whatever the model would like to write; and no digit, no mark of ours, no half of a character."""
    pieces, writer = untrained
    rows = data[1][::4]
    requests = [pieces.request(row) for row in rows]
    found, drawn = writer.write(requests, 4), writer.draw(requests, 4)
    assert any(found)
    assert any(drawn)
    for row, request, candidates, others in zip(rows, requests, found, drawn, strict=True):
        logps = [candidate.logp for candidate in candidates]
        assert logps == sorted(logps, reverse=True)
        for candidate in (*candidates, *others):
            text = pieces.text(candidate.pieces, request.symbols)
            assert Counter(PLACEHOLDER.findall(text)) == Counter(named(row.facts))
            assert not set("0123456789<>") & set(PLACEHOLDER.sub("", text))


def test_a_beam_is_as_probable_as_it_says(
    data: tuple[list[TextRow], list[TextRow]], untrained: tuple[Pieces, Writer]
) -> None:
    """What the beam adds up piece by piece is what one pass over the whole reply gives."""
    pieces, writer = untrained
    requests = [pieces.request(row) for row in data[1][:12]]
    found = writer.write(requests, 3)
    assert any(len(candidates) > 1 for candidates in found)
    scores = writer.scores(requests, [[c.pieces for c in candidates] for candidates in found], batch=5)
    for mine, candidates in zip(scores, found, strict=True):
        assert mine == pytest.approx([c.logp for c in candidates], abs=1e-3)


def test_draws_are_as_probable_as_they_say_and_differ(
    data: tuple[list[TextRow], list[TextRow]], untrained: tuple[Pieces, Writer]
) -> None:
    """The same seed draws the same; none drawn is none."""
    pieces, writer = untrained
    requests = [pieces.request(row) for row in data[1][:12]]
    found = writer.draw(requests, 6, batch=18)
    assert any(len({c.pieces for c in candidates}) > 1 for candidates in found)
    assert found == writer.draw(requests, 6, batch=18)
    assert writer.draw(requests, 0) == [[] for _ in requests]
    scores = writer.scores(requests, [[c.pieces for c in candidates] for candidates in found])
    for mine, candidates in zip(scores, found, strict=True):
        assert mine == pytest.approx([c.logp for c in candidates], abs=1e-3)


def test_texts_and_pieces_there_and_back(
    data: tuple[list[TextRow], list[TextRow]], untrained: tuple[Pieces, Writer]
) -> None:
    """Also where symbols are borrowed, and for a slot that has none of its own."""
    pieces, _ = untrained
    for row in [*data[0][:30], *data[1][-20:]]:
        for random in (None, Random(1)):
            request = pieces.request(row, random)
            template = template_of(row)
            assert template is not None
            target = pieces.target(template, {name: symbol for symbol, name in request.symbols.items()})
            assert pieces.text(target, request.symbols) == template
            assert set(request.symbols) <= set(request.prompt)


def test_it_learns_and_the_numbers_are_what_they_say(data: tuple[list[TextRow], list[TextRow]]) -> None:
    train, test = data
    # Far more time than its passes take, half a minute: else a busy machine ends them early.
    found = measure_text.measure_text(train, test, seconds=1800, shape=SHAPE)
    numbers = found.numbers
    assert numbers["rows"] == len(test) == len(found.replies)
    assert numbers["slot_error_rate"] == 0
    # 77 to 87, by how many threads were the fastest and how their sums round.
    assert numbers["bleu"] > 70 > numbers["baselines"]["template"]["bleu"]
    assert numbers["perplexity"] < 2
    assert numbers["guard_refused"] <= 0.1
    assert numbers["human"]["bleu"] == pytest.approx(100)
    assert numbers["human"]["slot_error_rate"] == 0
    assert numbers["untrained_services"] == ["Cafes_2"]
    assert numbers["seen"]["rows"] == 40
    assert numbers["unseen"]["rows"] == 20
    assert numbers["training"]["steps"] > 0
    json.dumps(numbers)


def test_too_little_to_learn_from(data: tuple[list[TextRow], list[TextRow]]) -> None:
    with pytest.raises(DataError, match="only 5 training rows"):
        measure_text.measure_text(data[0][:5], data[1])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--report", "r.html"], "not for the responder"),
        (["--seconds", "0"], "--seconds is a positive number"),
    ],
)
def test_wrong_arguments(more: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(_file(tmp_path / "rows.jsonl", _rows(3, 1)))
    with pytest.raises(SystemExit):
        main(["evaluate", "responder", "--train", path, "--test", path, *more])
    assert words in capsys.readouterr().err


def test_the_command_names_a_wrong_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _file(tmp_path / "rows.jsonl", [*_rows(2, 1), {"acts": [], "before": []}])
    assert main(["evaluate", "responder", "--train", str(path), "--test", str(path)]) != 0
    assert "rows.jsonl:3: `reply`" in capsys.readouterr().err
