"""Assignments of people: profiles, groups and rules, and the wages and work rules of jobs."""

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
    # A job without an override has the base wage and the base work rule.
    body={"where": {"employees": EMPLOYEES, **EVER, "overridesOnly": True}},
    batch=1000,
)
BEGINNING = "1753-01-01"
"""The date that UKG uses for the beginning of time."""
POSITION_ID = Column(
    "position_id",
    ("^", "position", "id"),
    INTEGER,
    "Id of the position. The person's own assignment has the person's id as a "
    "negative number; 0 if UKG returns no position.",
    0,
)


class PersonAssignments(Table):
    """All assignments of each person, such as profiles and groups: a row per assignment and entry."""

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
            "Person number: the person's id as people see it in UKG.",
            name="person_number",
        ),
        column("#", STRING, "Kind of assignment, such as accrual_profile.", name="assignment"),
        (
            Column(
                "effective_date",
                ("effectiveDate",),
                DATE,
                f"First date in effect; {BEGINNING} means from the beginning.",
                BEGINNING,
            ),
        ),
        column(
            "expirationDate", DATE, "First date no longer in effect; 3000-01-01 means no end date."
        ),
        (
            Column(
                "entry",
                (".",),
                JSON_TEXT,
                "The entire entry, as JSON text. Its fields depend on the kind of assignment.",
            ),
        ),
    )


class BaseWorkRules(Table):
    """The base wage and base work rule of each person or position over time."""

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
            "Person number: the person's id as people see it in UKG.",
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
        column("effectiveDate", DATE, "First date in effect."),
        column("expirationDate", DATE, "First date no longer in effect."),
        column("baseWage", NUMBER, "Base wage, in money per hour."),
        ref("baseWorkRule", "the work rule", to="work_rules"),
        column("totalElements", INTEGER, "Number of jobs with their own wage or work rule."),
    )


class WageWorkRules(Table):
    """The wages and work rules of single jobs that differ from a person's base ones, over time."""

    name = "wage_work_rules"
    operation = WAGE_WORK_RULES
    records = "effectiveDatedWageWorkRules.wageWorkRules"
    primary_keys = ("person_id", "position_id", "job_id", "effective_date")
    columns = table(
        column("^.^.employee.id", INTEGER, "Id of the person.", name="person_id", to="persons"),
        column(
            "^.^.employee.qualifier",
            STRING,
            "Person number: the person's id as people see it in UKG.",
            name="person_number",
        ),
        (replace(POSITION_ID, source=("^", *POSITION_ID.source)),),
        column("^.effectiveDate", DATE, "First date in effect.", name="effective_date"),
        column("^.expirationDate", DATE, "First date no longer in effect.", name="expiration_date"),
        ref("job", "the job, a location", to="locations"),
        column("wage", NUMBER, "Wage, in money per hour."),
        ref("workRule", "the work rule", to="work_rules"),
        version(),
    )
