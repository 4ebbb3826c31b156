"""Addresses of this app."""

from django.urls import URLPattern, path, re_path

from units.lists.lists import GROUPS, PEOPLE, UNITS, Listing
from units.people import views as people
from units.views import directory, groups, imports
from units.views.imports import page_of

app_name = "units"


def _list(listing: Listing) -> list[URLPattern]:
    """The addresses on which one list comes in and goes out."""
    top, name = f"{listing.folder}/nhap/", f"import_{listing.key}"
    kept = rf"^{top}(?P<sha256>[0-9a-f]{{64}})/"
    found = [
        path(top, page_of(imports.bring, listing), name=name),
        path(f"{top}tep-mau/", page_of(imports.bring_template, listing), name=f"{name}_template"),
        path(
            f"{listing.folder}/xuat/",
            page_of(imports.export, listing),
            name=f"export_{listing.key}",
        ),
    ]
    steps = (
        ("", imports.preview, "preview"),
        ("ghi/", imports.write, "write"),
        ("ket-qua/", imports.done, "done"),
        ("ly-do/", imports.reasons, "reasons"),
        ("con-lai/", imports.unnamed, "unnamed"),
        *([("thu-moi/", imports.invite, "invite")] if listing is PEOPLE else []),
    )
    for end, view, step in steps:
        found.append(re_path(rf"{kept}{end}$", page_of(view, listing), name=f"{name}_{step}"))
    return found


urlpatterns = [
    path("don-vi/moi/", directory.new_unit, name="new_unit"),
    path("don-vi/<int:pk>/sua/", directory.edit_unit, name="edit_unit"),
    path("don-vi/<int:pk>/doi-ten/", directory.rename_unit, name="rename_unit"),
    path("don-vi/<int:pk>/chuyen/", directory.move_unit, name="move_unit"),
    path("don-vi/<int:pk>/mo-lai/", directory.reopen_unit, name="reopen_unit"),
    path("don-vi/<int:pk>/ten-khac/", directory.add_alias, name="add_alias"),
    path(
        "don-vi/<int:pk>/ten-khac/<int:alias_pk>/bo/", directory.remove_alias, name="remove_alias"
    ),
    path("nhom/", groups.groups, name="groups"),
    path("nhom/hang-loat/", groups.many_groups, name="many_groups"),
    path("nhom/moi/", groups.new_group, name="new_group"),
    path("nhom/<int:pk>/", groups.group, name="group"),
    path("nhom/<int:pk>/sua/", groups.edit_group, name="edit_group"),
    path("nhom/<int:pk>/xoa/", groups.delete_group, name="delete_group"),
    path("nhom/<int:pk>/ten-khac/", groups.add_group_alias, name="add_group_alias"),
    path(
        "nhom/<int:pk>/ten-khac/<int:alias_pk>/bo/",
        groups.remove_group_alias,
        name="remove_group_alias",
    ),
    path("don-vi/phan-quyen/", directory.policy, name="policy"),
    path("thiet-lap/", directory.own_settings, name="settings"),
    path("don-vi/<int:pk>/thiet-lap/", directory.agency_settings, name="agency_settings"),
    *_list(UNITS),
    *_list(PEOPLE),
    *_list(GROUPS),
    path("nguoi-dung/tim/", people.find_people, name="find_people"),
    path("don-vi/tim/", people.find_units, name="find_units"),
    path("nguoi-dung/", people.people, name="people"),
    path("nguoi-dung/hang-loat/", people.many, name="many_people"),
    path("nguoi-dung/them/", people.add_person, name="add_person"),
    path("nguoi-dung/<int:pk>/", people.person, name="person"),
    path("nguoi-dung/<int:pk>/lien-he/", people.change_details, name="change_details"),
    path("nguoi-dung/<int:pk>/vai-tro/", people.give_role, name="give_role"),
    path("nguoi-dung/<int:pk>/moi/", people.invite_person, name="invite_person"),
    path("nguoi-dung/<int:pk>/mat-khau/", people.first_password, name="first_password"),
    path("nguoi-dung/<int:pk>/mo-lai/", people.reopen_account, name="reopen_account"),
]
