"""Who did what when and why: audit rows as sentences."""

import json

from yichuang.accounts import queries as accounts
from yichuang.accounts import tables as staff
from yichuang.audit.queries import deeds
from yichuang.catalog import tables
from yichuang.catalog.rules.delegation import LEVEL_NAMES
from yichuang.core.clock import SHANGHAI
from yichuang.sites.ui.regions import name_of

VERBS = {
    "catalog.publish": "发布新版本",
    "catalog.cancel": "取消事项",
    "catalog.change.open": "提出调整单",
    "catalog.change.approved": "审核通过调整单",
    "catalog.change.rejected": "退回调整单",
    "catalog.change.publish": "执行调整单",
    "catalog.place.open": "提出改地方实施清单",
    "catalog.place.approved": "同意改地方实施清单",
    "catalog.place.rejected": "退回地方实施清单的修改",
    "catalog.place.taken_back": "撤回地方实施清单的修改",
    "catalog.implementation.set": "改地方实施清单",
    "catalog.delegation.set": "改下延矩阵",
    "catalog.delegation.clear": "恢复下延矩阵",
    "catalog.channel.on": "打开渠道",
    "catalog.channel.off": "关闭渠道",
    "catalog.outlet.acknowledge": "出口确认版本",
    "organisation.rename": "改机构名称",
    "organisation.service_area": "改服务区域",
    "organisation.qualify_many": "批量给事项资格",
    "officer.create": "新增人员",
    "officer.grant": "给角色",
    "officer.revoke": "收回角色",
    "officer.qualify": "给事项资格",
    "officer.deactivate": "离岗",
    "officer.reactivate": "复岗",
    "officer.leave": "登记请假",
    "officer.back": "销假",
    "officer.parting": "提出，等第二人确认",
    "officer.move": "调到别的机构",
    "console.past_start": "从过去的日子算起",
}
KINDS = {"taken_over": "承接", "sent_down": "下放", "cancelled": "取消", "revised": "修订"}
COLUMNS = [
    {"key": "at", "label": "时间", "nowrap": True},
    {"key": "who", "label": "谁"},
    {"key": "what", "label": "做了什么", "nowrap": True},
    {"key": "data", "label": "内容和理由"},
]
_SHOWN = {
    "number": lambda v: f"第{v}版",
    "effective_from": lambda v: f"{v}起生效",
    "effective_on": lambda v: f"{v}起生效",
    "on": lambda v: f"{v}起",
    "from": lambda v: f"原来：{v}",
    "to": lambda v: f"改为：{v}",
    "change": lambda v: f"调整单{v}",
    "kind": lambda v: KINDS.get(v, v),
    "reason": lambda v: f"理由：{v}" if v else "",
    "region": name_of,
    "level": lambda v: f"{LEVEL_NAMES.get(v, v)}级",
    "roles": lambda v: "、".join(v) or "不承担",
    "channel": lambda v: tables.channels().get(v, {}).get("label", v),
    "villages": lambda v: "、".join(name_of(code) for code in v),
    "role": lambda v: staff.roles().get(v, {}).get("name", v),
    "line": lambda v: v or "全部业务线",
    "since": lambda v: f"{v}起",
    "until": lambda v: f"到{v}" if v else "",
    "item": lambda v: f"事项{v}",
    "count": lambda v: f"{v}个",
}


def of(*subjects: str, limit: int = 50) -> list[dict]:
    """The last things done to what the record names so, newest first, as rows for `COLUMNS`."""
    entries = list(deeds(subjects)[:limit])
    names = accounts.names_of(row.actor for row in entries)
    return [
        {
            "at": row.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
            "who": "系统（装载目录包）" if row.actor.startswith("system") else names[row.actor],
            "what": VERBS.get(row.verb, row.verb),
            "data": in_words(row.data),
        }
        for row in entries
    ]


def in_words(text: str) -> str:
    """The data of an audit row in words; keys that only machines need are left out."""
    data = json.loads(text) if text else {}
    if "villages" in data:
        data["on"] = data.pop("from", "")
    parts = [_SHOWN[key](data[key]) for key in _SHOWN if key in data]
    return "；".join(part for part in parts if part)
