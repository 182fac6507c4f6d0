"""A version with one frozen branch, as `branches_of` of the catalogue shapes it."""

COMMON = {
    "accept": {"days": 5, "unit": "工作日", "silence": None, "basis": "平台承诺"},
    "statute": None,
    "deliver": None,
    "correction": {
        "answer": {"days": 15, "unit": "工作日"},
        "unanswered": "退件",
        "restarts": ["accept", "promise"],
        "basis": "行政许可法第32条",
    },
    "extension": None,
    "stops": [],
    "suspends": [],
    "suspended_by": None,
    "restarts": [],
    "shorter": None,
    "publicity": None,
    "on_site": None,
    "silence": None,
    "deliver_after": "准予",
    "stages": [],
    "rights": [],
    "report": False,
}


def length(term):
    """[5, 工作日] as a row has it."""
    days, unit = term
    return {"days": days, "unit": unit}


def branch(*, accept=None, statute=None, deliver=None, **rule):
    """One branch. accept, deliver: [days, unit]; statute: [days, unit, from]; rule: further keys of it."""
    row = {"rule": "tried", "when": None, **COMMON}
    if accept:
        row["accept"] = row["accept"] | length(accept)
    if statute:
        *term, start = statute
        row["statute"] = length(term) | {"from": start, "article": "某法第1条"}
    if deliver:
        row["deliver"] = length(deliver) | {"article": "某法第2条"}
    correction = COMMON["correction"] | rule.pop("correction", {})
    return row | rule | {"correction": correction}


def definition(*branches, promise=(20, "工作日"), **more):
    """The elements of a version with these branches."""
    days, unit = promise
    return {"promised_days": days, "promised_unit": unit, "terms": list(branches), **more}
