package diagnose

import (
	"slices"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// quote adds to the evidence the values that a message compares.
func (x *Verdict) quote(f *exchange.Flow, values ...string) {
	const reach = 900
	at := f.View.Seen(x.Evidence[0]).Start
	text := f.View.Text[at:min(len(f.View.Text), at+reach)]
	for _, value := range values {
		for i := range places(text, value) {
			to := i + len(value)
			if s := f.View.Origin(source.Span{Start: at + i, End: at + to}); value != "" && (to == len(text) || !wordByte(text[to]) && text[to] != '/') && !overlapsAny(x.Evidence, s) {
				x.Evidence = append(x.Evidence, s)
				break
			}
		}
	}
}

// toTheEnd widens the first quote to the end of its line where the values follow there that the message compares.
func (x *Verdict) toTheEnd(f *exchange.Flow) {
	const longest = 100
	at := f.View.Seen(x.Evidence[0])
	rest, _, _ := strings.Cut(f.View.Text[at.End:min(len(f.View.Text), at.End+longest)], "\n")
	if rest = strings.TrimRight(rest, " \t\r\"'}])"); rest == "" || at.Len()+len(rest) >= longest {
		return
	}
	wide := f.View.Origin(source.Span{Start: at.Start, End: at.End + len(rest)})
	x.Evidence = append([]source.Span{wide}, slices.DeleteFunc(slices.Clone(x.Evidence), wide.Overlaps)...)
}

// compare reads the values from a message that compares two, and quotes them.
func (x *Finding) compare(f *exchange.Flow) {
	if len(x.Evidence) == 0 {
		return
	}
	n := len(x.Evidence)
	switch x.Rule.ID {
	case "token-issuer":
		compareIssuer(f, &x.Verdict, x.inRulesWords())
	case "token-audience":
		compareAudience(f, &x.Verdict, x.inRulesWords())
	case "nonce-mismatch", "tls-name-mismatch":
	default:
		return
	}
	if n == len(x.Evidence) && !x.Compared {
		x.toTheEnd(f)
	}
}
