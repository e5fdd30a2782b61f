package statement

import (
	"bytes"
	"strings"
)

// maxDepth is how deep parentheses may be nested in a statement that is parsed,
// maxParsed how long its normalized text may be.
const (
	maxDepth  = 100
	maxParsed = 32 << 10
)

// A grammarian writes a normalized statement as the parser reads it: names in
// back-ticks, placeholders as "?", other literals as plain ones, but for those that
// something may be compared with: these are "?" too, so that they can be found
// again. What only other databases know is written as MySQL has it, or left out.
type grammarian struct {
	dialect
	text     []byte // normalized
	literals []literal
	compared bool // mark literals that something is compared with
	out      strings.Builder
	markers  map[int]int // the literal by where its "?" stands in out
	i        int
	n        int      // of the next literal
	before   string   // the word or sign before, in capitals
	open     []string // what stood before each open parenthesis
}

// write returns the text for the parser; ok is false for one that is nested too deep.
func (g *grammarian) write() (sql string, ok bool) {
	g.markers = map[int]int{}
	for g.i < len(g.text) {
		c := g.text[g.i]
		switch {
		case c == ' ':
			g.out.WriteByte(c)
			g.i++
		case c == '`', c == '"', c == '[' && g.dialect == sqlServer:
			g.name(closing(c))
		case c == '?':
			g.literal()
		case inName(c):
			if !g.word() {
				return g.out.String(), true
			}
		case c == '(':
			if len(g.open) == maxDepth {
				return "", false
			}
			g.parenthesis()
		default:
			g.sign(c)
		}
	}
	return g.out.String(), true
}

func (g *grammarian) put(text string) {
	g.out.WriteString(text)
	g.before = strings.ToUpper(text)
}

// name writes a quoted name in back-ticks.
func (g *grammarian) name(quote byte) {
	end, _ := quoted(g.text, g.i, quote, false)
	inner := string(g.text[g.i+1 : max(end-1, g.i+1)])
	inner = strings.ReplaceAll(inner, string([]byte{quote, quote}), string(quote))
	g.put("`" + strings.ReplaceAll(inner, "`", "``") + "`")
	g.i = end
}

// literal writes the next literal.
func (g *grammarian) literal() {
	l := literal{as: aPlaceholder}
	if g.n < len(g.literals) {
		l = g.literals[g.n]
	}
	g.i++
	if l.as == aList || l.as == aLongList {
		g.i += len(", " + more)
	}
	following := byteAt(g.text, skipSpace(g.text, g.i))
	listed := len(g.open) > 0 && g.open[len(g.open)-1] == "IN"
	marked := g.before == "=" || g.before == "<=>" || listed || following == '='
	switch {
	case g.before == "TOP" && g.dialect == sqlServer:
	case l.as != aNumber && l.as != aString, marked && g.compared:
		g.markers[g.out.Len()] = g.n
		g.put("?")
	case l.as == aNumber:
		g.put("1")
	default:
		g.put("'x'")
	}
	g.n++
}

// parenthesis opens one.
func (g *grammarian) parenthesis() {
	outer := g.before
	if outer == "(" && len(g.open) > 0 {
		outer = g.open[len(g.open)-1] // rows in a list
	}
	g.open = append(g.open, outer)
	next := skipSpace(g.text, g.i+1)
	switch {
	case (g.before == "ANY" || g.before == "SOME") && (byteAt(g.text, next) == '?' || hasWord(g.text[next:], "ARRAY")):
		g.put("(SELECT ") // an array of values: as many as it has
	case bytes.HasPrefix(g.text[next:], []byte(more)):
		g.put("(SELECT NULL")
		next += len(more)
		g.i = next
		return
	case g.dialect == oracle && bytes.HasPrefix(g.text[g.i:], []byte("(+)")):
		g.open = g.open[:len(g.open)-1]
		g.i += len("(+)")
		return
	default:
		g.put("(")
	}
	g.before = "("
	g.i++
}

