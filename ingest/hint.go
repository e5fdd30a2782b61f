package ingest

import (
	"fmt"
	"path/filepath"

	catalog "opaudit/sql"
)

// A fault is why a record was rejected, and the field that was at fault.
type fault struct{ reason, field string }

// notALog is the hint for a file without a usable line at its start.
const notALog = "not a log: no line in its first MiB is a record; its lines are counted as rejected"

// hint says how a file may be read after all, "" when that is not to be told or
// not known: more than half of its records were rejected for one reason, beside
// good ones and known lines.
func hint(refused map[fault]int64, good int64, path, state string) string {
	commonest, most := mostly(refused, good)
	how := ""
	if most {
		how = remedy(commonest, filepath.Base(path))
	}
	switch {
	case state == notLog && how == "":
		return notALog
	case state == notLog:
		return notALog + "; if it is one, " + how
	case how == "":
		return ""
	}
	return fmt.Sprintf("over half of its records are rejected, for %s; if they are good, %s", commonest, how)
}

func (f fault) String() string {
	if f.field == "" {
		return f.reason
	}
	return f.reason + " (" + f.field + ")"
}

// mostly finds the reason of more than half of all records, with the field that it
// was about most often.
func mostly(refused map[fault]int64, good int64) (commonest fault, most bool) {
	all, byReason := good, map[string]int64{}
	for f, n := range refused {
		all += n
		byReason[f.reason] += n
	}
	for f, n := range refused {
		if c := refused[commonest]; byReason[f.reason]*2 > all && (n > c || n == c && f.field < commonest.field) {
			commonest, most = f, true
		}
	}
	return commonest, most
}

// remedy is what to write into the configuration about the files of a name.
func remedy(f fault, name string) string {
	say := func(what string) string {
		return fmt.Sprintf("say in opaudit.yaml how to read them: sources: [{files: %q, %s}], then load the file with: opaudit ingest --again FILE", name, what)
	}
	switch f.reason {
	case catalog.BadJSON, catalog.NotObject:
		if f.field == wrapperField {
			return "correct the wrapper that sources in opaudit.yaml name for it: the lines are wrapped otherwise, or hold parts of longer lines"
		}
		return say("wrapper: docker or cri, or prefix: REGULAR-EXPRESSION of what stands before the JSON")
	case catalog.UnknownType:
		return say("logType: TYPE")
	case catalog.MissingField:
		if f.field == "appKey" {
			return say("appKey: KEY")
		}
		return say(fmt.Sprintf("fields: {%s: THEIR-NAME}", f.field))
	case catalog.BadField:
		if f.field == "time" {
			return say("time: rfc3339 or datetime") + "; a time of epoch is a whole number of milliseconds or seconds"
		}
		return say(fmt.Sprintf("fields: {%s: THEIR-NAME}", f.field)) + "; of which type it must be says: opaudit spec"
	case catalog.BadTime:
		return say("fields: {time: THEIR-NAME}")
	case catalog.NoShop:
		return say("fields: {sellerId: THEIR-NAME} or {openId: THEIR-NAME}")
	case catalog.NoOrders:
		return say("fields: {orderIds: THEIR-NAME}")
	}
	return ""
}
