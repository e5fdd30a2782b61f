package views_test

// The property: on every random world each view has exactly the reference's
// rows. A case that fails is made smaller, printed and kept in testdata.

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var (
	seed  = flag.Uint64("seed", 1, "seed of the random cases")
	cases = flag.Int("cases", 2000, "number of random cases")
)

// TestViews compares batch after batch of random cases.
func TestViews(t *testing.T) {
	for first := 0; first < *cases; first += batchSize {
		t.Run(fmt.Sprintf("from%d", first), func(t *testing.T) {
			t.Parallel()
			w := newWorld(*seed, first, min(batchSize, *cases-first))
			for view, wrong := range w.compare(t) {
				w.explain(t, view, wrong)
			}
		})
	}
}

// TestViewsAlone compares each view as who asks for it alone has it: computed from
// the records, through all the views between.
func TestViewsAlone(t *testing.T) {
	for _, batch := range []int{0, 6} {
		t.Run(fmt.Sprintf("batch%d", batch), func(t *testing.T) {
			t.Parallel()
			w := newWorld(*seed, batch*batchSize, batchSize)
			wrong, err := mismatches(w.load(t), wanted(w))
			if err != nil {
				t.Fatal(err)
			}
			for view, rows := range wrong {
				w.explain(t, view, rows)
			}
		})
	}
}

// TestRegressions compares the cases that once failed.
func TestRegressions(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.jsonl")
	if err != nil || len(paths) == 0 {
		t.Fatal("there are no regression cases", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".jsonl"), func(t *testing.T) {
			w, err := readWorld(path)
			if err != nil {
				t.Fatal(err)
			}
			for view, wrong := range w.compare(t) {
				t.Errorf("%s:\n%s", view, strings.Join(wrong, "\n"))
			}
		})
	}
}

// compare loads a world and tells what is wrong with which view.
func (w world) compare(t *testing.T) map[string][]string {
	t.Helper()
	db := w.load(t)
	computeOnce(t, db)
	wrong, err := mismatches(db, wanted(w))
	if err != nil {
		t.Fatal(err)
	}
	return wrong
}

// explain reports a failed view by its first failing case.
func (w world) explain(t *testing.T, view string, wrong []string) {
	t.Helper()
	key := ""
	if strings.HasPrefix(columns[view], "app_key") && strings.HasPrefix(wrong[0], "ks") {
		key = ofCaseKey(strings.Fields(wrong[0])[0])
	}
	if key == "" {
		t.Errorf("seed %d, %s, today %s, as of %s:\n%s", *seed, view, w.Today, w.AsOf, strings.Join(wrong[:min(10, len(wrong))], "\n"))
		return
	}
	small := w.only(key)
	small.AsOf = w.asOfDay(w.stored())
	fails := func(w world) []string { return w.compare(t)[view] }
	if len(fails(small)) == 0 {
		t.Errorf("seed %d, %s of case %s fails only among others:\n%s", *seed, view, key, strings.Join(wrong[:min(10, len(wrong))], "\n"))
		return
	}
	small = shrink(small, func(w world) bool { return len(fails(w)) > 0 })
	path := fmt.Sprintf("testdata/seed%d-%s-%s.jsonl", *seed, key, view)
	if err := small.save(path); err != nil {
		t.Error(err)
	}
	t.Errorf("seed %d, case %s, today %s, as of %s, %s (%d rows of the batch), kept as %s:\n%s\n%s", *seed, key, small.Today, small.AsOf, view,
		len(wrong), path, strings.Join(fails(small), "\n"), small.text())
}

// only is the world with the lines of one case.
func (w world) only(key string) world {
	return w.where(func(l line) bool {
		return len(l.Records) > 0 && ofCaseKey(l.Records[0].App) == key || len(l.Hits) > 0 && ofCaseKey(l.Hits[0].App) == key
	})
}

func (w world) where(keep func(line) bool) world {
	kept := world{Today: w.Today, AsOf: w.AsOf, Config: w.Config}
	for _, f := range w.Files {
		if lines := slices.DeleteFunc(slices.Clone(f.Lines), func(l line) bool { return !keep(l) }); len(lines) > 0 {
			kept.Files = append(kept.Files, file{f.Name, lines, f.Failed})
		}
	}
	return kept
}

// shrink leaves lines out, many at once and then one by one, as long as the
// world still fails.
func shrink(w world, fails func(world) bool) world {
	for size := w.count() / 2; size > 0; size /= 2 {
		for from := 0; from < w.count(); {
			n := -1
			smaller := w.where(func(line) bool { n++; return n < from || n >= from+size })
			if smaller.count() > 0 && fails(smaller) {
				w = smaller
			} else {
				from += size
			}
		}
	}
	return w
}

func (w world) count() int {
	n := 0
	for _, f := range w.Files {
		n += len(f.Lines)
	}
	return n
}

// text is the world's log as a reader wants to see it.
func (w world) text() string {
	var b strings.Builder
	for _, f := range w.Files {
		fmt.Fprintf(&b, "-- %s --\n", f.Name)
		for _, l := range f.Lines {
			b.WriteString(l.Text + "\n")
		}
	}
	return b.String()
}
