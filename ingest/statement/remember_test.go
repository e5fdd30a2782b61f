package statement

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A made statement names shops that are known without reading it.
type made struct {
	text   string
	reason Reason
	shops  int
}

// writing makes values in the forms that statements have them.
type writing struct{ t *rapid.T }

func (w writing) pick(from ...string) string { return rapid.SampledFrom(from).Draw(w.t, "text") }

func (w writing) number(n int) string {
	return fmt.Sprintf(w.pick("%d", "'%d'", " %d ", "+%d"), n)
}

// value is any literal at all.
func (w writing) value() string {
	return w.pick("1", "22", "-3.5e2", "'x'", "'it''s'", `'a\'b'`, `"y"`, "0xFF", "?", ":name", "N'z'", "'a' 'b'", ".5", "NULL", "'138****8000'", "#{a}", "'?'")
}

func (w writing) space() string { return w.pick(" ", "  ", "\n", " /* ' */ ", " -- x\n", "\t") }

// shops is a predicate that names shops, and how many.
func (w writing) shops() (predicate string, shops int) {
	distinct := map[int]bool{}
	var list []string
	for range rapid.IntRange(1, 4).Draw(w.t, "shops") {
		n := rapid.IntRange(1, 3).Draw(w.t, "shop")
		distinct[n] = true
		list = append(list, w.number(n))
	}
	if w.pick("in", "or") == "in" {
		return "seller_id" + w.space() + w.pick("IN", "in") + w.pick("(", " (", " ( ") + strings.Join(list, w.pick(",", ", ")) + w.pick(")", " )"), len(distinct)
	}
	for i := range list {
		list[i] = "seller_id" + w.pick("=", " = ") + list[i]
	}
	return "(" + strings.Join(list, " OR ") + ")", len(distinct)
}

func (w writing) statement() made {
	filter := func() string {
		return w.space() + "AND" + w.space() + w.pick("status", "t1.`c2`", "note") + w.pick("=", " > ", " <> ") + w.value()
	}
	head := w.pick("SELECT *", "SELECT id, "+w.value()+" AS a") + w.space() + "FROM t_order"
	predicate, shops := w.shops()
	m := made{reason: SeveralShops, shops: shops}
	switch w.pick("shops", "shops", "shops", "none", "update") {
	case "none":
		m.text, m.reason, m.shops = head+" WHERE 1=1"+filter()+filter(), NoShop, 0
		return m
	case "update":
		head = "UPDATE t_order SET a = " + w.value() + ", b = " + w.value()
	}
	if shops == 1 {
		m.reason = ""
	}
	m.text = head + w.space() + "WHERE " + predicate + filter() + w.pick("", filter(), " LIMIT 5")
	return m
}

// TestRemembering: what a Reader remembers changes nothing, and what it says is
// what the statement was made to say.
func TestRemembering(t *testing.T) {
	long := NewReader() // it remembers everything
	rapid.Check(t, func(t *rapid.T) {
		m := writing{t}.statement()
		masked := rapid.Bool().Draw(t, "masked")
		got, fresh := *long.Read([]byte(m.text), nil, masked), *NewReader().Read([]byte(m.text), nil, masked)
		if got != fresh {
			t.Fatalf("%q gives %+v, and %+v to one who remembers nothing", m.text, got, fresh)
		}
		if got.Reason != m.reason || got.Sellers != m.shops {
			t.Fatalf("%q gives %q with %d shops, want %q with %d", m.text, got.Reason, got.Sellers, m.reason, m.shops)
		}
	})
}
