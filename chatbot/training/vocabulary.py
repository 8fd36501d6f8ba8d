"""The responder's vocabulary: a SentencePiece of our own, or a base's with our pieces added."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sentencepiece import SentencePieceProcessor, SentencePieceTrainer
from sentencepiece import sentencepiece_model_pb2 as proto

from ..errors import ConfigError

PAD, EOS, UNK = 0, 1, 2
_LONGEST_PIECE = 24
_BYTES, _ROOM = 256, 100
_USER_DEFINED, _UNUSED = 4, 5


def train_pieces(
    texts: Iterable[str], size: int, *, symbols: Sequence[str] = (), over_spaces: bool = True, threads: int = 2
) -> bytes:
    """A SentencePiece model (BPE, bytes for unknown characters); `symbols` are single pieces.

    With `over_spaces` a piece may hold several words: replies repeat each other, so they become short. No
    normalisation: full-width punctuation has to come out as it went in.
    """
    texts = list(texts)
    out = io.BytesIO()
    # Every character is a piece; a content with many of them gets the room it needs.
    least = len({c for text in texts for c in text}) + len(symbols) + _BYTES + _ROOM
    SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=out,
        vocab_size=max(size, least),
        model_type="bpe",
        character_coverage=1.0,
        byte_fallback=True,
        split_by_whitespace=not over_spaces,
        max_sentencepiece_length=_LONGEST_PIECE,
        normalization_rule_name="identity",
        user_defined_symbols=list(symbols),
        pad_id=PAD,
        eos_id=EOS,
        unk_id=UNK,
        bos_id=-1,
        hard_vocab_limit=False,
        num_threads=threads,
        minloglevel=2,
    )
    return out.getvalue()


def extend(base: Path, symbols: Sequence[str], texts: Sequence[str], rows: int) -> bytes:
    """The base's model with `symbols` as single pieces, and with each character that `texts` need and it would lose.

    Numbers of new pieces start at `rows`, the rows its embeddings have: what a base keeps behind its own pieces
    (sentinels, padding) stays what it is. Raises ConfigError where `base` is no SentencePiece model.
    """
    model: Any = proto.ModelProto()
    try:
        model.ParseFromString(base.read_bytes())
        processor = SentencePieceProcessor(model_proto=model.SerializeToString())
    except Exception as error:  # protobuf's and sentencepiece's errors share no base class
        raise ConfigError(f"{base} is no SentencePiece model: {error}") from error
    known = {piece.piece for piece in model.pieces}
    for filler in range(len(model.pieces), rows):
        _add(model, f"<base_{filler}>", _UNUSED)
    for symbol in (*symbols, *_lost_characters(processor, texts)):
        if symbol not in known:
            known.add(symbol)
            _add(model, symbol, _USER_DEFINED)
    return bytes(model.SerializeToString())


def _add(model: Any, text: str, kind: int) -> None:
    piece = model.pieces.add()
    piece.piece, piece.score, piece.type = text, 0.0, kind


def _lost_characters(processor: SentencePieceProcessor, texts: Sequence[str]) -> list[str]:
    characters = sorted({c for text in texts for c in text if not c.isspace()})
    return [c for c in characters if processor.decode(processor.encode(c)) != c]
