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

// An outcome is what a load saw of a file, to say how it may be read after all.
type outcome struct {
	refused map[fault]int64 // records
	good    int64           // records, and lines that were known
	path    string
	state   string
	source  *source // how it was read, nil for as it is
	shape   shape
}

// hint says how a file may be read, "" when that is not to be told or not known: it is
// no log, or more than half of its records were rejected for one reason, beside good
// ones and known lines.
func (o outcome) hint() string {
	commonest, most := mostly(o.refused, o.good)
	notJSON := most && (commonest.reason == catalog.BadJSON || commonest.reason == catalog.NotObject)
	how := o.shape.remedy()
	switch {
	case o.state == notLog && how != "":
		return notALog + "; " + how
	case o.state == loaded && o.good == 0 && o.shape.unreadable(): // without an end of line, too
		return how
	case o.state == notLog && len(o.refused) == 0: // nobody saw now why it was rejected
		return notALog + "; when sources in opaudit.yaml say how to read it, load it anew with: opaudit ingest --again FILE"
	case how != "" && notJSON:
		return fmt.Sprintf("over half of its records are rejected, for %s; %s", commonest, how)
	}
	if how = ""; most {
		how = o.remedy(commonest)
	}
	switch {
	case o.state == notLog && how == "":
		return notALog
	case o.state == notLog:
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

const loadAgain = ", then load the file with: opaudit ingest --again FILE"

// remedy is what to write into the configuration about the files of a name.
func (o outcome) remedy(f fault) string {
	say := func(what string) string {
		if o.source != nil { // of several the first counts: another would do nothing
			return fmt.Sprintf("add to the entry of sources in opaudit.yaml that fits it, files: %q: %s", o.source.Files, what) + loadAgain
		}
		return fmt.Sprintf("say in opaudit.yaml how to read them: sources: [{files: %q, %s}]", filepath.Base(o.path), what) + loadAgain
	}
	switch f.reason {
	case catalog.BadJSON, catalog.NotObject:
		return o.unwrapping(f, say)
	case catalog.UnknownType:
		if o.shape == dockerLines && o.source == nil {
			return say("wrapper: docker")
		}
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

// unwrapping is what to write about what stands around the JSON of a file. Of a line
// that was cut into pieces only the last may look like a record, and is none either.
func (o outcome) unwrapping(f fault, say func(string) string) string {
	const prefix = "prefix: REGULAR-EXPRESSION of what stands before the JSON"
	switch s := o.source; {
	case s == nil || s.Wrapper == "" && s.Prefix == nil:
		return say("wrapper: docker or cri, or " + prefix)
	case s.Wrapper == "":
		return say("wrapper: docker or cri, or another " + prefix)
	case o.refused[fault{catalog.BadJSON, wrapperField}]*2 >= o.refused[f]:
		pieces := map[string]string{"cri": "tag P", "docker": "without an end of line"}[s.Wrapper]
		return fmt.Sprintf("they do not fit wrapper: %s, which sources in opaudit.yaml name: they are wrapped otherwise, or pieces of longer lines (%s), which are not joined; "+
			"have whole lines written, or correct the wrapper", s.Wrapper, pieces) + loadAgain
	case s.Prefix == nil:
		return say(prefix + " in the wrapper")
	}
	return say("another " + prefix + " in the wrapper")
}
