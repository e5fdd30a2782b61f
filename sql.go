package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"opaudit/reports"
	"opaudit/sql/query"
)

// rowWriters write a query's result; each closes what it began, also when the
// query fails midway.
var rowWriters = map[string]func(w io.Writer, r *query.Result, raw bool) error{
	"table": writeTable,
	"csv":   writeCSV,
	"json":  writeJSON,
}

func (c *command) sqlCommand() *cobra.Command {
	var statement, format string
	var raw bool
	cmd := &cobra.Command{
		Use:   "sql [-c QUERY | FILE]",
		Short: "Ask the database a question in SQL",
		Long:  "Run one statement that reads, given with -c, in a file, or on standard input, and write the rows.\nSHOW ALL TABLES is answered by: opaudit sql -c \"SELECT view_name, comment FROM duckdb_views() WHERE NOT internal\"",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			write, ok := rowWriters[format]
			if !ok {
				return usage("--format is table, csv or json, not %q", format)
			}
			given, err := statementFrom(statement, cmd.Flags().Changed("command"), args, os.Stdin)
			if err != nil {
				return err
			}
			asker, _, end, err := c.asker(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, end()) }()
			result, err := asker.Ask(cmd.Context(), given)
			if err != nil {
				return failure{exitWork, err, "see what there is: opaudit sql -c \"SELECT view_name, comment FROM duckdb_views() WHERE NOT internal\""}
			}
			defer result.Close()
			c.tellStand(result.Stand)
			return write(c.stdout, result, raw)
		},
	}
	cmd.Flags().StringVarP(&statement, "command", "c", "", "the statement")
	cmd.Flags().StringVar(&format, "format", "table", "table, csv or json")
	cmd.Flags().BoolVar(&raw, "csv-raw", false, "leave cells that begin with = + - @ as they are, though a spreadsheet runs them")
	return cmd
}

// statementFrom reads the statement from -c, a file or standard input.
func statementFrom(statement string, given bool, args []string, stdin io.Reader) (string, error) {
	switch {
	case given && len(args) > 0:
		return "", usage("give either -c QUERY or a file, not both")
	case given:
		return statement, nil
	case len(args) == 1:
		text, err := os.ReadFile(args[0])
		if err != nil {
			return "", fmt.Errorf("read statement: %w", err)
		}
		return string(text), nil
	}
	if f, ok := stdin.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return "", usage("give a statement with -c QUERY, in a file, or on standard input")
		}
	}
	text, err := io.ReadAll(stdin)
	if err != nil {
		return "", fmt.Errorf("read statement: %w", err)
	}
	return string(text), nil
}

// each calls f for the rows of a result.
func each(r *query.Result, f func(values []any) error) error {
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

// writeTable writes aligned columns: numbers to the right, NULL as a sign of its own.
func writeTable(w io.Writer, r *query.Result, _ bool) error {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	var header table.Row
	for _, name := range r.Columns {
		header = append(header, reports.Visible(name))
	}
	t.AppendHeader(header)
	rows := int64(0)
	err := each(r, func(values []any) error {
		var row table.Row
		for _, v := range values {
			if _, isNumber := v.(int64); isNumber {
				row = append(row, v)
			} else if v == nil {
				row = append(row, "NULL")
			} else {
				row = append(row, reports.Visible(query.Text(v)))
			}
		}
		rows++
		t.AppendRow(row)
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n(%s)\n", t.Render(), plural(rows, "row", "rows"))
	return err
}

// writeCSV writes RFC 4180 with a header. A text cell that a spreadsheet would
// run as a formula gets an apostrophe before it, unless raw.
func writeCSV(w io.Writer, r *query.Result, raw bool) error {
	out := csv.NewWriter(w)
	safe := func(s string) string {
		if !raw && s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
			return "'" + s
		}
		return s
	}
	header := make([]string, len(r.Columns))
	for i, name := range r.Columns {
		header[i] = safe(name)
	}
	if err := out.Write(header); err != nil {
		return err
	}
	err := each(r, func(values []any) error {
		cells := make([]string, len(values))
		for i, v := range values {
			cells[i] = query.Text(v)
			if s, isText := v.(string); isText {
				cells[i] = safe(s)
			}
		}
		return out.Write(cells)
	})
	out.Flush()
	return errors.Join(err, out.Error())
}

// writeJSON writes an array of objects whose members stand in the order of the
// columns; a column name that comes again gets a number.
func writeJSON(w io.Writer, r *query.Result, _ bool) error {
	names := make([][]byte, len(r.Columns))
	times := map[string]int{}
	for i, name := range r.Columns {
		if times[name]++; times[name] > 1 {
			name = fmt.Sprintf("%s_%d", name, times[name])
		}
		encoded, err := json.Marshal(name)
		if err != nil {
			return err
		}
		names[i] = encoded
	}
	if _, err := io.WriteString(w, "["); err != nil {
		return err
	}
	separator := "\n"
	err := each(r, func(values []any) error {
		var row bytes.Buffer
		row.WriteString(separator + "{")
		separator = ",\n"
		for i, v := range values {
			if i > 0 {
				row.WriteByte(',')
			}
			row.Write(names[i])
			row.WriteByte(':')
			encoded, err := json.Marshal(v)
			if err != nil { // NaN and infinity have no JSON form
				encoded = []byte("null")
			}
			row.Write(encoded)
		}
		row.WriteByte('}')
		_, err := w.Write(row.Bytes())
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n]\n")
	return err
}
