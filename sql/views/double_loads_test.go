package views_test

// Possible double loads: files made of slices of one another, and of records that
// are equal by chance, against a slow comparison of every record with every other.

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// A loadedRecord is one line of a generated file.
type loadedRecord struct {
	app    string
	day    day
	second int64 // of the day
	what   int64 // the fields in which records at one moment differ
	login  bool
}

func (r loadedRecord) logType() string {
	if r.login {
		return "login"
	}
	return "api"
}

func (r loadedRecord) text() string {
	millis := r.day.start() + r.second*1000
	if r.login {
		return fmt.Sprintf(`{"logType":"login","appKey":%q,"sellerId":%d,"time":%d}`, r.app, r.what, millis)
	}
	return fmt.Sprintf(`{"logType":"api","appKey":%q,"method":"open.item.list","result":1,"costMs":%d,"time":%d}`, r.app, r.what, millis)
}

// slicedFiles makes files of which some hold a slice of another, and others' records.
func slicedFiles(g randomness, newest day) [][]loadedRecord {
	files := make([][]loadedRecord, 5)
	for number := range 150 {
		base := loadedRecord{app: caseKey(number), login: g.oneIn(3), day: newest + 1 - day(3*g.IntN(pick(g, 1, 40, 40, 40)))}
		var all []loadedRecord
		for range 20 + g.IntN(40) {
			r := base
			r.second, r.what = int64(g.IntN(60)), int64(1+g.IntN(3))
			if g.oneIn(20) {
				r.day--
			}
			all = append(all, r)
		}
		slices.SortFunc(all, func(a, b loadedRecord) int { return strings.Compare(a.text(), b.text()) })
		for range 2 + g.IntN(3) {
			file := g.IntN(len(files))
			from := g.IntN(len(all) / 2)
			part := slices.Clone(all[from : from+10+g.IntN(len(all)-from-9)])
			for i := range part {
				if g.oneIn(pick(g, 2, 3, 50, 50)) {
					part[i].what = int64(10*file + 10)
				}
			}
			files[file] = append(files[file], part...)
		}
	}
	for i, f := range files {
		g.Shuffle(len(f), func(a, b int) { f[a], f[b] = f[b], f[a] })
		// Files that begin alike would be recognised while loading.
		files[i] = slices.Insert(f, 0, loadedRecord{app: fmt.Sprintf("first%d", i), day: newest, what: 1})
	}
	return files
}

// doubleLoads compares each record with those of earlier files.
func doubleLoads(files [][]loadedRecord, asOf day) []row {
	type pair struct {
		app, logType string
		day          day
		first, file  int
	}
	equal := map[pair][]int64{} // seconds
	for i, f := range files {
		for _, r := range f {
			if first := slices.IndexFunc(files, func(f []loadedRecord) bool { return slices.Contains(f, r) }); first < i && r.day <= asOf {
				at := pair{r.app, r.logType(), r.day, first, i}
				equal[at] = append(equal[at], r.second)
			}
		}
	}
	var rows []row
	for at, seconds := range equal {
		first, last := slices.Min(seconds), slices.Max(seconds)
		fewer := min(between(files[at.first], at.app, at.day, first, last), between(files[at.file], at.app, at.day, first, last))
		if n := len(seconds); n >= 10 && float64(n) >= 0.5*float64(fewer) {
			moment := func(second int64) instant { return instant(at.day.start() + second*1000) }
			rows = append(rows, row{at.app, at.logType, at.day, nameOf(at.first), nameOf(at.file), int64(n), moment(first), moment(last)})
		}
	}
	return rows
}

func nameOf(file int) string { return fmt.Sprintf("%d.log", file) }

