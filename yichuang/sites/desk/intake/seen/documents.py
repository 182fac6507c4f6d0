"""The document that lies on the counter, of somebody who was found already: compared, and then they may be served."""

from collections.abc import Mapping

from django.http import HttpRequest

from yichuang.core import spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk.intake import identify, people

TYPED = ("number", "kind", "country", "abroad", "name", "phone")
Typed = Mapping[str, str]
Subject = Person | Employer
UNREAD = "请刷证，或输入{}登记的证件号码"
OF_SOMEBODY_ELSE = "这不是{}登记的证件号码，请看着证件再核对"
OF_NOBODY = "请刷来办事的人的证，或输入他的证件号码"


def see(request: HttpRequest, subject: Subject, typed: Typed) -> str:
    """The document of the person, or of whoever has come for the employer: they stand here today from now on.

    typed: TYPED as it was read off; the number stands in the register for a person. Gives a warning for the officer, ""
    for none. Raises Invalid at `number`: none was read, it is the number of no document, or of somebody else's."""
    if isinstance(subject, Employer):
        return _see_comer(request, subject, typed)
    number = _number(typed)
    name = subject.name
    if not number:
        sentence = UNREAD.format(name)
        raise _refusal(sentence, "required")
    if number != subject.id_number:
        sentence = OF_SOMEBODY_ELSE.format(name)
        raise _refusal(sentence, "mismatch")
    people.meet(request, subject)
    return ""


def _see_comer(request: HttpRequest, employer: Employer, typed: Typed) -> str:
    officer = request.officer
    number = _number(typed)
    comer = None
    known, warning = identify.identify(**typed, officer=officer)
    for each in known:
        if isinstance(each, Employer):
            continue
        if each.id_number == number:
            comer = each
            break
    if comer is None:
        raise _refusal(OF_NOBODY, "type")
    people.come_for(request, employer, comer)
    return warning


def _number(typed: Typed) -> str:
    number = typed["number"]
    return spelling.code(number)


def _refusal(sentence: str, violates: str) -> Invalid:
    problem = FieldProblem("number", sentence, violates)
    problems = [problem]
    return Invalid(problems)
