"""How the demo's applications are signed."""

from yichuang.accounts.models import Officer
from yichuang.cases.queries.versions import Version


def as_signed(sample: dict, version: Version, clerk: Officer | None) -> dict:
    """The sample as it is signed where it is handed in: at a window on paper, as the clerk has seen it.

    clerk: who takes it in, None where it is sent online."""
    if clerk is None:
        return sample
    signed = dict(sample)
    for key, field in version.form.fields.items():
        if field.type != "signature":
            continue
        if key not in sample:
            continue
        signature = dict(sample[key])
        signature["method"] = "paper"
        signature["seen_by"] = clerk.name
        signed[key] = signature
    return signed
