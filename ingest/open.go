// Opening files: where compression is undone, and where reading ends when it is told to.

package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// errUnsettled says that a compressed file may still be growing.
var errUnsettled = errors.New("it is compressed and may not be complete yet")

// open opens a file and, when it is compressed, reads it to its end once, so
// that one that is cut off is not loaded in part. Reading ends with ctx.
func open(ctx context.Context, f logFile) (decoded, error) {
	d, err := openOnce(ctx, f)
	if err != nil || !d.compressed {
		return d, err
	}
	if !f.quiet {
		d.close()
		return decoded{}, errUnsettled
	}
	_, err = io.Copy(io.Discard, d)
	d.close()
	if err != nil {
		return decoded{}, err
	}
	return openOnce(ctx, f)
}

func openOnce(ctx context.Context, f logFile) (decoded, error) {
	file, err := f.open()
	if err != nil {
		return decoded{}, fmt.Errorf("open file: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return decoded{}, fmt.Errorf("look at file: %w", err)
	}
	if !info.Mode().IsRegular() {
		file.Close()
		return decoded{}, errors.New("it is not a regular file any more")
	}
	d, err := decode(file, info.Size())
	if err != nil {
		file.Close()
		return decoded{}, fmt.Errorf("read file: %w", err)
	}
	d.Reader = &untilDone{ctx, d.Reader}
	d.file, d.info = file, info
	closeDecoder := d.close
	d.close = func() { closeDecoder(); file.Close() }
	return d, nil
}

// An untilDone is a reader that ends with a context, however much there is to read.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// further reads on in the file itself, from where it was set to.
func (d decoded) further() io.Reader {
	if u, ok := d.Reader.(*untilDone); ok {
		return &untilDone{u.ctx, d.raw}
	}
	return d.raw
}
