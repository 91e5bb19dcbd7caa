package artifact

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"grantlens/internal/source"
)

// headLen is how many bytes of a line may stand before its time and its level.
const headLen = 160

// ownStamp reads the time and the level that a line begins with, or carries among its first words.
func (r *Reader) ownStamp(line source.Span) (time.Time, source.Span) {
	head := source.Span{Start: line.Start, End: min(line.End, line.Start+headLen)}
	at, when := findTime(r.View.Text[head.Start:head.End])
	return at, r.level(head, head.Start+when.End)
}

// lineStamp is ownStamp; what the line does not say is that of the log record it was a string of.
func (r *Reader) lineStamp(line source.Span) (time.Time, Value) {
	at, level := r.ownStamp(line)
	log := r.logAt(line.Start)
	if at.IsZero() {
		at = log.time
	}
	if !level.Empty() {
		return at, r.Value(level)
	}
	return at, log.level
}

// levels are the words log libraries use, in lower case, with what they mean. The numbers are those of Bunyan and pino
// (10 to 60) and of syslog (0 to 7), the letters those of klog.
var levels = map[string]string{
	"10": "trace", "20": "debug", "30": "info", "40": "warn", "50": "error", "60": "error",
	"0": "error", "1": "error", "2": "error", "3": "error", "4": "warn", "5": "info", "6": "info", "7": "debug",
	"e": "error", "w": "warn", "i": "info", "f": "error", "d": "debug",
	"trace": "trace", "trce": "trace", "trc": "trace", "verbose": "debug", "vrb": "trace", "finest": "trace", "finer": "trace", "fine": "debug",
	"debug": "debug", "dbug": "debug", "dbg": "debug",
	"info": "info", "inf": "info", "information": "info", "notice": "info", "config": "info",
	"warn": "warn", "warning": "warn", "wrn": "warn",
	// Those of java.util.logging (sun.util.logging.resources) in German, French, Spanish, Italian, Portuguese, Chinese and Japanese.
	"schwerwiegend": "error", "grave": "error", "严重": "error", "重大": "error", "致命的": "error",
	"warnung": "warn", "avertissement": "warn", "advertencia": "warn", "avvertenza": "warn", "advertência": "warn", "警告": "warn",
	"infos": "info", "información": "info", "信息": "info", "情報": "info",
	"error": "error", "err": "error", "eror": "error", "severe": "error", "fatal": "error", "crit": "error", "critical": "error", "fail": "error", "panic": "error", "alert": "error", "emergency": "error", "emerg": "error", "ftl": "error",
}

// Severity is a level's meaning: trace, debug, info, warn, error; "" for none.
func Severity(level string) string { return levels[strings.ToLower(level)] }

