"""The parts in which a revision is read, and which of its fields no published text may leave empty."""

from collections.abc import Iterable

from yichuang.catalog import tables
from yichuang.sites.console.admin.catalogue.revising import asking, elements
from yichuang.sites.console.admin.catalogue.revising.texts import OWN, RAW

SECTIONS = (
    (
        "基本信息",
        (
            "element-name",
            "element-main_name",
            "element-type",
            "element-levels",
            "element-service_object",
            "element-themes_person",
            "element-themes_employer",
            "element-power_source",
            "element-implementing_body",
            "element-body_nature",
            "element-delegating_department",
            "element-authority_split",
            "legal_basis",
        ),
    ),
    ("办理条件", ("conditions", "situations", "review_points", "discretion")),
    (
        "办理时限",
        (
            "element-case_kind",
            "statutory_days",
            "statutory_unit",
            "element-statutory_from",
            "element-statutory_article",
            "element-limit_note",
            "previous_days",
            "previous_unit",
            "promised_days",
            "promised_unit",
        ),
    ),
    (
        "办理材料",
        (
            "materials",
            "commitment-gaozhi_chengnuo",
            "commitment-commitment_materials",
            "commitment-rongque",
            "commitment-rongque_materials",
            "commitment-rongque_supply_days",
            "commitment-rongque_before",
            "commitment-rongque_review_days",
            "commitment-credit_commitment_required",
        ),
    ),
    (
        "收费和渠道",
        (
            "element-fee",
            "channels",
            "element-handling_forms",
            "element-online_depth",
            "element-online_address",
            "element-mobile_address",
            "max_visits",
            "full_online",
            "onsite_reason",
            "element-cross_region",
            "element-appointment",
            "element-courier",
            "element-online_payment",
            "element-in_hall",
            "element-kiosk",
            "element-places",
            "element-hours",
        ),
    ),
    (
        "流程和结果",
        (
            "element-process",
            "element-result",
            "element-result_kind",
            "element-result_sample-title",
            "element-result_sample-lines",
        ),
    ),
    (
        "咨询、监督和标签",
        ("element-consult", "element-complaint", "element-remedy", "element-tags"),
    ),
    ("申请表", (asking.NAME, asking.PARTS, asking.QUESTIONS)),
)
HEADINGS = {keys[0]: title for title, keys in SECTIONS}
ALWAYS = (*RAW, "max_visits", "full_online", "promised_days", "promised_unit")


def needed() -> tuple[str, ...]:
    """The fields that no published text may leave empty, whatever else it says: never marked as free to leave out."""
    names = list(ALWAYS)
    for row in tables.elements()["elements"]:
        if row["required"] and not row.get("when"):
            path = row["path"]
            name = path
            if path not in OWN:
                name = elements.input_of(path)
            names.append(name)
    return tuple(names)


def in_order(shapes: Iterable[dict]) -> list[dict]:
    """Fields in the order of SECTIONS; the experts' views after all."""
    places: dict[str, int] = {}
    for _, keys in SECTIONS:
        for key in keys:
            places[key] = len(places)
    after_all = len(places)
    return sorted(shapes, key=lambda shape: places.get(shape["key"], after_all))
