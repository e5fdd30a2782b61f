package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"opaudit/ingest/mask"
)

// A ScanHit is plaintext personal data in a file.
type ScanHit struct {
	// Path is the file, personal data in its name masked.
	Path string `json:"file"`
	// Line counts from 1.
	Line int64 `json:"line"`
	// Kind and Confidence are mask.Hit's.
	Kind       string `json:"kind"`
	Confidence string `json:"confidence"`
	// Field is the key path of the value if the line is JSON.
	Field string `json:"field,omitempty"`
	// Sample is the masked value.
	Sample string `json:"sample"`
}

// ScanResult says what a scan went through.
type ScanResult struct {
	Files, Lines, Binary int64
	// Errs are the files and folders that could not be read to their end.
	Errs []error
}

// Scan looks for personal data in every line of the files among paths and below
// folders, whatever text they hold, and calls hit with each in the order of
// files and lines. No database takes part and nothing is kept. A file that
// starts like no text is only counted. Ids and times that sources tell of are no
// hits; what they exclude is scanned all the same. The error returned is one of hit or of
// ctx, which ends the scan.
func Scan(ctx context.Context, paths []string, vocabulary *mask.Vocabulary, sources *Sources, hit func(ScanHit) error) (ScanResult, error) {
	files, errs := find(paths, unread{})
	result := ScanResult{}
	for _, err := range errs {
		result.Errs = append(result.Errs, maskedError{err})
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	work := make(chan *scannedFile)
	queue := make(chan *scannedFile, 2*runtime.GOMAXPROCS(0)) // in order; it bounds how far ahead is scanned
	running.Go(func() {
		defer close(queue)
		defer close(work)
		for _, f := range files {
			next := &scannedFile{file: f, hits: make(chan ScanHit, 1024)}
			for _, to := range [...]chan *scannedFile{queue, work} {
				select {
				case to <- next:
				case <-ctx.Done():
					return
				}
			}
		}
	})
	for range runtime.GOMAXPROCS(0) {
		running.Go(func() {
			scanner := mask.NewTextScanner(vocabulary)
			for f := range work {
				scanner.Declare(nil)
				if source := sources.of(f.file.path); source != nil {
					scanner.Declare(source.inLine)
				}
				f.scan(ctx, scanner)
			}
		})
	}
	for f := range queue {
		for h := range f.hits {
			if err := hit(h); err != nil {
				return result, err
			}
		}
		if err := ctx.Err(); err != nil {
			return result, fmt.Errorf("scan: %w", err)
		}
		result.Files++
		result.Lines += f.lines
		if f.binary {
			result.Binary++
		}
		if f.err != nil {
			result.Errs = append(result.Errs, maskedError{fmt.Errorf("%s: %w", f.file.path, f.err)})
		}
	}
	if err := ctx.Err(); err != nil {
		return result, fmt.Errorf("scan: %w", err)
	}
	return result, nil
}

// A scannedFile is one on its way through a worker; all but hits is valid once
// that is closed.
type scannedFile struct {
	file   logFile
	hits   chan ScanHit
	lines  int64
	binary bool
	err    error
}

func (f *scannedFile) scan(ctx context.Context, scanner *mask.Scanner) {
	defer close(f.hits)
	content, err := openOnce(ctx, f.file)
	if err != nil {
		f.err = err
		return
	}
	defer content.close()
	pieces := newPieces(content)
	if f.binary = pieces.binary(); f.binary {
		return
	}
	path := maskedText(f.file.path)
	for ctx.Err() == nil {
		text, ended, err := pieces.text()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				f.err = err
			}
			return
		}
		line := f.lines + 1
		scanner.Line(text, func(h mask.Hit) {
			select {
			case f.hits <- ScanHit{Path: path, Line: line, Kind: h.Kind, Confidence: h.Confidence, Field: h.Field, Sample: h.Sample}:
			case <-ctx.Done():
			}
		})
		if ended {
			f.lines = line
		}
	}
}

// pieces cuts text into lines, and lines that are too long where a value is
// likely to end, so that no line takes more memory than another.
type pieces struct {
	r     *bufio.Reader
	carry []byte // the end of a long line's last piece
	// of the text; decided as it is read
	charset charset
}

const (
	pieceSize = MaxLine
	carrySize = 4 << 10 // where the end of a piece is looked for
)

func newPieces(content io.Reader) *pieces {
	return &pieces{r: bufio.NewReaderSize(content, pieceSize)}
}

// binary tells whether the first bytes are no text.
func (p *pieces) binary() bool {
	const head = 8 << 10
	start, _ := p.r.Peek(head) // an error comes again with the first piece
	return bytes.IndexByte(start, 0) >= 0
}

// text is like next, but returns UTF-8 wherever the text can be read.
func (p *pieces) text() (text []byte, ended bool, err error) {
	piece, ended, err := p.next()
	if err != nil {
		return nil, false, err
	}
	if ended {
		p.charset = p.charset.observe(piece)
		text, _ = p.charset.read(piece)
		return text, true, nil
	}
	p.charset = p.charset.observeCut(piece)
	text, whole, _ := p.charset.readCut(piece)
	p.carry = append(bytes.Clone(piece[whole:]), p.carry...)
	return text, false, nil
}

// next returns a line without its end, or a piece of one, which may be written
// to until the call after; ended tells whether the line ends with it.
func (p *pieces) next() (text []byte, ended bool, err error) {
	text, err = p.r.ReadSlice('\n')
	if len(p.carry) > 0 {
		text = append(p.carry, text...)
		p.carry = nil
	}
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		end := bytes.LastIndexAny(text[len(text)-carrySize:], ",; \t}])>") + 1
		if end > 0 {
			end += len(text) - carrySize
			p.carry = bytes.Clone(text[end:])
			text = text[:end]
		}
		return text, false, nil
	case err != nil && (len(text) == 0 || !errors.Is(err, io.EOF)):
		return nil, false, err
	}
	if n := len(text); n > 0 && text[n-1] == '\n' {
		text = text[:n-1]
	}
	if n := len(text); n > 0 && text[n-1] == '\r' {
		text = text[:n-1]
	}
	return text, true, nil
}
