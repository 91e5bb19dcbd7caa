package artifact

import (
	"strconv"
	"strings"
	"time"

	"grantlens/internal/source"
)

// JSON-lines logs: zerolog, zap, logrus, logback, Serilog, Bunyan, pino, ECS, GELF, journald, Docker's json-file. Of each line
// the time and the level are kept; the message and what stands beside it is read as text, the lines of one run together,
// so that what a program printed over several lines is whole again.

var _ = register(Recogniser{ID: "json-log", Rank: 5, Read: readJSONLog})

// The names under which loggers write the parts of a record, dotted where they nest.
var (
	logTimes    = dotted("time", "ts", "timestamp", "@timestamp", "@t", "t", "Timestamp", "asctime", "datetime", "date", "__REALTIME_TIMESTAMP", "timeMillis", "eventTime", "instant.epochSecond")
	logLevels   = dotted("level", "severity", "lvl", "log.level", "levelname", "loglevel", "@l", "PRIORITY", "Level", "LogLevel", "syslog.severity")
	logMessages = dotted("msg", "message", "log", "MESSAGE", "@m", "@mt", "RenderedMessage", "short_message", "textPayload", "event", "Message", "fields.message")
)

func readJSONLog(r *Reader) {
	var run *logRun
	var last source.Span // a record that was left out; the last one still gives the time
	for _, line := range r.eachLine() {
		s := line.text
		if run != nil && r.quietObject(s) {
			r.open(s)
			last = s
			continue
		}
		n := r.logObject(s)
		if n == nil {
			if !s.Empty() { // a blank line does not end a run
				run.read()
				run = nil
			}
			continue
		}
		if run == nil {
			run = newLogRun(r)
		}
		run.add(n)
		last = source.Span{}
	}
	if !last.Empty() {
		if n := r.logObject(last); n != nil {
			if run == nil { // a line that is no record ended it
				run = newLogRun(r)
			}
			run.add(n)
		}
	}
	run.read()
}

// quietObject reports whether a line is a record that neither warns nor speaks of a login.
func (r *Reader) quietObject(s source.Span) bool {
	if s.Len() < 20 || !strings.HasPrefix(r.Lower[s.Start:s.End], `{"`) || r.Lower[s.End-1] != '}' {
		return false
	}
	head := r.Lower[s.Start:min(s.End, s.Start+200)]
	i := strings.Index(head, `level":`)
	if i < 0 {
		return false
	}
	level := strings.TrimLeft(head[i+len(`level":`):], ` "`)
	end := 0
	for end < len(level) && isWord(level[end]) {
		end++
	}
	switch levels[level[:end]] {
	case "info", "debug", "trace":
		return !r.near(authWords, s.Start, 0, s.Len())
	}
	return false
}

// logObject reads a line that is one JSON object and a log record; nil if it is none.
func (r *Reader) logObject(s source.Span) *node {
	text := r.View.Text
	if s.Len() < 20 || text[s.Start] != '{' || text[s.End-1] != '}' || quoteLen(strings.TrimLeft(text[s.Start+1:min(s.End, s.Start+8)], " ")) == 0 {
		return nil
	}
	n := r.parseObject(s.Start, s.End)
	if n == nil || n.cut || n.span.End != s.End {
		return nil
	}
	if hit := n.get("_source"); hit != nil && hit.typ == 'o' {
		n = hit // Elasticsearch's
	}
	message, level, when := n.first(logMessages), n.first(logLevels), n.first(logTimes)
	switch {
	case n.get("access_token") != nil || n.get("error_codes") != nil || n.get("statusCode") != nil && when == nil:
		return nil // a body
	case n.get("log") != nil && n.get("log").typ == 's' && (n.get("stream") != nil || when != nil): // Docker, Fluent Bit
	case n.get("status") != nil && (n.get("request_uri") != nil || n.get("request") != nil && n.get("request").typ == 's' && strings.Contains(n.get("request").str(), " HTTP/")): // an access line of nginx
	case level != nil && (Severity(level.str()) != "" || level.typ == 'n'):
		return n
	case message != nil && when != nil && n.get("error") == nil && n.get("status") == nil: // a record without a level
	default:
		return nil
	}
	return n
}

// first is the first member that is there under one of the names, which may be dotted.
func (n *node) first(names []dottedName) *node {
	for _, name := range names {
		if v := n.get(name.whole); v != nil && v.typ != 'o' && v.typ != 'a' {
			return v
		}
		if name.inner != "" {
			if v := n.get(name.outer).get(name.inner); v != nil && v.typ != 'o' && v.typ != 'a' {
				return v
			}
		}
	}
	return nil
}

