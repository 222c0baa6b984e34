"""The statement in each file that its colours are simulated, by which model, from which original.

It is XMP (ISO 16684-1) with the IPTC property DigitalSourceType, which libraries, archives and search engines read; its
value is the term for composites with media from a trained algorithm.
"""

import json
import os
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from colourizer.photo.metadata import Metadata

VERSION = "0.1.0"
SIMULATED = "The colours of this photograph are simulated: they were invented by {model} and are not evidence."
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
_EPOCH = "SOURCE_DATE_EPOCH"
_OURS = "urn:colourizelt:provenance:1"
_NAMES = ("model", "version", "checkpoint", "original", "engine", "name")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ENDED = re.compile("[.!?:;…。！？][\"'”’»)\\]]*$")  # a sentence, before closing quotes and brackets


@dataclass(frozen=True)
class Provenance:
    """How a photograph in colour was made.

    original: SHA-256 of the original file, in hexadecimal; empty without a file.
    checkpoint: SHA-256 of the model's weights. engine: what ran them, with its version, "onnxruntime 1.32.0".
    settings: all other choices that decided the colours, as plain values.
    created: ISO 8601, UTC. name: of the original file.
    """

    model: str
    version: str
    checkpoint: str = ""
    original: str = ""
    settings: dict = field(default_factory=dict)
    created: str = field(default_factory=lambda: now())
    engine: str = ""
    name: str = ""

    def describe(self, description: str = "") -> str:
        """The photograph's own description, followed by the sentence that its colours are simulated.

        A full stop is added if the description lacks one.
        """
        sentence = SIMULATED.format(model=f"the model {self.model!r} of Colourizelt!")
        if not description:
            return sentence
        return f"{description}{'' if _ENDED.search(description) else '.'} {sentence}"

    def to_xmp(self, metadata: "Metadata | None" = None) -> bytes:
        """The XMP packet for a file, with the metadata of the original."""
        own = {
            "model": self.model,
            "version": self.version,
            "checkpoint": self.checkpoint,
            "original": self.original,
            "engine": self.engine,
            "settings": json.dumps(self.settings),
        }
        if self.name:
            own["name"] = self.name
        terms = [_term("description", "Alt", self.describe(metadata.description if metadata else ""))]
        attributes = [f"ours:{name}={quoteattr(_plain(value))}" for name, value in own.items()]
        if self.name:
            attributes.append(f"xmpMM:PreservedFileName={quoteattr(_plain(self.name))}")
        if metadata:
            terms += [_term("creator", "Seq", metadata.author), _term("rights", "Alt", metadata.copyright)]
            identifier = escape(_plain(metadata.identifier))
            terms += [f"<dc:identifier>{identifier}</dc:identifier>" if identifier else ""]
            attributes += [f"photoshop:DateCreated={quoteattr(_plain(metadata.date))}"] if metadata.date else []
        return _PACKET.format(
            rdf=_RDF,
            ours=_OURS,
            source_type=SOURCE_TYPE,
            created=escape(_plain(self.created)),
            version=escape(_plain(self.version)),
            attributes="\n    ".join(attributes),
            terms="\n   ".join(filter(None, terms)),
        ).encode()


def now() -> str:
    """The time, ISO 8601, UTC, in seconds; SOURCE_DATE_EPOCH overrides the clock.

    This allows reproducible files: https://reproducible-builds.org/specs/source-date-epoch/
    """
    told = os.environ.get(_EPOCH, "")
    known = told.isdecimal() and len(told) <= 11  # longer ones are beyond the calendar
    return (datetime.fromtimestamp(int(told), UTC) if known else datetime.now(UTC)).isoformat(timespec="seconds")


def from_xmp(packet: bytes) -> Provenance | None:
    """The provenance in an XMP packet; None if there is none."""
    try:
        tree = xmp_tree(packet)
        for node in tree.iter(f"{{{_RDF}}}Description") if tree is not None else ():
            if f"{{{_OURS}}}model" not in node.attrib:
                continue
            own = {name: node.get(f"{{{_OURS}}}{name}", "") for name in _NAMES}
            settings = json.loads(node.get(f"{{{_OURS}}}settings", "{}"))
            created = node.get("{http://ns.adobe.com/xap/1.0/}CreateDate", "")
            return Provenance(**own, settings=dict(settings), created=created)
    except (ValueError, TypeError, RecursionError):
        pass  # foreign or broken: no provenance
    return None


def xmp_tree(packet: bytes | str) -> ET.Element | None:
    """Parse an XMP packet; None for a broken or dangerous one.

    A document type, which XMP never has, is refused: entities in it could expand to fill the memory.
    """
    packet = packet.encode(errors="replace") if isinstance(packet, str) else packet
    if len(packet) > _PACKET_MAX:
        return None
    try:
        return fromstring(_trimmed(packet), forbid_dtd=True)
    except (ET.ParseError, ValueError, LookupError):  # ValueError: forbidden. LookupError: unknown encoding
        return None


def _trimmed(packet: bytes) -> bytes | str:
    """A packet without padding. UTF-16 and UTF-32 are recognised by the first character (XMP, part 1)."""
    start = packet[:4].lstrip(b"\xef\xbb\xbf")
    wide = {b"<\0\0\0": "utf-32-le", b"\0\0\0<": "utf-32-be", b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32"}
    half = {b"<\0": "utf-16-le", b"\0<": "utf-16-be", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    if encoding := wide.get(start) or half.get(start[:2]):
        return packet.decode(encoding).strip("\0 \n\r\t")
    return packet.strip(b"\0 \n\r\t")


def _term(name: str, kind: str, text: str) -> str:
    """A property of Dublin Core; empty for an empty text."""
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    item = f"<rdf:li{language}>{escape(_plain(text))}</rdf:li>"
    return f"<dc:{name}><rdf:{kind}>{item}</rdf:{kind}></dc:{name}>" if text else ""


def _plain(text: str) -> str:
    """Replace the characters that XML 1.0 does not allow."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


_PACKET_MAX = 2**20  # bytes: cameras and scanners write some thousands
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="{rdf}">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmlns:ours="{ours}"
    Iptc4xmpExt:DigitalSourceType="{source_type}"
    xmp:CreatorTool="Colourizelt! {version}"
    xmp:CreateDate="{created}"
    {attributes}>
   {terms}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
