"""Flags of a case: what stays noted on it, and whether it counts against the office."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """label: for officers; fault: it is a breach of a term or of a duty of the office."""

    label: str
    fault: bool


LATE = "late"
OVER_30_MINUTES = "over_30_minutes"
SECOND_CORRECTION = "second_correction"
OUTSIDE_TABLE = "outside_table"
IN_PART = "in_part"
DEEMED = "deemed"
HEARD_LATE = "heard_late"
LATE_NOTICE = "late_notice"
OVER_PLANNED = "over_planned"
EXTENDED = "extended"
PAST_STATUTE = "past_statute"
WAITED_PAST_STATUTE = "waited_past_statute"
BY_SILENCE = "by_silence"
MAY_GO_ON = "may_go_on"
DELIVERED_LATE = "delivered_late"
DEMANDED_HELD = "demanded_held"
BY_RULE = "by_rule"
UNVERIFIED = "unverified"
UNSUPPLIED = "unsupplied"
REVOKED = "revoked"

FLAGS = {
    LATE: Flag("超过承诺的时间", fault=True),
    OVER_30_MINUTES: Flag("即办件超过30分钟", fault=True),
    SECOND_CORRECTION: Flag("再次要求补正", fault=True),
    OUTSIDE_TABLE: Flag("裁量表以外的决定", fault=False),
    IN_PART: Flag("准予一部分", fault=False),
    DEEMED: Flag("没有按时答复，视为受理", fault=True),
    HEARD_LATE: Flag("过了受理的最后一天才受理", fault=True),
    LATE_NOTICE: Flag("过了受理的最后一天才告知补正", fault=True),
    OVER_PLANNED: Flag("超过了告知的停止计时的日子", fault=True),
    EXTENDED: Flag("依法延长过期限", fault=False),
    PAST_STATUTE: Flag("超过法定期限", fault=True),
    WAITED_PAST_STATUTE: Flag("等申请人补材料，用过了法定期限", fault=False),
    BY_SILENCE: Flag("期满没有决定，依法视为同意", fault=True),
    MAY_GO_ON: Flag("期满没有答复，当事人可以另走法定的路", fault=True),
    DELIVERED_LATE: Flag("超过送达的期限", fault=True),
    DEMANDED_HELD: Flag("要了查得到的材料", fault=True),
    BY_RULE: Flag("由规则办成，没有人参与", fault=False),
    UNVERIFIED: Flag("有一样没有查到回话就准予了", fault=False),
    UNSUPPLIED: Flag("答应后补的材料没有补来", fault=False),
    REVOKED: Flag("准予以后撤销了", fault=False),
}


def noted(flags: list[str], flag: str) -> list[str]:
    """The flags with `flag` among them, sorted. Raises KeyError for one that stands in no table."""
    FLAGS[flag]
    return sorted({*flags, flag})
