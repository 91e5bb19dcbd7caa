package exchange

import (
	"strings"
	"sync"

	"grantlens/internal/pattern"
	"grantlens/internal/source"
)

// What is empty is no error, and a zero is no count: loggers print err=<nil>, "error":null and failures=0 with every success.

// faultNames are what such names are made of. Those behind manyFaults need not be those of an error: expired=false, invalid_grant: 0.
var (
	faultNames = [...]string{"error", "err=", `err":`, "err':", "err: ", "exception", "failure", "failed", "fails", "invalid", "denied", "expired", "reject", "refused", "unauthorized", "mismatch", "missing"}
	faultSet   = sync.OnceValue(func() *pattern.Set { return pattern.NewSet(faultNames[:]...) })
	manyFaults = 9
)

// faultTails may follow the name of an error.
var faultTails = [...]string{"", "s", "code", "codes", "message", "msg", "description", "desc", "reason", "count", "type", "kind", "stack", "detail", "details", "subtype", "name"}

// noValues are how languages print that there is none.
var noValues = [...]string{"undefined", "optional.none", "masked(null)", "(null)", "<null>", "<nil>", "(none)", "null", "none", "nil", "false", "no", "0"}

// nothingWrong lists the places of a text at which it says that there was no error. low is the text in lower case.
func nothingWrong(text, low string, hits []pattern.Hit) []source.Span {
	const longest = 48 // name
	var out []source.Span
	last := 0
	for _, h := range hits {
		if h.At < last {
			continue
		}
		name := source.Span{Start: h.At, End: h.At}
		for name.Start > last && h.At-name.Start < longest && nameByte(low[name.Start-1]) {
			name.Start--
		}
		for name.End < len(low) && name.End-h.At < longest && nameByte(low[name.End]) {
			name.End++
		}
		for name.End > h.At+1 && (low[name.End-1] == '.' || low[name.End-1] == '-') { // of the sentence
			name.End--
		}
		if s := counted(low, name); !s.Empty() {
			out, last = append(out, s), s.End
			continue
		}
		m, ok := member(low, name)
		if !ok {
			continue
		}
		zero := m.value == "0" || m.value == "false"
		if !zero && (h.Literal >= manyFaults || !faultName(low[h.At:name.End])) {
			continue
		}
		if unquoted := name.Start == 0 || !quoteByte(low[name.Start-1]); unquoted && m.sep == ':' && !(m.value == "0" && low[name.End-1] == 's') &&
			(!beginsMember(low[:name.Start]) || isClass(text[name.Start:name.End])) {
			continue
		}
		s := source.Span{Start: name.Start, End: m.end}
		out, last = append(out, s), s.End
	}
	return out
}

// faultsElsewhere begin the words for errors in other languages than English, without their first letter where it has a
// capital; a zero or a word for none stands before or behind them: 0 Fehler, sin errores, エラー: 0件, hata yok.
var (
	faultsElsewhere = strings.Split("fehler|erreur|erro|anomalie|fout|błęd|hata|fel|feil|fejl|virhe|chyb|hiba|hibá|eror|шибок|омилок|lỗi|kesalahan|错误|錯誤|异常|失败|エラー|異常|失敗|오류|에러|실패", "|")
	zerosBefore     = strings.Split("0 |keine |kein |keinen |keinerlei |ohne |aucune |aucun |sans |sin |ningún |nenhum |nenhuma |sem |nessun |nessuna |senza |geen |zonder |inga |inget |ingen |utan |uten |uden |brak |bez |ei |nincs |žádné |žádná |không có |tidak ada |tanpa |без |无|無|没有|沒有|未发生|没有发生|未发现|没有发现", "|")
	zerosBehind     = strings.Split(": 0|：0| 0| (0)|数: 0|数:0|数：0|数 0|件数: 0|なし|はありません|は発生していません|は発生しませんでした|: 없음| 없음|가 없|는 없|가 발생하지 않| yok| bulunamadı| oluşmadı| нет| leer", "|")
)

