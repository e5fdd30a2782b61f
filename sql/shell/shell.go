// Package shell is the interactive shell: it reads statements and commands from a
// terminal, has them answered, and shows what comes. Who answers, and how rows are
// written, is for others.
package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/reeflective/readline"
	"golang.org/x/term"

	catalog "opaudit/sql"
	"opaudit/sql/format"
	"opaudit/sql/query"
)

// Options say what a shell works on.
type Options struct {
	// Open reaches the database for one statement or command; end lets go of it, so
	// that between questions the file is free for whoever loads.
	Open     func(ctx context.Context) (asker query.Asker, end func() error, err error)
	Database string // its file
	Write    bool   // statements may write
	Catalog  *catalog.Catalog
	Rules    []catalog.Rule
	Format   format.Format
	RawCSV   bool
	History  string                                                 // the file of what was typed, "" for none; made with mode 0600
	Pager    string                                                 // a command of the system's shell, "" for none
	Replace  func(path string, write func(w io.Writer) error) error // makes a file, or puts a new one in its place, in one step
	Visible  func(text string) string                               // spells control characters out
	Mask     func(text string) string                               // masks personal data
	Terminal *os.File                                               // is written to; standard input is read
	Explain  func(err error) (message, next string)                 // words an error that is not about a statement
}

// A Shell is a session.
type Shell struct {
	o       Options
	screen  *screen
	history *history
	names   *Names
	mode    format.Format
	output  string // file of the next answer, "" for the screen
	timed   bool
}

// Run holds a session on the terminal until it is ended, or the process is asked to
// terminate. Ctrl-C is for statements and lines: that it cancels ctx is not heeded.
func Run(ctx context.Context, o Options) error {
	ctx, end := context.WithCancelCause(context.WithoutCancel(ctx))
	defer end(nil)
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	defer signal.Stop(terminated)
	go func() {
		select {
		case <-terminated:
			end(context.Canceled)
		case <-ctx.Done(): // the session has ended
		}
	}()
	s := &Shell{o: o, screen: &screen{o.Terminal, o.Pager, o.Visible}, mode: o.Format, timed: true}
	if err := s.readNames(ctx); err != nil {
		return err
	}
	var err error
	if s.history, err = openHistory(o.History, o.Mask); err != nil {
		return err
	}
	return s.session(ctx)
}

// session reads and runs until the end.
func (s *Shell) session(ctx context.Context) error {
	stdin := int(os.Stdin.Fd())
	state, err := term.GetState(stdin)
	if err != nil {
		return fmt.Errorf("read from terminal: %w", err)
	}
	editor, err := s.editor()
	if err != nil {
		return err
	}
	s.screen.say("%s\nA statement ends with a semicolon. .help lists commands, Ctrl-D ends.", s.o.Visible(s.o.Database))
	type input struct {
		text string
		err  error
	}
	for {
		typed := make(chan input, 1)
		go func() {
			text, err := editor.Readline()
			typed <- input{text, err}
		}()
		var in input
		select {
		case <-ctx.Done(): // while it waits for a key the line editor cannot be stopped
			return errors.Join(context.Cause(ctx), term.Restore(stdin, state))
		case in = <-typed:
		}
		switch {
		case errors.Is(in.err, readline.ErrInterrupt):
			continue
		case errors.Is(in.err, io.EOF):
			return nil
		case in.err != nil:
			return fmt.Errorf("read from terminal: %w", in.err)
		}
		if err := s.run(ctx, in.text); err != nil {
			return ended(err)
		}
	}
}

func ended(err error) error {
	if errors.Is(err, errQuit) {
		return nil
	}
	return err
}

const (
	prompt       = "opaudit> "
	continuation = "     ..> "
)

// continued is the line editor's setting for the continuation prompt. It draws that
// over the text when a line of the terminal is too short for one of the statement.
const continued = "multiline-column"

// roomBelow scrolls the terminal by a line if the cursor is in the last one: the line
// editor, which does not ask where it is, works with the line below.
const roomBelow = "\x1bD\x1b[A"

// editor is the line editor, set up.
func (s *Shell) editor() (*readline.Shell, error) {
	editor := readline.NewShell()
	editor.Prompt.Primary(func() string { return prompt })
	editor.Prompt.Secondary(func() string { return continuation })
	editor.AcceptMultiline = func(line []rune) bool { return accepted(string(line)) }
	editor.Completer = s.complete
	editor.SyntaxHighlighter = func(line []rune) string { // is called each time that the line is drawn
		_ = editor.Config.Set(continued, s.screen.unbroken(string(line), len(prompt))) // there is this setting: it was set below
		return string(line) + roomBelow
	}
	editor.History.Add("statements", s.history)
	for name, value := range map[string]any{
		continued:                      true,
		"cursor-position-probe":        false, // keys that come together with the terminal's answer would be lost
		"completion-ignore-case":       true,
		"menu-complete-display-prefix": true, // Tab first shows what there is
		"enable-bracketed-paste":       true, // what is pasted is not completed or run before Enter
	} {
		if err := editor.Config.Set(name, value); err != nil {
			return nil, fmt.Errorf("set up line editor: %w", err)
		}
	}
	for _, keymap := range []string{"emacs", "vi-insert"} {
		if err := editor.Config.Bind(keymap, "\t", "menu-complete", false); err != nil {
			return nil, fmt.Errorf("set up line editor: %w", err)
		}
	}
	return editor, nil
}

// run runs what was typed: a command or statements. Its error ends the session; what
// else goes wrong is shown.
func (s *Shell) run(ctx context.Context, text string) error {
	line := strings.TrimSpace(text)
	if command := bareWords[line]; command != "" {
		line = command
	}
	if strings.HasPrefix(line, ".") {
		return s.report(s.interruptibly(ctx, func(ctx context.Context) error { return s.command(ctx, line) }))
	}
	all, _ := statements(text)
	for _, statement := range all {
		err := s.interruptibly(ctx, func(ctx context.Context) error { return s.answer(ctx, statement) })
		if err != nil {
			return s.report(err) // what follows may rest on what failed
		}
	}
	return nil
}

// interruptibly runs f, whose context ends at Ctrl-C.
func (s *Shell) interruptibly(ctx context.Context, f func(ctx context.Context) error) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	err := f(ctx)
	if err != nil && ctx.Err() != nil {
		return errStopped
	}
	return err
}

var errStopped = errors.New("stopped")

// report shows an error; it returns what ends the session.
func (s *Shell) report(err error) error {
	var mistake *MistakeError
	switch {
	case err == nil, errors.Is(err, errQuit):
		return err
	case errors.As(err, &mistake):
		s.screen.say("%s", s.o.Visible(s.o.Mask(mistake.Error())))
		for _, line := range mistake.Details(func(text string) string { return s.o.Visible(s.o.Mask(text)) }) {
			s.screen.say("%s", line)
		}
		return nil
	}
	message, next := s.o.Explain(err)
	s.screen.say("%s", message)
	if next != "" {
		s.screen.say("  next: %s", next)
	}
	return nil
}

// readNames learns what is in the database.
func (s *Shell) readNames(ctx context.Context) (err error) {
	asker, end, err := s.o.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	known, err := ReadNames(ctx, asker)
	if err == nil {
		s.names = known
	}
	return err
}

// seconds are shown to the millisecond.
func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }
