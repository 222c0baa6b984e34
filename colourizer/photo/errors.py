"""The error raised for everything that goes wrong with a photograph's file, and its messages by code."""

from typing import ClassVar

from colourizer.errors import CodedError


class PhotoError(CodedError):
    """A photograph cannot be read or written; the message tells a visitor what to do."""

    sentences: ClassVar = {
        "damaged": "This file is damaged and cannot be read. Try to export or scan it again.",
        "not_a_photograph": "This file is no photograph that can be read here. Save it as {formats}.",
        "empty": "There is nothing in this file. Copy, download or scan it again.",
        "of_pages": "This is a {kind} file. Save its pages as TIFF or PNG first.",
        "camera_raw": "This is a raw file of a camera or scanner. Develop it first, and save it as TIFF of 16 bits.",
        "other_picture": "This is a {kind} file, which cannot be read here. Export it as TIFF or PNG first.",
        "web_page": "This is a web page. Save the picture on it as a file of its own.",
        "video": "This is a video ({kind}). Save one of its frames as PNG or JPEG first.",
        "office": "This is an office document. Save the photograph in it as a file of its own first.",
        "packed": "This is a compressed archive ({kind}). Extract it first, and choose the photograph in it.",
        "too_large": "This photograph is too large. Reduce it to {limit} megapixels or fewer and try again.",
        "too_many_megapixels": "This photograph has {megapixels} megapixels. "
        "Reduce it to {limit} or fewer and try again.",
        "too_many_bits": "This photograph has too many bits for its size. "
        "Save it with 16 bits a channel, or reduce it.",
        "too_many_megabytes": "This file is larger than {limit} MB. Reduce the photograph and try again.",
        "too_many_pages": "This file has more than {limit} pages. Save the photograph as a file of its own.",
        "too_long": "This picture is {pixels} pixels long. Cut it to {limit} or fewer and try again.",
        "jpeg_bits": "This is a JPEG of {bits} bits, which cannot be read here. Save it as TIFF or PNG of 16 bits.",
        "big_tiff": "This is a BigTIFF in big-endian order, which cannot be read here. Export it as an ordinary TIFF.",
        "not_srgb": "This JPEG XL has other colours than sRGB. Save it as TIFF or PNG, with its profile.",
        "not_finite": "This file holds values that are no numbers. Export it again as 16-bit TIFF or PNG.",
        "unclear": "This {format} cannot be read rightly: {reason}. Export it as grey or RGB of 8 or 16 bits.",
        "unclear_file": "This file cannot be read rightly: {reason}. Export it as grey or RGB of 8 or 16 bits.",
        "absent": "There is no file {file}.",
        "not_a_file": "{file} is not a file. Name a photograph.",
        "unreadable": "{file} cannot be read: {reason}.",
        "unknown_ending": "A photograph cannot be saved as {file}. Let the name end in .png, .jpg, .webp or .tif.",
        "too_long_for_format": "{pixels} pixels are too long for {format}. Let the name end in .png or .tif.",
        "unwritable": "{file} cannot be written: {reason}.",
    }
