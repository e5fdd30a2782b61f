package mask

import "bytes"

// columns follows the columns of a table that a text holds: the tuples of an
// INSERT, the parameters of a MyBatis log, the rows of a CSV. It only moves
// forward.
type columns struct {
	start int // of the text; -1 before the first
	form  tableForm
	means [maxColumns]meaning
	count int
	body  int // where the header ends
	pos   int // everything before is dealt with
	index int // of the column at pos
	depth int
	quote byte
	comma byte
}

const maxColumns = 64

type tableForm uint8

const (
	noTable tableForm = iota
	insertTable
	parameterTable
	csvTable
)

// rewind goes back to the end of the header.
func (c *columns) rewind() {
	c.pos, c.index, c.depth, c.quote = c.body, 0, 0, 0
	if c.form == csvTable {
		c.index = -1
	}
}

// columnAt returns what the column says in which byte i of the text at stands.
// Calls must come in ascending order within a text.
func (s *Scanner) columnAt(c *columns, at place, i int) meaning {
	if !at.inText {
		return s.tableColumn()
	}
	if at.isKey {
		return unknown
	}
	if c.start != at.text.start {
		s.beginColumns(c, at)
		c.body = c.pos
	}
	if c.form == noTable {
		return s.tableColumn()
	}
	if i < c.pos {
		return unknown
	}
	c.advance(s.line[:at.text.end], i, at.level)
	if c.index < 0 || c.index >= c.count || c.form == insertTable && c.depth != 1 {
		return unknown
	}
	return c.means[c.index]
}

// tableColumn reads the header of a table in JSON: {"columns":[…],"rows":[[…]]}.
func (s *Scanner) tableColumn() meaning {
	t := &s.tracker
	n := len(t.frames)
	if n < 2 || !t.frames[n-1].array || !t.frames[n-2].array || t.deeper > 0 {
		return unknown
	}
	if index := t.frames[n-1].index; index < t.headerCount {
		return s.meaning(s.line[t.header[index].start:t.header[index].end])
	}
	return unknown
}

// beginColumns reads the header of a text, if it has one.
func (s *Scanner) beginColumns(c *columns, at place) {
	for _, other := range [...]*columns{&s.nameColumns, &s.numberColumns} {
		if other.start == at.text.start {
			*c = *other
			c.rewind()
			return
		}
	}
	*c = columns{start: at.text.start, pos: at.text.start}
	text := s.line[at.text.start:at.text.end]
	const reach = 4096
	head := text[:min(len(text), reach)]
	switch insert, parameters := indexInsert(head), bytes.Index(head, []byte("Parameters:")); {
	case parameters >= 0:
		s.readPlaceholders(c, head[:parameters], at.level)
		c.form, c.pos = parameterTable, at.text.start+parameters+len("Parameters:")
	case insert >= 0:
		s.readInsert(c, head, insert, at)
	default:
		s.readHeader(c, head)
	}
}

func indexFold(text []byte, word string) int {
	for i := 0; i+len(word) <= len(text); i++ {
		if text[i]|0x20 == word[0] && bytes.EqualFold(text[i:i+len(word)], []byte(word)) {
			return i
		}
	}
	return -1
}

// indexInsert finds the INTO of an INSERT or REPLACE, or -1.
func indexInsert(text []byte) int {
	if i := indexFold(text, "into "); i >= 0 && (indexFold(text[:i], "insert ") >= 0 || indexFold(text[:i], "replace ") >= 0) {
		return i
	}
	return -1
}

// readInsert reads the names in the brackets behind INSERT INTO t.
func (s *Scanner) readInsert(c *columns, head []byte, insert int, at place) {
	open := bytes.IndexByte(head[insert:], '(')
	if open < 0 {
		return
	}
	open += insert + 1
	closed := bytes.IndexByte(head[open:], ')')
	if closed < 0 {
		return
	}
	closed += open
	if indexFold(head[insert:open], "values") >= 0 {
		return
	}
	for name := range bytes.SplitSeq(head[open:closed], []byte(",")) {
		if c.count < maxColumns {
			c.means[c.count] = s.meaning(bytes.Trim(name, " `\"'[]\\"))
			c.count++
		}
	}
	c.form, c.pos = insertTable, at.text.start+closed+1
}

// readPlaceholders lists the columns of the ? in a prepared statement.
func (s *Scanner) readPlaceholders(c *columns, statement []byte, level int) {
	var insert columns
	insert.form = noTable
	if i := indexInsert(statement); i >= 0 {
		s.readInsert(&insert, statement, i, place{})
	}
	from := 0
	if insert.form == insertTable {
		from = insert.pos
	}
	for k := from; k < len(statement) && c.count < maxColumns; k++ {
		if statement[k] != '?' {
			continue
		}
		if insert.form == insertTable {
			insert.advance(statement, k, level)
			if insert.depth == 1 && insert.index >= 0 && insert.index < insert.count {
				c.means[c.count] = insert.means[insert.index]
			}
		} else {
			c.means[c.count] = s.comparedColumn(statement[:k])
		}
		c.count++
	}
}

