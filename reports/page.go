package reports

import (
	"slices"

	"opaudit/analyzer/finding"
)

// page is what a document for people says, in one language and no syntax yet:
// Markdown and HTML write the same page. Its parts are gathered in order, each into
// the section that was begun last.
type page struct {
	words    *words
	Title    rich
	Verdict  verdict
	Sections []section // the first one has no title: what a reader sees first
}

// verdict is the one thing that a reader must know.
type verdict struct {
	Tone tone
	Text rich
}

// section is a part of a page under a heading of its own.
type section struct {
	ID     string
	Title  rich
	Blocks []block
}

// block is one part of a section: exactly one of the fields is set.
type block struct {
	Heading   rich
	Paragraph rich
	List      *list
	Table     *grid
	Finding   *entry
	Picture   *picture  // for formats that can show one
	Beside    [][]block // parts that may stand beside each other
}

// list is a numbered list or one with bullets.
type list struct {
	Numbered bool
	Items    []item
}

// item is an entry of a list and what stands under it.
type item struct {
	Text rich
	Sub  []rich
}

// grid is a table.
type grid struct {
	Name       rich // what the table is of, for who does not see where it stands
	Columns    []column
	Rows       [][]rich
	ScreenOnly bool // a way to find things that the page says elsewhere
}

// column heads a column of a grid.
type column struct {
	Title rich
	Right bool // numbers stand at the right
}

// entry is one finding.
type entry struct {
	ID      string
	Level   finding.Level // "" when it is not known here
	Muted   bool          // closed or set aside
	Title   rich
	Summary rich
	Items   []item
}

// newPage says all that a run holds.
func newPage(run finding.Run, lang Language) *page {
	p := &page{words: wordsIn(lang)}
	p.headline(run)
	p.comparison(run.Comparison)
	p.clauses(run.Clauses)
	p.findings(run)
	p.series(run)
	p.quality(run.DataQuality)
	p.definitions(shownDefinitions(run))
	return p
}

// section begins a section.
func (p *page) section(id, title string) {
	p.Sections = append(p.Sections, section{ID: id, Title: say(title)})
}

// beside lets what write adds stand beside what the last call added.
func (p *page) beside(write func()) {
	s := &p.Sections[len(p.Sections)-1]
	at := len(s.Blocks)
	write()
	part := slices.Clone(s.Blocks[at:])
	s.Blocks = s.Blocks[:at]
	if last := at - 1; last >= 0 && s.Blocks[last].Beside != nil {
		s.Blocks[last].Beside = append(s.Blocks[last].Beside, part)
		return
	}
	p.add(block{Beside: [][]block{part}})
}

func (p *page) add(b block) {
	s := &p.Sections[len(p.Sections)-1]
	s.Blocks = append(s.Blocks, b)
}

// heading begins a part of a section.
func (p *page) heading(text rich) { p.add(block{Heading: text}) }

func (p *page) paragraph(text rich) { p.add(block{Paragraph: text}) }

// bullets writes a list, if there is anything in it.
func (p *page) bullets(items ...item) {
	if len(items) > 0 {
		p.add(block{List: &list{Items: items}})
	}
}

// grid writes a table of something.
func (p *page) grid(name rich, columns []column, rows [][]rich) {
	p.add(block{Table: &grid{Name: name, Columns: columns, Rows: rows}})
}

// labelled is a labelled value.
func (p *page) labelled(label string, value rich) rich {
	return join(stress(label), say(p.words.Colon), value)
}

// level is the document's word for a level.
func (p *page) level(level finding.Level) rich {
	tones := map[finding.Level]tone{finding.Violation: bad, finding.Risk: careful, finding.Warning: careful}
	return toned(known(p.words.Level, level), tones[level])
}

// verdictWord is the document's word for the verdict on a clause.
func (p *page) verdictWord(v finding.Verdict) rich {
	tones := map[finding.Verdict]tone{finding.Violated: bad, finding.AtRisk: careful, finding.NotProvable: unsure, finding.Kept: good}
	return toned(known(p.words.Verdict, v), tones[v])
}

// text is what the document's language says of two.
func (p *page) text(t finding.Text) rich { return prose(t.In(string(p.words.Language))) }

// wholes are cells of counts.
func wholes(counts ...int64) []rich {
	cells := make([]rich, 0, len(counts))
	for _, n := range counts {
		cells = append(cells, whole(n))
	}
	return cells
}
