package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opaudit/sql/query"
)

// A watched program under measurement, and a client of its socket.
type measuredWatch struct {
	b              *testing.B
	database, logs string
	cmd            *exec.Cmd
	client         *query.Client
	files          int
}

func watchMeasured(b *testing.B, flags ...string) *measuredWatch {
	b.Helper()
	folder, err := os.MkdirTemp("", "watch-x")
	must(b, err)
	b.Cleanup(func() { _ = os.RemoveAll(folder) })
	w := &measuredWatch{b: b, database: filepath.Join(folder, "audit.duckdb"), logs: filepath.Join(folder, "logs")}
	must(b, os.Mkdir(w.logs, 0o700))
	w.cmd = exec.Command(build(b), append([]string{"--db", w.database, "-q", "watch", w.logs}, flags...)...)
	w.cmd.Stderr = os.Stderr
	must(b, w.cmd.Start())
	b.Cleanup(func() { _ = w.cmd.Process.Kill() })
	for deadline := time.Now().Add(time.Minute); ; {
		if w.client, err = query.Dial(b.Context(), w.database); err == nil {
			return w
		}
		if time.Now().After(deadline) {
			b.Fatalf("the socket never answered: %v", err)
		}
		<-time.After(10 * time.Millisecond)
	}
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// drop writes a file of lines, as a collector that copies files would.
func (w *measuredWatch) drop(lines int) {
	w.files++
	var text strings.Builder
	for i := range lines {
		fmt.Fprintf(&text, `{"logType":"sql","appKey":"ks1","sql":"SELECT %d FROM t","time":%d}`+"\n", i, 1729396800000+w.files*1000+i)
	}
	must(w.b, os.WriteFile(filepath.Join(w.logs, fmt.Sprintf("%d.log", w.files)), []byte(text.String()), 0o600))
}

// stored is how many records a query over the socket sees.
func (w *measuredWatch) stored(ctx context.Context) int64 {
	result, err := w.client.Ask(ctx, "SELECT count(*) FROM sql_statements")
	must(w.b, err)
	defer result.Close()
	values, _, err := result.Next()
	must(w.b, err)
	n, ok := values[0].(int64)
	if !ok {
		w.b.Fatalf("the count is %v", values[0])
	}
	return n
}

// BenchmarkWatch drops files of 1,000 lines and measures until a query over the
// socket sees them.
func BenchmarkWatch(b *testing.B) {
	const drops, lines = 100, 1000
	w := watchMeasured(b)
	for b.Loop() {
		var took []time.Duration
		for range drops {
			w.drop(lines)
			begin := time.Now()
			for w.stored(b.Context()) < int64(w.files*lines) {
				if time.Since(begin) > time.Minute {
					b.Fatal("a drop never became visible")
				}
			}
			took = append(took, time.Since(begin))
		}
		slices.Sort(took)
		p50, p95 := took[len(took)/2], took[len(took)*95/100]
		fmt.Printf("\n%d drops of %d lines, until a query sees them: p50 %v, p95 %v, worst %v\n", drops, lines, p50, p95, took[len(took)-1])
		b.ReportMetric(p95.Seconds(), "p95-s")
	}
}

// BenchmarkSoak drops 20,000 files in 10 minutes while queries run: nothing is lost,
// and memory stays flat.
func BenchmarkSoak(b *testing.B) {
	const files, lines, lasts = 20_000, 20, 10 * time.Minute
	w := watchMeasured(b)
	for b.Loop() {
		tick := time.NewTicker(lasts / files)
		defer tick.Stop()
		begin := time.Now()
		var minutes, megabytes []float64
		asked := 0
		for i := range files {
			<-tick.C
			w.drop(lines)
			if i%20 == 0 {
				w.stored(b.Context())
				asked++
			}
			if i%200 == 0 {
				minutes, megabytes = append(minutes, time.Since(begin).Minutes()), append(megabytes, w.resident())
			}
		}
		for deadline := time.Now().Add(time.Minute); w.stored(b.Context()) < files*lines; {
			if time.Now().After(deadline) {
				break
			}
		}
		if got := w.stored(b.Context()); got != files*lines {
			b.Fatalf("%d records are stored, want %d", got, files*lines)
		}
		half := len(minutes) / 2
		slope := slopeOf(minutes[half:], megabytes[half:])
		fmt.Printf("\n%d files in %v, %d queries: %.0f MB at the start, %.0f MB at half time, %.0f MB at the end; %.2f MB a minute in the second half\n",
			files, time.Since(begin).Round(time.Second), asked, megabytes[0], megabytes[half], megabytes[len(megabytes)-1], slope)
		b.ReportMetric(slope, "MB/min")
	}
}

// resident is the program's memory in MB.
func (w *measuredWatch) resident() float64 { return w.memory("VmRSS:") }

// memory is a size that the system tells of the program, in MB.
func (w *measuredWatch) memory(name string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.cmd.Process.Pid))
	must(w.b, err)
	_, rest, _ := strings.Cut(string(text), name)
	var kilobytes float64
	_, err = fmt.Sscan(rest, &kilobytes)
	must(w.b, err)
	return kilobytes / 1000
}

// slopeOf is the slope of the line nearest to the points.
func slopeOf(x, y []float64) float64 {
	var mx, my, xy, xx float64
	for i := range x {
		mx, my = mx+x[i]/float64(len(x)), my+y[i]/float64(len(y))
	}
	for i := range x {
		xy, xx = xy+(x[i]-mx)*(y[i]-my), xx+(x[i]-mx)*(x[i]-mx)
	}
	return xy / xx
}
