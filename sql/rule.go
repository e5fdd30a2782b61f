package catalog

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// A Rule is one file of rules/: a SELECT whose rows are stretches of days on
// which an app breaks a clause, or comes near to it, and the words for it.
//
// The SELECT has the columns RuleColumns: the app and, where the finding is
// about one shop, its seller id; the subject; the first and last day; the value
// and the rule's own threshold; the level; and as evidence the relation, with an
// optional WHERE, in which the records behind the row are found by app and day.
type Rule struct {
	ID           string
	File         string // where a rule of the user's own stands; "" for the program's
	Line         int    // of its file on which Body begins
	Clause       string
	Figure       string // the view that the value comes from
	Unit         string
	Texts                         // for every level that AtLevel says nothing of
	AtLevel      map[string]Texts // by level, where a level means something else; complete
	Needs        []string         // log types without which the rule cannot see all that it is about
	NeedsAny     []string         // log types of which one is enough
	Reference    []string         // what the configuration must tell, as in the view reference_gaps
	Levels       []string         // the levels that its rows can have
	Gap          int              // days without a row that do not end an episode
	Merge        string           // value of joined rows: max, min or sum
	Window       int              // days that a figure looks back, 1 for the day itself
	Behind       []string         // the relations that the figure counts, each with an optional WHERE
	Span         int              // days that one value of the figure covers, to explain it
	Warn         *float64         // from which value on the rule warns unless the configuration says an earlier one, nil when it never warns
	Forecast     string           // the view whose row for the finding's app fills ForecastText, "" for none
	ForecastText Words            // with {column} for the columns of Forecast
	Caveat       Words            // said after Summary at the level risk: why it is no violation; with {incomplete_days}
	subjectWords map[string]Words // what people call a subject that is a word of the program's own
	subjectForm  Words            // what they call one of several words, by the words for its parts: with {first}, {middle}, {last}
	SubjectIn    string           // column of the evidence relation that equals the subject, "" when none
	Body         string
	Bound        string // on which side of the threshold a value is noted: from, over, under or not over; "" when the header does not tell
	limit        string // the header's threshold
}

// Limit is the rule's own number, not ok when it has none.
func (r Rule) Limit() (limit float64, ok bool) {
	limit, err := strconv.ParseFloat(r.limit, 64)
	return limit, err == nil
}

// Texts are what a finding says.
type Texts struct {
	Title       Words
	Summary     Words // with {value}, {threshold}, {first_day}, {last_day}, {subject}
	Consequence Words
	Remedy      Words
}

// At are the texts of a finding at a level.
func (r Rule) At(level string) Texts {
	if texts, ok := r.AtLevel[level]; ok {
		return texts
	}
	return r.Texts
}

// Words are a text in English and Chinese.
type Words struct{ En, Zh string }

// levels are the words for how grave a row is.
var levels = []string{"violation", "risk", "warning", "info"}

// RuleColumns are the columns of every rule's SELECT, in order.
var RuleColumns = []string{"app_key", "seller_id", "subject", "first_day", "last_day", "value", "threshold", "level", "evidence"}

func (c *Catalog) addRule(name, text string) error {
	s, err := parse(name, text)
	if err != nil {
		return err
	}
	r, err := ruleOf(s)
	if err != nil {
		return err
	}
	c.Rules = append(c.Rules, r)
	return c.checkForecast(s)
}

