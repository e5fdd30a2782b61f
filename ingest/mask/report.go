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

// reportNumber hands the masked number to the caller.
func (s *Scanner) reportNumber(k kind, confidence string) {
	n := &s.number
	value := n.value[:min(n.count, maxDigits)]
	form := s.sample[:0]
	switch k {
	case phone:
		value = value[n.count-phoneLength:]
		form = append(append(append(form, value[:3]...), "****"...), value[7:]...)
	case idCard:
		form = append(append(append(form, value[:6]...), "********"[:len(value)-10]...), value[len(value)-4:]...)
	case bankCard:
		form = append(append(form, "************"[:len(value)-4-(len(value)-16)]...), value[len(value)-4:]...)
	case landline:
		value = value[:n.main]
		form = append(append(append(form, value[:n.area]...), "-****"...), value[n.main-4:]...)
	}
	s.report(k, confidence, form, value)
}

// report hands a masked value to the caller.
func (s *Scanner) report(k kind, confidence string, sample, value []byte) {
	s.sample = sample[:0]
	s.found, s.unsettled = true, s.unsettled || k != phone && k != idCard
	if s.hit == nil {
		return
	}
	h := Hit{Kind: k.String(), Confidence: confidence, Sample: string(sample), Value: value}
	s.buildPath()
	h.Field = s.field
	if len(s.index) > 0 {
		h.Index = slices.Clone(s.index)
	}
	s.hit(h)
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
