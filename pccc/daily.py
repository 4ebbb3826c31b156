"""What every day asks for, in order, and what came of it in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db import transaction

from accounts.invitations import end_lost_invitations
from accounts.jobs import LOST_AFTER, end_lost_tasks
from intake.draft_lock import end_old_holds
from plans.actions import run_on
from reports.making.actions import end_lost_jobs, forget_old_files
from reports.notices.actions import SaidToday, forget_old_notices, say_what_is_due
from reports.notices.letters import Post, Sending, send_digests, send_left_reminders
from tasks.actions.assigning import open_periods
from tasks.models import DailyRun


def run_day(*, post: Post, is_rehearsal: bool = False) -> Iterator[str]:
    """Does what the day asks for and tells it line by line.

    A rehearsal tells what would be said, writes nothing and sends nothing.  Run again on the same
    day it does what has come up since and nothing twice; each step is whole by itself.
    """
    with transaction.atomic():
        yield f"Kế hoạch không định ngày kết thúc, tiếp tục sang năm nay: {run_on(on=post.on)}."
        yield f"Kỳ mới mở: {open_periods(on=post.on)} phần việc."
        yield f"Bản nháp hết thời gian giữ: {end_old_holds(now=post.at)}."
        yield f"Tệp lập riêng bị gián đoạn: {end_lost_jobs(at=post.at)}."
        yield f"Thư mời không rõ đã gửi hay chưa: {end_lost_invitations(at=post.at)}."
        if lost := end_lost_tasks(post.at):
            yield f"Việc chạy nền bị gián đoạn: {lost}."
        said = say_what_is_due(on=post.on)
        yield from _said_words(said, post.on)
        if is_rehearsal:
            transaction.set_rollback(True)
            yield "Chạy thử: không ghi gì và không gửi thư."
            return
    if not said.is_day_off:
        yield from _letter_words(send_digests(post=post), "Thư nhắc việc")
    yield from _letter_words(send_left_reminders(post=post), "Thư đôn đốc gửi lại")
    if files := forget_old_files(on=post.on):
        yield f"Tệp lập riêng đã hết thời gian giữ: {files}."
    if forgotten := forget_old_notices(on=post.on):
        yield f"Thông báo cũ hơn một năm đã xóa: {forgotten}."


def run_day_once(*, post: Post) -> list[str] | None:
    """As ``run_day``, by whichever process comes first; what the day did where it is done already,
    None while another process is at it.  A day that broke off is taken over."""
    run, is_mine = DailyRun.objects.get_or_create(on=post.on, defaults={"started_at": post.at})
    if run.finished_at:
        return run.told.splitlines()
    broken_off = DailyRun.objects.filter(pk=run.pk, started_at__lte=post.at - LOST_AFTER)
    is_mine = is_mine or bool(broken_off.update(started_at=post.at))
    return finish_run(run, post) if is_mine else None


def finish_run(run: DailyRun, post: Post) -> list[str]:
    """Does the day and keeps what it did."""
    lines = list(run_day(post=post))
    run.finished_at, run.told = post.at, "\n".join(lines)
    run.save()
    return lines


def _said_words(said: SaidToday, on: datetime.date) -> Iterator[str]:
    if said.is_day_off:
        yield f"Ngày {on:%d/%m/%Y} là ngày nghỉ: không nhắc, không gửi thư nhắc việc."
        return
    yield f"Thông báo mới: {said.notices}, cho {said.people} người."
    if said.quiet:
        yield f"Gộp vào con số chung, không hiện riêng: {said.quiet}."
    if said.is_first:
        yield (
            "Đây là lần chạy đầu: mỗi người chỉ nhận những việc gấp nhất, phần còn lại được ghi là"
            " đã nhắc."
        )
    if said.unheard:
        yield f"Đơn vị có điều cần nhắc mà chưa có người nhận: {said.unheard}."


def _letter_words(sending: Sending, what: str) -> Iterator[str]:
    yield f"{what}: {sending.sent} thư đã gửi, {len(sending.failed)} thư chưa gửi được."
    for name, refusal in sending.failed:
        yield f"  Chưa gửi được cho {name}: {refusal}"
    if sending.left:
        yield f"Máy chủ thư không trả lời: {sending.left} thư chờ lần chạy sau."
    if sending.without_address:
        yield f"Người có thông báo mà chưa có địa chỉ thư điện tử: {sending.without_address}."
