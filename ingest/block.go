package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"opaudit/ingest/jsontext"
)

// MaxLine is how long a line may be in bytes, decompressed, without its end.
const MaxLine = 1 << 20

// blockSize is how many bytes of a file are worked on at once, or as many as it
// takes to hold a line that is not too long.
const blockSize = 4 << 20

// A block is a run of whole lines of one file on its way to the database.
type block struct {
	r       *reading
	text    []byte // the lines with their newlines; the last may lack one
	buffer  []byte // the memory that text is in
	offset  int64  // of text, in the decompressed file
	long    *long  // text is the beginning of one line that is too long
	last    bool   // nothing of the file follows
	pending int64  // bytes of an incomplete line behind the last block
	err     error  // why a file could not be read on behind the last block
	unread  bool   // nothing of the file was looked at, for it was not the time or it is gone
	broken  error  // the database could not tell which lines are known
	size    int64  // of the memory that it holds
	shape   shape  // of the file
	raw     int64  // bytes of the file that were read so far, compressed as they may be

	turn, next chan struct{} // closed when the block before, and this one, has followed the lines
	done       chan struct{} // closed when the worker is through
	lines      []span
	found
}

// A span is where a line stands in a block, without its end.
type span struct{ start, end int }

// A long line is hashed while it is read, because it is not kept.
type long struct{ hash uint64 }

// blocks cuts a file's content into blocks. hash numbers a line.
type blocks struct {
	whole   bool // a last line without newline is taken, complete or not
	quiet   bool // it is taken when it is complete
	unended bool // such a line was taken
	source  *source
	edges   edges
	content io.Reader
	hash    lineHash
	buffer  func(size int64) []byte // memory for a block
	block   int64                   // how many bytes a block has
	size    int64                   // what the content probably has, in bytes
	offset  int64                   // of what is read next
	rest    []byte                  // the beginning of a line, from the block before
	began   int64                   // where the current block begins
	begun   bool
	shape   shape // of the content
	ended   bool
}

// next returns the next block; its last is set when the content is at its end.
func (c *blocks) next() (*block, error) {
	text, err := c.fill()
	if err != nil {
		return nil, err
	}
	b := &block{text: text, buffer: text, offset: c.offset}
	defer func() { // before anybody overwrites a byte of it
		if b.long == nil {
			c.edges.add(text[:int(b.offset-c.began)+len(b.text)])
		}
	}()
	c.began = c.offset
	if !c.begun {
		c.begun, c.shape = true, shapeOf(text[:min(edge, len(text))])
		if bytes.HasPrefix(b.text, []byte{0xef, 0xbb, 0xbf}) { // a byte order mark is no part of the first line
			b.text, b.offset = b.text[3:], b.offset+3
		}
	}
	end := bytes.LastIndexByte(b.text, '\n') + 1
	switch {
	case c.ended:
		b.last = true
		line := b.text[end:]
		if c.unended = len(line) > 0; c.unended && !c.whole && (!c.quiet || !c.source.complete(line)) {
			b.pending, b.text, c.unended = int64(len(line)), b.text[:end], false
		}
		c.offset = b.offset + int64(len(b.text))
		return b, nil
	case end > 0:
		c.rest = append([]byte(nil), b.text[end:]...)
		b.text = b.text[:end]
		c.offset = b.offset + int64(end)
		return b, nil
	}
	return b, c.overlong(b)
}

// fill reads as much as a block may hold, or to the end; more when it takes more
// to see the end of a line that is not too long.
func (c *blocks) fill() ([]byte, error) {
	const enough = MaxLine + 8 // with its end and a byte order mark
	size := c.block
	if known := c.size - c.offset; known >= 0 && known < size {
		size = known + 1 // one more, to see the end
	}
	size = max(size, int64(len(c.rest))+1)
	for {
		text := c.buffer(size)[:size]
		n := copy(text, c.rest)
		got, err := io.ReadFull(c.content, text[n:])
		text = text[:n+got]
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			c.ended, c.rest = true, nil
			return text, nil
		case err != nil:
			return nil, fmt.Errorf("read file: %w", err)
		case size >= enough || bytes.IndexByte(text, '\n') >= 0:
			c.rest = nil
			return text, nil
		}
		c.rest, size = text, max(c.block, min(2*size, enough))
	}
}

// overlong reads the line that b begins with to its end, keeping MaxLine bytes.
func (c *blocks) overlong(b *block) error {
	h := c.hash.stream()
	before := c.edges
	c.edges.add(b.text)
	cr := false
	write := func(part []byte) {
		if cr && len(part) > 0 {
			h.Write([]byte{'\r'})
		}
		if len(part) > 0 {
			if cr = part[len(part)-1] == '\r'; cr {
				part = part[:len(part)-1]
			}
		}
		h.Write(part)
	}
	write(b.text)
	c.offset = b.offset + int64(len(b.text))
	b.text = b.text[:MaxLine]
	piece := make([]byte, 64<<10)
	for {
		n, err := c.content.Read(piece)
		if end := bytes.IndexByte(piece[:n], '\n'); end >= 0 {
			write(piece[:end])
			c.edges.add(piece[:end+1])
			c.rest = append([]byte(nil), piece[end+1:n]...)
			c.offset += int64(end) + 1
			break
		}
		write(piece[:n])
		c.edges.add(piece[:n])
		c.offset += int64(n)
		if errors.Is(err, io.EOF) {
			c.ended, b.last = true, true
			if c.unended = c.whole; !c.whole {
				b.pending, b.text = c.offset-b.offset, nil
				c.offset, c.edges = b.offset, before
				return nil
			}
			break
		}
		if err != nil {
			return fmt.Errorf("read file: %w", err)
		}
	}
	b.long = &long{hash: h.Sum64()}
	return nil
}

// complete reports whether a last line without newline is a whole JSON value
// of a kind that cannot go on.
func complete(line []byte) bool {
	line = bytes.TrimSuffix(line, []byte{'\r'})
	return len(line) > 0 && len(line) <= MaxLine && (line[len(line)-1] == '}' || line[len(line)-1] == ']') && jsontext.Check(line) == nil
}

// split finds the lines of a block.
func (b *block) split() {
	b.lines = b.lines[:0]
	if b.long != nil {
		b.lines = append(b.lines, span{0, len(b.text)})
		return
	}
	for start := 0; start < len(b.text); {
		end := len(b.text)
		if n := bytes.IndexByte(b.text[start:], '\n'); n >= 0 {
			end = start + n
		}
		stop := end
		if stop > start && b.text[stop-1] == '\r' {
			stop--
		}
		b.lines = append(b.lines, span{start, stop})
		start = end + 1
	}
}
