package report

import (
	"bytes"
	"fmt"
	"strings"
)

type words struct{ en, ru string }

func (w words) in(lang string) string {
	if lang == "ru" {
		return w.ru
	}
	return w.en
}

var (
	wordLine      = words{"line", "строка"}
	wordCause     = words{"cause", "причина"}
	wordCauses    = words{"causes, most likely first", "причины, вероятнейшая первой"}
	wordFix       = words{"fix", "что сделать"}
	wordMissing   = words{"to be sure, get", "чтобы убедиться, нужно"}
	wordSee       = words{"see", "см."}
	wordExchanges = words{"exchanges", "обмены"}
	wordTokens    = words{"tokens", "токены"}
	wordClaims    = words{"the log says", "лог говорит"}
	wordShows     = words{"the protocol shows", "протокол показывает"}
	wordOmitted   = words{"left out of this report: %d exchanges, %d findings, %d tokens", "не вошло в отчёт: обменов %d, находок %d, токенов %d"}
	wordTwice     = words{"printed again at line", "напечатан ещё раз в строке"}
	wordAt        = words{"tokens judged at", "токены проверены на момент"}
)

var severityWords = map[string]words{"error": {"error", "ошибка"}, "warning": {"warning", "предупреждение"}, "info": {"note", "заметка"}}
var confidenceWords = map[string]words{"certain": {"certain", "точно"}, "likely": {"likely", "вероятно"}, "possible": {"possible", "возможно"}}
var claimWords = map[string]words{"success": {"success", "успех"}, "failure": {"failure", "ошибка"}, "none": {"nothing", "ничего"}, "mixed": {"success and failure", "успех и ошибка"}, "undetermined": {"not decided", "не ясно"}}
var stateWords = map[string]words{"valid": {"valid", "действителен"}, "expired": {"expired", "истёк"}, "not_yet_valid": {"not yet valid", "ещё не действителен"}, "unknown": {"no time to judge by", "не с чем сравнить время"}}
var emptyWords = map[string]words{
	"empty":  {"Nothing was pasted", "Ничего не вставлено"},
	"binary": {"This is not text: Grantlens reads logs, tokens, HTTP messages and HAR files", "Это не текст: Grantlens читает логи, токены, HTTP-сообщения и файлы HAR"},
}

// Text renders the report for a terminal: the verdict, then each finding as a compiler prints an error.
func Text(r *Report, lang string) []byte {
	var b bytes.Buffer
	b.WriteString(r.Summary.Headline + "\n")
	if r.Summary.Exchange != "" {
		fmt.Fprintf(&b, "%s: %s · %s: %s\n", wordClaims.in(lang), claimWords[r.Summary.Claimed].in(lang), wordShows.in(lang), claimWords[r.Summary.Actual].in(lang))
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "\n%s[%s] %s (%s)\n", severityWords[f.Severity].in(lang), f.Rule, f.Title, confidenceWords[f.Confidence].in(lang))
		wrap(&b, f.Detail, "  ", "  ")
		for _, q := range f.Evidence {
			fmt.Fprintf(&b, "  %5d │ %s\n", q.Span.Line, oneLine(Mask(q.Text), 100))
		}
		list(&b, f.Causes, wordCause, wordCauses, lang)
		list(&b, f.Fixes, wordFix, wordFix, lang)
		list(&b, f.Missing, wordMissing, wordMissing, lang)
		for _, ref := range f.Refs {
			fmt.Fprintf(&b, "  %s: %s <%s>\n", wordSee.in(lang), ref.Label, ref.URL)
		}
	}
	if len(r.Exchanges) > 0 {
		fmt.Fprintf(&b, "\n%s\n", wordExchanges.in(lang))
		for _, x := range r.Exchanges {
			fmt.Fprintf(&b, "  %-3s %s\n", x.ID, exchangeLine(x, lang))
		}
	}
	if len(r.Tokens) > 0 {
		fmt.Fprintf(&b, "\n%s", wordTokens.in(lang))
		if r.Stats.At != "" {
			fmt.Fprintf(&b, " (%s %s)", wordAt.in(lang), r.Stats.At)
		}
		b.WriteString("\n")
		for _, t := range r.Tokens {
			fmt.Fprintf(&b, "  %-3s %s\n", t.ID, tokenLine(t, lang))
		}
	}
	if s := r.Stats; s.ExchangesOmitted+s.FindingsOmitted+s.TokensOmitted > 0 {
		fmt.Fprintf(&b, "\n"+wordOmitted.in(lang)+"\n", s.ExchangesOmitted, s.FindingsOmitted, s.TokensOmitted)
	}
	return b.Bytes()
}

