"""Colour arithmetic on arrays: CIE Lab, the gamut of sRGB, chroma at full size. It imports no other package."""
