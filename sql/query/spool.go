package query

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// A spool is an answer on its way: what the engine gives is kept, in memory and then
// in a file without a name, until the client has taken it. So the engine never waits
// for a client, and no transaction stays open for one that reads slowly.
type spool struct {
	folder string // for the file

	mu    sync.Mutex
	more  *sync.Cond
	head  []byte // the first bytes
	file  *os.File
	rest  int64 // bytes in the file
	ended bool
	err   error // that the answer ended with
	left  bool  // it ended before who writes it did
}

// spoolHead is how many bytes of an answer are kept in memory.
const spoolHead = 1 << 20

func newSpool(folder string) *spool {
	s := &spool{folder: folder}
	s.more = sync.NewCond(&s.mu)
	return s
}

// Write keeps all of b or nothing.
func (s *spool) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.more.Signal()
	if s.file == nil && len(s.head)+len(b) <= spoolHead {
		s.head = append(s.head, b...)
		return len(b), nil
	}
	if s.file == nil {
		file, err := os.CreateTemp(s.folder, ".opaudit-answer-") // mode 0600
		if err != nil {
			return 0, fmt.Errorf("keep answer: %w", err)
		}
		s.file = file
		if err := os.Remove(file.Name()); err != nil {
			return 0, fmt.Errorf("keep answer: %w", err)
		}
	}
	if _, err := s.file.WriteAt(b, s.rest); err != nil {
		return 0, fmt.Errorf("keep answer: %w", err)
	}
	s.rest += int64(len(b))
	return len(b), nil
}

// end says that nothing more comes, and why.
func (s *spool) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.ended, s.err = true, err
	}
	s.more.Signal()
}

// leave is end for a writer that cannot be stopped.
func (s *spool) leave(err error) {
	s.mu.Lock()
	s.left = true
	s.mu.Unlock()
	s.end(err)
}

func (s *spool) wasLeft() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.left
}

// sendTo writes the answer while it comes. The error is that of the answer, sent how
// much of it was there before; that of w is none.
func (s *spool) sendTo(w io.Writer) (sent int64, err error) {
	piece := make([]byte, 64<<10)
	for {
		n, ended, err := s.read(piece, sent)
		if err != nil || n == 0 && ended {
			return sent, err
		}
		if _, err := w.Write(piece[:n]); err != nil {
			return sent, nil
		}
		sent += int64(n)
	}
}

// read waits for bytes from offset on. At the end it returns the answer's error.
func (s *spool) read(piece []byte, offset int64) (n int, ended bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for offset == int64(len(s.head))+s.rest && !s.ended {
		s.more.Wait()
	}
	head := int64(len(s.head))
	switch {
	case offset < head:
		return copy(piece, s.head[offset:]), false, nil
	case offset == head+s.rest:
		return 0, true, s.err
	}
	n = int(min(int64(len(piece)), head+s.rest-offset))
	if _, err := s.file.ReadAt(piece[:n], offset-head); err != nil {
		return 0, true, fmt.Errorf("read answer: %w", err)
	}
	return n, false, nil
}

// close forgets the answer.
func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close() // it has no name any more
	}
}
