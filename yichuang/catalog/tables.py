"""The common tables of the catalogue: packs that all items share, read once per process."""

from operator import itemgetter
from typing import Any, NamedTuple

from yichuang.core import packs

_NO_PASSPORT = ("HKG", "MAC", "TWN")


def elements() -> dict[str, Any]:
    """National elements, what is required of each, what a place may change."""
    return packs.read("catalogue/elements.yaml")


def processes() -> dict[str, Any]:
    """Kinds of process with their steps (统一业务流程)."""
    return packs.read("catalogue/processes.yaml")


def terms() -> dict[str, Any]:
    """The rules of the clock.

    What may stop, lengthen or restart it, and what silence means.
    """
    return packs.read("catalogue/terms.yaml")


def delegation() -> dict[str, Any]:
    """The rule table of the delegation matrix (五级下延)."""
    return packs.read("delegation/default.yaml")


def channels() -> dict[str, dict[str, Any]]:
    """Channels by code: {"code", "label", "word"}."""
    return {row["code"]: row for row in packs.read("catalogue/channels.yaml")["channels"]}


def outlets() -> list[dict[str, Any]]:
    """The outlets that the platform begins with."""
    return packs.read("catalogue/channels.yaml")["outlets"]


def life_events() -> list[dict[str, Any]]:
    """Life events of the home page: {"key", "title", "hint", "items": [codes]}."""
    return packs.read("catalogue/life_events.yaml")["life_events"]


def home() -> dict[str, Any]:
    """Short everyday names and lists of the home page."""
    return packs.read("catalogue/home.yaml")


def cross_region() -> dict[str, dict[str, Any]]:
    """Mode, contact and first day of the items that every place takes for every other, by code."""
    return {row["code"]: row for row in packs.read("catalogue/cross_region.yaml")["rows"]}


def form_groups() -> dict[str, dict[str, Any]]:
    """The groups of questions that forms share, by key."""
    read = packs.read("forms/groups.yaml")
    groups = {}
    for group in read["groups"]:
        key = group["key"]
        groups[key] = group
    return groups


def code_lists() -> dict[str, dict[str, Any]]:
    """The lists of codes that forms share, by name."""
    read = packs.read("forms/code_lists.yaml")
    return read["code_lists"]


def passport_countries() -> dict[str, str]:
    """Countries that issue passports, name by code.

    People from Hong Kong, Macao and Taiwan have a travel permit; the passport of a special administrative region is
    China's."""
    country_list = code_lists()["country"]
    countries = {}
    for entry in country_list["entries"]:
        code = entry["code"]
        if code not in _NO_PASSPORT:
            countries[code] = entry["label"]
    return countries


def form_language() -> dict[str, Any]:
    """The types of questions, the checks and the conditions of the form language."""
    return packs.read("forms/types.yaml")


def provisions() -> list[dict[str, Any]]:
    """Provisions behind the limits of the items, in our own words: {"law", "article", "says", "terms", "found"?}."""
    return packs.read("law/provisions.yaml")["provisions"]


def grounds() -> dict[str, dict[str, str]]:
    """Articles that decisions rest on and whose text was opened.

    Law → article → what it says, in our own words.
    """
    read = packs.read("law/grounds.yaml")
    return read["grounds"]


def documents() -> dict[str, Any]:
    """Documents that the items cite, and those that no longer hold: {"documents": […], "superseded": […]}."""
    return packs.read("law/documents.yaml")


def many_for_persons() -> dict[str, dict[str, Any]]:
    """Items of which one person may have several open cases, by code: {"name", "because", "source"?, "read"?}."""
    pack = packs.read("catalogue/repeats.yaml")
    rows = pack["many_for_persons"]
    by_code = {}
    for row in rows:
        code = row["code"]
        by_code[code] = row
    return by_code


def untold() -> dict[str, dict[str, Any]]:
    """Whom nobody tells of an application that names them, by the field of their name: {"because", "source"}."""
    pack = packs.read("catalogue/untold.yaml")
    by_field = {}
    for row in pack["untold"]:
        by_field[row["field"]] = row
    return by_field


class Declared(NamedTuple):
    """What is done about whoever a table or a field names by number (packs/forms/named.yaml).

    name: the field with the name, "" in a table; asks: whether the police register is asked; tells: message, inbox or
    nobody.
    renamed: the field with the applicant's new name, where the number is one that they want in place of their own."""

    name: str
    asks: bool
    tells: str
    renamed: str = ""


def named_people() -> dict[str, Declared]:
    """Tables and fields that name people beside those whom the matter is about, by key."""
    pack = packs.read("forms/named.yaml")
    by_key = {}
    for row in pack["people"]:
        name = row.get("name", "")
        renamed = row.get("renamed", "")
        by_key[row["key"]] = Declared(name, row["asks"], row["tells"], renamed)
    return by_key


def lengths() -> dict[str, dict[str, Any]]:
    """For how many months items are paid at most, by code: {"usual", "most"?, "basis", "read"?}."""
    return packs.read("numbers/lengths.yaml")["lengths"]


