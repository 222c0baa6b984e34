"""The metadata of a photograph that results keep, read from EXIF, XMP, IPTC and PNG's text.

Everything else is dropped: the place is private, and thumbnails are no longer true.
"""

import contextlib
import json
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, fields

from PIL import Image, ImageFile, IptcImagePlugin

from colourizer.photo.provenance import SIMULATED, xmp_tree

_LONGEST = 2000  # characters of each text
_EXIF = {"description": 270, "author": 315, "copyright": 33432}  # ImageDescription, Artist, Copyright
_DATE_TIME_ORIGINAL, _EXIF_FOLDER = 36867, 0x8769
_RESOLUTION_X, _RESOLUTION_UNIT = 282, 296
_DC, _RDF = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = {"description": "description", "author": "creator", "copyright": "rights"}  # of Dublin Core
_XMP_DATES = (
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated",
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal",
)
_XMP_IDENTIFIERS = (
    f"{_DC}identifier",
    "{http://ns.adobe.com/xap/1.0/}Identifier",
    "{http://ns.adobe.com/photoshop/1.0/}TransmissionReference",
    "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigImageGUID",
)
_DOCUMENT_NAME, _IMAGE_ID = 269, 0xA420
_IPTC = {
    "description": (2, 120),
    "author": (2, 80),
    "copyright": (2, 116),
    "date": (2, 55),
    "identifier": (2, 103),
}
_PNG = {"description": "Description", "author": "Author", "copyright": "Copyright", "date": "Creation Time"}
# Descriptions for programs, besides JSON: XML with a declaration, a namespace or MetaMorph's element, and the lines of
# ImageJ, tifffile and ScanImage. What people write in brackets, or with an equals sign, is none of these.
_DATA = re.compile(
    r"<\?xml.*|<[\w.:-]+\s[^<>]*xmlns.*|<MetaData>.*|(ImageJ|shape|state\.\w+|SI\.\w+)[\w.]*\s*=.*", re.S
)
_OWN_SENTENCE = re.compile(r"\s*" + re.escape(SIMULATED.split("{")[0]) + r".*", re.S)


@dataclass(frozen=True)
class Metadata:
    """A photograph's metadata. Fields are empty, or None, if the file does not state them.

    date: when the photograph was taken, ISO 8601, as exact as known: "1931", "1931-05-04T10:00:00".
    dpi: pixels per inch, horizontal and vertical. identifier: in a catalogue; several are joined by "; ".
    """

    date: str = ""
    description: str = ""
    author: str = ""
    copyright: str = ""
    dpi: tuple[float, float] | None = None
    identifier: str = ""

    def exif(self) -> Image.Exif:
        """As EXIF, for programs that read nothing else; its text is UTF-8."""
        exif = Image.Exif()
        for name, tag in _EXIF.items():
            if value := getattr(self, name):
                exif[tag] = value.encode()
        if match := re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d:\d\d))?", self.date):
            year, month, day, time = match.groups()
            exif.get_ifd(_EXIF_FOLDER)[_DATE_TIME_ORIGINAL] = f"{year}:{month}:{day} {time or '00:00:00'}"
        return exif


NO_METADATA = Metadata()


def read_metadata(image: ImageFile.ImageFile) -> Metadata:
    """The metadata of an opened file. Broken metadata is ignored."""
    found: dict[str, str] = {}
    for source in (_from_xmp, _from_exif, _from_iptc, _from_png):
        try:
            values = source(image)
        except Exception:  # files come from any program since 1995
            continue
        for name, value in values.items():
            if (value := _text(value)) and not (name == "description" and is_data(values[name])):
                found.setdefault(name, value)
    found["description"] = _OWN_SENTENCE.sub("", found.get("description", ""))  # it is added again on saving
    if "date" in found:
        found["date"] = _iso(found["date"])
    return Metadata(**found, dpi=_dpi(image))


def is_data(description: object) -> bool:
    """Whether a description is data for programs about the file, which does not apply to the result."""
    if isinstance(description, bytes):
        description = description.decode("latin-1")
    if not isinstance(description, str):
        return False
    text = description.strip("\0 \t\r\n")
    if text.startswith("{"):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return False
        return True
    return bool(_DATA.fullmatch(text))


