# ruff: noqa: E501  # the page's own lines, filled in
"""The text of assets/report/archives.md, around the measurements of `tests.tools.archive_report`."""

import json
from typing import TYPE_CHECKING

from tests.tools.kill_archive import RESULT as KILLED

if TYPE_CHECKING:
    from tests.tools.archive_report import Facts, Measured

BATCHES = KILLED.with_name("batches.json")  # which tests.tools.bench_batches writes, where there is PyTorch
_SIZES = (50_000, 10_000_000)  # photographs
_CORES = (2, 16, 256)
_ALLOWED = 0.1  # allowed overhead of Ray at 12 megapixels
_WANTED = 1.8  # times as fast as a plain loop
_WORTH = 0.1  # share of a small photograph's time that a batch would have to save
_EVERY = 60  # seconds between two photographs of a visitor
_CHUNK = 32  # photographs in a shard, at most


def page(facts: "Facts") -> str:
    """The whole page, in Markdown."""
    plain = next(each for each in facts.kinds if (each.kind, each.megapixels) == (facts.ray.kind, facts.ray.megapixels))
    parts = (
        _measured(facts),
        _loop(facts),
        _ray(facts, plain),
        batches(),
        _projection(facts),
        _failing(facts),
        _app(plain),
    )
    return "\n\n".join(parts) + "\n"


def _measured(facts: "Facts") -> str:
    rows = [
        f"| {_name(each)} | {_number(per_core_hour(each, facts.processes))} | {each.seconds:.2f} | {each.processor:.2f} "
        f"| {each.start:.1f} | {each.peak:,.0f} | {each.bytes / 1e6:.1f} | {each.result_bytes / 1e6:.1f} |"
        for each in facts.kinds
    ]
    return f"""# Whole archives: what they take

```sh
{facts.command}
```

wrote this page, on {facts.processor}, {facts.processes} processes on as many cores, with {facts.software}; other load before
it began: {facts.load:.1f}. The photographs are made by the command: one sample, enlarged, with grain. All is from file
to file, by `colourize-archive` with the network `chroma`. No quality is measured here, so there is no row for grey passthrough.

## Measured

| photographs | for each hour of a core | seconds between two | seconds of a processor | start, s | largest process, MiB | file, MB | result, MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{chr(10).join(rows)}

A few of each were coloured, and then many: what the many took more is theirs, and the rest is the start, once a run."""


def _loop(facts: "Facts") -> str:
    rounds = "\n".join(
        f"| {name} | {elapsed:.1f} | {used:.1f} | {used / elapsed:.2f} |"
        for pair in zip(facts.loop, facts.archive, strict=True)
        for name, (elapsed, used) in zip(("loop", "archive"), pair, strict=True)
    )
    (elapsed, used), (ours, _) = min(facts.loop), min(facts.archive)
    most = facts.scaling * elapsed / used
    return f"""## Against a plain loop

{facts.photographs:,} JPEGs of 0.7 to 12 megapixels, {facts.megapixels:,.0f} in all, by a loop over `Colourizer.__call__` and `save`, and by
the command, each from start to end, in turn:

| | seconds | seconds of a processor | cores at work |
| --- | ---: | ---: | ---: |
{rounds}

By the shortest time of each, the archive is **{elapsed / ours:.2f} times** as fast, where {_WANTED} is wanted. The loop is parallel itself:
it reads, paints and encodes in bands on all cores, and keeps {used / elapsed:.2f} of them busy. Here {facts.processes} processes that only
compute do {facts.scaling:.2f} times the work of one. So if the loop's work were shared without any loss, it would be done about
{most:.2f} times as fast; more than that takes less work for each photograph, not more processes.

All processes of the archive together took {facts.memory[0]:,.0f} MiB at most in the second quarter of the last round, and
{facts.memory[1]:,.0f} in its last quarter."""


def _ray(facts: "Facts", plain: "Measured") -> str:
    over = facts.ray.seconds / plain.seconds - 1
    return f"""## Ray against processes

| {_name(plain)} | seconds between two | seconds of a processor | start, s |
| --- | ---: | ---: | ---: |
| processes | {plain.seconds:.3f} | {plain.processor:.3f} | {plain.start:.1f} |
| Ray, on this machine | {facts.ray.seconds:.3f} | {facts.ray.processor:.3f} | {facts.ray.start:.1f} |

Ray takes {over:+.1%} for each photograph, where {_ALLOWED:.0%} is allowed, and its start once a run."""


def batches() -> str:
    """What `tests.tools.bench_batches` found when it ran last."""
    told = json.loads(BATCHES.read_text(encoding="utf-8"))
    whole, counts = told["photograph"], told["batches"]
    rows = [
        f"| {title} | {' | '.join(f'{each:.4f}' for each in told[key])} | {max(told[key][0] - min(told[key]), 0) / whole:.1%} |"
        for title, key in (("ONNX Runtime", "onnx"), ("PyTorch", "torch"))
    ]
    return f"""## Why photographs do not share a batch

A photograph of {told["megapixels"]} megapixels takes {whole:.3f} s of a processor, from file to file on one thread. Encoder and decoder of the
network, which see it at {told["input"][0]} by {told["input"][1]} pixels, take {told["onnx"][0] / whole:.0%} of that by ONNX Runtime, which archives use without a GPU.
With more photographs of that size in a batch, they take for each, in seconds of a processor:

| photographs in a batch | {" | ".join(map(str, counts))} | saved of the whole photograph, at best |
| --- | {"---: | " * len(counts)}---: |
{chr(10).join(rows)}

`{told["command"]}` measured it. A batch would be worth it from {_WORTH:.0%} on: it waits
for its last photograph, and holds all of them in memory."""


