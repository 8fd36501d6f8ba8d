"""Articles that the test decides."""

from __future__ import annotations

from chatbot.domain.understanding import Quote

LINK = "https://shop.example/help/care"


class FakeKnowledge:
    """Answers with `text`, as probable as `probability`; every question is kept in `asked`."""

    def __init__(self, text: str = "Oil the table twice a year.", probability: float = 0.9) -> None:
        self.text = text
        self.probability = probability
        self.asked: list[tuple[str, str]] = []

    def find(self, text: str, language: str) -> Quote | None:
        self.asked.append((text, language))
        return Quote("care", "Oiling", self.text, LINK, self.probability)
