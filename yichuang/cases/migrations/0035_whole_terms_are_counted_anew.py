"""Open cases whose term begins with acceptance keep a date that was counted from their papers. Each is marked as
provisional: the nightly job `cases.recount` counts it anew, one case at a time, and tells its applicant of another day."""

from django.db import migrations

# 仲裁申请, 调解协议审查确认, 劳动保障监察举报投诉, 调解申请 (劳动争议调解仲裁法 29, 43; 办案规则 76; 监察条例 17)
MARK = """
    update cases_case set due_provisional = true
    where open and not due_provisional
      and item_code in ('990914502002', '990914502003', '991014503001', '992014502001')
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_who_opened_which_paper")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
