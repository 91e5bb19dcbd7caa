package report

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/redact"
	"grantlens/internal/token"
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
	wordCauses    = words{"causes, most likely first", "причины, начиная с самой вероятной"}
	wordFix       = words{"fix", "что сделать"}
	wordMissing   = words{"to be sure, get", "чтобы убедиться, нужно"}
	wordSee       = words{"see", "см."}
	wordExchanges = words{"exchanges", "обмены"}
	wordTokens    = words{"tokens", "токены"}
	wordQuoted    = words{"“%s”", "«%s»"}
	wordClaims    = words{"the log says", "лог говорит"}
	wordShows     = words{"the protocol shows", "протокол показывает"}
	wordSuggests  = words{"the text suggests", "судя по тексту"}
	wordAgain     = words{"again in line", "снова в строке"}
	wordAgains    = words{"again in lines", "снова в строках"}
	wordOmitted   = words{"left out of this report: %d exchanges, %d findings, %d tokens", "не вошло в отчёт: обменов %d, находок %d, токенов %d"}
	wordNotListed = words{"… and %d more", "… и ещё %d"}
	wordTwice     = words{"printed again at line", "напечатан ещё раз в строке"}
	wordAt        = words{"judged at", "проверены на момент"}
	wordLives     = words{"lives", "живёт"}
	wordNoExpiry  = words{"without expiry", "без срока"}
)

var severityWords = map[string]words{"error": {"error", "ошибка"}, "warning": {"warning", "предупреждение"}, "info": {"note", "заметка"}}
var confidenceWords = map[string]words{"certain": {"certain", "точно"}, "likely": {"likely", "вероятно"}, "possible": {"possible", "возможно"}}
var claimWords = map[string]words{"success": {"success", "успех"}, "failure": {"failure", "ошибка"}, "mixed": {"success and failure", "успех и ошибка"}, "undetermined": {"not decided", "не ясно"}}

// wordMore is said of a text in which nothing was found to judge.
var wordMore = words{"Add the lines around the failure: the request to the provider and its answer, the redirect URL, the token, or the error your application printed.",
	"Добавьте строки вокруг сбоя: запрос к провайдеру и его ответ, URL возврата, токен или ошибку, которую напечатало приложение."}
var stateWords = map[string]words{"valid": {"valid", "действителен"}, "expired": {"expired", "истёк"}, "not_yet_valid": {"not yet valid", "ещё не действителен"}, "unknown": {"no time to judge by", "срок не с чем сравнить"}}
var emptyWords = map[string]words{
	"empty":  {"There is nothing to read: the input is empty", "Читать нечего: ввод пуст"},
	"binary": {"This is not text: Grantlens reads logs, tokens, HTTP messages and HAR files", "Это не текст: Grantlens читает логи, токены, HTTP-сообщения и файлы HAR"},
}

// Look is how a report looks on a terminal. The zero value is plain text of 100 columns.
type Look struct {
	Width int  // columns, at least 40; 0 means 100
	Color bool // with the colours of ECMA-48 (SGR)
}

// Text renders the report as plain text: the verdict, then each finding as a compiler prints an error.
func Text(r *Report, lang string) []byte { return Terminal(r, lang, Look{}) }

// Terminal renders the report for a terminal. Secrets in quotes are masked.
func Terminal(r *Report, lang string, look Look) []byte {
	p := &page{r: r, lang: lang, width: 100, quote: 100, digits: digits(r), color: look.Color}
	if look.Width > 0 {
		p.width = min(max(look.Width, 40), 110)
		p.quote = max(look.Width, 40) - len("  ") - p.digits - len(" | ")
	}
	p.line(bold, visible(Mask(r.Summary.Headline)))
	if r.Summary.Exchange != "" {
		paint := func(word string) string { return p.paint(verdictColor(r), word) }
		p.line("", weighed(r.Summary.Claimed, r.Summary.Actual, r.Summary.Guess, lang, " · ", paint))
	}
	if nothing(r) {
		p.wrap(wordMore.in(lang), "", "")
	}
	for _, f := range r.Findings {
		p.finding(f)
	}
	if len(r.Exchanges) > 0 {
		p.b.WriteString("\n")
		p.line(bold, wordExchanges.in(lang))
		shown, left := listed(r)
		for _, x := range shown {
			p.wrap(visible(exchangeLine(x, lang)), fmt.Sprintf("  %-3s ", x.ID), "      ")
		}
		if left > 0 {
			p.line("", "  "+fmt.Sprintf(wordNotListed.in(lang), left))
		}
	}
	if len(r.Tokens) > 0 {
		p.b.WriteString("\n")
		head := p.paint(bold, wordTokens.in(lang))
		if said := judged(r, lang); said != "" {
			head += " (" + said + ")"
		}
		p.wrap(head, "", "  ")
		for _, t := range r.Tokens {
			p.wrap(visible(tokenLine(t, lang)), fmt.Sprintf("  %-3s ", t.ID), "      ")
		}
	}
	if said := omitted(r, lang); said != "" {
		p.b.WriteString("\n" + said + "\n")
	}
	return p.b.Bytes()
}

