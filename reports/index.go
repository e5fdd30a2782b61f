package reports

import (
	"encoding/json"
	"io"

	"opaudit/analyzer/finding"
)

// IndexName is the file that lists the documents of a folder.
const IndexName = "index.json"

// indexSchema names the JSON form of an index.
const indexSchema = "opaudit.index/1"

// IndexEntry is a document of a folder.
type IndexEntry struct {
	Name   string       `json:"name"` // of the file, in the folder of the index
	Format string       `json:"format"`
	Type   string       `json:"media_type"`
	About  finding.Text `json:"about"`  // who it is for, and for what
	SHA256 string       `json:"sha256"` // of its bytes: another one is not of this run
}

// index is what an index file holds: the documents that one run was written to.
type index struct {
	Schema    string             `json:"schema"`
	AsOf      string             `json:"as_of"` // YYYY-MM-DD
	Language  Language           `json:"language"`
	Narrowing *finding.Narrowing `json:"narrowing"` // as in the run
	Documents []IndexEntry       `json:"documents"`
}

// WriteIndex writes the index of the documents that run was written to in lang.
func WriteIndex(w io.Writer, run finding.Run, lang Language, documents []IndexEntry) error {
	return encode(w, "index", index{indexSchema, run.AsOf, lang, run.Narrowing, present(documents)})
}

// indexSize is beyond what an index takes: a longer file is something else.
const indexSize = 1 << 20

// IsIndex reports whether what r holds is an index.
func IsIndex(r io.Reader) bool {
	var head struct {
		Schema string `json:"schema"`
	}
	return json.NewDecoder(io.LimitReader(r, indexSize)).Decode(&head) == nil && head.Schema == indexSchema
}
