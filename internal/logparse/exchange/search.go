package exchange

import (
	"strings"
	"unsafe"

	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// MayHold reports whether a gram may stand in the text: false is sure.
func (f *Flow) MayHold(x pattern.Gram) bool { return f.Index.MayHold(x) }

// Contains reports whether a literal, in lower case, stands in the text.
func (f *Flow) Contains(literal string) bool {
	return f.Index.May(literal) && strings.Contains(f.Lower, literal)
}

// May reports whether a literal, in lower case, may stand in the text: false is sure.
func (f *Flow) May(literal string) bool { return f.Index.May(literal) }

// Find returns the places (in the Text) where a literal stands in the text, without regard to case.
func (f *Flow) Find(literal string) []source.Span {
	literal = strings.ToLower(literal)
	if !f.Index.May(literal) {
		return nil
	}
	var out []source.Span
	for at := 0; len(out) < 50; {
		i := strings.Index(f.Lower[at:], literal)
		if i < 0 {
			break
		}
		out = append(out, f.View.Origin(source.Span{Start: at + i, End: at + i + len(literal)}))
		at += i + len(literal)
	}
	return out
}

// Has reports whether a literal stands in the text, without regard to case.
func (f *Flow) Has(literal string) bool { return f.Contains(strings.ToLower(literal)) }

// longRun is the length from which a run of base64url characters is a token, a key or a hash: no word is that long.
// Of such a run only the beginning stays in Flow.Lower.
const (
	longRun = 64
	keptRun = 16
)

// blanked is lower-case text with the long runs blanked; every byte keeps its place, so offsets agree.
func blanked(low string) string {
	b := []byte(low)
	for at := longRun - 1; at < len(b); at += longRun { // every long run holds one of these places
		if !base64URL[b[at]] {
			continue
		}
		start, end := at, at+1
		for start > 0 && base64URL[b[start-1]] {
			start--
		}
		for end < len(b) && base64URL[b[end]] {
			end++
		}
		if end-start >= longRun {
			for i := start + keptRun; i < end; {
				i += copy(b[i:end], blankRun)
			}
			at += (end - at) / longRun * longRun
		}
	}
	return unsafe.String(unsafe.SliceData(b), len(b)) // nobody writes to b any more
}

// blank is what stands in the place of the bytes of a long run.
const blank = 1

var blankRun = strings.Repeat(string(rune(blank)), 256)

// base64URL marks the bytes of base64url in lower case.
var base64URL = func() (t [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789-_") {
		t[c] = true
	}
	return t
}()
