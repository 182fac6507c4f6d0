"""Entries of the record in words: who, read or wrote, what, of whom, from which page; people masked."""

import json
from dataclasses import dataclass
from datetime import datetime

from yichuang.accounts import queries as accounts
from yichuang.accounts import tables as staff
from yichuang.audit.models import Entry
from yichuang.cases.models import Enquiry, Material
from yichuang.cases.rules.states import MOVES
from yichuang.core import masking
from yichuang.core.clock import local
from yichuang.core.ids import as_uuid
from yichuang.documents import tables as documents
from yichuang.documents.models import Paper
from yichuang.reference import queries as reference
from yichuang.registry.models import Employer, Person
from yichuang.supervision.queries.record_words import ACTORS, PAGES, SUBJECTS

READS = {
    "case.read": "看了办件",
    "case.read_whole": "看了完整的号码",
    "case.read_taken": "看了替别处收的件",
    "case.read_concerned": "看了和自己有关的件",
    "case.open": "打开了材料",
    "case.track": "凭编号和密码查进度",
    "case.audit": "审计查阅",
    "officer.audit": "审计查阅工作人员",
    "audit.search": "审计查找",
    "file.read": "下载了材料",
    "paper.read": "看了文书",
    "person.read": "看了个人登记信息",
    "employer.read": "看了单位登记信息",
    "person.prefill": "用登记的信息填了申请表",
    "person.read_whole": "看了完整的个人信息",
    "person.audit": "审计查阅个人",
    "employer.prefill": "用登记的信息填了申请表",
    "employer.read_whole": "看了完整的单位信息",
    "enquiry.read": "看了咨询",
    "enquiry.read_whole": "看了咨询的完整电话",
    "credit.read": "看了信用记录",
    "desk.find": "在窗口查找",
    "account.export": "导出了表格",
    "desk.find_nobody": "在窗口查人，没有查到",
    "page.refused": "想打开，被拒绝",
}
WRITES = {
    "file.store": "上传了材料",
    "file.forget": "删了没有用到的上传",
    "documents.issue": "出具了文书",
    "documents.void": "作废了文书",
    "case.renew_password": "换了查询密码",
    "case.end_mandate": "不再让人代办",
    "case.sent_unproved": "记下是单位账号核对以前交的",
    "case.ratify": "单位认了这一件是它交的",
    "case.confirm_sender": "在窗口问清网上这一件是来的人交的",
    "employer.end_mandate": "单位不再让人代办",
    "employer.mandate": "看了单位的授权委托书",
    "employer.representative": "照营业执照登记了法定代表人",
    "user.password": "改了密码",
    "account.sign_in": "登录",
    "account.sign_out": "退出登录",
    "account.wrong_password": "登录的密码不对",
    "account.delayed": "密码错得太多，被挡住",
    "identity.register": "开了账号",
    "identity.prove": "核对了账号是本人在用",
    "identity.window": "在窗口核对了账号",
    "identity.phone": "换了登录手机",
    "enquiry.ask": "记下咨询",
    "enquiry.take": "接手咨询",
    "enquiry.answer": "答复咨询",
    "enquiry.begin_case": "由咨询开始办件",
    "enquiry.hand_over": "转办咨询",
    "enquiry.accepted": "接了转来的咨询",
    "enquiry.declined": "没有接转来的咨询",
    "enquiry.returned": "转出去的咨询退回了",
    "enquiry.withdrawn": "撤回了转出去的咨询",
    "enquiry.moved": "咨询换了负责的人",
    "objection.make": "收到一条公示的异议",
    "objection.answer": "答复了公示的异议",
    "person.record": "登记了个人",
    "person.fill": "补全了个人信息",
    "catalog.publish": "发布了新版本",
    "catalog.cancel": "取消了事项",
    "catalog.change.open": "提出了调整单",
    "catalog.change.approved": "同意了调整单",
    "catalog.change.rejected": "退回了调整单",
    "catalog.change.publish": "执行了调整单",
    "eligibility.approve": "同意由规则决定",
    "eligibility.withdraw": "不再由规则决定",
    "catalog.place.open": "提出改地方实施清单",
    "catalog.place.approved": "同意改地方实施清单",
    "catalog.place.rejected": "退回地方实施清单的修改",
    "catalog.place.taken_back": "撤回地方实施清单的修改",
    "catalog.implementation.set": "改了地方实施清单",
    "catalog.delegation.set": "改了下延矩阵",
    "catalog.delegation.clear": "恢复了下延矩阵",
    "catalog.channel.on": "打开了渠道",
    "catalog.channel.off": "关闭了渠道",
    "organisation.rename": "改了机构名称",
    "organisation.service_area": "改了服务区域",
    "organisation.qualify_many": "批量给事项资格",
    "officer.create": "新增人员",
    "officer.grant": "给角色",
    "officer.revoke": "收回角色",
    "officer.qualify": "给事项资格",
    "officer.deactivate": "办理离岗",
    "officer.reactivate": "办理复岗",
    "officer.leave": "登记请假",
    "officer.back": "销假",
    "officer.parting": "提出让审计员离开",
    "officer.move": "调到别的机构",
    "console.past_start": "让改动从过去的日子算起",
    "todo.done": "办完交办的事",
    "todo.escalate": "把没办的事往上报",
    "quality.judge": "抽查一件，记下结论",
    "rating.answer": "答复差评",
    "officer.heap": "一天里查得太多，已提醒审计",
    "api.key.issue": "发了接口密钥",
    "api.key.revoke": "停了接口密钥",
    "api.refuse": "接入渠道被拒绝",
    "bulletin.make": "出了月报",
    "catalog.outlet.acknowledge": "出口确认了版本",
    "catalog.outlet.add": "新增发布出口",
    "catalog.outlet.change": "改了发布出口",
    "draft.take_up": "接着填了草稿",
    "draft.share": "要了草稿码，换个地方接着办",
    "draft.share_end": "不让窗口接着填草稿了",
    "credit.ask_repair": "申请修复信用记录",
    "credit.confirm": "认定了信用记录",
    "credit.decline_repair": "没有同意修复信用记录",
    "credit.drop": "没有认定信用记录",
    "credit.expire": "信用记录到期",
    "credit.keep": "答复了信用记录的异议，不成立",
    "credit.object": "对信用记录提了异议",
    "credit.propose": "提出了信用记录",
    "credit.repair": "修复了信用记录",
    "credit.uphold": "答复了信用记录的异议，成立",
    "employer.contact": "改了单位的联系方式",
    "employer.fill": "补全了单位信息",
    "employer.legal_rep": "改正了登记的法定代表人",
    "employer.name": "改了单位的名称",
    "employer.record": "登记了单位",
    "identity.change_password": "自己改了密码",
    "identity.reset_password": "凭验证码重设了密码",
    "person.contact": "改了个人的联系方式",
    "rating.device": "打开了评价器",
    "rating.give": "收到一次评价",
    "target.enter_actual": "填了目标的实际数",
    "target.name_owner": "定了目标的负责人",
    "user.create": "新建了账号",
    "user.deactivate": "停了账号",
    "user.reactivate": "恢复了账号",
    "user.rename": "改了账号的姓名",
    "event.again": "让后台再做一件事",
    "event.close": "让后台不再做一件事",
    "job.again": "让后台再做一个任务",
    "job.close": "让后台不再做一个任务",
}


