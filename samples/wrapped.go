package samples

import "strconv"

// Records also arrive as the platform's log-upload calls log them (envelopes,
// batches) and as arrays. An envelope names the app; its records do not.

// upload is a log type that can be uploaded.
type upload struct {
	log    logType
	word   string // bare name, as a batch's method
	fields func(*generator, []byte, *app) []byte
}

var (
	loginUpload    = upload{loginLog, "login", (*generator).loginFields}
	accessUpload   = upload{orderLog, "order", (*generator).accessFields}
	transferUpload = upload{openLog, "open", (*generator).transferFields}
	sqlUpload      = upload{sqlLog, "sql", (*generator).statementFields}
)

const uploadPrefix = "open.security.log."

// appendEnvelopeHead opens an upload call up to its param. The secrets in it are
// placeholders; a reader must drop them all the same.
func (g *generator) appendEnvelopeHead(b []byte, a *app, method string) []byte {
	b = append(b, `{"method":"`...)
	b = append(b, uploadPrefix...)
	b = append(b, method...)
	b = append(b, `","appkey":"`...)
	b = append(b, a.key...)
	b = append(b, `","version":"1","timestamp":`...)
	b = strconv.AppendInt(b, g.now, 10)
	return append(b, `,"access_token":"sample-token","signMethod":"MD5","sign":"9f86d081884c7d659a2feaa0c55ad015","param":`...)
}

// envelope writes one upload; asText sends its param as JSON text.
func envelope(u upload, asText bool) writeLine {
	return func(g *generator, a *app) {
		f := g.files.byType[u.log]
		b := g.appendEnvelopeHead(f.buf, a, u.word)
		param := append(u.fields(g, append(g.scratch[:0], '{'), a), '}')
		g.scratch = param
		if asText {
			b = appendEscaped(b, param)
		} else {
			b = append(b, param...)
		}
		g.files.end(f, append(b, "}\n"...))
	}
}

// batch writes one upload of several records of a type. The method inside may
// be bare or the full name of the call.
func batch(u upload, records int, fullName bool) writeLine {
	return func(g *generator, a *app) {
		data := append(g.scratch[:0], '[')
		for i := range records {
			if i > 0 {
				data = append(data, ',')
			}
			data = append(u.fields(g, append(data, '{'), a), '}')
		}
		data = append(data, ']')
		g.scratch = data

		f := g.files.byType[u.log]
		b := g.appendEnvelopeHead(f.buf, a, "batch")
		b = append(b, `{"method":"`...)
		if fullName {
			b = append(b, uploadPrefix...)
		}
		b = append(b, u.word...)
		b = append(b, `","data":`...)
		b = appendEscaped(b, data)
		g.files.end(f, append(b, "}}\n"...))
	}
}

// readArray writes several successful calls on one line. They come on top of
// the day's planned calls, so it is no good for a day of planned failures.
func readArray(records int) writeLine {
	return func(g *generator, a *app) {
		f := g.files.byType[apiLog]
		b := append(f.buf, '[')
		for i := range records {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendHead(b, apiLog, a)
			b = append(g.appendCall(b, a, g.cleanRead(a)), '}')
		}
		g.files.end(f, append(b, "]\n"...))
	}
}

// shapes plants every shape once, on days when nothing else is planned.
func shapes() []plant {
	return []plant{
		onDay(23, readArray(2)),
		onDay(22, batch(accessUpload, 3, false)),
		onDay(21, batch(loginUpload, 2, true)),
		onDay(20, envelope(sqlUpload, false)),
		onDay(19, envelope(transferUpload, true)),
	}
}