// ruleOf reads the header of a rule.
func ruleOf(s source) (Rule, error) {
	required := []string{"id", "clause", "figure", "level", "unit", "needs", "threshold"}
	optional := []string{"behind", "bound", "warn", "gap", "merge", "window", "subject_in", "span", "forecast", "forecast.en", "forecast.zh", "caveat.en", "caveat.zh", "subject.en", "subject.zh", "subject_form.en", "subject_form.zh"}
	for _, text := range texts {
		required = append(required, text+".en", text+".zh")
		for _, level := range list(s.keys["level"]) {
			optional = append(optional, text+"."+level+".en", text+"."+level+".zh")
		}
	}
	if err := s.need(required...); err != nil {
		return Rule{}, err
	}
	if err := s.only(append(required, optional...)...); err != nil {
		return Rule{}, err
	}
	if err := s.checkPlaceholders(); err != nil {
		return Rule{}, err
	}
	r := Rule{ID: s.keys["id"], Line: s.line, Clause: s.keys["clause"], Figure: s.keys["figure"], Unit: s.keys["unit"],
		Merge: s.keys["merge"], SubjectIn: s.keys["subject_in"], Body: s.body, limit: s.keys["threshold"]}
	if r.ID != strings.TrimSuffix(path.Base(s.name), ".sql") {
		return r, s.wrong("id", "the id %q must be the file's name", r.ID)
	}
	words := func(key string) Words { return Words{s.keys[key+".en"], s.keys[key+".zh"]} }
	if err := r.say(s); err != nil {
		return r, err
	}
	r.Forecast, r.ForecastText = s.keys["forecast"], words("forecast")
	if (r.Forecast == "") != (r.ForecastText.En == "") || (r.Forecast == "") != (r.ForecastText.Zh == "") {
		return r, s.wrong("forecast", "forecast goes with forecast.en and forecast.zh: write all or none")
	}
	if r.Caveat = words("caveat"); (r.Caveat.En == "") != (r.Caveat.Zh == "") {
		return r, s.wrong("caveat.en", "caveat.en goes with caveat.zh: write both or none")
	}
	if r.subjectForm = words("subject_form"); (r.subjectForm.En == "") != (r.subjectForm.Zh == "") {
		return r, s.wrong("subject_form.en", "subject_form.en goes with subject_form.zh: write both or none")
	}
	if err := r.nameSubjects(s); err != nil {
		return r, err
	}
	r.Levels = list(s.keys["level"])
	for _, level := range r.Levels {
		if !slices.Contains(levels, level) {
			return r, s.wrong("level", "a level is one of %s, not %q", strings.Join(levels, ", "), level)
		}
	}
	if err := r.numbers(s); err != nil {
		return r, err
	}
	return r, r.decide(s)
}

// texts are the keys of what a finding says.
var texts = []string{"title", "summary", "consequence", "remedy"}

// say reads what a finding says, and "title.warning.en" and the like, which say it
// otherwise at one level; what a level does not say is as at the others.
func (r *Rule) say(s source) error {
	read := func(at string, otherwise Texts) (said Texts, err error) {
		said = otherwise
		for i, to := range []*Words{&said.Title, &said.Summary, &said.Consequence, &said.Remedy} {
			key := texts[i] + at
			words := Words{s.keys[key+".en"], s.keys[key+".zh"]}
			if (words.En == "") != (words.Zh == "") {
				return said, s.wrong(key+".en", "%s.en goes with %s.zh: write both or none", key, key)
			}
			if words != (Words{}) {
				*to = words
			}
		}
		return said, nil
	}
	var err error
	if r.Texts, err = read("", Texts{}); err != nil {
		return err
	}
	r.AtLevel = map[string]Texts{}
	for _, level := range list(s.keys["level"]) {
		said, err := read("."+level, r.Texts)
		if err != nil {
			return err
		}
		if said != r.Texts {
			r.AtLevel[level] = said
		}
	}
	return nil
}

// numbers reads the rule's own number, which may be "none", and the earlier one
// that it warns from.
func (r *Rule) numbers(s source) error {
	if _, ok := r.Limit(); !ok && r.limit != "none" {
		return s.wrong("threshold", "the threshold is a number or none, not %q", r.limit)
	}
	if s.keys["warn"] == "" {
		return nil
	}
	warn, err := strconv.ParseFloat(s.keys["warn"], 64)
	if err != nil {
		return s.wrong("warn", "warn is a number, not %q", s.keys["warn"])
	}
	r.Warn = &warn
	return nil
}

