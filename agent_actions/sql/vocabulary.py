"""The words of allowed SQL: kinds of syntax, and functions that only compute on what they are given.

sqlglot renames functions (``cardinality`` -> ArraySize), so the first lists are of its expression classes; functions
without a class of their own are listed by name. Functions: https://trino.io/docs/current/functions.html
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SYNTAX_CLASSES = _words("""
Add Alias All And Any Array AtTimeZone Between Boolean Bracket CTE Case Cast Column ColumnDef Cube DPipe DataType
DataTypeParam Distinct Div Dot EQ Escape Except Exists Extract Fetch Filter From GT GTE Group GroupingSets Having
HexString ILike Identifier If IgnoreNulls In Intersect Interval IntervalSpan Is JSONExtractQuote JSONKeyValue JSONPath
JSONPathFilter JSONPathKey JSONPathRecursive JSONPathRoot JSONPathScript JSONPathSelector JSONPathSlice
JSONPathSubscript JSONPathUnion JSONPathWildcard Join LT LTE Lambda Lateral Like Limit LimitOptions Literal Mod Mul NEQ
Neg Not Null NullSafeEQ NullSafeNEQ Offset OnCondition Or Order Ordered OverflowTruncateBehavior Paren RespectNulls
Rollup Select Star Sub Subquery Table TableAlias TableSample TryCast Tuple UnicodeString Union Unnest Values Var Where
Window WindowSpec With WithinGroup
""")
FUNCTION_CLASSES = _words("""
Abs Acos Anonymous AnyValue ApproxDistinct ApproxQuantile ArgMax ArgMin ArrayAgg ArrayContains ArrayDistinct ArrayExcept
ArrayFilter ArrayFirst ArrayIntersect ArrayLast ArrayMax ArrayMin ArrayPosition ArrayRemove ArraySize ArraySlice
ArraySort ArrayToString Asin Atan Atan2 Avg BitwiseAnd BitwiseAndAgg BitwiseNot BitwiseOr BitwiseOrAgg BitwiseXor
BitwiseXorAgg Cbrt Ceil Chr Coalesce Concat ConcatWs Corr Cos Cosh Count CountIf CovarPop CovarSamp CumeDist CurrentDate
CurrentTime CurrentTimestamp CurrentTimezone Date DateAdd DateDiff DateTrunc Day DayOfMonth DayOfWeekIso DayOfYear
Decode Degrees DenseRank DotProduct Encode EuclideanDistance Exp FirstValue Flatten Floor Format FromBase FromBase64
FromISO8601Date FromISO8601Timestamp GenerateSeries Greatest GroupConcat Grouping Hex Hour IsNan JSONArrayContains
JSONExtract JSONExtractScalar JSONFormat JSONObject JSONValue Kurtosis Lag LastDay LastValue Lead Least Length
Levenshtein Ln Localtime Localtimestamp Log LogicalAnd LogicalOr Lower MD5Digest Map MapFromEntries MapKeys Max Min
Minute Month Normalize NthValue Ntile Nullif Pad ParseDatetime ParseJSON PercentRank Pi Pow Quarter Radians Rand Rank
Reduce RegexpCount RegexpExtract RegexpExtractAll RegexpLike RegexpReplace RegexpSplit RegrIntercept RegrSlope Repeat
Replace Reverse Round RowNumber SHA SHA2Digest Second Shuffle Sign Sin Sinh Skewness Soundex Split SplitPart Sqrt
StDistance StPoint StartsWith Stddev StddevPop StddevSamp StrPosition StrToMap StrToTime Struct Substring Sum Tan Tanh
TimeToStr TimeToUnix TimestampTrunc ToBase64 Transform Translate Trim Trunc Try Typeof Unhex UnixToTime Upper Uuid
Variance VariancePop WeekOfYear WidthBucket Year YearOfWeek
""")
ANONYMOUS = _words("""
all_match any_match approx_most_frequent approx_set array_histogram array_union arrays_overlap at_timezone beta_cdf
bit_count bitwise_left_shift bitwise_right_shift checksum codepoint contains_sequence cosine_similarity crc32 e
empty_approx_set entropy every format_datetime format_number from_base64url from_unixtime_nanos geometric_mean
great_circle_distance hamming_distance histogram human_readable_seconds infinity inverse_normal_cdf is_finite
is_infinite is_json_scalar json_array json_array_get json_array_length json_exists json_size luhn_check map_agg
map_concat map_entries map_filter map_union map_values map_zip_with merge millisecond multimap_agg multimap_from_entries
murmur3 nan ngrams none_match normal_cdf numeric_histogram parse_duration qdigest_agg reduce_agg regexp_position
split_to_multimap spooky_hash_v2_32 st_contains st_geometryfromtext tdigest_agg timezone timezone_hour timezone_minute
to_base to_base64url to_iso8601 to_milliseconds transform_keys transform_values trim_array url_decode url_encode
url_extract_fragment url_extract_host url_extract_parameter url_extract_path url_extract_port url_extract_protocol
url_extract_query value_at_quantile values_at_quantiles wilson_interval_lower wilson_interval_upper with_timezone
word_stem xxhash64 yow zip zip_with
""")

KNOWN_TO_SQLGLOT = _words("""
abs acos any_value approx_distinct approx_percentile arbitrary array_agg array_distinct array_except array_first
array_intersect array_join array_last array_max array_min array_position array_remove array_sort asin atan atan2 avg
bitwise_and bitwise_and_agg bitwise_not bitwise_or bitwise_or_agg bitwise_xor bitwise_xor_agg bool_and bool_or
cardinality cast cbrt ceil ceiling chr coalesce concat concat_ws contains corr cos cosh count count_if covar_pop
covar_samp cume_dist current_date current_time current_timestamp current_timezone date date_add date_diff date_format
date_parse date_trunc day day_of_month day_of_week day_of_year degrees dense_rank dot_product dow doy element_at
euclidean_distance exists exp extract filter first_value flatten floor format from_base from_base64 from_hex
from_iso8601_date from_iso8601_timestamp from_unixtime from_utf8 greatest grouping hour if is_nan json_array_contains
json_extract json_extract_scalar json_format json_object json_parse json_query json_value kurtosis lag last_day_of_month
last_value lead least length levenshtein_distance listagg ln localtime localtimestamp log log10 log2 lower lpad ltrim
map map_from_entries map_keys max max_by md5 min min_by minute mod month normalize now nth_value ntile nullif
parse_datetime percent_rank pi position pow power quarter radians rand random rank reduce regexp_count regexp_extract
regexp_extract_all regexp_like regexp_replace regexp_split regr_intercept regr_slope repeat replace reverse round row
row_number rpad rtrim second sequence sha1 sha256 sha512 shuffle sign sin sinh skewness slice soundex split split_part
split_to_map sqrt starts_with st_distance st_point stddev stddev_pop stddev_samp strpos substr substring sum tan tanh
to_base64 to_hex to_unixtime to_utf8 transform translate trim truncate try try_cast typeof unnest upper uuid values
var_pop var_samp variance week week_of_year width_bucket year year_of_week array any all in
""")
"""Functions of Athena that sqlglot has a class for: any other name that it has one for is foreign."""
INSTEAD = {
    "dateadd": "date_add", "date_sub": "date_add with a negative value", "datediff": "date_diff", "nvl": "coalesce",
    "ifnull": "coalesce", "isnull": "IS NULL", "to_char": "date_format", "to_date": "date_parse", "getdate": "now()",
    "to_timestamp": "date_parse", "timestamp_trunc": "date_trunc", "trunc": "date_trunc or truncate", "iff": "if",
    "median": "approx_percentile(x, 0.5)", "percentile_cont": "approx_percentile", "string_agg": "listagg",
    "percentile_disc": "approx_percentile", "group_concat": "listagg", "len": "length", "instr": "strpos",
    "charindex": "strpos", "datepart": "extract", "date_part": "extract", "safe_divide": "try(a / b)",
    "quantile": "approx_percentile", "collect_list": "array_agg", "array_length": "cardinality",
    "array_size": "cardinality", "generate_series": "sequence", "last_day": "last_day_of_month", "rlike": "regexp_like",
    "logical_or": "bool_or", "logical_and": "bool_and", "explode": "CROSS JOIN UNNEST", "argmax": "max_by",
    "dayofweek": "day_of_week", "weekofyear": "week", "dayofyear": "day_of_year", "unix_timestamp": "to_unixtime",
}  # fmt: skip
"""Function of another database -> what Athena has."""