// levelWords are the levels of more than two letters that lines begin with.
var levelWords = findLiterals(func() (words []string) {
	for w := range levels {
		if len(w) > 2 && w != "fine" && w != "config" {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return words
}()...)

// level finds the level among the first words of a line, whose time ends at offset timed.
func (r *Reader) level(s source.Span, timed int) source.Span {
	text := r.View.Text
	if klog(text[s.Start:s.End]) {
		return source.Span{Start: s.Start, End: s.Start + 1}
	}
	hits := r.hits(levelWords)
	// Lines are asked for in their order nearly always: the search goes on where the last one began.
	i := r.levels
	if i > len(hits) || i > 0 && hits[i-1].at >= s.Start {
		i = from(hits, s.Start)
	}
	for i < len(hits) && hits[i].at < s.Start {
		i++
	}
	r.levels = i
	for ; i < len(hits) && hits[i].at < s.End; i++ {
		w := source.Span{Start: hits[i].at, End: hits[i].at + len(levelWords.texts[hits[i].lit])}
		if (w.Start == 0 || !isWord(text[w.Start-1])) && (w.End >= len(text) || !isWord(text[w.End])) && r.isLevel(w, s.Start, timed) {
			return w
		}
	}
	return source.Span{}
}

// isLevel tells a level from the same word in a sentence: it is in capitals, in brackets, behind a key, at the start
// before a colon, or right behind the time.
func (r *Reader) isLevel(w source.Span, start, timed int) bool {
	text := r.View.Text
	word := text[w.Start:w.End]
	before, after := text[max(start, w.Start-12):w.Start], text[w.End:min(len(text), w.End+4)]
	if strings.HasPrefix(after, " =") || strings.HasPrefix(after, "] =") || strings.HasPrefix(after, "]=") { // a member of that name
		return false
	}
	if word[0] >= utf8.RuneSelf { // these letters have no capitals
		return w.Start == start && strings.HasPrefix(after, ":") || timed > start && strings.Trim(text[min(timed, w.Start):w.Start], " ") == ""
	}
	if allCapitals(word) {
		return true
	}
	if strings.HasPrefix(after, "]") && (strings.HasSuffix(before, "[") || strings.HasSuffix(before, ":") || strings.HasSuffix(before, ".")) {
		return true
	}
	for _, key := range [...]string{"level=", "lvl=", `level="`, `level":"`, `severity":"`, `lvl":"`, "severity="} {
		if name, ok := strings.CutSuffix(before, key); ok && (name == "" || !isLetter(name[len(name)-1])) { // not minlevel=
			return true
		}
	}
	if w.Start == start && strings.HasPrefix(after, ":") {
		switch r.Lower[w.Start:w.End] {
		case "fail", "warn", "info", "crit", "trce", "dbug", "panic", "fatal":
			return true
		}
	}
	return timed > start && timed < w.Start && strings.Trim(text[timed:w.Start], " \t[]|") == "" && strings.Trim(after, " \t]|") != after
}

// allCapitals reports whether no letter is a small one.
func allCapitals(word string) bool {
	for i := range len(word) {
		if c := word[i]; c >= 'a' && c <= 'z' {
			return false
		}
	}
	return true
}

// klog: `E0304 09:12:44.850970       7 authentication.go:58] …`.
func klog(s string) bool {
	return len(s) > 20 && s[5] == ' ' && s[8] == ':' && s[11] == ':' && strings.IndexByte("IWEF", s[0]) >= 0 && allDigits(s[1:5])
}

// ofToken are the words before a time that is a token's, and not that of the line.
var ofToken = [...]string{"issued on ", "issued at ", "expired on ", "expired at ", "expires on ", "expires at ", "valid until "}

// findTime reads the first time in s that may be the line's own; the span is relative to s. Times without an offset are taken for UTC.
func findTime(s string) (time.Time, source.Span) {
	for i := 0; i+19 <= len(s); i++ {
		c := s[i]
		if !isDigit(c) && (c < 'A' || c > 'W') || i > 0 && isWord(s[i-1]) {
			continue
		}
		if t, n := parseTime(s[i:]); n > 0 && !slices.ContainsFunc(ofToken[:], func(w string) bool { return strings.HasSuffix(s[:i], w) }) {
			return t, source.Span{Start: i, End: i + n}
		}
	}
	return time.Time{}, source.Span{}
}

// parseTime reads a time at the start of s, which has at least 19 bytes, and gives its length; 0 if there is none.
//
//	2025-03-04T09:12:44.107Z   2025-03-04 09:12:44,107   2025/03/04 09:12:44   2025/03/04 - 09:12:44
//	04/Mar/2025:09:12:44 +0000   04-Mar-2025 09:12:44.107   04/Mar/2025 09:12:44
//	04.03.2025 09:12:44   04.03.2025, 09:12:44
//	Tue, 04 Mar 2025 09:12:44 GMT   Tue Mar 04 09:12:44.855386 2025
func parseTime(s string) (time.Time, int) {
	c := clock{s: s}
	switch {
	case isDigit(s[0]) && (s[4] == '-' || s[4] == '/'):
		c.year = c.number(0, 4)
		c.month = c.number(5, 7)
		c.day = c.number(8, 10)
		c.must(7, s[4])
		c.at = 10
		if strings.HasPrefix(s[10:], " - ") {
			c.at = 12
		}
		if sep := s[c.at]; sep != 'T' && sep != ' ' && sep != 't' {
			return time.Time{}, 0
		}
		c.at++
	case isDigit(s[0]) && (s[2] == '/' || s[2] == '-') && s[6] == s[2]:
		c.day = c.number(0, 2)
		c.month = monthOf(s[3:6])
		c.year = c.number(7, 11)
		if s[11] != ':' && s[11] != ' ' {
			return time.Time{}, 0
		}
		c.at = 12
	case isDigit(s[0]) && s[2] == '.' && s[5] == '.':
		c.day = c.number(0, 2)
		c.month = c.number(3, 5)
		c.year = c.number(6, 10)
		c.at = 10
		if s[10] == ',' {
			c.at = 11
		}
		c.must(c.at, ' ')
		c.at++
	case s[3] == ',' && s[4] == ' ' && len(s) >= 25 && s[11] == ' ':
		c.day = c.number(5, 7)
		c.month = monthOf(s[8:11])
		c.year = c.number(12, 16)
		c.at = 17
	case s[3] == ' ' && s[7] == ' ' && len(s) >= 24 && isLetter(s[0]) && isLetter(s[4]):
		c.month = monthOf(s[4:7])
		if s[8] == ' ' {
			c.day = c.number(9, 10)
		} else {
			c.day = c.number(8, 10)
		}
		c.at = 11
		c.clock()
		if c.bad || c.at+5 > len(s) || s[c.at] != ' ' {
			return time.Time{}, 0
		}
		c.year = c.number(c.at+1, c.at+5)
		c.at += 5
		return c.time(0)
	default:
		return time.Time{}, 0
	}
	c.clock()
	return c.time(c.offset())
}

var monthNames = [...]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

func monthOf(s string) int {
	for i, name := range monthNames {
		if strings.EqualFold(s, name) {
			return i + 1
		}
	}
	return 0
}

// clock reads the parts of a time.
type clock struct {
	s                           string
	at                          int
	year, month, day, h, m, sec int
	nano                        int
	bad                         bool
}

func (c *clock) number(from, to int) int {
	if to > len(c.s) {
		c.bad = true
		return 0
	}
	n := 0
	for i := from; i < to; i++ {
		d := c.s[i] - '0'
		c.bad = c.bad || d > 9
		n = n*10 + int(d)
	}
	return n
}

func (c *clock) must(at int, want byte) { c.bad = c.bad || at >= len(c.s) || c.s[at] != want }

// clock reads `09:12:44` and a fraction.
func (c *clock) clock() {
	c.must(c.at+2, ':')
	c.must(c.at+5, ':')
	if c.bad {
		return
	}
	c.h, c.m, c.sec = c.number(c.at, c.at+2), c.number(c.at+3, c.at+5), c.number(c.at+6, c.at+8)
	c.at += 8
	if c.at+1 < len(c.s) && (c.s[c.at] == '.' || c.s[c.at] == ',') && isDigit(c.s[c.at+1]) {
		unit := 100_000_000
		for c.at++; c.at < len(c.s) && isDigit(c.s[c.at]); c.at++ {
			c.nano += int(c.s[c.at]-'0') * unit
			unit /= 10
		}
	}
}

// offset reads `Z`, `+01:00`, ` +0100`, ` GMT`: seconds east of UTC.
func (c *clock) offset() int {
	rest := c.s[min(c.at, len(c.s)):]
	if len(rest) > 1 && rest[0] == ' ' && strings.IndexByte("GMUZ+-", rest[1]) < 0 {
		return 0 // as in most logs
	}
	if strings.HasPrefix(rest, "Z") {
		c.at++
		return 0
	}
	for _, name := range [...]string{" GMT", " UTC", " Z"} {
		if strings.HasPrefix(rest, name) {
			c.at += len(name)
			return 0
		}
	}
	if strings.HasPrefix(rest, " MSK") {
		c.at += len(" MSK")
		return 3 * 3600
	}
	sign := strings.TrimPrefix(rest, " ")
	if len(sign) < 5 || sign[0] != '+' && sign[0] != '-' {
		return 0
	}
	digits := sign[1:3] + strings.TrimPrefix(sign[3:min(len(sign), 6)], ":")
	if len(digits) < 4 || !allDigits(digits[:4]) {
		return 0
	}
	c.at += len(rest) - len(sign) + 5
	if sign[3] == ':' {
		c.at++
	}
	seconds := (int(digits[0]-'0')*10+int(digits[1]-'0'))*3600 + (int(digits[2]-'0')*10+int(digits[3]-'0'))*60
	if sign[0] == '-' {
		return -seconds
	}
	return seconds
}

// time is the time that was read, and its length.
func (c *clock) time(offset int) (time.Time, int) {
	if c.bad || c.month < 1 || c.month > 12 || c.day < 1 || c.day > 31 || c.h > 23 || c.m > 59 || c.sec > 60 || c.year < 1970 || c.year > 2200 {
		return time.Time{}, 0
	}
	t := time.Date(c.year, time.Month(c.month), c.day, c.h, c.m, c.sec, c.nano, time.UTC)
	if offset != 0 {
		t = t.Add(-time.Duration(offset) * time.Second)
	}
	return t, c.at
}
