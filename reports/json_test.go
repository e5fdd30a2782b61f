package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"opaudit/analyzer/finding"
)

func saved(t *testing.T, run finding.Run) string {
	t.Helper()
	return render(t, jsonDocuments(English)[0], run)
}

func TestSavedRunReadsBackAsWritten(t *testing.T) {
	for name, run := range contractRuns() {
		if run.Schema == "" {
			continue
		}
		text := saved(t, run)
		back, err := ReadRun(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again := saved(t, back); again != text {
			t.Errorf("%s: a saved run changes when it is read and saved again", name)
		}
	}
	back, err := ReadRun(strings.NewReader("\ufeff" + saved(t, withoutNils(sampleRun()))))
	if err != nil || !reflect.DeepEqual(back, withoutNils(sampleRun())) {
		t.Errorf("the sample came back different (error %v)", err)
	}
}

// TestListsAreNeverNull compares with what encoding/json does to the types, so
// a list that the types gain later is missed by nobody.
func TestListsAreNeverNull(t *testing.T) {
	filled := filledRun("x")
	emptyLists(reflect.ValueOf(&filled).Elem(), 0)
	for name, run := range map[string]finding.Run{"zero": {}, "inner lists nil": filled} {
		decoder := json.NewDecoder(strings.NewReader(saved(t, run)))
		var back map[string]any
		if err := decoder.Decode(&back); err != nil {
			t.Fatal(err)
		}
		checkLists(t, name, reflect.TypeOf(run), back)
	}
}

// emptyLists sets the lists inside lists to nil and keeps the outer ones.
func emptyLists(value reflect.Value, depth int) {
	switch value.Kind() {
	case reflect.Slice:
		if depth > 0 {
			value.SetZero()
			return
		}
		for i := range value.Len() {
			emptyLists(value.Index(i), depth+1)
		}
	case reflect.Struct:
		for i := range value.NumField() {
			emptyLists(value.Field(i), depth)
		}
	}
}

func checkLists(t *testing.T, path string, of reflect.Type, value any) {
	t.Helper()
	switch of.Kind() {
	case reflect.Slice:
		list, ok := value.([]any)
		if !ok {
			t.Errorf("%s is %v, not a list", path, value)
		}
		for _, item := range list {
			checkLists(t, path+"[]", of.Elem(), item)
		}
	case reflect.Struct:
		object, ok := value.(map[string]any)
		if !ok {
			t.Errorf("%s is %v, not an object", path, value)
			return
		}
		for i := range of.NumField() {
			field := of.Field(i)
			if field.Anonymous {
				checkLists(t, path, field.Type, value)
				continue
			}
			checkLists(t, path+"."+field.Name, field.Type, object[field.Tag.Get("json")])
		}
	}
}

func TestSavedRunIsPlainText(t *testing.T) {
	run := emptyRun()
	run.Findings = []finding.Finding{{Subject: "a<b>&c \u202e\u009b\U000e0041"}}
	text := saved(t, run)
	if want := `"subject": "a<b>&c \u202e\u009b\udb40\udc41"`; !strings.Contains(text, want) {
		t.Errorf("the saved run lacks %s", want)
	}
	if !strings.HasPrefix(text, "{\n  \"schema\": \"opaudit.run/1\",\n") {
		t.Errorf("the saved run begins %.60q", text)
	}
}

func TestSavedRunRefusesWhatIsNoNumber(t *testing.T) {
	for _, value := range []float64{math.NaN(), math.Inf(1)} {
		run := sampleRun()
		run.Findings[0].Value = value
		var out bytes.Buffer
		if err := writeJSON(&out, run); err == nil || out.Len() > 0 {
			t.Errorf("value %v: error %v, %d bytes written", value, err, out.Len())
		}
	}
}

func TestReadRunRefusesOtherFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "the file is empty",
		"# report":                               "not the JSON",
		"[]":                                     "names no schema",
		`{"schema":7}`:                           "names no schema",
		`{"schema":"opaudit.run/1"}`:             "as_of, clauses and findings are needed",
		"{}":                                     "names no schema",
		`{"schema":"opaudit.run/2"}`:             `its schema is "opaudit.run/2"`,
		`{"schema":"opaudit.run/1"} {}`:          "not the JSON",
		`{"schema":"opaudit.run/1","as_of":12}`:  "damaged: as_of is a number",
		`{"schema":"opaudit.run/1","findings":7`: "not the JSON",
	} {
		_, err := ReadRun(strings.NewReader(text))
		if !errors.Is(err, ErrNotARun) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("ReadRun(%q): error %v, want one with %q", text, err, want)
		}
	}
	broken := errors.New("disk gone")
	if _, err := ReadRun(iotest.ErrReader(broken)); !errors.Is(err, broken) || errors.Is(err, ErrNotARun) {
		t.Errorf("a failing reader gave %v", err)
	}
}
