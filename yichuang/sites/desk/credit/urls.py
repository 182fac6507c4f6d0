"""Addresses of 信用记录 at the desk."""

from django.urls import path

from yichuang.sites.desk.credit import record

urlpatterns = [
    path("<uuid:uuid>/", record.shown, name="credit_record"),
    path("<uuid:uuid>/answer/", record.answer, name="answer_credit_objection"),
    path("<uuid:uuid>/repair/", record.repair, name="repair_credit"),
]
