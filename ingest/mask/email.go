package mask

import "bytes"

// emailAt masks the address around the @ that is written in line[at:end], and
// returns where to go on.
func (s *Scanner) emailAt(at, end int) int {
	start := s.localPart(at)
	stop := s.domainEnd(end)
	if start == at || stop == end || s.isRemote(start, stop) {
		return end
	}
	where := s.tracker.locate(start)
	if s.meaningAt(where) == declaredID {
		return end
	}
	s.value = append(s.value[:0], s.line[start:at]...)
	s.value = append(append(s.value, '@'), s.line[end:stop]...)
	keep := start + 1
	if keep == at {
		keep = start
	}
	fillStars(s.line[keep:at])
	form := append(append(s.sample[:0], s.line[start:keep]...), "***@"...)
	s.report(email, high, append(form, s.line[end:stop]...), s.value)
	return stop
}

// localPart returns where the local part that ends at end starts, or end.
func (s *Scanner) localPart(end int) int {
	const longest = 64
	start := end
	for start > 0 && end-start < longest && start > s.escapeEnd && isLocal(s.line[start-1]) {
		start--
	}
	if c := last(s.line[:start], 1); c == '*' || isLocal(c) && start != s.escapeEnd || bytes.HasSuffix(s.line[:start], []byte("＊")) {
		return end
	}
	for start < end && !isLetter(s.line[start]) && !isDigit(s.line[start]) && s.line[start] != '_' {
		start++
	}
	if start < end && s.line[end-1] == '.' {
		return end
	}
	return start
}

func isLocal(c byte) bool {
	switch c {
	case '.', '_', '+', '-':
		return true
	}
	return isLetter(c) || isDigit(c)
}

// domainEnd returns where the domain that starts at start ends, behind its
// top-level label, or start.
func (s *Scanner) domainEnd(start int) int {
	const longest = 255
	line, end, label, labels := s.line, start, start, 0
	for i := start; i-start < longest; i++ {
		c := first(line, i)
		if isLetter(c) || isDigit(c) || c == '-' && i > label {
			continue
		}
		if i == label {
			break
		}
		labels++
		if labels > 1 && isTopLevel(line[label:i]) {
			end = i
		}
		if c != '.' {
			break
		}
		label = i + 1
	}
	return end
}

// isTopLevel tells a top-level domain from a file's extension, a version and a
// unit of systemd.
func isTopLevel(label []byte) bool {
	if len(label) < 2 || len(label) > 12 {
		return false
	}
	for _, c := range label {
		if !isLetter(c) {
			return false
		}
	}
	var buffer [12]byte
	switch string(foldKey(buffer[:0], label)) {
	case "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico", "js", "mjs", "css", "scss", "less", "json", "html", "htm",
		"xml", "tgz", "gz", "tar", "jar", "war", "log", "txt", "csv", "xlsx", "pdf", "mp", "service", "timer", "socket",
		"mount", "scope", "slice", "jsx", "ts", "tsx", "vue", "exe", "dll", "yml", "yaml", "conf", "localdomain", "java", "class":
		return false
	}
	return true
}

// isRemote tells user@host of a connection or a repository from an address.
func (s *Scanner) isRemote(start, stop int) bool {
	before := s.line[:start]
	if last(before, 1) == '/' && last(before, 2) == '/' && last(before, 3) != ' ' {
		return true
	}
	if last(before, 1) == ':' { // scheme://user:password@host
		user := bytes.TrimRight(before[max(0, start-64):start-1], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
		if bytes.HasSuffix(user, []byte("://")) {
			return true
		}
	}
	if first(s.line, stop) != ':' {
		return false
	}
	next := first(s.line, stop+1)
	return isDigit(next) || string(s.line[start:min(start+4, len(s.line))]) == "git@"
}

// isLocalPart tells whether the number that ends at end is what an e-mail
// address starts with.
func (s *Scanner) isLocalPart(end int) bool {
	switch first(s.line, end) {
	case '@':
		return s.domainEnd(end+1) > end+1
	case '%', '\\':
		char, after := unitAt(s.line, end)
		return char == '@' && s.domainEnd(after) > after
	}
	return false
}
