package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that a zstd file may ask for.
const maxWindow = 128 << 20

// maxRatio bounds what a compressed file may become: a bomb ends here.
const maxRatio = 1000

// What is wrong with the content of a compressed file: it stays so until the file
// changes.
var (
	errTruncated = errors.New("the compressed file is cut off or damaged; load it again when it is complete")
	errWindow    = fmt.Errorf("the zstd file asks for more than %d MiB of memory, and is not read; compress it again without --long", maxWindow>>20)
	errBomb      = fmt.Errorf("the compressed file grows to over %d times its size; it is not read", maxRatio)
)

// spoils reports whether err is such a one.
func spoils(err error) bool {
	return errors.Is(err, errTruncated) || errors.Is(err, errWindow) || errors.Is(err, errBomb)
}

// decoded is a file's content after decompression.
type decoded struct {
	io.Reader
	compressed bool
	size       int64 // of the content in bytes, -1 when it is compressed
	raw        *counted
	close      func()

	file *os.File    // that it comes from
	info fs.FileInfo // when it was opened
}

// counted counts the bytes that were read of a file, compressed as they may be.
type counted struct {
	io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// decode finds out how a file is compressed from its first bytes. size is the
// compressed size in bytes.
func decode(file io.Reader, size int64) (decoded, error) {
	raw := &counted{Reader: file}
	r := bufio.NewReaderSize(raw, 256<<10)
	head, err := r.Peek(4)
	if err != nil && err != io.EOF {
		return decoded{}, err
	}
	limit := max(size, 1<<10) * maxRatio
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(r) // reads all members one after the other
		if err != nil {
			return decoded{}, errTruncated
		}
		return decoded{Reader: &bounded{z, limit}, compressed: true, size: -1, raw: raw, close: func() { _ = z.Close() }}, nil
	case bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}), skippable(head):
		z, err := zstd.NewReader(r, zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return decoded{}, errTruncated
		}
		return decoded{Reader: &bounded{z, limit}, compressed: true, size: -1, raw: raw, close: z.Close}, nil
	}
	return decoded{Reader: r, size: size, raw: raw, close: func() {}}, nil
}

// skippable reports whether a file begins with a zstd frame that decoders skip, as
// parallel compressors write before each of their own.
func skippable(head []byte) bool {
	return len(head) == 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:], []byte{0x2a, 0x4d, 0x18})
}

// bounded gives up on content that is out of all proportion to its file.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errBomb
	}
	if errors.Is(err, zstd.ErrWindowSizeExceeded) {
		return n, errWindow
	}
	if err != nil && err != io.EOF {
		return n, fmt.Errorf("%w (%w)", errTruncated, err)
	}
	return n, err
}
