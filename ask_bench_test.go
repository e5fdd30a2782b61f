package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"opaudit/sql/query"
)

// askClients ask at once, for askFor in all.
const (
	askClients = 8
	askFor     = 2 * time.Minute
)

// askedFigures are what clients ask while files are loaded. The first two columns of
// each are one number found in two ways: they are equal in a state that was
// committed, and in no other.
var askedFigures = []string{
	"SELECT CAST(sum(lines) AS BIGINT), CAST(sum(blank + accepted + rejected + duplicate) AS BIGINT) FROM files",
	"SELECT CAST(sum(calls) AS BIGINT), (SELECT count(*) FROM api_calls), avg(success_rate) FROM api_success_daily",
	"SELECT CAST(sum(pushes) AS BIGINT), (SELECT count(*) FROM message_pushes WHERE test IS NOT TRUE), avg(success_rate) FROM push_success_daily",
	"SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT app_key, day FROM api_calls)), min(success_rate) FROM api_success_7d",
	"SELECT CAST(sum(shipped_orders) AS BIGINT), (SELECT count(*) FROM (SELECT DISTINCT app_key, order_id, day FROM order_shipments)), max(decrypt_ratio) FROM decrypt_ratio_daily",
	"SELECT count(*), (SELECT count(DISTINCT app_key) FROM api_calls), max(idle_days) FROM app_activity",
	`SELECT (SELECT CAST(sum(events) AS BIGINT) FROM files), (SELECT count(*) FROM logins) + (SELECT count(*) FROM order_accesses)
+ (SELECT count(*) FROM order_transfers) + (SELECT count(*) FROM sql_statements) + (SELECT count(*) FROM api_calls) + (SELECT count(*) FROM message_pushes)`,
}

// BenchmarkAsk has a watch load logs of 4 million lines, by turns alone and while 8
// clients ask for figures, until these have asked for 2 minutes.
func BenchmarkAsk(b *testing.B) {
	for b.Loop() {
		w := watchMeasured(b, "--analyze-every", "24h")
		log := mixedLog(b, build(b), benchLines)
		w.add(log) // the first one is loaded into an empty database
		alone, beside := time.Duration(0), time.Duration(0)
		rounds := 0
		var asked atomic.Int64
		var slowest atomic.Int64
		for ; beside < askFor; rounds++ {
			alone += w.add(log)
			ctx, stop := context.WithCancel(b.Context())
			var clients sync.WaitGroup
			for i := range askClients {
				clients.Go(func() { w.askAgainAndAgain(ctx, i, &asked, &slowest) })
			}
			beside += w.add(log)
			stop()
			clients.Wait()
		}
		ratio := beside.Seconds() / alone.Seconds()
		fmt.Printf("\n%d logs of %d lines alone: %.1f s each; while %d clients ask: %.1f s each, ratio %.2f\n", rounds, benchLines,
			alone.Seconds()/float64(rounds), askClients, beside.Seconds()/float64(rounds), ratio)
		fmt.Printf("%d answers in %.0f s, none wrong, the slowest after %.1f s; peak memory %.0f MB\n", asked.Load(), beside.Seconds(),
			time.Duration(slowest.Load()).Seconds(), w.memory("VmHWM:"))
		b.ReportMetric(ratio, "ratio")
	}
}

// add puts a log of other content, one line longer, into the watched folder, and
// returns how long it took until it was loaded.
func (w *measuredWatch) add(log string) time.Duration {
	w.b.Helper()
	w.files++
	waiting := filepath.Join(w.logs, ".next")
	to, err := os.Create(waiting)
	must(w.b, err)
	_, err = fmt.Fprintf(to, `{"logType":"login","appKey":"ks1","openId":"o-%d","time":1729396800000}`+"\n", w.files)
	must(w.b, err)
	from, err := os.Open(log)
	must(w.b, err)
	_, err = io.Copy(to, from)
	must(w.b, err)
	must(w.b, from.Close())
	must(w.b, to.Sync())
	must(w.b, to.Close())
	name := filepath.Join(w.logs, fmt.Sprintf("%d.log", w.files))
	begin := time.Now()
	must(w.b, os.Rename(waiting, name))
	for {
		state, err := w.client.State(w.b.Context())
		must(w.b, err)
		if state.LastCommit != nil && state.LastCommit.After(begin) && state.WaitingBytes == 0 {
			took := time.Since(begin)
			must(w.b, os.Remove(name))
			return took
		}
		if time.Since(begin) > 10*time.Minute {
			w.b.Fatalf("a log was not loaded in 10 minutes: %+v", state)
		}
		<-time.After(50 * time.Millisecond)
	}
}

// askAgainAndAgain asks for one figure after the other until ctx ends, and counts the
// answers.
func (w *measuredWatch) askAgainAndAgain(ctx context.Context, first int, asked, slowest *atomic.Int64) {
	client, err := query.Dial(ctx, w.database)
	if err != nil {
		w.b.Errorf("dial: %v", err)
		return
	}
	defer client.Close()
	for i := first; ctx.Err() == nil; i++ {
		text := askedFigures[i%len(askedFigures)]
		begin := time.Now()
		values, err := firstRow(ctx, client, text)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			w.b.Errorf("%s: %v", text, err)
			return
		case values[0] != values[1]:
			w.b.Errorf("%s: %v is not %v", text, values[0], values[1])
		}
		asked.Add(1)
		for took := int64(time.Since(begin)); ; {
			if longest := slowest.Load(); took <= longest || slowest.CompareAndSwap(longest, took) {
				break
			}
		}
	}
}

func firstRow(ctx context.Context, asker query.Asker, text string) ([]any, error) {
	result, err := asker.Ask(ctx, text)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	values, _, err := result.Next()
	return values, err
}
