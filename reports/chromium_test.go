//go:build system

package reports

import (
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"opaudit/analyzer/finding"
)

var (
	shots = flag.String("shots", "", "a folder for the screenshots of TestChromium (default: a temporary one)")
	axe   = flag.String("axe", "", "the file axe.min.js of the npm package axe-core, for TestChromium")
)

// browsed is a report in a browser, and what the browser did and said meanwhile.
type browsed struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	said     []string // errors and warnings of the console
	requests []string
}

// browse opens a file in a headless Chromium of its own.
func browse(t *testing.T, file string) *browsed {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	b := &browsed{t: t}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatalf("start Chromium (Debian's package chromium): %v", err)
	}
	var stopWaiting context.CancelFunc
	b.ctx, stopWaiting = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stopWaiting)
	b.do(func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, network.Enable, network.EnableParams{})
		return chromedp.Void{}, err
	})
	b.do(chromedp.EmulateViewport(1280, 900))
	b.do(chromedp.Navigate("file://" + file))
	return b
}

func (b *browsed) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.said = append(b.said, string(e.Entry.Level)+": "+e.Entry.Text)
	case *runtime.EventExceptionThrown:
		b.said = append(b.said, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.said = append(b.said, "console."+string(e.Type))
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

func (b *browsed) do(action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, action); err != nil {
		b.t.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](b *browsed, expression string) T {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

// scheme chooses light or dark on a screen.
func (b *browsed) scheme(name string) { b.media("screen", name) }

func (b *browsed) media(medium, scheme string) {
	b.t.Helper()
	b.do(func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return chromedp.Void{}, err
	})
}

// save writes what an action gives, a picture or a PDF.
func (b *browsed) save(name string, action chromedp.Action[[]byte]) []byte {
	b.t.Helper()
	data, err := chromedp.Run(b.ctx, action)
	if err != nil {
		b.t.Fatalf("%s: %v", name, err)
	}
	folder := *shots
	if folder == "" {
		folder = b.t.TempDir()
	}
	if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
		b.t.Fatal(err)
	}
	return data
}

func TestChromium(t *testing.T) {
	if *axe == "" {
		t.Fatal("give -axe FILE: the axe.min.js of the npm package axe-core, as .ci/run does")
	}
	checker, err := os.ReadFile(*axe)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []Language{English, Chinese} {
		t.Run(string(lang), func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "report.html")
			if err := os.WriteFile(file, []byte(renderHTML(t, lang, comparedRun())), 0o644); err != nil {
				t.Fatal(err)
			}
			b := browse(t, file)
			b.drawn()
			b.filters(lang)
			b.sorts()
			for _, scheme := range []string{"light", "dark"} {
				b.scheme(scheme)
				b.save(string(lang)+"-"+scheme+".png", chromedp.FullScreenshot(100))
			}
			b.printed(lang)
			b.quiet(file)
			for _, scheme := range []string{"light", "dark"} {
				b.scheme(scheme)
				b.accessible(string(checker), scheme)
			}
			b.shut()
		})
	}
}

// drawn asks whether the charts are there, and look like something.
func (b *browsed) drawn() {
	if n := ask[int](b, `[...document.querySelectorAll("figure svg")].filter((s) => s.getBoundingClientRect().height > 50).length`); n != 5 {
		b.t.Errorf("%d charts are shown, not 5", n)
	}
	for name, sign := range map[string]string{"a rate": "path.rate", "a limit": "path.limit", "a 7-day rate": "path.week"} {
		colour := ask[string](b, `getComputedStyle(document.querySelector("`+sign+`")).stroke`)
		width := ask[float64](b, `document.querySelector("`+sign+`").getBoundingClientRect().width`)
		if colour == "none" || width < 100 {
			b.t.Errorf("%s is drawn %g wide in %s", name, width, colour)
		}
	}
	if fill := ask[string](b, `getComputedStyle(document.querySelector("path.streak.fill")).fill`); fill == "none" {
		b.t.Error("streaks are not shaded")
	}
	if over := ask[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		b.t.Errorf("the page is %d pixels too wide", over)
	}
}

// shown are the findings that can be seen.
func (b *browsed) shown() string {
	return strings.Join(ask[[]string](b, `[...document.querySelectorAll("#findings article")].filter((a) => a.offsetHeight > 0).map((a) => a.id)`), " ")
}