// sign writes what is neither a name nor a literal.
func (g *grammarian) sign(c byte) {
	switch {
	case c == ')' && len(g.open) > 0:
		g.open = g.open[:len(g.open)-1]
	case c == ',' && bytes.HasPrefix(g.text[g.i:], []byte(", "+more)):
		g.i += len(", " + more) // further rows
		return
	case c == ':' && byteAt(g.text, g.i+1) == ':' && g.dialect != mySQL:
		g.cast()
		return
	}
	end := g.i + 1
	for bytes.IndexByte([]byte("<>=!|&:"), c) >= 0 && end < len(g.text) && bytes.IndexByte([]byte("<>=|&"), g.text[end]) >= 0 {
		end++
	}
	before := g.before
	g.put(string(g.text[g.i:end]))
	if (c == '+' || c == '-') && (before == "=" || before == "<=>") {
		g.before = before // it is the sign of a value
	}
	g.i = end
}

// cast leaves out the type behind "::".
func (g *grammarian) cast() {
	g.i = nameEnd(g.text, skipSpace(g.text, g.i+2))
	if byteAt(g.text, g.i) == '(' {
		end := rowEnd(g.text, g.i)
		g.n += bytes.Count(g.text[g.i:end], []byte("?"))
		g.i = end
	}
	for bytes.HasPrefix(g.text[g.i:], []byte("[]")) {
		g.i += 2
	}
}

// word writes a word; false ends the statement before it.
func (g *grammarian) word() bool {
	end := nameEnd(g.text, g.i)
	word := string(g.text[g.i:end])
	upper := strings.ToUpper(word)
	rest := g.text[skipSpace(g.text, end):]
	if g.dialect == mySQL || g.before == "." {
		g.put(word)
		g.i = end
		return true
	}
	switch {
	case upper == "RETURNING" && len(g.open) == 0:
		return false
	case upper == "NULLS" && (hasWord(rest, "FIRST") || hasWord(rest, "LAST")):
		g.i = nameEnd(g.text, skipSpace(g.text, end))
		return true
	case upper == "ARRAY" && byteAt(rest, 0) == '[' && len(g.open) > 0:
		closed := bytes.IndexByte(g.text[end:], ']')
		if closed < 0 {
			break
		}
		g.n += bytes.Count(g.text[end:end+closed], []byte("?"))
		g.put("NULL")
		g.i = end + closed + 1
		return true
	case upper == "MINUS" && g.dialect == oracle:
		word = "EXCEPT"
	case g.dialect == sqlServer && upper == "TOP" && (byteAt(rest, 0) == '?' || bytes.HasPrefix(rest, []byte("(?)"))):
		g.i = bytes.IndexByte(g.text[end:], '?') + end + 1
		if byteAt(rest, 0) == '(' {
			g.i++
		}
		g.n++
		return true
	case g.dialect == sqlServer && upper == "WITH" && hasHint(rest):
		g.i = rowEnd(g.text, skipSpace(g.text, end))
		return true
	case (g.dialect == sqlServer || g.dialect == oracle) && upper == "OFFSET" && byteAt(rest, 0) == '?' && hasWord(bytes.TrimLeft(rest[1:], " "), "ROWS"):
		g.n++
		g.i = nameEnd(g.text, skipSpace(g.text, bytes.IndexByte(g.text[end:], '?')+end+1))
		return true
	}
	g.put(word)
	g.i = end
	return true
}

// hasHint tells whether a text begins with a table hint of SQL Server.
func hasHint(text []byte) bool {
	for _, hint := range []string{"(NOLOCK", "(READPAST", "(ROWLOCK", "(UPDLOCK", "(READUNCOMMITTED"} {
		if len(text) >= len(hint) && strings.EqualFold(string(text[:len(hint)]), hint) {
			return true
		}
	}
	return false
}

// hasWord tells whether a text begins with a word.
func hasWord(text []byte, word string) bool {
	return len(text) >= len(word) && strings.EqualFold(string(text[:len(word)]), word) && !inName(byteAt(text, len(word)))
}
