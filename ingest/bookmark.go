package ingest

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// A bookmark says where a plain file was left, so that a file that grows is not
// read from its start at every append. It lasts as long as the process: after a
// restart the ledger and the whole file decide.
type bookmark struct {
	info       fs.FileInfo // when the file was read
	offset     int64       // of the first byte that is not counted
	head, tail uint64      // of the bytes at the start, and of those before offset
	// as of the last line that is counted
	lines    int64
	sum      uint64
	charset  charset
	follower follower
}

// edge is how many bytes at the start of a file and before a bookmark must be the
// same for it to be the same file.
const edge = 4 << 10

// edges are the first and the last bytes of what was read of a file.
type edges struct{ head, tail []byte }

func (e *edges) add(text []byte) {
	if n := edge - len(e.head); n > 0 {
		e.head = append(e.head, text[:min(n, len(text))]...)
	}
	if len(text) >= edge {
		e.tail = append([]byte(nil), text[len(text)-edge:]...)
		return
	}
	keep := min(len(e.tail), edge-len(text))
	e.tail = append(append([]byte(nil), e.tail[len(e.tail)-keep:]...), text...)
}

// at makes a bookmark of where cut is.
func (c *blocks) at(info fs.FileInfo) *bookmark {
	return &bookmark{info: info, offset: c.offset, head: c.hash.of(c.edges.head), tail: c.hash.of(c.edges.tail)}
}

// resume goes on at a bookmark in a file if that is still the file that was left.
func (c *blocks) resume(m *bookmark, content decoded) (bool, error) {
	file, info := content.file, content.info
	if m.offset == 0 || info.Size() < m.offset || !os.SameFile(m.info, info) {
		return false, nil
	}
	n := min(edge, m.offset)
	e := edges{head: make([]byte, n), tail: make([]byte, n)}
	if _, err := file.ReadAt(e.head, 0); err != nil {
		return false, eofIsShorter(err)
	}
	if _, err := file.ReadAt(e.tail, m.offset-n); err != nil {
		return false, eofIsShorter(err)
	}
	if c.hash.of(e.head) != m.head || c.hash.of(e.tail) != m.tail {
		return false, nil
	}
	if _, err := file.Seek(m.offset, io.SeekStart); err != nil {
		return false, err
	}
	content.raw.n = m.offset
	c.content, c.offset, c.begun, c.edges, c.shape = content.further(), m.offset, true, e, shapeOf(e.head)
	return true, nil
}

// eofIsShorter is nil for a file that is shorter than it was a moment ago.
func eofIsShorter(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// goOnAt goes on with the lines behind a bookmark.
func (r *reading) goOnAt(m *bookmark) {
	r.lines, r.sum, r.charset, r.follower = m.lines, m.sum, m.charset, m.follower
}

// left keeps where a file was left after everything that was read of it is
// committed, or nothing when it must be read from its start the next time.
func (l *Loader) left(r *reading) {
	m := r.left
	if m == nil || r.lines != r.entry.lines || r.sum != r.entry.sum {
		delete(l.marks, r.entry.digest)
		return
	}
	m.lines, m.sum, m.charset, m.follower = r.lines, r.sum, r.charset, r.follower.atEnd(r.sum)
	l.marks[r.entry.digest] = m
}

// counted is how many bytes of a plain file are known to be loaded.
func (l *Loader) counted(path string) int64 {
	if m := l.marks[pathDigest(l.key, path)]; m != nil {
		return m.offset
	}
	return 0
}
