package duck

import (
	"fmt"
	"regexp"
	"strconv"
)

// A BusyError is ErrBusy with the process that has the database open, as far as
// the engine could tell.
type BusyError struct {
	Path    string // of the database
	PID     int    // 0 when not known
	Program string // its file, "" when not known
}

func (e *BusyError) Error() string {
	holder := ""
	switch {
	case e.PID != 0 && e.Program != "":
		holder = fmt.Sprintf(": %s, process %d", e.Program, e.PID)
	case e.PID != 0:
		holder = fmt.Sprintf(": process %d", e.PID)
	}
	return fmt.Sprintf("open %s: %v%s", e.Path, ErrBusy, holder)
}

func (e *BusyError) Unwrap() error { return ErrBusy }

// lockHolder reads the engine's "Conflicting lock is held in /usr/bin/opaudit (PID 12)",
// or "… held in PID 12" when it may not look at that process.
var lockHolder = regexp.MustCompile(`lock is held in (?:(.*) \(PID (\d+)\)|PID (\d+))`)

// busy makes the error of the engine's words on a lock that it did not get.
func busy(path, text string) *BusyError {
	e := &BusyError{Path: path}
	if found := lockHolder.FindStringSubmatch(text); found != nil {
		e.Program = found[1]
		e.PID, _ = strconv.Atoi(found[2] + found[3]) // digits; one that is too long is not known
	}
	return e
}
