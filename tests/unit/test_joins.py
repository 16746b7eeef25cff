"""Every reference names a stream and its key."""

from __future__ import annotations

from docs.generators.relations import Relation, relations
from tap_ukg_wfm.streams import STREAMS


def test_every_reference_names_a_stream_and_its_key() -> None:
    streams = {stream.name: stream for stream in STREAMS}
    for relation in relations():
        assert relation.target in streams, relation
        assert relation.key in streams[relation.target].primary_keys, relation
        columns = {column.name: column for column in streams[relation.target].table_columns()}
        (column,) = (c for c in streams[relation.stream].columns if c.name == relation.column)
        assert column.shape == columns[relation.key].shape, relation
    assert Relation("punches", "person_id", "persons", "person_id") in set(relations())
    assert Relation("worked_shift_spans", "start_punch_id", "punches", "id") in set(relations())
