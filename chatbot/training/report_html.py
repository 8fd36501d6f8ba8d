"""What was measured as one HTML page: no script, nothing from elsewhere, every text escaped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from .measure import BINS, Measured

MOST = 30
"""Labels that a confusion matrix shows: of more, those with the most mistakes."""
_PAIRS, _EXAMPLES = 20, 3
_CSS = """
:root { color-scheme: light dark; --line: #8886; --good: #2a7; --bad: #c43 }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse } td, th { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left }
td.n, .matrix td { text-align: right; font-variant-numeric: tabular-nums }
.matrix { font-size: 11px } .matrix thead th { writing-mode: vertical-rl; vertical-align: bottom }
.wide { overflow-x: auto } svg { max-width: 100%; height: auto } figure { display: inline-block; margin: 0 2rem 0 0 }
q { quotes: none; opacity: .85 }
""".strip()
_STANDALONE = "color: #333; --good: #2a7; --bad: #c43"
_WIDTH, _HEIGHT, _EDGE = 360, 220, 34


@dataclass(frozen=True, slots=True)
class _Figure:
    svg: str
    caption: str

    @property
    def html(self) -> str:
        return f"<figure>{self.svg}<figcaption>{escape(self.caption)}</figcaption></figure>"


def page(title: str, found: Measured) -> str:
    """The report."""
    parts = [
        f"<h1>{escape(title)}</h1>",
        _headline(found.numbers),
        "<h2>Confidence</h2>",
        _histogram(found).html,
        _reliability(found).html,
        "<h2>Worst confusions</h2>",
        _confusions(found),
        _matrix(found),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_CSS}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _headline(numbers: dict[str, Any]) -> str:
    rows = []
    for name, value in numbers.items():
        if isinstance(value, dict):
            rows += [(f"{name}: {key}", inner) for key, inner in value.items()]
        else:
            rows.append((name, value))
    cells = "".join(f'<tr><th>{escape(str(name))}</th><td class="n">{_shown(value)}</td></tr>' for name, value in rows)
    return f"<table>{cells}</table>"


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 100 else f"{value:,.0f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, list):
        return escape(", ".join(map(str, value)))
    return "–" if value is None else escape(str(value))


def _confusions(found: Measured) -> str:
    pairs: dict[tuple[str, str], list[str]] = {}
    for text, wanted, predicted in zip(found.texts, found.wanted, found.predicted, strict=True):
        if wanted != predicted:
            pairs.setdefault((wanted, predicted), []).append(text)
    if not pairs:
        return "<p>None: every row was right.</p>"
    worst = sorted(pairs.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:_PAIRS]
    rows = "".join(
        f'<tr><td>{escape(wanted)}</td><td>{escape(predicted)}</td><td class="n">{len(texts)}</td>'
        f"<td>{'<br>'.join(f'<q>{escape(text[:200])}</q>' for text in texts[:_EXAMPLES])}</td></tr>"
        for (wanted, predicted), texts in worst
    )
    return f"<table><thead><tr><th>is</th><th>taken for</th><th>times</th><th>as in</th></tr></thead>{rows}</table>"


def _matrix(found: Measured) -> str:
    counts = Counter(zip(found.wanted, found.predicted, strict=True))
    labels = sorted({*found.wanted, *found.predicted})
    heading = "Confusion matrix"
    if len(labels) > MOST:
        mistakes: Counter[str] = Counter()
        for (wanted, predicted), times in counts.items():
            if wanted != predicted:
                mistakes.update({wanted: times, predicted: times})
        shown = sorted(labels, key=lambda label: (-mistakes[label], label))[:MOST]
        heading += f": the {MOST} of {len(labels)} labels with the most mistakes"
        labels = sorted(shown)
    top = max((times for (w, p), times in counts.items() if w in labels and p in labels), default=1)
    head = "".join(f"<th>{escape(label)}</th>" for label in labels)
    rows = []
    for wanted in labels:
        cells = []
        for predicted in labels:
            times = counts[wanted, predicted]
            shade = (
                f"color-mix(in srgb, var(--{'good' if wanted == predicted else 'bad'}) {_percent(times, top)}%, #0000)"
            )
            cells.append(f'<td style="background:{shade}">{times}</td>' if times else "<td></td>")
        rows.append(f"<tr><th>{escape(wanted)}</th>{''.join(cells)}</tr>")
    table = f'<table class="matrix"><thead><tr><th>is \\ taken for</th>{head}</tr></thead>{"".join(rows)}</table>'
    return f'<h2>{heading}</h2><div class="wide">{table}</div>'


def _percent(times: int, top: int) -> int:
    return 15 + 65 * times // max(top, 1)


def _histogram(found: Measured) -> _Figure:
    place = _places(found)
    right = np.bincount(place[found.sure], minlength=BINS)
    wrong = np.bincount(place[~found.sure], minlength=BINS)
    top = max(1, int((right + wrong).max()))
    bars = []
    for b in range(BINS):
        x, width = _x(b / BINS), (_WIDTH - 2 * _EDGE) / BINS - 1
        good, bad = (int(n) / top * (_HEIGHT - 2 * _EDGE) for n in (right[b], wrong[b]))
        bars.append(_bar(x, _HEIGHT - _EDGE - good, width, good, "good"))
        bars.append(_bar(x, _HEIGHT - _EDGE - good - bad, width, bad, "bad"))
    return _figure(
        "".join(bars), "confidence", f"messages, at most {top}", "Right (green) and wrong (red) by confidence"
    )


def reliability(found: Measured) -> str:
    """How often a confidence is right, as an SVG file that stands alone."""
    style = f"<style>svg {{ {_STANDALONE} }} text {{ font-family: sans-serif }}</style>"
    return (
        _reliability(found)
        .svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
        .replace("<path", f'{style}<rect width="100%" height="100%" fill="#fff"/><path', 1)
    )


def _reliability(found: Measured) -> _Figure:
    place = _places(found)
    drawn = [
        f'<line x1="{_x(0):.1f}" y1="{_y(0):.1f}" x2="{_x(1):.1f}" y2="{_y(1):.1f}" stroke="currentColor"'
        ' stroke-dasharray="4" opacity=".5"/>'
    ]
    points = []
    for b in range(BINS):
        inside = place == b
        if inside.any():
            confidence, share = float(found.confidence[inside].mean()), float(found.sure[inside].mean())
            points.append(f"{_x(confidence):.1f},{_y(share):.1f}")
            size = 2 + 5 * float(inside.mean()) ** 0.5
            drawn.append(f'<circle cx="{_x(confidence):.1f}" cy="{_y(share):.1f}" r="{size:.1f}" fill="var(--good)"/>')
    drawn.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="var(--good)"/>')
    return _figure("".join(drawn), "confidence", "share that is right", "Reliability: on the dashed line it is true")


def _places(found: Measured) -> Any:
    return np.minimum((found.confidence * BINS).astype(int), BINS - 1)


def _x(share: float) -> float:
    return _EDGE + share * (_WIDTH - 2 * _EDGE)


def _y(share: float) -> float:
    return _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)


def _bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {box} fill="var(--{colour})"/>' if height else ""


def _figure(drawing: str, across: str, up: str, caption: str) -> _Figure:
    low, left = _HEIGHT - _EDGE, _EDGE
    axes = f'<path d="M{left} {_EDGE}V{low}H{_WIDTH - _EDGE}" fill="none" stroke="currentColor"/>'
    ticks = "".join(
        f'<text x="{_x(share):.0f}" y="{low + 14}" font-size="11" text-anchor="middle" fill="currentColor">'
        f"{share:g}</text>"
        for share in (0, 0.5, 1)
    )
    words = (
        f'<text x="{_WIDTH / 2:.0f}" y="{_HEIGHT - 4}" font-size="11" text-anchor="middle" fill="currentColor">'
        f"{escape(across)}</text>"
        f'<text x="{left}" y="{_EDGE - 8}" font-size="11" fill="currentColor">{escape(up)}</text>'
    )
    svg = (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img"'
        f' aria-label="{escape(caption)}">{axes}{ticks}{words}{drawing}</svg>'
    )
    return _Figure(svg, caption)
