// Package samples writes synthetic access logs whose findings are known
// beforehand. A scenario plans, day by day and app by app, how many calls fail,
// which orders are shipped, decrypted or shown under a foreign shop; the
// findings follow from that plan and are returned as its [Truth].
//
// The small logs under samples/NAME are what Generate writes for
// CommittedLines and CommittedSeed; samples/expected/NAME.json lists their
// findings, written by hand from the rules. The package reads no log, runs no
// rule and knows nothing of the database. No value in it belongs to a person.
package samples

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

// CommittedLines and CommittedSeed are the arguments that the committed logs of
// every scenario were generated with.
const (
	CommittedLines = 1200
	CommittedSeed  = 1
)

// scenario is a story told by several apps over a span of days up to asOf.
type scenario struct {
	name     string
	minLines int                 // fewer lines cannot tell the story; see MinLines
	days     func(lines int) int // length of the span
	oneFile  bool                // all log types in NAME.log instead of one file each
	roles    []role
	findings []ExpectedFinding
	gaps     []gap
}

// all returns every scenario in the order that Scenarios promises.
func all() []scenario {
	return []scenario{
		compliant(), throttled(), decrypt(), crossShop(), plaintext(), inactive(), mixed(),
	}
}

// Scenarios lists the names that Generate knows: compliant, throttled, decrypt,
// cross-shop, plaintext, inactive, mixed.
func Scenarios() []string {
	var names []string
	for _, s := range all() {
		names = append(names, s.name)
	}
	return names
}

// MinLines returns the smallest number of lines for which Generate can keep the
// promises of a scenario.
func MinLines(name string) (int, error) {
	s, err := find(name)
	return s.minLines, err
}

func find(name string) (scenario, error) {
	for _, s := range all() {
		if s.name == name {
			return s, nil
		}
	}
	return scenario{}, fmt.Errorf("unknown scenario %q: choose one of %s", name, strings.Join(Scenarios(), ", "))
}

// Generate writes a scenario's log files, in total exactly the given number of
// lines, through create, which is called once a file with names like "api.log".
// Equal arguments give equal bytes. Lines come in time order and are written as
// they are made: memory does not grow with their number.
//
// The returned truth follows from the plan and what was counted while writing, not
// from reading the lines back. It
// holds for any seed and any number of lines from MinLines on; below that
// Generate returns an error and creates nothing.
func Generate(name string, lines int, seed uint64, create func(name string) (io.WriteCloser, error)) (Truth, error) {
	s, err := find(name)
	if err != nil {
		return Truth{}, err
	}
	if lines < s.minLines {
		return Truth{}, fmt.Errorf("scenario %s needs at least %d lines, got %d", name, s.minLines, lines)
	}
	files, err := createLogs(s, create)
	if err != nil {
		return Truth{}, err
	}
	g := newGenerator(s, lines, seed, files)
	err = g.run()
	if closeErr := files.close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return Truth{}, fmt.Errorf("generate %s: %w", name, err)
	}
	return g.truth(s, lines, seed), nil
}

// generator holds what lasts while a scenario is written.
type generator struct {
	rng   *rand.Rand
	files *logs
	apps  []*app
	days  int   // length of the span
	day   int   // the current day, counted from the epoch in Shanghai
	now   int64 // time of the current line, epoch milliseconds

	lines, weights int   // the budget, and the sum of all roles' daily weights
	idOffset       int64 // moves the order ids, so that seeds differ in them
	asText         bool  // the current record writes its ids and times as digit strings
	orders         []int64
	scratch        []byte
	tally          tally
}

func newGenerator(s scenario, lines int, seed uint64, files *logs) *generator {
	g := &generator{rng: rand.New(rand.NewPCG(seed, 0x6f70617564697400)), files: files, lines: lines, days: s.days(lines)}
	g.idOffset = int64(g.rng.Uint64N(orderIDSpan))
	for i, r := range s.roles {
		g.apps = append(g.apps, newApp(i, r, seed))
		for ago := range g.days {
			g.weights += r.weight(ago)
		}
	}
	return g
}

// run deals every day's lines. A cell (app and day) gets its weight's share of
// all lines; running sums make the shares add up to exactly g.lines.
func (g *generator) run() error {
	weight, dealt := 0, 0
	for index := range g.days {
		ago := g.days - 1 - index
		g.day = asOf - ago
		var deck deck
		for _, a := range g.apps {
			weight += a.role.weight(ago)
			budget := g.lines*weight/g.weights - dealt
			dealt += budget
			if err := a.deal(&deck, appDay{ago: ago, index: index, lines: budget}); err != nil {
				return err
			}
		}
		if err := g.play(&deck); err != nil {
			return err
		}
	}
	return nil
}

// play writes one day's lines in random order at rising times.
func (g *generator) play(d *deck) error {
	clock := newClock(g.day, d.left)
	for d.left > 0 {
		g.now = clock.next(g.rng.Float64())
		card := d.draw(g.rng)
		g.asText = g.rng.Uint32()%16 == 0
		card.write(g, card.app)
		if g.files.err != nil {
			return g.files.err
		}
	}
	return nil
}

// truth collects what was planned and counted.
func (g *generator) truth(s scenario, lines int, seed uint64) Truth {
	t := Truth{
		Scenario: s.name, Lines: lines, Seed: seed,
		FirstDay: dayString(asOf - g.days + 1), AsOf: dayString(asOf),
		Findings: append([]ExpectedFinding{}, s.findings...), Planted: g.tally.planted,
		RejectedLines: g.tally.rejectedLines, RejectedElements: g.tally.rejectedElements, BlankLines: g.tally.blankLines,
	}
	for _, gap := range s.gaps {
		if gap.shows(g) {
			t.Findings = append(t.Findings, ExpectedFinding{"log-missing-type", appKeys[gap.app], "risk"})
		}
	}
	for _, a := range g.apps {
		t.Apps = append(t.Apps, a.facts)
		t.Findings = append(t.Findings, a.failed.findings(a.key)...)
	}
	t.sort()
	return t
}
