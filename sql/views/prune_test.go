package views_test

// Pruning: whatever was deleted, every view must show of the days that are left
// what it would show if nothing had been deleted. The reference knows all records
// and which of them are gone.

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/prune"
)

// A cut is one prune.
type cut struct {
	After       int // files that were loaded before it
	Short, Long day // the first days that stay of what must be kept for half a year and for one
}

// prunes tells whether an event that stands in file i was deleted.
func (w world) prunes(i int, e event) bool {
	return slices.ContainsFunc(w.Cuts, func(c cut) bool {
		return i < c.After && (e.day < c.Long || e.day < c.Short && !isSensitive(e))
	})
}

// isSensitive tells what must be kept for a year: what tells of access to orders.
func isSensitive(e event) bool {
	return isAccess(e) || e.Type == "sql" || isCall(e) && meanings[e.Method] == decrypt
}

// wholeSince is the day after the last one of which such an event was pruned.
func wholeSince(events []event, is func(event) bool) day {
	since := day(0)
	for _, e := range events {
		if e.gone && is(e) {
			since = max(since, e.day+1)
		}
	}
	return since
}

// withCuts decides on prunes of a world: before or between its files, near the
// days at which things happen, decrypts and accesses further back or not.
func (w world) withCuts(g randomness) world {
	after, short := 0, w.asOfDay(w.stored())-day(pick(g, -3, 0, 2, 8, 20, 33, 45))
	for range 1 + g.IntN(2) {
		after += g.IntN(len(w.Files) - after + 1)
		w.Cuts = append(w.Cuts, cut{After: after, Short: short, Long: short - day(pick(g, 0, 0, 6, 30))})
		short += day(g.IntN(12))
	}
	return w
}

// paths are those of the files from one to before another.
func (w world) paths(logs string, from, to int) []string {
	var paths []string
	for _, f := range w.Files[from:to] {
		paths = append(paths, filepath.Join(logs, f.Name))
	}
	return paths
}

// prune makes a cut and returns the database, opened anew.
func (w world) prune(t testing.TB, db *duck.DB, c cut) *duck.DB {
	t.Helper()
	cuts, err := prune.Plan(db.Catalog, w.Today.date(), 1, true)
	if err != nil {
		t.Fatal(err)
	}
	for i := range cuts {
		if cuts[i].From = c.Short.date(); cuts[i].Days > 200 {
			cuts[i].From = c.Long.date()
		}
	}
	if _, err := prune.Prune(context.Background(), db, cuts); err != nil {
		t.Fatal(err)
	}
	if err := db.Compact(context.Background()); err != nil {
		t.Fatal(err)
	}
	path := db.Path
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return w.openAt(t, path)
}

// TestPrune compares every view of pruned worlds with the reference.
func TestPrune(t *testing.T) {
	for _, first := range []int{0, 1, 4, 6, 7} {
		t.Run(fmt.Sprintf("batch%d", first), func(t *testing.T) {
			t.Parallel()
			w := newWorld(*seed+2, first*batchSize, batchSize)
			w = w.withCuts(newRandomness(*seed+2, ofBatch, first))
			db := w.load(t)
			computeOnce(t, db)
			found, err := mismatches(db, wanted(w))
			if err != nil {
				t.Fatal(err)
			}
			for view, wrong := range found {
				t.Errorf("seed %d, cuts %v, today %s, as of %s, %s differs in %d rows:\n%s", *seed, w.Cuts, w.Today, w.AsOf, view,
					len(wrong), strings.Join(wrong[:min(10, len(wrong))], "\n"))
			}
		})
	}
}

