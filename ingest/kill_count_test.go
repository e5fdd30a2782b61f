//go:build !system

package ingest_test

// kills is how often the random world kills the program; ten times as often with
// the build tag system.
const kills = 20
