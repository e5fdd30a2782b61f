package query_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// TestTimeZone wants the same answers whatever TZ says to the process that answers:
// the engine takes it up when it starts, so each runs in a process of its own.
func TestTimeZone(t *testing.T) {
	const child = "OPAUDIT_TEST_TIME_ZONE"
	if os.Getenv(child) != "" {
		db, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		reader, err := db.Reader(t.Context(), duck.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		for name, asker := range map[string]query.Asker{"reader": query.Writable(reader), "own": query.Writable(db)} {
			_, rows, err := all(t.Context(), asker, `SELECT TIMESTAMP '2024-10-20 12:00:00'::TIMESTAMPTZ::VARCHAR, TIMESTAMPTZ '2024-10-20 12:00:00'::TIMESTAMP::VARCHAR,
TIMESTAMPTZ '2024-10-20 23:00:00+00'::DATE::VARCHAR, hour(to_timestamp(3600)), abs(epoch(now()::TIMESTAMP) - epoch(now())) < 1, (now() AT TIME ZONE 'UTC')::VARCHAR = now()::TIMESTAMP::VARCHAR`)
			if err != nil {
				t.Fatal(err)
			}
			want := "[2024-10-20 12:00:00+00 2024-10-20 12:00:00 2024-10-20 1 true true]"
			if got := fmt.Sprint(rows[0]); got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
		}
		return
	}
	for _, zone := range []string{"UTC", "Asia/Shanghai", "America/New_York"} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTimeZone$")
		cmd.Env = append(os.Environ(), child+"=1", "TZ="+zone)
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
			t.Errorf("TZ=%s: %v\n%s", zone, err, out)
		}
	}
}
