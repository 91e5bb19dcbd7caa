package diagnose

import (
	"slices"
	"strings"
	"sync"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// Saying is the grammar of one message, by its fixed parts. Literals are in lower case.
type Saying struct {
	All     []string // all stand within the same Lines lines
	Any     []string // and one of these
	Not     []string // and none of these
	Lines   int      // 1 unless set
	With    []string // and one of these anywhere in the text
	Without []string // and none of these anywhere in it
	// What this message shows, where it is not what the rule says.
	Outcome    exchange.Outcome
	Confidence string
	Codes      []string
	// Judge: the words around say who refused the token, the client after a good answer or an API (tokenJudge); this
	// outcome holds when they do not tell.
	Judge exchange.Outcome

	grams [2]pattern.Gram // of All: twice four bytes that stand in each of its messages
}

// ruleSaying is a saying of a rule.
type ruleSaying struct {
	saying *Saying
	rule   *Rule
}

// sayings lists the sayings of all rules, by the ids of the rules, with a sieve of their grams: of thousands nearly all are
// refused by it.
var sayings = sync.OnceValues(func() (out []ruleSaying, sieve *pattern.Sieve) {
	var grams [][2]pattern.Gram
	for _, r := range byID() {
		for i := range r.Says {
			s := &r.Says[i]
			out, grams = append(out, ruleSaying{s, r}), append(grams, s.grams)
		}
	}
	return out, pattern.NewSieve(grams)
})

// sayingsIn lists the sayings of rules that may stand in a text.
func sayingsIn(f *exchange.Flow) []ruleSaying {
	all, sieve := sayings()
	if len(f.Encoded) > 0 { // what stands encoded in the text is not in its index
		return all
	}
	may := sieve.MayHold(f.Index)
	out := make([]ruleSaying, len(may))
	for n, i := range may {
		out[n] = all[i]
	}
	return out
}

// match finds the places where a text says it.
func (s *Saying) match(f *exchange.Flow) []Verdict {
	var out []Verdict
	switch {
	case hasAny(f, s.Without...):
		return nil
	case !s.may(f):
		return s.matchDecoded(f)
	}
	lines := max(s.Lines, 1)
	for at := 0; at < len(f.Lower) && len(out) < MaxEvidence; {
		i := pattern.Find(f.Lower[at:], s.All[0])
		if i < 0 {
			break
		}
		i += at
		at = i + len(s.All[0])
		if !wholeCode(f.Lower, i, at) {
			continue
		}
		from, to := window(f.Lower, i, at, lines)
		piece := f.Lower[from:to]
		ok := len(s.Any) == 0 || slices.ContainsFunc(s.Any, func(lit string) bool { return holdsLiteral(piece, lit) })
		for _, lit := range s.All[1:] {
			ok = ok && holdsLiteral(piece, lit)
		}
		for _, lit := range s.Not {
			ok = ok && !strings.Contains(piece, lit)
		}
		if !ok {
			continue
		}
		// The evidence is the message: from the first literal of the line to the last one of it.
		end := at
		for _, lit := range append(append([]string{}, s.All[1:]...), s.Any...) {
			if j := strings.Index(f.Lower[at:to], lit); j >= 0 && at+j+len(lit) > end {
				end = at + j + len(lit)
			}
		}
		if j := strings.LastIndex(f.Lower[at:max(at, end)], `":`); j >= 0 { // over the members of an object: what the last one says of it
			if said := strings.TrimLeft(f.Lower[at+j:end], "\\\": "); len(said) >= at-i && !strings.Contains(said, "error=") {
				i = end - len(said)
			} else {
				end = at
			}
		}
		span := f.View.Origin(wholeWords(f.Lower, i, end))
		out = append(out, Verdict{Evidence: []source.Span{span}, Outcome: s.Outcome, Confidence: s.Confidence, Codes: s.Codes})
		at = max(at, end)
	}
	return append(out, s.matchDecoded(f)...)
}

// may reports whether all parts of the message can stand in the text at all.
func (s *Saying) may(f *exchange.Flow) bool {
	if !f.MayHold(s.grams[0]) || !f.MayHold(s.grams[1]) {
		return false
	}
	for _, lit := range s.All {
		if !f.May(lit) {
			return false
		}
	}
	for _, list := range [...][]string{s.Any, s.With} {
		found := len(list) == 0
		for _, lit := range list {
			found = found || f.Contains(lit)
		}
		if !found {
			return false
		}
	}
	return len(s.All) > 0
}

// matchDecoded finds the message in an error description that stands encoded in the text, as in a redirect URL.
func (s *Saying) matchDecoded(f *exchange.Flow) []Verdict {
	var out []Verdict
	for _, encoded := range f.Encoded {
		e, said := encoded.Exchange, encoded.Said
		ok := true
		for _, lit := range s.All {
			ok = ok && strings.Contains(said, lit)
		}
		ok = ok && anyOf(said, s.Any)
		for _, lit := range s.Not {
			ok = ok && !strings.Contains(said, lit)
		}
		if ok && (anyOf(said, s.With) || hasAny(f, s.With...)) {
			out = append(out, Verdict{Exchange: e, Evidence: []source.Span{e.Description.Span}, Outcome: s.Outcome, Confidence: s.Confidence, Codes: s.Codes})
		}
	}
	return out
}

// wholeCode reports whether no number of four digits or more at the end of a literal goes on behind it: AADSTS65005 is
// not in AADSTS650057. Shorter ones stand for the beginnings of statuses.
func wholeCode(text string, from, to int) bool {
	if to == len(text) || !digit(text[to]) {
		return true
	}
	n := 0
	for to-n > from && digit(text[to-n-1]) {
		n++
	}
	return n < 4
}

// holdsLiteral reports whether a literal stands in a text; one of three digits is a status, no part of a port or a date.
func holdsLiteral(text, lit string) bool {
	if len(lit) != 3 || !digit(lit[0]) || !digit(lit[1]) || !digit(lit[2]) {
		return strings.Contains(text, lit)
	}
	for at := 0; ; at++ {
		i := strings.Index(text[at:], lit)
		if i < 0 {
			return false
		}
		at += i
		if (at == 0 || !digit(text[at-1])) && (at+3 == len(text) || !digit(text[at+3])) {
			return true
		}
	}
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// wholeWords widens a place to whole words, but for words so long that they are values: what is quoted can be read.
func wholeWords(text string, from, to int) source.Span {
	const longest = 40
	start, end := from, to
	for start > 0 && from-start <= longest && wordByte(text[start]) && wordByte(text[start-1]) {
		start--
	}
	for end < len(text) && end-to <= longest && wordByte(text[end-1]) && wordByte(text[end]) {
		end++
	}
	if from-start > longest {
		start = from
	}
	if end-to > longest {
		end = to
	}
	return source.Span{Start: start, End: end}
}
