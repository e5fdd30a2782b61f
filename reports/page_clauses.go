package reports

import (
	"slices"
	"strings"

	"opaudit/analyzer/finding"
)

// clauses writes the verdicts, all apps together first; a single app says the
// same, so it gets no table of its own. What no log can show is the same for
// every app and stands in the first table only.
func (p *page) clauses(all []finding.ClauseResult) {
	p.section("clauses", p.words.Table.Clauses)
	if len(all) == 0 {
		p.paragraph(say(p.words.Headlines.NotJudgedText))
		return
	}
	apps := appsOf(all)
	overall := together(all)
	if overall[0].AppKey == nil {
		if len(apps) > 1 {
			p.heading(say(p.words.AllApps))
		}
		p.clauseTable(say(p.words.AllApps), overall, all)
		p.checks(overall)
		if len(apps) == 1 {
			return
		}
	}
	byApp := map[string][]finding.ClauseResult{}
	for _, clause := range all {
		toldAbove := overall[0].AppKey == nil && clause.Verdict == finding.OutsideLogs
		if clause.AppKey != nil && !toldAbove {
			byApp[*clause.AppKey] = append(byApp[*clause.AppKey], clause)
		}
	}
	for _, app := range apps {
		if len(byApp[app]) == 0 {
			continue
		}
		p.heading(code(app))
		p.clauseTable(code(app), byApp[app], nil)
	}
}

// clauseTable writes verdicts; all are those of each app, where the table is of all
// together, to say which app lacks something.
func (p *page) clauseTable(of rich, clauses, all []finding.ClauseResult) {
	w := p.words.Table
	var rows [][]rich
	for _, c := range clauses {
		rows = append(rows, []rich{plain(c.Clause), p.text(c.Title), p.verdictWord(c.Verdict), p.missing(c, all)})
	}
	p.grid(join(say(w.Clauses+p.words.Colon), of), []column{{Title: say(p.words.Clause)}, {Title: say(w.ClauseTitle)}, {Title: say(w.Verdict)}, {Title: say(w.Missing)}}, rows)
}

// missing names what is not there: what a verdict would need, and what it was given
// without.
func (p *page) missing(c finding.ClauseResult, all []finding.ClauseResult) rich {
	var parts []rich
	if len(c.Missing) > 0 {
		parts = append(parts, p.lacked(all, []string{c.Clause}, c.Missing))
	}
	if len(c.Unchecked) > 0 {
		parts = append(parts, fill(p.words.Table.Unchecked, codes(c.Unchecked, p.words.Comma)))
	}
	if len(parts) == 0 {
		return say(nothing)
	}
	return listed(parts, p.words.Then)
}

// checks lists what to check by hand, then how the rest is checked.
func (p *page) checks(clauses []finding.ClauseResult) {
	w := p.words.Table
	for _, part := range []struct {
		title  string
		byHand bool
	}{{w.ByHand, true}, {w.Checks, false}} {
		var lines []item
		for _, c := range clauses {
			if check := c.Check.In(string(p.words.Language)); check != "" && (c.Verdict == finding.OutsideLogs) == part.byHand {
				lines = append(lines, item{Text: join(emphasised(plain(c.Clause)), say(p.words.Colon), prose(check))})
			}
		}
		if len(lines) == 0 {
			continue // a run that an earlier version saved
		}
		p.paragraph(say(part.title + strings.TrimRight(p.words.Colon, " ")))
		p.bullets(lines...)
	}
}

// clauseRef refers to clauses by their numbers, to what stands among them without one
// by its name.
func (p *page) clauseRef(clauses ...string) rich {
	w := p.words.Table
	var numbers, refs []rich
	for _, clause := range clauses {
		if text, ok := w.Unnumbered[clause]; ok {
			refs = append(refs, say(text))
		} else {
			numbers = append(numbers, plain(clause))
		}
	}
	if n := len(numbers); n > 0 {
		refs = slices.Insert(refs, 0, fill(w.ClauseRef.of(int64(n)), listed(numbers, p.words.Comma)))
	}
	ref := refs[0]
	for _, more := range refs[1:] {
		ref = fill(w.And, ref, more)
	}
	return ref
}

// emphasised makes a bare name stand out.
func emphasised(text rich) rich {
	if len(text) == 1 && text[0].Kind == name {
		return stress(text[0].Text)
	}
	return text
}

// lacked names what is not there to judge clauses, and of which apps, where not all
// apps lack it.
func (p *page) lacked(all []finding.ClauseResult, clauses, words []string) rich {
	const most = 3
	total := len(appsOf(all))
	var named []rich
	for _, word := range words {
		apps := appsOf(slices.DeleteFunc(slices.Clone(all), func(c finding.ClauseResult) bool {
			return !slices.Contains(clauses, c.Clause) || !slices.Contains(c.Missing, word)
		}))
		text := code(word)
		if lacked, ok := p.words.Table.Lacked[word]; ok {
			text = say(lacked)
		}
		if n := len(apps); n > 0 && n < total {
			whose := codes(apps[:min(most, n)], p.words.Comma)
			if n > most {
				whose = join(whose, say(p.words.Comma), counted(p.words.AndMore, int64(n-most)))
			}
			text = fill(p.words.In, text, whose)
		}
		named = append(named, text)
	}
	return listed(named, p.words.Comma)
}
