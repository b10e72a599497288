"""Markdown shows a text as it stands: a parser of CommonMark finds nothing in it to obey."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from exports.change_log import changes
from exports.letter import BOXES, Version, letter, no_news
from exports.markdown import escaped, piped, plain, unescaped

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKDOWN.validateLink = lambda _: True  # other readers follow all
PARTS = ["<script>", "[x](javascript:y)", "![a](b)", "<a:b>", "&lt;", "**x**", "__x__", "[a]: b"]
PARTS += ["~~~", "```", "***", "---", "1. x", "- x", "# h", "a_b", "\\", "*", "_", "]", "(", " "]
TEXTS = st.one_of(
    st.text("<>*_`[]()!#|\\&~-+=1.a b:;/?", max_size=12),
    st.lists(st.sampled_from(PARTS)).map("".join),
)


def tokens(text: str) -> Iterator[Token]:
    for one in MARKDOWN.parse(text):
        yield one
        yield from one.children or []


def shown(text: str) -> tuple[set[str], str]:
    """What a parser finds besides a paragraph, and the text that it shows."""
    found = list(tokens(text))
    usual = {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    words = "".join(one.content for one in found if one.type in {"text", "text_special"})
    return {one.type for one in found} - usual, words


@given(TEXTS)
def test_prose_is_shown_as_it_stands(text: str) -> None:
    line = " ".join(text.split())
    assert shown(plain(line)) == (set(), line)
    assert unescaped(plain(line)) == line


@given(TEXTS)
def test_a_cell_holds_no_html_but_our_line_ends_and_no_link(text: str) -> None:
    for cell in (escaped(text), piped(text)):
        table = f"| a | b |\n|---|---|\n| {cell} | x |\n"
        found = list(tokens(table))
        assert all(one.content == "<br>" for one in found if one.type.startswith("html"))
        assert not {one.type for one in found} & {"link_open", "image", "code_inline"}
        assert sum(one.type == "td_open" for one in found) == 2


def test_sound_names_and_sentences_are_not_touched() -> None:
    for text in (
        "lists/screening-ann_b.xlsx",
        "review.toml, [letter] command ['mail']: ended with 1 (no_route here)",
        "p < 0.05 & n > 30; ~5 %",
        "Work from home (2020-2023): a review",
        "https://doi.org/10.1000/a_b(c)d",
    ):
        assert plain(text) == text


def test_no_name_of_a_review_brings_html_or_a_link_into_the_letter() -> None:
    evil = "<script>x</script> [a](javascript:b) <javascript:c>\n\n# d"
    version = Version(
        run="2024-06-10-1",
        program="1.0",
        criteria="abc",
        searched={evil: "2024-06-01"},
        new_records=1,
        new_reports=1,
        expected=None,
        suggested=1,
        decisions=1,
        boxes=dict.fromkeys(BOXES, 1),
        lists=[(evil, "lists/x.xlsx", 1)],
        failed=[evil],
    )
    for text in (letter(evil, "en", version), changes(evil, "nb", [version]), no_news(evil, "en")):
        found = list(tokens(text))
        assert not [one.content for one in found if one.type.startswith("html")]
        assert not [one for one in found if one.type in {"link_open", "image"}]
