"""How far a bundle's confidences can be believed: `python benchmarks/calibration.py BUNDLE --out docs/images`.

Draws a reliability diagram for intents and one for moods, of the content's held-out messages, and prints the figures.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Literal

from chatbot.models.bundle import load_bundle
from chatbot.training import evaluate, report_html

MODELS: tuple[Literal["intents", "sentiment"], ...] = ("intents", "sentiment")


def main() -> None:
    """Measure, draw, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path, help="the folder of a trained bundle")
    parser.add_argument("--out", type=Path, required=True, help="the folder for calibration-intents.svg and the like")
    args = parser.parse_args()
    bundle = load_bundle(args.bundle)
    figures = {}
    for model in MODELS:
        found = evaluate.measured(bundle, bundle.content, model)
        (args.out / f"calibration-{model}.svg").write_text(report_html.reliability(found), "utf-8")
        figures[model] = found.numbers
    print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
