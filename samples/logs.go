package samples

import (
	"fmt"
	"io"
)

// logType numbers the kinds of log lines, in the order their files are created.
type logType int

const (
	loginLog logType = iota
	orderLog
	openLog
	sqlLog
	apiLog
	messageLog
	logTypeCount
)

// logWords are the words that logType holds in a line.
var logWords = [logTypeCount]string{"login", "order", "open", "sql", "api", "message"}

const flushAt = 128 << 10

// logFile gathers lines until there are enough to write.
type logFile struct {
	name string
	w    io.WriteCloser
	buf  []byte
}

// logs are the scenario's open files. The first error is kept and ends the run.
type logs struct {
	files  []*logFile
	byType [logTypeCount]*logFile
	err    error
}

// createLogs opens one file a log type, or a single one for all types.
func createLogs(s scenario, create func(string) (io.WriteCloser, error)) (*logs, error) {
	l := &logs{}
	for i, word := range logWords {
		if s.oneFile && i > 0 {
			l.byType[i] = l.files[0]
			continue
		}
		name := word + ".log"
		if s.oneFile {
			name = s.name + ".log"
		}
		w, err := create(name)
		if err != nil {
			_ = l.close() // the first error is the one to tell
			return nil, fmt.Errorf("create %s: %w", name, err)
		}
		f := &logFile{name: name, w: w, buf: make([]byte, 0, flushAt+8<<10)}
		l.files = append(l.files, f)
		l.byType[i] = f
	}
	return l, nil
}

// end takes a file's buffer back after a whole line was appended to it.
func (l *logs) end(f *logFile, buf []byte) {
	f.buf = buf
	if len(f.buf) >= flushAt {
		l.flush(f)
	}
}

func (l *logs) flush(f *logFile) {
	if _, err := f.w.Write(f.buf); err != nil && l.err == nil {
		l.err = fmt.Errorf("write %s: %w", f.name, err)
	}
	f.buf = f.buf[:0]
}

// close flushes and closes every file and returns the first error of the run.
func (l *logs) close() error {
	for _, f := range l.files {
		if l.err == nil && len(f.buf) > 0 {
			l.flush(f)
		}
		if err := f.w.Close(); err != nil && l.err == nil {
			l.err = fmt.Errorf("close %s: %w", f.name, err)
		}
	}
	return l.err
}
