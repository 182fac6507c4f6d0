"""What keys may do, and when a caller has called too often. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.core.errors import FieldProblem

SCOPES = {
    "catalogue:read": "看事项和办事指南",
    "cases:write": "提交申请、补正、撤回",
    "cases:read": "看本渠道的办件",
    "materials:write": "上传材料",
    "tracking:read": "凭编号和密码查进度",
    "ratings:write": "交评价",
}
CHANNELS = {1: "窗口", 2: "网厅", 3: "移动", 4: "自助", 5: "电话", 6: "村级"}
# channel of a key → channel of a rating (packs/ratings/reasons.yaml)
RATED_THROUGH = {1: 4, 2: 1, 3: 2, 4: 5, 5: 6, 6: 4}


@dataclass(frozen=True)
class Caller:
    """Who calls: the key's id and name, the channel code 1-6, the source text, what it may do."""

    id: int
    name: str
    channel: int
    source: str
    scopes: frozenset[str]

    @property
    def actor(self) -> str:
        """As written into audit, trails and the owner of uploaded files."""
        return f"api:{self.source}"


def key_hash(text: str) -> bytes:
    """What is kept of a key: 32 bytes. Keys are long and random, so that a plain hash is enough."""
    return hashlib.sha256(text.encode()).digest()


def seconds_to_wait(
    now: datetime, *, used_day: int, quota_day: int, used_minute: int, quota_minute: int
) -> int:
    """Seconds until the next call may be made by a key that has used so many of its day and of its minute; 0: now."""
    if used_day >= quota_day:
        tomorrow = datetime.combine(
            now.date() + timedelta(days=1), datetime.min.time(), tzinfo=now.tzinfo
        )
        return int((tomorrow - now).total_seconds()) + 1
    return 60 - now.second if used_minute >= quota_minute else 0


def key_problem(
    *, channel: int, scopes: list[str], source: str, expires_on: date | None, today: date
) -> FieldProblem | None:
    """What is wrong with a key that is to be made, or None."""
    if channel not in CHANNELS:
        known = "、".join(f"{k}（{v}）" for k, v in CHANNELS.items())
        return FieldProblem("channel", f"渠道代码只能是{known}", "list")
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        return FieldProblem(
            "scopes", f"没有“{unknown[0]}”这个权限，可选：{'、'.join(SCOPES)}", "list"
        )
    if not scopes:
        return FieldProblem("scopes", "请至少给一个权限", "required")
    if not source or not source.isascii() or not source.replace("-", "").isalnum():
        return FieldProblem("source", "来源请用字母、数字和短横线，例如 kiosk-gy", "pattern")
    return (
        FieldProblem("expires_on", "到期日已经过了", "not_past")
        if expires_on and expires_on < today
        else None
    )
