"""Addresses of this app."""

from django.urls import path

from tasks.unit_page import views as units
from tasks.views import assigning as giving
from tasks.views import before as first_day
from tasks.views import bulk, coverage, definition, difficulties, figures, people, work

app_name = "tasks"
urlpatterns = [
    path("viec/", work.my_work, name="my_work"),
    path("viec/tat-ca/", work.assignments, name="assignments"),
    path("viec/hang-loat/", bulk.bulk, name="bulk"),
    path("viec/<int:pk>/", work.assignment, name="assignment"),
    path("viec/<int:pk>/tien-do/", work.record_progress, name="record_progress"),
    path("viec/<int:pk>/hoan-thanh/", work.report_done, name="report_done"),
    path("viec/<int:pk>/xac-nhan/", work.confirm_done, name="confirm_done"),
    path("viec/<int:pk>/tra-lai/", work.send_back, name="send_back"),
    path("viec/<int:pk>/gia-han/", work.ask_extension, name="ask_extension"),
    path("viec/gia-han/<int:pk>/", work.decide_extension, name="decide_extension"),
    path("viec/minh-chung/<int:pk>/", work.evidence, name="evidence"),
    path("viec/minh-chung/<int:pk>/anh/<slug:size>/", work.picture, name="picture"),
    path("viec/minh-chung/<int:pk>/rut/", work.withdraw_evidence, name="withdraw_evidence"),
    path("viec/dien-bien/<int:pk>/rut-lai/", work.take_back, name="take_back"),
    path("ke-hoach/<int:plan_pk>/xong-truoc/", first_day.before, name="before"),
    path("nhiem-vu/<int:pk>/giao/", giving.assign, name="assign"),
    path("nhom/<int:pk>/ap-dung/", giving.group_changes, name="group_changes"),
    path("ke-hoach/<int:plan_pk>/nhiem-vu/them/", definition.add_task, name="add_task"),
    path("ke-hoach/<int:plan_pk>/tinh-lai-han/", definition.read_again, name="read_again"),
    path("nhiem-vu/<int:pk>/sua/", definition.edit_task, name="edit_task"),
    path("nhiem-vu/<int:pk>/rut/", definition.withdraw_task, name="withdraw_task"),
    path("nhiem-vu/<int:pk>/theo-doi/", definition.track_task, name="track_task"),
    path("nhiem-vu/<int:pk>/tro-lai/", definition.restore_task, name="restore_task"),
    path("nhiem-vu/<int:pk>/giao-ngay/", definition.assign_now, name="assign_now"),
    path("nhiem-vu/chua-phan-cong/", definition.unassigned, name="unassigned"),
    path("vuong-mac/", difficulties.difficulties, name="difficulties"),
    path("vuong-mac/<int:pk>/", difficulties.difficulty, name="difficulty"),
    path("vuong-mac/<int:pk>/tra-loi/", difficulties.answer, name="answer_difficulty"),
    path("vuong-mac/<int:pk>/chuyen/", difficulties.pass_on, name="pass_difficulty_on"),
    path("vuong-mac/<int:pk>/da-go/", difficulties.close, name="close_difficulty"),
    path("vuong-mac/<int:pk>/mo-lai/", difficulties.reopen, name="reopen_difficulty"),
    path("viec/<int:pk>/vuong-mac/", difficulties.raise_one, name="raise_difficulty"),
    path("chi-tieu/", figures.own_indicators, name="own_indicators"),
    path("don-vi/<int:pk>/chi-tieu/", figures.indicators, name="indicators"),
    path("don-vi/<int:pk>/chi-tieu/bo/", figures.take_ready, name="take_ready"),
    path("don-vi/<int:pk>/chi-tieu/them/", figures.new_indicator, name="new_indicator"),
    path("chi-tieu/<int:pk>/sua/", figures.edit_indicator, name="edit_indicator"),
    path("chi-tieu/<int:pk>/thoi/", figures.end_indicator, name="end_indicator"),
    path("chi-tieu/<int:pk>/dung-lai/", figures.reopen_indicator, name="reopen_indicator"),
    path("nhiem-vu/<int:pk>/chi-tieu/", figures.task_indicators, name="task_indicators"),
    path("don-vi/<int:pk>/so-lieu/", figures.unit_figures, name="unit_figures"),
    path("so-lieu/<int:pk>/sua/", figures.correct_figure, name="correct_figure"),
    path("don-vi/", units.tree, name="unit_tree"),
    path("don-vi/<int:pk>/", units.unit, name="unit"),
    path("don-vi/<int:pk>/ket-thuc/", units.close_unit, name="close_unit"),
    path("don-vi/<int:pk>/sap-nhap/", units.merge_unit, name="merge_unit"),
    path("viec/<int:pk>/phu-trach/", people.assign_officer, name="assign_officer"),
    path("viec/<int:pk>/tam-dung/", people.suspend, name="suspend"),
    path("viec/<int:pk>/tiep-tuc/", people.resume, name="resume"),
    path("viec/<int:pk>/huy/", people.cancel, name="cancel"),
    path("viec/<int:pk>/chuyen-giao/", people.hand_over, name="hand_over"),
    path("nguoi-dung/ngung/", bulk.close_accounts, name="close_accounts"),
    path("nguoi-dung/<int:pk>/ngung/", people.close_account, name="close_account"),
    path("nguoi-dung/vai-tro/<int:pk>/thoi/", people.leave_unit, name="leave_unit"),
    path("ke-hoach/<int:plan_pk>/doi-chieu/", coverage.coverage, name="coverage"),
    path("ke-hoach/<int:plan_pk>/doi-chieu/luu/", coverage.save, name="coverage_save"),
    path("ke-hoach/<int:plan_pk>/doi-chieu/go/", coverage.remove, name="coverage_remove"),
    path(
        "ke-hoach/<int:plan_pk>/doi-chieu/<int:pk>/", coverage.coverage_task, name="coverage_task"
    ),
]
