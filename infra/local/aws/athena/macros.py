"""Trino's functions that DuckDB lacks or means otherwise, as DuckDB macros.

A macro's name is Trino's own where DuckDB has no such function; one that replaces a DuckDB function of the same name
starts with ``t_`` and is put in by ``rewrite``. Semantics: https://trino.io/docs/current/functions.html
"""

from __future__ import annotations

_SCIENTIFIC = """
CASE
  WHEN x IS NULL THEN NULL
  WHEN isnan(x) THEN 'NaN'
  WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
  WHEN x = 0 THEN '0.0E0'
  WHEN contains(abs(x)::VARCHAR, 'e') THEN
    (CASE WHEN x < 0 THEN '-' ELSE '' END)
    || (CASE WHEN contains(split_part(abs(x)::VARCHAR, 'e', 1), '.') THEN split_part(abs(x)::VARCHAR, 'e', 1)
             ELSE split_part(abs(x)::VARCHAR, 'e', 1) || '.0' END)
    || 'E' || (split_part(abs(x)::VARCHAR, 'e', 2)::INTEGER)::VARCHAR
  WHEN abs(x) >= 1 THEN
    (CASE WHEN x < 0 THEN '-' ELSE '' END)
    || left(split_part(abs(x)::VARCHAR, '.', 1), 1) || '.'
    || coalesce(nullif(rtrim(substr(replace(abs(x)::VARCHAR, '.', ''), 2), '0'), ''), '0')
    || 'E' || (length(split_part(abs(x)::VARCHAR, '.', 1)) - 1)::VARCHAR
  ELSE
    (CASE WHEN x < 0 THEN '-' ELSE '' END)
    || left(ltrim(split_part(abs(x)::VARCHAR, '.', 2), '0'), 1) || '.'
    || coalesce(nullif(substr(ltrim(split_part(abs(x)::VARCHAR, '.', 2), '0'), 2), ''), '0')
    || 'E-' || (length(split_part(abs(x)::VARCHAR, '.', 2))
                - length(ltrim(split_part(abs(x)::VARCHAR, '.', 2), '0')) + 1)::VARCHAR
END
"""

