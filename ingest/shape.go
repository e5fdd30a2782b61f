package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"opaudit/ingest/jsontext"
)

// A shape is what a file is seen to be by its first bytes, when it is no log as it
// stands; "" for any other file.
type shape string

const (
	zipArchive  shape = "zip archive"
	utf16Text   shape = "UTF-16"
	jsonArray   shape = "array over several lines"
	jsonObject  shape = "object over several lines"
	dockerLines shape = "lines in Docker's wrapper"
)

// remedy is what to do about a file of the shape, whatever the configuration says.
func (s shape) remedy() string {
	const overLines = "it is JSON over several lines: write it with one record, or one array of records, a line, as with: jq -c "
	switch s {
	case zipArchive:
		return "it is a zip archive: unpack it, or compress each log with gzip or zstd instead"
	case utf16Text:
		return "it is UTF-16 text: write it in UTF-8 or GB18030, as with: iconv -f UTF-16 -t UTF-8"
	case jsonArray:
		return overLines + "'.[]'"
	case jsonObject:
		return overLines + "."
	}
	return ""
}

// unreadable reports whether nothing of a file of the shape can be a record.
func (s shape) unreadable() bool { return s == zipArchive || s == utf16Text }

// shapeOf looks at the first bytes of a file, decompressed.
func shapeOf(head []byte) shape {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return zipArchive
	case isUTF16(head):
		return utf16Text
	}
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return ""
	}
	line, _, several := bytes.Cut(head, []byte("\n"))
	if jsontext.Check(line) == nil {
		if _, members, ok := docker(line, nil); ok && len(members) > 1 {
			return dockerLines
		}
		return ""
	}
	if !several || !spansLines(head) {
		return ""
	}
	if head[0] == '[' {
		return jsonArray
	}
	return jsonObject
}

// isUTF16 reports whether a text has a byte order mark of UTF-16, or begins with two
// ASCII characters in it.
func isUTF16(head []byte) bool {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return true
	}
	if len(head) < 4 {
		return false
	}
	nul := [4]bool{head[0] == 0, head[1] == 0, head[2] == 0, head[3] == 0}
	return nul == [4]bool{false, true, false, true} || nul == [4]bool{true, false, true, false}
}

// spansLines reports whether the JSON value that a text begins with, or all that can be
// seen of it, stands on several lines.
func spansLines(text []byte) bool {
	d := json.NewDecoder(bytes.NewReader(text))
	var first json.RawMessage
	err := d.Decode(&first)
	return errors.Is(err, io.ErrUnexpectedEOF) || err == nil && bytes.IndexByte(first, '\n') >= 0
}
