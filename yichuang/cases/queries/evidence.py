"""Files that came with a step of the clock, beside the materials of a case.

Whoever shows one to somebody records the reading (audit).
"""

from uuid import UUID

from yichuang.cases.models import Case, OnSitePhoto, StoredFile


def of_clock(case: Case, uuid: UUID) -> StoredFile | None:
    """A photograph of a check on the spot, or what both parties signed.

    uuid: of the file. The caller has checked who may see the case.
    None for any other file, also for one of another case.
    """
    photos = OnSitePhoto.objects.filter(on_site_check__case=case)
    in_checks = photos.filter(file__uuid=uuid)
    photo = in_checks.select_related("file").first()
    if photo:
        return photo.file
    agreed = case.term_changes.filter(consent__uuid=uuid)
    change = agreed.select_related("consent").first()
    if change:
        return change.consent
    return None