// mostListed is how many exchanges are listed for people. JSON has them all.
const mostListed = 40

// listed are the exchanges that are worth a line: the first and the last ones, the summary's, and those of findings.
func listed(r *Report) (shown []Exchange, left int) {
	if len(r.Exchanges) <= mostListed {
		return r.Exchanges, 0
	}
	about := map[string]bool{r.Summary.Exchange: true}
	for _, f := range r.Findings {
		about[f.Exchange] = true
	}
	for i, x := range r.Exchanges {
		if i < mostListed/2 || i >= len(r.Exchanges)-mostListed/4 || about[x.ID] && len(shown) < 2*mostListed {
			shown = append(shown, x)
		}
	}
	return shown, len(r.Exchanges) - len(shown)
}

// atWords say whose time a log's time is. A time that was given needs no words.
var atWords = map[string]words{exchange.AtDateHeader: {"the Date header", "по заголовку Date"}, exchange.AtLogLine: {"the log's time stamps", "по отметкам времени лога"}, exchange.AtBody: {"the time in the answer", "по времени в ответе"}}

// judged says at what time the tokens were judged, "" if at none.
func judged(r *Report, lang string) string {
	if r.Stats.At == "" {
		return ""
	}
	said := wordAt.in(lang) + " " + r.Stats.At
	if whose, ok := atWords[r.Stats.AtSource]; ok {
		said += ", " + whose.in(lang)
	}
	return said
}

// nothing reports whether a text was read in which there is nothing to judge.
func nothing(r *Report) bool {
	_, unread := emptyWords[r.Summary.Kind]
	return !unread && len(r.Exchanges)+len(r.Findings)+len(r.Tokens) == 0
}

// omitted says what the caps left out of the report, "" if nothing.
func omitted(r *Report, lang string) string {
	s := r.Stats
	if s.ExchangesOmitted+s.FindingsOmitted+s.TokensOmitted == 0 {
		return ""
	}
	return fmt.Sprintf(wordOmitted.in(lang), s.ExchangesOmitted, s.FindingsOmitted, s.TokensOmitted)
}

// page is a text being laid out.
type page struct {
	b      bytes.Buffer
	r      *Report
	lang   string
	width  int // columns of prose
	quote  int // bytes of a quote
	digits int // columns of a line number
	color  bool
}

// SGR parameters, ECMA-48 section 8.3.117.
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	green  = "1;32"
	yellow = "1;33"
	cyan   = "1;36"
	blue   = "34"
)

var severityColors = map[string]string{"error": red, "warning": yellow, "info": cyan}

func verdictColor(r *Report) string {
	switch {
	case r.Summary.Verdict == VerdictMisSuccess, r.Summary.Verdict == VerdictMisFailure:
		return yellow
	case r.Summary.Actual == ActualSuccess && len(r.Findings) > 0 && r.Findings[0].Severity == diagnose.Error:
		return yellow // what was asked for came, and is not fit for use
	case r.Summary.Actual == ActualFailure:
		return red
	case r.Summary.Actual == ActualSuccess:
		return green
	}
	return bold
}

