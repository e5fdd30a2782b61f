package corpus

import (
	"encoding/json"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

const size = 30000

// readings are all the ways to decode s, itself included.
func readings(s string) []string {
	all := []string{s}
	for i := 0; i < len(all) && i < 60; i++ {
		var u string
		if json.Unmarshal([]byte(`"`+all[i]+`"`), &u) == nil && !slices.Contains(all, u) {
			all = append(all, u)
		}
		if u, err := url.PathUnescape(all[i]); err == nil && utf8.ValidString(u) && !slices.Contains(all, u) {
			all = append(all, u)
		}
	}
	return all
}

// canonical undoes full width, separators and letter case where the kind has them.
func canonical(kind, s string) string {
	switch kind {
	case "phone", "id_card", "bank_card", "landline":
		return strings.Map(func(r rune) rune {
			if r >= 0xff01 && r <= 0xff5e {
				r -= 0xfee0
			}
			switch {
			case r == 'x':
				return 'X'
			case strings.ContainsRune(" -()", r):
				return -1
			}
			return r
		}, s)
	}
	return s
}

func validID(s string) bool {
	if len(s) != 18 || s[17] != checkDigit(s) {
		return false
	}
	if _, err := time.Parse("20060102", s[6:14]); err != nil || s[6:8] != "19" && s[6:8] != "20" {
		return false
	}
	p, _ := strconv.Atoi(s[:2])
	return slices.Contains([]int{11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83}, p)
}

// decoded is the line with all its escapes undone.
func decoded(s string) string {
	for range 2 {
		if u, err := url.PathUnescape(strings.ReplaceAll(s, "% ", "%25 ")); err == nil {
			s = u
		}
	}
	return regexp.MustCompile(`\\+u([0-9a-fA-F]{4})`).ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseUint(m[len(m)-4:], 16, 32)
		return string(rune(n))
	})
}

var (
	phoneShape = regexp.MustCompile(`(^|[^0-9A-Za-z.])1[3-9]\d{9}($|[^0-9A-Za-z.])`)
	idShape    = regexp.MustCompile(`\b\d{17}[0-9Xx]\b`)
	emailShape = regexp.MustCompile(`[A-Za-z0-9._]+@[a-z0-9-]+(\.[a-z-]+)*\.[a-z]{2,}`)
	cardShape  = regexp.MustCompile(`\b(62\d{14}|62\d{17})\b`)
	requestID  = regexp.MustCompile(`"requestId": ?"\d+"`) // declared, so whatever it looks like
)

func TestLines(t *testing.T) {
	lines := Generate(1, size)
	if !reflect.DeepEqual(lines[:2000], Generate(1, 2000)) {
		t.Error("not the same for the same seed")
	}
	families, kinds, values := map[string]int{}, map[string]int{}, map[string]bool{}
	positive, spans, structured := 0, 0, 0
	for _, l := range lines {
		families[l.Family]++
		if strings.HasPrefix(l.Family, "look-alike/") != (len(l.Spans) == 0) {
			t.Errorf("%s has %d spans: %s", l.Family, len(l.Spans), l.Text)
		}
		if len(l.Spans) > 0 {
			positive++
			if l.Text[0] == '{' {
				structured++
			}
		}
		if !utf8.Valid(l.Text) || slices.Contains(l.Text, '\n') || l.Text[0] == '{' && !json.Valid(l.Text) {
			t.Errorf("%s is no line: %s", l.Family, l.Text)
		}
		end, b := 0, slices.Clone(l.Text)
		for _, s := range l.Spans {
			if s.Start < end || s.End <= s.Start || s.End > len(l.Text) || !slices.Contains(Kinds, s.Kind) {
				t.Fatalf("%s: bad span %v in %s", l.Family, s, l.Text)
			}
			end = s.End
			spans++
			kinds[s.Kind]++
			if utf8.RuneCountInString(s.Value) > 2 {
				values[s.Value] = true
			}
			shown := string(l.Text[s.Start:s.End])
			if !slices.ContainsFunc(readings(shown), func(r string) bool {
				return canonical(s.Kind, strings.NewReplacer("（", "", "）", "").Replace(r)) == canonical(s.Kind, s.Value)
			}) {
				t.Fatalf("%s: %q does not read %q in %s", l.Family, shown, s.Value, l.Text)
			}
			unchecked := regexp.MustCompile("^id_card/(mistyped|old|unchecked)").MatchString(l.Family)
			if s.Kind == "id_card" && validID(s.Value) == unchecked || s.Kind == "bank_card" && !luhn(s.Value) {
				t.Errorf("invalid %s %s", s.Kind, s.Value)
			}
			for i := s.Start; i < s.End; i++ {
				b[i] = '~'
			}
		}
		left := requestID.ReplaceAllString(decoded(string(b)), "")
		for _, m := range idShape.FindAllString(left, -1) {
			if validID(m) {
				t.Errorf("%s: unlabelled id %s in %s", l.Family, m, l.Text)
			}
		}
		if m := emailShape.FindString(left); m != "" && !strings.Contains(left, "*"+m) && !regexp.MustCompile(`@[23]x|\*@|deprecated|node_`).MatchString(left) {
			t.Errorf("%s: unlabelled mail %s in %s", l.Family, m, l.Text)
		}
		shaped := regexp.MustCompile("phone-shape|of-phone|ids-in-param|order-ids|card-shape").MatchString(l.Family)
		if !shaped && (phoneShape.MatchString(left) || cardShape.MatchString(left)) && !strings.Contains(l.Family, "wrong-luhn") {
			t.Errorf("%s: unlabelled number in %s", l.Family, l.Text)
		}
	}
	for _, l := range lines {
		if len(l.Spans) > 0 {
			continue
		}
		text := decoded(string(l.Text))
		for v := range windows(text) {
			if values[v] {
				t.Errorf("%s holds %s: %s", l.Family, v, l.Text)
			}
		}
	}
	nPos, nLook := 0, 0
	for f, n := range families {
		if strings.HasPrefix(f, "look-alike/") {
			nLook++
		} else {
			nPos++
		}
		if share := 100 * float64(n) / size; share > 4 || n < 20 {
			t.Errorf("%s has %.2f%% of the lines", f, share)
		}
	}
	t.Logf("%d positive families, %d look-alike families; %d of %d lines positive, %d%% of those JSON", nPos, nLook, positive, size, 100*structured/positive)
	if nPos < 60 || nLook < 45 || nPos != len(positives) || nLook != len(lookalikes) {
		t.Error("too few families, or one never drawn")
	}
	if share := 100 * positive / size; share < 38 || share > 42 {
		t.Errorf("%d%% of the lines are positive", share)
	}
	for _, k := range Kinds {
		share := 100 * float64(kinds[k]) / float64(spans)
		t.Logf("%s %.1f%%", k, share)
		if share < 6 {
			t.Errorf("%s is only %.1f%% of the spans", k, share)
		}
	}
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// windows yields the runs of 3 to 19 characters of the text that could be a name or number.
func windows(s string) map[string]bool {
	out := map[string]bool{}
	r := []rune(s)
	for i := range r {
		for _, n := range []int{3, 4, 11, 16, 18, 19} {
			inNumber := i > 0 && digit(r[i-1]) || i+n < len(r) && digit(r[i+n])
			if i+n <= len(r) && !inNumber {
				out[string(r[i:i+n])] = true
			}
		}
	}
	return out
}

func TestSeedsDiffer(t *testing.T) {
	if reflect.DeepEqual(Generate(1, 50), Generate(2, 50)) {
		t.Error("two seeds give the same lines")
	}
}