func (b *browsed) filters(lang Language) {
	b.do(chromedp.SendKeys(chromedp.CSS("#findings .filter input"), "ks000000000000000002 37"))
	if got := b.shown(); got != "finding-4" {
		b.t.Errorf("the filter shows %q", got)
	}
	rows := ask[int](b, `[...document.querySelectorAll("#findings table.overview tbody tr")].filter((r) => r.offsetHeight > 0).length`)
	said := ask[string](b, `document.querySelector("#findings .filter output").textContent`)
	want := map[Language]string{English: "1 of 5 shown", Chinese: "显示 1 项，共 5 项"}[lang]
	if rows != 1 || said != want {
		b.t.Errorf("the filter leaves %d rows and says %q", rows, said)
	}
	ask[bool](b, `(() => { const i = document.querySelector("#findings .filter input"); i.value = ""; i.dispatchEvent(new Event("input")); return true })()`)
	b.do(chromedp.SetValue(chromedp.CSS("#findings .filter select"), string(finding.Warning)))
	ask[bool](b, `document.querySelector("#findings .filter select").dispatchEvent(new Event("change"))`)
	if got := b.shown(); got != "finding-5" {
		b.t.Errorf("the choice of a level shows %q", got)
	}
	ask[bool](b, `(() => { const s = document.querySelector("#findings .filter select"); s.value = ""; s.dispatchEvent(new Event("change")); return true })()`)
	if got := strings.Count(b.shown(), "finding-"); got != 5 {
		b.t.Errorf("without a filter %d findings are shown", got)
	}
}

// sorts clicks on the column of calls in the first table of figures, whose numbers have
// thousands: as text they would be in another order.
func (b *browsed) sorts() {
	column := `#quality table tr th:nth-child(2)`
	values := `[...document.querySelectorAll("#quality table")][0].tBodies[0].rows`
	numbers := func() []int64 {
		return ask[[]int64](b, `[...`+values+`].map((r) => Number(r.cells[1].textContent.replaceAll(",", "")))`)
	}
	b.do(chromedp.Click(chromedp.CSS(column + " button")))
	if got := numbers(); len(got) < 3 || !slices.IsSorted(got) {
		b.t.Errorf("sorted upwards: %v", got)
	}
	if got := ask[string](b, `document.querySelector("`+column+`").getAttribute("aria-sort")`); got != "ascending" {
		b.t.Errorf("aria-sort is %s", got)
	}
	ask[bool](b, `(() => { document.querySelector("`+column+` button").focus(); return true })()`)
	b.do(chromedp.SendKeys(chromedp.CSS(column+" button"), "\r")) // by keyboard
	got := numbers()
	slices.Reverse(got)
	if !slices.IsSorted(got) {
		b.t.Errorf("sorted downwards, read backwards: %v", got)
	}
}

func (b *browsed) printed(lang Language) {
	b.media("print", "dark")
	if ground := ask[string](b, `getComputedStyle(document.body).backgroundColor`); ground != "rgb(255, 255, 255)" {
		b.t.Errorf("paper is %s", ground)
	}
	pdf := b.save(string(lang)+".pdf", chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if !strings.HasPrefix(string(pdf), "%PDF-") || len(pdf) < 20_000 {
		b.t.Errorf("the PDF has %d bytes", len(pdf))
	}
}

// quiet asks whether the browser had nothing to say and nothing to fetch.
func (b *browsed) quiet(file string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, said := range b.said {
		b.t.Errorf("the browser says %s", said)
	}
	if len(b.requests) != 1 || b.requests[0] != "file://"+file {
		b.t.Errorf("the browser asked for %q", b.requests)
	}
}

// accessible lets axe-core look for what keeps people from reading the page.
func (b *browsed) accessible(checker, scheme string) {
	ask[bool](b, checker+"; true")
	found := ask[[]byte](b, `axe.run().then((r) => ({passes: r.passes.length, violations: r.violations.map((v) => ({id: v.id, impact: v.impact, nodes: v.nodes.map((n) => n.html + " " + n.failureSummary)}))}))`)
	var result struct {
		Passes     int
		Violations []struct {
			ID, Impact string
			Nodes      []string
		}
	}
	if err := json.Unmarshal(found, &result); err != nil {
		b.t.Fatal(err)
	}
	if result.Passes < 20 {
		b.t.Errorf("axe-core checked %d rules only", result.Passes)
	}
	b.t.Logf("%s: axe-core passes %d rules and has %d complaints", scheme, result.Passes, len(result.Violations))
	for _, v := range result.Violations {
		b.t.Errorf("%s: axe-core: %s (%s): %s", scheme, v.ID, v.Impact, strings.Join(v.Nodes[:min(3, len(v.Nodes))], "\n"))
	}
}

// shut shows that the policy forbids what the page does not do.
func (b *browsed) shut() {
	reached := false
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer server.Close()
	outcome := ask[string](b, `fetch("`+server.URL+`", {mode: "no-cors"}).then(() => "fetched", () => "refused")`)
	if outcome != "refused" || reached {
		b.t.Errorf("a fetch was %s, the server was reached: %v", outcome, reached)
	}
}
