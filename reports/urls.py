"""Addresses of this app."""

from django.urls import path, register_converter

from reports.compliance import views as compliance
from reports.dashboard import views as dashboard
from reports.documents.files import EndingConverter
from reports.plan_page import views as plan
from reports.search import views as search
from reports.submissions import views as submissions

register_converter(EndingConverter, "ending")

app_name = "reports"
urlpatterns = [
    path("tong-quan/", dashboard.dashboard, name="dashboard"),
    path("tim-kiem/", search.search, name="search"),
    path("ke-hoach/<int:plan_pk>/", plan.plan, name="plan"),
    path("ke-hoach/<int:plan_pk>/bao-cao/", compliance.compliance, name="compliance"),
    path(
        "ke-hoach/<int:plan_pk>/bao-cao.<ending:ending>",
        compliance.compliance_file,
        name="compliance_file",
    ),
    path(
        "ke-hoach/<int:plan_pk>/don-doc.<ending:ending>", compliance.notice_file, name="notice_file"
    ),
    path("ke-hoach/<int:plan_pk>/so/", plan.plan_number, name="plan_number"),
    path("ke-hoach/<int:plan_pk>/thuc-hien/", plan.plan_release, name="plan_release"),
    path("ke-hoach/<int:plan_pk>/ket-thuc/", plan.plan_close, name="plan_close"),
    path("ke-hoach/<int:plan_pk>/mo-lai/", plan.plan_reopen, name="plan_reopen"),
    path("ke-hoach/<int:plan_pk>/tep/", plan.plan_file_add, name="plan_file_add"),
    path("ke-hoach/<int:plan_pk>/bai-bo/", plan.plan_revoke, name="plan_revoke"),
    path("bao-cao/", submissions.submissions, name="submissions"),
    path("bao-cao/<int:duty_pk>/<int:unit_pk>/", submissions.submission, name="submission"),
    path("bao-cao/<int:duty_pk>/<int:unit_pk>/nop/", submissions.submit_report, name="submit"),
    path("bao-cao/<int:pk>/tiep-nhan/", submissions.accept_submission, name="accept_submission"),
    path("bao-cao/<int:pk>/tra-lai/", submissions.send_back, name="send_back_submission"),
]
