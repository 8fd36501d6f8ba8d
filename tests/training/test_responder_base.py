"""The base that responders begin with: what is read, what it learns from, and what begins with it."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sentencepiece import SentencePieceProcessor

from chatbot.errors import DataError
from chatbot.models.responder import PIECES
from chatbot.models.t5_onnx import settings_of
from chatbot.nlg.prompt import pieces
from chatbot.training import build_responder, responder_base
from chatbot.training import responder as t5
from chatbot.training.acts import cases
from chatbot.training.responder_base import GAPS, NEW, Lessons, Read, Said, make, read_others
from chatbot.training.responder_data import Data
from chatbot.training.text_pieces import NUMBERED
from chatbot.training.vocabulary import train_pieces
from tests.fakes.content import small_content

TINY = t5.Shape(width=32, hidden=64, heads=1, vocabulary=2000)
OTHERS = Read(
    [
        Said("en", "when does it leave", "It leaves at {1} from platform {2}."),
        Said("zh", "\u51e0\u70b9", "{1}\u5f00\u95e8\u3002"),
    ],
    [
        "I would like to know when the next train leaves for the coast",
        "\u8bf7\u95ee\u4f60\u4eec\u51e0\u70b9\u5f00\u95e8",
    ],
)


@pytest.fixture(scope="module")
def processor() -> SentencePieceProcessor:
    """Pieces of the small content and the others."""
    content = small_content()
    texts = [*(c.target for c in cases(content)), *OTHERS.texts, *(said.template for said in OTHERS.replies)]
    return SentencePieceProcessor(
        model_proto=train_pieces(texts, 600, symbols=[*pieces(content), NEW, *NUMBERED, *GAPS])
    )


def lessons(processor: SentencePieceProcessor, others: Read = OTHERS) -> Lessons:
    """A seeded drawer of rows."""
    model = t5.small(TINY, processor.get_piece_size())
    return Lessons(
        small_content(), others, processor, settings_of(model.config.to_dict(), max_prompt=64, max_new=72), seed=3
    )


def test_files_of_others_are_read(tmp_path: Path) -> None:
    """Data to text, dialogues, plain texts: whatever has digits becomes a placeholder."""
    rows = [
        {"id": "1#1", "before": ["where?"], "acts": [["Inform", "shop", "street", "High Street"]],
         "reply": "It is in High Street."},
        {"turns": [{"role": "user", "text": "a table for two"},
                   {"role": "agent", "text": "Booked, 18:30, number AB12."}]},
        {"text": "my card is gone"},
    ]  # fmt: skip
    file = tmp_path / "more.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", "utf-8")
    found = read_others([file])
    assert [said.template for said in found.replies] == ["It is in {1}.", "Booked, {1}, number {2}."]
    assert [said.before for said in found.replies] == ["where?", "a table for two"]
    assert {"my card is gone", "a table for two", "where?"} <= set(found.texts)


@pytest.mark.parametrize("line", ["{", "[1]", '{"turns": [{"role": "user"}]}', '{"text": 5}', '{"acts": 3}'])
def test_bad_rows_are_named(tmp_path: Path, line: str) -> None:
    """File and line are said."""
    file = tmp_path / "more.jsonl"
    file.write_text(f'{{"text": "fine"}}\n{line}\n', "utf-8")
    with pytest.raises(DataError, match=r"more\.jsonl:2"):
        read_others([file])


def test_gaps_and_what_fills_them_make_the_text(processor: SentencePieceProcessor) -> None:
    """Span corruption: each gap of the prompt has its words in the target."""
    rows = lessons(processor, Read([], OTHERS.texts * 20)).round()[-20:]
    gaps = {processor.piece_to_id(gap) for gap in GAPS}
    made = set()
    for row in rows:
        fill: dict[int, list[int]] = {}
        for piece in row.target[:-1]:
            if piece in gaps:
                fill[piece] = []
            else:
                fill[list(fill)[-1]].append(piece)
        assert fill
        whole = [p for piece in row.prompt[:-1] for p in (fill[piece] if piece in gaps else [piece])]
        made.add(processor.decode(whole).replace(" ", ""))
    assert made == {text.replace(" ", "") for text in OTHERS.texts}


def test_placeholders_of_a_target_stand_in_its_prompt(processor: SentencePieceProcessor) -> None:
    """Also where they were given other names."""
    numbered = {processor.piece_to_id(name) for name in NUMBERED}
    renamed = 0
    for row in lessons(processor).round():
        used = numbered & set(row.target)
        assert used <= set(row.prompt)
        renamed += bool(used)
    assert renamed > 2


def test_a_base_is_made_and_begun_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it knows the texts; a base that does not, or none at all, gives way to a fresh model."""
    content = small_content()
    folder = tmp_path / "base"
    assert make(content, OTHERS, folder, minutes=0.02, shape=TINY)["steps"] >= 1
    monkeypatch.setattr(responder_base, "FOLDER", folder)
    size = SentencePieceProcessor(model_file=str(folder / PIECES)).get_piece_size()
    targets = [case.target for case in cases(content)]
    begun = {}
    for known, base in ((0.2, None), (0.9, None), (0.9, build_responder.NO_BASE)):
        monkeypatch.setattr(t5, "unknown", lambda model, rows, share=1 - known: set(range(round(share * len(rows)))))
        begun[known, base] = build_responder._start(content, targets, base, None)
    sizes = {key: start.model.shared.weight.shape[0] for key, start in begun.items()}
    assert sizes[0.9, None] == size not in (sizes[0.2, None], sizes[0.9, build_responder.NO_BASE])
    trained = begun[0.9, None]
    assert trained.known == pytest.approx(0.9, abs=0.03)
    assert trained.wrong == set(range(len(trained.wrong)))
    assert trained.plan == build_responder._planned(trained.known)
    assert begun[0.2, None].plan == begun[0.9, build_responder.NO_BASE].plan == t5.Plan()


