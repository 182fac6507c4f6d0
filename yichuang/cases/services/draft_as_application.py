"""A draft as what comes in by any door."""

from collections.abc import Iterator

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Draft
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.application import Given
from yichuang.cases.services.concerning import Concerned
from yichuang.cases.services.incoming import Application

NOT_BROUGHT = "missing"  # of a paper in a draft: it was asked for and is not here


def application_of(
    draft: Draft, actor: str, officer: Officer | None, acting: list[Concerned]
) -> Application:
    """What is handed in: the answers that are still asked, and the papers that are here.

    officer: at a window; acting: who acts for the applicant.
    """
    version = versions.of_draft(draft)
    visible = version.visible(draft.answers | version.situation_answers(draft.situation))
    return Application(
        item_code=version.item_code,
        region=draft.region_id,
        channel=draft.channel,
        subject=draft.person or draft.employer,
        answers={k: v for k, v in draft.answers.items() if k in visible},
        source=source_of(draft),
        client_ref=str(draft.uuid),
        actor=actor,
        situation=draft.situation,
        materials=tuple(_materials(draft)),
        file_owner=actor,
        officer=officer,
        received_at_org=officer and officer.organisation,
        filed_in=_filed_in(draft, version, officer),
        version_id=draft.version_id,
        file_owners=tuple(draft.holders.values_list("actor", flat=True)),
        parties=tuple(acting),
        sources=draft.sources or {},
    )


def _filed_in(draft: Draft, version: Version, officer: Officer | None) -> str:
    """The place of a desk that takes it in for another place.

    "" where the officer is a clerk of its home.
    """
    if officer is None or accounts.has_role(officer, "clerk", version.line, draft.region_id):
        return ""
    return officer.organisation.region_id


def _materials(draft: Draft) -> Iterator[Given]:
    """The papers that are here, or stand under a promise."""
    for code, material in sorted(draft.materials.items()):
        if material["source"] != NOT_BROUGHT:
            yield Given(code, material["source"], material.get("file"))


def source_of(draft: Draft) -> str:
    """Under which name a draft is sent.

    Of who began it, so that the key of the case stays the same whoever
    sends it.
    """
    return f"draft:{draft.owner.uuid}"
