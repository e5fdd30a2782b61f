package shell

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"opaudit/similar"
	catalog "opaudit/sql"
	"opaudit/sql/format"
)

// A command is a line that begins with a point.
type command struct {
	name, takes, does string
	arguments         func(s *Shell) []string // that Tab offers
	run               func(s *Shell, ctx context.Context, argument string) error
}

// commands are all there are, in the order in which .help lists them.
var commands []command

func init() { // .help refers to them
	relations := func(s *Shell) []string { return s.names.relationNames() }
	commands = []command{
		{".help", "", "list these commands", nil, (*Shell).help},
		{".tables", "", "list the tables, and the views of the records as logged", nil, (*Shell).listTables},
		{".views", "", "list the views that compute figures, with their definitions", nil, (*Shell).listViews},
		{".schema", "NAME", "show the columns of a table or view, and how it is computed", relations, (*Shell).schema},
		{".rules", "", "list the rules", nil, (*Shell).listRules},
		{".rule", "ID", "show a rule's SQL; Up fetches it for editing", (*Shell).ruleIDs, (*Shell).rule},
		{".mode", "MODE", "show answers as " + strings.Join(format.Names(), ", "), func(*Shell) []string { return format.Names() }, (*Shell).setMode},
		{".output", "FILE", "write all rows of the next answer into a file, in the mode that is set", nil, (*Shell).setOutput},
		{".timer", "on|off", "tell how long each answer took", func(*Shell) []string { return []string{"on", "off"} }, (*Shell).setTimer},
		{".quit", "", "end; so does Ctrl-D", nil, func(*Shell, context.Context, string) error { return errQuit }},
	}
}

var errQuit = errors.New("quit")

// command runs a line that begins with a point.
func (s *Shell) command(ctx context.Context, line string) error {
	name, argument, _ := strings.Cut(strings.TrimSuffix(line, ";"), " ")
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name })
	if i < 0 {
		var all []string
		for _, c := range commands {
			all = append(all, c.name)
		}
		return fmt.Errorf("there is no command %s%s; .help lists them", name, didYouMean(similar.To(name, all)))
	}
	c, argument := commands[i], strings.TrimSpace(argument)
	if c.takes == "" && argument != "" {
		return fmt.Errorf("%s takes nothing behind it", name)
	}
	return c.run(s, ctx, argument)
}

func (s *Shell) help(context.Context, string) error {
	for _, c := range commands {
		s.screen.say("%-16s %s", strings.TrimSpace(c.name+" "+c.takes), c.does)
	}
	s.screen.say("A statement may take several lines; Enter runs it when it ends with a semicolon.\nTab completes names; Up and Ctrl-R find what was typed before; Ctrl-C stops what\nruns, or clears the line.")
	return nil
}

func (s *Shell) listTables(ctx context.Context, _ string) error {
	if err := s.readNames(ctx); err != nil {
		return err
	}
	return s.list([]string{"table", "holds", "columns"}, func(add func(...string)) {
		for _, r := range s.names.relations {
			if v, view := s.o.Catalog.View(r.name); !view || v.Kind == "relation" {
				add(r.name, cmp.Or(v.En, holds[r.name], "-"), columnList(r))
			}
		}
	})
}

func (s *Shell) listViews(ctx context.Context, _ string) error {
	if err := s.readNames(ctx); err != nil {
		return err
	}
	return s.list([]string{"view", "clause", "definition"}, func(add func(...string)) {
		for _, r := range s.names.relations {
			if v, view := s.o.Catalog.View(r.name); view && v.Kind != "relation" {
				add(r.name, cmp.Or(v.Clause, "-"), v.Comment())
			}
		}
	})
}

func columnList(r relation) string {
	var all []string
	for _, c := range r.columns {
		all = append(all, c.name)
	}
	return strings.Join(all, ", ")
}