def test_a_base_goes_on_from_the_one_before(tmp_path: Path) -> None:
    """It has pieces for what is new, and its numbers say what both trainings took."""
    content = small_content()
    first = make(content, OTHERS, tmp_path / "base", minutes=0.02, shape=TINY)
    later = replace(content, intents={**content.intents, "brand_new": next(iter(content.intents.values()))})
    second = make(later, Read(), tmp_path / "base", minutes=0.02, before=tmp_path / "base")
    assert second["steps"] > first["steps"]
    assert (second["minutes"], second["replies_of_others"]) == (first["minutes"], len(OTHERS.replies))
    processor = SentencePieceProcessor(model_file=str(tmp_path / "base" / PIECES))
    assert processor.piece_to_id("<brand_new>") != processor.unk_id()
    assert t5.load_base(tmp_path / "base").shared.weight.shape[0] == processor.get_piece_size()


def test_at_its_end_a_base_reads_the_content_alone(processor: SentencePieceProcessor) -> None:
    """And its own names most of the time: of each case there is a row, of a wrong one another."""
    made = lessons(processor)
    count = len(cases(small_content()))
    rows = made.own([0, 0, 3])
    assert len(rows) == count + 3
    known = [row.case for row in rows if row.case >= 0]
    assert len(known) > count / 2
    assert len(made.round()) > len(rows)


def test_what_is_not_known_is_read_more_from_the_first_epoch_on(
    processor: SentencePieceProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = t5.small(TINY, processor.get_piece_size())
    data = Data(small_content(), processor, settings_of(model.config.to_dict(), max_prompt=64, max_new=72))
    asked: list[list[int]] = []
    epoch = data.epoch
    monkeypatch.setattr(data, "epoch", lambda again: [asked.append(list(again)), epoch(again)][1])
    t5.fit(model, data, until=time.monotonic() + 60, progress=lambda share: None, plan=t5.Plan(epochs=1), wrong={3})
    assert asked == [[3, 3]]


def test_what_was_missed_is_read_again_until_most_is() -> None:
    """Twice after the epoch in which it came out wrong, and once after the next; never while nearly all is new."""
    missed = t5.Missed(100)
    assert missed.again == []
    missed.add({7, 8})
    assert sorted(missed.again) == [7, 7, 8, 8]
    missed.add({8})
    assert sorted(missed.again) == [7, 8, 8]
    missed.add(set())
    assert missed.again == [8]
    missed.add(set(range(60)))
    assert missed.again == []
    assert missed.last == set()


def test_what_a_later_content_brings_begins_as_its_like(tmp_path: Path) -> None:
    """A new intent's piece lies near the base's piece for new ones."""
    content = small_content()
    folder = tmp_path / "base"
    make(content, OTHERS, folder, minutes=0.02, shape=TINY)
    before = SentencePieceProcessor(model_file=str(folder / PIECES)).get_piece_size()
    later = replace(content, intents={**content.intents, "brand_new": next(iter(content.intents.values()))})
    start = build_responder._further(folder, later, [case.target for case in cases(later)], 64)
    number = SentencePieceProcessor(model_proto=start.proto).piece_to_id
    assert number("<brand_new>") >= before
    table = start.model.shared.weight.detach()
    ours, new = table[number("<brand_new>")], table[number(NEW)]
    assert float((ours - new).norm()) < float((table[:before] - new).norm(dim=1).median())


def test_what_is_known_shortens_the_training() -> None:
    """Knowing nothing, a base is trained as long and as fast as a fresh model; knowing all, a tenth as long."""
    nothing, half, everything = map(build_responder._planned, (0.0, 0.5, 1.0))
    assert (nothing.epochs, nothing.rate) == (t5.Plan().epochs, t5.Plan().rate)
    assert everything.epochs <= nothing.epochs / 10 < half.epochs < nothing.epochs
    assert everything.rate < half.rate < nothing.rate


def test_an_edited_reply_is_learned_from_the_bundle_before(tmp_path: Path) -> None:
    """`before`: few epochs suffice for one changed text, which a base-less start would not learn in them."""
    content = small_content()
    until = time.monotonic() + 600
    build_responder.build_responder(content, tmp_path / "one", base="none", until=until)
    name, intent = next((n, i) for n, i in content.intents.items() if "answer" in i.outcomes)
    outcome = intent.outcomes["answer"]
    replies = {
        language: {mood: tuple(text + (" Bye." if language == "en" else "\u518d\u89c1\u3002") for text in texts)
                   for mood, texts in by.items()}
        for language, by in outcome.replies.items()
    }  # fmt: skip
    edited = replace(intent, outcomes={**intent.outcomes, "answer": replace(outcome, replies=replies)})
    later = replace(content, intents={**content.intents, name: edited})
    found = build_responder.build_responder(
        later, tmp_path / "two", base="none", before=tmp_path / "one", until=time.monotonic() + 600
    )
    assert found["as_authored"] > 0.9
    assert found["steps"] <= 250
