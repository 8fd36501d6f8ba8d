"""The model card: what a person should know about a bundle before they trust it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..domain.content import Content

_BEGUN = {
    "nothing": "nothing: a small T5 trained from scratch on the content",
    "the project's base": "the project's base, which has read the starter content, CrossWOZ, MultiWOZ, Taskmaster-4, "
    "BANKING77 and CLINC150 (`chatbot/training/responder_base/README.md`)",
    "the bundle before": "that of the bundle in whose place this one came",
}


def card(content: Content, facts: Mapping[str, Any]) -> str:
    """The card in Markdown."""
    metrics = facts["metrics"]
    begun = _BEGUN.get(metrics["responder"]["begun_with"], metrics["responder"]["begun_with"])
    return f"""# Model card

Trained {facts["created_at"]} on {len(content.intents)} intents in {", ".join(content.languages)}, \
in {metrics["seconds"]:.0f} seconds. The responder began with {begun}.

## What it is for

Answering customers' messages with the replies its authors wrote. Facts (order numbers, dates, amounts, links) are not
written by a model: replies hold placeholders, and a guard refuses whatever does not fit.

| part | kind | measured |
|---|---|---|
| responder | T5, {metrics["responder"]["parameters"] / 1e6:.1f} million parameters | \
{metrics["responder"]["passing"]:.1%} of replies pass the guard on messages it had not seen |
| intents | n-grams, English word vectors (`chatbot/training/word_vectors/README.md`), a linear layer and two small \
hidden ones | \
{metrics["intents"]["accuracy"]:.1%} right in cross-validation, \
calibration error {metrics["intents"]["calibration_error"]:.3f} |
| mood | bidirectional LSTM with attention | {metrics["sentiment"]["accuracy"]:.1%} right on messages kept apart |
| language | py3langid, langdetect's profiles and frequent words, limited to the content's languages | not trained |

## What it is not

It knows no facts beyond what your business gives it. It was trained on messages written by its authors, not by your
customers: expect lower numbers on theirs, and add what they really write to the examples. A mood is a guess about
words, not about a person. It does not understand languages that its content does not have.
"""
