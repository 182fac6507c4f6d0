"""Corrections that wait for an answer, and those that did, stand in the table of pauses."""

from django.db import migrations

PAUSES = """
update cases_case c set paused_since = (k.asked_at at time zone 'Asia/Shanghai')::date
  from cases_correction k
  where k.case_id = c.id and c.state = 'correcting' and k.answered_at is null and k.stops_clock;
insert into cases_pause (case_id, kind, from_on, until_on, planned_until, reason, basis, notice, begun_by_id)
  select k.case_id, 'correction', (k.asked_at at time zone 'Asia/Shanghai')::date,
    case when c.paused_since is null
      then (coalesce(k.answered_at, c.closed_at, k.asked_at) at time zone 'Asia/Shanghai')::date end,
    k.answer_by, '等申请人补正', '行政许可法第三十二条第一款第（四）项', '', k.asked_by_id
  from cases_correction k join cases_case c on c.id = k.case_id
  where k.stops_clock;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_room_for_what_comes")]
    operations = [migrations.RunSQL(PAUSES, migrations.RunSQL.noop)]
