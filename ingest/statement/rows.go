package statement

import "bytes"

// collapseRows writes the equal rows behind VALUES once.
func (n *normalizer) collapseRows() {
	first := n.firstRow()
	if first < 0 {
		return
	}
	end := rowEnd(n.out, first)
	row := n.out[first:end]
	last := end
	for {
		next := skipSpace(n.out, last)
		if byteAt(n.out, next) != ',' {
			break
		}
		next = skipSpace(n.out, next+1)
		if bytes.HasPrefix(n.out[next:], []byte(more)) {
			last = next + len(more)
			continue
		}
		length := sameRow(n.out[next:], row)
		if length == 0 {
			break
		}
		last = next + length
	}
	if last > end {
		n.cut(end, last)
	}
}

// sameRow is how long the row is that a text begins with, if it is row but for
// spaces, else 0.
func sameRow(text, row []byte) int {
	i, j := 0, 0
	for ; j < len(row); j++ {
		if row[j] == ' ' {
			continue
		}
		if i = skipSpace(text, i); byteAt(text, i) != row[j] {
			return 0
		}
		i++
	}
	return i
}

// cut replaces what is written from one place to another by ", ...".
func (n *normalizer) cut(from, to int) {
	shift := to - from - len(", "+more)
	kept := n.literals[:0]
	for _, l := range n.literals {
		switch {
		case l.at >= to:
			l.at -= shift
		case l.at >= from:
			n.dropped = append(n.dropped, l)
			continue
		}
		kept = append(kept, l)
	}
	n.literals = kept
	rest := append([]byte(", "+more), n.out[to:]...)
	n.out = append(n.out[:from], rest...)
}

// firstRow is where the first row behind VALUES begins, -1 without one.
func (n *normalizer) firstRow() int {
	for i := 0; i < len(n.out); {
		c := n.out[i]
		switch {
		case c == '`', c == '"', c == '[' && n.dialect == sqlServer:
			i, _ = quoted(n.out, i, closing(c), false)
		case inName(c):
			end := nameEnd(n.out, i)
			word := n.out[i:end]
			if i = end; bytes.EqualFold(word, []byte("values")) || bytes.EqualFold(word, []byte("value")) {
				if at := skipSpace(n.out, end); byteAt(n.out, at) == '(' {
					return at
				}
			}
		default:
			i++
		}
	}
	return -1
}

// rowEnd is behind the parenthesis that closes the one at i.
func rowEnd(text []byte, i int) int {
	depth := 0
	for i < len(text) {
		c := text[i]
		switch c {
		case '`', '"':
			i, _ = quoted(text, i, c, false)
			continue
		case '(':
			depth++
		case ')':
			depth--
		}
		if i++; depth == 0 {
			return i
		}
	}
	return len(text)
}

func closing(quote byte) byte {
	if quote == '[' {
		return ']'
	}
	return quote
}
