// Which files must be read anew when another one is taken out: those whose lines were
// held back because it had brought them in.

package ingest

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A dependent is a file that holds lines which are stored under another one alone.
type dependent struct {
	entry entry
	file  logFile
	out   []*segment // prefixes that were kept out before, and stay so when it is read anew
}

// dependents are the files that hold some lines of others back as duplicates: one
// of their own runs of lines goes on from one of its prefixes, or they end with one.
// What goes on from a run of a file that is gone, or was rewritten, held the same
// lines too, and nobody else is there to bring them in.
func (l *Loader) dependents(ctx context.Context, outs []entry, folder string) (there []dependent, gone []entry, err error) {
	ends, err := l.ends(ctx)
	if err != nil {
		return nil, nil, err
	}
	current := map[int64]entry{}
	for _, e := range l.ledger.byPath {
		current[e.fileID] = e
		if e.lines > 0 {
			ends[e.fileID] = append(ends[e.fileID], e.sum)
		}
	}
	lost := map[uint64]bool{} // prefixes that nobody brings in again
	seen := map[int64]bool{}
	var lose []int64
	for _, out := range outs {
		seen[out.fileID], lose = true, append(lose, out.fileID)
	}
	for len(lose) > 0 {
		for _, id := range lose {
			if err := l.prefixes(ctx, id, lost); err != nil {
				return nil, nil, err
			}
		}
		lose = nil
		for _, id := range slices.Sorted(maps.Keys(ends)) {
			if seen[id] || !slices.ContainsFunc(ends[id], func(sum uint64) bool { return lost[sum] }) {
				continue
			}
			seen[id] = true
			e, isCurrent := current[id]
			if isCurrent && (e.state == forgotten || e.duplicate == 0) {
				continue
			}
			d, found := dependent{entry: e}, false
			if isCurrent {
				if found, err = l.stillThere(ctx, &d, folder); err != nil {
					return nil, nil, err
				}
			}
			switch {
			case found:
				there = append(there, d)
				continue
			case isCurrent:
				gone = append(gone, e)
			}
			lose = append(lose, id)
		}
	}
	slices.SortFunc(there, func(a, b dependent) int { return cmp.Compare(a.entry.fileID, b.entry.fileID) })
	return there, gone, nil
}

// ends are the prefixes that the runs of lines of each file go on from.
func (l *Loader) ends(ctx context.Context) (map[int64][]uint64, error) {
	ends := map[int64][]uint64{}
	err := l.db.Rows(ctx, "SELECT file_id, previous FROM line_chains WHERE NOT forgotten", nil, func(rows *sql.Rows) error {
		var id int64
		var previous uint64
		err := rows.Scan(&id, &previous)
		ends[id] = append(ends[id], previous)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	return ends, nil
}

// prefixes adds those that a file brought in.
func (l *Loader) prefixes(ctx context.Context, fileID int64, to map[uint64]bool) error {
	err := l.db.Rows(ctx, "SELECT chain FROM line_chains WHERE file_id = ? AND NOT forgotten", []any{fileID}, func(rows *sql.Rows) error {
		var chain []byte
		err := rows.Scan(&chain)
		for _, sum := range unpacked(chain) {
			to[sum] = true
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read ledger: %w", err)
	}
	return nil
}

// folderOf is the folder that the ledger's relative paths start from, as far as a
// file tells whose path is known in both ways: "" for the current one.
func folderOf(e entry, path string) string {
	abs, err := filepath.Abs(path)
	if err != nil || filepath.IsAbs(e.path) {
		return ""
	}
	folder, ok := strings.CutSuffix(abs, string(filepath.Separator)+e.path)
	if !ok {
		return ""
	}
	return folder
}

// stillThere finds the file of a dependent on disk, if it still begins with the lines
// that the ledger counted: the ledger has its path as it was given, from the
// folder that the program was started in.
func (l *Loader) stillThere(ctx context.Context, d *dependent, folder string) (found bool, err error) {
	path := d.entry.path
	if !filepath.IsAbs(path) && pathDigest(l.key, path) != d.entry.digest {
		path = filepath.Join(folder, path)
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || pathDigest(l.key, path) != d.entry.digest {
		return false, nil
	}
	d.file = logFile{path, filepath.Dir(path), filepath.Base(path), info, true}
	if found, err = l.walk(ctx, d); err != nil {
		return false, err
	}
	return found, ctx.Err()
}

// walk reads the file of a dependent, notes what is kept out of it by now, and reports
// whether it begins with the lines of its entry.
func (l *Loader) walk(ctx context.Context, d *dependent) (found bool, err error) {
	content, err := open(ctx, d.file)
	if err != nil {
		return false, nil //nolint:nilerr // a file that cannot be read is not there
	}
	defer content.close()
	hash := lineHash{l.key}
	cut := blocks{content: content, whole: content.compressed, quiet: true, source: l.Sources.of(d.file.path), hash: hash, block: l.sizes.block, size: content.size,
		buffer: func(size int64) []byte { return make([]byte, size) }}
	w := walker{dependent: d, known: &l.ledger.chains}
	for last := false; !last; {
		b, err := cut.next()
		if err != nil { // what can be read is all that there is
			break
		}
		last = b.last
		b.split()
		for _, at := range b.lines {
			number := hash.of(b.text[at.start:at.end])
			if b.long != nil {
				number = b.long.hash
			}
			if err := w.next(number); err != nil || w.other {
				return false, err
			}
		}
	}
	return w.lines >= d.entry.lines, nil
}

// A walker is on its way along the lines of a dependent.
type walker struct {
	*dependent
	known    *chains
	follower follower
	lines    int64
	sum      uint64
	run      *segment // of lines that are kept out, that goes on
	other    bool     // its lines are not those that were counted
}

// next takes the line of that hash.
func (w *walker) next(hash uint64) error {
	before := w.sum
	w.lines, w.sum = w.lines+1, follows(before, hash)
	w.other = w.lines == w.entry.lines && w.sum != w.entry.sum
	isKnown, err := w.follower.next(w.known, w.sum, nil, true)
	if err != nil {
		return err
	}
	if isKnown || !w.known.keptOut(w.sum) {
		w.run = nil
		return nil
	}
	if w.run == nil {
		w.run = &segment{fileID: w.entry.fileID, firstLine: w.lines, previous: before, first: w.sum}
		w.out = append(w.out, w.run)
	}
	w.run.values = append(w.run.values, w.sum)
	return nil
}
