// Package format writes the rows of a query as a table, CSV, JSON, JSON lines,
// Markdown or Parquet. It knows neither the terminal nor the database: what is
// written is for others to place.
package format

import (
	"fmt"
	"io"
	"strings"
)

// Rows are a query's answer, read one by one.
type Rows struct {
	Columns []string
	Types   []string // DuckDB's names: BIGINT, DATE, …
	// Next reads the next row; ok is false at the end. The values are those of
	// query.Result.Next.
	Next func() (values []any, ok bool, err error)
}

// Options say how rows are written; each is heeded by the formats that it concerns.
type Options struct {
	RawCSV bool // cells that a spreadsheet would run as a formula stay as they are
	Width  int  // cells of a screen that a table must fit into; 0 for no limit
	// Visible makes text harmless in a format that people read as it is: control
	// characters are spelled out.
	Visible func(text string) string
}

// A Format is a way to write rows.
type Format struct {
	Name   string
	Binary bool // not for a terminal
	// Write writes all rows and closes what it began. When it fails midway, what was
	// written ends there.
	Write func(w io.Writer, rows Rows, o Options) error
}

// formats are all there are, in the order in which help lists them.
var formats = []Format{
	{Name: "table", Write: writeTable},
	{Name: "csv", Write: writeCSV},
	{Name: "json", Write: writeJSON},
	{Name: "jsonl", Write: writeJSONLines},
	{Name: "markdown", Write: writeMarkdown},
	{Name: "parquet", Write: writeParquet, Binary: true},
}

// Names are the names of all formats.
func Names() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.Name
	}
	return names
}

// ByName returns the format of that name; its error lists those there are.
func ByName(name string) (Format, error) {
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
	}
	all := Names()
	last := len(all) - 1
	return Format{}, fmt.Errorf("a format is %s or %s, not %q", strings.Join(all[:last], ", "), all[last], name)
}

// each calls f for every row.
func (r Rows) each(f func(values []any) error) error {
	for {
		values, ok, err := r.Next()
		if err != nil || !ok {
			return err
		}
		if err := f(values); err != nil {
			return err
		}
	}
}

// unique gives a column name that comes again a number: what is addressed by name
// must have one of its own.
func unique(columns []string) []string {
	names := make([]string, len(columns))
	taken := map[string]bool{}
	for _, name := range columns {
		taken[name] = true
	}
	seen := map[string]bool{}
	for i, name := range columns {
		for n := 2; seen[name]; n++ {
			if again := fmt.Sprintf("%s_%d", columns[i], n); !taken[again] {
				name = again
			}
		}
		seen[name], taken[name] = true, true
		names[i] = name
	}
	return names
}
