"""What is assigned to people: profiles, groups and rules, and the wages and work rules of jobs."""

from __future__ import annotations

from dataclasses import replace

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Table
from tap_ukg_wfm.streams.fields import EVER
from tap_ukg_wfm.tables.columns import (
    DATE,
    INTEGER,
    JSON_TEXT,
    NUMBER,
    STRING,
    Column,
    column,
    ref,
    table,
    version,
)

EMPLOYEES = {"key": "personid", "values": "$person_id_texts"}
ASSIGNMENTS = Operation(
    "/v1/commons/persons/assignments/multi_read",
    body={"where": {"employees": EMPLOYEES}},
    batch=50,
)
WAGE_WORK_RULES = Operation(
    "/v1/commons/persons/wage_work_rules/multi_read",
    access_control_point="WAGE",
    # Without overrides a job has the base wage and rule.
    body={"where": {"employees": EMPLOYEES, **EVER, "overridesOnly": True}},
    batch=1000,
)
BEGINNING = "1753-01-01"
"""What UKG writes for the beginning of time."""
POSITION_ID = Column(
    "position_id",
    ("^", "position", "id"),
    INTEGER,
    "Id of the position: minus the person's id for the person's own assignment; 0 where UKG names none.",
    0,
)


class PersonAssignments(Table):
    """Everything that is assigned to each person, whatever it is: a row per name and entry."""

    name = "person_assignments"
    operation = ASSIGNMENTS
    records = "personAssignments.*"
    numbered = True
    primary_keys = ("person_id", "assignment", "effective_date", "line_number")
    columns = table(
        column(
            "^.^.personIdentity.personKey",
            INTEGER,
            "Id of the person.",
            name="person_id",
            to="persons",
        ),
        column(
            "^.^.personIdentity.personNumber",
            STRING,
            "Number by which people know the person.",
            name="person_number",
        ),
        column("#", STRING, "Name of the assignment, such as accrual_profile.", name="assignment"),
        (
            Column(
                "effective_date",
                ("effectiveDate",),
                DATE,
                f"First date on which it holds; {BEGINNING} where it always has.",
                BEGINNING,
            ),
        ),
        column("expirationDate", DATE, "Date on which it holds no more; 3000-01-01 is no end."),
        (
            Column(
                "entry",
                (".",),
                JSON_TEXT,
                "The whole entry, as JSON text: each assignment has fields of its own.",
            ),
        ),
    )


class BaseWorkRules(Table):
    """The base wage and base work rule of each person, or position, over time."""

    name = "base_work_rules"
    operation = WAGE_WORK_RULES
    records = "effectiveDatedWageWorkRules"
    primary_keys = ("person_id", "position_id", "effective_date")
    left_out = ("deleteBaseWage", "deleteBaseWorkRule")
    columns = table(
        column("^.employee.id", INTEGER, "Id of the person.", name="person_id", to="persons"),
        column(
            "^.employee.qualifier",
            STRING,
            "Number by which people know the person.",
            name="person_number",
        ),
        (POSITION_ID,),
        column("^.position.name", STRING, "Name of the position.", name="position_name"),
        column(
            "^.position.externalId",
            STRING,
            "Id of the position in another system.",
            name="position_external_id",
        ),
        column("effectiveDate", DATE, "First date on which it holds."),
        column("expirationDate", DATE, "Date on which it holds no more."),
        column("baseWage", NUMBER, "Base wage, in money per hour."),
        ref("baseWorkRule", "the work rule", to="work_rules"),
        column("totalElements", INTEGER, "How many jobs have a wage or a work rule of their own."),
    )


class WageWorkRules(Table):
    """The wages and work rules that differ from a person's base ones for single jobs, over time."""

    name = "wage_work_rules"
    operation = WAGE_WORK_RULES
    records = "effectiveDatedWageWorkRules.wageWorkRules"
    primary_keys = ("person_id", "position_id", "job_id", "effective_date")
    columns = table(
        column("^.^.employee.id", INTEGER, "Id of the person.", name="person_id", to="persons"),
        column(
            "^.^.employee.qualifier",
            STRING,
            "Number by which people know the person.",
            name="person_number",
        ),
        (replace(POSITION_ID, source=("^", *POSITION_ID.source)),),
        column("^.effectiveDate", DATE, "First date on which it holds.", name="effective_date"),
        column("^.expirationDate", DATE, "Date on which it holds no more.", name="expiration_date"),
        ref("job", "the job, a location", to="locations"),
        column("wage", NUMBER, "Wage, in money per hour."),
        ref("workRule", "the work rule", to="work_rules"),
        version(),
    )
