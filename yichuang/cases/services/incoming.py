"""What comes in by any door, what may be written of it, and what its sender is told."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.rules.application import Given
from yichuang.cases.rules.new_case import NewCase
from yichuang.cases.rules.sources import Kept
from yichuang.cases.services.concerning import Concerned
from yichuang.catalog.rules.forms import Told
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named, NamedEmployer

Subject = Person | Employer | Named | NamedEmployer


@dataclass(frozen=True)
class Application:
    """What comes in by any door.

    subject: whose case, or their document and name, not looked up yet; region: 12-digit code of the place whose law
    and unit apply; filed_in: of the place where it is handed in ("": the same); parties: whom else it concerns;
    channel: 1 窗口 2 网厅 3 移动 4 自助 5 电话 6 村级;
    source, client_ref: who sends it and their own key, unique together (idempotency); actor: who did it, as text;
    file_owner, file_owners: whose uploaded files may be used; officer, received_at_org: at a window;
    refuses_second: a second application of a person for an item that allows one is refused while the first is open,
    wherever that is, by a door that shows nobody the open case before; sources: where answers come from that the
    sender did not type (rules/sources.py)."""

    item_code: str
    region: str
    channel: int
    subject: Subject
    answers: dict
    source: str
    client_ref: str
    actor: str
    situation: dict = field(default_factory=dict)
    materials: tuple[Given, ...] = ()
    file_owner: str = ""
    officer: Officer | None = None
    received_at_org: Organisation | None = None
    version_id: int | None = None
    filed_in: str = ""
    parties: tuple[Concerned, ...] = ()
    file_owners: tuple[str, ...] = ()
    refuses_second: bool = False
    sources: Kept = field(default_factory=dict)

    @property
    def other_place(self) -> str:
        """Where it is handed in when that is not the place whose law applies; else ""."""
        return self.filed_in if self.filed_in != self.region else ""

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose uploaded files may be used."""
        return (self.file_owner, *self.file_owners)

    @property
    def is_by_employer(self) -> bool:
        """Whether a unit applies, not a person."""
        return isinstance(self.subject, Employer | NamedEmployer)


@dataclass(frozen=True)
class Submitted:
    """number: 21 digits; password: six digits, told once ("" when replayed); replayed: it was here already;
    notices: what was told of conditions that these answers do not meet; missing: (code, name) of the papers that were
    not among the materials."""

    uuid: UUID
    number: str
    password: str
    due_at: datetime
    replayed: bool = False
    notices: tuple[Told, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Ready:
    """An application that may be written: its row, its encrypted answers, the password that is told once, and what was
    told of conditions that are not met and of missing papers. files: uploads that its answers name."""

    row: NewCase
    form: bytes
    password: str
    notices: tuple[Told, ...]
    missing: tuple[tuple[str, str], ...]
    files: frozenset[UUID] = frozenset()

    def submitted(self, number: str) -> Submitted:
        """What the sender is told once the case has its number."""
        lists = {"notices": self.notices, "missing": self.missing}
        return Submitted(self.row.uuid, number, self.password, self.row.due_at, **lists)
