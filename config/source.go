package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"
)

// A Source says how files are read whose lines are not records as the log
// specification has them. Of several that fit a file the first counts.
type Source struct {
	Files   string            // a glob, see Matches
	AppKey  string            // of records that name none
	LogType string            // of records that name none
	Wrapper string            // "", or what stands around each record: "docker" or "cri"
	Prefix  *regexp.Regexp    // what is cut off the start of a line, or of what the wrapper holds; nil for nothing
	Time    string            // how time is written besides as epoch: "", "rfc3339" or "datetime" (Asia/Shanghai)
	Fields  map[string]string // where a field of ours stands: a member, or the dotted path to a nested one
}

// The wrappers and the notations of time that a source may name.
var (
	Wrappers = []string{"docker", "cri"}
	Times    = []string{"rfc3339", "datetime"}
)

// Matches reports whether a glob fits the end of a path that begins with /, in
// whole names: app*.log fits each file of such a name, gateway/*.log those in each
// folder gateway, gateway/** all below one. A glob that begins with / is for the
// whole path. So it does not matter which folder above a file the program was given.
func Matches(glob, path string) bool {
	if !strings.HasPrefix(glob, "/") {
		glob = "/**/" + glob
	}
	return doublestar.MatchUnvalidated(glob, path)
}

// sources reads how files are read that look otherwise.
func (r reader) sources(node *yaml.Node, c *Config) error {
	return r.items(node, "sources", func(item *yaml.Node) error {
		var s Source
		var fields *yaml.Node // they are checked when the log type is known
		err := r.keys(item, "a source", members{
			"files": r.glob(&s.Files), "appKey": r.text(&s.AppKey),
			"logType": r.oneOf(&s.LogType, slices.Sorted(maps.Keys(r.known.Fields))...),
			"wrapper": r.oneOf(&s.Wrapper, Wrappers...),
			"prefix":  r.prefix(&s.Prefix),
			"time":    r.oneOf(&s.Time, Times...),
			"fields":  func(v *yaml.Node) error { fields = v; return nil },
		})
		switch {
		case err != nil:
			return err
		case s.Files == "":
			return r.wrong(item, "a source has files: a glob such as gateway/*.log")
		case fields != nil:
			if s.Fields, err = r.fields(fields, s.LogType); err != nil {
				return err
			}
		}
		c.Sources = append(c.Sources, s)
		return nil
	})
}

// exclude reads which files are never read as logs.
func (r reader) exclude(node *yaml.Node, c *Config) error {
	return r.items(node, "exclude", func(item *yaml.Node) error {
		var glob string
		err := r.glob(&glob)(item)
		c.Exclude = append(c.Exclude, glob)
		return err
	})
}

// glob reads a pattern for paths.
func (r reader) glob(to *string) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		if err := r.text(to)(v); err != nil {
			return err
		}
		if !doublestar.ValidatePattern(*to) {
			return r.wrong(v, "%q is no glob: *, ?, [a-z], {a,b} and ** stand for parts of a path, a backslash takes them literally", *to)
		}
		return nil
	}
}

// prefix reads a regular expression that a line begins with.
func (r reader) prefix(to **regexp.Regexp) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		var text string
		if err := r.text(&text)(v); err != nil {
			return err
		}
		text = v.Value                                                    // blanks at its ends count
		for _, expression := range []string{text, `\A(?:` + text + `)`} { // the first for the words of its errors
			var err error
			if *to, err = regexp.Compile(expression); err != nil {
				return r.wrong(v, "prefix is a regular expression (RE2): %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
			}
		}
		return nil
	}
}

// fields reads where the fields of a log type stand, or those of all types.
func (r reader) fields(node *yaml.Node, logType string) (map[string]string, error) {
	ours, record := []string{"appKey", "logType"}, "a record"
	for name, fields := range r.known.Fields {
		if logType == "" || logType == name {
			ours = append(ours, fields...)
		}
	}
	if logType != "" {
		record = "a record of logType " + logType
	}
	slices.Sort(ours)
	ours = slices.Compact(ours)
	theirs := map[string]string{}
	return theirs, r.each(node, "fields", func(key, value *yaml.Node) error {
		if !slices.Contains(ours, key.Value) {
			return r.wrong(key, "%s has no field %q; %s", record, key.Value, suggest(key.Value, ours))
		}
		var path string
		if err := r.text(&path)(value); err != nil {
			return err
		}
		if slices.Contains(strings.Split(path, "."), "") {
			return r.wrong(value, "a field is named by a member, or by the path to it such as request.shop.id, not %q", path)
		}
		theirs[key.Value] = path
		return nil
	})
}
