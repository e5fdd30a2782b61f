package config_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"opaudit/config"
)

func ptr[T any](v T) *T { return &v }

// known are the names of a program with a few rules, on a day.
var known = config.Known{Lists: []string{"places", "surnames"}, Today: "2024-10-20", Rules: map[string]config.Rule{
	"2.6-inactive":      {Warn: ptr(60.0), Limit: ptr(90.0)},
	"2.7-score":         {Warn: ptr(0.98), Down: true},
	"2.7-success-rate":  {Warn: ptr(0.85), Limit: ptr(0.8), Down: true},
	"3.3-plaintext-pii": {},
}}

var fingerprint = strings.Repeat("0123456789abcdef", 2)

// readings are files: what each becomes, or what is said of it, with the line and
// the column.
var readings = []struct {
	text string
	want config.Config
	err  string // without the path
}{
	{text: ""}, {text: "# nothing but comments\n"}, {text: "apps:\nshops: ~\n"},
	{text: "[apps]", err: "1:1: the configuration is written as keys and values, each as key: value"},
	{text: "apps: []\nappz: []", err: `2:1: the configuration has no key "appz"; did you mean "apps"?`},
	{text: "x1y2z3: 1", err: `1:1: the configuration has no key "x1y2z3"; there are apps, developer, exclude, operations, receivers, shops, sources, suppressions, vocabulary, warnings`},
	{text: "apps: []\napps: []", err: "2:1: apps stands here a second time: leave one of them out"},
	{text: "apps: []\n---\nshops: []", err: "2:1: a second document: put everything into one"},
	{text: "apps: []\n---\nshops: [\n", err: "4:1: this is no YAML: did not find expected node content"},
	{text: "apps:\n\t- {appKey: ks1}", err: "2:2: a tab begins this line: indent it with blanks"},
	{text: "apps: [", err: "1:1: this is no YAML: did not find expected node content"},
	{text: "apps:\n  - &one {appKey: ks1}\n  - *one", err: "3:5: *one stands for another part of the file: anchors and aliases are not supported, write it out here"},
	{text: "developer: {onboarded: &day 2024-01-01}\napps: [{appKey: a, created: *day}]", err: "2:29: *day stands for another part of the file: anchors and aliases are not supported, write it out here"},

	{text: "developer: {onboarded: 2024-10-20}", want: config.Config{Developer: config.Developer{Onboarded: "2024-10-20"}}},
	{text: "developer: {onboarded: 2024-10-21}", err: "1:24: 2024-10-21 is still to come (today is 2024-10-20): leave the day out until it has happened"},
	{text: "developer: {onboarded: 2024-13-01}", err: `1:24: a day is written as YYYY-MM-DD, not "2024-13-01"`},
	{text: "developer: {onboarded: [2024-01-01]}", err: `1:24: a day is written as YYYY-MM-DD, not ""`},

	{text: "apps:\n  - {appKey: ks1, name: ' A ', kind: self-built, company: C, qualified: 2024-01-01, created: 2024-01-02, launched: 2024-01-02}\n  - {name: B}",
		want: config.Config{Apps: []config.App{{AppKey: "ks1", Name: "A", Kind: "self-built", Company: "C", Qualified: "2024-01-01", Created: "2024-01-02", Launched: "2024-01-02"}, {Name: "B"}}}},
	{text: "apps: ks1", err: "1:7: apps is a list: write - before each item"},
	{text: "apps: [ks1]", err: "1:8: an app is written as keys and values, each as key: value"},
	{text: "apps: [{appKey: ks1, kind: own}]", err: `1:28: this is one of self-built, third-party, not "own"`},
	{text: "apps: [{company: C}]", err: "1:8: an app has an appKey; one that is not created yet has a name and no created day"},
	{text: "apps: [{name: A, created: 2024-01-01}]", err: "1:8: an app has an appKey; one that is not created yet has a name and no created day"},
	{text: "apps: [{appKey: a}, {appKey: a}]", err: "1:21: the app a stands here a second time: leave one of them out"},
	{text: "apps: [{name: a}, {name: a}]", err: `1:19: an app that is not created yet and has the name "a" stands here a second time: leave one of them out`},
	{text: "apps: [{appKey: a, created: 2024-01-02, launched: 2024-01-01}]", err: "1:8: the app was launched before it was created: mend one of the days"},

	{text: "shops: [{sellerId: 7, openId: o, company: C, authorised: {from: 2024-01-01, until: 2030-01-01}}, {sellerId: 8}]",
		want: config.Config{Shops: []config.Shop{{SellerID: 7, OpenID: "o", Company: "C", From: "2024-01-01", Until: "2030-01-01"}, {SellerID: 8}}}},
	{text: "shops: [{openId: o}]", err: "1:9: a shop has a sellerId: add it"},
	{text: "shops: [{sellerId: -7}]", err: `1:20: a whole number is written here, not "-7"`},
	{text: "shops: [{sellerId: 1.5}]", err: `1:20: a whole number is written here, not "1.5"`},
	{text: "shops: [{sellerId: 7}, {sellerId: 7}]", err: "1:24: the shop 7 stands here a second time: leave one of them out"},
	{text: "shops: [{sellerId: 7, openId: o}, {sellerId: 8, openId: o}]", err: "1:35: the openId o belongs to one shop, not to two: leave it out of the other"},
	{text: "shops: [{sellerId: 7, authorised: {from: 2024-02-01, until: 2024-01-01}}]", err: "1:9: the authorisation ends before it begins: mend one of the days"},

	{text: "receivers: [ERP.example.com., erp.example.com.:8443, '*.example.com', '[::1]:80']",
		want: config.Config{Receivers: []string{"erp.example.com", "erp.example.com:8443", "*.example.com", "[::1]:80"}}},
	{text: "receivers: [https://erp.example.com]", err: `1:13: a receiver is a host such as erp.example.com, erp.example.com:8443 or *.example.com, not "https://erp.example.com"`},
	{text: "receivers: [~]", err: "1:13: a text is missing here: write it, or leave the key out"},

	{text: "operations: {export: [1, 2], print: [3], download: [4]}",
		want: config.Config{Operations: []config.Operation{{1, "export"}, {2, "export"}, {3, "print"}, {4, "download"}}}},
	{text: "operations: {export: [1], print: [1]}", err: "1:35: the code 1 already means export: leave it out of one of them"},
	{text: "operations: {export: [one]}", err: `1:23: a whole number is written here, not "one"`},
	{text: "operations: {exprot: [1]}", err: `1:14: operations has no key "exprot"; did you mean "export"?`},

	{text: "suppressions:\n  - {fingerprint: " + fingerprint + ", owner: O, reason: R, expiry: 2030-01-01}\n  - {rule: 2.7-score, app: a, shop: 0, subject: '', owner: O, reason: R, expiry: 2030-01-01}",
		want: config.Config{Suppressions: []config.Suppression{
			{Place: "opaudit.yaml:2", Fingerprint: fingerprint, Owner: "O", Reason: "R", Expiry: "2030-01-01"},
			{Place: "opaudit.yaml:3", Rule: "2.7-score", App: "a", Shop: ptr(int64(0)), Subject: ptr(""), Owner: "O", Reason: "R", Expiry: "2030-01-01"}}}},
	{text: "suppressions: [{owner: O}]", err: "1:16: a suppression has either a fingerprint or a rule"},
	{text: "suppressions: [{fingerprint: abc}]", err: `1:16: a fingerprint is written as in the report, 32 letters and digits, not "abc"`},
	{text: "suppressions: [{fingerprint: " + fingerprint + ", app: a}]", err: "1:16: app, shop and subject go with a rule; a fingerprint says it all"},
	{text: "suppressions: [{rule: 2.7-score, owner: O, expiry: 2030-01-01}]", err: "1:16: a suppression has an owner, a reason and an expiry, which is its last day"},
	{text: "suppressions: [{rule: 2.7-scores}]", err: `1:23: there is no rule "2.7-scores"; did you mean "2.7-score"?`},
	{text: "suppressions: [{rule: 2.7-score, subject: ~}]", err: "1:43: a text is missing here: write it, or leave the key out"},

	{text: "warnings: {2.6-inactive: 30, 2.7-score: 0.99, 2.7-success-rate: 0.9}",
		want: config.Config{Warnings: []config.Warning{{"2.6-inactive", 30}, {"2.7-score", 0.99}, {"2.7-success-rate", 0.9}}}},
	{text: "warnings: {2.6-inactive: 60}", want: config.Config{Warnings: []config.Warning{{"2.6-inactive", 60}}}},
	{text: "warnings: {2.6-inactive: 61}", err: "1:26: the rule warns at 60 by itself; an earlier warning is stricter, and 61 is looser"},
	{text: "warnings: {2.6-inactive: 90}", err: "1:26: 90 is the rule's own number; a warning comes before it, not at 90"},
	{text: "warnings: {2.7-success-rate: 0.8}", err: "1:30: 0.8 is the rule's own number; a warning comes before it, not at 0.8"},
	{text: "warnings: {2.7-success-rate: 0.7}", err: "1:30: 0.8 is the rule's own number; a warning comes before it, not at 0.7"},
	{text: "warnings: {2.7-success-rate: 0.84}", err: "1:30: the rule warns at 0.85 by itself; an earlier warning is stricter, and 0.84 is looser"},
	{text: "warnings: {3.3-plaintext-pii: 1}", err: "1:12: the rule 3.3-plaintext-pii has no earlier warning: leave it out"},
	{text: "warnings: {2.6-inactive: soon}", err: `1:26: a number is written here, not "soon"`},
	{text: "warnings: {2.6-inactive: -1}", err: `1:26: a number is written here, not "-1"`},
	{text: "warnings: {2.6-inactive: NaN}", err: `1:26: a number is written here, not "NaN"`},

	{text: "vocabulary: {surnames: [阚, 亓], places: }", want: config.Config{Vocabulary: map[string][]string{"surnames": {"阚", "亓"}}}},
	{text: "vocabulary: {surname: [阚]}", err: `1:14: vocabulary has no list "surname"; did you mean "surnames"?`},
	{text: "vocabulary: {surnames: [' ']}", err: "1:25: a text is missing here: write it, or leave the key out"},
}

