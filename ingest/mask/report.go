package mask

import (
	"bytes"
	"slices"
)

// The bounds of a Field. A record nested deeper than 64 is rejected anyway;
// without bounds many hits under long keys would take quadratic time.
const (
	maxFieldDepth = 64
	maxFieldKey   = 128
	maxField      = 1024
)

// report hands the masked number to the caller.
func (s *Scanner) report(k kind, confidence string) {
	n := &s.number
	value := n.value[:n.count]
	if k == phone {
		value = n.value[n.count-phoneLength : n.count]
	}
	h := Hit{Kind: k.String(), Confidence: confidence, Sample: sample(value, k), Value: value}
	s.buildPath()
	h.Field = s.field
	if len(s.index) > 0 {
		h.Index = slices.Clone(s.index)
	}
	s.hit(h)
}

func sample(value []byte, k kind) string {
	var form [maxDigits]byte
	masked := form[:copy(form[:], value)]
	from := 3
	if k == idCard {
		from = 6
	}
	fillStars(masked[from : len(masked)-4])
	return string(masked)
}

// buildPath sets field and index to where the tracker stands. Neighbouring
// hits share the string.
func (s *Scanner) buildPath() {
	s.path, s.index = s.path[:0], s.index[:0]
	frames := s.tracker.frames
	for i := range frames[:min(len(frames), maxFieldDepth)] {
		f := &frames[i]
		if f.array {
			s.path = append(s.path, "[]"...)
			s.index = append(s.index, f.index)
			continue
		}
		key := s.line[f.key.start:f.key.end]
		if len(s.path) > 0 && len(key) > 0 {
			s.path = append(s.path, '.')
		}
		s.path = append(s.path, key[:min(len(key), maxFieldKey)]...)
	}
	s.path = s.path[:min(len(s.path), maxField)]
	if s.field != string(s.path) {
		s.field = string(bytes.ToValidUTF8(s.path, nil))
	}
}
