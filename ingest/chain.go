package ingest

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// A chain gives each prefix of a file's lines a number: equal numbers mean equal
// lines from the first on. It is keyed, because a number that anybody could
// recompute would tell what a masked digit was.
type chain struct {
	key  []byte
	line hash.Hash
	sum  uint64 // of the lines so far, 0 before the first
}

func newChain(key []byte) *chain {
	c := &chain{key: key, line: sha256.New()}
	c.line.Write(key)
	return c
}

// write adds bytes of the current line.
func (c *chain) write(part []byte) { c.line.Write(part) }

// end ends the current line and returns the number of the prefix.
func (c *chain) end() uint64 {
	var sum [sha256.Size]byte
	value := binary.LittleEndian.Uint64(c.line.Sum(sum[:0]))
	c.line.Reset()
	c.line.Write(c.key)
	const odd = 0x9e3779b97f4a7c15 // any odd number keeps the order of lines in the sum
	c.sum = c.sum*odd + value
	return c.sum
}

// A segment is a run of prefixes that one file brought in.
type segment struct {
	fileID    int64
	firstLine int64
	previous  uint64   // the prefix that it goes on from, 0 for none
	first     uint64   // its first value
	values    []uint64 // nil until they are needed
}

// chains knows every prefix that was ever brought in, as a tree of segments.
type chains struct {
	segments map[step]*segment
	load     func(*segment) error // reads the values of a segment
}

// A step leads from one prefix to the next.
type step struct{ previous, first uint64 }

func (c *chains) add(s *segment)    { c.segments[step{s.previous, s.first}] = s }
func (c *chains) remove(s *segment) { delete(c.segments, step{s.previous, s.first}) }

// A follower walks the tree along a file's lines for as long as they are known.
type follower struct {
	known   *chains
	lost    bool
	sum     uint64
	segment *segment
	place   int
}

// next reports whether the prefix that ends with the number sum is known.
func (f *follower) next(sum uint64) (bool, error) {
	if f.lost {
		return false, nil
	}
	if f.segment != nil && f.place < len(f.segment.values) && f.segment.values[f.place] == sum {
		f.place++
		f.sum = sum
		return true, nil
	}
	s := f.known.segments[step{f.sum, sum}]
	if s == nil {
		f.lost = true
		return false, nil
	}
	if s.values == nil {
		if err := f.known.load(s); err != nil {
			return false, err
		}
	}
	f.segment, f.place, f.sum = s, 1, sum
	return true, nil
}

func packed(values []uint64) []byte {
	b := make([]byte, 0, 8*len(values))
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return b
}

func unpacked(b []byte) []uint64 {
	values := make([]uint64, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		values = append(values, binary.LittleEndian.Uint64(b))
	}
	return values
}
