package reports

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extended "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// TestMarkdownTablesParse reads every page as a code host does: each table is one, its
// rows have a cell for each column, and nothing else than what we write is there.
func TestMarkdownTablesParse(t *testing.T) {
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	for name, run := range contractRuns() {
		for _, lang := range []Language{English, Chinese} {
			page := render(t, markdownDocuments(lang)[0], run)
			heads := strings.Count("\n"+page, "\n| -") + strings.Count("\n"+page, "\n|-")
			tables := 0
			err := ast.Walk(parser.Parse(text.NewReader([]byte(page))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
				switch n := n.(type) {
				case *extended.Table:
					if entering {
						tables++
					}
				case *extended.TableRow:
					if table := n.Parent().(*extended.Table); entering && n.ChildCount() != len(table.Alignments) {
						return ast.WalkStop, fmt.Errorf("a row has %d cells under %d columns", n.ChildCount(), len(table.Alignments))
					}
				case *ast.HTMLBlock, *ast.RawHTML, *ast.Link, *ast.AutoLink, *ast.Image:
					if strings.Contains(name, "hostile") || name == "formulas" || name == "long" {
						return ast.WalkStop, fmt.Errorf("there is a %s", n.Kind())
					}
				}
				return ast.WalkContinue, nil
			})
			if err != nil || tables == 0 || tables != heads {
				t.Errorf("%s, %s: %d tables are read, %d were written: %v", name, lang, tables, heads, err)
			}
		}
	}
}
