"""Numbers of reports that say where what they count is listed."""


class Opened(int):
    """A count with the address of its list: a number to whoever adds it up or writes it into a spreadsheet."""

    href: str

    def __new__(cls, count: int, href: str) -> "Opened":
        opened = super().__new__(cls, count)
        opened.href = href
        return opened


def items_page(region: str, what: str) -> str:
    """The list of the items of a place that a number counts; what: as `/console/catalogue/items/` takes it."""
    return f"/console/catalogue/items/?place={region}&what={what}"
