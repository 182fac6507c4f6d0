"""How somebody does a thing for a parent or a child: in the form, where it asks for whom, else by the parent's own
account or with a mandate at a window (民法典 161, 165)."""

from yichuang.catalog.rules.guides import Guide

FOR_WHOM = (
    "替父母、孩子等家人办：用您自己的账号，“给谁办”选“家人”，填他的姓名和证件号码，"
    "传他的证件照片。他留过手机的，我们会告诉他，办好了也告诉。"
)
PRINCIPAL = (
    "替父母等家人办：申请人是他，不是您。用他的账号，由他自己签名；"
    "或者带他写的授权委托书和两人的身份证件，到窗口办。"
)
NOT_AN_AGENT = "替家人办的，这里选“本人办理”，“给谁办”选“家人”。由别人替您来办，才选“他人代办”。"
AN_AGENT = f"申请人是您自己，由别人替您来办，才选“他人代办”。{PRINCIPAL}"


def on_guide(guide: Guide) -> str:
    """The sentence of the guide; "" where the form knows neither."""
    if guide.asks_for_whom:
        return FOR_WHOM
    if guide.knows_agents:
        return PRINCIPAL
    return ""


def at_question(guide: Guide) -> str:
    """The help beside the question whether somebody acts for the applicant."""
    return NOT_AN_AGENT if guide.asks_for_whom else AN_AGENT