// TestRead reads each part of the file.
func TestRead(t *testing.T) {
	t.Chdir(t.TempDir())
	const path = config.DefaultFile
	for _, c := range readings {
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		c.want.Path = path
		got, err := config.Read(path, known)
		switch {
		case c.err != "":
			if err == nil || err.Error() != path+":"+c.err {
				t.Errorf("%q: %v\nwant %s", c.text, err, c.err)
			}
		case err != nil:
			t.Errorf("%q: %v", c.text, err)
		case !reflect.DeepEqual(got, c.want):
			t.Errorf("%q:\n%+v\nwant\n%+v", c.text, got, c.want)
		}
	}
}

func TestReadWithoutAName(t *testing.T) {
	t.Chdir(t.TempDir())
	if c, err := config.Read("", known); err != nil || c.Path != "" {
		t.Errorf("without a file: %+v, %v", c, err)
	}
	if _, err := config.Read("missing.yaml", known); err == nil || !strings.Contains(err.Error(), "read configuration: ") {
		t.Errorf("a file that is named and missing: %v", err)
	}
	if err := os.WriteFile(config.DefaultFile, []byte("developer: {onboarded: 2024-01-01}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := config.Read("", known); err != nil || c.Path != config.DefaultFile || c.Developer.Onboarded != "2024-01-01" {
		t.Errorf("the file of the usual name: %+v, %v", c, err)
	}
}

func TestTexts(t *testing.T) {
	c := config.Config{Apps: []config.App{{AppKey: "k", Name: "n", Company: "c"}}, Shops: []config.Shop{{OpenID: "o", Company: "c"}},
		Suppressions: []config.Suppression{{Rule: "r", Owner: "o", Reason: "e"}}}
	c.Texts(strings.ToUpper)
	want := config.Config{Apps: []config.App{{AppKey: "k", Name: "N", Company: "C"}}, Shops: []config.Shop{{OpenID: "o", Company: "C"}},
		Suppressions: []config.Suppression{{Rule: "r", Owner: "O", Reason: "E"}}}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v, want %+v", c, want)
	}
}
