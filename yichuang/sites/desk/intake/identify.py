"""Finding out who has come: by document number, credit code or phone; a new citizen is asked of the police register."""

from collections.abc import Iterable

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
NO_NUMBER = "请刷证，或输入证件号码、信用代码、手机号"
NO_SUCH_PHONE = "没有人登记过这个手机号，请刷证或输入证件号码"
NO_SUCH_CITIZEN = "公安人口库里查不到这个号码，请照证件再核对"
OTHER_NAME = "姓名和登记的不一样，请照证件核对"
UNIT_HAS_NO_NAME = "这个单位第一次来，请照营业执照填单位名称"
UNIT_HAS_OTHER_NAME = "单位名称和这个代码登记的不一样，请照营业执照核对"
NAME_IN_ITS_PLACE = "这里填号码，姓名填在下面；身份证、信用代码、手机号都可以"
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

    More than one for a phone that a family shares, and for a number that
    several documents have.

    kind: of the document (reference.rules.documents), "" where the
    number itself tells it.
    country: who issued a passport, by the list `country` of the forms.
    abroad: ticked for whoever shows China's and has settled abroad.

    Raises Invalid: nobody whom this desk knows is known by it and no
    name is given, the number cannot exist, the register says that name
    and number do not belong together. Of people whom the desk does not
    know it says what it says of those who are in no register.
    个人信息保护法 6.
    """
    typed = spelling.code(number)
    name = name.strip()
    phone = phone.strip()
    if kind:
        today = clock.today()
        _refuse("number", documents.problem(kind, typed, today))
        document = _document(kind, typed, country, bool(abroad))
        return _person(document, name, phone, officer)
    if not typed:
        _refuse("number", NO_NUMBER, "required")
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
    document = Document(kind, typed)
    return _person(document, name, phone, officer)


def _document(kind: str, number: str, country: str, abroad: bool) -> Document:
    """The document that was shown.

    Country and abroad are told of documents that several countries
    issue. Raises Invalid for a country that is not in the list.
    """
    if kind not in documents.OF_A_COUNTRY:
        return Document(kind, number)
    problem = passports.country_problem(country)
    if problem:
        raise Invalid([problem])
    return Document(kind, number, country, abroad)


def belong_together(kind: str, number: str, name: str) -> str:
    """A warning for the officer, "" where a register says that name and document belong together.

    Records nobody. Raises Invalid where they do not.
    """
    holders = registry.holders(number, kind)
    for holder in holders:
        if spelling.is_same_name(holder.name, name):
            return ""
    if holders:
        _refuse("name", NOT_TOGETHER, "mismatch")
    document = Document(kind, number)
    _, _, warning = _in_the_police_register(document, name)
    return warning


def is_phone(number: str, kind: str) -> bool:
    """Whether what was typed is read as a phone: it finds people, and is a document of nobody."""
    if kind:
        return False
    typed = spelling.code(number)
    return _is_mobile(typed)


def _refuse(field: str, wrong: str | None, violates: str = "type") -> None:
    """Raises Invalid at the field, unless nothing is wrong."""
    if wrong:
        problem = FieldProblem(field, wrong, violates)
        raise Invalid([problem])


def _is_mobile(text: str) -> bool:
    """Whether it is the number of a mobile phone of the mainland."""
    if len(text) != 11 or not text.startswith("1"):
        return False
    return identifiers.phone_problem(text) is None


def _why_not(typed: str) -> str:
    """What is wrong with what was typed, as the kind of number that it looks most like."""
    if not typed.isascii():
        return NAME_IN_ITS_PLACE
    if len(typed) != 18:
        return NO_SUCH_NUMBER
    if spelling.is_digits(typed[:17]):
        wrong = identifiers.id_number_problem(typed)
    else:
        wrong = identifiers.credit_code_problem(typed)
    return wrong or NO_SUCH_NUMBER


def _by_phone(phone: str, officer: Officer) -> list[Person]:
    """Whom this desk knows by a phone. Raises Invalid for nobody."""
    holders = registry.persons_by_phone(phone)
    known = _known_to(officer, holders)
    if not known:
        _refuse("number", NO_SUCH_PHONE, "unknown")
    return known


def _known_here(number: str, officer: Officer) -> list[Person]:
    """Whom this desk knows by a number that tells no kind.

    Several where two kinds or two countries gave it.
    """
    holders = registry.persons_by_number(number)
    return _known_to(officer, holders)


def _known_to(officer: Officer, people: Iterable[Person]) -> list[Person]:
    """Those of the people whom this desk knows."""
    return [person for person in people if acquaintance.knows(officer, person)]


def _person(
    document: Document, name: str, phone: str, officer: Officer
) -> tuple[list[Person], str]:
    """(who holds the document, recorded if they come for the first time; a warning for the officer).

    name, phone: as they were typed, "" for none. Raises Invalid.
    """
    if phone:
        _refuse("phone", identifiers.phone_problem(phone))
    known = _known(document, name, officer)
    if known and (name or acquaintance.knows(officer, known)):
        person = _recorded(known, name, phone, document, officer)
        return [person], ""
    _refuse_unread(document, name)
    source, more, warning = _in_the_police_register(document, name)
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
    """What has to be read off the document of somebody who comes for the first time.

    Raises Invalid with all that is lacking.
    """
    problems = passports.unread(document)
    if not name:
        sentence = _first_visit(document.kind)
        unnamed = FieldProblem("name", sentence, "required")
        problems = [unnamed, *problems]
    if problems:
        raise Invalid(problems)


def _known(document: Document, name: str, officer: Officer) -> Person | None:
    """Whom the register has under the document.

    Of passports of one number, whom country or name tells; with neither
    only somebody whom this desk knows.
    """
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
    """Somebody of the register, with the phone and the country that it did not have yet.

    Raises Invalid where another name was typed than the register has.
    """
    if name and not spelling.is_same_name(name, known.name):
        message = NOT_TOGETHER
        if acquaintance.knows(officer, known):
            message = OTHER_NAME
        _refuse("name", message, "mismatch")
    country = document.country
    if country and not known.id_country:
        _refuse_unread(document, known.name)
        services.note_country(person=known, country=country, actor=officer.actor)
    if phone and not known.phone:
        services.update_contact(person=known, phone=phone, actor=officer.actor)
    return known


def _in_the_police_register(document: Document, name: str) -> tuple[str, dict, str]:
    """(source, more facts, warning): what the police register says of a citizen.

    It holds nobody else. Raises Invalid for a number that it does not
    have, and for one of somebody else.
    """
    if document.kind != documents.CITIZEN:
        return "self", {}, NO_CITIZEN
    try:
        checked = ports.ask(
            "idcheck", "check", name=name, id_number=document.number, id_type=document.kind
        )
    except ports.NotConnected:
        return "self", {}, BY_HAND
    except ports.Unavailable:
        return "self", {}, UNCHECKED
    except ports.Rejected as refusal:
        problem = FieldProblem("number", NO_SUCH_CITIZEN, "unknown")
        raise Invalid([problem]) from refusal
    if not checked.matches:
        _refuse("name", NOT_TOGETHER, "mismatch")
    facts = {}
    if checked.sex:
        facts["sex"] = checked.sex
    if checked.birth_date:
        facts["birth_date"] = checked.birth_date
    return "police", facts, ""


def _employer(code: str, name: str, phone: str, officer: Officer) -> Employer:
    """The unit of a credit code, recorded if it comes for the first time.

    phone: of who handles its business, "" for none.
    Raises Invalid for another name than the register has, and for none
    where it has none.
    """
    known = registry.employer_by_code(code)
    if known is None and not name:
        _refuse("name", UNIT_HAS_NO_NAME, "required")
    if known and name and spelling.name(name) != spelling.name(known.name):
        _refuse("name", UNIT_HAS_OTHER_NAME, "mismatch")
    if known:
        return known
    more = {}
    if phone:
        more["handler_phone"] = phone
    return services.record_employer(name=name, credit_code=code, actor=officer.actor, **more)
