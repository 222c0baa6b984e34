"""Stores and shards, which machines share and which are complete or absent."""

import pickle
from pathlib import Path

import pytest

from colourizer.cli.archive import ray_worker
from colourizer.cli.archive.ray_cluster import _again, _Chunk
from colourizer.cli.archive.records import Done, Failure
from colourizer.cli.archive.shards import merge_shards, read_shard, read_shards, shard_name, write_shard
from colourizer.cli.archive.store import Entry, Store
from colourizer.cli.archive_command import command_parser
from colourizer.cli.options import choice_from
from colourizer.photo.photo import load_photo


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path) -> Store:
    return Store(str(tmp_path / "store") if request.param == "folder" else f"memory://{tmp_path.name}")


def line(photo: str, modified: int = 1) -> Done:
    return Done(photo, 1, modified, "", photo, 1, "")


def put(store: Store, path: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(data)
    store.put(tmp_path / "source", path)


def test_what_is_put_is_found_and_read_again(store, tmp_path):
    put(store, "1930/a.png", b"one", tmp_path)
    put(store, "b.png", b"two!", tmp_path)
    put(store, "b.png", b"three", tmp_path)  # replaces it
    assert [(each.path, each.bytes) for each in store.entries()] == [("1930/a.png", 3), ("b.png", 5)]
    assert [each.path for each in store.entries("1930")] == ["1930/a.png"]
    assert store.entries("nowhere") == []
    again = pickle.loads(pickle.dumps(store))
    assert again.read_all(["b.png", "1930/a.png"]) == [b"three", b"one"]
    assert again.read("absent") is None
    again.get("1930/a.png", tmp_path / "here" / "a.png")
    assert (tmp_path / "here" / "a.png").read_bytes() == b"one"
    assert again.entry("b.png").modified > 1.7e18
    again.remove(["b.png", "absent"])
    assert [each.path for each in store.entries()] == ["1930/a.png"]


@pytest.mark.parametrize("path", ["", "../a", "a/../../b", "/etc/passwd", "a//b", "./a"])
def test_no_path_leads_out_of_a_store(store, path, tmp_path):
    (tmp_path / "source").write_bytes(b"x")
    with pytest.raises(ValueError, match="no path within"):
        store.put(tmp_path / "source", path)


def test_a_put_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    store = Store(str(tmp_path / "store"))
    put(store, "a.png", b"one", tmp_path)

    def full(source, target):
        Path(target).write_bytes(b"ha")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store._fs, "put_file", full)
    with pytest.raises(OSError, match="No space"):
        put(store, "a.png", b"another", tmp_path)
    monkeypatch.undo()
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["a.png"]
    assert store.read("a.png") == b"one"


def test_shards_are_read_and_merged(store):
    chunks = [[Entry(f"{number}.png", 1, 1)] for number in range(5)]
    for chunk in chunks:
        write_shard(store, shard_name(chunk), [line(chunk[0].path)])
        write_shard(store, shard_name(chunk), [line(chunk[0].path)])  # done twice
    old = [Entry("0.png", 1, 0)]
    write_shard(store, shard_name(old), [line("0.png", 0)])  # the same photograph before it was rescanned
    expected = {f"{number}.png": line(f"{number}.png") for number in range(5)}

    def current(done):
        return done.modified == 1

    assert read_shards(store, current) == expected
    merge_shards(store, current, most=6)
    assert len(store.entries("manifest")) == 6
    merge_shards(store, current, most=3)
    assert len(store.entries("manifest")) == 1
    assert read_shards(store, current) == expected
    assert read_shard(store, shard_name(chunks[0])) is None


def test_what_dies_is_tried_again_and_taken_apart():
    photos = tuple(Entry(f"{number}.png", 1, 1) for number in range(3))
    (same,) = _again(_Chunk(photos))
    assert same.photos == photos
    singles = list(_again(same))
    assert [each.photos for each in singles] == [(photo,) for photo in photos]
    (last,) = _again(singles[0])
    assert last.photos == photos[:1] and list(_again(last)) == []


@pytest.fixture
def job(photos, tiny, tmp_path) -> ray_worker.Job:
    choice = choice_from(
        command_parser().parse_args(["in", "--output", "out", "--model", str(tiny["unet"]), "--device", "cpu"])
    )
    stores = Store(str(photos)), Store(str(tmp_path / "out"))
    return ray_worker.Job(choice, *stores, "", True, "2024-05-06T07:08:09+00:00", {})


def test_a_machine_colours_and_records_and_does_nothing_twice(job, tmp_path, monkeypatch):
    chunk = [job.photos.entry(path) for path in ("b.jpg", "1930/a.png")]
    outcomes = ray_worker.colour_some(job, chunk)
    assert [each.photo for each in outcomes if isinstance(each, Done)] == ["b.jpg", "1930/a.png"]
    assert load_photo(tmp_path / "out" / "1930/a.png").size == (60, 40)
    assert len(list((tmp_path / "out" / "contact-sheet").iterdir())) == 4
    assert list(read_shards(job.results, lambda done: True).values()) == outcomes
    monkeypatch.setattr(ray_worker, "_coloured", None)  # any call now fails
    assert ray_worker.colour_some(job, chunk) == outcomes


def test_a_machine_tells_what_went_wrong(job, monkeypatch):
    chunk = [job.photos.entry("bad.jpg"), Entry("gone.jpg", 1, 1), job.photos.entry("b.jpg")]
    bad, gone, good = ray_worker.colour_some(job, chunk)
    assert bad.error.startswith("This file is no photograph") and not bad.halts
    assert gone == Failure("gone.jpg", "It cannot be read: No such file or directory.")
    assert isinstance(good, Done)
    changed = Entry("1930/a.png", 1, 1)  # it has changed meanwhile
    (told,) = ray_worker.colour_some(job, [changed])
    assert told.error == "It was changed while it was read. Run the same command again."

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "put", full)
    (told,) = ray_worker.colour_some(job, [job.photos.entry("1930/a.png")])
    assert told.halts and told.error.endswith(
        "cannot be written: No space left on device. Fix it, then run the same command."
    )
