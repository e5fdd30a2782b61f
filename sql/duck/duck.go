// Package duck opens opaudit's DuckDB file and is the only importer of its
// driver. It makes the tables of a new file, refuses a file of another schema
// version, and holds one connection whose settings are fixed at open. It knows
// nothing of what the tables mean.
package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/duckdb/duckdb-go/v2" // also the driver named "duckdb"
	"github.com/duckdb/duckdb-go/v2/mapping"

	"opaudit/config"
	catalog "opaudit/sql"
)

// Options say how a database is opened.
type Options struct {
	ReadOnly bool
	Existing bool           // the file must be there
	Load     bool           // files are loaded first of all: Loading makes missing views meanwhile
	Threads  int            // 0: as many as the machine has
	Now      time.Time      // the clock that decides which day is still running
	AsOf     string         // YYYY-MM-DD; "" for the newest event's day
	Config   *config.Config // is put into the file when it says something else than what is there; nil leaves that
}

// today is the day by the clock of o.
func (o Options) today() string {
	now := o.Now
	if now.IsZero() {
		now = time.Now()
	}
	return now.In(Shanghai).Format(time.DateOnly)
}

// DB is an open database: one connection, for one goroutine at a time.
type DB struct {
	Path    string
	Catalog *catalog.Catalog
	pool    *sql.DB
	feeds   map[string]func() duckdb.ParallelChunkTableSource
	stmts   map[string]*duckdb.Stmt
	option  string // of ATTACH
	// Every connection but the first works under the read lock: the file stays attached.
	attached sync.RWMutex
	making   sync.Mutex // held while views are made
	copying  sync.Mutex // held while a SnapshotFile is made
	noViews  bool       // the views in the file are missing or another program version's
	confined bool       // Confine was called
	shared   bool       // others may ask while files are loaded
	loading  atomic.Bool
	endRead  func() error // of a Reader
	file     os.FileInfo  // that was opened; nil of a Reader

	guests    sync.Mutex                      // guards what follows
	endGuest  map[int]context.CancelCauseFunc // of GivingWay
	nextGuest int
	*sql.Conn
}

// ErrMissing says that a database to be read does not exist.
var ErrMissing = errors.New("the database does not exist")

// ErrBusy says that another process has the database open for writing.
var ErrBusy = errors.New("another process has the database open")

// ErrVersion says that another version of opaudit made the database.
var ErrVersion = errors.New("the database has another schema version")

// ErrDamaged says that the file is no readable database.
var ErrDamaged = errors.New("the file is not a readable opaudit database")

// ErrPath says that no database can be kept at a path: the engine takes a question mark
// for the end of it, and would keep its log somewhere else.
var ErrPath = errors.New("the path of a database cannot have a question mark in it")

// ErrCopying says that a snapshot is being made already.
var ErrCopying = errors.New("another snapshot is being made: try again when it is done")

// Open opens the database at path, making it unless ReadOnly. Its
// errors wrap ErrMissing, ErrBusy, ErrVersion, ErrPath or ErrDamaged where they apply.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	db, err := open(ctx, path, o)
	if err != nil {
		return nil, err
	}
	stale, err := db.stale(ctx, o)
	if err == nil && stale && !o.ReadOnly {
		err = db.refresh(ctx, o)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	if !stale || !o.ReadOnly {
		return db, nil
	}
	db.Close()
	if db, err = Open(ctx, path, Options{Now: o.Now, Config: o.Config}); err != nil {
		return nil, err
	}
	db.Close()
	return open(ctx, path, o)
}

// stale reports whether the file lacks this program's views or what o configures.
func (db *DB) stale(ctx context.Context, o Options) (bool, error) {
	if o.Config != nil {
		if there, err := db.configured(ctx, *o.Config); err != nil || !there {
			return true, err
		}
	}
	return db.noViews && !o.Load, nil
}

// refresh gives the file what stale misses.
func (db *DB) refresh(ctx context.Context, o Options) error {
	if o.Config != nil {
		if err := db.setReference(ctx, *o.Config); err != nil {
			return err
		}
	}
	if o.Load {
		return nil
	}
	return db.makeViews(ctx)
}

