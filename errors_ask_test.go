package main

import "strings"

// asked is a statement that ends in an error; do is what it says besides what there is to
// be asked.
func asked(site, statement, where, do string) errorEntry {
	return errorEntry{site: site, line: "opaudit --db audit.duckdb sql -c \"" + statement + "\"", code: exitWork, where: where, do: do}
}

const whatThereIs = "see what there is: opaudit sql -c"

// ofBoth says of an error that the asking and the answering process are the same program.
const ofBoth = "the process that answers is this program, whose tests hold both to it"

// askErrors show what may be wrong with a question, and with who answers.
var askErrors = []errorEntry{
	asked("sql/duck stream: only one statement that reads is answered, such as SELECT", "DELETE FROM files", "statement", "only one statement that reads"),
	asked("sql/query checkText: the statement is empty", "", "the statement", whatThereIs),
	{site: "sql/query Ask: no extension is installed or loaded: the program never uses the network", line: "opaudit --db audit.duckdb sql --write -c 'INSTALL httpfs'", code: 3, where: "extension", do: "never uses the network"},
	{site: "sql/query checkText: there is a NUL character in the statement, behind which nothing would be read: take it out", line: `printf 'SELECT 1\0' | opaudit --db audit.duckdb sql`, code: 3, where: "in the statement", do: "take it out"},
	{site: "sql/query checkText: the statement is not UTF-8 text: save it as UTF-8", line: `printf 'SELECT \377' | opaudit --db audit.duckdb sql`, code: 3, where: "the statement", do: "save it as UTF-8"},
	asked("sql/query allowed: the function %q may not be called here", "SELECT read_text('x')", "  SELECT read_text('x')\n         ^", whatThereIs),
	asked("sql/query allowed: there is no such function: %q", "SELECT lengths('x')", "  SELECT lengths('x')\n         ^", "did you mean length?"),
	asked("sql/query table: there is no such relation: %q; files are not read here", "SELECT * FROM 'x.csv'", "  SELECT * FROM 'x.csv'\n                ^", "files are not read here"),
	asked("sql/query table: AT is not allowed here", "SELECT * FROM files AT (VERSION => 1)", "  SELECT * FROM files AT (VERSION => 1)\n                ^", whatThereIs),
	asked("sql/query kind: %s is not allowed here", "SELECT DEFAULT", "default is not", whatThereIs),
	asked("sql/query kind: parameters such as ? and $1 are not filled in here; write the value itself", "SELECT ?", "parameters", "write the value itself"),
	asked("sql/query described: only tables and views are shown here", "SHOW DATABASES", "shown here", "only tables and views"),
	asked("sql/query with: WITH gives a plain name of letters, digits and _ here, not %q", `WITH \"x.csv\" AS (SELECT 1) SELECT 1`, `"x.csv"`, "a plain name of letters"),
	asked("", "SELECT 1"+strings.Repeat("+1", 2000), "1,000 levels", "as a list"),
	{site: "sql/query kind: only a function may be called behind FROM", never: "the engine's grammar has nothing else there; were there, it is refused"},
	{site: "sql/query explain: the statement was stopped: it took longer than %v; narrow it by day or app, or ask for a total first", elsewhere: "sql/query/limits_test.go"},
	{site: "sql/query explain: the statement was stopped: its answer is larger than %d MiB; ask for fewer rows or columns, or for a total", elsewhere: "sql/query/limits_test.go"},
	{site: "sql/query explain: the statement was stopped: a load needed the memory that it took; ask again, or narrow it by day or app", elsewhere: "sql/query/limits_test.go"},
	{site: "sql/query explain: the statement was stopped: it needs more memory or temporary space than there is for it; narrow it by day or app, or ask for a total first", elsewhere: "sql/query/limits_test.go"},
	{site: "sql/query limits: the statement took too long", never: "explain words it"},
	{site: "sql/query limits: the answer is too large", never: "explain words it"},
	{site: "sql/query turns: too many others ask at the same time; ask again later", elsewhere: "sql/query/turns_test.go"},
	{site: "sql/query query: the statement is larger than %d MiB, the most that a process that loads takes: ask in parts, or with a join instead of a long list of values", elsewhere: "sql/query/server_test.go"},

	{site: "sql/query checkOwner: %s is no socket: remove it, or work on another database with --db", line: noSocket, code: 3, where: "plain.duckdb.sock", do: "remove it"},
	{site: "sql/query foreign: the socket %s belongs to another user (uid %d): what it answers cannot be trusted; %s", elsewhere: "sql/query/socket_test.go"},
	{site: "sql/query address: the path of the socket %s is longer than the %d bytes that the system allows: move the database to a folder with a shorter path, or give it a shorter name", elsewhere: "sql/query/socket_test.go"},
	{site: "sql/query removeStale: listen on %s: another process answers there already: stop it, or work on another database with --db", elsewhere: "sql/query/socket_test.go"},
	{site: "sql/query State: ask at %s: what listens there is not opaudit%s", elsewhere: "sql/query/socket_test.go"},
	{site: "sql/query send: ask at %s: what listens there is not opaudit (%s)%s", elsewhere: "sql/query/socket_test.go"},
	{site: "sql/query unknown: %s %s is nothing that can be asked: there are POST /query, POST /analyze, GET /watch and GET /snapshot", elsewhere: "sql/query/limits_test.go"},
	{site: "sql/query checkDay: as_of is a day such as 2024-10-20, not %q", elsewhere: "sql/query/limits_test.go"},
	{site: "sql/query client: the process that answers ended before the answer was whole", elsewhere: "ask_test.go"},
	{site: "sql/query server: a statement that somebody asked did not stop when it was told to: it is broken off with the process", elsewhere: "sql/query/server_test.go"},
	{site: "sql/query socket: no process answers questions on the database", never: "the database is opened directly then, and who has it open is told"},
	{site: "sql/query analyze: the process that holds the database does not judge it", never: "watch is the only one that answers, and judges"},
	{site: "sql/query last: %d rows came", never: ofBoth},
	{site: "sql/query parseRow: %d values in %d columns", never: ofBoth},
	{site: "analyzer valueOf: the answer holds %T instead of %T", never: "the statements of explain are part of the program"},
	{site: "sql/query take: %v stands where %T is read", never: "the statements of status are part of the program"},

	{site: "sql/format ByName: a format is %s or %s, not %q", line: "opaudit sql --format x -c 'SELECT 1'", code: 2, where: `"x"`, do: "a format is table, "},
	{site: "sql/format writeParquet: write column %s as %s: %w; cast it to another type", line: infinite, code: 3, where: "column d as DATE", do: "cast it to another type"},
	{site: "sql/format at: %s is out of range", line: infinite, code: 3, where: "column d", do: "cast it to another type"},
	{site: "sql/format decimal: %s has more than %d digits", line: "opaudit --db audit.duckdb sql --format parquet -c 'SELECT 170141183460469231731687303715884105727 AS d' >rows.parquet", code: 3, where: "column d as HUGEINT", do: "cast it to another type"},
	{site: "sql/format as: unexpected %T", never: "sql/query gives each type of the engine as one type of Go, which its tests hold it to"},
	{site: "sql/format add: %T is no list", never: "sql/query gives each type of the engine as one type of Go, which its tests hold it to"},
}

