package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// MaxLine is how long a line may be in bytes, decompressed, without its end.
const MaxLine = 1 << 20

// A line is one line of a file, without its newline. Its bytes are valid until
// the next one is read.
type line struct {
	text    []byte // up to MaxLine bytes; may end in a carriage return
	offset  int64  // of its first byte, in the decompressed file
	long    bool   // it is longer than MaxLine; text is its beginning
	ended   bool   // a newline ended it
	nothing bool   // there was no further byte
}

// lines reads lines in memory that MaxLine bounds, however long a line is.
type lines struct {
	r      *bufio.Reader
	offset int64
	first  bool
	held   []byte
}

func newLines(r io.Reader) *lines {
	return &lines{r: bufio.NewReaderSize(r, 256<<10), first: true}
}

// next returns the next line; write gets every byte of it, also those beyond
// MaxLine, but for its end and a byte order mark.
func (l *lines) next(write func([]byte)) (line, error) {
	if l.first {
		l.first = false
		if head, _ := l.r.Peek(3); bytes.Equal(head, []byte{0xef, 0xbb, 0xbf}) {
			n, _ := l.r.Discard(3)
			l.offset += int64(n)
		}
	}
	got := line{offset: l.offset, nothing: true}
	l.held = l.held[:0]
	cr := false
	for {
		part, err := l.r.ReadSlice('\n')
		l.offset += int64(len(part))
		got.nothing = got.nothing && len(part) == 0
		if got.ended = err == nil; got.ended {
			part = part[:len(part)-1]
		}
		if cr {
			write([]byte{'\r'})
		}
		// A carriage return before the end is part of it: it may come later than
		// the rest of the line.
		whole := part
		if cr = len(part) > 0 && part[len(part)-1] == '\r'; cr {
			whole = part[:len(part)-1]
		}
		write(whole)
		room := MaxLine + 1 - len(l.held) // one for a carriage return, which is part of the line's end
		got.long = got.long || len(part) > room
		l.held = append(l.held, part[:min(len(part), room)]...)
		got.text = l.held
		switch {
		case err == nil, errors.Is(err, io.EOF):
			if len(got.text) > MaxLine && got.text[MaxLine] != '\r' {
				got.long, got.text = true, got.text[:MaxLine]
			}
			return got, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return got, err
		}
	}
}
