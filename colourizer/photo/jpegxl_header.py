"""Parse the header of a JPEG XL codestream, ISO 18181-1 annex D: the size of the picture and the kind of its values.

No library reads it without decoding the picture. Numbers are packed bit by bit, the lowest first.
"""

from dataclasses import dataclass

_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_SIZE = ((1, 9), (1, 13), (1, 18), (1, 30))
_ENUM = ((0, 0), (1, 0), (2, 4), (18, 6))
_GREY = 1  # a colour space
_D65, _SRGB_PRIMARIES, _CUSTOM, _LINEAR, _SRGB_CURVE = 1, 1, 2, 8, 13
_OPACITY, _SPOT, _FILTER = 0, 2, 5  # kinds of extra channels


@dataclass(frozen=True)
class Header:
    """size: (width, height) before the orientation, 1 to 8 as in EXIF, is applied. bits: of integers, 0 for
    floating-point numbers. srgb: whether its colours or greys are sRGB; linear: in linear light. opacity, multiplied:
    whether it has opacity, and whether the colours are multiplied by it.
    """

    size: tuple[int, int]
    orientation: int = 1
    bits: int = 8
    animated: bool = False
    grey: bool = False
    srgb: bool = True
    linear: bool = False
    opacity: bool = False
    multiplied: bool = False


def read_header(data: bytes) -> Header:
    """Parse what follows the signature. Raises EOFError if it is cut off."""
    bits = _Bits(data)
    size = bits.size()
    if bits.flag():  # all defaults
        return Header(size)
    orientation, animated = 1, False
    if bits.flag():
        orientation = 1 + bits.take(3)
        if bits.flag():
            bits.size()
        if bits.flag():
            bits.preview()
        animated = bits.flag()
        if animated:
            for choices in (
                ((100, 0), (1000, 0), (1, 10), (1, 30)),
                ((1, 0), (1001, 0), (1, 8), (1, 10)),
                ((0, 0), (0, 3), (0, 16), (0, 32)),
            ):
                bits.choose(choices)
            bits.flag()
    depth = bits.depth()
    bits.flag()  # whether 16 bits are enough for its buffers
    extra = [bits.extra() for _ in range(bits.choose(((0, 0), (1, 0), (2, 4), (1, 12))))]
    bits.flag()  # whether it is coded as XYB
    grey, srgb, linear = bits.colours()
    opacity = [multiplied for kind, multiplied in extra if kind == _OPACITY]
    return Header(size, orientation, depth, animated, grey, srgb, linear, bool(opacity), opacity[:1] == [True])


class _Bits:
    def __init__(self, data: bytes):
        self._number, self._left = int.from_bytes(data, "little"), 8 * len(data)

    def take(self, count: int) -> int:
        if count > self._left:
            raise EOFError("the header is cut")
        value = self._number & ((1 << count) - 1)
        self._number >>= count
        self._left -= count
        return value

    def flag(self) -> bool:
        return bool(self.take(1))

    def choose(self, choices: tuple[tuple[int, int], ...]) -> int:
        """Read one of four (least, bits): so many bits, plus the least value."""
        least, count = choices[self.take(2)]
        return least + self.take(count)

    def size(self) -> tuple[int, int]:
        small = self.flag()

        def side() -> int:
            return 8 * (1 + self.take(5)) if small else self.choose(_SIZE)

        height = side()
        ratio = self.take(3)
        return (height * _RATIOS[ratio][0] // _RATIOS[ratio][1] if ratio else side()), height

    def preview(self) -> None:
        choices = ((1, 6), (65, 8), (321, 10), (1345, 12))
        if self.flag():
            choices = ((16, 0), (32, 0), (1, 5), (33, 9))
        self.choose(choices)
        if not self.take(3):
            self.choose(choices)

    def depth(self) -> int:
        if not self.flag():
            return self.choose(((8, 0), (10, 0), (12, 0), (1, 6)))
        self.choose(((32, 0), (16, 0), (24, 0), (1, 6)))
        self.take(4)
        return 0  # floating-point

    def extra(self) -> tuple[int, bool]:
        """(kind, whether multiplied) of an extra channel."""
        if self.flag():
            return _OPACITY, False
        kind = self.choose(_ENUM)
        self.depth()
        self.choose(((0, 0), (3, 0), (4, 0), (1, 3)))
        for _ in range(self.choose(((0, 0), (0, 4), (16, 5), (48, 10)))):
            self.take(8)  # of its name
        multiplied = kind == _OPACITY and self.flag()
        if kind == _SPOT:
            self.take(64)
        if kind == _FILTER:
            self.choose(((1, 0), (0, 2), (3, 4), (19, 8)))
        return kind, multiplied

    def colours(self) -> tuple[bool, bool, bool]:
        """(whether it is grey, whether in the colours of sRGB, whether as linear light)."""
        if self.flag():
            return False, True, False
        profiled, space = self.flag(), self.choose(_ENUM)
        grey = space == _GREY
        if profiled or space not in (0, _GREY):
            return grey, False, False
        white = self.choose(_ENUM)
        primaries = _SRGB_PRIMARIES if grey or white == _CUSTOM else self.choose(_ENUM)
        if _CUSTOM in (white, primaries) or self.flag():  # a custom gamma
            return grey, False, False
        curve = self.choose(_ENUM)
        known = (white, primaries) == (_D65, _SRGB_PRIMARIES) and curve in (_LINEAR, _SRGB_CURVE)
        return grey, known, curve == _LINEAR
