"""The permission table, held tight: a changed line of it must be meant."""

import pytest

from units.policy import (
    CAPABILITY_LABELS,
    GRANTS,
    REACH_LABELS,
    ROLE_LABELS,
    Capability,
    Reach,
    Role,
    capabilities_of,
    roles_reaching,
)

# capability: staff, head, coordinator, leader, admin – "o" own, "t" subtree, "*" all, "-" nothing.
TABLE = {
    Capability.USE_PROGRAM: "oooo*",
    Capability.VIEW_UNITS: "ottt*",
    Capability.VIEW_WORK: "ottt*",
    Capability.RECORD_PROGRESS: "ott-*",
    Capability.CONFIRM_WORK: "-tt-*",
    Capability.DECIDE_EXTENSION: "--tt*",
    Capability.REMIND: "--tt*",
    Capability.ANSWER_DIFFICULTIES: "--tt*",
    Capability.READ_PLANS: "--tt*",
    Capability.IMPORT_PLANS: "--t-*",
    Capability.VIEW_DASHBOARD: "-ttt*",
    Capability.PRODUCE_REPORTS: "--tt*",
    Capability.ASSIGN_WORK: "--t-*",
    Capability.ASSIGN_OFFICERS: "-tt-*",
    Capability.MANAGE_GROUPS: "--t-*",
    Capability.CHANGE_SETTINGS: "--t-*",
    Capability.MANAGE_PEOPLE: "----*",
    Capability.CREATE_UNITS: "--t-*",
    Capability.MANAGE_UNITS: "----*",
    Capability.ADMINISTER: "----*",
}
SIGNS = {"o": Reach.OWN, "t": Reach.SUBTREE, "*": Reach.ALL, "-": None}
CASES = [
    (capability, role, SIGNS[sign])
    for capability, signs in TABLE.items()
    for role, sign in zip(Role, signs, strict=True)
]


@pytest.mark.parametrize(("capability", "role", "reach"), CASES)
def test_each_role_may_do_what_the_table_says_and_no_more(capability, role, reach):
    assert GRANTS[capability].get(role) == reach


def test_the_table_speaks_of_every_capability():
    assert set(GRANTS) == set(Capability) == set(TABLE)


@pytest.mark.parametrize("role", Role)
def test_what_one_role_may_do(role):
    allowed = {cap for cap, who, reach in CASES if who is role and reach is not None}
    assert capabilities_of([role]) == allowed


def test_several_roles_add_up():
    both = capabilities_of([Role.LEADER, Role.STAFF])
    assert both == capabilities_of([Role.LEADER]) | capabilities_of([Role.STAFF])


def test_no_role_may_do_nothing():
    assert capabilities_of([]) == frozenset()


@pytest.mark.parametrize("capability", Capability)
@pytest.mark.parametrize("reach", Reach)
def test_roles_are_found_by_their_reach(capability, reach):
    expected = {role for cap, role, how_far in CASES if cap is capability and how_far is reach}
    assert set(roles_reaching(capability, reach)) == expected


def test_the_table_cannot_be_changed_while_the_program_runs():
    with pytest.raises(TypeError):
        GRANTS[Capability.ADMINISTER] = {}  # type: ignore[index]
    with pytest.raises(TypeError):
        ROLE_LABELS[Role.STAFF] = ""  # type: ignore[index]


def test_everything_in_the_table_has_a_name_in_vietnamese():
    assert set(ROLE_LABELS) == set(Role)
    assert set(CAPABILITY_LABELS) == set(Capability)
    assert set(REACH_LABELS) == set(Reach)
