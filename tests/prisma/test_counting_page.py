"""The page on counting names every box that can be traced."""

from pathlib import Path

from pipeline.prisma.boxes import ALIASES, TOTALS, box_names, resolve

PAGE = (Path(__file__).parents[2] / "docs" / "counting.md").read_text(encoding="utf-8")


def test_every_box_is_explained() -> None:
    for box in (*box_names(), *TOTALS):
        own = box.removeprefix("all_").removeprefix("other_")
        assert f"`{own}`" in PAGE or f"`{box}`" in PAGE, box


def test_every_other_name_of_a_box_leads_to_one() -> None:
    for name in ALIASES:
        assert resolve(name) in box_names()
