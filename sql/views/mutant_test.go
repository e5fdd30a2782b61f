package views_test

// Mutants: with one mistake in the SQL, at least one view must differ from the
// reference. One that goes unnoticed shows what the random worlds lack.

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// mutantBatches are the batches whose worlds mutants are shown: one whose as-of
// day is asked for, one where it has not begun, and one with events after today.
var mutantBatches = []int{6, 7, 1}

// A loaded world is ready to be compared again and again.
type loadedWorld struct {
	*duck.DB
	reader
	want map[string]texts
}

// loaded computes the views of a database that holds a world.
func (w world) loaded(t *testing.T, db *duck.DB) loadedWorld {
	t.Helper()
	computeOnce(t, db)
	r, err := newReader(db)
	if err != nil {
		t.Fatal(err)
	}
	return loadedWorld{db, r, wanted(w)}
}

// TestMutants makes each mistake in turn and takes it back.
func TestMutants(t *testing.T) {
	var worlds []loadedWorld
	for _, batch := range mutantBatches {
		w := newWorld(1, batch*batchSize, batchSize)
		loaded := w.loaded(t, w.load(t))
		if view, err := loaded.differs(viewNames()); view != "" || err != nil {
			t.Fatalf("without a mutation %s differs: %v", view, err)
		}
		worlds = append(worlds, loaded)
	}
	seen := map[string]int{}
	for _, m := range mutations {
		seen[m.view]++
		t.Run(m.name(seen[m.view]), func(t *testing.T) {
			view, ok := worlds[0].Catalog.View(m.view)
			if !ok {
				t.Fatalf("there is no view %s any more", m.view)
			}
			body := m.apply(t, view.Body)
			for _, w := range worlds {
				if found := w.tryBody(t, view, body); found != "" {
					t.Logf("%s: noticed by %s", m.breaks, found)
					return
				}
			}
			t.Errorf("nothing notices that %s", m.breaks)
		})
	}
}

// TestMutantsOfLoading makes each mistake before the world is loaded.
func TestMutantsOfLoading(t *testing.T) {
	w := newWorld(1, mutantBatches[0]*batchSize, batchSize)
	seen := map[string]int{}
	for _, m := range loadMutations {
		seen[m.view]++
		t.Run(m.name(seen[m.view]), func(t *testing.T) {
			db, logs := w.open(t), folder(t)
			if err := w.write(logs); err != nil {
				t.Fatal(err)
			}
			macro := m.apply(t, macroText(t, db.Catalog, m.view))
			execute(t, db, strings.Replace(macro, "CREATE MACRO", "CREATE OR REPLACE MACRO", 1))
			loadFolder(t, db, logs)
			found, err := w.loaded(t, db).differs(viewNames())
			if err != nil || found == "" {
				t.Fatalf("nothing notices that %s: %v", m.breaks, err)
			}
			t.Logf("%s: noticed by %s", m.breaks, found)
		})
	}
}

// TestMutationsOfEveryView: two or more mistakes are made in each view that the
// design promises or in what it alone is computed from.
func TestMutationsOfEveryView(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]int{}
	for _, m := range mutations {
		for view := range readersOf(c, m.view) {
			made[view]++
		}
	}
	for _, view := range viewNames() {
		if made[view] < 2 {
			t.Errorf("%s has only %d mutations", view, made[view])
		}
	}
}

func (m mutation) name(n int) string { return fmt.Sprintf("%s %d", m.view, n) }

// apply makes the mistake in a text.
func (m mutation) apply(t *testing.T, text string) string {
	t.Helper()
	if n := strings.Count(text, m.old); n != max(1, m.times) {
		t.Fatalf("%q occurs %d times in %s, want %d: the mutation must follow the SQL", m.old, n, m.view, max(1, m.times))
	}
	return strings.ReplaceAll(text, m.old, m.new)
}

// tryBody gives a view another body for a moment and returns the view that
// differs, or "".
func (w loadedWorld) tryBody(t *testing.T, view catalog.View, body string) string {
	t.Helper()
	execute(t, w.DB, "BEGIN")
	defer execute(t, w.DB, "ROLLBACK")
	affected := readersOf(w.Catalog, view.Name)
	for _, v := range w.Catalog.Views {
		if !affected[v.Name] {
			continue
		}
		if v.Name == view.Name {
			v.Body = body
		}
		execute(t, w.DB, "CREATE OR REPLACE TEMP TABLE "+catalog.Quote(v.Name)+" AS\n"+v.Body)
		if columns[v.Name] == "" {
			continue
		}
		if found, err := w.differs([]string{v.Name}); found != "" || err != nil {
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
	}
	return ""
}

func execute(t testing.TB, db *duck.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
}

// differs returns the first of the views that is not as it must be.
func (w loadedWorld) differs(views []string) (string, error) {
	for _, view := range views {
		got, err := w.view(view)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", view, err)
		}
		if !maps.Equal(got, w.want[view]) {
			return view, nil
		}
	}
	return "", nil
}

var word = regexp.MustCompile(`[a-z_][a-z0-9_]*`)

// readersOf names the views that read a view, itself among them.
func readersOf(c *catalog.Catalog, name string) map[string]bool {
	affected := map[string]bool{name: true}
	for _, v := range c.Views { // each stands behind the ones it reads
		for _, source := range word.FindAllString(v.Body, -1) {
			affected[v.Name] = affected[v.Name] || affected[source]
		}
	}
	return affected
}

// macroText is the statement that makes a macro.
func macroText(t *testing.T, c *catalog.Catalog, name string) string {
	t.Helper()
	for _, s := range c.Schema {
		_, rest, found := strings.Cut(s.SQL, "CREATE MACRO "+name+"(")
		if text, _, ended := strings.Cut(rest, ";\n"); found && ended {
			return "CREATE MACRO " + name + "(" + text
		}
	}
	t.Fatalf("there is no macro %s any more", name)
	return ""
}