// comparedColumn returns what the column means before = ?, LIKE ?, LIKE
// CONCAT('%', ?, '%') and, of several, IN (?, ?).
func (s *Scanner) comparedColumn(before []byte) meaning {
	before = bytes.TrimRight(before, " =<>!%'\"(|,?`]\\")
	for _, word := range [...]string{"concat", "like", "in", "not"} {
		if n := len(before) - len(word); n > 0 && isFold(before[n:], word) && before[n-1] == ' ' {
			before = bytes.TrimRight(before[:n], " =<>!`\"]\\")
		}
	}
	start := len(before)
	for start > 0 && len(before)-start < maxKey && isWord(before[start-1]) {
		start--
	}
	return s.meaning(before[start:])
}

// readHeader takes the first line of a text, or the second below a title, for
// a CSV header if it names columns that are understood.
func (s *Scanner) readHeader(c *columns, head []byte) {
	from := 0
	for range 2 {
		end := lineBreak(head[from:])
		if end < 0 {
			return
		}
		line := head[from : from+end]
		if k := bytes.Index(line, []byte("Columns: ")); k >= 0 { // of a MyBatis log
			line = line[k+len("Columns: "):]
		}
		if s.readNames(c, line) {
			c.form = csvTable
			c.pos += from + end
			c.index = -1
			return
		}
		c.count = 0
		from += end
		from += breakWidth(head[from:])
	}
}

// readNames reads the names of the columns of a CSV; one that stands alone must
// announce a person's data.
func (s *Scanner) readNames(c *columns, line []byte) bool {
	for _, comma := range [...]string{",", "\t", `\t`, "|", ";"} {
		if !bytes.Contains(line, []byte(comma)) {
			continue
		}
		c.comma = comma[len(comma)-1]
		if c.comma == 't' {
			c.comma = '\t'
		}
		c.count = 0
		known, words := 0, true
		for name := range bytes.SplitSeq(line, []byte(comma)) {
			if c.count < maxColumns {
				means := s.meaning(cutQuotes(name))
				c.means[c.count] = means
				c.count++
				if means != unknown {
					known++
				}
				words = words && len(cutIdentifier(name)) > 0
			}
		}
		if c.count >= 2 && (known*2 >= c.count || known >= 3 || known >= 1 && words) {
			return true
		}
	}
	name := cutQuotes(line)
	c.means[0], c.count, c.comma = s.meaning(name), 1, ','
	switch c.means[0] {
	case phoneNumber, idCardField, maybeIDCard, cardNumber, personName, addressField, otherNumber:
		return len(cutIdentifier(name)) > 0 || s.isLabel(name)
	}
	return false
}

// isLabel tells whether the Chinese name is a label and nothing else.
func (s *Scanner) isLabel(name []byte) bool {
	return s.vocabulary.labels[s.textOf(unitsOf(name))] != unknown
}

func cutQuotes(name []byte) []byte { return bytes.Trim(name, " \"\\") }

// cutIdentifier returns the name of a column if it is one word in ASCII.
func cutIdentifier(name []byte) []byte {
	name = cutQuotes(name)
	if word, rest := cutWord(name); len(rest) == 0 {
		return word
	}
	return nil
}

// lineBreak finds the first line break of a text, also an escaped one.
func lineBreak(text []byte) int {
	for i, c := range text {
		if c == '\n' || c == '\r' {
			return i
		}
		if c == '\\' && i+1 < len(text) && (text[i+1] == 'n' || text[i+1] == 'r') {
			return i
		}
	}
	return -1
}

// breakWidth returns the width of the line breaks that text starts with.
func breakWidth(text []byte) int {
	i := 0
	for i < len(text) {
		switch {
		case text[i] == '\n' || text[i] == '\r':
			i++
		case text[i] == '\\' && (first(text, i+1) == 'n' || first(text, i+1) == 'r'):
			i += 2
		default:
			return i
		}
	}
	return i
}

// advance moves to byte i.
func (c *columns) advance(line []byte, i, level int) {
	for c.pos < i && c.pos < len(line) {
		switch c.form {
		case insertTable:
			c.stepInsert(line, level)
		case parameterTable:
			if line[c.pos] == ',' && last(line[:c.pos], 1) == ')' {
				c.index++
			}
			c.pos++
		default:
			c.stepCSV(line)
		}
	}
}

func (c *columns) stepInsert(line []byte, level int) {
	char, width := sqlByte(line, c.pos, level)
	c.pos += width
	switch {
	case c.quote != 0:
		if char == c.quote {
			c.quote = 0
		}
	case char == '\'' || char == '"' || char == '`':
		c.quote = char
	case char == '(':
		c.depth++
		if c.depth == 1 {
			c.index = 0
		}
	case char == ')':
		c.depth--
	case char == ',' && c.depth == 1:
		c.index++
	}
}

func (c *columns) stepCSV(line []byte) {
	char := line[c.pos]
	c.pos++
	switch {
	case char == '\n', char == '\\' && first(line, c.pos) == 'n':
		c.index, c.quote = 0, 0
	case char == '\\' && first(line, c.pos) == 't' && c.comma == '\t':
		c.index++
	case char == '"':
		c.quote ^= '"'
	case char == c.comma && c.quote == 0:
		c.index++
	}
}
