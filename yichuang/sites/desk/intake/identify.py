"""Finding out who has come: by document number, credit code or phone; a new citizen is asked of the police register."""

from yichuang.accounts.models import Officer
from yichuang.cases.queries import acquaintance
from yichuang.core import clock, ports, spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.rules import documents, identifiers
from yichuang.registry import queries as registry
from yichuang.registry import services
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk.intake.seen import passports
from yichuang.sites.desk.intake.seen.passports import Document

NO_CITIZEN = "公安人口库只有中国公民，这里没有接通核验这种证件的地方，已按证件原件登记，请看好原件"
BY_HAND = "这里没有接通公安人口库，已按证件原件登记，请看好原件"
NOT_TOGETHER = "姓名和证件号码对不上，请照证件再核对"
NO_SUCH_NUMBER = "这不像身份证号码、信用代码或手机号，请核对；护照、通行证等请先选证件类型"
UNCHECKED = "公安人口库暂时没有答，已按证件原件登记，请看好原件"


def identify(
    *,
    number: str,
    name: str,
    phone: str,
    officer: Officer,
    kind: str = "",
    country: str = "",
    abroad: str = "",
) -> tuple[list[Person | Employer], str]:
    """Whom the typed number means, and a warning for the officer ("" when there is none).

    kind: of the document (reference.rules.documents), "" where the number itself tells it; country: who issued a
    passport, by the list `country` of the forms; abroad: ticked for whoever shows China's and has settled abroad. More
    than one for a phone that a family shares, and for a number that several documents have. Raises Invalid: nobody
    whom this desk knows is known by it and no name is given, the number cannot exist, the register says that name and
    number do not belong together. Of people whom the desk does not know it says what it says of those who are in no
    register. 个人信息保护法 6."""
    typed = spelling.code(number)
    name = name.strip()
    phone = phone.strip()
    if kind:
        _refuse("number", documents.problem(kind, typed, clock.today()))
        document = _document(kind, typed, country, bool(abroad))
        return _person(document, name, phone, officer)
    if not typed:
        _refuse("number", "请刷证，或输入证件号码、信用代码、手机号", "required")
    if _is_mobile(typed):
        return _by_phone(typed, officer), ""
    if identifiers.credit_code_problem(typed) is None:
        return [_employer(typed, name, phone, officer)], ""
    kind = documents.kind_of(typed)
    if not kind:
        known = _known_here(typed, officer)
        if known:
            return known, ""
        _refuse("number", _why_not(typed))
    return _person(Document(kind, typed), name, phone, officer)


def _document(kind: str, number: str, country: str, abroad: bool) -> Document:
    if kind not in documents.OF_A_COUNTRY:
        return Document(kind, number)
    problem = passports.country_problem(country)
    if problem:
        raise Invalid([problem])
    return Document(kind, number, country, abroad)


def is_phone(number: str, kind: str) -> bool:
    """Whether what was typed is read as a phone: it finds people, and is a document of nobody."""
    if kind:
        return False
    typed = spelling.code(number)
    return _is_mobile(typed)


def _refuse(field: str, wrong: str | None, violates: str = "type") -> None:
    if wrong:
        raise Invalid([FieldProblem(field, wrong, violates)])


def _is_mobile(text: str) -> bool:
    return len(text) == 11 and text.startswith("1") and identifiers.phone_problem(text) is None


def _why_not(typed: str) -> str:
    """What is wrong with what was typed, as the kind of number that it looks most like."""
    if not typed.isascii():
        return "这里填号码，姓名填在下面；身份证、信用代码、手机号都可以"
    if len(typed) == 18:
        digits = spelling.is_digits(typed[:17])
        if digits:
            wrong = identifiers.id_number_problem(typed)
        else:
            wrong = identifiers.credit_code_problem(typed)
        return wrong or NO_SUCH_NUMBER
    return NO_SUCH_NUMBER


def _by_phone(phone: str, officer: Officer) -> list[Person]:
    people = []
    for person in registry.persons_by_phone(phone):
        if acquaintance.knows(officer, person):
            people.append(person)
    if not people:
        raise Invalid(
            [FieldProblem("number", "没有人登记过这个手机号，请刷证或输入证件号码", "unknown")]
        )
    return people


