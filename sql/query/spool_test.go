package query

import (
	"bytes"
	"errors"
	"os"
	"testing"
)

// TestSpool sends answers on that fit into memory, and that do not, while they come.
func TestSpool(t *testing.T) {
	for _, size := range []int{0, 1, spoolHead, spoolHead + 1, 5 * spoolHead} {
		folder := t.TempDir()
		s := newSpool(folder)
		text := bytes.Repeat([]byte("0123456789\n"), size/11+1)[:size]
		failure := errors.New("midway")
		go func() {
			for rest := text; len(rest) > 0; {
				n := min(len(rest), 70_001)
				if _, err := s.Write(rest[:n]); err != nil {
					t.Error(err)
				}
				rest = rest[n:]
			}
			s.end(failure)
		}()
		var got bytes.Buffer
		sent, err := s.sendTo(&got)
		if sent != int64(size) || !errors.Is(err, failure) || !bytes.Equal(got.Bytes(), text) {
			t.Errorf("of %d bytes %d came, with %v", size, sent, err)
		}
		s.close()
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("%v is left behind (%v)", left, err)
		}
	}
}

// TestSpoolWithoutRoom wants an answer that cannot be kept to be told as such.
func TestSpoolWithoutRoom(t *testing.T) {
	s := newSpool(t.TempDir() + "/none")
	defer s.close()
	if _, err := s.Write(make([]byte, spoolHead)); err != nil {
		t.Error(err)
	}
	if _, err := s.Write([]byte("x")); err == nil {
		t.Error("what has no place was kept")
	}
}
