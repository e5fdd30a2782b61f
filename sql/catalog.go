// Package catalog is the SQL of opaudit: the tables, the log types, the views
// that compute the operating rules' figures, and the rules themselves, read from
// the files embedded beside it. It opens no database and runs no statement.
package catalog

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed schema/*.sql logs/*.sql views/*.sql rules/*.sql
var files embed.FS

// SchemaVersion changes whenever a stored table or macro does; a database of another
// version is refused.
const SchemaVersion = "7"

// Catalog is everything that the embedded files define.
type Catalog struct {
	Schema   []Statement // makes the tables of a new database
	LogTypes []LogType   // by name
	Views    []View      // each after the ones it reads
	Rules    []Rule      // by id
}

// A Statement is a named piece of SQL.
type Statement struct {
	Name string
	SQL  string
}

// A View is a relation that is computed when it is read.
type View struct {
	Name string
	Kind string // "relation" (a log type), "stage" (what views share) or "view" (a figure)
	// Columns are its columns with their types, "app_key VARCHAR, day DATE"; "" for a
	// relation, whose columns are those of its table.
	Columns string
	Clause  string // source clause of a figure, "" when none
	Unit    string
	En, Zh  string // what a row is, in words
	Shared  bool   // several figures read it: an analysis computes it once
	Body    string // the SELECT
}

// Comment is what the database tells of the view: its definition in both
// languages, its source clause and its unit.
func (v View) Comment() string {
	comment := v.En + " " + v.Zh
	if v.Clause != "" {
		comment += " Clause " + v.Clause + "."
	}
	if v.Unit != "" {
		comment += " Unit: " + v.Unit + "."
	}
	return comment
}

// Load reads the embedded catalog. An error names the file and what is wrong in it.
func Load() (*Catalog, error) {
	c := &Catalog{}
	if err := each("schema", func(s string, text string) error {
		c.Schema = append(c.Schema, Statement{s, text})
		return nil
	}); err != nil {
		return nil, err
	}
	if err := each("logs", c.addLog); err != nil {
		return nil, err
	}
	c.Schema = append(c.Schema, c.baseTables()...)
	c.Views = append(c.Views, c.recordedView(), c.digestsView())
	if err := each("views", c.addView); err != nil {
		return nil, err
	}
	if err := each("rules", c.addRule); err != nil {
		return nil, err
	}
	slices.SortFunc(c.Rules, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	views, err := inOrder(c.Views)
	c.Views = views
	return c, err
}

// each calls f with the name and text of the .sql files in a folder, by name.
func each(folder string, f func(name, text string) error) error {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return fmt.Errorf("read catalog: %w", err)
	}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("read catalog: %w", err)
		}
		if err := f(name, string(text)); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalog) addView(name, text string) error {
	s, err := parse(name, text)
	if err != nil {
		return err
	}
	if err := s.need("columns", "unit", "text.en", "text.zh"); err != nil {
		return err
	}
	if err := s.only("columns", "clause", "unit", "text.en", "text.zh", "shared"); err != nil {
		return err
	}
	c.Views = append(c.Views, View{
		Name: strings.TrimSuffix(path.Base(name), ".sql"), Kind: "view", Columns: s.keys["columns"],
		Clause: s.keys["clause"], Unit: s.keys["unit"],
		En: s.keys["text.en"], Zh: s.keys["text.zh"], Shared: s.keys["shared"] == "yes", Body: s.body,
	})
	return nil
}

// View returns the view of that name.
func (c *Catalog) View(name string) (View, bool) {
	i := slices.IndexFunc(c.Views, func(v View) bool { return v.Name == name })
	if i < 0 {
		return View{}, false
	}
	return c.Views[i], true
}

var word = regexp.MustCompile(`[a-z_][a-z0-9_]*`)

// inOrder puts each view behind the ones whose names its text holds, so that
// they can be created one after the other.
func inOrder(views []View) ([]View, error) {
	byName := map[string]View{}
	for _, v := range views {
		byName[v.Name] = v
	}
	var sorted []View
	state := map[string]int{} // 1 while its sources are visited, 2 when placed
	var place func(v View) error
	place = func(v View) error {
		if state[v.Name] != 0 {
			if state[v.Name] == 1 {
				return fmt.Errorf("view %s reads itself", v.Name)
			}
			return nil
		}
		state[v.Name] = 1
		for _, name := range word.FindAllString(v.Body, -1) {
			if source, ok := byName[name]; ok && name != v.Name {
				if err := place(source); err != nil {
					return err
				}
			}
		}
		state[v.Name] = 2
		sorted = append(sorted, v)
		return nil
	}
	for _, v := range views {
		if err := place(v); err != nil {
			return nil, err
		}
	}
	return sorted, nil
}

// Quote returns name as a quoted SQL identifier.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Literal returns s as an SQL string literal.
func Literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
