package main

import (
	"strings"
)

// forgetTwin forgets a copy.
const forgetTwin = "cp good.log twin.log; opaudit --db audit.duckdb ingest twin.log && opaudit --db audit.duckdb forget twin.log"

// loadErrors show what may be wrong with files that are to be loaded, and with what is
// loaded already.
var loadErrors = []errorEntry{
	{site: "ingest find: %s: there is no such file or folder", line: "opaudit ingest --db new4.duckdb missing.log", code: 3, where: "missing.log", do: "mend or remove them"},
	{site: "ingest find: %s: not a regular file; give a log file or a folder of log files", line: "opaudit ingest --db new5.duckdb /dev/null", code: 3, where: "/dev/null", do: "give a log file"},
	{site: "ingest decode: the compressed file is cut off or damaged; load it again when it is complete", line: "opaudit --db new1.duckdb ingest cut.gz", code: 3, where: "cut.gz", do: "load it again when it is complete"},
	{site: "ingest decode: the zstd file asks for more than %d MiB of memory, and is not read; compress it again without --long", line: `printf '\050\265\057\375\000\250\011\000\000\012' >long.zst; opaudit --db new8.duckdb ingest long.zst`, code: 3, where: "long.zst", do: "compress it again without --long"},
	{site: "ingest decode: the compressed file grows to over %d times its size; it is not read", line: "head -c 3000000 /dev/zero | gzip -9 >bomb.gz; opaudit --db new8.duckdb ingest bomb.gz", code: 3, where: "bomb.gz", do: "mend or remove them"},
	{line: `printf '(\265/\375x' >cut.zst; opaudit --db new9.duckdb ingest cut.zst`, code: 3, where: "cut.zst", do: "load it again when it is complete"},
	{line: `gzip -c good.log | head -c 100 >short.gz; opaudit scan short.gz`, code: 3, where: "short.gz", do: "load it again when it is complete"},
	{site: "ingest openOnce: it is not a regular file any more", elsewhere: "ingest/trouble_test.go"},
	{site: "ingest find: %s: a symbolic link that leads out of its folder; give the file that it leads to: %s", line: "mkdir -p linked && ln -sf ../good.log linked/l.log; opaudit --db new11.duckdb ingest linked/l.log", code: 3, where: "linked/l.log", do: "give the file that it leads to: "},
	{site: "ingest open: it is compressed and may not be complete yet", never: "watch waits for the rest of the file, or reads it when nobody has written to it for a while"},
	{site: "ingest source: the configuration excludes this file from being read (exclude)", line: `printf 'exclude: [good.log]' | opaudit --config /dev/stdin --db audit.duckdb ingest --again good.log`, code: 3, where: "good.log", do: "excludes this file from being read (exclude)"},
	{site: "ingest Again: not a regular file; give a log file", line: "opaudit --db audit.duckdb ingest --again logs", code: 3, where: "logs", do: "give a log file"},
	{site: "ingest find: this is a file of opaudit's own, and no log; give a log file", line: "opaudit --db audit.duckdb ingest --again audit.duckdb", code: 3, where: "audit.duckdb", do: "give a log file"},
	{site: "ingest forget: this file was never loaded", line: "opaudit --db audit.duckdb forget never.log", code: 3, where: "never.log", do: "see what was loaded"},
	{site: "ingest holders: all its lines were loaded from another file before, and nothing is stored under this name", line: forgetTwin, code: 3, where: "twin.log", do: "/good.log, then this file"},
	{site: "ingest heldBefore: %w; first forget %s%s, then this file", line: forgetTwin, code: 3, where: "twin.log", do: "/good.log, then this file"},
	{site: "ingest holders: %w: they were forgotten there, and are kept out under this name, too; there is nothing to do", elsewhere: "samples/e2e/forget.txtar"},
	{site: "ingest readKey: the key file %s is missing and the database has files loaded under it: restore it from a backup, or load the logs again into a new --db", line: "opaudit --db keyless.duckdb ingest logs", code: 3, where: "keyless.duckdb.key", do: "restore it from a backup"},
	{site: "ingest readKey: the key file %s is damaged: restore it from a backup, or load the logs again into a new --db", line: "opaudit --db new10.duckdb ingest logs && printf x >new10.duckdb.key; opaudit --db new10.duckdb ingest good.log", code: 3, where: "new10.duckdb.key", do: "restore it from a backup"},
	{site: "ingest checkKey: the key file %s is another than the one that the files in the database were loaded under: restore it from a backup, or load the logs again into a new --db", elsewhere: "samples/e2e/failures.txtar"},
	{site: "ingest move: move %s: %w; --after move=DIR must name a folder of the same file system", line: movedFar(), code: 3, where: "good.log", do: "a folder of the same file system"},
	{site: "ingest tell: %w; changes are found by scanning every --poll alone", elsewhere: "ingest/trouble_test.go"},
	{site: "ingest tell: %w; the system's limit of watched folders is reached: raise fs.inotify.max_user_watches", elsewhere: "ingest/trouble_test.go"},
	{site: "ingest tell: %w; the system's limit of watchers or open files is reached: raise fs.inotify.max_user_instances or the limit of open files", elsewhere: "ingest/trouble_test.go"},
	{site: "ingest failed: watch folders: %w; everything is looked at again", elsewhere: "ingest/trouble_test.go"},
	{site: "ingest insert: %s: the database took %d of %d rows; nothing was stored", never: "the engine stores all rows of an INSERT or fails"},
	{site: "ingest settle: %s: %d lines are not %d blank + %d accepted + %d rejected + %d duplicate; nothing of it was stored", never: "each line is counted as one of them; the tests of loading hold it to that"},
	{site: "ingest/jsontext jsontext: nested too deep", never: "the record is rejected as bad_json, of which spec tells"},
	{site: "ingest/jsontext jsontext: not valid JSON", never: "the record is rejected as bad_json, of which spec tells"},
	{site: "ingest/statement statement: too many tables and predicates", never: "the statement is noted as unread, which the report counts"},
	{site: "ingest/statement plan: parse statement: %v", never: "the statement is noted as unread, which the report counts"},
	{site: "ingest/mask NewVocabulary: vocabulary has no list %q, only %s", never: "config refuses the list before, at its place"},

	{site: "sql/prune prune: every kind of record must be kept longer", line: "opaudit --db audit.duckdb prune --older-than 30d", code: 2, where: "30 days", do: "--force"},
	{site: "sql/prune Plan: %w than %d days: at least %d, some %d", line: "opaudit --db audit.duckdb prune --older-than 30d", code: 2, where: "than 30 days", do: "ask for more days"},

	{site: "sql/duck duck: the database does not exist", line: "opaudit --db none.duckdb status", code: 3, where: "none.duckdb", do: "opaudit ingest PATH"},
	{site: "sql/duck duck: the path of a database cannot have a question mark in it", line: "opaudit --db 'what?.duckdb' ingest good.log", code: 2, where: "what?.duckdb", do: "name another file"},
	{site: "sql/duck duck: another process has the database open", line: held("opaudit --db held.duckdb ingest good.log"), code: 3, where: "held.duckdb", do: "stop that process"},
	{site: "sql/duck duck: the database has another schema version", line: "opaudit --db old.duckdb status", code: 3, where: "old.duckdb", do: "load the logs again"},
	{site: "sql/duck checkVersion: open %s: %w: %s, this program works with %s", line: "opaudit --db old.duckdb status", code: 3, where: "old.duckdb", do: "load the logs again"},
	{site: "sql/duck checkVersion: open %s: %w: it has no schema version (%w)", line: "cp keyless.duckdb foreign.duckdb; opaudit --db foreign.duckdb sql --write -c 'DROP TABLE meta'; opaudit --db foreign.duckdb status", code: 3, where: "foreign.duckdb", do: "set the file aside"},
	{site: "sql/duck duck: the file is not a readable opaudit database", line: "opaudit --db other.duckdb analyze", code: 3, where: "other.duckdb", do: "set the file aside"},
	{site: "sql/duck opening: open %s: %w: %s", line: "opaudit --db other.duckdb analyze", code: 3, where: "other.duckdb", do: "set the file aside"},
	{site: "sql/duck duck: another snapshot is being made: try again when it is done", elsewhere: "sql/duck/snapshot_test.go"},
	{site: "sql/duck inplace: was removed or replaced; what was loaded since is lost", elsewhere: "replaced_test.go"},
	{site: "sql/duck copyTo: %s is not empty after a checkpoint", elsewhere: "sql/duck/compact_test.go"},
	{site: "sql/duck giveway: a load needed the memory", never: "explain of sql/query words it"},
	{site: "sql/duck resident: Out of Memory Error: the process needs too much memory", never: "explain of sql/query words it"},
	{site: "sql/duck register: register %s: a reader has no feeds: they are for all connections of the database", elsewhere: "sql/duck/reader_test.go"},
	{site: "sql/duck register: %s() is for loading alone", elsewhere: "sql/duck/stream_test.go"},
	{site: "sql/duck driven: unexpected driver %T", never: ofDriver},
	{site: "sql/duck prepared: unexpected statement %T", never: ofDriver},
	{site: "sql/duck streamOf: unexpected rows %T", never: ofDriver},
}

// ofDriver says of an error that only another driver than the one that the program is
// built with can have it.
const ofDriver = "the driver is part of the program, and has no other types"

// movedFar has a file moved to another file system, whose folder is gone when it ends.
func movedFar() string {
	const other = "/dev/shm"
	return strings.ReplaceAll(`d=$(mktemp -d SHM/opaudit.XXXXXX); mkdir near; cp good.log near
opaudit --db new11.duckdb watch --once --fail-on none --after move=$d/far near; code=$?; rm -r $d; exit $code`, "SHM", other)
}
