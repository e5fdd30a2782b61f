package reports

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"opaudit/analyzer/finding"
)

func renderHTML(t *testing.T, lang Language, run finding.Run) string {
	t.Helper()
	return render(t, htmlDocuments(lang)[0], run)
}

// TestPolicyKnowsStyleAndScript takes them from the document as a browser does.
func TestPolicyKnowsStyleAndScript(t *testing.T) {
	text := renderHTML(t, English, sampleRun())
	for name, element := range map[string]*regexp.Regexp{
		"style-src":  regexp.MustCompile(`(?s)<style>(.*?)</style>`),
		"script-src": regexp.MustCompile(`(?s)<script>(.*?)</script>`),
	} {
		found := element.FindAllStringSubmatch(text, -1)
		if len(found) != 1 {
			t.Fatalf("%d elements for %s", len(found), name)
		}
		if want := fmt.Sprintf("%s '%s'", name, digest(found[0][1])); !strings.Contains(html.UnescapeString(text), want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	if !strings.Contains(html.UnescapeString(text), `content="default-src 'none';`) {
		t.Error("the policy does not begin by forbidding all")
	}
}

var (
	tag       = regexp.MustCompile(`<[a-zA-Z/!][^>]*>`)
	attribute = regexp.MustCompile(` ([a-zA-Z-]+)="([^"]*)"`)
	pathData  = regexp.MustCompile(`(?s)<svg.*?</svg>`)
)

// TestNothingIsLoaded looks at every attribute of the hostile pages: links lead into the
// page, and nothing names a resource, a style or a handler.
func TestNothingIsLoaded(t *testing.T) {
	for name, run := range contractRuns() {
		if len(run.Findings) > 100 {
			continue // more of the same
		}
		for _, found := range attribute.FindAllStringSubmatch(strings.Join(tag.FindAllString(renderHTML(t, Chinese, run), -1), ""), -1) {
			switch key, value := found[1], found[2]; {
			case key == "href" && strings.HasPrefix(value, "#"), key == "xmlns" && value == "http://www.w3.org/2000/svg":
			case slices.Contains([]string{"href", "src", "style", "action", "srcset", "xmlns"}, key), strings.HasPrefix(key, "on"):
				t.Fatalf("%s: attribute %s=%q", name, key, value)
			}
		}
	}
	for _, loads := range []string{"url(", "@import", "fetch(", "XMLHttpRequest", "innerHTML", "eval("} {
		if strings.Contains(styleSheet+script, loads) {
			t.Errorf("style sheet or script has %s", loads)
		}
	}
}

// tags are the elements of a page with the names of their attributes. A value that is
// no name stands in a code element.
func tags(text string) string {
	text = strings.NewReplacer("<code>", "", `<code class="long">`, "", "</code>", "", `<span class="name">`, "", "</span>", "").Replace(text)
	return strings.Join(tag.FindAllString(attribute.ReplaceAllString(text, " $1"), -1), "\n")
}

func TestHostileTextOpensNoElement(t *testing.T) {
	for _, lang := range []Language{English, Chinese} {
		want := tags(renderHTML(t, lang, filledRun("tame")))
		for _, attack := range []string{hostile, `"><script>alert(1)</script>`, `' onload=x`, "</style></script><b>", "{{.}}", "<!--", "]]>", "&lt;b&gt;"} {
			if got := tags(renderHTML(t, lang, filledRun(attack))); got != want {
				t.Errorf("%s: %q changes the elements of the page", lang, attack)
			}
		}
	}
}

// TestHTMLSaysWhatMarkdownSays looks for each text of the page in what a browser shows.
func TestHTMLSaysWhatMarkdownSays(t *testing.T) {
	for _, lang := range []Language{English, Chinese} {
		run := comparedRun()
		text := pathData.ReplaceAllString(renderHTML(t, lang, run), "")
		_, body, _ := strings.Cut(text, "<body")
		shown := html.UnescapeString(tag.ReplaceAllString(body, ""))
		p := newPage(run, lang)
		says := []rich{p.Title, p.Verdict.Text}
		items := func(list []item) {
			for _, it := range list {
				says = append(append(says, it.Text), it.Sub...)
			}
		}
		var blocks func([]block)
		blocks = func(all []block) {
			for _, b := range all {
				says = append(says, b.Heading, b.Paragraph)
				blocks(slices.Concat(b.Beside...))
				switch {
				case b.List != nil:
					items(b.List.Items)
				case b.Finding != nil:
					says = append(says, b.Finding.Title, b.Finding.Summary)
					items(b.Finding.Items)
				case b.Table != nil:
					says = append(says, slices.Concat(b.Table.Rows...)...)
				case b.Picture != nil:
					says = append(says, b.Picture.Caption)
				}
			}
		}
		for _, s := range p.Sections {
			says = append(says, s.Title)
			blocks(s.Blocks)
		}
		if len(says) < 300 {
			t.Fatalf("only %d texts", len(says))
		}
		for _, said := range says {
			if !strings.Contains(shown, textOf(said)) {
				t.Errorf("%s: the page does not show %q", lang, textOf(said))
			}
		}
	}
}

func TestChartsAreThere(t *testing.T) {
	text := renderHTML(t, English, sampleRun())
	drawings := pathData.FindAllString(text, -1)
	if len(drawings) != 5 { // calls, decrypts and coverage of the first app, pushes and coverage of the second
		t.Fatalf("%d charts", len(drawings))
	}
	for sign, want := range map[string]int{`class="streak fill"`: 2, `class="limit stroke"`: 2, `class="rate stroke"`: 2, `class="week stroke"`: 2, `class="running stroke fill"`: 1} {
		if got := strings.Count(drawings[0], sign); got != want {
			t.Errorf("the chart of calls has %d of %s, want %d", got, sign, want)
		}
	}
	for _, label := range []string{">80%<", ">98%<", ">16 days<", ">9 days<", ">10-20<"} {
		if !strings.Contains(drawings[0], label) {
			t.Errorf("the chart of calls lacks %s", label)
		}
	}
	for _, label := range []string{">5%<", ">1%<"} {
		if !strings.Contains(drawings[1], label) {
			t.Errorf("the chart of decrypts lacks %s", label)
		}
	}
	if got := strings.Count(drawings[2], `class="cross stroke"`); got != 2*len(sampleRun().LogTypes)+4 {
		t.Errorf("the calendar crosses %d cells out", got)
	}
	for _, alt := range []string{
		"Call success rate, daily of app " + firstApp + ", 2024-08-21 to 2024-10-20. Latest: 97.50% on 2024-10-20. Worst: 76.40% on 2024-09-06.",
		"Log coverage of app " + firstApp + ", 2024-08-21 to 2024-10-20. 2 holes.",
	} {
		if !strings.Contains(text, alt) {
			t.Errorf("no chart says %q", alt)
		}
	}
}

// TestScale asks that all that is drawn lies on the scale, with round steps.
func TestScale(t *testing.T) {
	for _, c := range []struct {
		limits, rates   []float64
		low, high, step float64
	}{
		{[]float64{0.8}, []float64{0.97, 1}, 0.7, 1, 0.1},
		{[]float64{0.8}, []float64{0}, 0, 1, 0.2},
		{[]float64{0.99}, []float64{0.96}, 0.95, 1, 0.01},
		{[]float64{0.05, 0.01}, []float64{0}, 0, 0.06, 0.01},
		{[]float64{0.05, 0.01}, []float64{0.06}, 0, 0.06, 0.01},
		{[]float64{0.05, 0.01}, []float64{0.11}, 0, 0.2, 0.04},
		{[]float64{0.05, 0.01}, []float64{0.3}, 0, 0.5, 0.1},
		{[]float64{0.05, 0.01}, []float64{37}, 0, 50, 10},
		{[]float64{0.05, 0.01}, []float64{highestRate}, 0, highestRate, highestRate / 5},
	} {
		p := plot{limits: c.limits, lines: []line{{"rate", map[int]float64{}}}}
		for day, rate := range c.rates {
			p.lines[0].rates[day] = rate
		}
		low, high, step := p.scale()
		near := func(a, b float64) bool { return a-b < b*1e-9+1e-12 && b-a < b*1e-9+1e-12 }
		if !near(low, c.low) || !near(high, c.high) || !near(step, c.step) {
			t.Errorf("limits %v, rates %v: scale %v to %v by %v", c.limits, c.rates, low, high, step)
		}
	}
}

// full is a writer to which nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestHTMLTellsAnErrorOnce(t *testing.T) {
	for name, run := range map[string]finding.Run{"in one write": emptyRun(), "in many": manyFindings(100)} {
		err := htmlDocuments(English)[0].Write(full{}, run)
		if err == nil || strings.Count(err.Error(), "no space left") != 1 || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
