"""The photographs of a study are evenly spread for any number."""

from argparse import ArgumentParser

import pytest

from train.errors import DataError
from train.studies.choice import add_arguments, chosen


@pytest.fixture
def photographs(tmp_path):
    (tmp_path / "coast").mkdir()
    for number in range(10):
        (tmp_path / "coast" / f"{number}.jpg").touch()
    return tmp_path


def places(folder, count: int) -> list[int]:
    parser = ArgumentParser()
    add_arguments(parser, 3)
    paths, _ = chosen(parser.parse_args(["--images", str(folder), "--photographs", str(count)]))
    return [int(path.stem) for path in paths]


@pytest.mark.parametrize("count", range(1, 11))
def test_they_are_spread_over_all_there_are(photographs, count):
    found = places(photographs, count)
    gaps = [after - before for before, after in zip(found, [*found[1:], 10], strict=True)]
    assert len(found) == count and max(gaps) - min(gaps) <= 1


def test_all_are_taken_where_there_are_fewer_and_none_is_refused(photographs):
    assert places(photographs, 11) == list(range(10))
    with pytest.raises(DataError, match="from 1"):
        places(photographs, 0)
