"""Addresses of what belongs to one person or unit: the account, applications, cases, messages, tracking."""

from django.urls import path

from yichuang.sites.portal.account import account, passwords, phone, proving, register, signin
from yichuang.sites.portal.apply import beginning, check, files, form, sheet
from yichuang.sites.portal.mine import case, concerned, correct, inbox, late, my, papers, tracking

urlpatterns = [
    path("accounts/login/", signin.sign_in),
    path("accounts/logout/", signin.sign_out),
    path("accounts/extend/", signin.extend),
    path("accounts/register/", register.register),
    path("accounts/reset/", passwords.reset),
    path("accounts/password/", passwords.change),
    path("apply/<str:code>/", beginning.start),
    path("drafts/<uuid:draft_id>/", beginning.resume),
    path("drafts/<uuid:draft_id>/situation/", beginning.situation),
    path("drafts/<uuid:draft_id>/form/", form.form),
    path("drafts/<uuid:draft_id>/save/", form.save),
    path("drafts/<uuid:draft_id>/files/", files.upload),
    path("drafts/<uuid:draft_id>/rows/<slug:table>/", sheet.bring),
    path("drafts/<uuid:draft_id>/rows/<slug:table>/template.xlsx", sheet.template),
    path("drafts/<uuid:draft_id>/check/", check.check),
    path("drafts/<uuid:draft_id>/done/", check.done),
    path("drafts/<uuid:draft_id>/discard/", beginning.discard),
    path("my/", my.mine),
    path("my/papers/<uuid:paper_id>/", papers.read),
    path("my/papers/<uuid:paper_id>.pdf", papers.paper),
    path("my/files/<uuid:file_id>/", files.show),
    path("my/cases/<uuid:case_id>/", case.case),
    path("my/cases/<uuid:case_id>/receipt/", papers.read_receipt),
    path("my/cases/<uuid:case_id>/receipt.pdf", papers.receipt),
    path("my/cases/<uuid:case_id>/result/", case.result),
    path("my/cases/<uuid:case_id>/withdraw/", case.withdraw),
    path("my/cases/<uuid:case_id>/password/", case.password),
    path("my/cases/<uuid:case_id>/ask/", case.ask),
    path("my/cases/<uuid:case_id>/urge/", late.urge),
    path("my/cases/<uuid:case_id>/agents/<int:party>/end/", case.end_mandate),
    path("my/concerned/<uuid:case_id>/", concerned.concerned),
    path("my/concerned/<uuid:case_id>/object/", concerned.object_to),
    path("my/cases/<uuid:case_id>/correct/", correct.correct),
    path("my/cases/<uuid:case_id>/correct/rows/<slug:table>/template.xlsx", correct.template),
    path("my/access/", account.access),
    path("account/", account.account),
    path("account/prove/", proving.prove),
    path("account/phone/", phone.change),
    path("account/units/<uuid:account_id>/", proving.authorise),
    path("messages/", inbox.inbox),
    path("messages/read/", inbox.read_all),
    path("messages/<uuid:message_id>/", inbox.read),
    path("track/", tracking.track),
    path("t/<str:number>", tracking.track),
]