// readDoubleLoads are the rows of the view, with files by their names.
func readDoubleLoads(t *testing.T, db *duck.DB) texts {
	t.Helper()
	found := texts{}
	err := db.Rows(context.Background(), `SELECT d.app_key, d.log_type, d.day, e.path, f.path, d.records, d.first_ts, d.last_ts
FROM double_loads d JOIN files f ON f.file_id = d.file_id JOIN files e ON e.file_id = d.first_file_id`, nil, func(rows *sql.Rows) error {
		var app, logType, first, file string
		var records int64
		var on, from, to time.Time
		err := rows.Scan(&app, &logType, &on, &first, &file, &records, &from, &to)
		found[strings.Join([]string{app, logType, on.Format(time.DateOnly), filepath.Base(first), filepath.Base(file),
			asText(records), from.Format(time.RFC3339Nano), to.Format(time.RFC3339Nano)}, " | ")]++
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// between counts the records of an app and day in a part of the day.
func between(f []loadedRecord, app string, d day, first, last int64) (n int) {
	for _, r := range f {
		if r.app == app && r.day == d && r.second >= first && r.second <= last {
			n++
		}
	}
	return n
}

// doubleMutations are mistakes that these files show.
var doubleMutations = []mutation{
	{view: "shared_moments", old: "latest_before >= first_ts OR ", new: "", breaks: "a file within another is not looked at"},
	{view: "shared_moments", old: " OR next_ts <= last_ts", new: "", breaks: "a file around another is not looked at"},
	{view: "shared_moments", old: "WHERE " + asOfFilter, new: "", breaks: dropsAsOf},
	{view: "repeated_records", old: "log_type, ts, digest)", new: "log_type, ts)", breaks: "records at one moment are equal"},
	{view: "repeated_records", old: "min(file_id) OVER", new: "max(file_id) OVER", breaks: "the last file is the first"},
	{view: "repeated_records", old: "WHERE file_id <> first_file_id", new: "", breaks: "a file repeats itself"},
	{view: "double_loads", old: "count(*) >= 10", new: "count(*) > 10", breaks: "10 equal records are too few"},
	{view: "double_loads", old: "least(own, earlier)", new: "own", breaks: "the share is of one file alone"},
	{view: "double_loads", old: "2 * records >=", new: "2 * records >", breaks: "one half is too few"},
	{view: "double_loads", old: " AND r.ts BETWEEN p.first_ts AND p.last_ts", new: "", breaks: "what the files have at other times counts"},
	{view: "record_digests", old: "file_id, line, element)", new: "file_id, line, element, seller_id)", times: 6, breaks: "the shop makes no difference"},
	{view: "record_digests", old: "file_id, line, element)", new: "file_id, element)", times: 6, breaks: "no two lines are equal"},
}

// loadSlices loads slices of files into a database, and tells what the view must
// then hold.
func loadSlices(t *testing.T, seed uint64) (*duck.DB, texts) {
	t.Helper()
	asOf := leapDay
	files := slicedFiles(newRandomness(seed, ofCase, 0), asOf)
	w := world{Today: asOf + 5, AsOf: asOf}
	for i, f := range files {
		var lines []line
		for _, r := range f {
			lines = append(lines, line{Text: r.text()})
		}
		w.Files = append(w.Files, file{Name: nameOf(i), Lines: lines})
	}
	return w.load(t), asTexts(doubleLoads(files, asOf))
}

// TestDoubleLoads compares the view with the reference.
func TestDoubleLoads(t *testing.T) {
	db, want := loadSlices(t, *seed)
	if len(want) < 10 {
		t.Fatalf("seed %d: the files show only %d double loads", *seed, len(want))
	}
	if wrong := difference(readDoubleLoads(t, db), want); len(wrong) > 0 {
		t.Errorf("seed %d: %s", *seed, strings.Join(wrong, "\n"))
	}
}

// TestMutantsOfDoubleLoads wants each mistake to be noticed.
func TestMutantsOfDoubleLoads(t *testing.T) {
	db, want := loadSlices(t, 1)
	for _, m := range doubleMutations {
		view, ok := db.Catalog.View(m.view)
		if !ok {
			t.Fatalf("there is no view %s any more", m.view)
		}
		create := "CREATE OR REPLACE VIEW " + catalog.Quote(view.Name) + " AS\n"
		execute(t, db, create+m.apply(t, view.Body))
		if len(difference(readDoubleLoads(t, db), want)) == 0 {
			t.Errorf("nothing notices that %s", m.breaks)
		}
		execute(t, db, create+view.Body)
	}
}
