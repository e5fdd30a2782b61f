// Package e2e_test runs the program as a whole: what must hold whatever it is given and
// whenever it is killed. The scripts beside it are run by the root package's TestScripts.
package e2e_test

import (
	"os"
	"testing"

	"opaudit/samples/scripts"
)

func TestMain(m *testing.M) { os.Exit(scripts.Program{Tests: m}.Run()) }
