"""Every citation that is written carries the key by which its document is found."""

import pytest

from intake.create_plan import make_citations
from plans.models import LegalBasis
from reading.draft import CitationDraft, PlanDraft
from tests.factories import PlanFactory

pytestmark = pytest.mark.django_db


def test_citations_read_from_a_document_have_their_key():
    draft = PlanDraft(
        title="Kế hoạch",
        legal_bases=(CitationDraft(kind="Kết luận", number="02- KL/TW"),),
        references=(CitationDraft(kind="Nghị định", number="105/2025/NĐ-CP"),),
    )

    make_citations(PlanFactory(), draft)

    assert list(LegalBasis.objects.order_by("key").values_list("key", flat=True)) == [
        "105-2025-nd-cp",
        "2-kl-tw",
    ]


def test_a_citation_mended_by_hand_takes_its_key_anew():
    row = LegalBasis(plan=PlanFactory(), order=1, kind="Nghị định", number="105/2025/NĐ-CP")
    row.full_clean()
    row.save()
    row.number = "50/2024/NĐ-CP"
    row.full_clean()

    assert row.key == "50-2024-nd-cp"
