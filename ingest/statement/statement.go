// Package statement reads the text of database operations: which shops a statement
// reads, without their numbers, and whether it stores personal data. It parses
// masked texts alone, keeps no literal of them, and knows nothing of databases of
// its own. Statements that differ in their literals are parsed once.
package statement

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"unicode/utf8"

	"github.com/pingcap/tidb/pkg/parser"
	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/mysql"
)

// A Reason says why a statement is worth a look; "" is none.
type Reason string

// The reasons (clause 3.1), from the one that tells least to the one that tells most.
const (
	Unparsable    Reason = "unparsable"        // what it reads is not known
	NoShop        Reason = "no shop predicate" // it reads an order table and names neither a shop nor orders
	SeveralShops  Reason = "several shops"     // it names two or more, or those of a query
	GroupedByShop Reason = "grouped by shop"   // it brings together what belongs to several shops
)

func (r Reason) rank() int {
	switch r {
	case NoShop:
		return 1
	case SeveralShops:
		return 2
	case GroupedByShop:
		return 3
	}
	return 0
}

// A Reading is what a statement does. Equal readings are the same everywhere and
// forever: they have the same ID.
type Reading struct {
	ID        int64  // positive
	Statement string // without its literals and comments, at most MaxStatement bytes
	Reason    Reason
	Sellers   int  // shops that it names, 0 when that is not told
	Stores    bool // it stores personal data, as far as that was masked
}

// MaxStatement is how much of a statement is kept, in bytes.
const MaxStatement = 1 << 10

// Notable tells whether there is anything to be known of a statement.
func (r *Reading) Notable() bool { return r.Reason != "" || r.Stores }

// How much a Reader remembers: shapes, bytes of their statements, and texts.
const (
	maxShapes = 1 << 14
	maxHeld   = 8 << 20
	texts     = 1 << 12
)

// A Reader reads statements, one after the other.
type Reader struct {
	parser     *parser.Parser
	normalizer normalizer
	key        []byte
	shapes     map[string]*shape
	held       int // bytes of their keys
	seed       maphash.Seed
	texts      [texts]remembered
	templates  templates
}

// A remembered text and what it does.
type remembered struct {
	hash    uint64
	reading *Reading
}

// NewReader returns a Reader that has read nothing.
func NewReader() *Reader { return &Reader{shapes: map[string]*shape{}, seed: maphash.MakeSeed()} }

// Read reads a statement in which personal data is masked; kind is the kind of
// database as its log names it. masked says that something in the record was.
func (r *Reader) Read(text, kind []byte, masked bool) *Reading {
	d := dialectOf(kind)
	hash := maphash.Bytes(r.seed, text) + uint64(d)
	known := &r.texts[hash%texts]
	if known.hash == hash && known.reading != nil && !masked {
		return known.reading
	}
	s, literals := r.take(text, d, masked)
	if masked {
		return s.reading(s.stores(&r.normalizer, s.judge(text, literals, d)))
	}
	reading := s.settled
	if reading == nil {
		reading = s.reading(s.judge(text, literals, d))
	}
	*known = remembered{hash, reading}
	return reading
}

// take finds the shape of a text and its literals. whole says that the normalizer
// must hold them.
func (r *Reader) take(text []byte, d dialect, whole bool) (*shape, []literal) {
	n := &r.normalizer
	if !whole {
		var s *shape
		if s, n.literals = r.templates.find(text, d, n.literals[:0]); s != nil {
			return s, n.literals
		}
	}
	n.normalize(text, d)
	s := r.shape()
	if !whole {
		r.templates.learn(n, s)
	}
	return s, n.literals
}

// shape is that of the statement in the normalizer.
func (r *Reader) shape() *shape {
	n := &r.normalizer
	r.key = append(append(r.key[:0], n.out...), 0, byte(n.dialect))
	for _, l := range n.literals {
		r.key = append(r.key, l.as)
	}
	if n.broken {
		r.key = append(r.key, '!')
	}
	if s := r.shapes[string(r.key)]; s != nil {
		return s
	}
	s := r.newShape()
	if r.held += len(r.key); r.held > maxHeld || len(r.shapes) == maxShapes {
		clear(r.shapes)
		r.held = len(r.key)
	}
	r.shapes[string(r.key)] = s
	return s
}

// errTooWide says that a statement reads too many tables to be followed.
var errTooWide = errors.New("too many tables and predicates")

func (r *Reader) newShape() *shape {
	n := &r.normalizer
	s := &shape{statement: shown(n.out), readings: map[outcome]*Reading{}}
	s.written = n.written()
	if !isAdministrative(n.out) || n.broken {
		s.checks, s.unread = r.parse()
	}
	if s.isSettled(n.literals) {
		s.settled = s.reading(s.judge(nil, n.literals, n.dialect))
	}
	return s
}

// parse finds what the statement in the normalizer is judged by.
func (r *Reader) parse() (checks []check, unread bool) {
	n := &r.normalizer
	if n.broken || len(n.out) > maxParsed {
		return nil, true
	}
	for _, compared := range []bool{true, false} {
		g := &grammarian{dialect: n.dialect, text: n.out, literals: n.literals, compared: compared}
		sql, ok := g.write()
		if !ok {
			return nil, true
		}
		checks, err := r.plan(sql, g)
		if err == nil {
			return checks, false
		}
	}
	return nil, true
}

// plan parses a statement. The parser is known to panic on some texts.
func (r *Reader) plan(sql string, g *grammarian) (checks []check, err error) {
	defer func() {
		if failure := recover(); failure != nil {
			r.parser = nil
			err = fmt.Errorf("parse statement: %v", failure)
		}
	}()
	if r.parser == nil {
		r.parser = parser.New()
	}
	r.parser.SetSQLMode(g.mode())
	var trees []ast.StmtNode
	if trees, _, err = r.parser.ParseSQL(sql); err != nil {
		return nil, err
	}
	p := planOf(trees, g)
	if p.left < 0 {
		return nil, errTooWide
	}
	return p.checks(), nil
}

// mode is how the parser is to understand the text of a grammarian.
func (g *grammarian) mode() mysql.SQLMode {
	if g.dialect == mySQL {
		return mysql.ModeNone
	}
	return mysql.ModePipesAsConcat
}

// reading is the one that has an outcome.
func (s *shape) reading(o outcome) *Reading {
	if s.last != nil && s.before == o {
		return s.last
	}
	known := s.readings[o]
	if known == nil {
		known = &Reading{Statement: s.statement, Reason: o.reason, Sellers: o.sellers, Stores: o.stores}
		known.ID = known.identity()
		s.readings[o] = known
	}
	s.before, s.last = o, known
	return known
}

// identity is a number that no other reading has.
func (r *Reading) identity() int64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d\x00%t", r.Statement, r.Reason, r.Sellers, r.Stores))
	return int64(binary.LittleEndian.Uint64(sum[:])>>2) + 1
}

// shown is the beginning of a normalized statement, as UTF-8.
func shown(text []byte) string {
	if len(text) > MaxStatement {
		text = text[:MaxStatement-len(" "+more)]
		for i := 0; i < utf8.UTFMax && !utf8.Valid(text[len(text)-utf8.UTFMax:]); i++ {
			text = text[:len(text)-1]
		}
		text = append(bytes.Clone(text), " "+more...)
	}
	return string(bytes.ToValidUTF8(text, []byte("?")))
}
