package ingest

import (
	"sync"

	"opaudit/sql/duck"
)

// memory lends the large pieces that blocks are made of and takes them back when
// a block was committed, so that a long load lives in what its first batches
// took. Several goroutines may use it.
type memory struct {
	mu    sync.Mutex
	texts [][]byte
	rows  map[int][]*duck.Columns // by table
}

// text returns room for so many bytes of lines, at most blockSize.
func (m *memory) text(size int64) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := len(m.texts); size == blockSize && n > 0 {
		lent := m.texts[n-1]
		m.texts = m.texts[:n-1]
		return lent
	}
	return make([]byte, size)
}

// columns returns empty Columns for a table.
func (m *memory) columns(t *table) *duck.Columns {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := len(m.rows[t.number]); n > 0 {
		lent := m.rows[t.number][n-1]
		m.rows[t.number] = m.rows[t.number][:n-1]
		return lent
	}
	return duck.NewColumns(t.types)
}

// take takes back what a block was made of.
func (m *memory) take(b *block) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if cap(b.buffer) == blockSize {
		m.texts = append(m.texts, b.buffer[:blockSize])
	}
	if m.rows == nil {
		m.rows = map[int][]*duck.Columns{}
	}
	for i, rows := range b.rows {
		for _, c := range rows {
			c.Reset()
			m.rows[i] = append(m.rows[i], c)
		}
	}
	b.buffer, b.text, b.rows = nil, nil, nil
}
