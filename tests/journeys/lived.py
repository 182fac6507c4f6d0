"""Lives of cases as the demo writes them, each new in its database: a test that runs twice there lives another one."""

from itertools import count

from yichuang.cases.models import Case
from yichuang.core import clock, packs
from yichuang.demo.parts import cases as demo


def new_life(
    item: str, *, at: tuple[str, str], channel: int, ago: int, hour: str, steps: str = ""
) -> demo.Life:
    """The life of a case in a place `at` ("qd", "胶州"), received `ago` days back or a little earlier, of the first
    person whose case of that day is not there yet."""
    pack, (city, place) = packs.read(demo.PACK), at
    people = [row["name"] for row in packs.read(demo.PEOPLE)["persons"]]
    for days in count(ago):
        for who in people:
            row = [who, item, channel, days, hour, steps]
            life = demo.Life(city, pack["places"][city][place], pack["items"], row, clock.now())
            if not Case.objects.filter(client_ref=f"{city}-{who}-{item}-{life.day}").exists():
                life.live()
                return life
