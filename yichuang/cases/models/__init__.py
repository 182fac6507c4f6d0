"""The case and what hangs on it."""

from yichuang.cases.models.case import Case, NumberCounter
from yichuang.cases.models.check import Check, CheckFile
from yichuang.cases.models.commitment import Commitment, CommitmentText
from yichuang.cases.models.correction import Correction, CorrectionItem
from yichuang.cases.models.days import (
    DayCame,
    DayDue,
    DayEnded,
    DaySummed,
    LateThen,
    OpenThen,
    WeekOfItem,
)
from yichuang.cases.models.determination import Determination, Look
from yichuang.cases.models.draft import Draft, DraftHolder
from yichuang.cases.models.enquiry import Enquiry, HandOver
from yichuang.cases.models.event import CaseEvent
from yichuang.cases.models.finish import Delivery, DeliveryEvent, FollowUp
from yichuang.cases.models.mandate import Mandate
from yichuang.cases.models.material import Material, MaterialOpening, StoredFile
from yichuang.cases.models.named import NameCheck
from yichuang.cases.models.notice import Notice, NoticeRow, Objection
from yichuang.cases.models.onsitecheck import OnSiteCheck, OnSitePhoto
from yichuang.cases.models.party import Party
from yichuang.cases.models.pause import Pause
from yichuang.cases.models.recount import Recount, Recounted
from yichuang.cases.models.revocation import Recovery, Revocation
from yichuang.cases.models.termchange import TermChange

__all__ = [
    "Case",
    "CaseEvent",
    "Check",
    "CheckFile",
    "Commitment",
    "CommitmentText",
    "Correction",
    "CorrectionItem",
    "DayCame",
    "DayDue",
    "DayEnded",
    "DaySummed",
    "Delivery",
    "DeliveryEvent",
    "Determination",
    "Draft",
    "DraftHolder",
    "Enquiry",
    "FollowUp",
    "HandOver",
    "LateThen",
    "Look",
    "Mandate",
    "Material",
    "MaterialOpening",
    "NameCheck",
    "Notice",
    "NoticeRow",
    "NumberCounter",
    "Objection",
    "OnSiteCheck",
    "OnSitePhoto",
    "OpenThen",
    "Party",
    "Pause",
    "Recount",
    "Recounted",
    "Recovery",
    "Revocation",
    "StoredFile",
    "TermChange",
    "WeekOfItem",
]
