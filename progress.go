package main

import (
	"time"

	"github.com/cheggaaa/pb/v3"

	"opaudit/analyzer/finding"
	"opaudit/ingest"
	"opaudit/reports"
)

// A load on a terminal shows how far it is.

// progressLine is what a load shows on a terminal: bytes, lines a second, the time
// that it may still take, and the file that is being read.
const progressLine = `{{counters . }} {{bar . }} {{percent . }} {{string . "rate"}} {{rtime . "%s left"}} {{string . "file"}}`

// showProgress shows on a terminal how far a load is, until the function that it
// returns is called. It shows nothing elsewhere, or when messages are not wanted.
func (c *command) showProgress(l *ingest.Loader) (done func()) {
	if c.quiet || c.logFormat == "json" || !onTerminal(c.stderr) {
		return func() {}
	}
	bar := pb.ProgressBarTemplate(progressLine).New(0)
	bar.Set(pb.Bytes, true).Set(pb.CleanOnFinish, true).SetWriter(c.stderr).SetRefreshRate(200 * time.Millisecond)
	begin, file := time.Now(), ""
	l.Progress = func(p ingest.Progress) {
		rate := int64(float64(p.Lines) / time.Since(begin).Seconds())
		bar.SetTotal(p.Total).SetCurrent(p.Read)
		bar.Set("rate", finding.Whole(rate)+" lines/s").Set("file", reports.Visible(p.File))
		if !bar.IsStarted() {
			bar.Start()
		}
		if p.File != file { // each is shown, however short
			bar.Write()
			file = p.File
		}
	}
	return func() { bar.Finish() }
}
