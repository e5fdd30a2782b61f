package ingest

import (
	"bytes"

	"opaudit/ingest/jsontext"
)

// The members that decide what an object is come before the fields of the log
// types in the list of names.
const (
	memberUnknown = iota
	memberLogType
	memberMethod
	memberAppKey
	memberAppkey
	memberParam
	memberData
)

var memberNames = []string{"", "logType", "method", "appKey", "appkey", "param", "data"}

// members are those of one object, by the number of their name; of two with one
// name the later counts.
type members struct {
	names   []string
	numbers map[string]int
	after   [][2]int // which names followed a name, the last one seen first
	values  []value
	text    []byte // of the object
	reading uint32 // counts the objects
	list    []jsontext.Member
	texts   *texts
	plain   []byte    // the last text that had escapes
	theirs  *renaming // where a source says that fields stand, nil for none
}

type value struct {
	jsontext.Span
	reading uint32 // the object that it belongs to
}

func newMembers() members {
	m := members{numbers: map[string]int{}}
	for _, name := range memberNames {
		m.number(name)
	}
	return m
}

// number gives a name its number.
func (m *members) number(name string) int {
	if n, ok := m.numbers[name]; ok {
		return n
	}
	n := len(m.names)
	m.numbers[name] = n
	m.names, m.after, m.values = append(m.names, name), append(m.after, [2]int{}), append(m.values, value{})
	return n
}

// read takes in the members of an object; it checks text whatever it is.
func (m *members) read(text []byte) error {
	if m.reading++; m.reading == 0 { // it counts anew
		clear(m.values)
		m.reading++
	}
	m.text = text
	var err error
	m.list, err = jsontext.Object(text, m.list[:0])
	if err != nil {
		return err
	}
	previous := memberUnknown
	for _, member := range m.list {
		name := member.Name.In(text)
		after := &m.after[previous]
		n := after[0]
		if string(name) != m.names[n] {
			if n = after[1]; string(name) != m.names[n] {
				n = m.lookUp(name)
			}
			after[0], after[1] = n, after[0]
		}
		m.values[n] = value{member.Value, m.reading}
		previous = n
	}
	if m.theirs != nil {
		m.rename(m.theirs, m.list, 0)
	}
	return nil
}

func (m *members) lookUp(name []byte) int {
	if bytes.IndexByte(name, '\\') >= 0 {
		name = unescaped(name)
	}
	return m.numbers[string(name)]
}

// unescaped is what a name stands for that has escapes.
func unescaped(name []byte) []byte {
	return jsontext.AppendUnquoted(nil, append(append([]byte{'"'}, name...), '"'))
}

// get returns a member's value as it is written, nil when there is none.
func (m *members) get(n int) []byte {
	if v := &m.values[n]; v.reading == m.reading {
		return v.In(m.text)
	}
	return nil
}

// appKey is the member appKey, else appkey.
func (m *members) appKey() []byte {
	if key := m.get(memberAppKey); !absent(key) {
		return key
	}
	return m.get(memberAppkey)
}

// absent reports whether a value is not there, null or "".
func absent(value []byte) bool {
	return len(value) == 0 || value[0] == 'n' || len(value) == 2 && value[0] == '"'
}

// scalar returns a value as text, nil for an absent one; ok is false for an
// object or array. A text that had escapes is valid until the next call.
func (m *members) scalar(value []byte) (text []byte, ok bool) {
	if absent(value) {
		return nil, true
	}
	switch value[0] {
	case '"':
		if bytes.IndexByte(value, '\\') < 0 {
			return value[1 : len(value)-1], true
		}
		m.plain = jsontext.AppendUnquoted(m.plain[:0], value)
		return m.plain, true
	case '{', '[':
		return nil, false
	}
	return value, true
}

// kept is like scalar, but the text stays for as long as the block's rows do.
func (m *members) kept(value []byte) (text []byte, ok bool) {
	if absent(value) || value[0] != '"' {
		return m.scalar(value)
	}
	if text = value[1 : len(value)-1]; bytes.IndexByte(text, '\\') >= 0 {
		text = m.texts.unquoted(value)
	}
	return text, true
}

// texts keeps decoded texts where they are until the rows that point at them
// were read.
type texts struct {
	room []byte
	full [][]byte
}

// textRoom is how many bytes texts takes at once.
const textRoom = 64 << 10

// make makes room for so many bytes more.
func (t *texts) make(size int) {
	if size > cap(t.room)-len(t.room) {
		t.full = append(t.full, t.room)
		t.room = make([]byte, 0, max(textRoom, size))
	}
}

// copied keeps a copy of a text.
func (t *texts) copied(text []byte) []byte {
	t.make(len(text))
	start := len(t.room)
	t.room = append(t.room, text...)
	return t.room[start:len(t.room):len(t.room)]
}

// unquoted keeps what a checked string stands for.
func (t *texts) unquoted(quoted []byte) []byte {
	t.make(len(quoted))
	start := len(t.room)
	t.room = jsontext.AppendUnquoted(t.room, quoted)
	return t.room[start:len(t.room):len(t.room)]
}
