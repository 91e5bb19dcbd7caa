package artifact

import (
	"sync"

	"grantlens/internal/pattern"
)

// Literals are what recognisers look for first. All of them are found in one pass over a view.

// literals is a set of texts, in lower case, that one recogniser looks for.
type literals struct {
	set   int // its number
	texts []string
}

// hit is a literal found: which of the set, and where it starts in the view.
type hit struct{ lit, at int }

var allLiterals []*literals

// findLiterals registers a set.
func findLiterals(texts ...string) *literals {
	l := &literals{len(allLiterals), texts}
	allLiterals = append(allLiterals, l)
	return l
}

// finder finds the literals of all sets, and knows whose they are.
type finder struct {
	set *pattern.Set
	of  []struct{ set, lit int } // by number
}

var literalFinder = sync.OnceValue(func() *finder {
	f := &finder{}
	var texts []string
	for _, l := range allLiterals {
		for i, text := range l.texts {
			texts = append(texts, text)
			f.of = append(f.of, struct{ set, lit int }{l.set, i})
		}
	}
	f.set = pattern.NewSet(texts...)
	return f
})

// find finds the literals of all sets in lower-case text: the hits of each set, in order.
func find(low string) [][]hit {
	out := make([][]hit, len(allLiterals))
	f := literalFinder()
	for _, h := range f.set.Find(low) {
		of := f.of[h.Literal]
		out[of.set] = append(out[of.set], hit{of.lit, h.At})
	}
	return out
}

// hits are the places of the literals of a set, in order.
func (r *Reader) hits(l *literals) []hit { return r.found[l.set] }
