package format

import (
	"bytes"
	"io"
)

// VisibleLines passes lines on to a terminal, with what could act on it spelled out.
// Close passes on the last one, which may have no end.
func VisibleLines(w io.Writer, visible func(string) string) io.WriteCloser {
	return &visibleLines{out: w, visible: visible}
}

type visibleLines struct {
	out     io.Writer
	visible func(string) string
	rest    []byte // of a line that has not ended yet
}

func (l *visibleLines) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		end := bytes.IndexByte(l.rest, '\n')
		if end < 0 {
			return len(p), nil
		}
		if _, err := io.WriteString(l.out, l.visible(string(l.rest[:end]))+"\n"); err != nil {
			return 0, err
		}
		l.rest = l.rest[end+1:]
	}
}

func (l *visibleLines) Close() error {
	_, err := io.WriteString(l.out, l.visible(string(l.rest)))
	l.rest = nil
	return err
}
