"""What tests ask, and of whom."""

from uuid import UUID

from yichuang.adapters.exchange.simulator import Simulator
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent
from yichuang.exchange import services
from yichuang.exchange.models import Incident, Query
from yichuang.exchange.questions import Whom
from yichuang.exchange.services import Question

SHOUTIAN = Whom("person", "何守田", "510812194003079998")
ZHANGSAN = Whom("person", "张三", "510812198805129916")
LISI = Whom("person", "李四", "510812196607089934")
UNIT = Whom("employer", "示例甲食品有限公司（虚构）", "91510812MA99999021")
PLACE = "510812000000"
DEATH_ON = "health.death.on"


class Outside:
    """A department that gives the answers which a test lays out for it, one a call; then those of the simulator."""

    connected = True

    def __init__(self, department):
        self.simulator = Simulator(department)
        self.replies = []
        self.calls = 0

    def answer(self, *, question):
        self.calls += 1
        if not self.replies:
            return self.simulator.answer(question=question)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply(question)


class Asking:
    def __init__(self, adapters, now):
        self.adapters = adapters
        self.now = now
        self.case = uuid7()

    def of(self, department) -> Outside:
        """The department, which is asked from now on in the place of the usual one."""
        kind = f"exchange.{department}"
        if kind not in self.adapters:
            self.adapters[kind] = Outside(department)
        return self.adapters[kind]

    def question(self, source="health.death", whom=SHOUTIAN, **changes) -> Question:
        elements = {"health.death": (DEATH_ON,), "hrss.card": ("card.bank_account",)}
        values = {
            "source": source,
            "role": "about",
            "whom": whom,
            "elements": elements.get(source, ()),
            "claims": {},
            "subject": f"case:{self.case}",
            "case": self.case,
            "place": PLACE,
        }
        return Question(**values | changes)

    def draft(self, source="hrss.card", whom=ZHANGSAN, name="draft:1", **changes) -> Question:
        return self.question(source, whom, subject=name, case=None, role="applicant", **changes)

    def ask(self, *questions, now=None, earlier="") -> list[Query]:
        return services.ask(
            questions=questions, asked_by="system:test", now=now or self.now, earlier=earlier
        )

    def take(self, row, now=None) -> Query:
        services.take(query_uuid=row.uuid, now=now or self.now)
        return Query.objects.get(pk=row.pk)

    def answered(self, *questions, now=None) -> list[Query]:
        """They are asked, and each is put to its source once."""
        rows = self.ask(*questions, now=now)
        return [self.take(row, now) if row.outcome == Query.WAITING else row for row in rows]


def told(subject: str) -> int:
    """How often whoever asked for a subject was told to go on."""
    events = OutboxEvent.objects.filter(topic="exchange.Answered", payload__subject=subject)
    return events.count()


def incidents(row: Query) -> list[str]:
    return list(Incident.objects.filter(query=row).order_by("id").values_list("kind", flat=True))


def jobs_of(source: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where task_name = 'exchange.ask' and args->>'source' = %s",
            [source],
        )
        return cursor.fetchone()[0]


def uuid_of(subject: str) -> UUID:
    return UUID(subject.partition(":")[2])
