"""The compliance report of a plan for a period, as finished values.

Where it stands is read once (``facts``), told in official Vietnamese (``frame``, ``parts``,
``tables``) and handed over as a frozen ``ComplianceReport``, which the page and the PDF set out.
"""

from __future__ import annotations

import datetime

from plans.models import Plan
from plans.schedule import Period
from reports.compliance import official_form
from reports.compliance.facts import gather
from reports.compliance.parts import parts
from reports.compliance.report import ComplianceReport
from reports.compliance.tables import annex
from reports.compliance.wording import lower_first


def build_compliance(plan: Plan, *, period: Period, today: datetime.date) -> ComplianceReport:
    """The report on what was done under ``plan`` in ``period``, judged on the period's last day or
    on ``today``, whichever comes first.  The number of queries is constant."""
    facts = gather(plan, period=period, today=today)
    header, title = official_form.header(facts), official_form.title(facts)
    return ComplianceReport(
        name=f"Báo cáo {lower_first(title.subject)} {title.span}",
        filename=official_form.filename(facts),
        header=header,
        title=title,
        addressee=official_form.addressee(facts),
        bases=official_form.bases(facts),
        opening=official_form.opening(facts),
        parts=parts(facts),
        closing=official_form.closing(facts),
        signature=official_form.signature(plan),
        recipients=official_form.recipients(facts),
        annex=annex(facts, official_form.annex_source(facts, header)),
        counts=facts.counts,
        notices=official_form.notices(facts),
    )
