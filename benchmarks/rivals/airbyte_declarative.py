"""The Airbyte CDK's declarative source over the same pages, as its connector builder writes one."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from airbyte_cdk.entrypoint import launch
from airbyte_cdk.sources.declarative.concurrent_declarative_source import (
    ConcurrentDeclarativeSource,
)

REF = {"type": "object", "properties": {"id": {"type": "integer"}, "qualifier": {"type": "string"}}}
TEXTS = ("punchDtm", "roundedPunchDtm", "enteredOnDtm", "updatedOnDtm")
REFS = ("employee", "timeZone", "dataSource", "orgJob", "location", "workRule")
FLAGS = (
    *("isPhantom", "isScheduled", "editable"),
    *("cancelDeduct", "exceptionResolved", "hasComments"),
)
SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        **{name: {"type": "string"} for name in TEXTS},
        **dict.fromkeys(REFS, REF),
        **{name: {"type": "boolean"} for name in FLAGS},
        "costCenter": {"type": "object", "properties": {"costCenter": REF}},
    },
}


def manifest(url: str) -> dict[str, object]:
    """The source's definition."""
    return {
        "version": "6.0.0",
        "type": "DeclarativeSource",
        "check": {"type": "CheckStream", "stream_names": ["punches"]},
        "spec": {"type": "Spec", "connection_specification": {"type": "object", "properties": {}}},
        "streams": [
            {
                "type": "DeclarativeStream",
                "name": "punches",
                "primary_key": ["id"],
                "schema_loader": {"type": "InlineSchemaLoader", "schema": SCHEMA},
                "retriever": {
                    "type": "SimpleRetriever",
                    "requester": {
                        "type": "HttpRequester",
                        "url_base": url,
                        "path": "/pages",
                        "http_method": "GET",
                    },
                    "record_selector": {
                        "type": "RecordSelector",
                        "extractor": {"type": "DpathExtractor", "field_path": ["records"]},
                    },
                    "paginator": {
                        "type": "DefaultPaginator",
                        "page_token_option": {
                            "type": "RequestOption",
                            "inject_into": "request_parameter",
                            "field_name": "page",
                        },
                        "pagination_strategy": {
                            "type": "PageIncrement",
                            "start_from_page": 0,
                            "page_size": 1000,
                            "inject_on_first_request": True,
                        },
                    },
                },
            }
        ],
    }


if __name__ == "__main__":
    catalog = {
        "streams": [
            {
                "stream": {
                    "name": "punches",
                    "json_schema": SCHEMA,
                    "supported_sync_modes": ["full_refresh"],
                },
                "sync_mode": "full_refresh",
                "destination_sync_mode": "append",
            }
        ]
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.json").write_text("{}", "utf-8")
        (folder / "catalog.json").write_text(json.dumps(catalog), "utf-8")
        source = ConcurrentDeclarativeSource(
            catalog=None, config={}, state=None, source_config=manifest(sys.argv[1])
        )
        files = ["--config", str(folder / "config.json"), "--catalog", str(folder / "catalog.json")]
        launch(source, ["read", *files])
