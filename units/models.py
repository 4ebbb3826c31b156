"""Who carries out: the tree of units, their other names, groups, and the roles people hold.

The tree is kept twice: as ``parent`` (the fact) and as ``UnitAncestor`` (every pair of a unit and
one above it), so that "everything below my agency" is one indexed join on either database.
``units.actions`` keeps the two together.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.constraints import RowCheck
from units.agency_settings import SETTINGS
from units.lists.models import ListAnswer, ListImport
from units.policy import ROLE_LABELS, Role
from units.querysets import (
    AgencySettingQuerySet,
    MembershipQuerySet,
    UnitGroupQuerySet,
    UnitQuerySet,
)
from vietnamese.text import fold, one_line, sort_key

__all__ = [
    "AgencySetting",
    "ListAnswer",
    "ListImport",
    "Membership",
    "Unit",
    "UnitAlias",
    "UnitAncestor",
    "UnitGroup",
    "UnitKind",
]

SORT_LENGTH = 1200
ROLE_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items()]


class UnitKind(models.Model):
    """A kind of unit (sở, phòng, UBND xã …); a table, because an office can have its own kinds."""

    code = models.SlugField("mã", max_length=30, primary_key=True)
    name = models.CharField("tên loại", max_length=100, unique=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=100)
    is_external = models.BooleanField("ngoài cơ quan", default=False)
    is_past = models.BooleanField("không còn trong bộ máy", default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "loại đơn vị"
        verbose_name_plural = "loại đơn vị"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    code = models.CharField("mã đơn vị", max_length=40, unique=True)
    name = models.CharField("tên đơn vị", max_length=255)
    short_name = models.CharField("tên viết tắt", max_length=60, blank=True)
    kind = models.ForeignKey(
        UnitKind, on_delete=models.PROTECT, related_name="units", verbose_name="loại"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="đơn vị cấp trên",
    )
    identifier = models.CharField("mã định danh điện tử", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    address = models.CharField("địa chỉ", max_length=255, blank=True)
    active_from = models.DateField("hoạt động từ", null=True, blank=True)
    active_to = models.DateField("hoạt động đến", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="đơn vị kế thừa (sáp nhập, đổi tên)",
    )
    sort_name = models.CharField(max_length=SORT_LENGTH, editable=False, default="")
    sort_code = models.CharField(max_length=SORT_LENGTH, editable=False, default="")
    search_text = models.CharField(max_length=800, editable=False, default="")
    # Counts changes, so that two people never overwrite each other unseen.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = UnitQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["sort_name", "sort_code", "search_text", "revision"]
    )

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["sort_name", "pk"]
        constraints = [
            RowCheck(
                name="unit_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message="Đơn vị không thể là cấp trên của chính mình.",
            ),
            RowCheck(
                name="unit_active_days_in_order",
                condition=Q(active_from__isnull=True)
                | Q(active_to__isnull=True)
                | Q(active_from__lte=F("active_to")),
                violation_error_message="Ngày hết hoạt động phải sau ngày bắt đầu.",
            ),
            models.UniqueConstraint(
                name="unit_identifier_unique_when_given",
                fields=["identifier"],
                condition=~Q(identifier=""),
                violation_error_message="Mã định danh này đã dùng cho đơn vị khác.",
            ),
        ]
        indexes = [
            models.Index(name="unit_sort_name", fields=["sort_name", "id"]),
            models.Index(name="unit_sort_code", fields=["sort_code", "id"]),
            models.Index(name="unit_active_from", fields=["active_from", "id"]),
        ]

    def __str__(self) -> str:
        return self.name

    def fill_derived(self) -> None:
        """Sets the columns by which the unit is sorted and searched, from its names."""
        self.name = one_line(self.name)
        self.sort_name = sort_key(self.name)[:SORT_LENGTH]
        self.sort_code = sort_key(self.code)[:SORT_LENGTH]
        self.search_text = fold(f"{self.code} {self.name} {self.short_name}")

    def clean(self) -> None:
        self.fill_derived()


class UnitAncestor(models.Model):
    """``ancestor`` stands ``distance`` steps above ``unit``; every unit is its own at 0."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="ancestor_links")
    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="descendant_links")
    distance = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="unit_ancestor_once", fields=["unit", "ancestor"]),
            # Together with the line above this makes a cycle of parents unwritable.
            RowCheck(
                name="unit_ancestor_self_at_zero",
                condition=(Q(unit=F("ancestor")) & Q(distance=0))
                | (~Q(unit=F("ancestor")) & Q(distance__gt=0)),
            ),
        ]
        indexes = [models.Index(name="unit_ancestor_down", fields=["ancestor", "unit"])]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.unit_id} ({self.distance})"


