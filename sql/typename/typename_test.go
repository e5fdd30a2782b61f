package typename_test

import (
	"slices"
	"testing"

	"opaudit/sql/typename"
)

func TestElement(t *testing.T) {
	for typ, want := range map[string]string{
		"INTEGER[]": "INTEGER", "INTEGER[3]": "INTEGER", "DATE[][2]": "DATE[]", "DECIMAL(9,2)[]": "DECIMAL(9,2)",
		`STRUCT("a[]" INTEGER)[]`: `STRUCT("a[]" INTEGER)`, "INTEGER": "", "DECIMAL(9,2)": "", `STRUCT("a" INTEGER[])`: "", "MAP(DATE, INTEGER[])": "", "[]": "", "": "",
	} {
		if got := typename.Element(typ); got != want {
			t.Errorf("%s holds %q, want %q", typ, got, want)
		}
	}
}

func TestMap(t *testing.T) {
	for typ, want := range map[string][2]string{
		"MAP(VARCHAR, DATE)":                           {"VARCHAR", "DATE"},
		"MAP(DECIMAL(9,2), MAP(DATE, DECIMAL(3,1)[]))": {"DECIMAL(9,2)", "MAP(DATE, DECIMAL(3,1)[])"},
		`MAP(STRUCT("a, b" DATE, "c)" INTEGER), DATE)`: {`STRUCT("a, b" DATE, "c)" INTEGER)`, "DATE"},
		"MAP(VARCHAR, DATE)[]":                         {},
		"MAP(VARCHAR)":                                 {},
		"VARCHAR":                                      {},
		`STRUCT("MAP(" VARCHAR, "b" DATE)`:             {},
	} {
		if key, value := typename.Map(typ); key != want[0] || value != want[1] {
			t.Errorf("%s maps %q to %q, want %q", typ, key, value, want)
		}
	}
}

func TestMembers(t *testing.T) {
	for typ, want := range map[string][]typename.Member{
		`STRUCT("a" INTEGER, "b" DECIMAL(9,2))`:                     {{"a", "INTEGER"}, {"b", "DECIMAL(9,2)"}},
		`STRUCT("say ""hi"", you" DATE, "店铺" MAP(DATE, INTEGER[]))`: {{`say "hi", you`, "DATE"}, {"店铺", "MAP(DATE, INTEGER[])"}},
		`STRUCT("" STRUCT("x" DATE, "y)" DATE)[])`:                  {{"", `STRUCT("x" DATE, "y)" DATE)[]`}},
		`UNION("t" TIME, "n" INTEGER)`:                              {{"t", "TIME"}, {"n", "INTEGER"}},
		`STRUCT("a" INTEGER)[]`:                                     nil,
		`STRUCT("a INTEGER)`:                                        nil,
		"MAP(VARCHAR, DATE)":                                        nil,
		"VARCHAR":                                                   nil,
	} {
		got := typename.Members(typ)
		if !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q", typ, got, want)
		}
		for _, m := range want {
			if of := typename.MemberOf(typ, m.Name); of != m.Type {
				t.Errorf("%s: %s is %q, want %q", typ, m.Name, of, m.Type)
			}
		}
		if of := typename.MemberOf(typ, "nobody"); of != "" {
			t.Errorf("%s: nobody is %q", typ, of)
		}
	}
}