@dataclass(frozen=True)
class Line:
    """One entry of the record. reads: it only looked; of: what or whom it was about, case: the uuid to open it, or
    None; page: from which page, "" when it was kept before pages were."""

    id: int
    at: datetime
    who: str
    reads: bool
    what: str
    detail: str
    of: str
    case: str | None
    page: str


def actor(name: str) -> str:
    """Who stands behind an actor that is no officer: "person:<uuid>" → 申请人."""
    return ACTORS.get(name.partition(":")[0], "接入渠道")


def lines(rows: list[Entry], numbers: dict[str, str]) -> list[Line]:
    """Entries in words. numbers: case numbers by uuid that may be named; a file is only named by its material."""
    names = accounts.names_of(row.actor for row in rows)
    data = {row.id: json.loads(row.data) if row.data else {} for row in rows}
    papers = _papers(
        [*(row.subject for row in rows), *(str(facts.get("what", "")) for facts in data.values())]
    )
    whose = _whose({row.subject for row in rows})
    return [_line(row, names, numbers, whose, data[row.id], papers) for row in rows]


def whose_record(subject: Person | Employer) -> str:
    """A person masked, an employer by its public name and code."""
    if isinstance(subject, Employer):
        return f"{subject.name}（{subject.credit_code}）"
    return f"{masking.name(subject.name)}（{masking.id_number(subject.id_number)}）"


