"""Addresses of the desk."""

from django.urls import include, path

from yichuang.sites.desk import sheet
from yichuang.sites.desk.account import ending, sender, window
from yichuang.sites.desk.delivery import followups, issue
from yichuang.sites.desk.enquiry import enquiries, handing
from yichuang.sites.desk.intake import counter, find, instant, supplying, taking
from yichuang.sites.desk.intake.joined import code
from yichuang.sites.desk.review import away, case, files, worklist
from yichuang.sites.desk.taken import taken
from yichuang.sites.desk.todos import todos

app_name = "desk"
urlpatterns = [
    path("", counter.counter, name="counter"),
    path("who/", counter.who, name="who"),
    path("mandate/", counter.mandate, name="mandate"),
    path("mandates/<uuid:uuid>/end/", ending.end, name="end_mandate"),
    path("employers/", counter.employers, name="employers"),
    path("account/", window.account, name="account"),
    path("items/", counter.suggest, name="items"),
    path("code/", code.shown, name="a_draft_that_was_begun_elsewhere"),
    path("code/open/", code.opened, name="go_on_with_it"),
    path("drafts/<uuid:uuid>/take-up/", code.by_card, name="go_on_by_the_document_alone"),
    path("drafts/<uuid:uuid>/discard/", counter.discard, name="discard"),
    path("drafts/<uuid:uuid>/rows/<slug:table>/", sheet.bring, name="sheet"),
    path(
        "drafts/<uuid:uuid>/rows/<slug:table>/template.xlsx", sheet.template, name="sheet_template"
    ),
    path("take/<slug:code>/", taking.take, name="take"),
    path("take/<slug:code>/keep/", taking.keep, name="keep"),
    path("credit/", include("yichuang.sites.desk.credit.urls")),
    path("worklist/", worklist.board, name="worklist"),
    path("taken/", taken.taken, name="taken"),
    path("taken/<uuid:uuid>/", taken.case, name="taken_case"),
    path("cases/<uuid:uuid>/", case.case, name="case"),
    path("cases/<uuid:uuid>/slip.pdf", files.slip, name="slip"),
    path("cases/<uuid:uuid>/slip/", files.new_slip, name="new_slip"),
    path("cases/<uuid:uuid>/print.pdf", files.step_papers, name="print"),
    path("cases/<uuid:uuid>/papers/<slug:kind>.pdf", files.paper, name="paper"),
    path("cases/<uuid:uuid>/materials/<int:material>/", files.material, name="material"),
    path("cases/<uuid:uuid>/answers/<slug:field>/", files.answer, name="answer"),
    path("cases/<uuid:uuid>/evidence/<uuid:file>/", files.evidence, name="evidence"),
    path(
        "cases/<uuid:uuid>/mandate/",
        files.mandate_of_whoever_came,
        name="mandate_of_whoever_came_for_the_unit",
    ),
    path("cases/<uuid:uuid>/supply/", supplying.supply, name="supply"),
    path(
        "cases/<uuid:uuid>/supply/rows/<slug:table>/template.xlsx",
        supplying.template,
        name="supply_template",
    ),
    path(
        "cases/<uuid:uuid>/sender/",
        sender.confirm,
        name="confirm_who_sent_it_from_an_unproved_account",
    ),
    path("cases/<uuid:uuid>/<slug:verb>/", case.act, name="act"),
    path("issue/", issue.results, name="issue"),
    path("issue/<uuid:uuid>/where/", issue.where, name="where"),
    path("issue/<uuid:uuid>/<slug:verb>/", issue.give, name="give"),
    path("enquiries/", enquiries.questions, name="enquiries"),
    path("enquiries/items/", enquiries.items, name="enquiry_items"),
    path("enquiries/ask/", enquiries.ask, name="ask"),
    path(
        "enquiries/<uuid:uuid>/hand-over/",
        handing.hand_over,
        name="a_question_is_handed_over_to_a_colleague",
    ),
    path("enquiries/<uuid:uuid>/<slug:verb>/", enquiries.act, name="enquiry"),
    path("followups/", followups.due_now, name="followups"),
    path("followups/<uuid:uuid>/", followups.done, name="followup"),
    path("instant/", instant.report, name="instant"),
    path("todos/", todos.todos, name="todos"),
    path("todos/<int:pk>/done/", todos.done, name="todo_done"),
    path("away/<uuid:uuid>/", away.held, name="away"),
    path("find/", find.find, name="find"),
]
