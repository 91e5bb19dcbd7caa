package diagnose

import (
	"slices"

	"grantlens/internal/source"
)

// firstOf are the first n of the spans, or all.
func firstOf(spans []source.Span, n int) []source.Span {
	return spans[:min(len(spans), n)]
}

// beginning is the first n bytes of a long value: enough to find it.
func beginning(s source.Span, n int) source.Span {
	return source.Span{Start: s.Start, End: min(s.End, s.Start+n)}
}

// overlapsAny reports whether a span is one of the spans or shares bytes with one.
func overlapsAny(spans []source.Span, s source.Span) bool {
	return slices.ContainsFunc(spans, func(have source.Span) bool { return have.Overlaps(s) || have == s })
}

// start is where the first of the spans begins; of none it is behind everything.
func start(spans []source.Span) int {
	if len(spans) == 0 {
		return 1 << 60
	}
	return spans[0].Start
}

// apart is how many bytes lie between a span and an offset.
func apart(s source.Span, at int) int {
	switch {
	case at < s.Start:
		return s.Start - at
	case at > s.End:
		return at - s.End
	}
	return 0
}