func (p *page) paint(color, s string) string {
	if !p.color || s == "" || color == "" {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[0m"
}

func (p *page) line(color, s string) { p.b.WriteString(p.paint(color, s) + "\n") }

func (p *page) finding(f Finding) {
	color := severityColors[f.Severity]
	fmt.Fprintf(&p.b, "\n%s %s (%s)\n", p.paint(color, severityWords[f.Severity].in(p.lang)+"["+f.Rule+"]"), p.paint(bold, visible(f.Title)), confidenceWords[f.Confidence].in(p.lang))
	quoted, again := f.proof(p.lang)
	for _, q := range quoted {
		fmt.Fprintf(&p.b, "  %s %s %s\n", p.paint(dim, fmt.Sprintf("%*d", p.digits, q.Span.Line)), p.paint(blue, "│"), oneLine(maskQuote(p.r, q), p.quote))
	}
	if again != "" {
		p.line(dim, strings.Repeat(" ", p.digits+5)+again)
	}
	p.wrap(visible(f.Detail), "  ", "  ")
	p.list(f.Causes, wordCause, wordCauses)
	p.list(f.Fixes, wordFix, wordFix)
	p.list(f.Missing, wordMissing, wordMissing)
	for _, ref := range f.Refs {
		fmt.Fprintf(&p.b, "  %s: %s <%s>\n", wordSee.in(p.lang), ref.Label, ref.URL)
	}
}

// proof is the evidence as it stands in the text, what a line says twice once; and in words, the lines that only say it again.
func (f *Finding) proof(lang string) (quoted []Quote, again string) {
	var lines []string
	for _, q := range f.inOrder() {
		if line := strconv.Itoa(q.Span.Line); !q.Again {
			quoted = append(quoted, *q)
		} else if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	quoted = slices.CompactFunc(quoted, func(a, b Quote) bool { return a.Span.Line == b.Span.Line && a.Text == b.Text })
	switch len(lines) {
	case 0:
	case 1:
		again = wordAgain.in(lang) + " " + lines[0]
	default:
		again = wordAgains.in(lang) + " " + strings.Join(lines, ", ")
	}
	if f.MoreEvidence {
		again += " …"
	}
	return quoted, strings.TrimSpace(again)
}

// digits is how many columns the longest line number of the evidence takes, at least 5: all quotes begin below each other.
func digits(r *Report) int {
	last := 0
	for _, f := range r.Findings {
		for _, q := range f.Evidence {
			last = max(last, q.Span.Line)
		}
	}
	return max(5, len(strconv.Itoa(last)))
}

func (p *page) list(items []string, one, many words) {
	switch len(items) {
	case 0:
	case 1:
		p.wrap(p.paint(bold, one.in(p.lang)+":")+" "+items[0], "  ", "    ")
	default:
		p.line("", "  "+p.paint(bold, many.in(p.lang)+":"))
		for i, item := range items {
			p.wrap(fmt.Sprintf("%d. %s", i+1, item), "    ", "       ")
		}
	}
}

// weighed is what the log says, if anything, beside what the protocol shows.
func weighed(claimed, actual string, guess bool, lang, between string, paint func(word string) string) string {
	shows := wordShows
	if guess {
		shows = wordSuggests
	}
	shown := shows.in(lang) + ": " + paint(claimWords[actual].in(lang))
	if claimed == ClaimNone {
		return shown
	}
	return wordClaims.in(lang) + ": " + paint(claimWords[claimed].in(lang)) + between + shown
}

func exchangeLine(x Exchange, lang string) string {
	parts := []string{fmt.Sprintf("%s %d", wordLine.in(lang), x.Span.Line)}
	if x.Label != nil {
		parts = append(parts, fmt.Sprintf(wordQuoted.in(lang), oneLine(shorten(Mask(x.Label.Text)), 60)))
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
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d %s", x.Response.Status, x.Response.StatusText)))
	}
	if x.Response != nil && x.Response.Error != "" {
		parts = append(parts, x.Response.Error)
	}
	parts = append(parts, weighed(x.Claimed, x.Actual, false, lang, ", ", strings.Clone))
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
			parts = append(parts, wordLives.in(lang)+" "+token.Span(time.Duration(t.Lifetime)*time.Second, lang))
		}
		switch {
		case t.Kind == "jwe": // what it says of its time is encrypted, too
		case t.State == "unknown" && t.ExpiresAt == 0:
			parts = append(parts, wordNoExpiry.in(lang))
		default:
			parts = append(parts, stateWords[t.State].in(lang))
		}
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

func oneLine(s string, n int) string { return clip(visible(strings.Join(strings.Fields(s), " ")), n) }

// visible replaces control characters: a log must not command the terminal that shows it.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u2066' || r == '\u2067' {
			return '\uFFFD'
		}
		return r
	}, s)
}

// Mask hides the secrets of a text, so that a report can be shown around. Of a JWT its first letters stay.
func Mask(s string) string {
	masked, _ := redact.Text(shortenJWT(s), redact.Options{Word: hidden})
	return masked
}

// hidden stands in place of a secret.
const hidden = "•••"

// shortenJWT cuts what looks like a JWT.
func shortenJWT(s string) string {
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

// maskQuote hides the secrets of a quote: those the report knows to stand there, and those that show by themselves.
func maskQuote(r *Report, q Quote) string {
	text := q.Text
	before, behind := q.moved()
	for i := len(r.Secrets) - 1; i >= 0; i-- { // the last first: offsets before it stay
		from, to := max(r.Secrets[i].Start-q.Span.Start-before, 0), min(r.Secrets[i].End-q.Span.Start+behind, len(text))
		if from >= to {
			continue
		}
		shown := 0
		switch {
		case strings.HasPrefix(text[from:to], "eyJ"):
			shown = 6
		case r.Secrets[i].Start < q.Span.Start: // a place inside a token: enough to find it
			shown = 4
		}
		if to-from > 3*shown {
			text = text[:from+shown] + hidden + text[to:]
		}
	}
	return Mask(strings.ToValidUTF8(text, "\uFFFD"))
}

// moved is how far a byte of the quote may stand before and behind its place in the span: control characters are left out of
// the text, and what is no UTF-8 takes more bytes.
func (q *Quote) moved() (before, behind int) {
	n := q.Span.End - q.Span.Start - len(q.Text)
	return max(n, 0), max(-n, 0)
}

// wrap writes s in lines of the page's width.
func (p *page) wrap(s, first, rest string) { p.b.WriteString(Wrap(s, first, rest, p.width)) }

// Wrap breaks a text into lines of a width in columns, the first behind one indent and the others behind another. Colours
// take no column. A text without words is no line.
func Wrap(s, first, rest string, width int) string {
	var b strings.Builder
	line := first
	length := len([]rune(first))
	empty := true
	for _, word := range strings.Fields(s) {
		n := columns(word)
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
	return b.String()
}

// columns is how many columns a word takes, its colours aside.
func columns(word string) int {
	n, skip := 0, false
	for _, c := range word {
		switch {
		case c == '\x1b':
			skip = true
		case skip:
			skip = c != 'm'
		default:
			n++
		}
	}
	return n
}
