package reports

import "opaudit/analyzer/finding"

// quality says what the figures rest on and what was left out of them.
func (p *page) quality(q finding.DataQuality) {
	p.heading("##", markup(p.words.Quality.Heading))
	p.conservation(q)
	p.rejects(q.Rejects)
	p.specWarnings(q.SpecWarnings)
	p.shops(q)
	p.statements(q.UnparsedStatements)
	p.failedFiles(q.FailedFiles)
}

// conservation shows the law in total and per file.
func (p *page) conservation(q finding.DataQuality) {
	w := p.words.Quality
	kept := w.LawKept
	if !balanced(q) {
		kept = "**" + w.LawBroken + "**"
	}
	p.line("%s", markup(w.Law))
	p.line("")
	p.line("%s", markup(kept))
	p.line("")
	rows := [][]markup{p.balanceRow(markup(w.AllFiles), q.Balance)}
	for _, file := range q.Files {
		rows = append(rows, p.balanceRow(code(file.Path), file.Balance))
	}
	p.grid([]column{
		{title: w.File},
		{w.Lines, true}, {w.Blank, true}, {w.Accepted, true}, {w.Rejected, true}, {w.Duplicate, true},
		{title: w.Check}, {w.Events, true},
	}, rows)
	p.pending(q.Files)
}

// pending names the files that end in the middle of a line.
func (p *page) pending(files []finding.FileBalance) {
	found := false
	for _, file := range files {
		if file.PendingBytes > 0 {
			found = true
			p.line("- %s%s%s", code(file.Path), markup(p.words.Colon), counted(p.words.Quality.Pending, file.PendingBytes))
		}
	}
	if found {
		p.line("")
	}
}

func balanced(q finding.DataQuality) bool {
	for _, file := range q.Files {
		if !file.Balanced {
			return false
		}
	}
	return q.Balance.Balanced
}

func (p *page) balanceRow(name markup, b finding.Balance) []markup {
	check := p.words.Quality.Balanced
	if !b.Balanced {
		check = p.words.Quality.NotBalanced
	}
	row := append([]markup{name}, wholes(b.Lines, b.Blank, b.Accepted, b.Rejected, b.Duplicate)...)
	return append(row, markup(check), markup(finding.Whole(b.Events)))
}

func (p *page) rejects(counts []finding.RejectCount) {
	w := p.words.Quality
	var rows [][]markup
	for _, c := range counts {
		meaning := markup(nothing)
		if text, ok := w.Reject[c.Reason]; ok {
			meaning = markup(text)
		}
		rows = append(rows, []markup{code(c.Reason), meaning, code(c.Field), markup(finding.Whole(c.Count))})
	}
	p.list(w.Rejects, w.NoRejects, []column{{title: w.Reason}, {title: w.Meaning}, {title: w.Field}, {w.Count, true}}, rows)
}

func (p *page) specWarnings(counts []finding.CodeCount) {
	w := p.words.Quality
	var rows [][]markup
	for _, c := range counts {
		rows = append(rows, []markup{code(c.Code), code(c.Field), markup(finding.Whole(c.Count))})
	}
	p.list(w.Warnings, w.NoWarnings, []column{{title: w.Code}, {title: w.Field}, {w.Count, true}}, rows)
}

func (p *page) shops(q finding.DataQuality) {
	w := p.words.Quality
	p.heading("###", markup(w.Shops))
	if q.UnknownShops == 0 && q.OpenIDConflict == 0 {
		p.line("%s", markup(w.NoShopTrouble))
	}
	if q.UnknownShops != 0 {
		p.line("- %s", counted(w.UnknownShops, q.UnknownShops))
	}
	if q.OpenIDConflict != 0 {
		p.line("- %s", counted(w.OpenIDConflict, q.OpenIDConflict))
	}
	p.line("")
}

// statements tells of SQL that could not be read, if there is any.
func (p *page) statements(unparsed int64) {
	if unparsed == 0 {
		return
	}
	p.heading("###", markup(p.words.Quality.Statements))
	p.line("- %s", counted(p.words.Quality.Unparsed, unparsed))
	p.line("")
}

func (p *page) failedFiles(files []finding.FailedFile) {
	w := p.words.Quality
	var rows [][]markup
	for _, f := range files {
		rows = append(rows, []markup{code(f.Path), code(f.Error)})
	}
	p.list(w.FailedFiles, w.NoFailed, []column{{title: w.File}, {title: w.Error}}, rows)
}

// list writes a table under its heading, or one sentence when it is empty.
func (p *page) list(heading, none string, columns []column, rows [][]markup) {
	p.heading("###", markup(heading))
	if len(rows) == 0 {
		p.line("%s", markup(none))
		p.line("")
		return
	}
	p.grid(columns, rows)
}
