package shell

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	cells "github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"

	"opaudit/sql/format"
)

// A screen is the terminal, and the program that leafs through what does not fit on it.
type screen struct {
	out     *os.File
	pager   string // a command of the shell; "" for none
	visible func(string) string
}

// size is the terminal's, in cells and lines.
func (s *screen) size() (width, height int) {
	width, height, err := term.GetSize(int(s.out.Fd()))
	if err != nil || width <= 0 || height <= 0 {
		return 80, 24
	}
	return width, height
}

// options make a format fit.
func (s *screen) options(rawCSV bool) format.Options {
	width, _ := s.size()
	return format.Options{Width: width, RawCSV: rawCSV, Visible: s.visible}
}

// page shows lines, through the pager when they are more than the screen has. Control
// characters in them are spelled out.
func (s *screen) page(lines string) error {
	width, height := s.size()
	shown, rows := strings.Split(strings.TrimSuffix(lines, "\n"), "\n"), 0
	for i, line := range shown {
		shown[i] = s.visible(line)
		rows += 1 + max(0, cells.StringWidth(shown[i])-1)/width
	}
	lines = strings.Join(shown, "\n") + "\n"
	if rows < height || s.pager == "" {
		_, err := s.out.WriteString(lines)
		return err
	}
	command := exec.Command("sh", "-c", s.pager) //nolint:gosec // the user's own command
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(lines), s.out, os.Stderr
	command.Env = os.Environ()
	for name, value := range map[string]string{"LESS": "FRX", "LESSCHARSET": "utf-8"} {
		if os.Getenv(name) == "" {
			command.Env = append(command.Env, name+"="+value)
		}
	}
	var ended *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &ended) { // it was left before the end
		return fmt.Errorf("run pager %s: %w", s.pager, err)
	}
	return nil
}

// unbroken reports whether each line of a text that begins at a cell fits into one of
// the terminal's.
func (s *screen) unbroken(lines string, from int) bool {
	width, _ := s.size()
	for line := range strings.Lines(lines) {
		if from+cells.StringWidth(line) >= width {
			return false
		}
	}
	return true
}

// say shows a line.
func (s *screen) say(format string, args ...any) {
	_, _ = fmt.Fprintf(s.out, format+"\n", args...) // a terminal that is gone is noticed when it is read
}

// soon is after how long something that is still running is said to be.
const soon = time.Second

// waiting says that something is running once it took a while, until done is called.
func (s *screen) waiting(notice string) (done func()) {
	var lock sync.Mutex
	shown, over := false, false
	timer := time.AfterFunc(soon, func() {
		lock.Lock()
		defer lock.Unlock()
		if !over {
			shown = true
			_, _ = s.out.WriteString(notice) // as in say
		}
	})
	return func() {
		timer.Stop()
		lock.Lock()
		defer lock.Unlock()
		if shown {
			_, _ = s.out.WriteString("\r\x1b[K") // as in say
		}
		shown, over = false, true
	}
}
