package views_test

// The invariance: in which files records stand, in what order, and how the files
// are written, changes no figure.

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A form is a way to write a file; chinese is put into its first line.
type form struct {
	name, ending, chinese string
	encode                func(text string) ([]byte, error)
}

var forms = []form{
	{"plain", ".log", "", func(text string) ([]byte, error) { return []byte(text), nil }},
	{"CRLF", ".log", "第一行", func(text string) ([]byte, error) { return []byte(strings.ReplaceAll(text, "\n", "\r\n")), nil }},
	{"gzip", ".log.gz", "", func(text string) ([]byte, error) {
		return compressed(text, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil })
	}},
	{"zstd", ".log.zst", "", func(text string) ([]byte, error) {
		return compressed(text, func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) })
	}},
	{"GB18030", ".log", "第一行", func(text string) ([]byte, error) {
		return simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	}},
}

func compressed(text string, open func(io.Writer) (io.WriteCloser, error)) ([]byte, error) {
	var b bytes.Buffer
	w, err := open(&b)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, text); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// TestInvariance writes the same lines in several ways and holds what the views
// then give against what they gave the first time.
func TestInvariance(t *testing.T) {
	for _, batch := range []int{0, 1, 3, 6} {
		t.Run(fmt.Sprintf("batch%d", batch), func(t *testing.T) {
			t.Parallel()
			w := newWorld(*seed+1, batch*batchSize, batchSize)
			g := newRandomness(*seed, ofBatch, batch)
			first := figures(t, w, g, forms[:1])
			for _, f := range forms {
				compareFigures(t, f.name, figures(t, w, g, []form{f}), first)
			}
			compareFigures(t, "all forms", figures(t, w, g, forms), first)
		})
	}
}

// figures loads the lines of a world, shuffled into new files, and reads all
// views but for the places that their rows name.
func figures(t *testing.T, w world, g randomness, forms []form) map[string]texts {
	t.Helper()
	db, logs := w.open(t), folder(t)
	if err := w.scatter(g, logs, forms); err != nil {
		t.Fatal(err)
	}
	loadFolder(t, db, logs)
	computeOnce(t, db)
	r := reader{db: db, placeless: true}
	found := map[string]texts{}
	for _, name := range viewNames() {
		if name == "ingest_balance" || name == "incomplete_days" { // these are about files
			continue
		}
		rows, err := r.view(name)
		if err != nil {
			t.Fatalf("read %s: %v", name, err)
		}
		found[name] = rows
	}
	return found
}

// scatter writes the world's lines, each once, into files of their own first
// lines, so that no two files begin alike.
func (w world) scatter(g randomness, folder string, forms []form) error {
	var lines []string
	for i, f := range w.Files {
		for _, l := range f.Lines[w.known(i):] {
			lines = append(lines, l.Text)
		}
	}
	g.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	count := len(forms) + g.IntN(5)
	contents := make([]strings.Builder, count)
	for i := range contents {
		fmt.Fprintf(&contents[i], `{"logType":"none","file":%d,"text":"%s"}`+"\n", i, forms[i%len(forms)].chinese)
	}
	for _, l := range lines {
		contents[g.IntN(count)].WriteString(l + "\n")
	}
	for i, content := range contents {
		f := forms[i%len(forms)]
		encoded, err := f.encode(content.String())
		if err != nil {
			return err
		}
		name := fmt.Sprintf("%c%d%s", 'a'+rune(g.IntN(26)), i, f.ending)
		if err := os.WriteFile(filepath.Join(folder, name), encoded, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func compareFigures(t *testing.T, how string, got, want map[string]texts) {
	t.Helper()
	for view, rows := range want {
		if wrong := difference(got[view], rows); len(wrong) > 0 {
			t.Errorf("%s: %s changes:\n%s", how, view, strings.Join(wrong[:min(10, len(wrong))], "\n"))
		}
	}
}
