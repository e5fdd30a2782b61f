package views_test

// Statements of sql records, made so that what they do is known without reading
// them, and the reference for what is told of them (clauses 3.1 and 3.3).

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A statement is what the SQL of a record does.
type statement struct {
	Database string `json:"database,omitempty"`
	Shown    string `json:"shown"` // without its literals
	Reason   string `json:"reason,omitempty"`
	Sellers  int64  `json:"sellers,omitempty"` // 0: not told
}

// querying runs statements that keep to a shop or do not.
func querying(s *stage) {
	for range 3 + s.IntN(6) {
		s.add(s.query())
	}
}

// query is a statement of one of several kinds.
func (s *stage) query() draft {
	d := s.draft("sql")
	about := statement{Database: pick(s.randomness, "", "MySQL", "MySQL", "PostgreSQL")}
	number := strconv.Itoa(s.IntN(1000))
	switch s.IntN(6) {
	case 0:
		d.text = "SELECT id FROM t_order WHERE status = " + number
		about.Shown, about.Reason = "SELECT id FROM t_order WHERE status = ?", "no shop predicate"
	case 1, 2:
		d.text, about.Shown, about.Sellers = s.listed("SELECT id FROM t_order WHERE seller_id IN (")
		if about.Sellers > 1 {
			about.Reason = "several shops"
		}
	case 3:
		d.text = "SELECT shop_id, count(*) FROM t_order WHERE status = " + number + " GROUP BY shop_id"
		about.Shown, about.Reason = "SELECT shop_id, count(*) FROM t_order WHERE status = ? GROUP BY shop_id", "grouped by shop"
	case 4:
		d.text = "FETCH ME " + pick(s.randomness, "", "ALL ") + number
		about.Shown, about.Reason = strings.TrimSuffix(d.text, number)+"?", "unparsable"
	default:
		d.text = "SELECT id FROM t_order WHERE seller_id = 1 AND status = " + number
		about.Shown = "SELECT id FROM t_order WHERE seller_id = ? AND status = ?"
	}
	d.SQL = &about
	return d
}

// listed is a statement that ends with a list of one to four shops.
func (s *stage) listed(text string) (sql, shown string, sellers int64) {
	distinct := map[string]bool{}
	var list []string
	for range 1 + s.IntN(4) {
		list = append(list, strconv.Itoa(1+s.IntN(3)))
		distinct[list[len(list)-1]] = true
	}
	shown = text + "?)"
	if len(list) > 1 {
		shown = text + "?, ...)"
	}
	return text + strings.Join(list, ", ") + ")", shown, int64(len(distinct))
}

// saving stores or looks for fake personal data.
func (s *stage) saving() draft {
	d := s.draft("sql")
	value := pick(s.randomness, "13800100500", "13800210500", "11010519491231002X")
	stored := s.oneIn(2)
	if stored {
		d.text = fmt.Sprintf("insert into buyers (shop, contact) values (1, 'x'), (1, '%s')", value)
	} else {
		d.text = fmt.Sprintf("update buyers set note = 'x' where shop = 1 and contact = '%s'", value)
	}
	d.hits = []hit{{Field: "sql", Kind: kinds[value], Value: value, Stored: stored}}
	return d
}

// statementRows are the statements of some reasons, by day: what shown makes of them.
func statementRows(a app, reasons []string, shown func(app, day, statement) row) []row {
	found := map[string]row{}
	for _, e := range a.events {
		if e.SQL == nil || !slices.Contains(reasons, e.SQL.Reason) {
			continue
		}
		r := shown(a, e.day, *e.SQL)
		key := fmt.Sprint(r[:4])
		if known := found[key]; known != nil {
			r[len(r)-1] = known[len(r)-1].(int64) + 1
			if sellers, told := known[4].(int64); told && len(r) == 6 {
				r[4] = max(sellers, r[4].(int64))
			}
		}
		found[key] = r
	}
	var rows []row
	for _, r := range found {
		rows = append(rows, r)
	}
	return rows
}

func crossShopSQL(a app) []row {
	return statementRows(a, []string{"no shop predicate", "several shops", "grouped by shop"}, func(a app, d day, s statement) row {
		if s.Sellers == 0 {
			return row{a.key, d, s.Shown, s.Reason, nil, int64(1)}
		}
		return row{a.key, d, s.Shown, s.Reason, s.Sellers, int64(1)}
	})
}

func unparsedSQL(a app) []row {
	return statementRows(a, []string{"unparsable"}, func(a app, d day, s statement) row {
		return row{a.key, d, textOrNull(s.Database), s.Shown, int64(1)}
	})
}

// storedPII are the hits that statements store.
func storedPII(w world, asOf day) []row {
	type where struct {
		app, kind string
		day       day
	}
	count, values := map[where]int64{}, map[where]map[string]bool{}
	for _, h := range w.hits() {
		at := where{h.App, h.Kind, dayOf(h.Millis)}
		if !h.Stored || at.day > asOf {
			continue
		}
		if values[at] == nil {
			values[at] = map[string]bool{}
		}
		count[at]++
		values[at][h.Value] = true
	}
	var rows []row
	for at, n := range count {
		rows = append(rows, row{at.app, at.kind, at.day, n, int64(len(values[at]))})
	}
	return rows
}