// dottedName is the name of a member, which may stand in another: `log.level` or {log: {level}}.
type dottedName struct{ whole, outer, inner string }

func dotted(names ...string) []dottedName {
	out := make([]dottedName, len(names))
	for i, name := range names {
		out[i].whole = name
		if outer, inner, ok := strings.Cut(name, "."); ok {
			out[i].outer, out[i].inner = outer, inner
		}
	}
	return out
}

// logRun gathers the texts of records that follow each other.
type logRun struct {
	r     *Reader
	b     *source.Builder
	marks []mark
}

func newLogRun(r *Reader) *logRun { return &logRun{r: r, b: source.NewBuilder(r.View)} }

// add gives a record out and puts its strings, the message first, into the text of the run.
func (u *logRun) add(n *node) {
	r := u.r
	r.open(n.span)
	a := Artifact{Kind: Record, Format: "json-log", Span: r.View.Origin(n.span)}
	if v := n.first(logTimes); v != nil {
		a.Time = recordTime(v)
	}
	if v := n.first(logLevels); v != nil && Severity(v.str()) != "" {
		a.Level = r.nodeValue(v)
	}
	message := n.first(logMessages)
	a.Text = r.nodeValue(message)
	r.Add(a)
	r.accessFields(n, a.Time)
	u.marks = append(u.marks, mark{a.Span.Start, stamp{a.Time, a.Level}})
	u.text(message)
	if n.get("error_description") != nil && protocolBody(n) {
		c := objectContent(r.View, n)
		r.Add(Artifact{Kind: Body, Format: "json-log", Span: a.Span, Body: c, Label: a.Text, Time: a.Time})
	}
	before := len(r.Out)
	u.members(n, message, 0)
	for _, found := range r.Out[before:] { // in a record the message is what says it, not the JSON before it
		found.Label, found.Heading = a.Text, Value{}
		if found.Time.IsZero() {
			found.Time = a.Time
		}
		if !found.Level.OK() {
			found.Level = a.Level
		}
	}
}

func (u *logRun) members(n, message *node, depth int) {
	for i := range n.members {
		v := n.members[i].val
		switch {
		case v == message:
		case v.typ == 's' && (worthReading(v.text) || isErrorName(n.members[i].key)):
			u.text(v)
		case v.typ != 'o' && v.typ != 'a' || depth > 6:
		case message != nil && v.get("message") == message && !v.holdsAnswer(): // tracing puts it into an object
			u.members(v, message, depth+1)
		case u.r.shaped(v):
		default:
			u.members(v, message, depth+1)
		}
	}
}

// holdsAnswer reports whether beside a message stand members that no program's own error has.
func (n *node) holdsAnswer() bool {
	return n.get("access_token") != nil || n.get("error_description") != nil
}

// isErrorName: the members in which loggers put errors, traces and bodies.
func isErrorName(name string) bool {
	for _, word := range [...]string{"err", "exception", "stack", "cause", "body", "response", "detail", "reason"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// text appends the inside of a string as lines of its own.
func (u *logRun) text(n *node) {
	if n == nil || n.typ != 's' {
		return
	}
	u.b.Unescape(n.inside)
	if !strings.HasSuffix(n.text, "\n") {
		u.b.Replace(source.Span{Start: n.inside.End, End: n.inside.End + 1}, "\n")
	}
}

// read asks for the text of the run to be read.
func (u *logRun) read() {
	if u == nil || u.b.Len() < 12 || u.r.View.Depth >= maxDepth {
		return
	}
	v := u.b.View()
	v.Depth++
	u.r.rereadView(source.Clean(v), u.marks)
}

// recordTime reads the time of a record: a date, or seconds, milli-, micro- or nanoseconds since 1970.
func recordTime(n *node) time.Time {
	s := n.str()
	if t, span := findTime(s); !t.IsZero() && span.Start == 0 {
		return t
	}
	whole, frac, _ := strings.Cut(s, ".")
	v, err := strconv.ParseInt(whole, 10, 64)
	if f, err2 := strconv.ParseFloat(s, 64); err != nil && err2 == nil && f > 1e8 && f < 1e18 { // zap writes 1.7e+09
		v, frac, err = int64(f), "", nil
	}
	if err != nil || v < 1e8 {
		return time.Time{}
	}
	switch {
	case v < 1e11:
		nanos, _ := strconv.ParseInt((frac + "000000000")[:9], 10, 64)
		return time.Unix(v, nanos).UTC()
	case v < 1e14:
		return time.UnixMilli(v).UTC()
	case v < 1e17:
		return time.UnixMicro(v).UTC()
	}
	return time.Unix(0, v).UTC()
}
