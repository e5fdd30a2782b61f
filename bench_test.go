package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // for the plain load that ours is compared with
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	catalog "opaudit/sql"
)

// The benchmarks of loading and judging run the real program on the mixed log and
// compare it, in the same run, with what the engine alone takes to read the same
// lines into a table ("raw"): the ratio is what counts, for machines differ.

// benchLines is how many lines the mixed log has; benchRounds how often each
// measurement is taken, interleaved. The median counts.
const (
	benchLines  = 4_000_000
	benchRounds = 3
)

// A measurement is one run of a program.
type measurement struct {
	took time.Duration
	peak int64 // resident memory in bytes
}

// measured runs a program to its end and measures it; a finding is no failure.
func measured(b *testing.B, program string, args ...string) measurement {
	b.Helper()
	cmd := exec.Command(program, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	begin := time.Now()
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != exitFindings) {
		b.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, stderr.String())
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatal("the system does not tell a process's memory")
	}
	return measurement{time.Since(begin), usage.Maxrss << 10}
}

// build builds the program.
func build(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "opaudit")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// mixedLog writes the mixed log of so many lines.
func mixedLog(b *testing.B, program string, lines int) string {
	b.Helper()
	folder := filepath.Join(b.TempDir(), "mixed")
	measured(b, program, "sample", "--scenario", "mixed", "--lines", strconv.Itoa(lines), "--seed", "1", "--out", folder)
	logs, err := filepath.Glob(filepath.Join(folder, "*.log"))
	if err != nil || len(logs) != 1 {
		b.Fatalf("the sample is not one log but %v (%v)", logs, err)
	}
	return logs[0]
}

// rawLoad is the program that the benchmarks compare with: the engine alone reads
// the log that its first argument names into one typed table of a new database,
// which its second names.
func rawLoad() {
	if err := rawLoadOf(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitWork)
	}
}

func rawLoadOf(log, database string) error {
	cat, err := catalog.Load()
	if err != nil {
		return err
	}
	columns := map[string]string{"logType": "VARCHAR", "appKey": "VARCHAR"}
	for _, t := range cat.LogTypes {
		all := t.Columns()
		for _, c := range all[slices.IndexFunc(all, func(c catalog.Column) bool { return c.Name == t.Fields[0].Name }):] {
			columns[c.Name] = c.Type
		}
	}
	var declared []string
	for name, typ := range columns {
		declared = append(declared, fmt.Sprintf("%s: '%s'", catalog.Quote(name), typ))
	}
	slices.Sort(declared)
	db, err := sql.Open("duckdb", database+"?preserve_insertion_order=false")
	if err != nil {
		return err
	}
	_, err = db.ExecContext(context.Background(), fmt.Sprintf(
		"CREATE TABLE raw AS SELECT * FROM read_json(%s, format = 'newline_delimited', ignore_errors = true, columns = {%s})",
		catalog.Literal(log), strings.Join(declared, ", ")))
	return errors.Join(err, db.Close())
}

// raw measures rawLoad.
func raw(b *testing.B, log string) measurement {
	b.Helper()
	folder := b.TempDir()
	defer func() { _ = os.RemoveAll(folder) }()
	return measured(b, "rawload", log, filepath.Join(folder, "raw.duckdb"))
}

// median of measurements, by time.
func median(all []measurement) measurement {
	slices.SortFunc(all, func(a, b measurement) int { return int(a.took - b.took) })
	return all[len(all)/2]
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }

