package mask_test

import (
	"bytes"
	"testing"

	"opaudit/ingest/mask"
	"opaudit/ingest/mask/corpus"
)

// tally counts the labelled values of one kind.
type tally struct{ found, missed, wrong int }

func (t tally) precision() float64 { return float64(t.found) / float64(max(t.found+t.wrong, 1)) }
func (t tally) recall() float64    { return float64(t.found) / float64(max(t.found+t.missed, 1)) }
func (t tally) f1() float64 {
	return 2 * float64(t.found) / float64(max(2*t.found+t.missed+t.wrong, 1))
}

// A labelled value is found when bytes of it were masked and a hit of its kind
// was told; a hit beyond the labelled values of its kind is wrong.
func judge(lines []corpus.Line) (kinds, families map[string]tally) {
	kinds, families = map[string]tally{}, map[string]tally{}
	scanner := mask.NewScanner(mask.DefaultVocabulary())
	for _, line := range lines {
		masked, told, labelled := bytes.Clone(line.Text), map[string]int{}, map[string]tally{}
		scanner.Line(masked, func(h mask.Hit) { told[h.Kind]++ })
		for _, s := range line.Spans {
			t := labelled[s.Kind]
			if !bytes.Equal(masked[s.Start:s.End], line.Text[s.Start:s.End]) && t.found < told[s.Kind] {
				t.found++
			} else {
				t.missed++
			}
			labelled[s.Kind] = t
		}
		for kind, n := range told {
			t := labelled[kind]
			t.wrong = n - t.found
			labelled[kind] = t
		}
		for kind, t := range labelled {
			for _, to := range []struct {
				of  map[string]tally
				key string
			}{{kinds, kind}, {kinds, "all"}, {families, line.Family + " " + kind}} {
				sum := to.of[to.key]
				to.of[to.key] = tally{sum.found + t.found, sum.missed + t.missed, sum.wrong + t.wrong}
			}
		}
	}
	return kinds, families
}

// floors are what the detector must at least reach on the corpus. They only
// ever rise; the aim for all kinds together is precision .98, recall .94, F1 .96.
var floors = []struct {
	kind                  string
	precision, recall, f1 float64
}{
	{"all", .995, .985, .99},
	{"phone", .99, .99, .99},
	{"id_card", .99, .99, .99},
	{"address", .99, .975, .98},
	{"email", .99, .99, .99},
	{"bank_card", .96, .99, .975},
	{"landline", .99, .98, .985},
	{"name", .99, .975, .985},
}

func TestCorpus(t *testing.T) {
	kinds, families := judge(corpus.Generate(1, 10_000))
	for _, floor := range floors {
		k := kinds[floor.kind]
		t.Logf("%-10s precision %.4f recall %.4f F1 %.4f %+v", floor.kind, k.precision(), k.recall(), k.f1(), k)
		if k.precision() < floor.precision || k.recall() < floor.recall || k.f1() < floor.f1 {
			t.Errorf("%s fell below precision %.3f, recall %.3f, F1 %.3f", floor.kind, floor.precision, floor.recall, floor.f1)
		}
	}
	for family, f := range families {
		if f.missed+f.wrong > 0 {
			t.Logf("%-70s %+v", family, f)
		}
	}
}
