"""Addresses of what belongs to one person or unit: the account, applications, cases, messages, tracking."""

from django.urls import path

from yichuang.sites.portal import (
    apply,
    apply_check,
    apply_form,
    case,
    files,
    my,
    papers,
    passwords,
    register,
    signin,
)

urlpatterns = [
    path("accounts/login/", signin.sign_in),
    path("accounts/logout/", signin.sign_out),
    path("accounts/extend/", signin.extend),
    path("accounts/register/", register.register),
    path("accounts/reset/", passwords.reset),
    path("accounts/password/", passwords.change),
    path("apply/<str:code>/", apply.start),
    path("drafts/<uuid:draft_id>/", apply.resume),
    path("drafts/<uuid:draft_id>/situation/", apply.situation),
    path("drafts/<uuid:draft_id>/form/", apply_form.form),
    path("drafts/<uuid:draft_id>/save/", apply_form.save),
    path("drafts/<uuid:draft_id>/files/", files.upload),
    path("drafts/<uuid:draft_id>/check/", apply_check.check),
    path("drafts/<uuid:draft_id>/done/", apply_check.done),
    path("drafts/<uuid:draft_id>/discard/", apply.discard),
    path("my/", my.mine),
    path("my/papers/<uuid:paper_id>.pdf", papers.paper),
    path("my/files/<uuid:file_id>/", files.show),
    path("my/cases/<uuid:case_id>/", case.case),
    path("my/cases/<uuid:case_id>/receipt.pdf", papers.receipt),
    path("my/cases/<uuid:case_id>/result/", case.result),
    path("my/cases/<uuid:case_id>/withdraw/", case.withdraw),
    path("my/cases/<uuid:case_id>/password/", case.password),
    path("my/cases/<uuid:case_id>/ask/", case.ask),
]
