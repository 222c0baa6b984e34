"""Files say what they are: "these colours are simulated", by which model, from which original.

The statement is XMP (ISO 16684-1) with the IPTC property DigitalSourceType, which libraries, archives and search
engines read, in the term for pictures made partly of a photograph and partly by a trained model.
"""

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

VERSION = "0.1.0"
SIMULATED = "The colours of this photograph are simulated: they were invented by {model} and are not evidence."
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
_OURS = "urn:colourizelt:provenance:1"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


@dataclass(frozen=True)
class Provenance:
    """Where a photograph in colour comes from.

    original: SHA-256 of the file that was coloured, in hexadecimal; empty where there was no file.
    checkpoint: SHA-256 of the model's weights. settings: what else decided the colours, as plain values.
    created: ISO 8601, UTC.
    """

    model: str
    version: str
    checkpoint: str = ""
    original: str = ""
    settings: dict = field(default_factory=dict)
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def to_xmp(self) -> bytes:
        """The XMP packet that a file carries."""
        own = {
            "model": self.model,
            "version": self.version,
            "checkpoint": self.checkpoint,
            "original": self.original,
            "settings": json.dumps(self.settings),
        }
        attributes = "\n    ".join(f"ours:{name}={quoteattr(value)}" for name, value in own.items())
        return _PACKET.format(
            rdf=_RDF,
            ours=_OURS,
            source_type=SOURCE_TYPE,
            created=escape(self.created),
            version=escape(self.version),
            attributes=attributes,
            sentence=escape(SIMULATED.format(model=f"the model {self.model!r} of Colourizelt!")),
        ).encode()


def from_xmp(packet: bytes) -> Provenance | None:
    """What an XMP packet says of a photograph that was coloured here; None for one that says nothing of it."""
    try:
        if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:  # XMP has neither; entities can be made to fill memory
            return None
        tree = ET.fromstring(packet.strip(b"\0 \n\r\t"))
        for node in tree.iter(f"{{{_RDF}}}Description"):
            if f"{{{_OURS}}}model" not in node.attrib:
                continue
            own = {name: node.get(f"{{{_OURS}}}{name}", "") for name in ("model", "version", "checkpoint", "original")}
            settings = json.loads(node.get(f"{{{_OURS}}}settings", "{}"))
            created = node.get("{http://ns.adobe.com/xap/1.0/}CreateDate", "")
            return Provenance(**own, settings=dict(settings), created=created)
    except (ET.ParseError, ValueError, TypeError):
        pass  # somebody else's, or broken: either way it states nothing
    return None


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="{rdf}">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmlns:ours="{ours}"
    Iptc4xmpExt:DigitalSourceType="{source_type}"
    xmp:CreatorTool="Colourizelt! {version}"
    xmp:CreateDate="{created}"
    {attributes}>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{sentence}</rdf:li></rdf:Alt></dc:description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
