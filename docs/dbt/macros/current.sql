{#- The rows of a windowed stream that count; docs/warehouse.md says why.

    stream: its name.
    keys: its key columns.
    person: what stands for the person: `coalesce(r.person_id, 0)`, or `0` in tables without.
    deletable: whether the table has `_sdc_deleted_at`. -#}
{% macro current(stream, keys, person, deletable) -%}
    {{ return(adapter.dispatch('current', 'ukg_wfm')(stream, keys, person, deletable)) }}
{%- endmacro %}

{% macro default__current(stream, keys, person, deletable) -%}
SELECT r.*
FROM (
    SELECT *
    FROM {{ source('ukg_wfm', stream) }}
    WHERE TRUE
    QUALIFY row_number() OVER (PARTITION BY {{ keys | join(', ') }} ORDER BY read_at DESC) = 1
) AS r
{{ ukg_wfm.later(stream, person, deletable) }}
{%- endmacro %}

{% macro postgres__current(stream, keys, person, deletable) -%}
SELECT r.*
FROM (
    SELECT DISTINCT ON ({{ keys | join(', ') }}) *
    FROM {{ source('ukg_wfm', stream) }}
    ORDER BY {{ keys | join(', ') }}, read_at DESC
) AS r
{{ ukg_wfm.later(stream, person, deletable) }}
{%- endmacro %}

{% macro later(stream, person, deletable) -%}
LEFT JOIN {{ source('ukg_wfm', 'extraction_windows') }} AS w
    ON w.stream = '{{ stream }}'
    AND w.person_id = {{ person }}
    AND r.window_date BETWEEN w.start_date AND w.end_date
    AND w.read_at > r.read_at
WHERE w.stream IS NULL
{%- if deletable %}
  AND r._sdc_deleted_at IS NULL
{%- endif %}
{%- endmacro %}