// TestPruneChangesNoFigureOfTheDaysLeft compares a world with itself, unpruned:
// rows about a day or a record are as they were, or are not shown any more.
func TestPruneChangesNoFigureOfTheDaysLeft(t *testing.T) {
	whole := newWorld(*seed+4, 6*batchSize, batchSize)
	pruned := whole
	from := whole.AsOf - 32
	pruned.Cuts = []cut{{After: len(whole.Files), Short: from, Long: from}}
	before, after := readViews(t, whole), readViews(t, pruned)
	for _, view := range viewNames() {
		switch view {
		case "as_of", "app_activity", "api_success_daily", "api_success_7d", "push_success_daily", "push_success_7d", "api_failure_streaks",
			"app_milestones", "idle_apps", "creation_forecast", "launch_forecast", "inactivity_forecast", "throttling_forecast", "decrypt_room",
			"decrypt_windows", "log_holes", "order_owners", "ingest_balance", "app_days": // all as it was
			if wrong := difference(after[view], before[view]); len(wrong) > 0 {
				t.Errorf("%s changes:\n%s", view, strings.Join(wrong[:min(10, len(wrong))], "\n"))
			}
		case "cross_shop_orders", "cross_shop_transfers", "networks_an_hour", "decrypt_bursts", "cross_shop_levels", "incomplete_days",
			"worked_shops", "unknown_owners", "contested_refs", "unjudged", "reference_gaps": // sums over days, or last days, of which some are gone
		default:
			gone := 0
			for text, n := range before[view] {
				if after[view][text] < n {
					gone++
				}
			}
			for text, n := range after[view] {
				if view == "plaintext_pii" && strings.Split(text, " | ")[4] < from.String() {
					continue // of a pruned day the hits in rejected lines stay
				}
				if before[view][text] < n {
					t.Errorf("%s: new is %s", view, text)
				}
			}
			if gone == 0 || len(after[view]) == 0 {
				t.Errorf("%s: %d of %d rows are gone, so this shows nothing", view, gone, len(before[view]))
			}
		}
	}
}

