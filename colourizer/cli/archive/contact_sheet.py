"""The contact sheet: a static page with a thumbnail of each original and its result, and the remarks.

It needs no server, network or script. Its pictures are in a folder next to it.
"""

import hashlib
import html
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from colourizer.cli.archive.records import Done, Failure
from colourizer.colourization import Colourization
from colourizer.files import replaced
from colourizer.photo.opening import printable
from colourizer.photo.photo import Limits, Photo, PhotoError, load_photo, load_rgb, read_provenance, reduced, save_rgb
from colourizer.photo.provenance import Provenance

SHEET, PICTURES = "contact-sheet.html", "contact-sheet"
_LONGEST = 320  # pixels
_QUALITY = 80
_SIMULATED = "The colours of all results are simulated: they were invented by {model} and are not evidence."


def make_thumbnails(output: Path, photo: str, source: Photo, coloured: Colourization, provenance: Provenance) -> None:
    """Write the thumbnails of a photograph, in grey and in colour. provenance: of the result. Raises PhotoError."""
    small = source.reduced(_LONGEST)
    original, result = (output / path for path in thumbnails(photo))
    save_rgb(small.rgb, original, quality=_QUALITY)
    save_rgb(replace(coloured, photo=small).rgb, result, provenance=provenance, quality=_QUALITY)


def remake_thumbnails(task: tuple[Path, Path, Limits, Done]) -> None:
    """Write the thumbnails of a photograph that was coloured before.

    task: (folder of photographs, folder of results, limits, line of the manifest).
    """
    folder, output, limits, done = task
    original, result = (output / path for path in thumbnails(done.photo))
    try:
        small = load_photo(folder / done.photo, limits=limits).reduced(_LONGEST)
        save_rgb(small.rgb, original, quality=_QUALITY)
        colours = load_rgb(output / done.result, limits=limits)
        provenance = read_provenance(output / done.result, limits=limits)
        save_rgb(reduced(colours, _LONGEST), result, provenance=provenance, quality=_QUALITY)
    except PhotoError:
        return  # the page then shows its name


def thumbnails(photo: str) -> tuple[str, str]:
    """The paths of a photograph's two thumbnails, relative to the folder of results: original and result."""
    name = hashlib.sha256(os.fsencode(photo)).hexdigest()[:24]
    return f"{PICTURES}/{name}-original.jpg", f"{PICTURES}/{name}-coloured.jpg"


def write_sheet(
    output: Path,
    title: str,
    model: str,
    done: Iterable[Done],
    failures: Iterable[Failure],
    has_thumbnails: Callable[[str], bool],
) -> None:
    """Write the page. has_thumbnails: whether a photograph has them; otherwise its name is shown. Raises OSError."""
    with replaced(output / SHEET) as path, path.open("w", encoding="utf-8", errors="backslashreplace") as page:
        page.write(_HEAD.format(title=html.escape(printable(title)), said=html.escape(_SIMULATED.format(model=model))))
        for each in done:
            page.write(_figure(each, has_thumbnails(each.photo)))
        failed = [
            f"<li><b>{html.escape(printable(each.photo))}</b>: {html.escape(each.error)}</li>" for each in failures
        ]
        if failed:
            page.write(f"</main>\n<h2>Could not be coloured</h2>\n<ul>\n{chr(10).join(failed)}\n</ul>\n<main>")
        page.write("</main>\n</body>\n</html>\n")


def _figure(done: Done, pictured: bool) -> str:
    name = html.escape(printable(done.photo))
    original, result = thumbnails(done.photo)
    notes = [done.identifier, f"{done.width} × {done.height} pixels" if done.width else "", done.remarks.strip(" ()")]
    caption = "".join(f"<br>{html.escape(note)}" for note in notes if note)
    link = html.escape(quote(os.fsencode(Path(done.result).as_posix())))
    if not pictured:
        return f'<figure><figcaption><a href="{link}"><b>{name}</b></a>{caption}</figcaption></figure>\n'
    return (
        f'<figure><img src="{original}" loading="lazy" alt="Original: {name}">'
        f'<a href="{link}"><img src="{result}" loading="lazy" alt="Colours simulated: {name}"></a>'
        f"<figcaption><b>{name}</b>{caption}</figcaption></figure>\n"
    )


_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}: contact sheet</title>
<style>
body {{ font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #222; background: #fafafa }}
main {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 1.5rem }}
figure {{ margin: 0; content-visibility: auto; contain-intrinsic-size: auto 13rem }}
img {{ width: 49.5%; vertical-align: top; background: #ddd; min-height: 3rem }}
figure > a {{ float: right; width: 49.5% }}
a img {{ width: 100% }}
figcaption {{ clear: both; padding-top: .4rem; overflow-wrap: anywhere }}
@media (prefers-color-scheme: dark) {{ body {{ color: #ddd; background: #1b1b1b }} img {{ background: #333 }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>Left the original, right the result; a click opens the result at its full size. {said}</p>
<main>
"""
