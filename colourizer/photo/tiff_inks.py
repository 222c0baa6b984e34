"""Whether the inks of a TIFF file are CMYK, the only ones whose colours are known (TIFF 6.0, section 16)."""

from typing import Any

_SAMPLES, _INK_SET, _INKS, _DOT_RANGE, _EXTRA = 277, 332, 334, 336, 338
_CMYK = 1  # of InkSet, which is the default
_FOUR = 4


def why_not_cmyk(tags: Any) -> str:
    """Why a file of separated colours is not CMYK, as in "its inks are not CMYK"; empty if it is. tags: Pillow's."""
    inks = tags.get(_SAMPLES, 1) - len(_numbers(tags, _EXTRA))
    stated = (_numbers(tags, _INKS) or (_FOUR,))[0]
    if (_numbers(tags, _INK_SET) or (_CMYK,))[0] != _CMYK:
        return "inks are not CMYK, and what colours they have is not known"
    if inks != _FOUR or stated != _FOUR:
        return f"inks are {inks if inks != _FOUR else stated}, and not the four of CMYK"
    range_ = _numbers(tags, _DOT_RANGE)
    if any(none > full for none, full in zip(range_[::2], range_[1::2], strict=False)):
        return "inks are stored inverted"
    return ""


def _numbers(tags: Any, tag: int) -> tuple[int, ...]:
    """The numbers of a tag as a tuple (Pillow unpacks a single one); empty if it is absent or not a number."""
    value = tags.get(tag, ())
    numbers = value if isinstance(value, tuple) else (value,)
    return numbers if all(isinstance(number, int) for number in numbers) else ()