def _whose(subjects: set[str]) -> dict[str, str]:
    """What subjects that belong to somebody are called: people masked, officers by name and unit."""
    people = Person.objects.filter(uuid__in=_uuids(subjects, "person"))
    employers = Employer.objects.filter(uuid__in=_uuids(subjects, "employer"))
    enquiries = Enquiry.objects.filter(uuid__in=_uuids(subjects, "enquiry"))
    names = {f"person:{one.uuid}": whose_record(one) for one in people}
    names |= {f"employer:{one.uuid}": whose_record(one) for one in employers}
    names |= {f"enquiry:{one.uuid}": f"{masking.name(one.asker_name)}的咨询" for one in enquiries}
    officers = {subject for subject in subjects if subject.startswith("officer:")}
    return names | {key: name for key, name in accounts.names_of(officers).items() if name != key}


def _uuids(subjects: set[str], kind: str) -> list:
    named = [
        as_uuid(subject.partition(":")[2]) for subject in subjects if subject.startswith(f"{kind}:")
    ]
    return [uuid for uuid in named if uuid]


def _papers(keys: list[str]) -> dict[str, str]:
    """What files ("file:<uuid>"), issued papers ("paper:<uuid>") and kinds of paper are called."""
    files, issued = (
        [key.partition(":")[2] for key in keys if key.startswith(kind)]
        for kind in ("file:", "paper:")
    )
    material_names = Material.objects.filter(file__uuid__in=files).values_list("file__uuid", "name")
    titles = Paper.objects.filter(uuid__in=issued).values_list("uuid", "title")
    kinds = {key: one.title for key, one in documents.kinds().items()}
    return (
        kinds
        | {f"file:{uuid}": name for uuid, name in material_names}
        | {f"paper:{uuid}": name for uuid, name in titles}
    )


def _line(
    row: Entry,
    names: dict[str, str],
    numbers: dict[str, str],
    whose: dict[str, str],
    facts: dict,
    papers: dict,
) -> Line:
    kind, _, key = row.subject.partition(":")
    number = numbers.get(key) if kind == "case" else None
    return Line(
        id=row.id,
        at=local(row.at),
        who=_who(row.actor, names),
        reads=row.verb in READS,
        what=_what(row.verb),
        detail=_detail(row, facts, papers),
        of=number
        or whose.get(row.subject)
        or ("别处的办件" if kind == "case" else SUBJECTS.get(kind, "平台")),
        case=key if number else None,
        page=page_name(facts.get("page", "")),
    )


def page_name(route: str) -> str:
    """What the page with this pattern of an address is called; "" for none."""
    fitting = [start for start in PAGES if route.startswith(start)]
    return PAGES[max(fitting, key=len)] if fitting else ""


def _who(name: str, names: dict[str, str]) -> str:
    if name.startswith("officer:"):
        return names[name] if names[name] != name else "工作人员"
    return actor(name)


def _what(verb: str) -> str:
    if verb.startswith("case."):
        move = MOVES.get(verb.partition(".")[2])
    else:
        move = None
    return READS.get(verb) or WRITES.get(verb) or (move.label if move else verb)


def _detail(row: Entry, facts: dict, papers: dict[str, str]) -> str:
    """What the record keeps beside the verb: the step, the paper, the material, the role; never an identifier."""
    named = (
        papers.get(str(facts.get("what", ""))),
        papers.get(str(facts.get("kind", ""))),
        papers.get(row.subject),
    )
    words = [f"第{facts['seq']}步" if "seq" in facts else "", *named]
    if row.verb in ("officer.grant", "officer.revoke"):
        words += _of_a_role(facts)
    return "；".join(word for word in words if word)


def _of_a_role(facts: dict) -> list[str]:
    """Which role, where, on which line, from when to when; entries of before name no days."""
    role = facts.get("role", "")
    region = facts.get("region", "")
    since = facts.get("since", "")
    until = facts.get("until", "")
    return [
        staff.roles().get(role, {}).get("name", role),
        reference.full_name(region) if region else "",
        facts.get("line") or "全部业务线",
        f"{since}起" if since else "",
        f"到{until}" if until else "",
    ]
