"""Fuzzing with thousands of damaged files: `python -m tests.tools.fuzz --files 20000 --seed 0`.

Small photographs of every format are damaged as by bad disks, buggy programs and attackers, and read. Each must either
be read as a photograph or be refused by PhotoError. The files are read in separate processes, so that a decoder's crash
or endless loop is counted without stopping the run. Any file can be reproduced by its number: `--only 1234`.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from colourizer.photo.photo import PhotoError, load_photo
from tests.files import every_format

ROOT = Path(__file__).parents[2]
BATCH = 1000  # files a process reads, one after the other
SLOW = 60  # seconds for one file that count as a hang
MEMORY = 2.5 * 2**30  # bytes, allowed peak memory
_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def of(kinds: list[str]) -> dict[str, bytes]:
    """The files whose names begin with one of `kinds`; all files by default."""
    return {name: data for name, data in every_format().items() if not kinds or name.startswith(tuple(kinds))}


def damaged(number: int, seed: int, files: dict[str, bytes]) -> tuple[str, bytes]:
    """(format name, bytes) of file `number`; deterministic for a seed."""
    chance = random.Random(f"{seed}/{number}")
    name = chance.choice(sorted(files))
    data = bytearray(files[name])
    for _ in range(chance.choice((1, 1, 1, 2, 4, 8, 32))):
        # Half of the damage is in the first bytes, with sizes, tags and tables.
        span = min(len(data), 400) if chance.random() < 0.5 else len(data)
        _damage(data, chance, chance.randrange(max(1, span)), files)
    return name, bytes(data)


def _damage(data: bytearray, chance: random.Random, at: int, files: dict[str, bytes]) -> None:
    kind = chance.randrange(8)
    length = chance.choice((1, 2, 4, 16, 200))
    if kind == 0:
        data[at : at + 1] = bytes([data[at] ^ 1 << chance.randrange(8)]) if data else b"\0"
    elif kind == 1:
        data[at : at + length] = chance.randbytes(length)
    elif kind == 2:  # an extreme value of an integer
        width = chance.choice((1, 2, 4))
        value = chance.choice(_EDGES) & (256**width - 1)
        data[at : at + width] = value.to_bytes(width, chance.choice(("little", "big")))
    elif kind == 3:
        del data[at : at + length]
    elif kind == 4:
        data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))
    elif kind == 5:
        del data[at:]
    elif kind == 6:  # a piece of another file
        other = files[chance.choice(sorted(files))]
        start = chance.randrange(len(other))
        data[at : at + length] = other[start : start + length]
    else:
        other = chance.randrange(max(1, len(data)))
        data[at : at + length], data[other : other + length] = data[other : other + length], data[at : at + length]


def read(data: bytes) -> str:
    """The outcome of a file: "read", "refused: ..." with the message, or "ESCAPED ..." with the wrong exception."""
    try:
        photo = load_photo(data)
    except PhotoError as error:
        return f"refused: {str(error).split('.')[0]}"
    except Exception as error:
        return f"ESCAPED {type(error).__name__}: {error}"
    return "read" if photo.lightness.size else "ESCAPED: an empty photograph"


def work(start: int, stop: int, seed: int, kinds: list[str]) -> None:
    """Read the files from `start` to `stop`, reporting each before and after."""
    files = of(kinds)
    for number in range(start, stop):
        name, data = damaged(number, seed, files)
        print(json.dumps({"begins": number, "format": name}), flush=True)
        began = time.perf_counter()
        outcome = read(data)
        told = {
            "number": number,
            "format": name,
            "outcome": outcome,
            "seconds": round(time.perf_counter() - began, 3),
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
        print(json.dumps(told), flush=True)


def run(files: int, seed: int, kinds: list[str] | None = None) -> list[dict]:
    """Read `files` damaged files; returns the outcome of each."""
    told, number = [], 0
    while number < files:
        stop = min(files, number + BATCH)
        command = [sys.executable, "-m", "tests.tools.fuzz", "--work", str(number), str(stop), "--seed", str(seed)]
        command += ["--kinds", *kinds] if kinds else []
        ending = "crashed"
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            out, _ = process.communicate(timeout=SLOW + BATCH)
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
            ending = "hung"
        lines = [json.loads(line) for line in out.splitlines() if line.endswith("}")]
        told += [line for line in lines if "outcome" in line]
        if process.returncode:
            last = lines[-1] if lines else {"begins": number, "format": "?"}
            if "begins" not in last:
                raise RuntimeError(f"The process that read files ended with {process.returncode} between two of them.")
            outcome = f"ESCAPED: the decoder {ending} with {process.returncode}"
            told.append({"number": last["begins"], "format": last["format"], "outcome": outcome})
            number = last["begins"] + 1
        else:
            number = stop
        print(f"{number:>6} of {files}: {len(failures(told))} failures", file=sys.stderr, flush=True)
    return told


def failures(told: list[dict]) -> list[dict]:
    """The files that were neither read nor refused, or took too much time or memory."""
    return [
        each
        for each in told
        if each["outcome"].startswith("ESCAPED") or each.get("seconds", 0) > SLOW or each.get("peak", 0) > MEMORY
    ]


def summary(told: list[dict]) -> str:
    """The figures, in Markdown."""
    rows = ["| format | files | read | refused | neither |", "| --- | ---: | ---: | ---: | ---: |"]
    for name in [*sorted({each["format"] for each in told}), "all"]:
        those = [each for each in told if name in ("all", each["format"])]
        was_read = sum(each["outcome"] == "read" for each in those)
        refused = sum(each["outcome"].startswith("refused") for each in those)
        rows.append(f"| {name} | {len(those):,} | {was_read:,} | {refused:,} | {len(those) - was_read - refused:,} |")
    sentences = Counter(each["outcome"] for each in told if each["outcome"].startswith("refused"))
    rows += ["", "| refused with | files |", "| --- | ---: |"]
    rows += [f"| {sentence.removeprefix('refused: ')}. | {count:,} |" for sentence, count in sentences.most_common(12)]
    slowest = max(told, key=lambda each: each.get("seconds", 0))
    rows += [
        "",
        f"Slowest file: {slowest['seconds']:.2f} s ({slowest['format']}, number {slowest['number']}). "
        f"Largest peak of a process: {max(each.get('peak', 0) for each in told) / 2**20:,.0f} MiB.",
    ]
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.fuzz", description="Read damaged files.")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="+", default=[], metavar="NAME", help="only formats whose name begins so")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="read one file, and keep it as NUMBER.bin here")
    parser.add_argument("--work", type=int, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(*arguments.work, arguments.seed, arguments.kinds)
        return 0
    if arguments.only is not None:
        name, data = damaged(arguments.only, arguments.seed, of(arguments.kinds))
        Path(f"{arguments.only}.bin").write_bytes(data)
        print(name, read(data))
        return 0
    told = run(arguments.files, arguments.seed, arguments.kinds)
    print(summary(told))
    for each in failures(told):
        print("FAILED", json.dumps(each))
    return 1 if failures(told) else 0


if __name__ == "__main__":
    sys.exit(main())
