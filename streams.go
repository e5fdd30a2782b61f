package main

import (
	"cmp"
	"io"
	"os"

	"github.com/mattn/go-isatty"
)

// Standard output and standard error: whether people see them, and whether what was
// written arrived.

// onTerminal reports whether people see what is written to w as it comes.
func onTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// A checkedWriter remembers what kept it from being written to.
type checkedWriter struct {
	io.Writer
	err error
}

func (w *checkedWriter) Write(text []byte) (int, error) {
	n, err := w.Writer.Write(text)
	w.err = cmp.Or(w.err, err)
	return n, err
}
