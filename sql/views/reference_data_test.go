package views_test

// The reference for plaintext personal data, plaintext transport (clause 3.3)
// and the conservation law of loading.

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// kinds are the fakes that stand for personal data: a carrier's service line,
// two message centres of it, and the example of the standard for resident ids.
var kinds = map[string]string{
	"13800138000":        "phone",
	"13800100500":        "phone",
	"13800210500":        "phone",
	"11010519491231002X": "id_card",
}

// samples are the same, masked.
var samples = map[string]string{
	"13800138000":        "138****8000",
	"13800100500":        "138****0500",
	"13800210500":        "138****0500",
	"11010519491231002X": "110105********002X",
}

// plaintextPII keeps hits whose day cannot be read, but none after the as-of day.
func plaintextPII(w world, asOf day) []row {
	type where struct {
		app, logType, field, kind string
		day                       day
	}
	count, values := map[where]int64{}, map[where]map[string]bool{}
	for _, h := range w.hits() {
		at := where{app: h.App, logType: h.Type, field: h.Field, kind: h.Kind}
		if h.Millis != 0 {
			at.day = dayOf(h.Millis)
		}
		if at.day > asOf {
			continue
		}
		if values[at] == nil {
			values[at] = map[string]bool{}
		}
		count[at]++
		values[at][h.Value] = true
	}
	var rows []row
	for at, n := range count {
		r := row{textOrNull(at.app), textOrNull(at.logType), at.field, at.kind, dayOrNull(at.day), n, int64(len(values[at])), nil}
		for value := range values[at] {
			r[7] = samples[value]
		}
		rows = append(rows, r)
	}
	return rows
}

// hits are those in all lines but the ones whose content was already loaded.
func (w world) hits() []hit {
	var hits []hit
	for i, f := range w.Files {
		for _, l := range f.Lines[w.known(i):] {
			// A line with a hit holds one record, or none that could be loaded.
			if len(l.Records) == 0 || !w.prunes(i, event{record: l.Records[0], day: dayOf(l.Records[0].Millis)}) {
				hits = append(hits, l.Hits...)
			}
		}
	}
	return hits
}

func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// schemeAndHost are in lower case; the host has the port that was written.
func schemeAndHost(address string) (scheme, host string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	return strings.ToLower(u.Scheme), strings.ToLower(u.Host)
}

// writtenFiles are receivers that are files, written down by hand.
var writtenFiles = []string{"Orders.xlsx", "file-2024.csv", "out/orders.csv", "export.zip/orders"}

// receiver is the host that order data went to, as it is compared with others: without
// the port that its scheme has anyway. What has no scheme is one when it looks like one.
func receiver(sendTo string) string {
	if !strings.Contains(sendTo, "//") {
		_, host := schemeAndHost("//" + sendTo)
		name := host
		if h, _, err := net.SplitHostPort(host); err == nil {
			name = h
		}
		if !strings.Contains(name, ".") || strings.ContainsRune(host, '@') || slices.Contains(writtenFiles, sendTo) {
			return ""
		}
		return host
	}
	scheme, host := schemeAndHost(sendTo)
	switch scheme {
	case "https":
		return strings.TrimSuffix(host, ":443")
	case "http":
		return strings.TrimSuffix(host, ":80")
	}
	return host
}

// plaintextTransport counts a record once for each host.
func plaintextTransport(a app) []row {
	type where struct {
		logType, host string
		day           day
	}
	count := map[where]int64{}
	for _, e := range a.events {
		if !isAccess(e) {
			continue
		}
		hosts := map[string]bool{}
		for _, address := range []string{e.URL, e.SendToURL} {
			if scheme, host := schemeAndHost(address); scheme == "http" && host != "" {
				hosts[host] = true
			}
		}
		for host := range hosts {
			count[where{e.Type, host, e.day}]++
		}
	}
	var rows []row
	for at, n := range count {
		rows = append(rows, row{a.key, at.logType, at.host, at.day, n})
	}
	return rows
}

// ingestBalance sorts each line into one of four.
func ingestBalance(w world) []row {
	var rows []row
	for i, f := range w.Files {
		known := w.known(i)
		var blank, accepted, rejected, events int64
		for _, l := range f.Lines[known:] {
			switch {
			case strings.Trim(l.Text, " \t\r") == "":
				blank++
			case l.Rejected:
				rejected++
			default:
				accepted++
				events += int64(len(l.Records))
			}
		}
		rows = append(rows, row{f.Name, f.Name, int64(len(f.Lines)), blank, accepted, rejected, int64(known), events, true})
	}
	return rows
}