def frames() -> dict[str, dict[str, Any]]:
    """Between which months items are paid, by code: {"from", "to"?, "why", "source"?}, keys of fields."""
    return packs.read("numbers/frames.yaml")["frames"]


def common_frame() -> dict[str, int]:
    """The same where an item says nothing, in months: {"back", "ahead", "longest"}."""
    return packs.read("numbers/frames.yaml")["common"]


def fitting(code: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Which answers speak against a row of an item's discretion tables: matter → case → [{"field", "unlike"}]."""
    pack = packs.read("catalogue/fitting.yaml")
    return pack["rows"].get(code, {})


def lasting() -> frozenset[str]:
    """Codes of items that pay nothing and whose grant goes on holding: who has it needs no second one."""
    pack = packs.read("catalogue/repeats.yaml")
    return frozenset(row["code"] for row in pack["lasting"])


def only_one_of() -> list[frozenset[str]]:
    """Codes of items of which the law gives one alone, group by group."""
    pack = packs.read("catalogue/repeats.yaml")
    groups = []
    for group in pack["only_one_of"]:
        codes = frozenset(row["code"] for row in group["items"])
        groups.append(codes)
    return groups


def results() -> dict[str, Any]:
    """What each item gives in the end and how its papers say so: {"kinds", "items", "other", "ways", "refusals",
    "denials", "overdue"}."""
    return packs.read("results/results.yaml")


def receiving() -> dict[str, Any]:
    """By which fields of the forms an applicant chooses how the result comes: {"chosen", "beside"}."""
    return packs.read("results/receiving.yaml")


def elsewhere() -> tuple[list[dict[str, Any]], list[str]]:
    """What others do although people look for it here, and the words of a query that carry no subject."""
    elsewhere = packs.read("search/elsewhere.yaml")
    stopwords = packs.read("search/stopwords.yaml")
    return elsewhere["elsewhere"], stopwords["phrases"]


def words_of_our_field() -> list[str]:
    """Beside one of these a paper that others give is only a condition."""
    elsewhere = packs.read("search/elsewhere.yaml")
    return elsewhere["ours"]


def answers() -> tuple[list[dict[str, Any]], list[str]]:
    """Questions that a page answers at once, and the words of a query that carry no subject."""
    answers = packs.read("search/answers.yaml")
    stopwords = packs.read("search/stopwords.yaml")
    return answers["answers"], stopwords["phrases"]


def numbers(kind: str) -> list[dict[str, Any]]:
    """Public figures of a kind with region, from, until and document: bases (缴费基数), wages (最低工资), or
    years (最低缴费年限: from and years only)."""
    pack = packs.read(f"numbers/{kind}.yaml")
    return pack[kind]


def benefits() -> dict[str, dict[str, Any]]:
    """What a benefit gives and for how long, by item: amount, long, basis, read (unless opened), until (if it ends)."""
    pack = packs.read("numbers/benefits.yaml")
    return pack["benefits"]


def sum_of_one_hand(code: str) -> dict[str, Any]:
    """Up to which sum one reviewer grants this item alone: most (yuan), with basis, or suggestion where no document
    names it; rows: by matter and case of the discretion table, from which (least) to which sum (most)."""
    pack = packs.read("numbers/sums.yaml")
    return pack["sums"].get(code, pack["otherwise"])


def commitment_texts() -> list[dict[str, Any]]:
    """Every text that somebody may have signed, the oldest first: {"kind", "from", "title", "basis", "elements",
    "body"}. None is ever changed or left out."""
    texts = []
    for path in packs.files("commitments/texts"):
        texts.append(packs.read(path))
    return sorted(texts, key=itemgetter("from"))


def proofs() -> list[dict[str, Any]]:
    """Proofs for which a promise may stand (国办发〔2020〕42号): {"paper", "proves", "words", "asks", "items"?,
    "says"?}."""
    return packs.read("commitments/proofs.yaml")["proofs"]


def never_later() -> list[dict[str, Any]]:
    """Papers that may never follow, by a word of their name: {"names", "because"}."""
    return packs.read("commitments/never_later.yaml")["papers"]


def promise_rules() -> dict[str, Any]:
    """Who may promise, who signs, how it is checked later, what a false promise costs and for how long."""
    return packs.read("commitments/rules.yaml")


def occupations() -> list[tuple[str, list[tuple[str, str]]]]:
    """Occupations to choose from: (group, [(code, everyday name)])."""
    groups = packs.read("forms/occupations.yaml")["groups"]
    return [
        (group["label"], [(str(code), label) for code, label in group["entries"].items()])
        for group in groups
    ]


def occupation_name(code: str) -> str:
    """The everyday name of an occupation; a finer code, which the table does not list, is kept behind the name of its
    class: 住宿、餐饮（4-03-02-02）. An unknown code stays as it is."""
    names = dict(entry for _, entries in occupations() for entry in entries)
    if code in names:
        return names[code]
    above = names.get("-".join(code.split("-")[:2]))
    return f"{above}（{code}）" if above else code


def places() -> dict[str, Any]:
    """The jurisdictions whose places are compared with each other."""
    return packs.read("catalogue/places.yaml")
