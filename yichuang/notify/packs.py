"""Checks packs/messages: every text can be filled, fits a short message and speaks to the reader."""

from yichuang.notify.rules import PLACEHOLDER, SMS_LIMIT, UNIT, addressed, fill
from yichuang.notify.texts import Text, texts


def check() -> list[str]:
    """What is wrong with the message texts, in plain words."""
    faults = []
    for entry in texts().values():
        for fault in _faults(entry):
            faults.append(f"messages {entry.kind}: {fault}")
    return faults


def _faults(entry: Text) -> list[str]:
    used = set()
    for part in (entry.title, entry.body, entry.sms):
        used.update(PLACEHOLDER.findall(part))
    called = addressed(UNIT)
    used -= set(called)
    faults = [f"没有给出示例值 {name}" for name in sorted(used - set(entry.needs))]
    faults += [f"示例值 {name} 没有用到" for name in sorted(set(entry.needs) - used)]
    if entry.inbox and not (entry.title and entry.body):
        faults.append("缺标题或正文")
    if not entry.inbox and not entry.sms:
        faults.append("不进收件箱的消息要有短信")
    if faults:
        return faults
    if len(fill(entry.sms, entry.sample | called)) > SMS_LIMIT:
        faults.append(f"短信超过{SMS_LIMIT}个字")
    if entry.sms and not entry.sms.startswith("【"):
        faults.append("短信要以【签名】开头")
    if "你" in entry.title + entry.body + entry.sms:
        faults.append("称呼用“您”")
    return faults
