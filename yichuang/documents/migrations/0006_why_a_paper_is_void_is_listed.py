"""Why a paper no longer holds is read by everybody: what somebody typed may name people, and stands in the trail of its
case."""

from django.db import migrations

LISTED = """
    update documents_paper set void_reason = '其他原因，可以向签发单位询问'
    where voided_at is not null and void_reason not in (
        '同一件事受理了两次', '受理有误，不该由本机关办理', '申请人已经死亡，或者单位已经注销',
        '申请人已经撤回申请', '文书写得有误，另行出具')
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_counters_in_no_order")]
    operations = [migrations.RunSQL(LISTED, migrations.RunSQL.noop)]
