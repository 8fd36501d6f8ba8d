"""The parts of the responder's training."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable

import torch
from sentencepiece import SentencePieceProcessor

from chatbot.models.t5_onnx import T5Settings
from chatbot.nlg import guard, placeholders
from chatbot.nlg.prompt import pieces
from chatbot.training.acts import cases
from chatbot.training.muon import Muon, orthogonal
from chatbot.training.pace import Pace
from chatbot.training.responder import Plan, batches, choose_least, fit, known, small
from chatbot.training.responder import Shape as Size
from chatbot.training.responder_data import Data, Row
from chatbot.training.vocabulary import train_pieces
from tests.fakes.content import small_content


def _data(seed: int = 0) -> Data:
    content = small_content()
    proto = train_pieces([case.target for case in cases(content)], 500, symbols=pieces(content))
    return Data(content, SentencePieceProcessor(model_proto=proto), T5Settings(2, 8, 1, 32, 128), seed=seed)


def test_every_target_passes_the_guard() -> None:
    """With all facts at hand, and with some missing."""
    content = small_content()
    found = cases(content)
    assert len({(c.act.topic, c.act.point, c.language) for c in found}) == 12
    for case in found:
        assert guard.check(case.target, case.act, content, case.language) == ()


def test_texts_use_only_the_facts_at_hand() -> None:
    """Over many drawn rows, no target speaks of a fact that its prompt does not have."""
    data = _data()
    processor: SentencePieceProcessor = data._processor
    for row in [row for _ in range(20) for row in data.epoch()]:
        said, asked = processor.decode(row.target[:-1]), processor.decode(row.prompt[:-1])
        assert set(placeholders.names(said)) <= set(placeholders.names(asked))


def test_messages_differ_and_seeds_repeat() -> None:
    """Another epoch has other messages; another run with the same seed has the same ones."""
    data = _data()
    first, second = data.epoch(), data.epoch()
    assert [row.prompt for row in first] != [row.prompt for row in second]
    assert [row.prompt for row in _data().epoch()] == [row.prompt for row in first]


def test_validation_asks_with_messages_that_training_leaves_out() -> None:
    """They never occur in an epoch."""
    data = _data()
    left_out = {message for texts in data._left_out.values() for message in texts}
    assert not left_out & {message for texts in data._shown.values() for message in texts}
    assert {message for _, message, _ in data.validation(50)} <= left_out


def test_what_is_known_is_what_greedy_decoding_writes() -> None:
    """An untrained model knows nothing."""
    data = _data()
    rows = data.epoch()
    model = small(Size(16, 16, 1, 1, 2, 8, 500), 800)
    assert known(model, rows) == 0.0
    assert sorted(len(part) for part in batches(rows, 8))[-1] == 8
    assert sum(len(part) for part in batches(rows, 8)) == len(rows)


class _Heard(Data):
    """Remembers what each epoch was asked for."""

    def epoch(self, again: Iterable[int] = ()) -> list[Row]:
        """As before."""
        rows = super().epoch(again)
        self.__dict__.setdefault("heard", []).append([row.case for row in rows])
        return rows


def test_cases_come_again_as_often_as_they_are_named() -> None:
    """Beside every case once, each with its own text."""
    data = _data()
    rows = data.epoch([3, 3, 5])
    seen = Counter(row.case for row in rows)
    assert (seen[3], seen[5]) == (3, 2)
    assert all(count == 1 for case, count in seen.items() if case not in (3, 5))
    assert len(seen) == len(data.cases)


def test_what_came_out_wrong_is_read_more_often() -> None:
    """Not while most is wrong; then thrice what was wrong last, twice what was before, once what is known."""
    plain = _data()
    data = _Heard(plain.content, plain._processor, plain._settings)
    torch.manual_seed(0)
    model = small(Size(32, 64, 1, 1, 2, 16, 500), plain._processor.get_piece_size())
    ran = fit(model, data, until=time.monotonic() + 600, progress=lambda share: None, plan=Plan(epochs=120, batch=8))
    counts = [Counter(epoch) for epoch in data.__dict__["heard"]]
    assert len(counts) == ran["epochs"]
    assert set(counts[0].values()) == {1} == set(counts[1].values())
    later = [count for epoch in counts for count in epoch.values()]
    assert {1, 2, 3} == set(later)
    assert sum(counts[-1].values()) < 1.3 * len(data.cases)


def test_unsure_texts_are_told_from_sure_ones() -> None:
    """Blends at 0.4, learned texts at 0.8: the line is in between."""
    content = small_content()
    asked = [case for case in cases(content) if case.act.point == "not_found"] * 10
    written = [(c.target, 0.8) if i % 2 else ("Order {order_id}?" if c.language == "en" else "好,{order_id}。", 0.4)
               for i, c in enumerate(asked)]  # fmt: skip
    assert 0.4 < choose_least(written, asked, content) <= 0.8


def test_muon_steps_are_orthogonal() -> None:
    """Singular values near one, for wide and tall matrices, and the loss goes down."""
    torch.manual_seed(0)
    for shape in ((3, 8, 20), (3, 20, 8)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(*shape)))
        assert 0.4 < float(values.min()) <= float(values.max()) < 1.4
    weight = torch.nn.Parameter(torch.randn(6, 4))
    goal = torch.randn(6, 4)
    optimizer = Muon([weight], 0.2)
    losses = []
    for _ in range(60):
        loss = ((weight - goal) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.2 * losses[0]


def test_the_pace_picks_the_faster_number_of_threads() -> None:
    """One, where several slow each other down; afterwards all are back."""
    before = torch.get_num_threads()
    pace = Pace(2)
    for _ in range(12):
        with pace:
            time.sleep(0.001 if torch.get_num_threads() == 1 else 0.004)
    assert torch.get_num_threads() == 1
    pace.end()
    assert torch.get_num_threads() == before
