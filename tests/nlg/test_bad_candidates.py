"""Invented facts: ten thousand candidates, none of which may be said; and good ones, of which nearly all may."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from chatbot.domain.content import Content
from chatbot.domain.decision import Act, ActKind
from chatbot.nlg import guard
from chatbot.training.acts import cases, dummy
from tests.nlg.bad_candidates import bad_candidates, kinds

CASES = Path(__file__).parent / "cases"
CANDIDATES = 10_000
MOST_REFUSED = 0.02


def test_no_candidate_with_an_invented_fact_passes(content: Content) -> None:
    bad = bad_candidates(content, CANDIDATES, seed=20261122)
    assert len(bad) == CANDIDATES
    assert len({(b.kind, b.language) for b in bad}) >= 2 * 25
    passed = [b for b in bad if not guard.check(b.text, b.act, content, b.language)]
    assert passed == []


def test_holes_once_found_stay_closed(content: Content) -> None:
    data = yaml.safe_load((CASES / "holes.yaml").read_text(encoding="utf-8"))
    holes = [(act_of(content, name), text) for name, texts in data.items() for text in texts]
    assert len(holes) >= 20
    passed = [t for act, t in holes if not guard.check(t, act, content, "zh" if "\u4e00" <= t[0] <= "\u9fff" else "en")]
    assert passed == []


def test_the_candidates_differ_from_what_they_are_made_of(content: Content) -> None:
    """A generator that makes good texts would prove nothing."""
    bad = bad_candidates(content, 3000, seed=3)
    assert not [b for b in bad if b.text in content.all_wordings(b.act, b.language)]
    assert set(Counter(b.kind for b in bad)) == set(kinds(content))


def test_every_authored_wording_passes(content: Content) -> None:
    refused = [
        (case.target, codes)
        for case in cases(content)
        if (codes := guard.check(case.target, case.act, content, case.language))
    ]
    assert refused == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nearly_all_good_other_wordings_pass(content: Content, language: str) -> None:
    good = good_replies(content, language)
    assert len(good) >= 200
    assert len({(act.kind, act.topic, act.point) for act, _ in good}) >= 60
    refused = {text: codes for act, text in good if (codes := guard.check(text, act, content, language))}
    assert len(refused) <= MOST_REFUSED * len(good), refused


def good_replies(content: Content, language: str) -> list[tuple[Act, str]]:
    """Hand-written other wordings with the acts that they say."""
    data = yaml.safe_load((CASES / f"good_replies.{language}.yaml").read_text(encoding="utf-8"))
    return [(act_of(content, name), text) for name, texts in data.items() for text in texts]


def act_of(content: Content, name: str) -> Act:
    """The act "kind topic point" with all its facts."""
    kind, topic, *point = name.split()
    kinds: dict[str, ActKind] = {"reply": "reply", "ask": "ask", "say": "say"}
    act = Act(kinds[kind], topic, point[0] if point else "")
    if kind != "ask":
        return Act(act.kind, topic, act.point, dummy(content.outcome(act).facts))
    slots = [slot.name for slot in content.intents[topic].slots]
    return Act(act.kind, topic, act.point, dummy(slots[: slots.index(act.point)]))
