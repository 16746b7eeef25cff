"""What people attested when they punched."""

from __future__ import annotations

from tap_ukg_wfm.api.operations import Operation
from tap_ukg_wfm.streams.base import Dated, Table
from tap_ukg_wfm.streams.fields import DATES
from tap_ukg_wfm.tables.columns import (
    BOOLEAN,
    DATE,
    INTEGER,
    LOCAL,
    STRING,
    Column,
    column,
    either,
    person,
    ref,
    table,
)

ATTESTATION = Operation(
    "/v1/timekeeping/attestation/multi_read",
    body={"where": {"employees": "$person_refs", "dateRange": DATES}, "select": "$select"},
    batch=500,
    # Tenants may select by UTC date, but rows have local dates.
    margin=1,
)
UNIQUE_ID = Column(
    "unique_id",
    ("uniqueId",),
    INTEGER,
    "Number that tells apart answers with the same id; 0 if UKG returns none.",
    0,
)


class Attestations(Table):
    """Questions that people were asked when they punched, and their answers."""

    name = "attestations"
    operation = ATTESTATION
    select = "attestationDailyDetail"
    records = "attestationDailyDetail"
    primary_keys = ("person_id", "id", "unique_id")
    reads = Dated("attestation_date")
    columns = table(
        person(),
        column("id", INTEGER, "Id of the answer."),
        (UNIQUE_ID,),
        either(
            "attestation_date",
            DATE,
            "Local date of the answer; the UTC date of the transaction if UKG returns no "
            "local time.",
            "questionAnsweredDtm",
            "punchDtm",
            "punchTransactionStartDtm",
        ),
        column("question", STRING, "Question, as shown to the person."),
        column("shortQuestion", STRING, "Short form of the question."),
        column("answer", STRING, "Answer that the person chose."),
        column("questionAnsweredDtm", LOCAL, "When the person answered, in local time."),
        column(
            "questionDuration",
            INTEGER,
            "Time that the person took to answer. UKG does not document the unit.",
        ),
        column("punchTransactionStartDtm", LOCAL, "When the attestation began, in UTC."),
        column("punchTransactionEndDtm", LOCAL, "When the attestation ended, in UTC."),
        column(
            "punchDtm",
            LOCAL,
            "When the person punched, in local time; null if no punch resulted.",
        ),
        column(
            "punchDuration",
            INTEGER,
            "Time that the attestation took. UKG does not document the unit.",
        ),
        column("isPunchSubmitted", BOOLEAN, "Whether the punch was submitted."),
        ref("createdByUser", "the user who created the attestation"),
        ref("punchButton", "the button that the person chose"),
        ref("punchOverride", "the type of punch that the person chose"),
        column("manualTimeEntryWorkflow", BOOLEAN, "Whether time was entered manually."),
        column("manualTimeEntryStatus", STRING, "Status of the manually entered time."),
        column("deviceId", STRING, "Id of the device."),
        ref("job", "the job", to="locations"),
        ref("laborCategory", "the labor category", to="labor_categories"),
        ref("position", "the position"),
        column("userEnteredPosition", BOOLEAN, "Whether a user chose the position."),
    )