// BenchmarkIngest loads the mixed log in all the ways in which it may come.
func BenchmarkIngest(b *testing.B) {
	program := build(b)
	log := mixedLog(b, program, benchLines)
	info, err := os.Stat(log)
	if err != nil {
		b.Fatal(err)
	}
	ways := []struct{ name, path string }{
		{"one file", log},
		{"4,000 files", inPieces(b, log, 4000)},
		{"gzip", rewritten(b, log, "gz", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })},
		{"zstd", rewritten(b, log, "zst", func(w io.Writer) io.WriteCloser {
			z, err := zstd.NewWriter(w)
			if err != nil {
				b.Fatal(err)
			}
			return z
		})},
		{"GB18030", rewritten(b, log, "gb", func(w io.Writer) io.WriteCloser {
			return transform.NewWriter(w, simplifiedchinese.GB18030.NewEncoder())
		})},
	}
	for b.Loop() {
		var raws []measurement
		ours := make([][]measurement, len(ways))
		for range benchRounds {
			raws = append(raws, raw(b, log))
			for i, way := range ways {
				database := filepath.Join(b.TempDir(), "ours.duckdb")
				ours[i] = append(ours[i], measured(b, program, "--db", database, "-q", "ingest", way.path))
				if err := os.RemoveAll(filepath.Dir(database)); err != nil {
					b.Fatal(err)
				}
			}
		}
		alone := median(raws)
		fmt.Printf("\n%-12s %6s %8s %9s %10s\n", "way", "ratio", "MB/s", "lines/s", "peak MB")
		for i, way := range ways {
			m := median(ours[i])
			s := m.took.Seconds()
			fmt.Printf("%-12s %6.2f %8.0f %9.0f %10.0f\n", way.name, s/alone.took.Seconds(), megabytes(info.Size())/s, benchLines/s, megabytes(m.peak))
			b.ReportMetric(s/alone.took.Seconds(), strings.ReplaceAll(way.name, " ", "-")+"-ratio")
		}
	}
}

// inPieces cuts a log into so many files of whole lines.
func inPieces(b *testing.B, log string, files int) string {
	b.Helper()
	folder := b.TempDir()
	prefix := filepath.Join(folder, "part.")
	if out, err := exec.Command("split", "-n", fmt.Sprintf("l/%d", files), "-a", "4", "-d", log, prefix).CombinedOutput(); err != nil {
		b.Fatalf("split: %v\n%s", err, out)
	}
	return folder
}

// rewritten writes a log through an encoder.
func rewritten(b *testing.B, log, suffix string, encoder func(io.Writer) io.WriteCloser) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "mixed.log."+suffix)
	from, err := os.Open(log)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	to, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := encoder(to)
	if _, err := io.Copy(w, from); err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(w.Close(), to.Close()); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkAnalyze judges 4 million mixed lines, and asks for every view alone.
func BenchmarkAnalyze(b *testing.B) { benchmarkAnalyze(b, benchLines, benchRounds) }

// BenchmarkAnalyze40M judges 40 million.
func BenchmarkAnalyze40M(b *testing.B) { benchmarkAnalyze(b, 10*benchLines, 1) }

func benchmarkAnalyze(b *testing.B, lines, rounds int) {
	program := build(b)
	log := mixedLog(b, program, lines)
	database := filepath.Join(b.TempDir(), "ours.duckdb")
	measured(b, program, "--db", database, "-q", "ingest", log)
	cat, err := catalog.Load()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var raws, whole []measurement
		for range rounds {
			raws = append(raws, raw(b, log))
			whole = append(whole, measured(b, program, "--db", database, "-q", "--as-of", "2024-10-20", "analyze", "--format", "json"))
		}
		plain, m := median(raws), median(whole)
		fmt.Printf("\n%-28s %8s %8s\n", "view, asked for alone", "ratio", "peak MB")
		for _, v := range cat.Views {
			alone := measured(b, program, "--db", database, "-q", "sql", "-c", fmt.Sprintf("SELECT bit_xor(hash(v)) FROM %s v", v.Name))
			fmt.Printf("%-28s %8.2f %8.0f\n", v.Name, alone.took.Seconds()/plain.took.Seconds(), megabytes(alone.peak))
		}
		fmt.Printf("%-28s %8.2f %8.0f\n", "whole analyze", m.took.Seconds()/plain.took.Seconds(), megabytes(m.peak))
		fmt.Printf("%-28s %8.2f\n", "seconds of raw, of analyze", plain.took.Seconds())
		fmt.Printf("%-28s %8.2f\n", "", m.took.Seconds())
		b.ReportMetric(m.took.Seconds()/plain.took.Seconds(), "ratio")
	}
}
