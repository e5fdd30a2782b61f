package views_test

// Random worlds: many small cases, each with app keys of its own but with the
// same few shops, orders and days, written into a handful of files.

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// batchSize is how many cases are loaded into one database.
const batchSize = 250

// randomness is what the choices of a case or a batch are made from.
type randomness struct{ *rand.Rand }

func newRandomness(seed uint64, what, number int) randomness {
	return randomness{rand.New(rand.NewPCG(seed, uint64(what)<<32|uint64(number)))}
}

const (
	ofBatch = iota
	ofCase
	ofConfig
	ofPause
)

func pick[T any](g randomness, from ...T) T { return from[g.IntN(len(from))] }

func (g randomness) oneIn(n int) bool { return g.IntN(n) == 0 }

// caseKey names a case in its app keys.
func caseKey(number int) string { return fmt.Sprintf("ks%06d", number) }

// ofCaseKey tells whose case an app key is.
func ofCaseKey(appKey string) string { return appKey[:max(0, len(appKey)-1)] }

// newWorld makes a batch: cases first to first+size-1.
func newWorld(seed uint64, first, size int) world {
	g := newRandomness(seed, ofBatch, first)
	w, around, hole := g.clock(first / batchSize)
	var lines []line
	for number := first; number < first+size; number++ {
		lines = append(lines, newCase(seed, number, around, hole)...)
		if number%6 == 0 {
			lines = append(lines, newPause(seed, number, around, hole)...)
		}
	}
	g.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	cut := around - 2
	if first/batchSize%2 == 1 {
		cut = around + 2
	}
	w.Files = g.files(lines, cut)
	w.Config = newConfig(newRandomness(seed, ofConfig, first), first, size, around)
	return w
}

// clock chooses in turn for the batches what day it is and which one is looked
// at. around is the day near which everything happens, close to the end of a
// February with a leap day; hole is a day without any event.
func (g randomness) clock(batch int) (w world, around, hole day) {
	w.Today = leapDay + day(g.IntN(9))
	around = w.Today
	switch batch % 8 {
	case 0: // everything is long over
		w.Today += 200
	case 1, 2: // today is running, and some events lie ahead
	case 3: // today nothing has happened yet
		hole = w.Today
	case 4:
		w.AsOf = w.Today
	case 5: // the clock is wrong: everything lies ahead
		w.Today -= 400
	case 7: // the day asked for has not begun
		w.AsOf = w.Today + 1
	default:
		w.AsOf = w.Today - 1 - day(g.IntN(4))
		around = w.AsOf
	}
	return w, around, hole
}

const leapDay day = 19782 // 2024-02-29

// files spreads lines over files, some of which begin as another one does, and one
// of which could not be read beyond a day.
func (g randomness) files(lines []line, cut day) []file {
	var files []file
	for i := range 4 + g.IntN(4) {
		files = append(files, file{Name: fmt.Sprintf("%c%d.log", 'a'+rune(g.IntN(26)), i)})
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.Name, b.Name) })
	for _, l := range lines {
		n := g.IntN(len(files))
		if n == 2 && slices.ContainsFunc(l.Records, func(r record) bool { return dayOf(r.Millis) > cut }) {
			n = 3
		}
		if n < len(files)-1 && l.severalDays() {
			n = 0 // the others come in the order of time
		}
		f := &files[n]
		if g.oneIn(30) {
			f.Lines = append(f.Lines, g.otherLine(len(f.Lines)))
		}
		f.Lines = append(f.Lines, l)
	}
	for _, f := range files[1 : len(files)-1] {
		f.sorted()
	}
	copied := files[0].Lines[:g.IntN(len(files[0].Lines)+1)]
	last := &files[len(files)-1]
	last.Lines = append(slices.Clone(copied), last.Lines...)
	if g.oneIn(2) {
		files = append(files, file{Name: "z.log", Lines: files[1].Lines})
	}
	files[2].Failed = true
	return files
}

// otherLine is a line that holds no record of a case.
func (g randomness) otherLine(n int) line {
	switch g.IntN(6) {
	case 0:
		return line{Text: fmt.Sprintf(`{"logType":"api","appKey":"lost","result":1,"time":%d`, n), Rejected: true}
	case 1:
		return line{Text: fmt.Sprintf(`{"logType":"refund","appKey":"lost","note":"13800138000","time":%d}`, n), Rejected: true,
			Hits: []hit{{Field: "note", Kind: "phone", Value: "13800138000"}}}
	case 2:
		return line{Text: fmt.Sprintf(`["nothing",%d]`, n), Rejected: true}
	case 3:
		return line{Text: "[]"}
	}
	return line{Text: pick(g, "", " ", "\t \t")}
}
