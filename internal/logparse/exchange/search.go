package exchange

import (
	"slices"
	"strings"

	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// containsAny reports whether one of the words stands in a text.
func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// MayHold reports whether a gram may stand in the text: false is sure.
func (f *Flow) MayHold(x pattern.Gram) bool { return f.Index.MayHold(x) }

// Contains reports whether a literal, in lower case, stands in the text.
func (f *Flow) Contains(literal string) bool {
	return f.Index.May(literal) && pattern.Find(f.Lower, literal) >= 0
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
		i := pattern.Find(f.Lower[at:], literal)
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
