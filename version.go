package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"opaudit/sql/duck"
)

func (c *command) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Tell the versions of this program and its engine",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			version := "development"
			if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
				version = info.Main.Version
			}
			_, err := fmt.Fprintf(c.stdout, "opaudit %s\nDuckDB %s\n", version, duck.Version())
			return err
		},
	}
}
