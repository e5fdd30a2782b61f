package reports

import (
	"slices"

	"opaudit/analyzer/finding"
)

// quality says what the figures rest on and what was left out of them.
func (p *page) quality(q finding.DataQuality) {
	p.section("quality", p.words.Quality.Heading)
	p.conservation(q)
	p.rejects(q.Rejects)
	p.specWarnings(q.SpecWarnings)
	p.missingDays(q.MissingDays)
	p.shops(q)
	p.statements(q.UnparsedStatements)
	p.failedFiles(q.FailedFiles)
}

// conservation shows the law in total and per file.
func (p *page) conservation(q finding.DataQuality) {
	w := p.words.Quality
	p.paragraph(say(w.Law))
	if balanced(q) {
		p.paragraph(say(w.LawKept))
	} else {
		p.paragraph(toned(stress(w.LawBroken), bad))
	}
	rows := [][]rich{p.balanceRow(say(w.AllFiles), q.Balance)}
	for _, file := range q.Files {
		rows = append(rows, p.balanceRow(code(file.Path), file.Balance))
	}
	p.grid(say(w.File), []column{
		{Title: say(w.File)},
		{say(w.Lines), true}, {say(w.Blank), true}, {say(w.Accepted), true}, {say(w.Rejected), true}, {say(w.Duplicate), true},
		{Title: say(w.Check)}, {say(w.Events), true},
	}, rows)
	p.pending(q.Files)
}

// pending names the files that end in the middle of a line.
func (p *page) pending(files []finding.FileBalance) {
	var lines []item
	for _, file := range files {
		if file.PendingBytes > 0 {
			lines = append(lines, item{Text: join(code(file.Path), say(p.words.Colon), counted(p.words.Quality.Pending, file.PendingBytes))})
		}
	}
	p.bullets(lines...)
}

func balanced(q finding.DataQuality) bool {
	return q.Balance.Balanced && !slices.ContainsFunc(q.Files, func(f finding.FileBalance) bool { return !f.Balanced })
}

func (p *page) balanceRow(name rich, b finding.Balance) []rich {
	check := toned(say(p.words.Quality.Balanced), good)
	if !b.Balanced {
		check = toned(say(p.words.Quality.NotBalanced), bad)
	}
	row := append([]rich{name}, wholes(b.Lines, b.Blank, b.Accepted, b.Rejected, b.Duplicate)...)
	return append(row, check, whole(b.Events))
}

// meaningOf is what a word of the program stands for, if that is known.
func meaningOf(word string, meanings map[string]string) rich {
	if text, ok := meanings[word]; ok {
		return say(text)
	}
	return say(nothing)
}

func (p *page) rejects(counts []finding.RejectCount) {
	w := p.words.Quality
	var rows [][]rich
	for _, c := range counts {
		rows = append(rows, []rich{code(c.Reason), meaningOf(c.Reason, w.Reject), code(c.Field), whole(c.Count)})
	}
	p.list(w.Rejects, w.NoRejects, []column{{Title: say(w.Reason)}, {Title: say(w.Meaning)}, {Title: say(w.Field)}, {say(w.Count), true}}, rows)
}

func (p *page) specWarnings(counts []finding.CodeCount) {
	w := p.words.Quality
	var rows [][]rich
	for _, c := range counts {
		rows = append(rows, []rich{code(c.Code), meaningOf(c.Code, w.Softer), code(c.Field), whole(c.Count)})
	}
	p.list(w.Warnings, w.NoWarnings, []column{{Title: say(w.Code)}, {Title: say(w.Meaning)}, {Title: say(w.Field)}, {say(w.Count), true}}, rows)
}

func (p *page) missingDays(holes []finding.MissingDays) {
	w := p.words.Quality
	var rows [][]rich
	for _, h := range holes {
		logType := say(w.AnyType)
		if h.LogType != nil {
			logType = code(*h.LogType)
		}
		rows = append(rows, []rich{code(h.AppKey), logType, p.dayRange(h.FirstDay, h.LastDay), whole(h.Days)})
	}
	p.list(w.MissingDays, w.NoMissingDays, []column{
		{Title: say(p.words.Finding.App)}, {Title: say(w.LogType)}, {Title: say(p.words.Finding.Days)}, {say(w.DaysWithout), true},
	}, rows)
}

func (p *page) shops(q finding.DataQuality) {
	w := p.words.Quality
	p.heading(say(w.Shops))
	if q.UnknownShops == 0 && q.OpenIDConflict == 0 {
		p.paragraph(say(w.NoShopTrouble))
	}
	var lines []item
	if q.UnknownShops != 0 {
		lines = append(lines, item{Text: counted(w.UnknownShops, q.UnknownShops)})
	}
	if q.OpenIDConflict != 0 {
		lines = append(lines, item{Text: counted(w.OpenIDConflict, q.OpenIDConflict)})
	}
	p.bullets(lines...)
}

// statements tells of SQL that could not be read, if there is any.
func (p *page) statements(unparsed int64) {
	if unparsed == 0 {
		return
	}
	p.heading(say(p.words.Quality.Statements))
	p.bullets(item{Text: counted(p.words.Quality.Unparsed, unparsed)})
}

func (p *page) failedFiles(files []finding.FailedFile) {
	w := p.words.Quality
	var rows [][]rich
	for _, f := range files {
		rows = append(rows, []rich{code(f.Path), code(f.Error)})
	}
	p.list(w.FailedFiles, w.NoFailed, []column{{Title: say(w.File)}, {Title: say(w.Error)}}, rows)
}

// list writes a table under its heading, or one sentence when it is empty.
func (p *page) list(heading, none string, columns []column, rows [][]rich) {
	p.heading(say(heading))
	if len(rows) == 0 {
		p.paragraph(say(none))
		return
	}
	p.grid(say(heading), columns, rows)
}
