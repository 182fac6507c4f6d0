"""What a guide says to its reader, in plain words: the same for the page, the phone and the printed sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from yichuang.accounts.models import Organisation
from yichuang.catalog import queries as catalog
from yichuang.catalog.queries import PastVersion
from yichuang.catalog.rules.delegation import ACCEPTS, FINISHES
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.limits import unit_word
from yichuang.catalog.rules.situations import SHARED, Material, Situation
from yichuang.sites.portal import terms
from yichuang.sites.portal.guide import giving
from yichuang.sites.portal.help import family, mandate
from yichuang.sites.portal.visitor.places import Place
from yichuang.sites.ui import wording

ANSWER = "s-"
REACH = {"跨省通办": "全国都行", "全省通办": "全省都行", "同市通办": "全市都行"}
ONLINE = ("网办", "掌上办")
LATER = "在网上申请，可以先办，{days}个工作日内补上"


@dataclass(frozen=True)
class Paper:
    """One material as the reader sees it. tone: state of the kit; way: have | sign | fill | bring | return | maybe |
    none; due: the answers after which it has to be handed in, while they are not given yet."""

    name: str
    way: str
    icon: str
    state: str
    word: str
    note: str
    due: str = ""


_WAYS = {
    "have": ("db", "done", "免交"),
    "sign": ("pencil", "doing", "签承诺"),
    "fill": ("pencil", "doing", "填表"),
    "bring": ("file", "you", "要交"),
    "return": ("file", "doing", "交回"),
    "maybe": ("question", "unknown", "用得上才交"),
    "none": ("minus-circle", "closed", "不用"),
}


def facts_of(
    code: str, place: Place, outlets: list[Organisation], answers: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Everything the guide's page shows today."""
    g = catalog.guide(code, region=place.code)
    chosen = {}
    for situation in g.situations:
        answer = answers.get(situation.key)
        if any(answer == option.value for option in situation.options):
            chosen[situation.key] = answer
    papers = papers_of(g, chosen)
    query = urlencode({ANSWER + key: value for key, value in chosen.items()})
    begin = f"/apply/{code}/"
    if chosen:
        begin += f"?{urlencode(chosen)}"
    return {
        **_common(g, chosen),
        "gives": giving.benefit_of(code, now.date()),
        "questions": _questions(g, chosen),
        "papers": papers,
        "tally": tally(papers),
        "due": giving.due_of(g, place.code, now, chosen),
        "accept_by": giving.accept_by_of(g, place.code, now, chosen),
        "today": now.date(),
        "near": near(g, place, outlets),
        "begin": begin,
        "announced": announced(g, now.date()),
        "closed": closed(g, now.date()),
        "print_query": f"?{query}" if query else "",
        "past": [v for v in catalog.versions(code) if v.number != g.version_number],
    }


def past_facts(
    code: str, version: PastVersion, place: Place, day: date | None, today: date
) -> dict[str, Any]:
    """The page of a version that was in force once, or will be: to read, not to begin with. day: choose the words of
    the place by this day (default: the first of the version)."""
    g = catalog.guide_of_version(version.id, region=place.code, on=day or version.since)
    papers = papers_of(g, {})
    return {
        **_common(g, {}),
        "papers": papers,
        "tally": tally(papers),
        "version": version,
        "version_title": _beside_todays(code, version, today),
        "version_days": _days_in_force(version) + "。只供查看，办事请看现在的内容。",
        "current": f"/items/{code}/",
    }


def _days_in_force(version: PastVersion) -> str:
    since = f"{wording.cndate(version.since)}起"
    if not version.until:
        return since
    return f"{since}，到{wording.cndate(version.until)}前"


def _beside_todays(code: str, version: PastVersion, today: date) -> str:
    number = _number_in_force(code, today)
    if number == version.number:
        return f"这是第{version.number}版，现在的也是这一版"
    if number is None:
        return f"这是第{version.number}版，现在没有在用的版本"
    return f"这是第{version.number}版，现在的是第{number}版"


def _number_in_force(code: str, today: date) -> int | None:
    for version in catalog.versions(code):
        if version.since <= today and (version.until is None or today < version.until):
            return version.number
    return None


def _common(g: Guide, answers: Mapping[str, str]) -> dict[str, Any]:
    """What every version of the page shows.

    answers: those that were chosen above the papers.
    """
    return {
        "g": g,
        "steps": giving.steps_told(g),
        "terms": terms.parts_of(g, answers),
        "waits": terms.is_from_acceptance(g, answers),
        "limits": g.limits,
        "who": "、".join(g.service_objects),
        "handed": catalog.result_of(g),
        "visits": "不用跑" if g.max_visits == 0 else f"最多{g.max_visits}次",
        "reach": REACH.get(g.cross_region, g.cross_region),
        "conditions": g.condition_lines,
        "family": family.on_guide(g),
        "mandates": mandate.blanks_for(g),
        "statutory_word": unit_word(g.limits.statutory_unit),
        "promised_word": unit_word(g.limits.promised_unit),
        "online": any(channel in g.channels for channel in ONLINE),
        "crumbs": [
            {"label": "首页", "href": "/"},
            {"label": g.line, "href": f"/items/?{urlencode({'line': g.line})}"},
            {"label": g.name, "href": ""},
        ],
    }


