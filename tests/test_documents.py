"""The documents beside the README are valid and complete, and their links work."""

import ast
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from colourizer.photo.provenance import VERSION
from train.__main__ import build_parser

ROOT = Path(__file__).parents[1]
PAGES = [
    path
    for pattern in ("*.md", "assets/**/*.md", "colourizer/**/*.md", "train/**/*.md", "demo/**/*.md", "docs/**/*.md")
    for path in sorted(ROOT.glob(pattern))
]


def slug(heading: str) -> str:
    """The anchor of a heading on code hosts."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if ROOT / "assets" / "report" / "inputs" in page.parents:  # parts of pages that are one folder level higher
            place = (page.parents[1] / path).resolve()
        assert place.exists(), target
        if anchor and place.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", place.read_text(), re.M)
            assert anchor in {slug(heading) for heading in headings}, target


COURSES = [
    shlex.split(line.removeprefix("python -m train "))
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "courses.md").read_text(), re.S)
    for line in block.splitlines()
    if line.startswith("python -m train ")
]


@pytest.mark.parametrize("words", COURSES, ids=" ".join)
def test_what_courses_are_told_to_type_is_understood(words):
    assert callable(build_parser().parse_args(words).run)


def test_the_citation_is_valid():
    """It has the fields required by Citation File Format 1.2.0, with the right types."""
    said = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert said["cff-version"] == "1.2.0"
    assert said["type"] == "software" and said["version"] == VERSION and said["license"] == "MIT"
    assert isinstance(said["message"], str) and isinstance(said["title"], str)
    for work in (said, *said["references"]):
        assert isinstance(work["title"], str) and work["authors"]
        for author in work["authors"]:
            assert set(author) in ({"name"}, {"family-names", "given-names"})
    assert "report" in {work["type"] for work in said["references"]}


def test_every_sample_is_in_the_notice_under_its_licence():
    notice = (ROOT / "NOTICE.md").read_text()
    rows = [line for line in notice.splitlines() if line.startswith("| ")]
    for sample in json.loads((ROOT / "assets" / "samples" / "sources.json").read_text()):
        own = [row for row in rows if f"| {sample['file']}:" in row]
        assert len(own) == 1, sample["file"]
        assert f"| {sample['licence']} | <{sample['licence_url']}> |" in own[0] and sample["author"] in own[0]
    assert "EfficientNet-Lite" in notice and "Apache License 2.0" in notice


def test_no_font_is_carried_that_the_notice_does_not_name():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()
    assert not [name for name in files if name.endswith((".ttf", ".otf", ".woff", ".woff2"))]


def test_contributing_names_what_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    names = re.findall(r"`((?:colourizer|train|demo|assets|tests)/[\w./-]+)`", text)
    assert len(names) > 30
    for name in names:
        assert (ROOT / name.replace("CLASS/", "")).exists(), name


def test_each_stop_of_contributings_walks_is_a_function_or_class_of_that_module():
    walks = (ROOT / "CONTRIBUTING.md").read_text().split("\n## Three walks\n")[1].split("\n## ")[0]
    titles = re.findall(r"^\*\*One [\w' ]+\*\*", walks, re.M)
    stops = re.findall(r"^\d\. `([\w/.]+)`, `(\w+)`", walks, re.M)
    assert len(titles) == 3 and len(stops) == len(re.findall(r"^\d\. ", walks, re.M)) >= 15
    for file, name in stops:
        defined = [node.name for node in ast.parse((ROOT / file).read_text()).body if hasattr(node, "name")]
        assert name in defined, f"{file} has no {name}"
