"""The packs of papers: the look of today is kept, and every kind prints its own sample."""

from datetime import datetime

from yichuang.core import clock
from yichuang.documents import compiler, designs, rules, services
from yichuang.documents.tables import kinds

SAMPLE_TIME = datetime(2026, 11, 17, 9, 5, tzinfo=clock.SHANGHAI)
SAMPLE_PAPER = {
    "number": "东人社受〔2026〕318号",
    "issuer": "云川市东岭区人力资源和社会保障局",
    "date": "2026年11月17日",
    "url": "https://example.gov.cn/verify/0193B2C4D5E67F8091A2B3C4D5E6F7081A2B3C4D",
    "code": "1A2B3C4D",
    "chain": "9f2c1e70b3a84d55",
}


def load() -> None:
    """Keep the look of today, under which papers will be issued."""
    services.keep_look(designs.of_today())


def check() -> list[str]:
    """What is wrong with the packs of papers, in plain words; empty when every kind prints its sample."""
    faults = []
    for key, each in kinds().items():
        shapes = {field.shape for field in each.fields} - set(rules.SHAPES)
        if shapes:
            faults.append(f"papers/{key}: no such shape: {'、'.join(sorted(shapes))}")
            continue
        text = rules.plain(each.sample)
        problems = rules.faults(each, text)
        if problems:
            faults += [f"papers/{key}: {problem.message}" for problem in problems]
            continue
        try:
            compiler.render(each, text, paper=SAMPLE_PAPER, now=SAMPLE_TIME)
        except KeyError as missing:
            faults.append(f"papers/{key}: no such template: {missing}")
        except RuntimeError as error:  # typst.TypstError is one
            faults.append(f"papers/{key}: {error}")
    return faults
