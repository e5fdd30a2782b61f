//go:build system

package ingest_test

const kills = 200
