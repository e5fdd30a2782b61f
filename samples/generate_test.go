package samples

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
)

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

func discarded(string) (io.WriteCloser, error) { return discard{}, nil }

func TestScenarios(t *testing.T) {
	want := []string{"compliant", "throttled", "decrypt", "cross-shop", "plaintext", "inactive", "mixed"}
	if got := Scenarios(); !slices.Equal(got, want) {
		t.Errorf("Scenarios() = %v, want %v", got, want)
	}
}

func TestGenerateIsDeterministic(t *testing.T) {
	for _, name := range Scenarios() {
		first, _ := generated(t, name, 1300, 7)
		again, _ := generated(t, name, 1300, 7)
		other, _ := generated(t, name, 1300, 8)
		for file := range first {
			if !bytes.Equal(first[file].Bytes(), again[file].Bytes()) {
				t.Errorf("%s %s: equal arguments gave different bytes", name, file)
			}
			if bytes.Equal(first[file].Bytes(), other[file].Bytes()) {
				t.Errorf("%s %s: different seeds gave equal bytes", name, file)
			}
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	never := func(name string) (io.WriteCloser, error) {
		t.Errorf("created %s before the arguments were checked", name)
		return discard{}, nil
	}
	for _, name := range Scenarios() {
		least, err := MinLines(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Generate(name, least-1, 1, never)
		want := fmt.Sprintf("scenario %s needs at least %d lines, got %d", name, least, least-1)
		if err == nil || err.Error() != want {
			t.Errorf("Generate(%s, %d) says %v, want %s", name, least-1, err, want)
		}
	}
	if _, err := Generate("calm", 5000, 1, never); err == nil || !strings.Contains(err.Error(), "cross-shop") {
		t.Errorf("an unknown scenario gave %v, want the known names", err)
	}
}

// failing is a file that breaks where told.
type failing struct{ write, close error }

func (f failing) Write(p []byte) (int, error) { return len(p), f.write }
func (f failing) Close() error                { return f.close }

func TestGenerateTellsIOErrors(t *testing.T) {
	broken := errors.New("no space left")
	tests := map[string]func(string) (io.WriteCloser, error){
		"create sql.log": func(name string) (io.WriteCloser, error) {
			if name == "sql.log" {
				return nil, broken
			}
			return discard{}, nil
		},
		"write api.log":   func(string) (io.WriteCloser, error) { return failing{write: broken}, nil },
		"close login.log": func(string) (io.WriteCloser, error) { return failing{close: broken}, nil },
	}
	for want, create := range tests {
		_, err := Generate("compliant", CommittedLines, 1, create)
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

// TestLinesComeInTimeOrder holds for every file.
func TestLinesComeInTimeOrder(t *testing.T) {
	for _, name := range Scenarios() {
		files, _ := generated(t, name, 3000, 3)
		for file, f := range files {
			last := int64(0)
			for _, e := range observe(t, map[string]*memoryFile{file: f}).events {
				if e.ts < last {
					t.Fatalf("%s %s: time %d follows %d", name, file, e.ts, last)
				}
				last = e.ts
			}
		}
	}
}

// TestCleanAppsShowAllTraces makes sure that the compliant apps can be proven
// compliant: every log type, and shipments, within seven days of each active day
// of the last thirty.
func TestCleanAppsShowAllTraces(t *testing.T) {
	least, _ := MinLines("compliant")
	for _, lines := range []int{least, least + 37, CommittedLines, 1500, 5000} {
		files, truth := generated(t, "compliant", lines, 1)
		events := observe(t, files).events
		for _, app := range truth.Apps {
			days := map[string]map[int]bool{}
			for _, e := range events {
				if e.app != app.App {
					continue
				}
				mark(days, e.logType, e.day)
				if slices.Contains(shipMethods, text(e.fields["method"])) {
					mark(days, "shipment", e.day)
				}
			}
			for _, trace := range append(slices.Clone(logWords[:]), "shipment") {
				for day := asOf - 29; day <= asOf; day++ {
					if !near(days[trace], day, 3) {
						t.Errorf("%d lines, app %s: no %s within 3 days of %s", lines, app.App, trace, dayString(day))
					}
				}
			}
		}
	}
}

func mark(days map[string]map[int]bool, trace string, day int) {
	if days[trace] == nil {
		days[trace] = map[int]bool{}
	}
	days[trace][day] = true
}

func near(days map[int]bool, day, distance int) bool {
	for d := day - distance; d <= day+distance; d++ {
		if days[d] {
			return true
		}
	}
	return false
}

// TestMixedMemory allows for the buffers, not for the lines.
func TestMixedMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Generate("mixed", 300_000, 1, discarded); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 4<<20 {
		t.Errorf("300,000 lines allocated %d bytes, want at most 4 MiB", allocated)
	}
}

// counter is a file that only counts bytes.
type counter struct{ bytes *int64 }

func (c counter) Write(p []byte) (int, error) { *c.bytes += int64(len(p)); return len(p), nil }
func (c counter) Close() error                { return nil }

func BenchmarkMixed(b *testing.B) {
	const lines = 400_000
	var written int64
	for b.Loop() {
		written = 0
		if _, err := Generate("mixed", lines, 1, func(string) (io.WriteCloser, error) { return counter{&written}, nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(written)
	b.ReportMetric(float64(written)/lines, "B/line")
}