class UnitGroup(models.Model):
    """Several units under one name ("Các phòng, đơn vị thuộc Sở").

    Its members are those listed, or, where ``by_rule``, the units below ``under`` (below the agency
    where that is blank), at most ``depth`` steps down (any number where blank), of the kinds given
    (all kinds where none is given).
    """

    name = models.CharField("tên nhóm", max_length=255)
    agency = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="groups", verbose_name="thuộc cơ quan"
    )
    by_rule = models.BooleanField("theo quy tắc", default=True)
    under = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nằm dưới đơn vị",
        help_text="Để trống: nằm dưới chính cơ quan của nhóm.",
    )
    depth = models.PositiveSmallIntegerField(
        "số cấp tính xuống",
        null=True,
        blank=True,
        default=1,
        validators=[MinValueValidator(1)],
        help_text="1 là cấp ngay dưới; để trống: mọi cấp.",
    )
    kinds = models.ManyToManyField(UnitKind, blank=True, verbose_name="các loại đơn vị")
    members = models.ManyToManyField(
        Unit, blank=True, related_name="member_of", verbose_name="các đơn vị (nhóm cố định)"
    )
    sort_name = models.CharField(max_length=SORT_LENGTH, editable=False, default="")
    folded = models.CharField(max_length=255, editable=False, default="")
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = UnitGroupQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[kinds, members], excluded_fields=["sort_name", "folded", "revision"]
    )

    class Meta:
        verbose_name = "nhóm đơn vị"
        verbose_name_plural = "nhóm đơn vị"
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(name="unit_group_name_once", fields=["agency", "name"])
        ]
        indexes = [models.Index(name="unit_group_sort_name", fields=["sort_name", "id"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.sort_name = sort_key(self.name)[:SORT_LENGTH]

    def units(self) -> "UnitQuerySet":
        """The agency's units that belong to the group now; outside bodies, and units for which an
        end is set, are left out."""
        return Unit.objects.in_group(self)


class UnitAlias(models.Model):
    """Another name under which plans call a unit or a group."""

    name = models.CharField("tên gọi khác", max_length=255)
    folded = models.CharField(max_length=255, editable=False)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name="đơn vị",
    )
    group = models.ForeignKey(
        UnitGroup,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name="nhóm đơn vị",
    )
    # A name that the unit bore once: plans of that time still use it.
    until = models.DateField("tên cũ, dùng đến ngày", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "tên gọi khác"
        verbose_name_plural = "tên gọi khác"
        ordering = ["name", "pk"]
        constraints = [
            RowCheck(
                name="alias_of_unit_or_group",
                condition=Q(unit__isnull=False, group__isnull=True)
                | Q(unit__isnull=True, group__isnull=False),
                violation_error_message="Chọn một đơn vị hoặc một nhóm.",
            ),
            models.UniqueConstraint(
                name="alias_once_per_unit",
                fields=["unit", "folded"],
                condition=Q(unit__isnull=False),
            ),
            models.UniqueConstraint(
                name="alias_once_per_group",
                fields=["group", "folded"],
                condition=Q(group__isnull=False),
            ),
        ]
        indexes = [models.Index(name="alias_folded", fields=["folded"])]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = one_line(self.name)
        self.folded = fold(self.name)


class Membership(models.Model):
    """A person holds a role in a unit, from a day and, once it has ended, to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name="người dùng",
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name="đơn vị"
    )
    role = models.CharField("vai trò", max_length=20, choices=ROLE_CHOICES)
    started_on = models.DateField("giữ từ ngày", null=True, blank=True)
    ended_on = models.DateField("thôi giữ từ ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        ordering = ["user__sort_name", "unit__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="membership_once_while_held",
                fields=["user", "unit", "role"],
                condition=Q(ended_on__isnull=True),
                violation_error_message="Người này đang giữ vai trò đó ở đơn vị.",
            ),
            RowCheck(
                name="membership_role_known",
                condition=Q(role__in=[role.value for role in Role]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.unit}"


class AgencySetting(models.Model):
    """What an agency has chosen, where that is not what it would get anyway."""

    agency = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="settings", verbose_name="cơ quan"
    )
    key = models.CharField("thiết lập", max_length=60)
    value = models.JSONField("giá trị")

    objects = AgencySettingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "thiết lập của cơ quan"
        verbose_name_plural = "thiết lập của cơ quan"
        ordering = ["agency", "key"]
        constraints = [models.UniqueConstraint(name="setting_once", fields=["agency", "key"])]

    def __str__(self) -> str:
        labels = {setting.key: setting.label for setting in SETTINGS}
        return f"{self.agency} – {labels.get(self.key, self.key)}"
