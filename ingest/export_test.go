package ingest

// CutUp makes a loader work on other pieces than usual.
func (l *Loader) CutUp(block, batch int64, workers int) { l.sizes = sizes{block, batch, workers} }
