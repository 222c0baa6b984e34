"""Unwritable output folders are reported with a plain message, before the work begins."""

import pytest

from train.__main__ import main


@pytest.mark.parametrize("words", [["report"], ["publish", "--dry-run"], ["study", "speed"]], ids=" ".join)
def test_a_folder_that_cannot_be_made(words, capsys):
    assert main([*words, "--out", "/dev/null/x"]) == 2
    assert "The folder /dev/null/x cannot be made (Not a directory): choose another --out." in capsys.readouterr().err
