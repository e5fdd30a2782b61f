package main

import (
	"cmp"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"opaudit/sql/duck"
)

// release and commit are set when a release is built.
var release, commit string

func (c *command) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Tell the versions of this program and its engine",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			version, from := built()
			_, err := fmt.Fprintf(c.stdout, "opaudit %s\ncommit %s\nDuckDB %s\n", version, from, duck.Version())
			return err
		},
	}
}

// built is the version of this program and the commit that it was built from, as far
// as it knows them.
func built() (version, from string) {
	version, from = release, commit
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "(devel)" {
			version = cmp.Or(version, info.Main.Version)
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				from = cmp.Or(from, s.Value)
			}
		}
	}
	return cmp.Or(version, "development"), cmp.Or(from, "unknown")
}
