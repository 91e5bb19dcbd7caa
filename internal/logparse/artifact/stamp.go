package artifact

import (
	"strings"
	"time"

	"grantlens/internal/source"
)

// ownStamp reads the time and the level that a line begins with, or carries among its first words.
func (r *Reader) ownStamp(line source.Span) (time.Time, Value) {
	head := source.Span{Start: line.Start, End: min(line.End, line.Start+160)}
	at, _ := findTime(r.View.Text[head.Start:head.End])
	return at, r.level(head)
}

// lineStamp is ownStamp; what the line does not say is that of the log record it was a string of.
func (r *Reader) lineStamp(line source.Span) (time.Time, Value) {
	at, level := r.ownStamp(line)
	log := r.logAt(line.Start)
	if at.IsZero() {
		at = log.time
	}
	if !level.OK() {
		level = log.level
	}
	return at, level
}

// levels are the words log libraries use, in lower case, with what they mean.
// The numbers are those of Bunyan and pino (10 to 60) and of syslog (0 to 7).
var levels = map[string]string{
	"10": "trace", "20": "debug", "30": "info", "40": "warn", "50": "error", "60": "error",
	"0": "error", "1": "error", "2": "error", "3": "error", "4": "warn", "5": "info", "6": "info", "7": "debug", "verbose": "debug", "vrb": "trace",
	"trace": "trace", "debug": "debug", "dbg": "debug", "info": "info", "inf": "info", "information": "info", "notice": "info",
	"warn": "warn", "warning": "warn", "wrn": "warn", "error": "error", "err": "error", "eror": "error", "severe": "error",
	"fatal": "error", "crit": "error", "critical": "error", "fail": "error", "panic": "error", "alert": "error", "emergency": "error", "ftl": "error",
}

// Severity is a level's meaning: trace, debug, info, warn, error; "" for none.
func Severity(level string) string { return levels[strings.ToLower(level)] }

// level finds the level word among the first words of a line: in upper case, in brackets, or as level=….
func (r *Reader) level(s source.Span) Value {
	text := r.View.Text
	low := r.Lower[s.Start:s.End]
	for _, key := range [...]string{"level=", "lvl=", `"level":"`, `"severity":"`} {
		if i := strings.Index(low, key); i >= 0 {
			at := s.Start + i + len(key)
			end := at
			for end < s.End && isLetter(text[end]) {
				end++
			}
			if levels[r.Lower[at:end]] != "" {
				return r.Value(source.Span{Start: at, End: end})
			}
		}
	}
	for at := s.Start; at < s.End; {
		for at < s.End && !isLetter(text[at]) {
			at++
		}
		end := at
		for end < s.End && isWord(text[end]) {
			end++
		}
		if end == at {
			break
		}
		word := text[at:end]
		if levels[r.Lower[at:end]] != "" {
			upper := word == strings.ToUpper(word)
			bracketed := at > s.Start && end < len(text) && text[at-1] == '[' && text[end] == ']' || at > s.Start && text[at-1] == '.' && upper
			starts := at == s.Start && end < len(text) && text[end] == ':'
			if upper && len(word) > 2 || bracketed || starts && strings.EqualFold(word, "fail") || starts && (strings.EqualFold(word, "warn") || strings.EqualFold(word, "info")) {
				return r.Value(source.Span{Start: at, End: end})
			}
		}
		at = end
	}
	return Value{}
}

// timeLayouts are the forms a time takes in logs, the first bytes of which give it away.
var timeLayouts = [...]string{
	"2006-01-02T15:04:05.999999999Z07:00",
	"2006-01-02T15:04:05.999999999Z0700",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999 -0700",
	"2006-01-02 15:04:05.999999999-0700",
	"2006-01-02 15:04:05,999999999",
	"2006-01-02 15:04:05.999999999",
	"2006/01/02 15:04:05",
	"02/Jan/2006:15:04:05 -0700",
	"Mon, 02 Jan 2006 15:04:05 MST",
	"Mon Jan 02 15:04:05.999999 2006",
}

// findTime reads the first time in s; the span is relative to s. Times without an offset are taken for UTC.
func findTime(s string) (time.Time, source.Span) {
	for i := 0; i+8 < len(s); i++ {
		c := s[i]
		if i > 0 && isWord(s[i-1]) {
			continue
		}
		if !(c >= '0' && c <= '3') && c != 'M' && c != 'T' && c != 'W' && c != 'F' && c != 'S' {
			continue
		}
		if t, n := parseTimeAt(s[i:]); n > 0 {
			return t, source.Span{Start: i, End: i + n}
		}
	}
	return time.Time{}, source.Span{}
}

func parseTimeAt(s string) (time.Time, int) {
	if len(s) < 19 || !(isDigit(s[0]) && (s[4] == '-' || s[4] == '/' || s[2] == '/') || isLetter(s[0]) && (s[3] == ',' || s[3] == ' ')) {
		return time.Time{}, 0
	}
	for _, layout := range timeLayouts {
		for _, n := range candidateLengths(s, layout) {
			if t, err := time.Parse(layout, s[:n]); err == nil {
				return t.UTC(), n
			}
		}
	}
	return time.Time{}, 0
}

// candidateLengths gives the lengths under which the start of s may have this layout, longest first.
func candidateLengths(s, layout string) []int {
	seconds := strings.Index(layout, "05") + 2
	if len(s) < seconds {
		return nil
	}
	n := seconds
	if strings.HasPrefix(layout[seconds:], ".9") || strings.HasPrefix(layout[seconds:], ",9") {
		if n < len(s) && s[n] == layout[seconds] {
			d := n + 1
			for d < len(s) && isDigit(s[d]) {
				d++
			}
			if d > n+1 {
				n = d
			}
		} else if layout[seconds] == ',' {
			return nil
		}
	}
	switch {
	case strings.HasSuffix(layout, "Z07:00"):
		if n < len(s) && s[n] == 'Z' {
			return []int{n + 1}
		}
		return within(s, n+6)
	case strings.HasSuffix(layout, "Z0700"):
		return within(s, n+5)
	case strings.HasSuffix(layout, " -0700"):
		return within(s, n+6)
	case strings.HasSuffix(layout, "-0700"):
		return within(s, n+5)
	case strings.HasSuffix(layout, " MST"):
		return within(s, n+4)
	case strings.HasSuffix(layout, " 2006"):
		return within(s, n+5)
	}
	return []int{n}
}

func within(s string, n int) []int {
	if n > len(s) {
		return nil
	}
	return []int{n}
}
