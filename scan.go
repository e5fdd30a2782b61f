package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/reports"
)

func (c *command) scanCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "scan PATH...",
		Short: "Look for plaintext personal data in any text",
		Long: "Look for plaintext personal data in files and folders (with their sub-folders) of any text, also compressed,\n" +
			"without a database. What is found is shown masked. The exit code is 1 when there is a hit of high or medium\nconfidence: useful in CI and before a commit.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			write, known := scanWriters[format]
			if !known {
				return usage("--format is text, json or sarif, not %q", format)
			}
			settings, err := c.configuration()
			if err != nil {
				return err
			}
			words, err := mask.NewVocabulary(settings.Vocabulary)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(c.stdout)
			w := write(out)
			found, serious := int64(0), false
			result, err := ingest.Scan(cmd.Context(), paths, words, ingest.NewSources(settings), func(h ingest.ScanHit) error {
				found++
				serious = serious || h.Confidence != "low"
				return w.hit(h)
			})
			if err = cmp.Or(err, w.end(result), out.Flush()); err != nil { // one that failed to be written to fails again
				return fmt.Errorf("scan: %w", err)
			}
			for _, err := range result.Errs {
				c.log.Error("could not scan " + reports.Visible(mask.Text(err.Error())))
			}
			c.log.Info(fmt.Sprintf("%s in %s of %s, %d of them binary and not scanned", plural(found, "hit", "hits"),
				plural(result.Lines, "line", "lines"), plural(result.Files, "file", "files"), result.Binary))
			switch {
			case len(result.Errs) > 0:
				return failure{exitWork, errors.New("some files could not be scanned; they are named above"),
					"mend them or leave them out, and run the same command again"}
			case serious:
				return errFindings
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json or sarif")
	return cmd
}

// A scanWriter writes hits as they come.
type scanWriter interface {
	hit(h ingest.ScanHit) error
	end(result ingest.ScanResult) error
}

var scanWriters = map[string]func(io.Writer) scanWriter{
	"text":  func(w io.Writer) scanWriter { return scanText{w} },
	"json":  func(w io.Writer) scanWriter { return &scanJSON{w: w} },
	"sarif": func(w io.Writer) scanWriter { return &scanSARIF{list: list{w: w}} },
}

// scanText writes a line a hit.
type scanText struct{ w io.Writer }

func (s scanText) hit(h ingest.ScanHit) error {
	field := ""
	if h.Field != "" {
		field = "  (" + h.Field + ")"
	}
	_, err := fmt.Fprintf(s.w, "%s:%d: %s %s, %s confidence%s\n", reports.Visible(h.Path), h.Line, h.Kind, reports.Visible(h.Sample), h.Confidence, reports.Visible(field))
	return err
}

func (s scanText) end(ingest.ScanResult) error { return nil }

// A list writes the elements of a JSON array, each on its line.
type list struct {
	w     io.Writer
	begun bool
}

func (l *list) add(element any) error {
	text, err := json.Marshal(element)
	if err != nil {
		return fmt.Errorf("write hit: %w", err)
	}
	separator := ",\n"
	if !l.begun {
		l.begun, separator = true, "\n"
	}
	_, err = fmt.Fprintf(l.w, "%s%s", separator, text)
	return err
}

// scanJSON writes one object: the hits and what was scanned.
type scanJSON struct {
	w    io.Writer
	hits *list
}

func (s *scanJSON) begin() error {
	if s.hits != nil {
		return nil
	}
	s.hits = &list{w: s.w}
	_, err := io.WriteString(s.w, `{"hits":[`)
	return err
}

func (s *scanJSON) hit(h ingest.ScanHit) error {
	if err := s.begin(); err != nil {
		return err
	}
	return s.hits.add(h)
}

func (s *scanJSON) end(r ingest.ScanResult) error {
	if err := s.begin(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.w, "\n],\"files\":%d,\"lines\":%d,\"binary\":%d,\"failed\":%d}\n", r.Files, r.Lines, r.Binary, len(r.Errs))
	return err
}

// scanSARIF writes a SARIF 2.1.0 log of one run, which code hosts show beside
// the lines.
type scanSARIF struct {
	list
	opened bool
}

func (s *scanSARIF) begin() error {
	if s.opened {
		return nil
	}
	s.opened = true
	type object = map[string]any
	var rules []object // the kinds of personal data
	for _, kind := range mask.Kinds() {
		rules = append(rules, object{"id": kind, "shortDescription": object{"text": "Plaintext personal data: " + strings.ReplaceAll(kind, "_", " ")}})
	}
	driver, err := json.Marshal(object{"driver": object{"name": "opaudit scan", "rules": rules}})
	if err != nil {
		return fmt.Errorf("write rules: %w", err)
	}
	_, err = fmt.Fprintf(s.w, `{"$schema":%q,"version":"2.1.0","runs":[{"tool":%s,"columnKind":"unicodeCodePoints","results":[`, reports.SARIFSchema, driver)
	return err
}

func (s *scanSARIF) hit(h ingest.ScanHit) error {
	if err := s.begin(); err != nil {
		return err
	}
	type object = map[string]any
	text := fmt.Sprintf("%s in plaintext: %s, %s confidence", h.Kind, h.Sample, h.Confidence)
	if h.Field != "" {
		text += " (" + h.Field + ")"
	}
	return s.add(object{
		"ruleId": h.Kind, "level": map[string]string{"high": "error", "medium": "warning", "low": "note"}[h.Confidence],
		"message": object{"text": text},
		"locations": []object{{"physicalLocation": object{
			"artifactLocation": object{"uri": reports.FileURI(h.Path)}, "region": object{"startLine": h.Line}}}},
	})
}

func (s *scanSARIF) end(r ingest.ScanResult) error {
	if err := s.begin(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.w, "\n],\"invocations\":[{\"executionSuccessful\":%t}]}]}\n", len(r.Errs) == 0)
	return err
}
