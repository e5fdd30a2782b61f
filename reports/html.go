package reports

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // the style sheet, the script and the template of the page
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"opaudit/analyzer/finding"
)

//go:embed html/page.css
var styleSheet string

//go:embed html/page.js
var script string

//go:embed html/page.html
var pageTemplate string

// htmlDocuments is the page as one file for a browser, on a screen or on paper. It
// loads nothing, and its policy keeps a browser from ever doing so: the style sheet
// and the script are known by their digests, all else is forbidden.
func htmlDocuments(lang Language) []Document {
	return []Document{{
		Name: "report.html", Type: "text/html; charset=utf-8",
		About: finding.Text{En: "The report with charts, to read in a browser and to print.", Zh: "带图表的报告，供浏览器阅读与打印。"},
		Write: func(w io.Writer, run finding.Run) error {
			out := bufio.NewWriter(w)
			err := pageHTML.Execute(out, newScreen(run, lang))
			if err == nil { // else Flush could only say the same again
				err = out.Flush()
			}
			if err != nil {
				return fmt.Errorf("write report: %w", err)
			}
			return nil
		},
	}}
}

// screen is what the template fills in.
type screen struct {
	*page
	Language   string
	AsOf       rich
	Words      screenWords
	Policy     string
	StyleSheet template.CSS
	Script     template.JS
}

// newScreen prepares a run for the template.
func newScreen(run finding.Run, lang Language) screen {
	s := screen{
		page:       newPage(run, lang),
		Language:   map[Language]string{English: "en", Chinese: "zh-CN"}[lang],
		AsOf:       plain(run.AsOf),
		Policy:     fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'", digest(styleSheet), digest(script)),
		StyleSheet: template.CSS(styleSheet), //nolint:gosec // embedded, no text of a run is in it
		Script:     template.JS(script),      //nolint:gosec // embedded, no text of a run is in it
	}
	s.Words = s.words.Screen
	return s
}

// digest names a text to a content security policy.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// Drawing is the SVG of a picture. The library escapes the text in it.
func (p picture) Drawing() (template.HTML, error) {
	svg, err := p.plot.svg()
	return template.HTML(svg), err //nolint:gosec // it holds shapes, and words of the document and numbers
}

// richHTML writes a line of text: each piece escaped, in the element of its kind.
// The template could do it too, ten times as slowly.
func richHTML(text rich) template.HTML {
	var out strings.Builder
	for _, p := range text {
		element := elements[p.Kind]
		var attributes string
		switch {
		case p.Kind == link:
			attributes = ` href="#` + template.HTMLEscapeString(p.Target) + `"`
		case p.Kind == value && len(p.Text) > longestUnbroken:
			attributes = ` class="long"`
		case p.Kind == name:
			attributes = ` class="name"`
		case p.Tone != "":
			attributes = ` class="` + string(p.Tone) + `"`
			if element == "" {
				element = "span"
			}
		}
		if element == "" {
			template.HTMLEscape(&out, []byte(p.Text))
			continue
		}
		out.WriteString("<" + element + attributes + ">")
		template.HTMLEscape(&out, []byte(p.Text))
		out.WriteString("</" + element + ">")
	}
	return template.HTML(out.String()) //nolint:gosec // every text in it is escaped above
}

// elements are those of the kinds of text that have one.
var elements = map[kind]string{strong: "strong", value: "code", name: "span", link: "a"}

// longestUnbroken is how long a value may be that is never broken into two lines.
const longestUnbroken = 24

var pageHTML = template.Must(template.New("page").Funcs(template.FuncMap{"text": textOf, "rich": richHTML}).Parse(pageTemplate))
