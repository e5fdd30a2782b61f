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
			file, found := logFile{}, false
			if isCurrent {
				if file, found, err = l.stillThere(ctx, e, folder); err != nil {
					return nil, nil, err
				}
			}
			switch {
			case found:
				there = append(there, dependent{e, file})
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

// stillThere finds the file of an entry on disk, if it still begins with the lines
// that the ledger counted: the ledger has its path as it was given, from the
// folder that the program was started in.
func (l *Loader) stillThere(ctx context.Context, e entry, folder string) (file logFile, found bool, err error) {
	path := e.path
	if !filepath.IsAbs(path) && pathDigest(l.key, path) != e.digest {
		path = filepath.Join(folder, path)
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || pathDigest(l.key, path) != e.digest {
		return logFile{}, false, nil
	}
	file = logFile{path, filepath.Dir(path), filepath.Base(path), info, true}
	found = l.beginsWith(ctx, file, e)
	return file, found, ctx.Err()
}

// beginsWith reports whether a file begins with the lines of an entry.
func (l *Loader) beginsWith(ctx context.Context, file logFile, e entry) bool {
	content, err := open(ctx, file)
	if err != nil {
		return false
	}
	defer content.close()
	hash := lineHash{l.key}
	cut := blocks{content: content, whole: content.compressed, quiet: true, source: l.Sources.of(file.path), hash: hash, block: l.sizes.block, size: content.size,
		buffer: func(size int64) []byte { return make([]byte, size) }}
	lines, sum := int64(0), uint64(0)
	for last := false; !last && lines < e.lines; {
		b, err := cut.next()
		if err != nil {
			return false
		}
		last = b.last
		b.split()
		for _, at := range b.lines {
			if lines == e.lines {
				break
			}
			number := hash.of(b.text[at.start:at.end])
			if b.long != nil {
				number = b.long.hash
			}
			lines, sum = lines+1, follows(sum, number)
		}
	}
	return lines == e.lines && sum == e.sum
}
