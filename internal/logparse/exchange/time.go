package exchange

import (
	"slices"
	"strings"
	"time"

	"grantlens/internal/logparse/artifact"
)

// Sources of Flow.At.
const (
	AtDateHeader = "date_header"
	AtLogLine    = "log_line"
	AtBody       = "body_time"
	AtNow        = "now"
)

// time finds the log's own time: a Date header is the server's clock, then the last time a log line gives, then a
// time inside an answer. Only without any of them is it the reader's now.
func (f *Flow) time(now time.Time) {
	for _, e := range f.Exchanges {
		if e.Response == nil {
			continue
		}
		if p, ok := e.Response.Headers.Get("Date"); ok {
			if t, err := parseHTTPDate(p.Value.Text); err == nil {
				e.At = t
				if t.After(f.At) {
					f.At, f.AtSource = t, AtDateHeader
				}
			}
		}
	}
	var untimed []*Exchange // in the order of the text, as the artifacts are
	for _, e := range f.Exchanges {
		if e.At.IsZero() {
			untimed = append(untimed, e)
		}
	}
	var last time.Time
	for _, a := range f.Artifacts {
		if a.Time.After(last) {
			last = a.Time
		}
		if a.Time.IsZero() || a.Kind != artifact.Record && a.Kind != artifact.Event {
			continue
		}
		for j := 0; j < len(untimed) && untimed[j].Span.Start-a.Span.End < 200; j++ {
			switch e := untimed[j]; {
			case a.Span.Overlaps(e.Span) || a.Span.End <= e.Span.Start:
				e.At = a.Time
			case e.Span.End > a.Span.Start || e.Span.Empty():
				continue
			} // else it was timed, or no record that comes can time it any more
			untimed = slices.Delete(untimed, j, j+1)
			j--
		}
	}
	if f.At.IsZero() && !last.IsZero() {
		f.At, f.AtSource = last, AtLogLine
	}
	if f.At.IsZero() {
		for _, e := range f.Exchanges {
			if p, ok := e.Member("timestamp"); ok {
				for _, layout := range [...]string{"2006-01-02 15:04:05Z", time.RFC3339} {
					if t, err := time.Parse(layout, p.Value.Text); err == nil {
						e.At, f.At, f.AtSource = t.UTC(), t.UTC(), AtBody
					}
				}
			}
		}
	}
	if f.At.IsZero() && !now.IsZero() {
		f.At, f.AtSource = now.UTC(), AtNow
	}
}

// parseHTTPDate reads the three date forms of RFC 9110 §5.6.7.
func parseHTTPDate(s string) (time.Time, error) {
	var first error
	for _, layout := range [...]string{"Mon, 02 Jan 2006 15:04:05 GMT", "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC} {
		t, err := time.Parse(layout, strings.TrimSpace(s))
		if err == nil {
			return t.UTC(), nil
		}
		first = err
	}
	return time.Time{}, first
}
