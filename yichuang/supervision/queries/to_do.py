"""Where an officer looks after a thing to do: on its page, or on that of its case where the page is not for them."""

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.cases.models import Case
from yichuang.cases.queries.scope import visible_to
from yichuang.core.ids import as_uuid

CASE_PAGE = "/desk/cases/"
CASE = "case:"
# pages that not every role opens, with those that do
KEPT_PAGES = {
    "/console/ratings/": ("supervisor",),
    "/console/quality/": ("supervisor",),
    "/console/audit/": ("auditor",),
    "/desk/issue/": ("issuer", "clerk"),
}


def roles_of_page(link: str) -> tuple[str, ...]:
    """The roles that alone open the page of a thing to do; () where any does."""
    for address, roles in KEPT_PAGES.items():
        if link.startswith(address):
            return roles
    return ()


def link_for(todo: Todo, officer: Officer) -> str | None:
    """The address at which this officer looks after a thing to do; "" where it has no page, None where none opens for
    them. Whoever stands above those who do it sees its case."""
    roles = roles_of_page(todo.link)
    if roles:
        held_roles = accounts.scopes(officer).roles
        if not held_roles.isdisjoint(roles):
            return todo.link
        return _page_of_case(todo.subject.removeprefix(CASE), officer)
    if not todo.link.startswith(CASE_PAGE):
        return todo.link
    tail = todo.link.removeprefix(CASE_PAGE)
    uuid, _, _ = tail.partition("/")
    if _page_of_case(uuid, officer) is None:
        return None
    return todo.link


def _page_of_case(uuid: str, officer: Officer) -> str | None:
    """The page of a case that the officer sees; None for another one, and for what is no case."""
    known = as_uuid(uuid)
    if known is None:
        return None
    if not Case.objects.filter(visible_to(officer), uuid=known).exists():
        return None
    return f"{CASE_PAGE}{uuid}/"
