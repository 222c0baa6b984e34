"""The six landscape classes of the report: one enum, used by data, results and pages alike."""

from enum import StrEnum


class LandscapeClass(StrEnum):
    """What a photograph mainly shows. The value is the name used in folders, tables and addresses."""

    COAST = "coast"
    FOREST = "forest"
    MOUNTAIN = "mountain"
    OPEN_COUNTRY = "open-country"
    STREET = "street"
    TALL_BUILDING = "tall-building"

    @property
    def title(self) -> str:
        """The class in words, in the plural, as in the report's tables."""
        return _TITLES[self]


_TITLES = {
    LandscapeClass.COAST: "Coasts",
    LandscapeClass.FOREST: "Forests",
    LandscapeClass.MOUNTAIN: "Mountains",
    LandscapeClass.OPEN_COUNTRY: "Open country",
    LandscapeClass.STREET: "Streets and urban areas",
    LandscapeClass.TALL_BUILDING: "Tall buildings",
}
