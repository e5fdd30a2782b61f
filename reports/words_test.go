package reports

import (
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"
)

// textsOf lists every text in words by its path.
func textsOf(value reflect.Value, path string, out map[string]string) {
	switch value.Kind() {
	case reflect.String:
		out[path] = value.String()
	case reflect.Struct:
		for i := range value.NumField() {
			textsOf(value.Field(i), path+"."+value.Type().Field(i).Name, out)
		}
	case reflect.Map:
		for _, key := range value.MapKeys() {
			textsOf(value.MapIndex(key), path+"["+key.String()+"]", out)
		}
	}
}

func TestBothLanguagesAreComplete(t *testing.T) {
	en, zh := map[string]string{}, map[string]string{}
	textsOf(reflect.ValueOf(english), "", en)
	textsOf(reflect.ValueOf(chinese), "", zh)
	for path := range zh {
		if _, ok := en[path]; !ok {
			t.Errorf("%s is in Chinese only", path)
		}
	}
	for path, text := range en {
		other, ok := zh[path]
		switch {
		case !ok:
			t.Errorf("%s is in English only", path)
		case path == ".Stop": // Chinese sentences follow each other without a space
		case strings.TrimSpace(text) == "" || strings.TrimSpace(other) == "":
			t.Errorf("%s is empty: %q, %q", path, text, other)
		case places(text) != places(other):
			t.Errorf("%s has other places: %q, %q", path, text, other)
		}
		if strings.ContainsFunc(text, isHan) {
			t.Errorf("%s has Chinese in English: %q", path, text)
		}
	}
}

func places(text string) int { return strings.Count(text, "%s") }

func isHan(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}

var (
	codeSpan  = regexp.MustCompile("`+[^`]*`+")
	latinWord = regexp.MustCompile(`[A-Za-z]{2,}`)
)

// TestLanguagesDoNotMix looks at whole documents: what is no value from the
// logs speaks one language.
func TestLanguagesDoNotMix(t *testing.T) {
	ascii := filledRun("x")
	if text := render(t, markdownDocuments(English)[0], ascii); strings.ContainsFunc(text, isHan) {
		t.Error("Chinese characters in an English report")
	}
	text := codeSpan.ReplaceAllString(render(t, markdownDocuments(Chinese)[0], sampleRun()), "")
	names := []string{ // of fields and formats, and from the texts of the sample's rules
		"openId", "sellerId", "JSON", "SQL", "API", "sql", "unparsed", "result", "http", "https", "erp", "example", "com",
		"Old", "import", "deleted", "on", "New", "shop", // a reason is as its owner wrote it
	}
	strange := map[string]bool{}
	for _, word := range latinWord.FindAllString(text, -1) {
		if !slices.Contains(names, word) {
			strange[word] = true
		}
	}
	if len(strange) > 0 {
		words := []string{}
		for word := range strange {
			words = append(words, word)
		}
		sort.Strings(words)
		t.Errorf("English words in a Chinese report: %v", words)
	}
}

func TestPlurals(t *testing.T) {
	p := &page{words: wordsIn(English)}
	for value, want := range map[float64]string{1: "1 order", 0: "0 orders", 1500: "1,500 orders"} {
		if got := textOf(p.quantity(value, "orders", nil)); got != want {
			t.Errorf("quantity(%v) = %s, want %s", value, got, want)
		}
	}
}
