package ingest_test

import (
	"bufio"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestKilledWorld runs the real program on a folder that changes at random, kills
// it at any instant, and lets it go on: nothing is lost, nothing is there twice.
//
// While it runs only such changes are made whose every moment in between is the
// beginning of what comes next, so that the model need not know which of them
// the program saw. What was loaded whole may be rewritten, rotated or removed.
func TestKilledWorld(t *testing.T) {
	program := filepath.Join(t.TempDir(), "opaudit")
	if out, err := exec.Command("go", "build", "-o", program, "opaudit").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	const worlds = 4
	for seed := range uint64(worlds) {
		t.Run(fmt.Sprintf("seed%d", seed), func(t *testing.T) {
			s := newStore(t)
			s.must(s.db.Close())
			w := &killedWorld{program: program, world: world{store: s, generator: generator{rand.New(rand.NewPCG(seed, 3))}, lineEnd: "\n",
				files: map[string]string{}, loaded: map[string]bool{}}}
			for range kills / worlds {
				w.round()
				if t.Failed() {
					t.Fatalf("after\n%s", strings.Join(w.history, "\n"))
				}
			}
		})
	}
}

type killedWorld struct {
	world
	program string
	touched map[string]bool // files that are not as they were loaded
}

// round changes the folder while the program runs, kills it, loads what is there,
// and compares.
func (w *killedWorld) round() {
	w.touched = map[string]bool{}
	// An unfinished line is only ever taken when the folder is loaded below.
	cmd := exec.Command(w.program, "--db", w.database, "--log-format", "json", "watch", "--settle", "1h", "--poll", "20ms", "--analyze-every", "0s", w.logs)
	stderr, err := cmd.StderrPipe()
	w.must(err)
	w.must(cmd.Start())
	messages := make(chan string, 10_000)
	go func() {
		defer close(messages)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			messages <- lines.Text()
		}
	}()
	w.await(messages, `"msg":"watching`)
	for range 1 + w.IntN(6) {
		w.change()
	}
	if w.oneIn(2) {
		w.await(messages, `"msg":"loaded`)
	}
	<-time.After(time.Duration(w.IntN(60_000)) * time.Microsecond) // any instant
	w.must(cmd.Process.Kill())
	for range messages { // to its end
	}
	_ = cmd.Wait() // it was killed
	w.did("killed")
	if out, err := exec.Command(w.program, "--db", w.database, "ingest", w.logs).CombinedOutput(); err != nil {
		w.t.Fatalf("ingest: %v\n%s", err, out)
	}
	w.open()
	w.compare()
	w.must(w.db.Close())
}

// await reads messages until one has a part. The program may be done with what it
// would tell before: it is not waited for longer than that takes.
func (w *killedWorld) await(messages <-chan string, part string) {
	deadline := time.After(300 * time.Millisecond)
	if strings.Contains(part, "watching") {
		deadline = time.After(time.Minute)
	}
	for {
		select {
		case m, ok := <-messages:
			if !ok {
				w.t.Fatalf("the program ended")
			}
			if strings.Contains(m, part) {
				return
			}
			if strings.Contains(m, `"level":"ERROR"`) {
				w.t.Errorf("the program tells of an error: %s", m)
			}
		case <-deadline:
			return
		}
	}
}

// change is one change by somebody while the program runs.
func (w *killedWorld) change() {
	w.next++
	name := w.anyFile()
	content, zipped := w.files[name], strings.HasSuffix(name, ".gz")
	fresh := fmt.Sprintf("%c%d.log", 'a'+w.IntN(3), w.next)
	action := w.IntN(12)
	switch {
	case name == "" || action == 0 && len(w.files) < 8:
		w.grow(fresh, w.newLines())
	case action == 1 && len(w.files) < 8:
		w.grow(fresh, content)
	case action == 2: // rotation by renaming
		w.did("%s is renamed to %s", name, fresh)
		w.must(os.Rename(w.path(name), w.path(fresh+map[bool]string{true: ".gz"}[zipped])))
		w.files[fresh+map[bool]string{true: ".gz"}[zipped]] = content
		w.touched[fresh+map[bool]string{true: ".gz"}[zipped]] = true
		delete(w.files, name)
		if !zipped {
			w.grow(name, w.newLines())
		}
	case action == 3 && !zipped && !w.touched[name]: // copytruncate
		w.grow(fresh, content)
		w.must(os.Truncate(w.path(name), 0))
		w.files[name] = ""
		w.grow(name, w.newLines())
	case action == 4 && !zipped && !w.touched[name]: // rewritten
		w.must(os.Truncate(w.path(name), 0))
		w.files[name] = ""
		w.grow(name, w.newLines())
	case action == 5 && !zipped && !w.touched[name]:
		w.did("%s is compressed", name)
		w.files[name+".gz"] = content
		w.touched[name+".gz"] = true
		w.write(name+".gz", gzipped(w.t, content))
		w.remove(name)
	case action == 6 && !w.touched[name]:
		w.remove(name)
	case action == 7 && !zipped: // its equal, if there is one, grows alike
		more := w.newLines()
		w.grow(name, more)
		for other, c := range maps.All(w.files) {
			if other != name && c == content && !strings.HasSuffix(other, ".gz") {
				w.grow(other, more)
				break
			}
		}
	default:
		if !zipped {
			w.grow(name, w.newLines())
		}
	}
}

// grow appends to a file, in pieces that end anywhere.
func (w *killedWorld) grow(name, more string) {
	w.did("%s grows by %q", name, more)
	w.files[name] += more
	w.touched[name] = true
	for more != "" {
		n := 1 + w.IntN(len(more))
		w.append(name, more[:n])
		more = more[n:]
	}
	if w.files[name] == "" {
		w.append(name, "")
	}
}

// compare holds what is stored against the model.
func (w *killedWorld) compare() {
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		w.bring(w.files[name], strings.HasSuffix(name, ".gz"))
	}
	slices.Sort(w.events)
	if got := w.store.events(); got != strings.Join(w.events, " ") {
		w.t.Errorf("stored are\n%s, want\n%s", got, strings.Join(w.events, " "))
	}
	w.checkLaw()
}