const infinite = `opaudit --db audit.duckdb sql --format parquet -c "SELECT DATE 'infinity' AS d" >rows.parquet`

// typed is a line in the shell that ends in an error, and does not end the shell.
func typed(site, line, where, do string) errorEntry {
	return errorEntry{site: site, line: "opaudit --db audit.duckdb sql", terminal: true, typed: line + "\n.quit\n", code: exitDone, where: where, do: do}
}

// shellErrors show what may be typed wrong in the shell.
var shellErrors = []errorEntry{
	typed("sql/shell command: there is no command %s%s; .help lists them", ".nothing", "command .nothing", ".help lists them"),
	typed("sql/shell command: %s takes nothing behind it", ".tables x", ".tables takes", "takes nothing behind it"),
	typed("sql/shell schema: say which: .schema NAME; .tables and .views list them", ".schema", ".schema NAME", ".tables and .views list them"),
	typed("sql/shell schema: there is no table or view %s%s; .tables and .views list them", ".schema nothing", "view nothing", ".tables and .views list them"),
	typed("sql/shell rule: say which: .rule ID; .rules lists them", ".rule", ".rule ID", ".rules lists them"),
	typed("sql/shell rule: there is no rule %s%s; .rules lists them", ".rule nothing", "rule nothing", ".rules lists them"),
	typed("sql/shell setTimer: say .timer on or .timer off", ".timer", ".timer", "say .timer on or .timer off"),
	typed("sql/shell setOutput: %s is, or may be, a file of the database itself; choose another name", ".output audit.duckdb.x", "audit.duckdb.x is", "choose another name"),
	typed("sql/shell setOutput: there is no folder %s to write into; make it first, or name another file", ".output nowhere/x", "nowhere to write into", "make it first"),
	typed("sql/shell setOutput: %s is a folder; name a file in it", ".output logs", "logs is a folder", "name a file in it"),
	typed("sql/shell answer: %s is not for a screen; .output FILE names a file for the next answer", ".mode parquet\nSELECT 1;", "parquet", ".output FILE names a file"),
	{site: "sql/shell shell: stopped", elsewhere: "shell_test.go"},
	{site: "sql/shell commands: quit", never: "it ends the shell, as it should"},
	{site: "sql/shell GetLine: the history has %d entries", never: "the line editor asks for those that there are"},
}
