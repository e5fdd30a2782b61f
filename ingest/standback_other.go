//go:build !linux

package ingest

// standBack does nothing where threads have no priority of their own.
func standBack() {}
