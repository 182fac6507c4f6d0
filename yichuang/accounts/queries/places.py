"""The divisions around a place, by their codes."""

# digits of a division's code that are its own
PROVINCE = 2
CITY = 4
COUNTY = 6
STREET = 9
VILLAGE = 12
EVERY_LEVEL = (PROVINCE, CITY, COUNTY, STREET, VILLAGE)


def around(region_code: str, *levels: int) -> list[str]:
    """The codes of the divisions that hold a region, in the order of these levels.

    Of a level below its own, the region itself.
    levels: of the divisions, told by the digits of their codes.
    """
    codes = []
    for digits in levels:
        head = region_code[:digits]
        codes.append(head.ljust(12, "0"))
    return codes
