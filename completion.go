package main

import (
	"strings"

	"github.com/spf13/cobra"

	"opaudit/samples"
	catalog "opaudit/sql"
)

// shells write the script that makes a shell complete opaudit's command lines.
var shells = []string{"bash", "zsh", "fish"}

func (c *command) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish",
		Short: "Write the script by which your shell completes commands, flags, rules and scenarios",
		Long: "Write the script by which your shell completes commands, flags, rules and scenarios. For this session:\n\n" +
			"  source <(opaudit completion bash)        or zsh (after compinit)\n  opaudit completion fish | source\n\n" +
			"for good, put the output where your shell looks for completions:\n\n" +
			"  opaudit completion bash > ~/.local/share/bash-completion/completions/opaudit\n" +
			"  opaudit completion zsh > \"${fpath[1]}/_opaudit\"\n" +
			"  opaudit completion fish > ~/.config/fish/completions/opaudit.fish",
		Args:      cobra.ExactArgs(1),
		ValidArgs: shells,
		RunE: func(_ *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return c.root.GenBashCompletionV2(c.stdout, true)
			case "zsh":
				return c.root.GenZshCompletion(c.stdout)
			case "fish":
				return c.root.GenFishCompletion(c.stdout, true)
			}
			return usage("completion is for %s, not for %q", strings.Join(shells, ", "), args[0])
		},
	}
}

// firstOf completes the first argument with one of a few words.
func firstOf(words func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return words(), cobra.ShellCompDirectiveNoFileComp
	}
}

// completed are the flags whose values are among a few words, where a command has them.
var completed = map[string][]string{
	"fail-on":    {"violation", "risk", "warning", "none"},
	"log-format": {"text", "json", "auto"},
	"lang":       {"en", "zh"},
	"scenario":   samples.Scenarios(),
}

// completeFlags tells the shell what the values of flags may be.
func (c *command) completeFlags() {
	for _, cmd := range append(c.root.Commands(), c.root) {
		for flag, words := range completed {
			if cmd.Flags().Lookup(flag) != nil || cmd.PersistentFlags().Lookup(flag) != nil {
				_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
			}
		}
	}
}

// ruleNames are the ids of the rules, each with its title for the shell to show.
func ruleNames() []string {
	cat, err := catalog.Load()
	if err != nil {
		return nil // whoever works with the catalog says so
	}
	var names []string
	for _, r := range cat.Rules {
		names = append(names, r.ID+"\t"+r.Title.En)
	}
	return names
}
