package ingest_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"opaudit/ingest"
)

// TestLongerThanABlock loads lines that no block holds, a carriage return at each
// border that they are read at: cut up otherwise, and ended otherwise, they are the
// same lines.
func TestLongerThanABlock(t *testing.T) {
	const block, piece = 4 << 20, 64 << 10
	s := newStore(t)
	for i, length := range []int{block - 1, block, block + 1, block + piece - 1, block + piece, block + 2*piece - 1} {
		line := strings.Repeat("x", length)
		name := string(rune('a' + i))
		first := push(name) + "\n"
		line = line[len(first):] // the borders are those of the file
		s.write(name+"1.log", first, line, "\n", push(name+"2"), "\n")
		s.write(name+"2.log", first, line, "\r\n", push(name+"2"), "\r\n")
		s.write(name+"3.log", first, line, "\r\r\n", push(name+"3"), "\n") // another line
		s.write(name+"4.log", first, line[:len(line)-1], "\rx\n", push(name+"4"), "\n")
	}
	got := s.load()
	for name, r := range got {
		want := ingest.Balance{Lines: 3, Accepted: 1, Rejected: 1, Duplicate: 1, Events: 1}
		switch name[1] {
		case '1':
			want = ingest.Balance{Lines: 3, Accepted: 2, Rejected: 1, Events: 2}
		case '2':
			want = ingest.Balance{Lines: 3, Duplicate: 3}
		}
		if r.Balance != want {
			t.Errorf("%s: %+v, want %+v", name, r.Balance, want)
		}
	}
	for name := range got {
		s.write("again-"+name, string(must(os.ReadFile(s.path(name)))))
		s.must(os.Remove(s.path(name)))
	}
	for _, size := range []int64{1 << 20, 3 << 20, 5 << 20} {
		s.loader.CutUp(size, 60<<20, 2)
		for name, r := range s.load() {
			if r.Fresh != 0 && r.Duplicate != 3 {
				t.Errorf("blocks of %d bytes: %s: %+v", size, name, r.Balance)
			}
		}
		s.restart()
	}
}

// TestLongLineThatIsNotEnded waits, however often it is looked at, and is one line
// when it is.
func TestLongLineThatIsNotEnded(t *testing.T) {
	s := newStore(t)
	const length = 5 << 20
	s.write("a.log", pushes("1"), strings.Repeat("{", length))
	for range 2 {
		if r := s.load()["a.log"]; r.Pending != length || r.Lines != 1 {
			t.Errorf("not ended: %+v", r)
		}
	}
	s.append("a.log", "}\r")
	if r := s.load()["a.log"]; r.Pending != length+2 || r.Lines != 1 {
		t.Errorf("half ended: %+v", r)
	}
	s.append("a.log", "\n", pushes("2"))
	if r := s.load()["a.log"]; r.Pending != 0 || r.Lines != 3 || r.Rejected != 1 {
		t.Errorf("ended: %+v", r)
	}
	s.write("b.gz", gzipped(t, pushes("1")+strings.Repeat("{", length)+"}")) // ended by the file
	if r := s.load()["b.gz"]; r.Lines != 2 || r.Duplicate != 2 {
		t.Errorf("compressed: %+v", r)
	}
	s.wantEvents("1 2")
}

// TestACommitThatFails: of the files that it was about each is tried alone, and what
// fails again is told and tried anew.
func TestACommitThatFails(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	s.write("b.log", pushes("3"), "broken 13800138000\n")
	s.write("c.log", pushes("4"))
	run := func(statement string) {
		t.Helper()
		_, err := s.db.ExecContext(context.Background(), statement)
		s.must(err)
	}
	run("ALTER TABLE rejects RENAME TO aside")
	for range 2 {
		results, err := s.loader.Load(context.Background(), []string{s.logs}, nil)
		s.must(err)
		for i, failed := range []bool{false, true, false} {
			if r := results[i]; (r.Err != nil) != failed || failed && !strings.HasPrefix(r.Err.Error(), "store rejects: ") {
				t.Errorf("%s: %v", r.Path, r.Err)
			}
		}
		s.wantEvents("1 2 4")
		if got := strings.Join(s.rows("SELECT state FROM files ORDER BY path"), " "); got != "loaded failed loaded" {
			t.Errorf("the files are %s", got)
		}
	}
	run("ALTER TABLE aside RENAME TO rejects")
	if r := s.load()["b.log"]; r.Err != nil || r.Accepted != 1 || r.Rejected != 1 {
		t.Errorf("afterwards: %+v", r)
	}
	s.wantEvents("1 2 3 4")
}
