package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestOnlyUnixSockets: the program's own code opens and answers no connection but that
// of the unix socket, and only one package can at all.
func TestOnlyUnixSockets(t *testing.T) {
	sockets := 0
	eachGoFile(t, false, func(file *ast.File) {
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			check(t, err)
			local := slices.Contains([]string{"net/url", "net/netip"}, name) // they only read texts
			if (name == "net" || strings.HasPrefix(name, "net/") || strings.HasPrefix(name, "crypto/tls")) && !local && file.Name.Name != "query" {
				t.Errorf("package %s imports %s", file.Name.Name, name)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || file.Name.Name != "query" {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !strings.HasPrefix(f.Sel.Name, "Dial") && !strings.HasPrefix(f.Sel.Name, "Listen") {
				return true
			}
			sockets++
			if !slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
				literal, ok := arg.(*ast.BasicLit)
				return ok && literal.Kind == token.STRING && literal.Value == `"unix"`
			}) {
				t.Errorf("package query calls %s for another network than unix", f.Sel.Name)
			}
			return true
		})
	})
	if sockets < 2 {
		t.Errorf("only %d sockets were found", sockets)
	}
}