func readViews(t *testing.T, w world) map[string]texts {
	t.Helper()
	db := w.load(t)
	computeOnce(t, db)
	r, err := newReader(db)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]texts{}
	for _, view := range viewNames() {
		if found[view], err = r.view(view); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// pruneMutations are mistakes that only a pruned world shows.
var pruneMutations = []mutation{
	{view: "revocations", old: "AND day >= (SELECT day FROM calls_since)", new: "", breaks: "a shop came back in a call that was pruned"},
	{view: "kept_claims", old: "coalesce(k.seller_id, p.seller_id)", new: "k.seller_id", breaks: "an openId alone names no shop"},
	{view: "kept_claims", old: "WHERE k." + asOfFilter, new: "", breaks: dropsAsOf},
	{view: "kept_claims", old: "FROM kept_owners k", new: "FROM (SELECT * FROM kept_owners WHERE log_type <> 'api') k", breaks: "pruned calls tell no owner"},
	{view: "order_summaries", old: "FROM kept_claims", new: "FROM kept_claims WHERE false", breaks: "what was pruned tells no owner"},
	{view: "contested_refs", old: "FROM kept_claims", new: "FROM kept_claims WHERE false", breaks: "what was pruned tells no owner"},
	{view: "contested_refs", old: "SELECT log_type, app_key, seller_id, open_id, ts, day, NULL", new: "SELECT log_type, app_key, seller_id, NULL, ts, day, NULL", breaks: "no pruned record names an openId"},
	{view: "unjudged", old: "FROM kept_claims WHERE", new: "FROM kept_claims WHERE false AND", breaks: "pruned pushes tell no owner"},
	{view: "unjudged", old: "FROM kept_claims WHERE log_type = 'message'", new: "FROM kept_claims", breaks: "any pruned record tells whose an order is as a push does"},
	{view: "order_summaries", old: "FROM kept_ebills WHERE", new: "FROM kept_ebills WHERE false AND", breaks: "pruned e-waybills are forgotten"},
	{view: "shipments_without_ebill", old: "FROM kept_ebills WHERE", new: "FROM kept_ebills WHERE false AND", breaks: "pruned e-waybills are forgotten"},
	{view: "login_takeovers", old: "FROM kept_logins WHERE", new: "FROM kept_logins WHERE false AND", breaks: "a network of pruned logins alone is new"},
	{view: "login_takeovers", old: "WHERE kind = 'login'", new: "WHERE false", breaks: "failures that were pruned are not counted"},
	{view: "order_clashes", old: "AND r.file_id IS NOT NULL ", new: "", breaks: "what was pruned is a use"},
	{view: "open_id_sellers", old: "FROM kept_open_ids WHERE", new: "FROM kept_open_ids WHERE false AND", breaks: "pruned pairs are forgotten"},
	{view: "open_id_sellers", old: "FROM kept_open_ids WHERE " + asOfFilter, new: "FROM kept_open_ids", breaks: dropsAsOf},
	{view: "open_id_conflicts", old: "FROM kept_open_ids WHERE", new: "FROM kept_open_ids WHERE false AND", breaks: "pruned days are forgotten"},
	{view: "api_success_daily", old: "WHERE log_type = 'api' AND", new: "WHERE false AND", breaks: "pruned calls are forgotten"},
	{view: "api_success_daily", old: "WHERE log_type = 'api' AND " + asOfFilter, new: "WHERE log_type = 'api'", breaks: dropsAsOf},
	{view: "api_success_daily", old: "WHERE log_type = 'api' AND", new: "WHERE", breaks: "days without calls are shown"},
	{view: "push_success_daily", old: "WHERE log_type = 'message' AND", new: "WHERE false AND", breaks: "pruned pushes are forgotten"},
	{view: "push_success_daily", old: "AND attempts > 0 ", new: "", breaks: "days of heartbeats alone are shown"},
	{view: "app_days", old: "FROM kept_days WHERE", new: "FROM kept_days WHERE false AND", breaks: "an app begins when its pruned days end"},
	{view: "calls_since", old: "kind IN ('api', 'api decrypts')", new: "false", breaks: "ratios are told of days without their calls"},
	{view: "calls_since", old: "max(before)", new: "min(before)", breaks: "the first prune alone counts"},
	{view: "decrypt_ratio_7d", old: "INTERVAL '6' DAY", new: "INTERVAL '5' DAY", breaks: "a window of which a day was pruned is shown"},
	{view: "decrypt_ratio_7d", old: "INTERVAL '6' DAY", new: "INTERVAL '7' DAY", breaks: "a whole window is not shown"},
	{view: "decrypt_ratio_30d", old: "INTERVAL '29' DAY", new: "INTERVAL '28' DAY", breaks: "a window of which a day was pruned is shown"},
	{view: "decrypt_ratio_daily", old: "WHERE period >=", new: "WHERE period >", breaks: "the first whole day is not shown"},
	{view: "decrypt_ratio_month", old: "WHERE period >= (SELECT day FROM calls_since)", new: "", breaks: "a month of which a day was pruned is shown"},
	{view: "decrypt_ratio_shop_7d", old: "INTERVAL '6' DAY", new: "INTERVAL '5' DAY", breaks: "a window of which a day was pruned is shown"},
	{view: "ebill_coverage_7d", old: "INTERVAL '6' DAY", new: "INTERVAL '5' DAY", breaks: "a window of which a day was pruned is shown"},
}

// TestMutantsOfPruning makes each mistake in pruned worlds.
func TestMutantsOfPruning(t *testing.T) {
	var worlds []loadedWorld
	for _, batch := range []int{6, 7, 14, 22} {
		w := newWorld(*seed+2, batch*batchSize, batchSize)
		w = w.withCuts(newRandomness(*seed+2, ofBatch, batch))
		if batch == 14 { // looked at as of a day of which some is gone
			w.Cuts = []cut{{After: len(w.Files), Short: w.AsOf + 2, Long: w.AsOf - 6}}
		}
		if batch == 22 { // what windows of a few days look back to is gone
			w.Cuts = []cut{{After: len(w.Files), Short: w.AsOf - 8, Long: w.AsOf - 8}}
		}
		worlds = append(worlds, w.loaded(t, w.load(t)))
	}
	seen := map[string]int{}
	for _, m := range pruneMutations {
		seen[m.view]++
		t.Run(m.name(seen[m.view]), func(t *testing.T) {
			view, ok := worlds[0].Catalog.View(m.view)
			if !ok {
				t.Fatalf("there is no view %s any more", m.view)
			}
			body := m.apply(t, view.Body)
			if !slices.ContainsFunc(worlds, func(w loadedWorld) bool { return w.tryBody(t, view, body) != "" }) {
				t.Errorf("nothing notices that %s", m.breaks)
			}
		})
	}
}
