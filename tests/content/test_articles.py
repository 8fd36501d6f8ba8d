"""Articles: whole sentences without markup, and mistakes that name file, line and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.config import Settings
from chatbot.content.articles import load_articles
from chatbot.domain.articles import LONGEST_PASSAGE
from chatbot.errors import ContentError

LINK = "https://shop.example/{language}/{name}"


def load(folder: Path, text: str, name: str = "care.en.md", link: str = LINK):
    (folder / name).write_text(text, encoding="utf-8")
    return load_articles(folder, ("en", "zh"), link)


def test_markup_is_gone_and_the_words_are_the_articles_own(tmp_path: Path) -> None:
    text = "# Care\n\n## Oil\n\nUse **240** grit,\n"
    text += "see [our _oil_](https://x.example/a), e.g. `No 5`.\n\n1. Rub.\n2. Dry.\n"
    (passage,) = load(tmp_path, text)
    assert passage.text == "Use 240 grit, see our oil, e.g. No 5. 1. Rub. 2. Dry."
    assert (passage.title, passage.heading, passage.link) == ("Care", "Oil", "https://shop.example/en/care")


def test_front_matter_comes_first(tmp_path: Path) -> None:
    (passage,) = load(
        tmp_path, "---\ntitle: T\nlanguage: zh\nlink: https://a.example/b\n---\n# H\n\n\u597d\u3002\n", "x.md"
    )
    assert (passage.title, passage.language, passage.link) == ("T", "zh", "https://a.example/b")


def test_long_paragraphs_are_parted_between_sentences(tmp_path: Path) -> None:
    sentence = "This sentence has exactly so many characters as it needs."
    passages = load(tmp_path, "# Care\n\n" + " ".join([sentence] * 20))
    assert len(passages) > 1
    assert all(len(p.text) <= LONGEST_PASSAGE and p.text.endswith("needs.") for p in passages)
    assert " ".join(p.text for p in passages) == " ".join([sentence] * 20)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("# T\n\nA.\n\n```\ncode\n```\n", 5, "code"),
        ("# T\n\nA<br>B.\n", 3, "HTML"),
        ("# T\n\n![x](y.png)\n", 3, "image"),
        ("# T\n", 1, "no text"),
        ("Only a text.\n", 1, "no title"),
        ("# T\n\n" + "word " * 90 + ".\n", 3, "a sentence of"),
        ("---\nlink: ftp://x\n---\n# T\n\nA.\n", 1, "no link"),
        ("---\ntitle: T\nlanguage: fr\n---\nA.\n", 1, "does not speak"),
        ("---\nauthor: me\n---\n# T\n\nA.\n", 2, "author"),
        ("---\na: b: c\n---\n# T\n\nA.\n", 2, "not valid YAML"),
    ],
)
def test_mistakes_name_the_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, text)
    assert [(m.line, problem in m.problem) for m in caught.value.mistakes] == [(line, True)]


def test_an_article_needs_a_link(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="has no link"):
        load(tmp_path, "# T\n\nA.\n", link="")


def test_the_demo_shops_articles_are_sound_in_both_languages() -> None:
    settings = Settings()
    assert settings.articles_path is not None
    passages = load_articles(settings.articles_path, ("en", "zh"), settings.article_link)
    for language in ("en", "zh"):
        assert len({p.article for p in passages if p.language == language}) >= 12
    assert {p.article for p in passages if p.language == "en"} == {p.article for p in passages if p.language == "zh"}


def test_only_the_demo_shop_has_articles_of_its_own() -> None:
    assert Settings(actions="https://shop.example/actions").articles_path is None


def test_questions_of_customers_belong_to_their_section(tmp_path: Path) -> None:
    (tmp_path / "_asked.yaml").write_text("en: {care: {Oil: [is it varnished]}}", encoding="utf-8")
    passages = load(tmp_path, "# Care\n\n## Oil\n\nOiled.\n\n## Sun\n\nShade.\n")
    assert [(p.heading, p.asked) for p in passages] == [("Oil", ("is it varnished",)), ("Sun", ())]


@pytest.mark.parametrize(
    ("asked", "line", "problem"),
    [
        ("en:\n  care:\n    Oil: [a]\n    Water: [b]\n", 4, "no section 'Water'"),
        ("en:\n  care:\n    Oil: often\n", 3, "list"),
        ("en: [care]\n", 1, "dictionary"),
    ],
)
def test_questions_without_a_section_are_mistakes(tmp_path: Path, asked: str, line: int, problem: str) -> None:
    (tmp_path / "_asked.yaml").write_text(asked, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load(tmp_path, "# Care\n\n## Oil\n\nOiled.\n")
    (mistake,) = error.value.mistakes
    assert mistake.line == line
    assert problem in mistake.problem


def test_a_folder_without_articles_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "care.en.txt").write_text("# Care", encoding="utf-8")
    with pytest.raises(ContentError, match="no article is in this folder"):
        load_articles(tmp_path, ("en",))
