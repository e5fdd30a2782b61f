package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"opaudit/reports"
	"opaudit/sql/duck"
	"opaudit/sql/query"
)

func (c *command) snapshotCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "snapshot FILE",
		Short: "Copy the database as it is at this moment, with all views",
		Long: "Copy the database as it is at this moment into a new file, which only you may read. Any DuckDB opens it, with all\n" +
			"views; the key that recognises personal data is not in it. A watch that holds the database goes on loading meanwhile.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.snapshot(cmd.Context(), args[0]) },
	}
}

// snapshot makes the copy in a folder of its own beside file, and gives it the name
// when it is whole.
func (c *command) snapshot(ctx context.Context, file string) (err error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return thereAlready(file, err)
	}
	c.removeUnfinished(filepath.Dir(file))
	folder, letGo, err := unfinishedFolder(filepath.Dir(file))
	if err != nil {
		return failure{exitWork, fmt.Errorf("write snapshot: into the folder %s: %w", reports.Visible(filepath.Dir(file)), bareCause(err)), "name a file in a folder that is there and that you may write to"}
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder), letGo()) }()
	fresh := filepath.Join(folder, unfinishedName)
	if err := c.copyDatabase(ctx, fresh); err != nil {
		return err
	}
	stand, err := standOf(ctx, fresh)
	if err != nil {
		return err
	}
	if err := giveName(fresh, file, os.Link); err != nil {
		return thereAlready(file, err)
	}
	if err := duck.SyncFolder(filepath.Dir(file)); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	c.tellStand(&stand)
	return nil
}

// giveName gives a file its name where nothing has it yet; a rename alone would replace
// what came meanwhile. Where the file system has no links, an empty file takes the name
// first.
func giveName(fresh, file string, link func(from, to string) error) error {
	err := link(fresh, file)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	place, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(place.Close(), os.Rename(fresh, file)); err != nil {
		return errors.Join(err, os.Remove(file))
	}
	return nil
}

// thereAlready is the error of a file that cannot be made; nil of looking for it means
// that it is there.
func thereAlready(file string, err error) error {
	if err == nil || errors.Is(err, fs.ErrExist) {
		return failure{exitWork, fmt.Errorf("write snapshot: %s is there already", reports.Visible(file)), "name another file, or remove that one first"}
	}
	return fmt.Errorf("write snapshot: %w", err)
}

// copyDatabase copies the database, or has the process that holds it send a copy.
func (c *command) copyDatabase(ctx context.Context, path string) (err error) {
	db, err := c.open(ctx, c.database, true)
	if errors.Is(err, duck.ErrBusy) {
		return c.receiveDatabase(ctx, err, path)
	}
	if err != nil {
		return err
	}
	return errors.Join(db.Snapshot(ctx, path), db.Close())
}

func (c *command) receiveDatabase(ctx context.Context, busy error, path string) (err error) {
	client, err := c.dial(ctx, busy)
	if err != nil {
		return err
	}
	defer client.Close()
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	return errors.Join(client.Snapshot(ctx, to), to.Sync(), to.Close())
}

// standOf opens a copy, so that one that cannot be read is told, and says how old what
// it holds is.
func standOf(ctx context.Context, path string) (stand query.Stand, err error) {
	db, err := duck.Open(ctx, path, duck.Options{ReadOnly: true, Now: time.Now()})
	if err != nil {
		return stand, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return query.StandOf(ctx, db)
}