func list(b *bytes.Buffer, items []string, one, many words, lang string) {
	switch len(items) {
	case 0:
	case 1:
		wrap(b, one.in(lang)+": "+items[0], "  ", "    ")
	default:
		fmt.Fprintf(b, "  %s:\n", many.in(lang))
		for i, item := range items {
			wrap(b, fmt.Sprintf("%d. %s", i+1, item), "    ", "       ")
		}
	}
}

func exchangeLine(x Exchange, lang string) string {
	parts := []string{fmt.Sprintf("%s %d", wordLine.in(lang), x.Span.Line)}
	if x.Label != nil {
		parts = append(parts, "“"+oneLine(Mask(x.Label.Text), 60)+"”")
	}
	if x.At != "" {
		parts = append(parts, x.At)
	}
	for _, s := range []string{x.Provider, x.Endpoint, x.Grant} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if x.Response != nil && x.Response.Status > 0 {
		parts = append(parts, fmt.Sprintf("%d %s", x.Response.Status, x.Response.StatusText))
	}
	if x.Response != nil && x.Response.Error != "" {
		parts = append(parts, x.Response.Error)
	}
	parts = append(parts, fmt.Sprintf("%s: %s, %s: %s", wordClaims.in(lang), claimWords[x.Claimed].in(lang), wordShows.in(lang), claimWords[x.Actual].in(lang)))
	for _, s := range x.AlsoAt {
		parts = append(parts, fmt.Sprintf("%s %d", wordTwice.in(lang), s.Line))
	}
	return strings.Join(parts, " · ")
}

func tokenLine(t Token, lang string) string {
	parts := []string{t.Use}
	if t.Kind == "opaque" {
		parts = append(parts, t.Looks)
	} else {
		parts = append(parts, strings.ToUpper(t.Kind)+" "+t.Alg)
		if t.Issuer != "" {
			parts = append(parts, t.Issuer)
		}
		if len(t.Audience) > 0 {
			parts = append(parts, "aud "+strings.Join(t.Audience, ", "))
		}
		if t.AZP != "" {
			parts = append(parts, "azp "+t.AZP)
		}
		if t.Lifetime > 0 {
			parts = append(parts, fmt.Sprintf("%d s", t.Lifetime))
		}
		parts = append(parts, stateWords[t.State].in(lang))
	}
	for _, c := range t.Checks {
		if c.Name != "time" {
			parts = append(parts, c.Name+": "+c.Reason)
		}
	}
	parts = append(parts, t.Repairs...)
	if len(t.Damage) > 0 {
		d := t.Damage[0]
		parts = append(parts, fmt.Sprintf("%s %d:%d %q: %s", wordLine.in(lang), d.Span.Line, d.Span.Column, d.Text, d.Reason))
	}
	var said []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " · ")
}

func oneLine(s string, n int) string { return clip(strings.Join(strings.Fields(s), " "), n) }

// Mask shortens what looks like a token, so that a report can be shown around.
func Mask(s string) string {
	for from := 0; ; {
		i := strings.Index(s[from:], "eyJ")
		if i < 0 {
			return s
		}
		at := from + i
		end := at
		for end < len(s) && (isBase64URL(s[end]) || s[end] == '.') {
			end++
		}
		if end-at > 24 {
			s = s[:at+6] + "…" + s[end:]
			end = at + 6
		}
		from = end
	}
}

func isBase64URL(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// wrap writes s in lines of at most 100 columns.
func wrap(b *bytes.Buffer, s, first, rest string) {
	const width = 100
	line := first
	length := len([]rune(first))
	empty := true
	for _, word := range strings.Fields(s) {
		n := len([]rune(word))
		if !empty && length+1+n > width {
			b.WriteString(line + "\n")
			line, length, empty = rest, len([]rune(rest)), true
		}
		if !empty {
			line += " "
			length++
		}
		line += word
		length += n
		empty = false
	}
	if !empty {
		b.WriteString(line + "\n")
	}
}
