"""How a person at a browser fills a form of ours: by labels, choosing from what is shown."""

from tests.paper_files import PDF
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.queries import drafts

ONE_PAGE_PDF = PDF


def without_drafts(username):
    """What an earlier test left begun is thrown away."""
    owner = User.objects.get(username=username)
    for draft in drafts.unsent(owner):
        services.discard(draft_id=draft.uuid, owner=owner)


def choose(page, group, option):
    """Tick one option of a question."""
    page.get_by_role("group", name=group).get_by_text(option, exact=True).click()


def pick(page, label, place):
    """Take the option at this place (from 1) of a list, which is typed into where it is long."""
    page.wait_for_load_state()  # a long list is made ready by a script
    box = page.get_by_label(label, exact=True)
    if box.get_attribute("role") != "combobox":
        box.select_option(index=place)
        return
    box.click()
    page.locator("[role=listbox]:visible [role=option]").nth(place - 1).click()


def find_region(page, label, words):
    """Type words into a division's box and take the first one offered."""
    box = page.get_by_label(label, exact=True)
    box.fill(words)
    page.locator("[role=listbox]:visible [role=option]").first.click()


def fill_unemployment(page):
    """Everything that 失业登记 still asks of 张三 after the register has answered."""
    choose(page, "通知方式", "短信")
    pick(page, "文化程度", 4)
    find_region(page, "常住地区划", "朝天区 大滩")
    pick(page, "户口性质", 1)
    find_region(page, "户籍地区划", "朝天区")
    page.get_by_label("最后工作单位").fill("示例甲食品有限公司（虚构）")
    page.get_by_label("失业（停业、离校）日期").fill("2026-10-31")
    pick(page, "失业原因", 1)
    choose(page, "有劳动能力", "是")
    choose(page, "有就业意愿", "是")
    pick(page, "希望从事的职业", 1)
    choose(page, "需要的服务", "职业介绍")


def sign(page, name):
    """The last step: both promises, the name, the tick."""
    page.wait_for_url("**/check/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("当作签名").fill(name)
    page.get_by_role("button", name="签好了，提交").click()
