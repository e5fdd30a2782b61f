package ingest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"opaudit/ingest/mask"
	"opaudit/ingest/statement"
	"opaudit/sql/duck"
)

// benchStatements are what an ERP sends again and again; %d stands for a number.
var benchStatements = []string{
	"SELECT order_id, status FROM t_order WHERE seller_id = %d AND status = %d ORDER BY paid_at DESC LIMIT 20",
	"UPDATE t_order SET status = %d, waybill_no = 'SF%d' WHERE seller_id = %d AND order_id = %d",
	"SELECT sku_id, quantity FROM t_order_item WHERE seller_id = %d AND order_id = %d LIMIT 50",
	"INSERT INTO t_ship_task (seller_id, order_id, state) VALUES (%d, %d, 'new')",
	"DELETE FROM t_print_job WHERE seller_id = %d AND finished = 1 LIMIT 10",
	"SELECT o.order_id, i.sku_id FROM t_order o JOIN t_order_item i ON i.order_id = o.order_id WHERE o.seller_id = %d AND i.sku_id = %d",
	"SELECT * FROM t_order WHERE seller_id IN (%d, %d) AND status = %d",
	"SELECT seller_id, count(*) FROM t_order WHERE paid_at > '2024-10-%d' GROUP BY seller_id",
}

// statementLog writes a log of sql records whose statements repeat: word by word, as
// placeholders make them, or with other literals each time.
func statementLog(b *testing.B, lines int, literals bool) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "sql.log")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	random := rand.New(rand.NewPCG(1, 2)) // the same log each time
	for i := range lines {
		sql := benchStatements[random.IntN(len(benchStatements))]
		values := make([]any, strings.Count(sql, "%d"))
		for j := range values {
			values[j] = 1000 + random.IntN(1_000_000)
		}
		if sql = fmt.Sprintf(sql, values...); !literals {
			sql = fmt.Sprintf(strings.ReplaceAll(benchStatements[random.IntN(len(benchStatements))], "%d", "%[1]s"), "?")
		}
		fmt.Fprintf(w, `{"logType":"sql","appKey":"ks669064233797003102","type":"MySQL","sql":"%s","time":%d}`+"\n", sql, 1728532800000+i)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return path
}

// used is what a load takes: of the processors, and of time.
type used struct{ processors, time time.Duration }

func loadStatements(b *testing.B, log string, reader func() *statement.Reader) used {
	b.Helper()
	folder := b.TempDir()
	db, err := duck.Open(context.Background(), filepath.Join(folder, "audit.duckdb"), duck.Options{Now: time.Now()})
	if err != nil {
		b.Fatal(err)
	}
	l, err := NewLoader(context.Background(), db, mask.DefaultVocabulary())
	if err != nil {
		b.Fatal(err)
	}
	l.reader = reader
	var results []FileResult
	took := measure(func() { results, err = l.Load(context.Background(), []string{log}, nil) })
	if err != nil || results[0].Accepted != results[0].Lines {
		b.Fatalf("%+v, %v", results, err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.RemoveAll(folder); err != nil {
		b.Fatal(err)
	}
	return took
}

// readStatements reads the statements of a log and does nothing else.
func readStatements(b *testing.B, log string) used {
	b.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		b.Fatal(err)
	}
	var statements [][]byte
	for line := range bytes.Lines(text) {
		_, sql, _ := bytes.Cut(line, []byte(`"sql":"`))
		sql, _, _ = bytes.Cut(sql, []byte(`","time"`))
		statements = append(statements, sql)
	}
	reader, database := statement.NewReader(), []byte("MySQL")
	return measure(func() {
		for _, sql := range statements {
			reader.Read(sql, database, false)
		}
	})
}

// measure tells what a function takes.
func measure(f func()) used {
	var before, after syscall.Rusage
	begin := time.Now()
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	f()
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	processors := after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano()
	return used{time.Duration(processors), time.Since(begin)}
}

// BenchmarkStatements loads a million sql records with and without reading their
// statements, and reads the statements alone, in turns: it tells what part of a load
// the reading is, of the processors' time and of the clock's.
func BenchmarkStatements(b *testing.B) {
	const lines, rounds = 1_000_000, 7
	for _, literals := range []bool{false, true} {
		b.Run(fmt.Sprintf("literals=%t", literals), func(b *testing.B) {
			log := statementLog(b, lines, literals)
			for b.Loop() {
				var with, without, alone []used
				for range rounds {
					with = append(with, loadStatements(b, log, statement.NewReader))
					without = append(without, loadStatements(b, log, func() *statement.Reader { return nil }))
					alone = append(alone, readStatements(b, log))
				}
				processors := func(u used) time.Duration { return u.processors }
				clock := func(u used) time.Duration { return u.time }
				whole := float64(middle(with, processors).processors)
				b.ReportMetric(100*float64(middle(alone, processors).processors)/whole, "%alone")
				b.ReportMetric(100*(1-float64(middle(without, processors).processors)/whole), "%processors")
				b.ReportMetric(100*(1-float64(middle(without, clock).time)/float64(middle(with, clock).time)), "%time")
			}
		})
	}
}

// middle is the median by one of its two figures.
func middle(all []used, of func(used) time.Duration) used {
	slices.SortFunc(all, func(a, b used) int { return int(of(a) - of(b)) })
	return all[len(all)/2]
}
