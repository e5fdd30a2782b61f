package ingest_test

import (
	"math/rand/v2"
	"testing"
)

// FuzzFile loads arbitrary bytes as a file, cut up in arbitrary ways: what is
// stored of them is what the oracle says, however they were cut.
func FuzzFile(f *testing.F) {
	for seed := range uint64(12) {
		g := generator{rand.New(rand.NewPCG(seed, 2))}
		f.Add(g.file(), uint16(1+seed*37), uint16(seed*101), uint8(seed))
	}
	for _, s := range []string{"", "\n", "\r\n", "\xef\xbb\xbf", "\xef\xbb\xbf\n{}", "{}", "{}\r", "[]\n[1]\n", "\x00\x00\n", "\xb6\xa9\xb5\xa5\n", "{\"a\":", "a\nb\r\r\nc"} {
		f.Add([]byte(s), uint16(1), uint16(1), uint8(1))
	}
	f.Fuzz(func(t *testing.T, content []byte, block, batch uint16, workers uint8) {
		s, o := newStore(t), newOracle()
		s.loader.CutUp(1+int64(block), int64(batch), 1+int(workers%4))
		want := o.file(content, false)
		s.write("fuzz.log", string(content))
		got := s.load()
		if len(s.rows("SELECT 1 FROM pii_hits")) > 0 {
			s.compareCounts("fuzz.log", got["fuzz.log"], want) // masked values are no longer those of the oracle
			return
		}
		s.compare(got, map[string]truth{"fuzz.log": want})
	})
}