// zeroCounts lists the places of a text that say in such a language that there were no errors. may tells of a word whether it
// stands there at all.
func zeroCounts(low string, may func(string) bool) (out []source.Span) {
	for _, word := range faultsElsewhere {
		if !may(word) {
			continue
		}
		for at := 0; ; {
			i := pattern.Find(low[at:], word)
			if i < 0 {
				break
			}
			s := source.Span{Start: at + i, End: at + i + len(word)}
			at = s.End
			if word[0] < 0x80 && word != "fehler" && !boundaryBefore(low, s.Start) {
				continue
			}
			for word[0] < 0xe0 && s.End < len(low) && (low[s.End] >= 'a' && low[s.End] <= 'z' || low[s.End] >= 0x80 && low[s.End] < 0xe0) {
				s.End++ // the ending
			}
			if strings.HasSuffix(low[:s.End], "fehlerfrei") {
				out = append(out, s)
				continue
			}
			for _, z := range zerosBefore {
				if rest, ok := strings.CutSuffix(low[:s.Start], z); ok && (rest == "" || z[0] >= 0xe0 || boundaryBefore(low, len(rest)) && strings.IndexByte(".,:-_", rest[len(rest)-1]) < 0) {
					out = append(out, source.Span{Start: len(rest), End: s.End})
					break
				}
			}
			if strings.HasPrefix(low[s.Start:], "error") {
				continue // what stands behind it is read above
			}
			if value, ok := strings.CutPrefix(strings.TrimLeft(low[s.End:], ":：= (数件は"), "0"); ok && (value == "" || value[0] >= 0x80 || strings.IndexByte(" ,;.\r\n)|", value[0]) >= 0) {
				out = append(out, source.Span{Start: s.Start, End: len(low) - len(value)})
				continue
			}
			for _, z := range zerosBehind {
				if rest, ok := strings.CutPrefix(low[s.End:], z); ok && (rest == "" || rest[0] >= 0x80 || !nameByte(rest[0]) && rest[0] != ':') {
					out = append(out, source.Span{Start: s.Start, End: s.End + len(z)})
					break
				}
			}
		}
	}
	return out
}

// faultName reports whether what is left of a name, from its error on, names an error or something of it: error_description.
func faultName(name string) bool {
	for _, stem := range [...]string{"error", "err", "exception", "failure"} {
		tail, ok := strings.CutPrefix(name, stem)
		tail = strings.TrimLeft(tail, "s_-.")
		for _, t := range faultTails {
			if ok && tail == t {
				return true
			}
		}
	}
	return false
}

// isClass: the name of an exception, which its message follows: NullPointerException: null
func isClass(name string) bool {
	return len(name) > len("errors") && (strings.Contains(name, "Error") || strings.Contains(name, "Exception")) && (name[0] < 'a' || strings.Contains(name, "."))
}

// counted is "0 failed" or "no errors", of which name is the last word.
func counted(low string, name source.Span) source.Span {
	word, before := low[name.Start:name.End], low[:name.Start]
	for several := strings.HasSuffix(word, "s") || word == "failed" || strings.Contains(word, "_"); several; { // 0 login failures
		if rest, ok := strings.CutSuffix(before, "0 "); ok && (rest == "" || strings.IndexByte("0123456789.,:-x_", rest[len(rest)-1]) < 0 && !(rest[len(rest)-1] >= 'a' && rest[len(rest)-1] <= 'z')) {
			return source.Span{Start: len(rest), End: name.End}
		}
		trimmed := strings.TrimSuffix(before, " ")
		for trimmed != "" && trimmed[len(trimmed)-1] >= 'a' && trimmed[len(trimmed)-1] <= 'z' {
			trimmed = trimmed[:len(trimmed)-1]
		}
		if len(trimmed) >= len(before)-1 || len(before) < name.Start {
			break
		}
		before = trimmed
	}
	switch word {
	case "error", "errors", "failures", "exceptions":
	default:
		return source.Span{}
	}
	for _, no := range [...]string{"no ", "without ", "without any "} {
		if rest, ok := strings.CutSuffix(low[:name.Start], no); ok && (rest == "" || !nameByte(rest[len(rest)-1])) {
			after := low[name.End:]
			if after == "" || strings.IndexByte(".,;)!\r\n\"'", after[0]) >= 0 || strings.HasPrefix(after, " in ") || strings.HasPrefix(after, " during ") || strings.HasPrefix(after, " occurred") || strings.HasPrefix(after, " found") {
				return source.Span{Start: len(rest), End: name.End}
			}
		}
	}
	return source.Span{}
}