func (s *Shell) schema(ctx context.Context, name string) error {
	if err := s.readNames(ctx); err != nil {
		return err
	}
	name = strings.TrimSuffix(name, ";")
	if len(name) > 1 && strings.HasPrefix(name, `"`) && strings.HasSuffix(name, `"`) {
		name = strings.ReplaceAll(name[1:len(name)-1], `""`, `"`)
	}
	r := s.names.relation(name)
	switch {
	case name == "":
		return errors.New("say which: .schema NAME; .tables and .views list them")
	case r == nil:
		return fmt.Errorf("there is no table or view %s%s; .tables and .views list them", name, didYouMean(similar.To(name, s.names.relationNames())))
	}
	v, view := s.o.Catalog.View(r.name)
	var out strings.Builder
	if view {
		fmt.Fprintf(&out, "view %s\n%s\n", r.name, v.Comment())
	} else {
		fmt.Fprintf(&out, "%s\n", r.name)
	}
	for _, c := range r.columns {
		fmt.Fprintf(&out, "  %-28s %s\n", c.name, c.typ)
	}
	if v.Body != "" {
		fmt.Fprintf(&out, "\n%s\n", v.Body)
	}
	return s.screen.page(out.String())
}

func (s *Shell) listRules(context.Context, string) error {
	return s.list([]string{"rule", "clause", "title", "标题"}, func(add func(...string)) {
		for _, r := range s.o.Rules {
			add(r.ID, r.Clause, r.Title.En, r.Title.Zh)
		}
	})
}

func (s *Shell) ruleIDs() []string {
	var all []string
	for _, r := range s.o.Rules {
		all = append(all, r.ID)
	}
	return all
}

// aligned are blanks that align what stands behind them, which takes room that a
// terminal has not.
var aligned = regexp.MustCompile(`([^ \n]) {2,}`)

func (s *Shell) rule(_ context.Context, id string) error {
	i := slices.IndexFunc(s.o.Rules, func(r catalog.Rule) bool { return r.ID == id })
	switch {
	case id == "":
		return errors.New("say which: .rule ID; .rules lists them")
	case i < 0:
		return fmt.Errorf("there is no rule %s%s; .rules lists them", id, didYouMean(similar.To(id, s.ruleIDs())))
	}
	r := s.o.Rules[i]
	body := aligned.ReplaceAllString(r.Body, "$1 ")
	s.history.offer(body + ";")
	return s.screen.page(fmt.Sprintf("-- %s (clause %s): %s %s\n-- figure: %s, in %s. Up fetches the statement for editing.\n%s;\n", r.ID, r.Clause, r.Title.En, r.Title.Zh, r.Figure, r.Unit, body))
}

func (s *Shell) setMode(_ context.Context, name string) error {
	if name == "" {
		s.screen.say("the mode is %s; there are %s", s.mode.Name, strings.Join(format.Names(), ", "))
		return nil
	}
	mode, err := format.ByName(name)
	if err != nil {
		return fmt.Errorf("%w%s", err, didYouMean(similar.To(name, format.Names())))
	}
	s.mode = mode
	return nil
}

func (s *Shell) setTimer(_ context.Context, state string) error {
	if state != "on" && state != "off" {
		return errors.New("say .timer on or .timer off")
	}
	s.timed = state == "on"
	return nil
}

// list shows rows of texts as a table.
func (s *Shell) list(columns []string, fill func(add func(cells ...string))) error {
	var all [][]any
	fill(func(cells ...string) {
		row := make([]any, len(cells))
		for i := range cells {
			row[i] = cells[i]
		}
		all = append(all, row)
	})
	types := slices.Repeat([]string{"VARCHAR"}, len(columns))
	table, err := format.ByName("table")
	if err != nil {
		return err
	}
	var out strings.Builder
	if err := table.Write(&out, format.Rows{Columns: columns, Types: types, Next: func() ([]any, bool, error) {
		if len(all) == 0 {
			return nil, false, nil
		}
		row := all[0]
		all = all[1:]
		return row, true, nil
	}}, s.screen.options(s.o.RawCSV)); err != nil {
		return err
	}
	return s.screen.page(out.String())
}
