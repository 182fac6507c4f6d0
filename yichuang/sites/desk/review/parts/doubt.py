"""Whether it is known that the applicant themselves sent a case online, as the page of the case says it.

A name and a number are known to others too (docs/adr/0020-who-has-an-account.md)."""

from dataclasses import dataclass

from yichuang.cases.models import Case
from yichuang.cases.queries import mandates, senders
from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.rules.application import ON_SITE
from yichuang.core import masking
from yichuang.identity import queries as identity

OF_UNIT = "这个单位的账号还没有人核对过"
OF_STRANGER = "交这件的人，单位还没有认"
SENT_BEFORE = (
    "{name}用单位账号交的，那时账号还没有核对过，后来核对给了别人。"
    "受理、批钱以前要有一样：单位登录自己的账号，在这一件里按“是我们单位交的”；交来授权委托书，照着核对。"
    "都没有的，在“一次告知要补的”里告知补授权委托书；不是单位交的，按不予受理、不予办理"
)
OF_PERSON = "交这件的账号没有核对过是不是本人"
COMPARED_OF_UNIT = (
    "开账号时只向公安人口库对过经办人的姓名和身份号码，信用代码只看过写法；手机没有核对，"
    "法定代表人没有同意，窗口也没有看过证件。表里的内容都是他填的"
)
COMPARED_OF_PERSON = (
    "开账号时只向公安人口库对过姓名和身份号码，这两样别人也可能知道；手机没有核对。"
    "要打钱、发证的，先问到本人：收款账户要是本人名下的，领证请本人带证件来"
)
REGISTERED = "登记的法定代表人是{name}"
NOBODY_REGISTERED = "登记里还没有这个单位的法定代表人"
WAYS = (
    "受理、批钱以前要有一样：法定代表人登录自己的账号同意；经办人带证件和营业执照到窗口核对账号；"
    "他本人带证件和授权委托书到窗口，说这一件是他交的，看过以后在这一页按“这件是他交的”；"
    "在这一件里补来授权委托书，照着核对。只有他的名字、别的事的委托书不算。"
    "都没有的，在“一次告知要补的”里告知补授权委托书；"
    "请先打登记的电话问单位，不是他们交的，按不予受理、不予办理"
)


@dataclass(frozen=True)
class Doubt:
    """The heading of a notice, and its sentences without the last full stop."""

    title: str
    words: str


def shown(case: Case, sent: TrailStep) -> Doubt | None:
    """What has to be known of the account that sent an open case; None where nothing is in doubt.

    sent: the first step of the trail.
    At most one read for a person's case."""
    if not case.open or case.channel in ON_SITE:
        return None
    if case.person_id is None:
        return _of_unit(case)
    if sent.actor != identity.subject_key(case.person):
        return None
    if identity.is_proved(sent.actor):
        return None
    return Doubt(OF_PERSON, COMPARED_OF_PERSON)


def _of_unit(case: Case) -> Doubt | None:
    if not senders.is_not_let_in(case):
        return None
    account = identity.subject_key(case.employer)
    sender = mandates.sender_in_doubt(case)
    if sender and identity.is_proved(account):
        return Doubt(OF_STRANGER, SENT_BEFORE.format(name=sender.name))
    registered = _registered(case)
    words = f"{COMPARED_OF_UNIT}；{registered}。{WAYS}"
    return Doubt(OF_UNIT, words)


def _registered(case: Case) -> str:
    masked = []
    for name in sorted(identity.representatives_of(case.employer)):
        covered = masking.name(name)
        masked.append(covered)
    if not masked:
        return NOBODY_REGISTERED
    names = "、".join(masked)
    return REGISTERED.format(name=names)