func open(ctx context.Context, path string, o Options) (*DB, error) {
	if strings.Contains(path, "?") {
		return nil, fmt.Errorf("open %s: %w", path, ErrPath)
	}
	cat, err := catalog.Load()
	if err != nil {
		return nil, err
	}
	fresh, err := lookAt(path, o)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	pool, err := sql.Open("duckdb", dsn(path, o))
	if err != nil {
		return nil, fmt.Errorf("start engine: %w", err)
	}
	pool.SetMaxIdleConns(-1) // a further connection is a fresh one: what was set on another is gone with it
	db := &DB{Path: path, Catalog: cat, pool: pool, feeds: map[string]func() duckdb.ParallelChunkTableSource{}, stmts: map[string]*duckdb.Stmt{}, endGuest: map[int]context.CancelCauseFunc{}}
	if db.Conn, err = pool.Conn(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("start engine: %w", err)
	}
	if err := db.attach(ctx, o.ReadOnly); err != nil {
		db.Close()
		return nil, err
	}
	db.file, _ = os.Stat(path) // without it InPlace knows nothing
	if !o.ReadOnly {           // what a killed process left; nobody else can have the file open
		_ = os.RemoveAll(spill(path))
		_ = os.RemoveAll(SnapshotFolder(path))
		removeCopy(path)
	}
	if err := db.prepare(ctx, fresh, o); err != nil {
		db.Close()
		if fresh {
			_ = os.Remove(path) // what could be made of it is of no use
		}
		return nil, err
	}
	return db, nil
}

// lookAt reports whether there is no file at path yet. What keeps it from being opened is
// told here, as far as it can be: the engine's own words for it name neither.
func lookAt(path string, o Options) (fresh bool, err error) {
	const readable, writable, enterable = 4, 2, 1
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && (o.ReadOnly || o.Existing):
		return false, ErrMissing
	case errors.Is(err, fs.ErrNotExist):
		return true, syscall.Access(filepath.Dir(path), writable|enterable)
	case err != nil:
		return false, errors.Unwrap(err) // of what Stat says, the cause alone
	case info.IsDir():
		return false, syscall.EISDIR
	case o.ReadOnly:
		return false, syscall.Access(path, readable)
	}
	return false, syscall.Access(path, readable|writable)
}

// prepare makes or checks the tables and sets the connection up.
func (db *DB) prepare(ctx context.Context, fresh bool, o Options) error {
	if fresh {
		if err := db.create(ctx); err != nil {
			return err
		}
	} else if err := db.checkVersion(ctx); err != nil {
		return err
	}
	if err := db.checkViews(ctx); err != nil {
		return err
	}
	return db.SetDays(ctx, o)
}

// SetDays says which day is still running, and from which day figures look back:
// only Now and AsOf of o count.
func (db *DB) SetDays(ctx context.Context, o Options) error {
	for _, s := range settings(o) {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("set up connection: %w", err)
		}
	}
	return nil
}

// Shanghai is the time zone of all days (UTC+8, no daylight saving).
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

func (db *DB) create(ctx context.Context) error {
	return db.InTransaction(ctx, func() error {
		for _, s := range db.Catalog.Schema {
			if _, err := db.ExecContext(ctx, s.SQL); err != nil {
				return fmt.Errorf("create %s: %w", s.Name, err)
			}
		}
		_, err := db.ExecContext(ctx, "INSERT INTO meta VALUES ('schema_version', ?)", catalog.SchemaVersion)
		if err != nil {
			return fmt.Errorf("write schema version: %w", err)
		}
		return nil
	})
}

func (db *DB) checkVersion(ctx context.Context) error {
	var version string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'schema_version'").Scan(&version)
	if err != nil {
		return fmt.Errorf("open %s: %w: it has no schema version (%w)", db.Path, ErrDamaged, err)
	}
	if version != catalog.SchemaVersion {
		return fmt.Errorf("open %s: %w: %s, this program works with %s", db.Path, ErrVersion, version, catalog.SchemaVersion)
	}
	return nil
}

// InTransaction runs f between BEGIN and COMMIT and rolls back when f fails.
func (db *DB) InTransaction(ctx context.Context, f func() error) error {
	if _, err := db.ExecContext(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	if err := f(); err != nil {
		if _, undo := db.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); undo != nil {
			return errors.Join(err, fmt.Errorf("roll back: %w", undo))
		}
		return err
	}
	if _, err := db.ExecContext(ctx, "COMMIT"); err != nil {
		_, _ = db.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // the commit's own error is the one to report
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// Close closes the connection and the file; DuckDB then folds its log into it. Of
// a Reader it closes the connection alone. Readers must be closed before.
func (db *DB) Close() error {
	if db.endRead != nil {
		return errors.Join(db.endRead(), db.Conn.Close())
	}
	if db.stmts != nil {
		db.keepOut()
	}
	var err error
	for _, stmt := range db.stmts {
		err = errors.Join(err, stmt.Close())
	}
	db.stmts = nil // a second Close does nothing
	err = errors.Join(err, db.Conn.Close(), db.pool.Close())
	_ = os.Remove(spill(db.Path)) // DuckDB leaves the empty folder behind
	return err
}

// Rows calls scan for each row of a query.
func (db *DB) Rows(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Version returns the engine's version, such as "v1.5.6".
func Version() string { return mapping.LibraryVersion() }