def _known_here(number: str, officer: Officer) -> list[Person]:
    """Whom this desk knows by a number that tells no kind: several where two kinds or two countries gave it."""
    known = []
    for person in registry.persons_by_number(number):
        if acquaintance.knows(officer, person):
            known.append(person)
    return known


def _person(
    document: Document, name: str, phone: str, officer: Officer
) -> tuple[list[Person], str]:
    if phone:
        _refuse("phone", identifiers.phone_problem(phone))
    known = _known(document, name, officer)
    if known and (name or acquaintance.knows(officer, known)):
        return [_recorded(known, name, phone, document, officer)], ""
    _refuse_unread(document, name)
    source, more, warning = _in_the_police_register(document.kind, name, document.number)
    made = services.record_person(
        name=name,
        id_number=document.number,
        id_type=document.kind,
        id_country=document.country,
        phone=phone,
        source=source,
        actor=officer.actor,
        **more,
    )
    return [made], warning


def _first_visit(kind: str) -> str:
    """Why the name is asked for."""
    if kind == documents.CITIZEN:
        return "第一次来，请照证件填姓名，要和公安人口库核对"
    return f"第一次来，请看{documents.to_bring(kind)}原件，照着填姓名；这种证件没有联网核对"


def _refuse_unread(document: Document, name: str) -> None:
    """What has to be read off the document of somebody who comes for the first time."""
    problems = passports.unread(document)
    if not name:
        sentence = _first_visit(document.kind)
        unnamed = FieldProblem("name", sentence, "required")
        problems = [unnamed, *problems]
    if problems:
        raise Invalid(problems)


def _known(document: Document, name: str, officer: Officer) -> Person | None:
    """Whom the register has under the document; of passports of one number, whom country or name tells."""
    holders = registry.holders(document.number, document.kind, document.country)
    if document.is_of_a_country:
        known = registry.meant(holders, document.country, name)
        if known:
            return known
        if name or document.country:
            return None
    if len(holders) != 1:
        return None
    holder = holders[0]
    if document.is_of_a_country and not acquaintance.knows(officer, holder):
        return None
    return holder


def _recorded(known: Person, name: str, phone: str, document: Document, officer: Officer) -> Person:
    if name and not spelling.is_same_name(name, known.name):
        if acquaintance.knows(officer, known):
            message = "姓名和登记的不一样，请照证件核对"
        else:
            message = NOT_TOGETHER
        raise Invalid([FieldProblem("name", message, "mismatch")])
    if document.country and not known.id_country:
        _refuse_unread(document, known.name)
        services.note_country(person=known, country=document.country, actor=officer.actor)
    if phone and not known.phone:
        services.update_contact(person=known, phone=phone, actor=officer.actor)
    return known


def _in_the_police_register(kind: str, name: str, number: str) -> tuple[str, dict, str]:
    """(source, more facts, warning): what the police register says of a citizen. It holds nobody else."""
    if kind != documents.CITIZEN:
        return "self", {}, NO_CITIZEN
    try:
        checked = ports.ask("idcheck", "check", name=name, id_number=number, id_type=kind)
    except ports.NotConnected:
        return "self", {}, BY_HAND
    except ports.Unavailable:
        return "self", {}, UNCHECKED
    except ports.Rejected as refusal:
        problem = FieldProblem("number", "公安人口库里查不到这个号码，请照证件再核对", "unknown")
        raise Invalid([problem]) from refusal
    if not checked.matches:
        raise Invalid([FieldProblem("name", NOT_TOGETHER, "mismatch")])
    facts = {"sex": checked.sex, "birth_date": checked.birth_date}
    return "police", {key: value for key, value in facts.items() if value}, ""


def _employer(code: str, name: str, phone: str, officer: Officer) -> Employer:
    known = registry.employer_by_code(code)
    if known is None and not name:
        _refuse("name", "这个单位第一次来，请照营业执照填单位名称", "required")
    if known and name and spelling.name(name) != spelling.name(known.name):
        _refuse("name", "单位名称和这个代码登记的不一样，请照营业执照核对", "mismatch")
    more = {"handler_phone": phone} if phone else {}
    return known or services.record_employer(
        name=name, credit_code=code, actor=officer.actor, **more
    )
