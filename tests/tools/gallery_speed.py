"""Waiting times in the gallery: the part of `page_speed` with 10,000 pictures."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from colourizer.classes import LandscapeClass
from colourizer.evaluation.results import ModelInfo, Picture, Results, save_picture, save_results
from tests.tools.serving import ROOT, free_port, resident, wait_for
from tests.tools.timed_page import Row, started, timed

PICTURES = 10_000
METRICS = ("mae", "psnr", "ciede2000", "colourfulness")


def measure_gallery(folder: Path, open_page: Callable) -> list[Row]:
    """Measure the Streamlit pages with ten thousand pictures. Streamlit's own start-up does not count."""
    results = many_results(folder / "results")
    port = free_port()
    settings = ["--server.headless", "true", "--server.port", str(port), "--", "--results", str(results)]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "demo" / "browse.py"), *settings]
    with started(command) as process:
        url = f"http://localhost:{port}"
        wait_for(f"{url}/_stcore/health")
        visits = []
        for _ in range(3):  # the first visit also waits for the results to load
            start = time.monotonic()
            page = open_page(url)
            page.wait_for_selector(".strip img")
            page.get_by_text(f"of {PICTURES:,}").wait_for()
            visits.append(time.monotonic() - start)
        acts = []
        for act, said in _acts(page):
            acts.append(timed(act, page.get_by_text(said, exact=True).first.wait_for))
            page.wait_for_timeout(1000)
        page.goto(f"{url}/by-class?class=coast")
        page.wait_for_selector("[data-testid=stVegaLiteChart]")
        page.wait_for_timeout(3000)
        memory = resident(process.pid) / 1.048576
    return [
        Row("first page, first visitor", visits[:1], 2),
        Row("first page, the next visitors", visits[1:], 2),
        Row("a filter or a sort", acts, 0.5),
        Row("memory, with the charts of a class", [memory], 600, "MiB"),
    ]


def _acts(page) -> list[tuple[Callable, str]]:
    """A visitor's actions, and the text that the page shows when they are done."""
    count = len(range(0, PICTURES, len(LandscapeClass)))
    kind = next(iter(LandscapeClass)).title
    return [
        (lambda: page.get_by_text("Worst", exact=True).click(), f"Photograph {PICTURES - 1}"),
        (lambda: page.get_by_text("Best", exact=True).click(), "Photograph 0"),
        (lambda: page.get_by_text(f"{kind} · {count:,}").click(), f"Pictures 1 to 12 of {count:,}"),
        (lambda: page.get_by_text(f"All classes · {PICTURES:,}").click(), f"Pictures 1 to 12 of {PICTURES:,}"),
    ]


def many_results(folder: Path) -> Path:
    """A results folder of ten thousand pictures whose errors grow with their numbers. They share one file."""
    models = (ModelInfo("grey", "Grey passthrough"), ModelInfo("baseline", "Baseline"), ModelInfo("cgan", "cGAN", "ab"))
    kinds, chance = list(LandscapeClass), np.random.default_rng(0)
    pictures = []
    for number in range(PICTURES):
        values = {
            model.name: dict(zip(METRICS, (number / 1e5, 30 - number / 1e3, number / 1e3, 30.0), strict=True))
            for model in models
        } | {"original": dict(zip(METRICS, (0.0, 100.0, 0.0, 35.0), strict=True))}
        kind = kinds[number % len(kinds)]
        pictures.append(Picture(f"picture-{number}", kind, f"photograph {number}", values))
    rgb = chance.integers(0, 256, (144, 144, 3), np.uint8)
    for version in ("original", *(model.name for model in models)):
        save_picture(folder, version, pictures[0].id, rgb)
        first = folder / "pictures" / version / f"{pictures[0].id}.webp"
        for picture in pictures[1:]:
            os.link(first, first.with_stem(picture.id))
    summary = {m.name: {"all": dict.fromkeys(METRICS, 1.0)} for m in models}
    save_results(
        Results("Many", 144, "2026-11-23T01:00:00+00:00", "python -m tests.tools.page_speed gallery", METRICS, models,
                summary, tuple(pictures), {}),
        folder,
    )  # fmt: skip
    return folder
