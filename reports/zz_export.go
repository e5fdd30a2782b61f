package reports

import "errors"

// Visible is visible.
func Visible(s string) string { return visible(s) }

// ErrNotARun is temporary.
var ErrNotARun = errors.New("not a run")
