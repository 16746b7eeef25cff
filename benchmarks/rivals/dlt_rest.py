"""dlt's rest_api source, as its guide writes it: extracts the pages into dlt's own files."""

from __future__ import annotations

import sys
import tempfile

import dlt
from dlt.sources.rest_api import rest_api_source

if __name__ == "__main__":
    source = rest_api_source(
        {
            "client": {
                "base_url": sys.argv[1],
                "paginator": {
                    "type": "page_number",
                    "base_page": 0,
                    "page_param": "page",
                    "total_path": None,
                    "stop_after_empty_page": True,
                },
            },
            "resources": [
                {
                    "name": "punches",
                    "primary_key": "id",
                    "endpoint": {"path": "pages", "data_selector": "records"},
                }
            ],
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline("bench", pipelines_dir=folder, destination="duckdb")
        pipeline.extract(source)
        metrics = pipeline.last_trace.last_extract_info.metrics
        read = sum(
            step["table_metrics"]["punches"].items_count
            for steps in metrics.values()
            for step in steps
            if "punches" in step["table_metrics"]
        )
        sys.stdout.write(f"{read} records\n")
