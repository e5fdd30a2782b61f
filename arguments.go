package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What all subcommands want of their command lines, before they look at them.

// checkArguments refuses arguments that are empty, as "$LOGS" is when nobody set it: the
// empty path would be the working folder.
func checkArguments(cmd *cobra.Command, given []string) error {
	for _, argument := range given {
		if argument == "" {
			return usage("an argument of opaudit %s is empty: is it a variable that is not set? see opaudit %s --help", cmd.Name(), cmd.Name())
		}
	}
	return nil
}

// checkFlags refuses flags that are given an empty value; a statement may be empty, as
// any other that is none.
func checkFlags(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "string" && f.Value.String() == "" && f.Name != "command" {
			err = cmp.Or(err, usage("--%s is empty: is it a variable that is not set? leave the flag out, or give it a value", f.Name))
		}
	})
	return err
}

// noPath refuses arguments of a subcommand that is about what is loaded.
func noPath(cmd *cobra.Command, given []string) error {
	if len(given) > 0 {
		return fmt.Errorf("%s is about what is loaded and takes no %q: opaudit report PATH judges files, opaudit ingest PATH loads them", cmd.Name(), given[0])
	}
	return nil
}
