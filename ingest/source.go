// Files whose lines are not records as the log specification has them: what the configuration says of them.

package ingest

import (
	"bytes"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"opaudit/config"
	"opaudit/ingest/jsontext"
	"opaudit/ingest/mask"
	catalog "opaudit/sql"
)

// Sources say how files are read whose lines are not records as the log
// specification has them, and which files are never read. Nil is for none.
type Sources struct {
	list    []*source
	exclude []string
}

// ErrExcluded says that the configuration keeps a file from being read.
var ErrExcluded = errors.New("the configuration excludes this file from being read (exclude)")

// A source is how the lines of a file become records.
type source struct {
	config.Source
	// Where lines, and the records in them, hold ids and times that are not masked.
	inLine, inRecord [][]string
	// Which fields of ours stand at a path of a record; none where it has the name of
	// one that stands elsewhere.
	ours map[string][]string
}

// dockerText is the member of Docker's json-file format that holds what was written.
const dockerText = "log"

// NewSources takes over what the configuration says of files.
func NewSources(c *config.Config) *Sources {
	s := &Sources{exclude: c.Exclude}
	for _, from := range c.Sources {
		made := &source{Source: from, ours: ours(from.Fields)}
		for _, ours := range slices.Sorted(maps.Keys(from.Fields)) {
			if !mask.IsDeclared(ours) {
				continue
			}
			for _, path := range pathsOf(from.Fields[ours]) {
				made.inRecord = append(made.inRecord, path)
				if from.Wrapper == "docker" {
					path = append([]string{dockerText}, path...)
				}
				made.inLine = append(made.inLine, path)
			}
		}
		s.list = append(s.list, made)
	}
	return s
}

// ours turns round what a source says of where fields stand.
func ours(fields map[string]string) map[string][]string {
	made := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		made[fields[name]] = append(made[fields[name]], name)
	}
	for name := range fields {
		if made[name] == nil {
			made[name] = []string{}
		}
	}
	return made
}

// field is the field of ours that the source says stands at a path of a record, of
// several the one that a record of that type has: nil where it says nothing, "" where
// the field of that name stands elsewhere.
func (s *source) field(path string, of *table) any {
	names, told := s.ours[path]
	if !told {
		return nil
	}
	for _, name := range names {
		if of == nil || slices.ContainsFunc(of.Fields, func(f catalog.Field) bool { return f.Name == name }) {
			return name
		}
	}
	return ""
}

// pathsOf are the keys that lead to a field: those of nested objects, or one that
// has the dots in it.
func pathsOf(field string) [][]string {
	paths := [][]string{{field}}
	if strings.Contains(field, ".") {
		paths = append(paths, strings.Split(field, "."))
	}
	return paths
}

// of is the source of a file, nil when it is read as it is.
func (s *Sources) of(path string) *source {
	if s == nil || len(s.list) == 0 {
		return nil
	}
	path = fromRoot(path)
	for _, each := range s.list {
		if config.Matches(each.Files, path) {
			return each
		}
	}
	return nil
}

// excludes reports whether a file is never read, or a folder never entered.
func (s *Sources) excludes(path string) bool {
	if s == nil || len(s.exclude) == 0 {
		return false
	}
	path = fromRoot(path)
	return slices.ContainsFunc(s.exclude, func(glob string) bool { return config.Matches(glob, path) })
}

// fromRoot is a path as globs are held against it.
func fromRoot(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	return "/" + strings.TrimPrefix(path, "/")
}

// complete reports whether a last line without newline cannot go on.
func (s *source) complete(line []byte) bool {
	if s == nil || s.Wrapper == "docker" {
		return complete(line)
	}
	if s.Wrapper == "cri" {
		start, whole := criText(line)
		if !whole {
			return false
		}
		line = line[start:]
	}
	return complete(line[s.prefixed(line):])
}

// prefixed is how many bytes are cut off the start of a text.
func (s *source) prefixed(text []byte) int {
	if s.Prefix == nil {
		return 0
	}
	if at := s.Prefix.FindIndex(text); at != nil {
		return at[1]
	}
	return 0
}

// criText finds the text in a line of the format that container runtimes write for
// Kubernetes: "TIME STREAM TAGS TEXT". whole is false for a line of another format,
// and for one that holds a part of a longer text.
func criText(line []byte) (start int, whole bool) {
	time, rest, _ := bytes.Cut(line, []byte(" "))
	stream, rest, _ := bytes.Cut(rest, []byte(" "))
	tags, text, _ := bytes.Cut(rest, []byte(" "))
	const shortest = len("2006-01-02T15:04:05Z")
	if len(time) < shortest || time[4] != '-' || time[10] != 'T' || string(stream) != "stdout" && string(stream) != "stderr" {
		return 0, false
	}
	first, _, _ := bytes.Cut(tags, []byte(":"))
	return len(line) - len(text), string(first) == "F"
}

// docker finds the text, a JSON string, in a line of Docker's json-file format.
func docker(line []byte, room []jsontext.Member) (text jsontext.Span, members []jsontext.Member, ok bool) {
	members, err := jsontext.Object(line, room[:0])
	if err != nil {
		return text, members, false
	}
	for _, m := range members {
		if string(m.Name.In(line)) == dockerText {
			text, ok = m.Value, line[m.Value.Start] == '"'
		}
	}
	return text, members, ok
}
