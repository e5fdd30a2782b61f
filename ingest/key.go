// The key beside a database, and the digests that are made with it.

package ingest

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"

	"opaudit/sql/duck"
)

// keySize is the length of the key file in bytes.
const keySize = 32

// KeyPath is where the key of a database stands: a file beside it, mode 0600.
func KeyPath(database string) string { return database + ".key" }

// readKey reads the database's key or, while no file was ever loaded, makes it:
// then a key that a process left that was stopped while it wrote is of no use.
func readKey(database string, mayMake bool) ([]byte, error) {
	path := KeyPath(database)
	key, err := os.ReadFile(path)
	switch {
	case err == nil && len(key) == keySize:
		return key, nil
	case err == nil && !mayMake:
		return nil, fmt.Errorf("the key file %s is damaged: restore it from a backup, or load the logs again into a new --db", path)
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("read key: %w", err)
	case !mayMake:
		return nil, fmt.Errorf("the key file %s is missing and the database has files loaded under it: restore it from a backup, or load the logs again into a new --db", path)
	}
	key = make([]byte, keySize)
	_, _ = rand.Read(key) // never fails since Go 1.24
	if err := writeKey(path, key); err != nil {
		return nil, fmt.Errorf("write key: %w", err)
	}
	return key, nil
}

// writeKey puts the whole key in its place at once, and on the disk before anything
// is loaded under it.
func writeKey(path string, key []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	_, err = file.Write(key)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return err
	}
	return duck.SyncFolder(filepath.Dir(path))
}

// A digester makes keyed digests. It belongs to one goroutine.
type digester struct{ h hash.Hash }

func newDigester(key []byte) *digester { return &digester{hmac.New(sha256.New, key)} }

// of is the digest of a value, under its own use of the key.
func (d *digester) of(use string, value []byte) []byte {
	d.h.Reset()
	d.h.Write([]byte(use))
	d.h.Write([]byte{0})
	d.h.Write(value)
	return d.h.Sum(nil)[:16]
}

// pathDigest identifies a path whatever folder the program is started in.
func pathDigest(key []byte, path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return string(newDigester(key).of("path", []byte(path)))
}