// nothing is a member whose value is none.
type nothing struct {
	sep   byte
	value string
	end   int
}

// member reads a separator and an empty value behind a name.
func member(low string, name source.Span) (m nothing, ok bool) {
	at := name.End
	if at < len(low) && (quoteByte(low[at]) || low[at] == ']') {
		at++
	}
	at = blanks(low, at)
	if at >= len(low) || low[at] != ':' && low[at] != '=' {
		return m, false
	}
	m.sep = low[at]
	if at++; at < len(low) && low[at] == '>' {
		at++
	}
	spaced := at
	at = blanks(low, at)
	if m.end = at; m.sep == '=' && (at == len(low) || strings.IndexByte("\r\n", low[at]) >= 0 || at == spaced && strings.IndexByte(",;&)", low[at]) >= 0) {
		return m, true // error=, [error] =>
	}
	m.value, m.end, ok = emptyValue(low, at, m.sep == '=' && spaced == at)
	return m, ok
}

// emptyValue reads a value that is none. Of a value glued to its name, as logfmt has them, a blank is the end.
func emptyValue(low string, at int, glued bool) (value string, end int, ok bool) {
	if at >= len(low) {
		return "", at, false
	}
	switch c := low[at]; {
	case quoteByte(c):
		inside := low[at+1 : min(len(low), at+14)]
		i := strings.IndexByte(inside, c)
		if i < 0 {
			return "", at, false
		}
		value = inside[:i]
		if value == "" {
			return value, at + 2, at+2 >= len(low) || !quoteByte(low[at+2]) && !nameByte(low[at+2])
		}
		for _, v := range noValues {
			if v == value {
				return value, at + i + 2, true
			}
		}
		return "", at, false
	case c == '[':
		end = blanks(low, at+1)
		return "", end + 1, end < len(low) && low[end] == ']'
	case c == '{':
		for at = blanks(low, at+1); at < len(low); at = blanks(low, at) {
			if low[at] == '}' {
				return "", at + 1, true
			}
			if quoteByte(low[at]) {
				at++
			}
			name := source.Span{Start: at, End: at}
			for name.End < len(low) && nameByte(low[name.End]) {
				name.End++
			}
			m, ok := member(low, name)
			if !ok || name.Empty() {
				break
			}
			if at = m.end; at < len(low) && low[at] == ',' {
				at++
			}
		}
		return "", at, false
	}
	for _, v := range noValues {
		if !strings.HasPrefix(low[at:], v) {
			continue
		}
		end := at + len(v)
		if end < len(low) && low[end] == '.' && (end+1 == len(low) || low[end+1] <= ' ') {
			end++
		}
		if end == len(low) || strings.IndexByte("\r\n,;}])|&\"'`<", low[end]) >= 0 {
			return v, end, true
		}
		if low[end] != ' ' && low[end] != '\t' {
			return "", at, false
		}
		next := blanks(low, end)
		if glued || next == len(low) || strings.IndexByte("\r\n,;}])|&(-", low[next]) >= 0 || namesMember(low[next:]) {
			return v, end, true
		}
		return "", at, false
	}
	return "", at, false
}

