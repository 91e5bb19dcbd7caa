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
	f.datesOfAnswers()
	last := f.timesOfLines()
	if f.At.IsZero() && !last.IsZero() {
		f.At, f.AtSource = last, AtLogLine
	}
	if f.At.IsZero() {
		f.timesInAnswers()
	}
	if f.At.IsZero() && !now.IsZero() {
		f.At, f.AtSource = now.UTC(), AtNow
	}
}

// datesOfAnswers reads the Date headers.
func (f *Flow) datesOfAnswers() {
	for _, e := range f.Exchanges {
		date := e.Header("Date")
		if date == "" {
			continue
		}
		if t, err := parseHTTPDate(date); err == nil {
			e.At = t
			if t.After(f.At) {
				f.At, f.AtSource = t, AtDateHeader
			}
		}
	}
}

// timesOfLines gives exchanges without a time that of the record they stand in or behind; it returns the last time in the log.
func (f *Flow) timesOfLines() (last time.Time) {
	var untimed []*Exchange // in the order of the text, as the artifacts are
	for _, e := range f.Exchanges {
		if e.At.IsZero() {
			untimed = append(untimed, e)
		}
	}
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
	return last
}

// timesInAnswers reads the member timestamp.
func (f *Flow) timesInAnswers() {
	for _, e := range f.Exchanges {
		said := e.memberText("timestamp")
		if said == "" { // of Entra's descriptions
			_, said, _ = strings.Cut(e.Description.Text, "Timestamp: ")
			said = said[:min(len(said), len("2006-01-02 15:04:05Z"))]
		}
		if said == "" {
			continue
		}
		for _, layout := range [...]string{"2006-01-02 15:04:05Z", time.RFC3339} {
			if t, err := time.Parse(layout, said); err == nil {
				e.At, f.At, f.AtSource = t.UTC(), t.UTC(), AtBody
			}
		}
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
