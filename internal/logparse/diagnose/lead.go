package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// Lead says which cause of a rule holds where something else stands in the text, too: that cause and its fix come first, and
// what stands there is quoted. Of two leads the later one wins.
type Lead struct {
	Signs []string                           // in lower case; one of these stands in the text
	Seen  func(*exchange.Flow) []source.Span // in place of Signs: what shows it
	Only  bool                               // without them the items hold nothing for this text, and are left out
	Cause string                             // a part of the cause's English text
	Fix   string                             // a part of the fix's
	Title Text                               // what the finding is called then, where the rule's title says too much
}

// led puts first what the rest of the text speaks for.
func (x *Finding) led(f *exchange.Flow) {
	for _, l := range x.Rule.Leads {
		var at []source.Span
		if l.Seen != nil {
			at = l.Seen(f)
		} else {
			at = findAny(f, l.Signs...)
		}
		if len(at) == 0 {
			if l.Only {
				x.Causes, x.Fixes = without(x.Causes, l.Cause), without(x.Fixes, l.Fix)
			}
			continue
		}
		x.Causes, x.Fixes = first(x.Causes, l.Cause), first(x.Fixes, l.Fix)
		if l.Title.OK() {
			x.Title = l.Title
		}
		for _, s := range at {
			if !overlapsAny(x.Evidence, s) && len(x.Evidence) < MaxEvidence {
				x.Evidence = append(x.Evidence, s)
			}
		}
	}
}

// first puts the item that holds part before the others.
func first(items []Text, part string) []Text {
	i := slices.IndexFunc(items, func(t Text) bool { return strings.Contains(t.EN, part) })
	if part == "" || i < 1 {
		return items
	}
	return slices.Concat(items[i:i+1], items[:i], items[i+1:])
}

// without leaves out the item that holds part.
func without(items []Text, part string) []Text {
	return slices.DeleteFunc(slices.Clone(items), func(t Text) bool { return part != "" && strings.Contains(t.EN, part) })
}

// severalInstances are the names of two instances of one program ("node-a", "web-2"), each in front of a line.
func severalInstances(f *exchange.Flow) []source.Span {
	if !isExcerpt(f) {
		return nil
	}
	var out []source.Span
	seen := map[string]string{}
	for at := 0; at < len(f.Lower); {
		line, _, _ := strings.Cut(f.Lower[at:], "\n")
		for i, word := range strings.Fields(line[:min(len(line), 60)]) {
			word = strings.Trim(word, "[]:|()")
			stem := strings.TrimRight(word, "0123456789")
			if k := len(word) - 1; stem == word && k > 1 && word[k-1] == '-' {
				stem = word[:k]
			}
			if i > 2 || stem == word || !slices.Contains(instanceNames, strings.TrimRight(stem, "-_")) {
				continue
			}
			if have, ok := seen[stem]; !ok || have != word {
				seen[stem] = word
				from := at + strings.Index(line, word)
				out = append(out, f.View.Origin(source.Span{Start: from, End: from + len(word)}))
			}
			break
		}
		at += len(line) + 1
	}
	if len(out) < 2 {
		return nil
	}
	return out[:2]
}

var instanceNames = []string{"node", "pod", "web", "app", "srv", "server", "host", "replica", "instance", "worker", "backend", "api"}

// callbackTwice are two requests of a callback with one code.
func callbackTwice(f *exchange.Flow) []source.Span {
	first := map[string]source.Span{}
	for _, code := range paramValues(f, "code") {
		if code.step == exchange.EndpointToken || code.step == "event" || code.text == "" || placeholder(code.text) {
			continue
		}
		if have, ok := first[code.text]; ok && have != code.span {
			return []source.Span{lineTo(f, have), lineTo(f, code.span)}
		}
		first[code.text] = code.span
	}
	return nil
}

// lineTo is the line up to a value that is not shown.
func lineTo(f *exchange.Flow, s source.Span) source.Span {
	seen := f.View.Seen(s)
	return f.View.Origin(source.Span{Start: lineStart(f.Lower, seen.Start, 80), End: seen.Start})
}
