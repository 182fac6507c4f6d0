"""What is asked of a passport at a desk: who issued it, and why somebody shows China's."""

from dataclasses import dataclass

from yichuang.catalog import tables
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules import documents

CHINA = "CHN"
WHICH_COUNTRY = "请选护照是哪个国家签发的，不同国家的护照号码可以一样"
OF_CHINA = (
    "中国公民在国内用居民身份证；中国护照只给定居国外的中国公民证明身份（出境入境管理法第十四条）。"
    "他定居国外、没有居民身份证的，打勾再办"
)


@dataclass(frozen=True)
class Document:
    """What was read off a document of identity.

    country: who issued it, "" where the kind tells it or nobody said; abroad: the clerk says that whoever shows
    China's passport has settled abroad."""

    kind: str
    number: str
    country: str = ""
    abroad: bool = False

    @property
    def is_of_a_country(self) -> bool:
        """Whether each country gives these numbers anew."""
        return self.kind in documents.OF_A_COUNTRY


def country_problem(country: str) -> FieldProblem | None:
    """What is wrong with the country that was chosen; none chosen is not wrong."""
    if not country or country in tables.passport_countries():
        return None
    return FieldProblem("country", WHICH_COUNTRY, "type")


def unread(document: Document) -> list[FieldProblem]:
    """What has to be said of a passport that nobody has looked at before.

    护照法 2; 出境入境管理法 14."""
    problems = []
    if document.is_of_a_country and not document.country:
        lacking = FieldProblem("country", WHICH_COUNTRY, "required")
        problems.append(lacking)
    if document.country == CHINA and not document.abroad:
        doubt = FieldProblem("abroad", OF_CHINA, "required")
        problems.append(doubt)
    return problems