def exif_of(image: Image.Image) -> Image.Exif:
    """A file's EXIF; empty if it has none, or a broken one."""
    if image.format == "PNG" and not {"exif", "Raw profile type exif"} & image.info.keys():
        return Image.Exif()  # Pillow would decode the whole picture to look for it
    try:
        return image.getexif()
    except Exception:  # files come from any program since 1995
        return Image.Exif()


def metadata_lines(metadata: Metadata) -> list[tuple[str, str]]:
    """(name, value) of all known fields, for people."""
    known = [(each.name, getattr(metadata, each.name)) for each in fields(metadata)]
    return [(name, f"{value[0]:g} x {value[1]:g}" if name == "dpi" else value) for name, value in known if value]


def _from_exif(image: Image.Image) -> dict[str, object]:
    exif = exif_of(image)
    found: dict[str, object] = {name: exif.get(tag) for name, tag in _EXIF.items()}
    folder = exif.get_ifd(_EXIF_FOLDER)
    found["date"] = folder.get(_DATE_TIME_ORIGINAL)
    found["identifier"] = exif.get(_DOCUMENT_NAME) or folder.get(_IMAGE_ID)
    return found


def _from_xmp(image: Image.Image) -> dict[str, object]:
    tree = xmp_tree(image.info.get("xmp", b""))
    if tree is None:
        return {}
    found: dict[str, object] = {}
    for name, term in _XMP.items():
        texts = [item.text for node in tree.iter(_DC + term) for item in node.iter(_RDF + "li") if item.text]
        found[name] = "; ".join(dict.fromkeys(texts)) if name == "author" else "".join(texts[:1])
    for term in _XMP_DATES:
        if values := _values(tree, term):
            found.setdefault("date", values[0])
    identifiers = [value.strip() for term in _XMP_IDENTIFIERS for value in _values(tree, term)]
    found["identifier"] = "; ".join(dict.fromkeys(filter(None, identifiers)))
    return found


def _values(tree: ET.Element, term: str) -> list[str]:
    """A property's values, in any of XMP's notations."""
    values = [node.get(term, "") for node in tree.iter() if node.get(term)]
    for node in tree.iter(term):
        values += [each.text for each in (node, *node.iter(_RDF + "li")) if each.text]
    return values


def _from_iptc(image: ImageFile.ImageFile) -> dict[str, object]:
    info = IptcImagePlugin.getiptcinfo(image) or {}
    values = {name: info.get(key) for name, key in _IPTC.items()}
    return {name: b"; ".join(value) if isinstance(value, list) else value for name, value in values.items()}


def _from_png(image: Image.Image) -> dict[str, object]:
    return {name: image.info.get(key) for name, key in _PNG.items()} if image.format == "PNG" else {}


def _text(value: object) -> str:
    """Text without control characters; EXIF and IPTC are UTF-8 or Latin-1, without saying which."""
    if isinstance(value, str):
        with contextlib.suppress(UnicodeEncodeError):
            value = value.encode("latin-1")  # undoes Pillow's reading of EXIF
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            value = value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    value = "".join(letter if letter.isprintable() else " " for letter in value[: 2 * _LONGEST])
    return " ".join(value.split())[:_LONGEST]


def _iso(date: str) -> str:
    """A date of EXIF, IPTC or ISO 8601 → ISO 8601; "" for anything else."""
    match = re.match(r"(\d{4})(?:[:-]?(\d\d)(?:[:-]?(\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)\S*)?)?)?$", date)
    if not match or match[1] == "0000" or match[2] == "00":
        return ""
    day = "-".join(part for part in match.groups()[:3] if part)
    return f"{day}T{match[4]}" if match[4] else day


def _dpi(image: Image.Image) -> tuple[float, float] | None:
    try:
        # If a JPEG has no resolution, Pillow reports 72.
        dpi = image.info.get("dpi") if image.format != "JPEG" or image.info.get("jfif_unit") else None
        if dpi is None:
            exif = exif_of(image)
            unit = {2: 1.0, 3: 2.54}[exif.get(_RESOLUTION_UNIT, 2)]
            dpi = (float(exif[_RESOLUTION_X]) * unit, float(exif[_RESOLUTION_X + 1]) * unit)
        across, down = (float(value) for value in dpi)
    except Exception:  # missing, or no numbers
        return None
    if not all(math.isfinite(value) and 1 < value < 100_000 for value in (across, down)):  # 1 is "no unit"
        return None
    return round(across, 2), round(down, 2)
