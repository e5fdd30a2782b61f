package samples

import "math/rand/v2"

// writeLine appends exactly one line of an app to a log.
type writeLine func(*generator, *app)

// card stands for a number of lines that are still to be written that day.
type card struct {
	app   *app
	write writeLine
	left  int
}

// deck is a day's lines before their order is drawn. Its size is the number of
// different cards, not of lines.
type deck struct {
	cards []card
	left  int
}

func (d *deck) add(a *app, lines int, write writeLine) {
	if lines > 0 {
		d.cards = append(d.cards, card{app: a, write: write, left: lines})
		d.left += lines
	}
}

// draw takes one line; every remaining line is equally likely.
func (d *deck) draw(rng *rand.Rand) *card {
	n := int(rng.Uint64N(uint64(d.left)))
	d.left--
	for i := range d.cards {
		c := &d.cards[i]
		if n < c.left {
			c.left--
			return c
		}
		n -= c.left
	}
	panic("samples: deck counts differ from its cards")
}
