package query

import "strings"

// callable are the functions that a statement of somebody else may call where nothing
// else keeps it from files, the network and the program's settings: they compute a
// value from their arguments alone. What a later version of the engine adds is not
// among them until somebody has looked at it. Operators are functions too. What takes the
// square of its arguments' length (levenshtein and its like) is not among them: the engine
// cannot stop within one call. LIKE and searching for a text can take as long on contrived
// arguments; nobody can do without them.
var callable = words(`
+ - * / // % ^ ** || & | ~ << >> @ ! !__postfix && -> ->> <-> <=> <@ @> ^@ ~~ !~~ ~~* !~~* ~~~

abs acos acosh add age array_cat array_concat array_contains array_distinct array_extract array_filter array_has
array_has_all array_has_any array_indexof array_intersect array_length array_position array_reverse array_slice
array_sort array_to_string array_transform array_unique array_value ascii asin asinh atan atan2 atanh bar base64 bin
bit_count bit_length bit_position cardinality cbrt ceil ceiling century char_length character_length chr concat
concat_ws contains cos cosh cot date_add date_diff date_part date_sub date_trunc datediff datepart
datesub datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade decode degrees divide
element_at encode ends_with epoch epoch_ms epoch_ns epoch_us era even exp factorial fdiv filter flatten floor fmod format
format_bytes from_base64 from_binary from_hex from_json from_json_strict gamma gcd get_current_time get_current_timestamp
greatest greatest_common_divisor hamming hash hex hour ilike_escape instr isfinite isinf isnan isodow isoyear jaccard
json json_array json_array_length json_contains json_exists json_extract
json_extract_path json_extract_path_text json_extract_string json_keys json_object json_quote json_structure
json_transform json_transform_strict json_type json_valid json_value julian last_day lcase lcm least
least_common_multiple left left_grapheme len length length_grapheme lgamma like_escape list_aggr
list_aggregate list_any_value list_append list_apply list_avg list_cat list_concat list_contains list_count
list_distinct list_element list_extract list_filter list_first list_has list_has_all list_has_any list_indexof
list_intersect list_last list_max list_median list_min list_pack list_position list_prepend list_reduce list_reverse
list_reverse_sort list_select list_slice list_sort list_string_agg list_sum list_transform list_unique list_value
list_where list_zip ln log log10 log2 lower lpad ltrim make_date make_time make_timestamp make_timestamp_ms
make_timestamptz map map_concat map_contains map_entries map_extract map_extract_value map_from_entries map_keys
map_values md5 md5_number microsecond millennium millisecond minute mismatches mod month monthname multiply nanosecond
nextafter nfc_normalize not_ilike_escape not_like_escape now nullif octet_length ord pi position pow power prefix printf
quarter radians range generate_series regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches
regexp_replace regexp_split_to_array repeat replace reverse right right_grapheme round round_even row rpad rtrim second sha1 sha256 sign
signbit sin sinh split split_part sqrt starts_with str_split str_split_regex strftime string_split string_split_regex
string_to_array strip_accents strlen strpos strptime struct_concat struct_contains struct_extract struct_extract_at
struct_insert struct_pack substr substring substring_grapheme subtract suffix tan tanh time_bucket timezone to_base
to_base64 to_binary to_centuries to_days to_decades to_hex to_hours to_json to_microseconds to_milliseconds to_minutes
to_months to_quarters to_seconds to_timestamp to_weeks to_years today transaction_timestamp translate trim trunc
try_strptime typeof ucase unbin unhex unicode unnest upper url_decode url_encode week weekday weekofyear xor year
yearweek

any_value approx_count_distinct approx_quantile arbitrary arg_max arg_max_null arg_min arg_min_null argmax argmin
array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star countif covar_pop covar_samp
cume_dist dense_rank entropy favg fill first first_value fsum geomean group_concat kurtosis lag last last_value lead list
listagg mad max max_by mean median min min_by mode nth_value ntile percent_rank product quantile quantile_cont
quantile_disc rank rank_dense regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope row_number sem skewness
stddev stddev_pop stddev_samp string_agg sum sum_no_overflow var_pop var_samp variance weighted_avg

shanghai_day
`)

// ownMacros are the functions of opaudit's schema among them.
var ownMacros = words("shanghai_day")

// readable are the functions that may stand as a relation.
var readable = words("unnest range generate_series")

// describing are those that tell of the schema; who asks may call them too.
var describing = words("duckdb_views duckdb_tables duckdb_columns duckdb_functions duckdb_keywords duckdb_types")

func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}
