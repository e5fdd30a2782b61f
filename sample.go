package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opaudit/samples"
)

// sample makes logs to try the program on, whose findings are known.

func (c *command) sampleCommand() *cobra.Command {
	var scenario, out string
	var lines int
	var seed uint64
	cmd := &cobra.Command{
		Use:   "sample --scenario NAME",
		Short: "Make synthetic logs whose findings are known",
		Long: "Write synthetic logs of a scenario (" + strings.Join(samples.Scenarios(), ", ") + "): into DIR with --out,\n" +
			"with the findings that they must give as JSON on stdout; without it all lines go to stdout. The same scenario,\nlines and seed give the same bytes.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !slices.Contains(samples.Scenarios(), scenario) {
				return usage("--scenario is one of %s, not %q", strings.Join(samples.Scenarios(), ", "), scenario)
			}
			least, err := samples.MinLines(scenario)
			if err != nil {
				return err
			}
			if lines < least {
				return usage("--lines must be at least %d for the scenario %s", least, scenario)
			}
			return c.sample(scenario, lines, seed, out)
		},
	}
	cmd.Flags().StringVar(&scenario, "scenario", "", "one of "+strings.Join(samples.Scenarios(), ", "))
	cmd.Flags().IntVar(&lines, "lines", 2000, "about how many lines in all")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "another seed gives other logs of the same kind")
	cmd.Flags().StringVar(&out, "out", "", "the folder to write log files into, made if it is not there")
	return cmd
}

func (c *command) sample(scenario string, lines int, seed uint64, out string) error {
	create := func(string) (io.WriteCloser, error) { return keepOpen{c.stdout}, nil }
	if out != "" {
		if err := os.MkdirAll(out, 0o700); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		create = func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(out, name)) }
	}
	truth, err := samples.Generate(scenario, lines, seed, create)
	if err != nil || out == "" {
		return err
	}
	text, err := json.MarshalIndent(truth, "", "  ")
	if err != nil {
		return fmt.Errorf("encode truth: %w", err)
	}
	_, err = fmt.Fprintf(c.stdout, "%s\n", text)
	return err
}

// keepOpen is a writer that several files share.
type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }
