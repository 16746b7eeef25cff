"""Prints the Snowflake type of every column of a catalog on stdin, as target-snowflake makes it.

Runs in the target's own environment. The reviewed result is tests/snowflake_types.json: after a change,
run `tap-ukg-wfm --config FILE --discover | PYTHON tests/column_types.py`, with that environment's PYTHON
and a FILE that has the settings without which some streams are not there.
"""

from __future__ import annotations

import json
import sys

from target_snowflake.connector import SnowflakeConnector

connector = SnowflakeConnector(config={})
types = {
    entry["stream"]: {
        name: str(connector.to_sql_type(schema))
        for name, schema in entry["schema"]["properties"].items()
    }
    for entry in json.load(sys.stdin)["streams"]
}
sys.stdout.write(json.dumps(types, indent=1) + "\n")
