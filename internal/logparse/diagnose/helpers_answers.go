package diagnose

import (
	"strconv"
	"strings"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

// tokenAnswers are the exchanges whose answer was printed and carries a token, in the order of the text.
func tokenAnswers(f *exchange.Flow) []*exchange.Exchange {
	var out []*exchange.Exchange
	for _, e := range f.Exchanges {
		if e.Body == nil || e.Outcome != exchange.Issued {
			continue
		}
		if _, ok := answerToken(e, "access_token"); ok {
			out = append(out, e)
		} else if _, ok := answerToken(e, "id_token"); ok {
			out = append(out, e)
		}
	}
	return out
}

// answerToken is a token member of a printed answer that has a value.
func answerToken(e *exchange.Exchange, name string) (artifact.Param, bool) {
	p, ok := e.Body.Members.Get(name)
	return p, ok && p.Value.Text != "" && (p.Type == 's' || p.Type == 'w' || e.Body.Kind == artifact.BodyForm)
}

// lineOf is the number of the line an offset of the text stands on.
func lineOf(f *exchange.Flow, offset int) string {
	line, _ := f.Text.Position(offset)
	return strconv.Itoa(line)
}

// tokenForm names the form of a token: JWT with its algorithm, JWE, or what an opaque one looks like.
func tokenForm(value string) Text {
	t := token.Inspect(value)
	switch t.Kind {
	case token.KindJWE:
		return Text{"an encrypted token (JWE)", "зашифрованный токен (JWE)"}
	case token.KindJWS:
		if alg := t.Alg(); alg != "" && len(alg) < 12 {
			return Text{"a JWT (" + alg + ")", "JWT (" + alg + ")"}
		}
		return Text{"a JWT", "JWT"}
	}
	if len(value) == 36 && strings.Count(value, "-") == 4 {
		return Text{"an opaque UUID", "непрозрачный UUID"}
	}
	return Text{"an opaque string", "непрозрачная строка"}
}

// tokenPlace is the span of n bytes at an offset of a token's own text, or the whole token where the text was unescaped.
func tokenPlace(t *exchange.Token, offset, n int) source.Span {
	s := t.Value.Span
	if s.Len() != len(t.Value.Text) {
		return s
	}
	start := min(s.Start+max(offset, 0), s.End)
	return source.Span{Start: start, End: min(start+max(n, 1), s.End)}
}