// nameSubjects reads "subject.zh: no shop predicate = 未限定店铺; …", and the same in
// English; a subject that is not among them is called by itself.
func (r *Rule) nameSubjects(s source) error {
	r.subjectWords = map[string]Words{}
	for _, key := range []string{"subject.en", "subject.zh"} {
		for _, pair := range strings.Split(s.keys[key], ";") {
			if strings.TrimSpace(pair) == "" {
				continue
			}
			subject, name, ok := strings.Cut(pair, "=")
			subject, name = strings.TrimSpace(subject), strings.TrimSpace(name)
			if !ok || subject == "" || name == "" {
				return s.wrong(key, "%s is written as \"subject = words; …\", not %q", key, strings.TrimSpace(pair))
			}
			words, known := r.subjectWords[subject]
			if !known {
				words = Words{subject, subject}
			}
			if key == "subject.en" {
				words.En = name
			} else {
				words.Zh = name
			}
			r.subjectWords[subject] = words
		}
	}
	return nil
}

// SubjectWords are what people call a subject.
func (r Rule) SubjectWords(subject string) Words {
	first, rest, _ := strings.Cut(subject, " ")
	at := strings.LastIndex(rest, " ")
	if r.subjectForm == (Words{}) || at < 0 {
		return r.word(subject)
	}
	middle, last := Words{rest[:at], rest[:at]}, r.word(rest[at+1:])
	if middle.En == "-" { // else it is no word of the program's own
		middle = r.word("-")
	}
	fill := func(form, first, middle, last string) string {
		return strings.NewReplacer("{first}", first, "{middle}", middle, "{last}", last).Replace(form)
	}
	begin := r.word(first)
	return Words{fill(r.subjectForm.En, begin.En, middle.En, last.En), fill(r.subjectForm.Zh, begin.Zh, middle.Zh, last.Zh)}
}

func (r Rule) word(subject string) Words {
	if words, ok := r.subjectWords[subject]; ok {
		return words
	}
	return Words{subject, subject}
}

// decide reads the keys that steer how rows become findings.
func (r *Rule) decide(s source) error {
	if err := r.readNeeds(s); err != nil {
		return err
	}
	if r.Bound = s.keys["bound"]; !slices.Contains([]string{"", "from", "over", "under", "not over"}, r.Bound) {
		return s.wrong("bound", "bound is from, over, under or not over, not %q", r.Bound)
	}
	if r.Merge == "" {
		r.Merge = "max"
	}
	if !slices.Contains([]string{"max", "min", "sum"}, r.Merge) {
		return s.wrong("merge", "merge is max, min or sum, not %q", r.Merge)
	}
	var err error
	if r.Gap, err = number(s, "gap", 6); err != nil {
		return err
	}
	if r.Window, err = number(s, "window", 1); err != nil {
		return err
	}
	for _, relation := range strings.Split(s.keys["behind"], ";") {
		if relation = strings.TrimSpace(relation); relation != "" { // figures of the configuration alone count no records
			r.Behind = append(r.Behind, relation)
		}
	}
	r.Span, err = number(s, "span", r.Window)
	return err
}

// readNeeds reads "all: order, open; reference: operations" and the like.
func (r *Rule) readNeeds(s source) error {
	if s.keys["needs"] == "none" {
		return nil
	}
	places := map[string]*[]string{"all": &r.Needs, "any": &r.NeedsAny, "reference": &r.Reference}
	for _, part := range strings.Split(s.keys["needs"], ";") {
		kind, words, _ := strings.Cut(strings.TrimSpace(part), ":")
		place, known := places[kind]
		if !known {
			return s.wrong("needs", "needs is \"all: …\", \"any: …\", \"reference: …\" or \"none\", not %q", part)
		}
		if *place != nil {
			return s.wrong("needs", "needs has %q twice: write what it lists after the first one, with commas", kind)
		}
		if *place = list(words); *place == nil {
			return s.wrong("needs", "needs says %q and names nothing; a rule that needs nothing has \"none\"", kind)
		}
	}
	return nil
}

func number(s source, key string, otherwise int) (int, error) {
	if s.keys[key] == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s.keys[key])
	if err != nil || n < 0 {
		return 0, s.wrong(key, "%s is a whole number of days, not %q", key, s.keys[key])
	}
	return n, nil
}

func list(s string) []string {
	var items []string
	for _, item := range strings.Split(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
