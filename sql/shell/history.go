package shell

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A history is what was typed, in this run and in those before. Personal data in it
// is masked: the file outlives the question, and the database knows it no other way.
type history struct {
	file  string // mode 0600; "" for none
	mask  func(string) string
	lines []string
}

// longestHistory is how many entries are kept; the file has up to twice as many.
const longestHistory = 1000

// openHistory reads the file, which need not be there.
func openHistory(file string, mask func(string) string) (*history, error) {
	h := &history{file: file, mask: mask}
	if file == "" {
		return h, nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, fmt.Errorf("make folder of history: %w", err)
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	defer f.Close()
	if err := f.Chmod(0o600); err != nil {
		return nil, fmt.Errorf("keep history private: %w", err)
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line string
		if json.Unmarshal(lines.Bytes(), &line) == nil && line != "" { // half a line is what a full disk leaves
			h.lines = append(h.lines, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	return h, h.shorten()
}

// shorten drops the oldest entries from the file when there are too many.
func (h *history) shorten() error {
	if len(h.lines) <= 2*longestHistory {
		return nil
	}
	h.lines = h.lines[len(h.lines)-longestHistory:]
	var text []byte
	for _, line := range h.lines {
		text = append(text, encodedLine(line)...)
	}
	temp := h.file + ".tmp"
	if err := os.WriteFile(temp, text, 0o600); err != nil {
		return fmt.Errorf("shorten history: %w", err)
	}
	if err := os.Rename(temp, h.file); err != nil {
		return fmt.Errorf("shorten history: %w", err)
	}
	return nil
}

func encodedLine(line string) []byte {
	text, _ := json.Marshal(line) // a string always has a JSON form
	return append(text, '\n')
}

// Write implements the line editor's history.
func (h *history) Write(line string) (int, error) {
	line = h.mask(line)
	if n := len(h.lines); n > 0 && h.lines[n-1] == line {
		return n, nil
	}
	h.offer(line)
	if h.file == "" {
		return len(h.lines), nil
	}
	f, err := os.OpenFile(h.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return len(h.lines), fmt.Errorf("write history: %w", err)
	}
	_, err = f.Write(encodedLine(line))
	return len(h.lines), errors.Join(err, f.Close())
}

// offer puts text where Up finds it, in this run alone.
func (h *history) offer(text string) { h.lines = append(h.lines, text) }

// GetLine implements the line editor's history.
func (h *history) GetLine(i int) (string, error) {
	if i < 0 || i >= len(h.lines) {
		return "", fmt.Errorf("the history has %d entries", len(h.lines))
	}
	return h.lines[i], nil
}

// Len implements the line editor's history.
func (h *history) Len() int { return len(h.lines) }

// Dump implements the line editor's history.
func (h *history) Dump() any { return h.lines }
