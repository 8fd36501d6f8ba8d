"""Training builds a whole bundle, and what it builds serves."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chatbot.cli import main
from chatbot.domain.decision import Act
from chatbot.errors import BundleError, ConfigError, ModelError
from chatbot.models.bundle import INDEX, load_bundle
from chatbot.models.responder import T5Responder, load_responder
from chatbot.nlg.prompt import render
from chatbot.training.acts import cases, prompt
from chatbot.training.evaluate import evaluate_intents, evaluate_responder, evaluate_sentiment
from chatbot.training.train import train
from tests.fakes.content import small_content

from .conftest import Trained


def test_replies_are_the_models_own(trained: Trained) -> None:
    """On paraphrases it has not seen, the guard lets nearly all through, and no placeholder is wrong."""
    bundle = load_bundle(trained[0])
    found = evaluate_responder(bundle, small_content())
    # Of sixteen; a model of seconds may be unsure of one.
    assert found["by_model"] >= 0.9
    assert found["as_authored"] >= 0.9
    assert found["wrong_placeholders_sent"] == 0
    json.dumps(found)


def test_intents_and_moods_are_learned(trained: Trained) -> None:
    """Better than chance by far, even from eight examples."""
    bundle = load_bundle(trained[0])
    intents = evaluate_intents(bundle, small_content())
    moods = evaluate_sentiment(bundle, small_content().moods_held_out)
    assert intents["accuracy"] >= 0.8
    assert moods["accuracy"] >= 0.6
    scores = bundle.intents.score("where is my order 10234", "en")
    assert scores[0].intent == "order_status"
    assert abs(sum(s.probability for s in scores) - 1) < 1e-5
    json.dumps([intents, moods])


def test_progress_only_grows(trained: Trained) -> None:
    """From 0 to 1, each step named."""
    shares = [share for _, share in trained[2]]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[-1] == 1
    assert {step for step, _ in trained[2]} == {"intents", "mood", "responder", "writing", "done"}


def test_the_engines_write_the_same(trained: Trained) -> None:
    """int8, float32 and transformers agree on a trained model."""
    content = small_content()
    prompts = [prompt(case, content, "where is it?") for case in cases(content)]
    written = []
    for engine in ("int8", "float32", "reference"):
        responder = load_bundle(trained[0], engine=engine).responder
        assert isinstance(responder, T5Responder)
        written.append(responder.write_all(prompts))
    texts = [[text for text, _ in rows] for rows in written]
    assert texts[1] == texts[2]
    assert sum(a == b for a, b in zip(texts[0], texts[1], strict=True)) >= 0.9 * len(prompts)


def test_an_unsure_model_does_not_write(trained: Trained, tmp_path: Path) -> None:
    """A text with an improbable piece is an error, and the authored one is sent."""
    folder = shutil.copytree(trained[0] / "responder", tmp_path / "responder")
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    (folder / "settings.json").write_text(json.dumps(settings | {"least": 1.1}), "utf-8")
    with pytest.raises(ModelError, match="unsure"):
        load_responder(folder).write("<en> <neutral> <reply> <out_of_scope> <answer> <v0> | hi")


def test_text_grows_while_it_is_written(trained: Trained) -> None:
    """Each text that is shown continues the one before, and the last is the reply."""
    content = small_content()
    responder = load_bundle(trained[0]).responder
    act = Act("reply", "order_status", "not_found", {"order_id": "10234"})
    for language in content.languages:
        shown: list[str] = []
        text = responder.write(render(act, content, language, "hi"), shown.append)
        assert len(shown) > 3
        assert shown[-1].strip() == text
        assert all(after.startswith(before) for before, after in itertools.pairwise(shown))


def test_threads_write_at_once(trained: Trained) -> None:
    """Sixteen replies from eight threads are those of one."""
    content = small_content()
    responder = load_bundle(trained[0]).responder
    prompts = [prompt(case, content, "ok") for case in cases(content)][:16]
    expected = [responder.write(text) for text in prompts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(responder.write, prompts)) == expected


def test_serving_needs_no_training_library(trained: Trained) -> None:
    """A process that loads a bundle and answers has neither PyTorch nor transformers nor scikit-learn."""
    text = prompt(cases(small_content())[0], small_content(), "hi")
    code = (
        "import sys; from pathlib import Path; from chatbot.models.bundle import load_bundle\n"
        f"b = load_bundle(Path({str(trained[0])!r})); b.responder.write({text!r}); b.sentiment.classify('hi')\n"
        "b.intents.score('hi', 'en'); b.detector.detect('hi')\n"
        "print([m for m in ('torch', 'transformers', 'sklearn', 'scipy', 'onnx') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["content.json", "CARD.md", "responder/int8/decoder.onnx", "sentiment/pieces.model"])
def test_a_changed_file_is_noticed(trained: Trained, tmp_path: Path, name: str) -> None:
    """One byte is enough, and the message says which file and what to do."""
    copy = shutil.copytree(trained[0], tmp_path / "copy")
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(BundleError, match=rf"{name} was changed.*train again"):
        load_bundle(copy)


def test_missing_files_and_other_formats_are_named(trained: Trained, tmp_path: Path) -> None:
    """A lost file, an older format, a broken index, a folder that is none."""
    copy = shutil.copytree(trained[0], tmp_path / "copy")
    (copy / "intents" / "settings.json").unlink()
    with pytest.raises(BundleError, match=r"intents/settings\.json is missing"):
        load_bundle(copy)
    meta = json.loads((copy / INDEX).read_text("utf-8"))
    (copy / INDEX).write_text(json.dumps(meta | {"format": 0}), "utf-8")
    with pytest.raises(BundleError, match="has format 0"):
        load_bundle(copy)
    (copy / INDEX).write_text(json.dumps(meta | {"files": {"../../etc/passwd": "0"}}), "utf-8")
    with pytest.raises(BundleError, match="lies outside"):
        load_bundle(copy)
    (copy / INDEX).write_text("{", "utf-8")
    with pytest.raises(BundleError, match="can't be read"):
        load_bundle(copy)
    with pytest.raises(BundleError, match="there is no bundle"):
        load_bundle(tmp_path / "nowhere")


def test_the_content_comes_back_as_it_was(trained: Trained) -> None:
    """Content, id and metrics travel with the bundle."""
    bundle = load_bundle(trained[0])
    assert bundle.content == small_content()
    assert bundle.meta["metrics"]["responder"]["passing"] == trained[1]["responder"]["passing"]
    assert bundle.meta["sources"] == "the files"
    assert len(bundle.id) == 12
    assert bundle.id == load_bundle(trained[0]).id
    assert "Model card" in (trained[0] / "CARD.md").read_text("utf-8")


def test_something_else_is_not_overwritten(tmp_path: Path) -> None:
    """A folder that is no bundle stays untouched."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("meow", "utf-8")
    with pytest.raises(ConfigError, match="is no bundle"):
        train(small_content(), tmp_path / "photos")
    assert [p.name for p in tmp_path.iterdir()] == ["photos"]


@pytest.mark.parametrize("what", ["intents", "sentiment"])
def test_a_bundle_is_reported_on(trained: Trained, tmp_path: Path, what: str) -> None:
    """Numbers, confusions and a curve of reliability, of the messages that the bundle's content keeps apart."""
    out, report = trained[0], tmp_path / "r.html"
    assert main(["evaluate", what, "--bundle", str(out), "--report", str(report)]) == 0
    page = report.read_text("utf-8")
    assert "Reliability" in page
    assert "held-out messages" in page
