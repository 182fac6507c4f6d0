"""Paper kinds: packs/papers/<kind>.yaml says what a paper needs, packs/papers/<template> how it looks."""

from datetime import datetime
from functools import cache

from yichuang.core import clock, packs
from yichuang.core.errors import NotFound
from yichuang.documents import compiler, rules
from yichuang.documents.rules import Field, PaperKind

SAMPLE_TIME = datetime(2026, 11, 17, 9, 5, tzinfo=clock.SHANGHAI)
SAMPLE_PAPER = {
    "number": "东人社〔2026〕第318号",
    "issuer": "云川市东岭区人力资源和社会保障局",
    "date": "2026年11月17日",
    "url": "https://example.gov.cn/verify/0193B2C4D5E67F8091A2B3C4D5E6F7081A2B3C4D",
    "code": "1A2B3C4D",
    "chain": "9f2c1e70b3a84d55",
}


@cache
def kinds() -> dict[str, PaperKind]:
    """Every kind by its key. Raises TypeError when a pack has an unknown or lacks a needed entry."""
    found = {}
    for path in packs.files(compiler.FOLDER):
        entries = dict(packs.read(path))
        entries["fields"] = tuple(Field(**each) for each in entries["fields"])
        found[path.stem] = PaperKind(kind=path.stem, **entries)
    return found


def kind(key: str) -> PaperKind:
    """The kind of this key. Raises NotFound."""
    try:
        return kinds()[key]
    except KeyError:
        raise NotFound(f"没有“{key}”这种文书", way_out="请从事项的文书清单里选一种") from None


def check() -> list[str]:
    """What is wrong with the packs of papers, in plain words; empty when every kind prints its sample."""
    found = []
    for key, each in kinds().items():
        if shapes := {field.shape for field in each.fields} - set(rules.SHAPES):
            found.append(f"papers/{key}: no such shape: {'、'.join(sorted(shapes))}")
            continue
        text = rules.plain(each.sample)
        if problems := rules.faults(each, text):
            found += [f"papers/{key}: {problem.message}" for problem in problems]
            continue
        try:
            compiler.render(each, text, paper=SAMPLE_PAPER, now=SAMPLE_TIME)
        except RuntimeError as error:  # typst.TypstError is one, a missing template another
            found.append(f"papers/{key}: {error}")
    return found
