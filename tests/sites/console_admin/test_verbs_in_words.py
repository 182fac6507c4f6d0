"""What administrators do stands in words wherever it is read: in the record of a thing, and before an auditor."""

from yichuang.sites.console.admin import history
from yichuang.supervision.queries import records

OF_MACHINES = {"catalog.outlet.acknowledge"}  # done by systems, never by an officer


def test_an_auditor_reads_every_deed_of_the_administration_in_words():
    missing = set(history.VERBS) - set(records.WRITES) - OF_MACHINES
    assert missing == set()
