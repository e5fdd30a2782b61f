// Command opaudit tells the developer of an app on the Kuaishou e-commerce open
// platform whether the app keeps the platform's operating rules: it loads access
// logs into DuckDB, computes the rules' own figures, and reports findings.
//
// This package is the command line. It knows no SQL; it alone ends the process.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(run())
}

// run runs the command line and returns the exit code.
func run() int {
	syscall.Umask(0o077)           // whatever this program writes is for its user alone
	signal.Ignore(syscall.SIGXFSZ) // to write beyond a limit is an error like a full disk, not the end
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := newCommand(os.Stdout, os.Stderr)
	err := c.root.ExecuteContext(ctx)
	return c.end(errors.Join(err, c.help.err))
}
