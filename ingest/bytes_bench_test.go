package ingest

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"opaudit/ingest/mask"
	"opaudit/ingest/statement"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// The benchmarks of the byte path have no database behind them: what they take
// is what a load adds to the engine's own work.

// sampleLog is a committed log, repeated until it has some megabytes.
func sampleLog(b *testing.B, scenario string) []byte {
	b.Helper()
	names, err := filepath.Glob(filepath.Join("..", "samples", scenario, "*.log"))
	if err != nil || len(names) == 0 {
		b.Fatalf("no logs of %s: %v", scenario, err)
	}
	var log []byte
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		log = append(log, text...)
	}
	return bytes.Repeat(log, 1+(3<<20)/len(log))
}

func benchWorker(b *testing.B, log []byte) {
	b.Helper()
	cat, err := catalog.Load()
	if err != nil {
		b.Fatal(err)
	}
	l := &Loader{db: &duck.DB{Catalog: cat}, key: make([]byte, keySize), clock: time.Now, sizes: usual, words: mask.DefaultVocabulary(), reader: statement.NewReader,
		ledger: &ledger{chains: chains{segments: map[step]*segment{}}}}
	var m memory
	w := l.newWorker(&m)
	none := make(chan struct{})
	close(none)
	text := make([]byte, len(log))
	b.SetBytes(int64(len(log)))
	b.ReportAllocs()
	for b.Loop() {
		copy(text, log)
		blk := &block{r: &reading{}, text: text, turn: none, next: make(chan struct{})}
		w.chains.segments = map[step]*segment{}
		w.one(context.Background(), blk)
		if blk.rejected > 0 {
			b.Fatalf("%d lines are rejected", blk.rejected)
		}
		m.take(blk)
	}
}

// BenchmarkClean and BenchmarkHits take lines all the way to the engine's rows:
// hashing, masking, checking, converting.
func BenchmarkClean(b *testing.B) { benchWorker(b, sampleLog(b, "compliant")) }

func BenchmarkHits(b *testing.B) { benchWorker(b, sampleLog(b, "plaintext")) }

// BenchmarkSplit only finds the lines.
func BenchmarkSplit(b *testing.B) {
	log := sampleLog(b, "compliant")
	b.SetBytes(int64(len(log)))
	blk := &block{text: log}
	for b.Loop() {
		blk.split()
	}
}

// BenchmarkDecode only decompresses.
func BenchmarkDecode(b *testing.B) {
	log := sampleLog(b, "compliant")
	var gz, zst bytes.Buffer
	g := gzip.NewWriter(&gz)
	z, err := zstd.NewWriter(&zst)
	if err != nil {
		b.Fatal(err)
	}
	for _, w := range []io.WriteCloser{g, z} {
		if _, err := w.Write(log); err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	for name, content := range map[string][]byte{"gzip": gz.Bytes(), "zstd": zst.Bytes(), "plain": log} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(log)))
			for b.Loop() {
				d, err := decode(bytes.NewReader(content), int64(len(content)))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, d); err != nil {
					b.Fatal(err)
				}
				d.close()
			}
		})
	}
}

// BenchmarkArrayLine is what a line costs a byte that is an array of many records
// with a hit each: as much with many as with few.
func BenchmarkArrayLine(b *testing.B) {
	const good = `{"logType":"sql","appKey":"ks1","sql":"select 1","time":1728100000000}`
	for _, n := range []int{1000, 10_000, 40_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			benchWorker(b, []byte("["+strings.Repeat(`{"userId":"13800138000"},`, n)+good+"]\n"))
		})
	}
}