MACROS: dict[str, str] = {
    # Printing: Trino casts a double to its scientific form, Java prints plain digits between 1e-3 and 1e7.
    "t_scientific(x)": _SCIENTIFIC,
    "t_double_text(x)": "CASE WHEN x = 0 OR (abs(x) >= 1e-3 AND abs(x) < 1e7) THEN (x + 0)::VARCHAR"
    " ELSE t_scientific(x) END",
    "t_interval_text(x)": "floor(epoch(x) / 86400)::BIGINT::VARCHAR || ' '"
    " || strftime(to_timestamp(epoch(x) - floor(epoch(x) / 86400) * 86400), '%H:%M:%S.%g')",
    "t_float_divide(a, b)": "CASE WHEN b = 0 THEN CASE WHEN a > 0 THEN 'Infinity'::DOUBLE"
    " WHEN a < 0 THEN '-Infinity'::DOUBLE WHEN a = 0 THEN 'NaN'::DOUBLE END ELSE a / nullif(b, 0) END",
    # Logic and aggregates.
    "every(x)": "bool_and(x)",
    "map_agg(k, v)": "map(list_distinct(list(k) FILTER (WHERE k IS NOT NULL)),"
    " list_transform(list_distinct(list(k) FILTER (WHERE k IS NOT NULL)),"
    " lambda e: (list(v) FILTER (WHERE k IS NOT NULL))[list_position(list(k) FILTER (WHERE k IS NOT NULL), e)]))",
    "geometric_mean(x)": "exp(avg(ln(x)))",
    # Numbers.
    "width_bucket(x, low, high, n)": "CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1"
    " ELSE (floor((x - low)::DOUBLE / (high - low)::DOUBLE * n) + 1)::BIGINT END",
    "truncate(x)": "trunc(x), (x, n) AS trunc(x, n)",
    "e()": "exp(1)",
    "nan()": "'NaN'::DOUBLE",
    "infinity()": "'Infinity'::DOUBLE",
    "is_nan(x)": "isnan(x)",
    "is_finite(x)": "isfinite(x)",
    "is_infinite(x)": "isinf(x)",
    "bitwise_and(a, b)": "a & b",
    "bitwise_or(a, b)": "a | b",
    "bitwise_xor(a, b)": "xor(a, b)",
    "t_log(b, x)": "ln(x) / ln(b)",
    # Text.
    "codepoint(x)": "unicode(x)",
    "levenshtein_distance(a, b)": "levenshtein(a, b)",
    "hamming_distance(a, b)": "hamming(a, b)",
    "t_split_limit(s, d, n)": "CASE WHEN len(string_split(s, d)) <= n THEN string_split(s, d)"
    " ELSE list_append(list_slice(string_split(s, d), 1, n - 1),"
    " array_to_string(list_slice(string_split(s, d), n, len(string_split(s, d))), d)) END",
    "t_split_part(s, d, n)": "string_split(s, d)[n]",
    "split_to_map(s, a, b)": "map_from_entries(list_transform(string_split(s, a),"
    " lambda p: {'k': split_part(p, b, 1), 'v': split_part(p, b, 2)}))",
    "t_regexp_extract(s, p, g)": "CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p, g) END",
    "regexp_count(s, p)": "len(regexp_extract_all(s, p))",
    "regexp_split(s, p)": "regexp_split_to_array(s, p)",
    "to_utf8(x)": "encode(x)",
    "from_utf8(x)": "decode(x)",
    "to_hex(x)": "hex(x)",
    "from_hex(x)": "unhex(x)",
    "to_base64(x)": "base64(x)",
    "t_md5(x)": "unhex(md5(x))",
    "t_sha1(x)": "unhex(sha1(x))",
    "t_sha256(x)": "unhex(sha256(x))",
    # JSON: what isn't JSON is NULL, and a scalar function gives no objects or arrays.
    "t_json_extract(j, p)": "CASE WHEN json_valid(j::VARCHAR) THEN json_extract(j::VARCHAR, p) END",
    "t_json_extract_scalar(j, p)": "CASE WHEN json_valid(j::VARCHAR)"
    " AND json_type(j::VARCHAR, p) NOT IN ('OBJECT', 'ARRAY', 'NULL') THEN json_extract_string(j::VARCHAR, p) END",
    "t_json_many(j, p)": "CASE WHEN json_valid(j::VARCHAR) AND len(json_extract(j::VARCHAR, p)) > 0"
    " THEN to_json(json_extract(j::VARCHAR, p))::VARCHAR END",
    "t_json_only(j, p)": "CASE WHEN json_valid(j::VARCHAR) AND len(json_extract(j::VARCHAR, p)) = 1"
    " THEN json_extract(j::VARCHAR, p)[1]::VARCHAR END",
    "t_json_any(j, p)": "CASE WHEN json_valid(j::VARCHAR) THEN len(json_extract(j::VARCHAR, p)) > 0"
    " WHEN j IS NOT NULL THEN false END",
    "t_json_exists(j, p)": "CASE WHEN json_valid(j::VARCHAR) THEN json_exists(j::VARCHAR, p)"
    " WHEN j IS NOT NULL THEN false END",
    "t_json_array_length(j)": "CASE WHEN json_valid(j::VARCHAR) AND json_type(j::VARCHAR) = 'ARRAY'"
    " THEN json_array_length(j::VARCHAR)::BIGINT END",
    "json_size(j, p)": "CASE WHEN json_valid(j::VARCHAR) THEN CASE json_type(j::VARCHAR, p)"
    " WHEN 'ARRAY' THEN json_array_length(j::VARCHAR, p)::BIGINT"
    " WHEN 'OBJECT' THEN len(json_keys(j::VARCHAR, p)) ELSE 0 END END",
    "json_format(j)": "j::VARCHAR",
    "json_parse(j)": "j::JSON",
    "is_json_scalar(j)": "json_type(j::VARCHAR) NOT IN ('OBJECT', 'ARRAY')",
    "json_array_contains(j, v)": "CASE WHEN json_valid(j::VARCHAR) AND json_type(j::VARCHAR) = 'ARRAY'"
    " THEN list_contains(json_extract_string(j::VARCHAR, '$[*]'), v::VARCHAR) END",
    "json_array_get(j, i)": "CASE WHEN json_valid(j::VARCHAR) THEN json_extract(j::VARCHAR, '$[' || i || ']') END",
    # URLs: RFC 3986, appendix B.
    "url_extract_protocol(u)": "nullif(regexp_extract(u, '^([^:/?#]+):', 1), '')",
    "url_extract_host(u)": "nullif(regexp_extract(u, '^[^:/?#]+://(?:[^/?#@]*@)?([^/?#:]*)', 1), '')",
    "url_extract_port(u)": "try_cast(regexp_extract(u, '^[^:/?#]+://[^/?#]*:([0-9]+)', 1) AS BIGINT)",
    "url_extract_path(u)": "regexp_extract(u, '^(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*)', 1)",
    "url_extract_query(u)": "regexp_extract(u, '\\?([^#]*)', 1)",
    "url_extract_fragment(u)": "regexp_extract(u, '#(.*)$', 1)",
    "url_extract_parameter(u, n)": "CASE WHEN regexp_matches(u, '[?&]' || regexp_escape(n) || '(=|&|#|$)')"
    " THEN url_decode(regexp_extract(u, '[?&]' || regexp_escape(n) || '=([^&#]*)', 1)) END",
    # Arrays and maps.
    "t_array_distinct(l)": "list_filter(l, lambda e, i: i = coalesce(list_position(l, e), i))",
    "t_array_position(l, e)": "coalesce(list_position(l, e), 0)::BIGINT",
    "array_join(l, d)": "array_to_string(l, d), (l, d, n) AS"
    " array_to_string(list_transform(l, lambda e: coalesce(e::VARCHAR, n)), d)",
    "array_max(l)": "CASE WHEN list_contains(list_transform(l, lambda e: e IS NULL), true) THEN NULL"
    " ELSE list_max(l) END",
    "array_min(l)": "CASE WHEN list_contains(list_transform(l, lambda e: e IS NULL), true) THEN NULL"
    " ELSE list_min(l) END",
    "t_array_union(a, b)": "t_array_distinct(list_concat(a, b))",
    "t_array_intersect(a, b)": "t_array_distinct(list_filter(a, lambda e: list_contains(b, e)))",
    "t_array_except(a, b)": "t_array_distinct(list_filter(a, lambda e: NOT coalesce(list_contains(b, e), false)))",
    "array_remove(l, x)": "list_filter(l, lambda e: e IS DISTINCT FROM x)",
    "arrays_overlap(a, b)": "list_has_any(a, b)",
    "t_slice(l, s, n)": "CASE WHEN s > 0 THEN list_slice(l, s, s + n - 1)"
    " ELSE list_slice(l, len(l) + s + 1, len(l) + s + n) END",
    "t_repeat(x, n)": "list_transform(range(n), lambda i: x)",
    "t_element_at_list(l, i)": "list_extract(l, i)",
    "zip(a, b)": "list_zip(a, b)",
    # Dates.
    "to_unixtime(x)": "epoch(x)",
    "t_from_unixtime(x)": "to_timestamp(x)",
    "t_to_milliseconds(x)": "epoch_ms(x)",
    "t_to_iso8601(x)": "strftime(x, '%Y-%m-%dT%H:%M:%S.%g')",
    "t_offset(wall, moment)": "CASE WHEN epoch(wall) >= epoch(moment) THEN '+' ELSE '-' END || printf('%02d:%02d',"
    " (abs(epoch(wall) - epoch(moment)) // 3600)::BIGINT, (abs(epoch(wall) - epoch(moment)) % 3600 // 60)::BIGINT)",
    "from_iso8601_date(x)": "x::DATE",
    "from_iso8601_timestamp(x)": "x::TIMESTAMPTZ",
    "t_millisecond(x)": "(date_part('millisecond', x) % 1000)::BIGINT",
}


def create_statements() -> list[str]:
    """``CREATE MACRO`` for every macro; one with several arities has them all in one statement."""
    return [f"CREATE MACRO {signature} AS {body}" for signature, body in MACROS.items()]
