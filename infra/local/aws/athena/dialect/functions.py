"""Trino's functions that the offline Athena runs, by the names a query writes. Others fail as not registered.

https://docs.aws.amazon.com/athena/latest/ug/functions-env3.html, https://trino.io/docs/current/functions.html
"""

from __future__ import annotations

_FUNCTIONS = """
    abs acos all_match any_match any_value approx_distinct approx_percentile arbitrary array_agg array_distinct
    array_except array_intersect array_join array_max array_min array_position array_remove array_sort array_union
    arrays_overlap asin at_timezone atan atan2 avg bitwise_and bitwise_and_agg bitwise_or bitwise_or_agg bitwise_xor
    bool_and bool_or cardinality cast cbrt ceil ceiling char_length character_length chr coalesce codepoint concat
    concat_ws contains corr cos cosh count count_if covar_pop covar_samp cume_dist current_date current_time
    current_timestamp date date_add date_diff date_format date_parse date_trunc day day_of_month day_of_week
    day_of_year degrees dense_rank dow doy e element_at every exp extract filter first_value flatten floor format
    format_datetime from_base64 from_hex from_iso8601_date from_iso8601_timestamp from_unixtime from_utf8
    geometric_mean greatest grouping hamming_distance histogram hour if infinity is_finite is_infinite
    is_json_scalar is_nan json_array_contains json_array_get json_array_length json_exists json_extract
    json_extract_scalar json_format json_parse json_query json_size json_value kurtosis lag last_day_of_month
    last_value lead least length levenshtein_distance listagg ln localtime localtimestamp log log10 log2 lower lpad
    ltrim map map_agg map_concat map_entries map_filter map_from_entries map_keys map_values max max_by md5
    millisecond min min_by minute mod month nan none_match now nth_value ntile nullif parse_datetime percent_rank pi
    position pow power quarter radians rand random rank reduce regexp_count regexp_extract regexp_extract_all
    regexp_like regexp_replace regexp_split regr_intercept regr_slope repeat replace reverse round row row_number
    rpad rtrim second sequence sha1 sha256 sign sin sinh skewness slice split split_part split_to_map sqrt
    starts_with stddev stddev_pop stddev_samp strpos substr substring sum tan tanh to_base64 to_hex to_iso8601
    to_milliseconds to_unixtime to_utf8 transform transform_keys transform_values translate trim truncate try
    try_cast typeof unnest upper url_decode url_encode url_extract_fragment url_extract_host url_extract_parameter
    url_extract_path url_extract_port url_extract_protocol url_extract_query uuid var_pop var_samp variance week
    week_of_year width_bucket with_timezone year year_of_week yow zip zip_with
"""

_STRUCTURAL = """
    all and any array as bernoulli between by case char cross cube decimal distinct else end except exists fetch
    filter from group grouping having in intersect interval is join like limit not offset on or order over
    partition range recursive rollup row rows select sets some system tablesample then time timestamp union
    unnest using values varbinary varchar when where window with within
"""

FUNCTIONS = frozenset(_FUNCTIONS.split())

STRUCTURAL = frozenset(_STRUCTURAL.split())
"""Words before a parenthesis that are no function calls."""

FOREIGN_KEYWORDS = frozenset({"left", "right", "isnull", "ifnull", "nvl", "struct", "list", "glob"})
"""Functions of other engines whose names sqlglot reads as keywords."""

NO_STRING_TYPES = frozenset({"string", "text", "int64", "float64", "number", "float8", "int4", "int8", "bytes"})
"""Type names that Trino's CAST doesn't know although sqlglot does."""
