// Package corpus generates labelled log lines of e-commerce back ends: lines with plaintext personal
// data, every value of it labelled, and lines that only look as if they had any.
package corpus

import "math/rand/v2"

// Span is a labelled plaintext value: bytes [Start,End) of the line as they stand there, in whatever
// encoding; Kind one of the seven; Value the decoded canonical value.
type Span struct {
	Kind       string
	Start, End int
	Value      string
}

// Line is one log line. Family names the template family; Spans is empty for look-alikes.
type Line struct {
	Text   []byte
	Family string
	Spans  []Span
}

// Kinds are the seven kinds of personal data.
var Kinds = []string{"phone", "id_card", "name", "address", "email", "bank_card", "landline"}

// positiveShare is the percentage of lines that carry personal data.
const positiveShare = 40

// Generate returns n lines, the same for the same seed.
func Generate(seed uint64, n int) []Line {
	g := &gen{Rand: rand.New(rand.NewPCG(seed, 0x636f72707573))}
	lines := make([]Line, n)
	for i := range lines {
		families := lookalikes
		if g.chance(positiveShare) {
			families = positives
		}
		lines[i] = g.line(families)
	}
	return lines
}

// A family is one kind of line with endless variations.
type family struct {
	name   string
	weight int
	make   func(g *gen) text
}

// gen holds the random source and the habits of the program that wrote the line at hand.
type gen struct {
	*rand.Rand
	naming naming
	esc    escape
	spaced bool
	place  place
}

func (g *gen) line(families []family) Line {
	weights := make([]int, len(families))
	for i, f := range families {
		weights[i] = f.weight
	}
	f := families[g.weighted(weights...)]
	g.rollEscape()
	g.rollNaming(45, 30, 12, 13)
	g.newRow()
	t := f.make(g)
	return Line{t.b, f.name, t.spans}
}

// newRow moves to another place, which the cells of one row share.
func (g *gen) newRow() { g.place = places[g.IntN(len(places))] }

func (g *gen) pick(list []string) string { return list[g.IntN(len(list))] }

func (g *gen) chance(percent int) bool { return g.IntN(100) < percent }

// weighted returns an index of weights, each as often as it weighs.
func (g *gen) weighted(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := g.IntN(sum)
	for i, w := range weights {
		if n < w {
			return i
		}
		n -= w
	}
	panic("unreachable")
}

func (g *gen) from(alphabet string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[g.IntN(len(alphabet))]
	}
	return string(b)
}

func (g *gen) digits(n int) string { return g.from("0123456789", n) }