def papers_of(g: Guide, answers: Mapping[str, str]) -> list[Paper]:
    """Every paper of the item; those that the answers make unnecessary say so."""
    codes = {m.code for m in g.materials_for(answers)}
    open_questions = [s for s in g.situations if s.key not in answers]
    doubtful = set()
    for s in open_questions:
        for o in s.options:
            doubtful.update((*o.keep, *o.drop))
    named_by_answers = set()
    for s in g.situations:
        for o in s.options:
            if answers.get(s.key) == o.value:
                named_by_answers.update(o.keep)
    papers = []
    for m in g.materials:
        needed = m.name not in doubtful and (m.required or m.name in named_by_answers)
        way = _way(m, m.code in codes, needed)
        due = ""
        if way == "maybe":
            due = _due(m, open_questions)
        papers.append(_paper(m, way, due))
    return papers


def _paper(m: Material, way: str, due: str) -> Paper:
    icon, state, word = _WAYS[way]
    note = _note(m, way)
    if due:
        note = f"{due}；{note}"
    return Paper(m.name, way, icon, state, word, note, due)


def _due(m: Material, questions: Sequence[Situation]) -> str:
    labels = []
    for question in questions:
        for option in question.options:
            if m.name in option.keep:
                labels.append(option.label)
    if not labels:
        return ""
    named = "”“".join(labels)
    return f"选“{named}”的要交"


def _way(m: Material, applies: bool, needed: bool) -> str:
    if not applies:
        return "none"
    if m.exempt or m.source == SHARED:
        return "have"
    if m.is_form:
        return "fill"
    if m.by_promise:
        return "sign"
    if m.handed_back:
        return "return"
    return "bring" if needed else "maybe"


def _note(m: Material, way: str) -> str:
    if way == "none":
        return "照您说的情况，用不上"
    if way == "have":
        texts = [m.note or m.standard]
    elif way == "fill":
        texts = ["在网上填，也可以到窗口填"]
    elif way == "sign":
        texts = ["没有的话，签一份承诺就行", m.note]
    else:
        texts = [_copies(m), m.note, m.standard]
    if m.may_follow:
        days = LATER.format(days=m.later_days)
        texts.append(days)
    sentences = [text.strip("。；") for text in texts if text]
    return "；".join(dict.fromkeys(sentences))


def _copies(m: Material) -> str:
    copies = []
    if m.originals:
        copies.append(f"原件{m.originals}份")
    if m.duplicates:
        copies.append(f"复印件{m.duplicates}份")
    return "，".join(copies) or m.form


def tally(papers: list[Paper]) -> tuple[str, str]:
    """(what to bring, how it came to that) in two short sentences."""
    count = {way: sum(p.way == way for p in papers) for way in _WAYS}
    if not papers:
        return "不用交材料", ""
    bring = count["bring"]
    maybe = count["maybe"]
    if bring:
        head = f"要带{bring}份"
    elif maybe:
        head = "多半一份也不用带"
    else:
        head = "您一份也不用带"
    if maybe:
        head += f"，另有{maybe}份看情况"
    words = {
        "have": "份我们已经有了",
        "sign": "份签个承诺就行",
        "fill": "份在网上填",
        "return": "份领新证或注销时交回",
        "none": "份您用不上",
    }
    parts = "，".join(f"{count[way]}{word}" for way, word in words.items() if count[way])
    if not parts:
        return head, ""
    return head, f"一共{len(papers)}份：{parts}。"


def _questions(g: Guide, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    questions = []
    for situation in g.situations:
        answer = chosen.get(situation.key)
        options = [
            {"value": option.value, "label": option.label, "on": option.value == answer}
            for option in situation.options
        ]
        name = ANSWER + situation.key
        questions.append({"name": name, "question": situation.question, "options": options})
    return questions


def near(g: Guide, place: Place, outlets: list[Organisation]) -> list[Organisation]:
    """The units near the place that take this item in, nearest first."""
    matrix = catalog.delegation_matrix(g.code, place.code)
    return [o for o in outlets if {ACCEPTS, FINISHES} & set(matrix.get(o.level, ()))]


def announced(g: Guide, today: date) -> tuple[str, str] | None:
    """(what will be, what to do until then) when the item is to be cancelled on a day to come."""
    if g.cancelled_on is None or g.cancelled_on <= today:
        return None
    day = wording.cndate(g.cancelled_on)
    return f"这件事从{day}起取消", f"{day}以前照常受理，已经收下的办到底。有疑问请打12333。"


def closed(g: Guide, today: date) -> tuple[str, str] | None:
    """(what is the matter, what to do) when no case can begin here and now."""
    if g.cancelled_on and today >= g.cancelled_on:
        return (
            f"从{wording.cndate(g.cancelled_on)}起不再办了",
            "这件事已经取消，下面是取消前的内容。有疑问请打12333。",
        )
    if not g.offered:
        why = g.definition.get("not_offered_reason")
        return "您选的地方暂时不办", why or "请换一个地方，或打12333问清楚。"
    if not any(channel in g.channels for channel in ONLINE):
        return "这件事要到窗口办", "下面有最近的窗口，带上材料就行。"
    if not catalog.channel_open(g.code, "portal"):
        return "网上暂时停办", "请到下面的窗口办，或打12333。"
    return None
