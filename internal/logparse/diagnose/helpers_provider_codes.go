package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/providers"
	"grantlens/internal/source"
)

// codesNamed are verdicts of the codes that a person, or a line without an answer in it, names as errors, and that the
// catalogue has of a provider the text is about.
func codesNamed(f *exchange.Flow) []Verdict {
	const longest, enough = 8 << 10, 3 // a person's words are short, and so is what he names
	if f.Claimed != exchange.Failure || len(f.Lower) > longest {
		return nil
	}
	for _, e := range f.Exchanges {
		if e.Error.OK() || e.Code.OK() || e.Outcome == exchange.Rejected && e.Response != nil { // the last may hold a challenge
			return nil
		}
	}
	named := providers.ByText(f.Lower)
	if len(named) == 0 {
		return nil
	}
	var out []Verdict
	seen := map[string]bool{}
	for at := 0; at < len(f.Lower) && len(out) < enough; {
		end := at
		for end < len(f.Lower) && codeByte(f.Lower[end]) {
			end++
		}
		word := f.Lower[at:end]
		if len(word) >= 8 && len(word) <= 48 && strings.Contains(strings.Trim(word, "_"), "_") && !seen[word] && calledError(f.Lower, at, end) || numberedCode(word) && !seen[word] {
			seen[word] = true
			if fact, ok := codeOf(named, word); ok {
				if strings.EqualFold(fact.Code, word) {
					word = fact.Code
				}
				v := Verdict{Evidence: []source.Span{f.View.Origin(source.Span{Start: at, End: end})}, Outcome: exchange.Refused, Confidence: Likely, Codes: []string{word}, Title: Text{"The provider's error " + word, "Ошибка провайдера " + word}, Detail: ofFact(fact.Meaning), Causes: items(fact.Cause), Fixes: items(fact.Fix), Key: word}
				if r := fact.Source; r.URL != "" {
					v.Refs = []Ref{{r.Label, r.URL}}
				}
				out = append(out, v)
			}
		}
		at = end + 1
	}
	return out
}

// numberedCode reports whether a word is an error code by its shape: nothing else is called AADB2C90118 or KOE101.
func numberedCode(word string) bool {
	for _, prefix := range [...]string{"aadb2c", "koe"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok && len(rest) >= 3 && strings.Trim(rest, "0123456789") == "" {
			return true
		}
	}
	return false
}

func codeByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' }

// calledError reports whether the words beside a name call it an error, and whether it stands as a name and not within one.
func calledError(lower string, at, end int) bool {
	if at > 0 && strings.IndexByte("./$-@", lower[at-1]) >= 0 || end < len(lower) && strings.IndexByte("(=/-", lower[end]) >= 0 {
		return false
	}
	const quotes = " `'\"*«»:=("
	line := lower[strings.LastIndexByte(lower[:at], '\n')+1 : at]
	if i := strings.IndexByte(lower[end:], '\n'); i >= 0 {
		end, lower = 0, lower[end:end+i]
	}
	behind := strings.TrimLeft(lower[end:], quotes)
	if strings.HasPrefix(behind, "error") || strings.HasPrefix(behind, "fail") {
		return true
	}
	line = strings.TrimRight(line[max(0, len(line)-80):], quotes)
	for _, w := range [...]string{"error", "error code", "ошибка", "ошибку", "ошибкой"} {
		if strings.HasSuffix(line, w) {
			return true
		}
	}
	for _, w := range [...]string{" with", " with an", " with a", " got", " get", " getting", " returns", " returned", " says", " reason", " code"} {
		if strings.HasSuffix(line, w) {
			return anyOf(line, []string{"error", "fail", "denied", "refus", "ошибк", "отказ"}) || anyOf(behind, []string{"error", "fail"})
		}
	}
	return false
}

// codeOf is what the catalogues of the named providers have of a code of theirs.
func codeOf(named []providers.Hit, word string) (providers.Fact, bool) {
	for _, p := range named[:min(3, len(named))] {
		for _, fact := range append(providers.Lookup(providers.Query{Provider: p.ID, Error: word}), providers.Lookup(providers.Query{Provider: p.ID, Code: word, Description: word})...) {
			if fact.Provider == p.ID && (fact.Pattern == "" && strings.EqualFold(fact.Error, word) || strings.EqualFold(fact.Code, word)) {
				return fact, true
			}
		}
	}
	return providers.Fact{}, false
}
