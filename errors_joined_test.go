package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"

	"opaudit/analyzer"
)

// TestEachErrorOfSeveralIsTold joins errors as the end of a command does, and wants each
// told once, and the exit code that wins.
func TestEachErrorOfSeveralIsTold(t *testing.T) {
	nothing := fmt.Errorf("judge: %w", analyzer.ErrNothing)
	left := &fs.PathError{Op: "unlinkat", Path: "tmp/opaudit-1", Err: fs.ErrPermission}
	const (
		toldNothing = "opaudit: judge: there is no event to judge\n  next: how\n"
		toldLeft    = "opaudit: unlinkat tmp/opaudit-1: permission denied\n  next: give your user the right to that, or name another place\n"
		toldWrong   = "opaudit: wrong\n"
	)
	empty := failure{exitNothing, nothing, "how"}
	for name, each := range map[string]struct {
		err  error
		code int
		told string
	}{
		"work before nothing to judge":      {errors.Join(empty, left), exitWork, toldNothing + toldLeft},
		"findings before nothing to judge":  {errors.Join(empty, errFindings), exitFindings, toldNothing},
		"work before findings":              {errors.Join(errFindings, left), exitWork, toldLeft},
		"usage before work":                 {errors.Join(left, usage("wrong")), exitUsage, toldLeft + toldWrong},
		"joined again, and told once":       {errors.Join(errors.Join(left, nil), errors.Join(empty, left)), exitWork, toldLeft + toldNothing},
		"one that wraps two is one message": {fmt.Errorf("open: %w (%w)", usage("wrong"), left), exitUsage, toldWrong},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			if code := newCommand(io.Discard, &stderr).end(each.err); code != each.code {
				t.Errorf("exit code %d, want %d", code, each.code)
			}
			if got := stderr.String(); got != each.told {
				t.Errorf("told is\n%s\nwant\n%s", got, each.told)
			}
		})
	}
}
