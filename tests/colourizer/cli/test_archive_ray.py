"""An archive on many machines: two Ray nodes and a bucket, all on this machine."""

import secrets
import shutil
import sys
from collections import Counter

import pytest

from colourizer.cli import archive_command
from colourizer.cli.archive.ray_engine import RayArchive
from colourizer.cli.archive.records import Failure
from colourizer.cli.archive.shards import read_shards
from colourizer.cli.archive.store import Store
from colourizer.cli.options import choice_from
from tests.colourizer.cli.conftest import run

ray = pytest.importorskip("ray", reason="needs the extra colourizer[ray]")
pytest.importorskip("s3fs", reason="stands for what reads an object store")
moto_server = pytest.importorskip("moto.server", reason="stands for an object store")
psutil = pytest.importorskip("psutil")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="other systems start processes otherwise"),
]

COUNT = 40


@pytest.fixture
def bucket(monkeypatch):
    """The address of an empty bucket, which all processes get from the environment."""
    server = moto_server.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "RAY_USAGE_STATS_ENABLED": "0",
        "SOURCE_DATE_EPOCH": "1500000000",
    }.items():
        monkeypatch.setenv(name, value)
    import s3fs

    s3fs.S3FileSystem.clear_instance_cache()
    name = f"archive-{secrets.token_hex(4)}"
    s3fs.S3FileSystem().mkdir(name)
    yield f"s3://{name}"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture
def cluster(bucket):
    """Two nodes with one core each."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    yield cluster, cluster.add_node(num_cpus=1)
    ray.shutdown()
    cluster.shutdown()


def kill_a_busy_worker(cluster) -> None:
    """Kill a worker as the kernel does when out of memory."""
    for _ in range(2000):
        for process in psutil.process_iter(["cmdline"]):
            if "ray::colour_some" in " ".join(process.info["cmdline"] or ())[:60]:
                process.kill()
                return
    pytest.fail("nobody was at work")


def test_a_dead_worker_and_a_lost_node_cost_nothing(photos, exported, bucket, cluster, at_once):
    for number in range(COUNT):
        shutil.copyfile(photos / "b.jpg", photos / f"{number}.jpg")
    scans, results = Store(f"{bucket}/scans"), Store(f"{bucket}/results")
    for path in photos.rglob("*.*"):
        scans.put(path, path.relative_to(photos).as_posix())
    nodes, second = cluster
    words = [scans.address, "--output", results.address, "--model", str(exported["unet"]), "--device", "cpu"]
    words += ["--engine", "ray", "--address", nodes.address]
    arguments = archive_command.command_parser().parse_args(words)

    def opened() -> RayArchive:
        return RayArchive(scans.address, results.address, choice_from(arguments), address=nodes.address)

    good = {f"{number}.jpg" for number in range(COUNT)} | {"b.jpg", "1930/a.png", "1930/deep/c.bmp"}
    with opened() as archive:
        assert len(archive.waiting) == COUNT + 4
        outcomes = []
        for outcome in archive.colour():
            outcomes.append(outcome)
            if len(outcomes) == 1:
                kill_a_busy_worker(nodes)
            elif len(outcomes) == COUNT // 3:
                nodes.remove_node(second, allow_graceful=False)
        told = Counter(each.photo for each in outcomes)
        assert told == Counter({*good, "bad.jpg"})  # nothing is lost or done twice
        assert [each.photo for each in outcomes if isinstance(each, Failure)] == ["bad.jpg"]
        lines = [line for shard in results.entries("manifest") for line in results.read(shard.path).splitlines()]
        assert len(lines) == len(good)
    assert set(read_shards(results, lambda done: True)) == good
    assert archive_command.main(words) == 1  # run the command again: only failed files are retried
    assert results.read("errors.csv").startswith(b'photo,error\nbad.jpg,"This file is no photograph')
    assert [each.path for each in opened().waiting] == ["bad.jpg"]
    # The same bytes as on one machine.
    assert run(photos, exported) == 1
    out = photos.parent / "out"
    for name in ("b.jpg", "7.jpg", "1930/a.png", "1930/deep/c.bmp.png"):
        assert results.read(name) == (out / name).read_bytes()
    assert results.read("summary.sqlite") is not None


@pytest.mark.parametrize("error", [SystemExit(1), ConnectionError("nobody listens")])
def test_what_cannot_be_is_said_in_a_sentence(error, photos, exported, tmp_path, bucket, monkeypatch, capsys):
    def said(*words: str) -> str:
        more = ["--model", str(exported["unet"]), "--device", "cpu"]
        assert archive_command.main([*words, *more]) == 2
        return capsys.readouterr().err

    here, out = str(photos), str(tmp_path / "out")
    assert "is no folder of this machine: --engine ray reaches it." in said(f"{bucket}/x", "--output", out)
    with_ray = ["--engine", "ray"]
    assert "nothing is in it" in said(f"{bucket}/absent", "--output", out, *with_ray)
    assert "cannot be used: " in said("nonsense://x", "--output", out, *with_ray)
    assert "could replace photographs" in said(here, "--output", here, *with_ray)

    def refused(**_):
        raise error

    monkeypatch.setattr(ray, "init", refused)  # Ray itself would try for a minute
    assert "There is no Ray cluster at 127.0.0.1:1: " in said(
        here, "--output", out, *with_ray, "--address", "127.0.0.1:1"
    )
    assert "results of other engine" in said(here, "--output", out)
