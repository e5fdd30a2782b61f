package ingest

import (
	"encoding/binary"
	"hash"
	"slices"
	"sync"

	"github.com/minio/highwayhash"
)

// A lineHash numbers lines under the key beside the database: a number that
// anybody could recompute would tell what a masked digit was.
type lineHash struct{ key []byte }

// of is the number of a line.
func (h lineHash) of(line []byte) uint64 { return highwayhash.Sum64(line, h.key) }

// stream numbers a line that comes in pieces.
func (h lineHash) stream() hash.Hash64 {
	s, err := highwayhash.New64(h.key)
	if err != nil {
		panic(err) // the key has another length than readKey makes sure of
	}
	return s
}

// follows is the number of a prefix of lines that goes on from the prefix sum
// with the line of that hash: equal numbers mean equal lines from the first on.
func follows(sum, hash uint64) uint64 {
	const odd = 0x9e3779b97f4a7c15 // any odd number keeps the order of lines in the sum
	return sum*odd + hash
}

// A segment is a run of prefixes that one file brought in.
type segment struct {
	fileID    int64
	firstLine int64
	previous  uint64   // the prefix that it goes on from, 0 for none
	first     uint64   // its first value
	values    []uint64 // nil while only the database has them
}

// chains knows every prefix that was ever brought in, as a tree of segments, and
// those that are to be kept out. It may be used by several goroutines.
type chains struct {
	mu        sync.Mutex
	segments  map[step]*segment
	load      func(*segment) ([]uint64, error) // reads the values of a segment
	forgotten []uint64                         // prefixes, sorted
	before    map[int64][]uint64               // of them, by file that is to be read anew, those that were kept out of it before
}

// A step leads from one prefix to the next.
type step struct{ previous, first uint64 }

func (c *chains) add(s *segment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.segments[step{s.previous, s.first}] = s
}

func (c *chains) remove(s *segment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := (step{s.previous, s.first}); c.segments[at] == s {
		delete(c.segments, at)
	}
}

// stored says that the database has the values of a segment now.
func (c *chains) stored(s *segment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.values = nil
}

// from returns the values of the segment that a step leads to, nil for none.
func (c *chains) from(at step) ([]uint64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.segments[at]
	if s == nil || s.values != nil {
		if s == nil {
			return nil, nil
		}
		return s.values, nil
	}
	return c.load(s)
}

// keptOut reports whether a prefix was forgotten.
func (c *chains) keptOut(sum uint64) bool {
	_, found := slices.BinarySearch(c.forgotten, sum)
	return found
}

// out are the prefixes that are kept out of a file, sorted. One that is read anew takes
// those that were forgotten since it was read, for it held them back as duplicates.
func (c *chains) out(fileID int64, again bool) []uint64 {
	if again {
		return c.before[fileID]
	}
	return c.forgotten
}

// A follower walks the tree along a file's lines for as long as they are known.
type follower struct {
	lost   bool
	sum    uint64
	values []uint64 // of the segment that it is on
	place  int
}

// next reports whether the prefix that ends with the number sum is known, or among
// those that are kept out. again says that none ends what is known: the file is read
// anew because another one was taken out that had brought in some of its lines, and
// files that are gone may have brought in others behind them.
func (f *follower) next(known *chains, sum uint64, out []uint64, again bool) (bool, error) {
	if f.lost {
		return false, nil
	}
	if f.place < len(f.values) && f.values[f.place] == sum {
		f.place++
		f.sum = sum
		return true, nil
	}
	values, err := known.from(step{f.sum, sum})
	if err != nil {
		return false, err
	}
	if values == nil {
		f.values, f.place, f.sum = nil, 0, sum
		_, isOut := slices.BinarySearch(out, sum)
		f.lost = !isOut && !again
		return isOut, nil
	}
	f.values, f.place, f.sum = values, 1, sum
	return true, nil
}

// atEnd is the follower of a file all of whose lines are known by now: what
// another file adds to them is known too.
func (f follower) atEnd(sum uint64) follower {
	if f.lost || f.place == len(f.values) {
		return follower{sum: sum}
	}
	return f
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
