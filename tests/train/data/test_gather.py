"""Gathering photographs from clones of public repositories."""

import shutil
import subprocess

import pytest
from PIL import Image

from colourizer.classes import LandscapeClass
from train.__main__ import main
from train.data import gather
from train.data.gather import Repository
from train.errors import DataError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository(tmp_path):
    """A repository with some photographs, and the path of its clone."""
    clone = tmp_path / "clones" / "somebody+streets"
    (clone / "photos").mkdir(parents=True)
    for number, size in enumerate([(640, 480), (300, 400), (100, 90)]):
        Image.new("RGB", size, (40 * number, 120, 90)).save(clone / "photos" / f"ä {number}.jpg", quality=95)
    (clone / "photos" / "broken.jpg").write_bytes(b"no picture")
    Image.new("RGB", (300, 300)).save(clone / "logo.png")

    def git(*words):
        identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", "-C", str(clone), *identity, *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "photographs")
    return Repository("town", "somebody/streets", "HEAD", "^photos/", LandscapeClass.STREET), clone


def test_photographs_are_reduced_and_filed_by_class(repository, tmp_path):
    assert gather.gather(*repository, tmp_path / "out") == 2  # not the small one, the broken one, or the logo
    files = sorted((tmp_path / "out" / "town" / "street").iterdir())
    sizes = set()
    for path in files:
        with Image.open(path) as image:
            sizes.add(image.size)
    assert sizes == {(341, 256), (256, 341)}
    gather.gather(*repository, tmp_path / "out")
    assert sorted((tmp_path / "out" / "town" / "street").iterdir()) == files


def test_one_in_some_is_taken(repository, tmp_path):
    source, clone = repository
    counts = [gather.gather(Repository(**vars(source) | {"one_in": n}), clone, tmp_path / str(n)) for n in (1, 1000)]
    assert counts == [2, 0]


def test_a_clone_without_the_commit_is_refused(repository, tmp_path):
    source, clone = repository
    with pytest.raises(DataError, match="no clone that has commit"):
        gather.gather(Repository(**vars(source) | {"commit": "0123456789ab"}), clone, tmp_path / "out")


def test_the_command_says_what_is_missing(repository, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gather, "REPOSITORIES", (repository[0],))
    assert main(["gather", "--clones", str(tmp_path / "clones"), "--out", str(tmp_path / "out")]) == 0
    assert "town: 2 photographs" in capsys.readouterr().out
    assert main(["gather", "--clones", str(tmp_path / "out"), "--out", str(tmp_path / "other")]) == 2
    assert "holds no clone of somebody/streets" in capsys.readouterr().err
