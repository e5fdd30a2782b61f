// Package scripts runs the real program in scripts of testscript: the commands that such a
// script makes logs with, and with which it looks at what the program says. It is for tests.
package scripts

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// Commands are what a script may say, by word.
type Commands map[string]func(ts *testscript.TestScript, neg bool, args []string)

// Run runs the scripts of a folder, with more commands than the usual ones. The program is
// the opaudit on PATH.
func Run(t *testing.T, folder string, more Commands) {
	samples, err := filepath.Abs("samples")
	if err != nil {
		t.Fatal(err)
	}
	commands := Commands{
		"log": scriptLog, "append": scriptAppend, "repeat": scriptRepeat, "cut": scriptCut,
		"gzip": scriptGzip, "zstd": scriptZstd, "gb18030": scriptGB18030,
		"exits": scriptExits, "fits": scriptFits, "findings": scriptFindings, "verdicts": scriptVerdicts,
		"cut-since": scriptCutSince, "remember": scriptRemember, "unchanged": scriptUnchanged,
	}
	maps.Copy(commands, more)
	testscript.Run(t, testscript.Params{
		Dir: folder,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SAMPLES", samples)
			env.Values[remembered{}.key()] = remembered{}
			env.Setenv("TMPDIR", filepath.Join(env.WorkDir, "tmp"))
			return os.Mkdir(filepath.Join(env.WorkDir, "tmp"), 0o700)
		},
		Cmds: commands,
	})
}
