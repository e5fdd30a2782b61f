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

// TestMarkdownTablesParse reads every page as a code host does.
func TestMarkdownTablesParse(t *testing.T) {
	for name, run := range contractRuns() {
		for _, lang := range []Language{English, Chinese} {
			acts := !strings.Contains(name, "hostile") && name != "formulas" && name != "long"
			if err := tablesParse(render(t, markdownDocuments(lang)[0], run), acts); err != nil {
				t.Errorf("%s, %s: %v", name, lang, err)
			}
		}
	}
}

// tablesParse wants each table of a page to be one, with a cell for each column in
// each row, and unless the page may hold them no link, image or HTML.
func tablesParse(page string, acts bool) error {
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
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
			if !acts {
				return ast.WalkStop, fmt.Errorf("there is a %s", n.Kind())
			}
		}
		return ast.WalkContinue, nil
	})
	if err == nil && (tables == 0 || tables != heads) {
		err = fmt.Errorf("%d tables are read, %d were written", tables, heads)
	}
	return err
}
