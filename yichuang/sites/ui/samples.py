"""Made-up content for /ui. Names, numbers and figures belong to nobody."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from .fields import view

AT = ZoneInfo("Asia/Shanghai")
SWATCHES = [
    ("ink", "墨", "正文"),
    ("ink-2", "次墨", "说明"),
    ("ground", "底", "侧栏、页脚"),
    ("line", "线", "分隔"),
    ("blue", "深蓝", "只给能点的"),
    ("red", "朱", "只给印章和逾期"),
    ("amber", "琥珀", "快到期、要您处理"),
    ("green", "绿", "办好了"),
]
STEPS = ["看看能不能办", "信息和材料", "核对签名", "拿到回执"]
WEEKS = [
    [
        {"day": 16, "note": "提交"},
        {"day": 17, "note": "收齐"},
        {"day": 18, "note": "第1天", "kind": "n"},
        {"day": 19, "note": "第2天", "kind": "n"},
        {"day": 20, "note": "公示", "kind": "stop"},
        {"day": 21, "note": "周末", "kind": "off"},
        {"day": 22, "note": "周末", "kind": "off"},
    ],
    [
        {"day": 23, "note": "公示", "kind": "stop"},
        {"day": 24, "note": "今天公示", "kind": "stop", "today": True},
        {"day": 25, "note": "第3天", "kind": "n"},
        {"day": 26, "note": "第4天", "kind": "n"},
        {"day": 27, "note": "第5天", "kind": "due"},
        {"day": 28, "note": "周末", "kind": "off"},
        {"day": 29, "note": "周末", "kind": "off"},
    ],
    "11月30日到12月20日，3周，工作日都算",
    [
        {"day": 21, "note": "第21", "kind": "n"},
        {"day": 22, "note": "法定", "kind": "law"},
        {"day": 23},
        {"day": 24},
        {"day": 25},
        {"day": 26, "note": "周末", "kind": "off"},
        {"day": 27, "note": "周末", "kind": "off"},
    ],
]
PARTS = [
    {
        "title": "失业登记",
        "state": "done",
        "note": "11月16日，当天",
        "href": "#",
        "action": "登记凭证",
    },
    {"title": "就业困难人员认定", "state": "doing", "text": "正在审核", "note": "预计11月27日前"},
    {"title": "就业创业证申领", "state": "you", "text": "等您换照片", "note": "收到后1个工作日"},
    {"title": "求职登记", "state": "todo"},
]
COLUMNS = [
    {"key": "due", "label": "期限", "sortable": True},
    {"key": "number", "label": "编号", "no": True, "sortable": True},
    {"key": "name", "label": "申请人", "nowrap": True},
    {"key": "item", "label": "事项"},
    {"key": "amount", "label": "金额", "num": True, "sortable": True},
]
ROWS = [
    {
        "due": {"state": "late", "text": "逾期1天"},
        "number": "2026 1109 0127",
        "name": "王五",
        "item": "关系转移接续",
        "amount": "¥12,486.30",
    },
    {
        "due": {"state": "soon", "text": "今天17:00"},
        "number": "2026 1117 0318",
        "name": "孙七",
        "item": "失业保险金申领（已选）",
        "amount": "¥1,860.00",
        "selected": True,
    },
    {
        "due": {"state": "todo", "text": "还有3天"},
        "number": "2026 1117 0041",
        "name": "张三",
        "item": "就业困难人员认定（正在看）",
        "amount": None,
        "current": True,
    },
]
TICKETS = [
    {"number": "A041", "name": "王五", "wait": "等17分", "what": "养老关系转入"},
    {"number": "B017", "name": "孙七", "wait": "等2分", "what": "退休申请（预约）"},
]
LATE_BY_COUNTY = [
    ("东岭区", "0.8"),
    ("西河区", "1.1"),
    ("平桥县", "7.3"),
    ("临溪县", "2.3"),
    ("白石县", "0.7"),
]
WEEK_NAMES = ["9月第1周", "9月第3周", "10月第1周", "10月第3周", "11月第1周", "11月第3周"]
SERIES = [
    ("平桥县", ["1.4", "1.9", "2.4", "3.8", "5.2", "7.3"]),
    ("全市", ["0.9", "1.0", None, "1.2", "1.5", "1.9"]),
]
STACKS = [("网上", [820, 40]), ("窗口", [310, 61]), ("乡镇所", [122, 9])]
STACK_PARTS = ["按期", "逾期"]
PROBLEMS = [("bank", "银行卡号少了1位"), ("history[0].school", "学习经历第1行：请写上院校")]
SEGMENTS = [
    {"label": "逾期", "count": 2, "icon": "late", "href": "#"},
    {"label": "今天", "count": 8, "icon": "clock", "href": "#", "current": True},
    {"label": "全部", "count": 96, "href": "#"},
]
KNOWN = [
    ("姓名", "张三", "公安人口库"),
    ("证件号码", "000***********0018", "公安人口库"),
    ("停保日期", "2026年10月31日（周六）", "社保库，单位11月2日申报"),
    ("失业原因", "劳动合同期满", "", "#"),
]
OPTIONS = (("expired", "劳动合同期满"), ("agreed", "协商解除"), ("dismissed", "单位解除"))
MANY = (
    ("10", "研究生教育"),
    ("21", "大学本科毕业"),
    ("31", "大学专科毕业"),
    ("41", "中等专科毕业"),
    ("61", "普通高中毕业"),
    ("71", "初中毕业"),
    ("81", "小学毕业"),
)
COLUMNS_OF_TABLE = (
    {"key": "start", "label": "入学年月", "type": "month", "required": True},
    {"key": "school", "label": "院校", "type": "text", "required": True},
    {"key": "level", "label": "学历", "type": "education", "required": True, "options": MANY},
    {"key": "full_time", "label": "是否全日制", "type": "boolean", "required": False},
)
# key, label, type, value, more of the definition
_FIELDS = [
    ("name", "姓名", "text", "张三", {"help": "与身份证件一致"}),
    ("reasons_text", "写几句", "long_text", "11月起在家照看老人。", {"required": False}),
    ("children", "子女人数", "integer", 1, {}),
    ("hours", "每天工作几小时", "decimal", "7.5", {}),
    ("amount", "申请金额（元）", "money_yuan", "1860.00", {}),
    ("born", "出生日期", "date", "1975-03-08", {}),
    ("meeting", "约在什么时候", "datetime", None, {}),
    ("since", "从哪个月起", "month", "2026-11", {}),
    ("cause", "失业原因", "choice", "expired", {"options": OPTIONS}),
    (
        "notify",
        "怎么告诉您",
        "multi_choice",
        ["sms"],
        {"options": (("sms", "短信"), ("wechat", "微信"), ("call", "打电话"))},
    ),
    ("agree", "是否同意核对停保记录", "boolean", None, {}),
    (
        "dismissed_on",
        "解除通知的日期",
        "date",
        None,
        {"when": {"field": "cause", "equals": "dismissed"}},
    ),
    ("region", "常住地", "region", None, {"level": 4}),
    ("idn", "公民身份号码", "id_number", None, {"help": "18位，末位可为大写X"}),
    ("credit", "统一社会信用代码", "credit_code", None, {"required": False}),
    ("phone", "手机号", "phone", None, {"help": "办好了、要补东西，都发到这里"}),
    ("card", "银行卡号", "bank_account", None, {}),
    ("mail", "电子邮箱", "email", None, {"required": False}),
    (
        "paper",
        "离职证明",
        "file",
        {"id": "1", "name": "离职证明.jpg", "size": 1887436},
        {"validate": {"max_mb": 10}},
    ),
    ("person", "代办人的身份号码", "person_ref", None, {}),
    ("unit", "单位的信用代码", "employer_ref", None, {}),
    ("job", "职业", "occupation", None, {}),
    (
        "trade",
        "单位所属行业",
        "industry",
        None,
        {"options": (("A", "农、林、牧、渔业"), ("C", "制造业"))},
    ),
    ("education", "文化程度", "education", "21", {"options": MANY}),
    ("nation", "民族", "nationality", None, {"options": (("01", "汉族"), ("07", "彝族"))}),
    ("hukou", "户口性质", "hukou_type", None, {"options": (("10", "城镇"), ("20", "农村"))}),
    (
        "history",
        "学习经历",
        "table",
        [{"start": "1993-09", "school": "", "level": "41", "full_time": True}],
        {"columns": COLUMNS_OF_TABLE, "validate": {"max_rows": 10}},
    ),
    (
        "sign",
        "签名",
        "signature",
        {"signer": "张三", "method": "handwriting", "signed_on": "2026-11-24"},
        {},
    ),
]


def fields() -> list[dict]:
    """One field of every type, as `components/field.html` shows it."""
    wrong = {"history-0-school": "第1行：请写上院校"}
    return [
        view(
            {"key": key, "label": label, "type": kind, "required": True} | more, value, errors=wrong
        )
        for key, label, kind, value, more in _FIELDS
    ]


def states() -> list[dict]:
    """The same input in each of its states."""
    plain = {"type": "text", "required": True}
    return [
        view(plain | {"key": "s1", "label": "平常", "help": "说明在上，填的时候不会被挡住"}),
        view(plain | {"key": "s2", "label": "已知"}, "东岭区新桥街道", source="社保库，11月23日"),
        view(
            plain | {"key": "s3", "label": "只读"},
            "000***********0018",
            source="公安人口库，要改请到派出所",
            readonly=True,
        ),
        view(
            plain | {"key": "bank", "label": "有错"},
            "0000 0000 0000 123",
            error="少了1位，请对照卡面再数一遍。",
        ),
    ]


def events() -> list[dict]:
    """A timeline with a past, a present and a future."""
    return [
        {
            "title": "已提交",
            "at": datetime(2026, 11, 16, 20, 14, tzinfo=AT),
            "phase": "past",
            "body": "材料都在网上交的。",
        },
        {
            "title": "已收到，材料齐了",
            "at": datetime(2026, 11, 17, 9, 26, tzinfo=AT),
            "phase": "past",
            "body": "从明天起算5个工作日。",
            "href": "#",
            "action": "受理通知书",
        },
        {
            "title": "公示3个工作日",
            "at": date(2026, 11, 20),
            "phase": "past",
            "body": "这几天不算在时限里。",
        },
        {"title": "正在审核，预计11月27日（周五）前", "phase": "now"},
        {"title": "结果发给您", "phase": "todo", "body": "短信和这里同时通知。"},
    ]
