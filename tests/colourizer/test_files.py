"""Files are replaced atomically, with the permissions of the umask."""

import os
import sys
from pathlib import Path

import pytest

from colourizer.files import remove_leftovers, replace_text, replaced

ROOT = Path(__file__).parents[2]


def test_a_file_is_replaced_at_the_end(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with replaced(target) as path:
        path.write_text("new")
        assert target.read_text() == "old" and path.parent == tmp_path
    assert target.read_text() == "new" and list(tmp_path.iterdir()) == [target]


def test_after_an_error_it_is_as_it_was(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), replaced(target) as path:
        path.write_text("half")
        raise ZeroDivisionError
    assert target.read_text() == "old" and list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError), replaced(tmp_path / "no" / "a.txt"):
        pytest.fail("there is nowhere to write")


def test_text_is_written_alike_on_every_system(tmp_path):
    replace_text(tmp_path / "new" / "a.txt", "é\n")
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"\xc3\xa9\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask to speak of")
def test_its_permissions_follow_the_umask_however_it_was_written(tmp_path):
    before = os.umask(0o027)
    try:
        with replaced(tmp_path / "a.txt") as path:
            path.unlink()
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_leftovers_are_removed_and_nothing_else(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("deep/.0123456789abcdef.tmp", ".mine.tmp", "a.txt"):
        (tmp_path / name).touch()
    remove_leftovers(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [".mine.tmp", "a.txt"]


def test_nothing_else_renames_files_over_others():
    found = [path for package in ("colourizer", "train") for path in (ROOT / package).rglob("*.py")]
    renaming = ("emporary.replace(", "os.replace(", "os.rename(", "signed.replace(")
    assert [path.name for path in found if any(word in path.read_text() for word in renaming)] == ["files.py"]
