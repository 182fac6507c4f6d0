"""What subjects, pages and actors of the record are called."""

SUBJECTS = {
    "file": "一份材料",
    "user": "一个账号",
    "person": "个人登记信息",
    "employer": "单位登记信息",
    "enquiry": "一次咨询",
    "search": "查找",
    "officer": "工作人员",
    "item": "事项",
    "target": "目标",
    "bulletin": "月报",
    "credit": "一条信用记录",
    "draft": "一份草稿",
    "alarm": "查得太多的提醒",
    "event": "后台的一件事",
    "job": "后台的一个任务",
}
# where an address begins → what the page is called; the longest that fits counts
PAGES = {
    "desk/": "窗口",
    "desk/who/": "识别来人",
    "desk/take/": "填申请表",
    "desk/worklist/": "待办",
    "desk/cases/": "办件页",
    "desk/issue/": "出件",
    "desk/enquiries/": "咨询",
    "desk/followups/": "回访",
    "desk/credit/": "信用记录",
    "desk/find/": "查找",
    "console/": "监督",
    "console/admin/": "管理",
    "console/audit/": "审计",
}
ACTORS = {
    "person": "申请人",
    "employer": "申请单位",
    "public": "凭编号和密码的人",
    "system": "系统自动",
}
