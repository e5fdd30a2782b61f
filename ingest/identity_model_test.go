package ingest_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// A world is a folder of logs that writers, rotation and people change, and a
// model of what must be stored: a tree of all beginnings of files, in whole
// lines, that were there when files were loaded. Each new one brings the record
// that it ends with, once.
type world struct {
	*store
	generator
	lineEnd string
	files   map[string]string // content by name; decompressed
	loaded  map[string]bool   // beginnings
	events  []string          // names of the records they brought
	next    int
	history []string
}

// TestRandomWorld changes the folder at random and loads it now and then:
// nothing is lost, nothing is there twice.
func TestRandomWorld(t *testing.T) {
	for _, lineEnd := range []string{"\n", "\r\n"} {
		for seed := range uint64(6) {
			t.Run(fmt.Sprintf("%q seed%d", lineEnd, seed), func(t *testing.T) {
				w := &world{store: newStore(t), generator: generator{rand.New(rand.NewPCG(seed, 2))}, lineEnd: lineEnd,
					files: map[string]string{}, loaded: map[string]bool{}}
				for range 60 {
					w.step()
					if w.oneIn(3) {
						w.check()
					}
					if t.Failed() {
						t.Fatalf("after\n%s", strings.Join(w.history, "\n"))
					}
				}
			})
		}
	}
}

func (w *world) did(format string, args ...any) {
	w.history = append(w.history, fmt.Sprintf(format, args...))
}

// step is one change by somebody.
func (w *world) step() {
	name := w.anyFile()
	content := w.files[name]
	zipped := strings.HasSuffix(name, ".gz")
	action := w.IntN(10)
	switch {
	case name == "" || action == 0 && len(w.files) < 8:
		w.put(fmt.Sprintf("%c%d.log", 'a'+w.IntN(3), w.next), w.newLines())
	case action == 1 && len(w.files) < 8:
		w.put(fmt.Sprintf("%c%d.log", 'a'+w.IntN(3), w.next), content+w.newLines()[:w.IntN(2)])
	case action == 2:
		w.remove(name)
		w.put(fmt.Sprintf("%c%d.log%s", 'a'+w.IntN(3), w.next, map[bool]string{true: ".gz"}[zipped]), content)
	case action == 3:
		w.put(name, w.newLines())
	case action == 4:
		w.put(name, content[:w.cut(content)])
	case action == 5 && !zipped:
		w.remove(name)
		w.put(name+".gz", content)
	case action == 6:
		w.remove(name)
	default:
		if !zipped {
			w.put(name, content+w.newLines())
		}
	}
	w.next++
}

func (w *world) anyFile() string {
	if len(w.files) == 0 {
		return ""
	}
	names := slices.Sorted(maps.Keys(w.files))
	return names[w.IntN(len(names))]
}

// cut is a place to cut content at: often the end of a line.
func (w *world) cut(content string) int {
	i := w.IntN(len(content) + 1)
	if line := strings.LastIndex(content[:i], "\n"); w.oneIn(2) {
		return line + 1
	}
	return i
}

// newLines are lines that a writer adds; the last one may be unfinished. What
// was unfinished before them is ended now and then by chance only.
func (w *world) newLines() string {
	var b strings.Builder
	for range 1 + w.IntN(4) {
		w.next++
		line := push(fmt.Sprintf("%04d", w.next))
		if w.oneIn(5) {
			line = pick(w.generator, "", " ", "broken", line, push("same"), push("same"))
		}
		b.WriteString(line + w.lineEnd)
	}
	text := b.String()
	if w.oneIn(4) {
		return text[:len(text)-w.IntN(len(w.lineEnd)+3)]
	}
	return text
}

func (w *world) put(name, content string) {
	w.did("%s holds %d bytes %q", name, len(content), content)
	w.files[name] = content
	if strings.HasSuffix(name, ".gz") {
		content = gzipped(w.t, content)
	}
	w.write(name, content)
}

func (w *world) remove(name string) {
	w.did("%s is removed", name)
	delete(w.files, name)
	w.must(os.Remove(w.path(name)))
}

// check loads the folder, or a file of it, and compares.
func (w *world) check() {
	if w.oneIn(4) {
		w.restart()
	}
	names := slices.Sorted(maps.Keys(w.files))
	if w.oneIn(4) && len(names) > 0 {
		names = []string{w.anyFile()}
		w.did("%s is loaded", names[0])
		w.loadPaths(w.path(names[0]))
	} else {
		w.did("all is loaded")
		w.load()
	}
	for _, name := range names {
		w.bring(w.files[name], strings.HasSuffix(name, ".gz"))
	}
	slices.Sort(w.events)
	if got := w.store.events(); got != strings.Join(w.events, " ") {
		w.t.Errorf("stored are\n%s, want\n%s", got, strings.Join(w.events, " "))
	}
}

// bring enters a file's beginnings into the tree.
func (w *world) bring(content string, whole bool) {
	beginning := ""
	for content != "" {
		line, rest, ended := strings.Cut(content, "\n")
		line = strings.TrimSuffix(line, "\r")
		if !ended && !whole && !strings.HasSuffix(line, "}") {
			return
		}
		if beginning += line + "\n"; !w.loaded[beginning] {
			w.loaded[beginning] = true
			if name, ok := eventOf(line); ok {
				w.events = append(w.events, name)
			}
		}
		content = rest
	}
}

// eventOf names the record of a line; ok is false when it holds none.
func eventOf(line string) (name string, ok bool) {
	v, ok := parsed(line)
	object, isObject := v.(map[string]any)
	if !ok || !isObject {
		return "", false
	}
	return asText(object["eventId"])
}