def _projection(facts: "Facts") -> str:
    rows = []
    for count in _SIZES:
        for each in facts.kinds:
            hours = count / per_core_hour(each, facts.processes)
            on = " | ".join(_span(hours / cores) for cores in _CORES)
            held = f"{_storage(count * each.bytes)} | {_storage(count * each.result_bytes)}"
            rows.append(f"| {count:,} | {_name(each)} | {_number(hours)} | {on} | {held} |")
    memory = " and ".join(f"{count * facts.listed / 2**30:.2g} GiB for {count:,}" for count in _SIZES)
    return f"""## Projection

Not measured, but multiplied: as if every core were one of these, and the store never the one that is waited for.

| photographs | kind | hours of cores | on {" | on ".join(f"{cores} cores" for cores in _CORES)} | originals | results |
| ---: | --- | ---: | {"---: | " * len(_CORES)}---: | ---: |
{chr(10).join(rows)}

- **50,000 scans** are work for one machine: `colourize-archive FOLDER --output OUT`, and the same again if it is stopped.
- **Ten million** are work for a cluster, a fonds or a shelf at a time: `--engine ray --address auto`, with `FOLDER` and `OUT` in
  an object store. The command keeps {facts.listed:,.0f} bytes for each photograph, so {memory}; the manifest is one
  shard for up to {_CHUNK} photographs, and more than 256 of them are merged.
- **Memory**: the largest process of the table for each core, and 2 GiB where scans reach 100 megapixels.
- **Storage** is what the table says; nothing is kept besides but the manifest, the summary and, if wished, small pictures."""


def _failing(facts: "Facts") -> str:
    seconds = _CHUNK * max(each.seconds for each in facts.kinds) * facts.processes
    return f"""## What fails, and what happens then

| what | then |
| --- | --- |
| a photograph is broken | it is named in `errors.csv`; the next run tries it again |
| a process dies, as without memory | its photographs are tried again; one that ends its process again and again is named |
| a machine of the cluster is lost | its chunks go to others: up to {_CHUNK} photographs each, here {seconds:.0f} s of a core at most |
| the command is killed, or its machine | the same command goes on; what is in the manifest is not done again |
| the store or the disk takes no more | the run ends with a sentence and status 2; nothing is half-written |
| a photograph changes while it is read | it is not taken; the next run does it |
| the same work is done twice, as by a lost machine that was not dead | the same bytes are put in the same place |

{killed()}"""


def killed() -> str:
    """What `tests.tools.kill_archive` found when it ran last."""
    told = json.loads(KILLED.read_text(encoding="utf-8"))
    return f"""`{told["command"]}` had the samples coloured, with contact sheet and IIIF manifests, and killed
the run {told["kills"]} times, {told["first"]} to {told["last"]} s after it began: in turn with all its processes, and alone. What was there in the
end was compared with an undisturbed run: **{len(told["differing"])} of {told["compared"]} files differ**."""


def _app(plain: "Measured") -> str:
    visitors = _EVERY / plain.processor
    return f"""## The app behind a load balancer

Projected from the {_name(plain)} above: {plain.processor:.2f} s of a processor each, so that a core serves up to
**{visitors:.0f} visitors** who bring one of these every {_EVERY} seconds, and fewer by what the page itself takes. [Reliability](reliability.md) has a
measurement with thirty visitors on two cores, smaller photographs, and the memory that it took.

- One server for every two cores: it colours one photograph at a time, on all the cores it is given.
- **Sessions must be sticky**, by cookie: a visitor's upload lies in the folder of the server that took it, and what a reload
  brings back lies in its memory. Without, every second request would find no photograph.
- State, all of it for an hour at most: uploads and results (`GRADIO_TEMP_DIR`), the last thousand visitors' settings, and the last
  hundred photographs as the network saw them. There is no database. A server that goes takes these with it, and its
  visitors upload again.
- 16 visitors wait at each server; the next is told to come back, with a sentence. The balancer must pass WebSockets and
  server-sent events, and bodies of 200 MB."""


def per_core_hour(measured: "Measured", processes: int) -> float:
    """Photographs per core-hour, after start-up."""
    return 3600 / (measured.seconds * processes)


def _name(measured: "Measured") -> str:
    return f"{measured.kind}, {measured.megapixels:g} megapixels"


def _number(value: float) -> str:
    return f"{float(f'{value:.2g}'):,.0f}" if value >= 10 else f"{value:.2g}"


def _span(hours: float) -> str:
    if hours < 1:
        return f"{_number(hours * 60)} min"
    return f"{_number(hours)} h" if hours < 72 else f"{_number(hours / 24)} days"


def _storage(size: float) -> str:
    return f"{_number(size / 1e12)} TB" if size >= 1e12 else f"{_number(size / 1e9)} GB"