// namesMember reports whether a text begins with a name and a separator.
func namesMember(low string) bool {
	low = strings.TrimLeft(low, "\"'")
	n := 0
	for n < len(low) && nameByte(low[n]) {
		n++
	}
	low = strings.TrimLeft(low[n:], "\"'")
	return n > 0 && low != "" && (low[0] == ':' || low[0] == '=')
}

// beginsMember reports whether a member may begin behind a text: no word of a sentence stands there, but for the value of another.
func beginsMember(before string) bool {
	before = before[max(0, len(before)-64):]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	before = strings.TrimRight(before, " \t")
	if before == "" {
		return true
	}
	if last := before[len(before)-1]; last == '.' || last == '-' || !nameByte(last) && last != ':' && last < 0x80 {
		return true
	}
	word := strings.TrimRight(strings.TrimRightFunc(before, func(r rune) bool { return r < 0x80 && nameByte(byte(r)) }), "\"' ")
	return word != "" && word != before && (word[len(word)-1] == ':' || word[len(word)-1] == '=')
}

func blanks(s string, at int) int {
	for at < len(s) && (s[at] == ' ' || s[at] == '\t') {
		at++
	}
	return at
}

func quoteByte(c byte) bool { return c == '"' || c == '\'' || c == '`' }

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
}

// blanked is a text with these places filled.
func blanked(text string, spans []source.Span, with string) string {
	if len(spans) == 0 {
		return text
	}
	b := []byte(text)
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			if b[i] != '\n' {
				b[i] = with[0]
			}
		}
	}
	return string(b)
}

// withoutNothing is a short text without what says that there was no error.
func withoutNothing(text string) string {
	low := source.Lower(text)
	return blanked(text, append(nothingWrong(text, low, faultSet().Find(low)), zeroCounts(low, func(string) bool { return true })...), " ")
}

// mays are the words of a sentence that tells of what may happen.
var mays = [...]string{" may occur", " may fail", " may indicate", " might indicate", " may be blocked", " can occur", " may happen"}

// conditions begin a clause of what need not happen, and ofPersons are words of one by which a person tells what did.
var (
	conditions = [...]string{"if ", "in case ", "when ", "если ", "после того как ", "wenn "}
	ofPersons  = []string{". ", " i ", " we ", " my ", " our ", " я ", " ich "}
)

// Unconditional is a line with blanks in place of what it says under a condition, up to the comma, or may come to happen:
// “If the browser failed to open, visit …”. What a person does is none: “If I log in, …”.
func Unconditional(line string) string {
	low := source.Lower(line)
	for _, opener := range conditions {
		for at := 0; ; {
			i := strings.Index(low[at:], opener)
			if i < 0 {
				break
			}
			i += at
			at = i + len(opener)
			before, rest := strings.TrimRight(line[:i], "\"'*`"), low[i:]
			if sentence, _, _ := strings.Cut(rest, ". "); opener == "if " && strings.HasSuffix(before, " ") && !strings.ContainsAny(sentence, ":\"`") {
				rest = sentence + ", " // log in again if it fails
			} else if before != "" && !strings.HasSuffix(before, ". ") && !strings.HasSuffix(before, "! ") && !(line[i] != low[i] && before[len(before)-1] <= ' ') {
				continue
			}
			end := strings.Index(rest, ", ")
			if end < 0 {
				continue
			}
			if clause := strings.TrimRight(rest[:end], ".") + " "; !containsAny(clause, ofPersons) {
				line = line[:i] + strings.Repeat(" ", end) + line[i+end:]
			}
		}
	}
	for _, may := range mays {
		for {
			i := strings.Index(line, may)
			if i < 0 {
				break
			}
			from, to := strings.LastIndex(line[:i], ". ")+1, len(line)
			if n := strings.Index(line[i:], ". "); n >= 0 {
				to = i + n
			}
			line = line[:from] + strings.Repeat(" ", to-from) + line[to:]
		}
	}
	return line
}
