package views_test

// The form in which a failing world is kept: JSON lines, the first one with the
// days, then each log line with its file and what it holds.

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"opaudit/config"
)

type keptDays struct {
	Today string `json:"today"`
	AsOf  string `json:"as_of,omitempty"` // "" when not given

	Config config.Config `json:"config,omitzero"`
}

type keptLine struct {
	File   string `json:"file"`
	Failed bool   `json:"failed,omitempty"`
	line
}

func (w world) save(path string) error {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	days := keptDays{Today: w.Today.String(), Config: w.Config}
	if w.AsOf != 0 {
		days.AsOf = w.AsOf.String()
	}
	if err := encoder.Encode(days); err != nil {
		return err
	}
	for _, f := range w.Files {
		for _, l := range f.Lines {
			if err := encoder.Encode(keptLine{f.Name, f.Failed, l}); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(path, []byte(b.String()), 0o600)
}

func readWorld(path string) (w world, err error) {
	f, err := os.Open(path)
	if err != nil {
		return w, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 0; lines.Scan(); n++ {
		if n == 0 {
			err = w.readDays(lines.Bytes())
		} else {
			err = w.readLine(lines.Bytes())
		}
		if err != nil {
			return w, fmt.Errorf("%s:%d: %w", path, n+1, err)
		}
	}
	return w, lines.Err()
}

func (w *world) readDays(text []byte) error {
	var days keptDays
	if err := json.Unmarshal(text, &days); err != nil {
		return err
	}
	w.Config = days.Config
	var err error
	if w.Today, err = dayNamed(days.Today); err != nil || days.AsOf == "" {
		return err
	}
	w.AsOf, err = dayNamed(days.AsOf)
	return err
}

func (w *world) readLine(text []byte) error {
	var l keptLine
	if err := json.Unmarshal(text, &l); err != nil {
		return err
	}
	if n := len(w.Files); n == 0 || w.Files[n-1].Name != l.File {
		w.Files = append(w.Files, file{Name: l.File, Failed: l.Failed})
	}
	last := &w.Files[len(w.Files)-1]
	last.Lines = append(last.Lines, l.line)
	return nil
}
