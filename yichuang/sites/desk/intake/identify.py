"""Finding out who has come: by document number, credit code or phone; a new person is asked of the police register."""

from yichuang.accounts.models import Officer
from yichuang.cases.queries import acquaintance
from yichuang.core import ports, spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.rules import identifiers
from yichuang.registry import queries as registry
from yichuang.registry import services
from yichuang.registry.models import Employer, Person

BY_HAND = "这里没有接通公安人口库，已按证件原件登记，请看好原件"
NOT_TOGETHER = "姓名和身份号码对不上，请照证件再核对"
UNCHECKED = "公安人口库暂时没有答，已按证件原件登记，请看好原件"


def identify(*, number: str, name: str, phone: str, officer: Officer) -> tuple[list[Person | Employer], str]:
    """Whom the typed number means, and a warning for the officer ("" when there is none).

    More than one for a phone that a family shares. Raises Invalid: nobody whom this desk knows is known by it and no
    name is given, the number cannot exist, the register says that name and number do not belong together. Of people
    whom the desk does not know it says what it says of those who are in no register. 个人信息保护法 6."""
    typed = "".join(number.split()).upper()
    name, phone = name.strip(), phone.strip()
    if not typed:
        raise Invalid([FieldProblem("number", "请刷证，或输入证件号码、信用代码、手机号", "required")])
    if len(typed) == 11:
        return _by_phone(typed, officer), ""
    wrong = identifiers.credit_code_problem(typed)
    if wrong is None:
        return [_employer(typed, name, phone, officer)], ""
    if any(letter.isalpha() for letter in typed[:-1]):
        raise Invalid([FieldProblem("number", wrong, "type")])
    if wrong := identifiers.id_number_problem(typed):
        raise Invalid([FieldProblem("number", wrong, "type")])
    return _person(typed, name, phone, officer)


def _by_phone(phone: str, officer: Officer) -> list[Person]:
    found = [person for person in registry.persons_by_phone(phone) if acquaintance.knows(officer, person)]
    if not found:
        raise Invalid([FieldProblem("number", "没有人登记过这个手机号，请刷证或输入证件号码", "unknown")])
    return found


def _person(number: str, name: str, phone: str, officer: Officer) -> tuple[list[Person], str]:
    if phone and (wrong := identifiers.phone_problem(phone)):
        raise Invalid([FieldProblem("phone", wrong, "type")])
    known = registry.person_by_id_number(number)
    if known and (name or acquaintance.knows(officer, known)):
        return [_recorded(known, name, phone, officer)], ""
    if not name:
        raise Invalid([FieldProblem("name", "第一次来，请照证件填姓名，要和公安人口库核对", "required")])
    source, more, warning = _asked(name, number)
    made = services.record_person(
        name=name, id_number=number, phone=phone, source=source, actor=f"officer:{officer.uuid}", **more
    )
    return [made], warning


def _recorded(known: Person, name: str, phone: str, officer: Officer) -> Person:
    if name and spelling.name(name) != spelling.name(known.name):
        told = "姓名和登记的不一样，请照证件核对" if acquaintance.knows(officer, known) else NOT_TOGETHER
        raise Invalid([FieldProblem("name", told, "mismatch")])
    if phone and not known.phone:
        services.update_contact(person=known, phone=phone, actor=f"officer:{officer.uuid}")
    return known


def _asked(name: str, number: str) -> tuple[str, dict, str]:
    try:
        checked = ports.ask("idcheck", "check", name=name, id_number=number, id_type="01")
    except ports.NotConnected:
        return "self", {}, BY_HAND
    except ports.Unavailable:
        return "self", {}, UNCHECKED
    except ports.Rejected as refusal:
        problem = FieldProblem("number", "公安人口库里查不到这个号码，请照证件再核对", "unknown")
        raise Invalid([problem]) from refusal
    if not checked.matches:
        raise Invalid([FieldProblem("name", NOT_TOGETHER, "mismatch")])
    return "police", {"sex": checked.sex, "birth_date": checked.birth_date}, ""


def _employer(code: str, name: str, phone: str, officer: Officer) -> Employer:
    known = registry.employer_by_code(code)
    if known is None and not name:
        raise Invalid([FieldProblem("name", "这个单位第一次来，请照营业执照填单位名称", "required")])
    more = {"handler_phone": phone} if phone else {}
    return known or services.record_employer(name=name, credit_code=code, actor=f"officer:{officer.uuid}", **more)
