"""Addresses of this app."""

from django.urls import path, register_converter

from reports.calendar import views as calendar
from reports.compliance.views import document_form
from reports.compliance.views import lists as written
from reports.compliance.views import plan_report as compliance
from reports.compliance.views import reports as report
from reports.dashboard import views as dashboard
from reports.documents.files import EndingConverter
from reports.figures import views as figures
from reports.making import views as making
from reports.notices import views as notices
from reports.plan_page import views as plan
from reports.search import views as search
from reports.submissions.views import asking, lists, one

register_converter(EndingConverter, "ending")

app_name = "reports"
urlpatterns = [
    path("tong-quan/", dashboard.dashboard, name="dashboard"),
    path("tong-quan/theo-thang/", dashboard.months, name="dashboard_months"),
    path("lich/", calendar.month, name="calendar"),
    path("lich/nam/", calendar.year, name="calendar_year"),
    path("lich/dia-chi/", calendar.feed_page, name="feed_page"),
    path("lich/dia-chi/moi/", calendar.renew, name="renew_feed"),
    path("lich/dia-chi/dong/", calendar.stop, name="stop_feed"),
    path("lich/<int:user_pk>/<str:secret>.ics", calendar.feed, name="feed"),
    path("ke-hoach/<int:plan_pk>/lich/", calendar.plan_months, name="plan_calendar"),
    path("so-lieu/", figures.figures, name="figures"),
    path("so-lieu/tom-tat/", figures.figures_brief, name="figures_brief"),
    path("so-lieu.xlsx", figures.figures_export, name="figures_xlsx"),
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
    path("bao-cao-tong-hop/", written.reports, name="reports"),
    path("bao-cao-tong-hop/hang-loat/", written.many_reports, name="many_reports"),
    path("bao-cao-tong-hop/moi/", report.new_report, name="new_report"),
    path("bao-cao-tong-hop/<int:pk>/", report.report, name="report"),
    path("bao-cao-tong-hop/<int:pk>/phan/<slug:key>/", report.write_section, name="write_section"),
    path("bao-cao-tong-hop/<int:pk>/phu-luc/", report.report_annexes, name="report_annexes"),
    path("bao-cao-tong-hop/<int:pk>/bo/", report.drop_report, name="drop_report"),
    path("bao-cao-tong-hop/<int:pk>/ban-hanh/", report.issue_report, name="issue_report"),
    path("bao-cao-tong-hop/<int:pk>/ban-da-ky/", report.attach_signed, name="attach_signed"),
    path("bao-cao-tong-hop/<int:pk>/thay-the/", report.correct_report, name="correct_report"),
    path(
        "bao-cao-tong-hop/<int:pk>/van-ban.<ending:ending>",
        report.report_document,
        name="report_document",
    ),
    path("bao-cao-tong-hop/lap-tep/<int:pk>/", making.file_job, name="file_job"),
    path("bao-cao-tong-hop/lap-tep/<int:pk>/tep/", making.file_job_file, name="file_job_file"),
    path("bao-cao-tong-hop/lap-tep/<int:pk>/dung/", making.stop_file_job, name="stop_file_job"),
    path("bao-cao-tong-hop/lap-tep/<int:pk>/lai/", making.file_job_again, name="file_job_again"),
    path("bao-cao-tong-hop/tep/<int:pk>/", report.report_file, name="report_file"),
    path("don-vi/<int:unit_pk>/mau-van-ban/", document_form.document_form, name="document_form"),
    path("don-vi/<int:unit_pk>/mau-noi-dung/", document_form.report_text, name="report_text"),
    path("kiem-tra/<slug:code>/", report.verify, name="verify"),
    path(
        "ke-hoach/<int:plan_pk>/van-ban.<ending:ending>", plan.plan_document, name="plan_document"
    ),
    path("ke-hoach/<int:plan_pk>/so/", plan.plan_number, name="plan_number"),
    path("ke-hoach/<int:plan_pk>/thuc-hien/", plan.plan_release, name="plan_release"),
    path("ke-hoach/<int:plan_pk>/ket-thuc/", plan.plan_close, name="plan_close"),
    path("ke-hoach/<int:plan_pk>/mo-lai/", plan.plan_reopen, name="plan_reopen"),
    path("ke-hoach/<int:plan_pk>/bao-cao-truoc/", plan.past_reports, name="past_reports"),
    path("ke-hoach/<int:plan_pk>/tep/", plan.plan_file_add, name="plan_file_add"),
    path("ke-hoach/<int:plan_pk>/bai-bo/", plan.plan_revoke, name="plan_revoke"),
    path("bao-cao/cua-don-vi/", lists.own_reports, name="own_reports"),
    path("bao-cao/", lists.submissions, name="submissions"),
    path("bao-cao/hang-loat/", lists.many_submissions, name="many_submissions"),
    path("bao-cao/bang/", lists.board, name="board"),
    path("bao-cao/che-do/", lists.duties, name="duties"),
    path("bao-cao/van-ban/", lists.letters, name="letters"),
    path("bao-cao/so-lieu/", lists.submission_figures, name="submission_figures"),
    path("bao-cao/so-lieu/<int:pk>/", lists.decide_figure, name="decide_figure"),
    path("bao-cao/yeu-cau/", asking.new_request, name="new_request"),
    path("bao-cao/yeu-cau/<int:pk>/rut/", asking.drop_request, name="drop_request"),
    path("bao-cao/yeu-cau/<int:pk>/tep/", asking.request_file, name="request_file"),
    path("bao-cao/de-cuong/<int:pk>/", asking.duty_outline, name="duty_outline"),
    path("bao-cao/de-cuong/<int:pk>/tep/", asking.read_duty_outline, name="read_duty_outline"),
    path("bao-cao/de-cuong/<int:pk>/noi/", asking.join_duty_figures, name="join_duty_figures"),
    path("bao-cao/de-cuong/<int:pk>/long-ghep/", asking.nest_duty, name="nest_duty"),
    path("bao-cao/<int:duty_pk>/<int:unit_pk>/", one.submission, name="submission"),
    path("bao-cao/<int:duty_pk>/<int:unit_pk>/nop/", one.submit_report, name="submit"),
    path("bao-cao/<int:duty_pk>/<int:unit_pk>/nhap/", one.save_draft, name="save_draft"),
    path(
        "bao-cao/<int:duty_pk>/<int:unit_pk>/tep/",
        one.add_submission_file,
        name="add_submission_file",
    ),
    path(
        "bao-cao/<int:duty_pk>/<int:unit_pk>/van-ban.<ending:ending>",
        one.submission_document,
        name="submission_document",
    ),
    path("bao-cao/tep/<int:pk>/", one.submission_file, name="submission_file"),
    path(
        "bao-cao/tep/<int:pk>/bo/",
        one.remove_submission_file,
        name="remove_submission_file",
    ),
    path("bao-cao/<int:pk>/rut/", one.withdraw_report, name="withdraw_report"),
    path("bao-cao/<int:pk>/tiep-nhan/", one.accept_submission, name="accept_submission"),
    path("bao-cao/<int:pk>/rut-quyet-dinh/", one.take_decision_back, name="take_decision_back"),
    path("bao-cao/<int:pk>/tra-lai/", one.send_back, name="send_back_submission"),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/da-xem/", notices.read_all, name="read_notices"),
    path("thong-bao/<int:pk>/", notices.notice, name="notice"),
    path("don-doc/", notices.remind_of_work, name="remind"),
    path("don-doc/bao-cao/", notices.remind_of_reports, name="remind_of_reports"),
    path("don-doc/da-gui/", notices.reminders, name="reminders"),
    path("don-doc/<int:pk>/", notices.reminder, name="reminder"),
]
