package exchange

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// Words of Exchange.Claimed and Flow.Claimed.
const (
	Success = "success"
	Failure = "failure"
	None    = "none"
)

// failureWords and successWords are what labels say in the languages logs are written in, in lower case. A word that
// ends in * stands for all that begin with it.
var failureWords = []string{
	"error*", "fail*", "unauthor*", "unauthenticated", "not authorized", "not allowed", "denied", "forbidden", "refused", "rejected", "invalid*", "exception*", "cannot", "unable", "fatal", "mismatch*", "missing*", "expired", "incorrect", "wrong", "unsuccess*", "uncaught",
	"ошибк*", "неуспе*", "неудач*", "не удалось", "отказ*", "неверн*", "сбой", "запрещ*", "недейств*", "не прошл*", "не прошёл",
	"fehler*", "fehlgeschlagen", "ungültig*", "verweigert", "abgelehnt",
	"fallo", "fallid*", "fallad*", "inválid*", "denegad*", "incorrect*",
	"erreur*", "échec", "échou*", "invalide", "refusé*",
	"erro", "erros", "falha*", "falhou", "negad*",
	"오류", "실패", "에러", "거부", "报错", "错误", "失败", "无效", "拒绝", "无法", "異常", "异常", "失敗", "エラー", "無効", "拒否",
}

var successWords = []string{
	"success*", "succeed*", "ok", "authenticated", "authorized", "granted", "logged in", "passed",
	"успе*", "удачн*", "готово", "выполнен*", "пройден*",
	"erfolg*", "angemeldet",
	"éxito", "exitos*", "correcto",
	"succès", "réussi*",
	"sucesso", "bem-sucedid*",
	"성공", "成功", "完了",
}

// negations turn a success word into its opposite when they stand right before it.
var negations = []string{"not ", "un", "no ", "не", "не ", "nicht ", "not_", "non ", "pas ", "não "}

// wordIn finds the first word of a list in lower-case text.
func wordIn(low string, words []string) (source.Span, bool) {
	best := source.Span{Start: -1}
	for _, w := range words {
		stem, open := strings.CutSuffix(w, "*")
		for from := 0; ; {
			i := strings.Index(low[from:], stem)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(stem)
			from = end
			if !boundaryBefore(low, start) || !open && !boundaryAfter(low, end) {
				continue
			}
			if open {
				for end < len(low) {
					r, n := utf8.DecodeRuneInString(low[end:])
					if !unicode.IsLetter(r) {
						break
					}
					end += n
				}
			}
			if best.Start < 0 || start < best.Start {
				best = source.Span{Start: start, End: end}
			}
			break
		}
	}
	return best, best.Start >= 0
}

func boundaryBefore(s string, at int) bool {
	if at == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	q, _ := utf8.DecodeRuneInString(s[at:])
	if r > 0x2e80 || q > 0x2e80 { // Chinese and Japanese write no spaces
		return true
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func boundaryAfter(s string, at int) bool {
	if at >= len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[at:])
	q, _ := utf8.DecodeLastRuneInString(s[:at])
	if r > 0x2e80 || q > 0x2e80 {
		return true
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// saysFailure and saysSuccess find a claiming word in a label.
func saysFailure(v artifact.Value) (artifact.Value, bool) { return says(v, failureWords) }

func saysSuccess(v artifact.Value) (artifact.Value, bool) {
	low := strings.ToLower(v.Text)
	s, ok := wordIn(low, successWords)
	if !ok {
		return artifact.Value{}, false
	}
	for _, n := range negations {
		if strings.HasSuffix(low[:s.Start], n) {
			return artifact.Value{}, false
		}
	}
	if rest := low[s.End:]; strings.HasPrefix(rest, " returned") || strings.HasPrefix(rest, " extracted") {
		return artifact.Value{}, false // OpenIddict: an answer was handed on, whatever it says
	}
	return says(v, successWords)
}

// says gives the label itself: a claim is shown whole.
func says(v artifact.Value, words []string) (artifact.Value, bool) {
	if !v.OK() {
		return v, false
	}
	_, ok := wordIn(strings.ToLower(v.Text), words)
	return v, ok
}

// claim reads what the log says of each exchange and of the whole.
func (f *Flow) claim() {
	for _, e := range f.Exchanges {
		e.Claimed = None
		f.claimOf(e)
		if page := e.loginPage(); !page.Empty() && e.Claimed == Success && e.Outcome == Unknown {
			e.Outcome = WrongBody // whoever was let in would not be asked to sign in
			e.Proof = append(e.Proof, page)
		}
	}
	f.Claimed = None
	f.findProtocol()
	f.claimOfText()
	// In a text of one exchange, what the text says it says of that exchange.
	if f.Claimed == Failure {
		for _, e := range f.Exchanges {
			if e.Claimed == Success && e.Outcome == Issued && e.claimedByStatus() && !f.otherFailed(e) && f.near(e) {
				e.Claimed, e.ClaimedBy = f.Claimed, f.ClaimedBy // a 2xx says less than the words around it
				continue
			}
			if e.Claimed == None && (len(f.Exchanges) == 1 || e.Outcome != Issued || !f.otherFailed(e)) && f.near(e) {
				e.Claimed, e.ClaimedBy = f.Claimed, f.ClaimedBy
			}
		}
	}
}

// loginPage is the place in a page, printed without its request, by which it asks to sign in.
func (e *Exchange) loginPage() source.Span {
	if e.Body == nil || e.Body.Kind != artifact.BodyHTML || e.Request != nil {
		return source.Span{}
	}
	low := strings.ToLower(e.Body.Text)
	for _, mark := range [...]string{`type="password"`, "<title>sign in", "<title>log in", "<title>login", "<title>anmelde", "<title>вход"} {
		if i := strings.Index(low, mark); i >= 0 && len(low) == e.Body.Span.Len() {
			return source.Span{Start: e.Body.Span.Start + i, End: e.Body.Span.Start + i + len(mark)}
		}
	}
	return source.Span{}
}

func (e *Exchange) claimedByStatus() bool {
	return e.Response != nil && e.ClaimedBy.Span.Start == e.Response.Status.Span.Start
}

func (f *Flow) otherFailed(e *Exchange) bool {
	for _, o := range f.Exchanges {
		if o != e && o.Outcome.Failed() {
			return true
		}
	}
	return false
}

// near: a claim reaches the exchanges that stand within a screen of it.
func (f *Flow) near(e *Exchange) bool {
	const screen = 16 << 10
	return f.ClaimedBy.Span.Start-e.Span.End < screen && e.Span.Start-f.ClaimedBy.Span.End < screen
}

func (f *Flow) claimOf(e *Exchange) {
	label := func(v artifact.Value) bool {
		if by, ok := saysFailure(v); ok {
			e.Claimed, e.ClaimedBy = Failure, by
			return true
		}
		if by, ok := saysSuccess(v); ok {
			e.Claimed, e.ClaimedBy = Success, by
			return true
		}
		return false
	}
	if e.Event != nil {
		if strings.HasSuffix(e.Event.Name.Text, "_ERROR") {
			e.Claimed, e.ClaimedBy = Failure, e.Event.Name
		} else if e.Event.Level.OK() {
			e.Claimed, e.ClaimedBy = Success, e.Event.Name
		}
		return
	}
	if e.Response == nil {
		return
	}
	if e.Response.Label.OK() && !f.quoted(e.Response.Label) && label(e.Response.Label) {
		return
	}
	above := f.lineAbove(e)
	if by, ok := saysSuccess(above); ok {
		e.Claimed, e.ClaimedBy = Success, by
		if _, fails := saysFailure(above); fails {
			e.Claimed = Failure // it went well up to a point
		}
		return
	}
	if p, ok := e.Member("status"); ok && e.Response.Code == 0 && len(p.Value.Text) == 3 && (p.Value.Text[0] == '4' || p.Value.Text[0] == '5') && (e.Body.Members.Has("timestamp") || e.Body.Members.Has("path")) {
		e.Claimed, e.ClaimedBy = Failure, p.Value // Spring Boot's error body names its status
		return
	}
	if e.Response.Format == "angular" {
		e.Claimed, e.ClaimedBy = Failure, e.Response.Status // an HttpErrorResponse, whatever its status
		return
	}
	switch code := e.Response.Code; {
	case code >= 400:
		e.Claimed, e.ClaimedBy = Failure, e.Response.Status
	case code >= 300 && code < 400 && (e.Endpoint == EndpointCallback || strings.Contains(e.Header("Location"), "error")): // it leads to the page of an error, or may
	case code >= 200 && code < 400:
		e.Claimed, e.ClaimedBy = Success, e.Response.Status
		if e.Response.Reason.OK() && e.Response.Reason.Span.Start-e.ClaimedBy.Span.End <= 2 { // a HAR has a member's name between them
			e.ClaimedBy.Span.End = e.Response.Reason.Span.End
			e.ClaimedBy.Text = f.Text.Slice(e.ClaimedBy.Span)
		}
	case e.Response.Status.OK() && code == 0:
		e.Claimed, e.ClaimedBy = Failure, e.Response.Status
	}
}

// lineAbove is the short line right above a body that stands alone: what a program said before it printed the answer.
func (f *Flow) lineAbove(e *Exchange) artifact.Value {
	const longest = 120
	if e.Body == nil || e.Response.Code != 0 || e.Response.Label.OK() || e.Body.Span.Start != e.Span.Start {
		return artifact.Value{}
	}
	if h := e.Response.Heading; h.OK() && len(h.Text) <= longest && !prose(h.Text) && !strings.HasSuffix(h.Text, "?") {
		return h // of the view: without the heads that a log puts before its lines
	}
	above, ok := strings.CutSuffix(f.Text.Data[:e.Body.Span.Start], "\n")
	if !ok {
		return artifact.Value{}
	}
	from := strings.LastIndexByte(above, '\n') + 1
	line := strings.TrimSpace(above[from:])
	if line == "" || len(line) > longest || prose(line) || strings.HasSuffix(line, "?") {
		return artifact.Value{}
	}
	from += strings.Index(above[from:], line)
	return artifact.Value{Text: line, Span: source.Span{Start: from, End: from + len(line)}}
}

// quoted: a label that ends in an opening quotation or a member name is the inside of something, not a label.
func (f *Flow) quoted(v artifact.Value) bool {
	t := strings.TrimRight(v.Text, " ")
	return strings.HasSuffix(t, `":`) || strings.HasSuffix(t, `'error':`) || strings.Contains(t, "#<")
}

// strongWords are how clients, servers and libraries begin the sentence in which they report a failure.
var strongWords = [...]string{
	"failed to", "was marked as rejected", "but got ", "but received", "instead got", "failure:", "error:", "error -", "failed:", "could not", "authentication failed", "login failed", "unable to", "err_", "sign-in failed", "access denied",
	"permission denied", "authentication error", "invalid_", "unauthorized", "fatal:", "exception:", "traceback (most recent call last)", "[authfailure]", "is not valid json", "caused by:",
	"не удалось", "ошибка", "fehler:", "erreur:", "erreur :", "erro:", "エラー:", "エラー：", "错误:", "错误：", "失败:", "失败：", "no state in response", "not found.", "cannot ", "error in ", "error occurred", "mismatch", "was missing", "error querying", "failed with", "err(", "failed;", "verification failed", "validation failed", "panicked at", "is not a subtype of", "is undefined on object", "not well formed", "malformed jwt", "jwt malformed", "http failure during parsing for", "attempt to read property", "undefined array key", "undefined index: ", "call to a member function ", "call to undefined ", ") must be of type ", "http failure response for",
}

// claimOfText reads what the text as a whole says: the strongest grammar first.
func (f *Flow) claimOfText() {
	claim := func(what string, by artifact.Value, strong bool) { f.Claimed, f.ClaimedBy, f.Strong = what, by, strong }
	success := artifact.Value{}
	for _, e := range f.Exchanges {
		switch e.Claimed {
		case Failure:
			claim(Failure, e.ClaimedBy, true)
			return
		case Success:
			if !success.OK() && e.Event == nil {
				success = e.ClaimedBy
			}
		}
	}
	for _, look := range [...]func() (artifact.Value, bool){f.recordOfFailure, f.strongLine, f.statusWord} {
		if by, ok := look(); ok {
			claim(Failure, by, true)
			return
		}
	}
	if success.OK() {
		if by, ok := f.personSays(complaints[:statuses]); ok && slices.ContainsFunc(f.Exchanges, func(e *Exchange) bool { return e.Claimed == Success && e.ClaimedBy == success && e.claimedByStatus() }) {
			claim(Failure, by, false) // a person knows better than a 2xx of one step
			return
		}
		claim(Success, success, false)
		return
	}
	complains := func() (artifact.Value, bool) { return f.personSays(complaints) }
	for _, look := range [...]func() (artifact.Value, bool){f.weakLine, f.personQuotes, complains} {
		if by, ok := look(); ok {
			claim(Failure, by, false)
			return
		}
	}
	if by, ok := f.personSays(looks); ok {
		f.Looks = true
		claim(Failure, by, false)
	}
}

// recordOfFailure is the first exception, or log line whose level claims a failure, or whose warning says one.
func (f *Flow) recordOfFailure() (artifact.Value, bool) {
	for _, a := range f.Artifacts {
		switch a.Kind {
		case artifact.Exception:
			if !f.protocolText(a.Span) {
				return a.Name, true
			}
		case artifact.Record:
			switch artifact.Severity(a.Level.Text) {
			case "error":
				return a.Level, true
			case "warn":
				if by, ok := saysFailure(a.Text); ok {
					return artifact.Value{Text: by.Text, Span: a.Level.Span}, true
				}
			}
		}
	}
	return artifact.Value{}, false
}

// complaints are how people say that something failed, before or after what the program said of it.
var complaints = []string{
	"error", "exception", "fails", "failed", "failing", "doesn't work", "does not work", "didn't work", "not working", "can't log", "cannot log", "can't login", "cannot login", "unable to", "not able to", "no longer able", "crash", "rejected", "not authorized", "not allowed",
	"ошибк", "не работает", "не удаётся", "не удается", "не могу войти", "не получается", "fehler", "funktioniert nicht", "nicht anmelden", "erreur", "ne fonctionne pas", "impossible de", "no funciona", "no puedo", "não funciona", "não consigo", "falha", "报错", "错误", "失败", "无法", "エラー", "できない", "できません", "失敗", "오류", "에러", "실패", "안 됩니다", "안됩니다", "되지 않", "안 돼",
	"seem to work", "doesnt work", "dont work", "login failure", "failure url", "no success", "but i get", "but i'm getting", "but, i'm getting", "but i am getting", "but it returns", "but it gives",
	"401", "403", "500", // may be those of another step
}

// statuses is where in complaints they begin.
var statuses = slices.Index(complaints, "401")

// looks are how people tell what they saw when it failed: no program says such a thing of a login.
var looks = []string{
	"404", "502", "503", "504", "not found", "bad gateway", "gateway timeout", "blank page", "white page", "white screen", "empty page", "blank screen", "stuck", "hangs", "spinner", "something went wrong", "went wrong", "redirect loop", "infinite loop", "loops", "this loop", "in a loop", "never end", "endless", "nothing happens", "redirected back to", "back to the login", "back at the login", "keeps redirecting",
	"пустая страница", "белый экран", "зависает", "бесконечн", "ничего не происходит", "hängt", "leere seite", "endlosschleife", "page blanche", "boucle", "página en blanco", "bucle", "página em branco", "空白", "死循环", "无限", "卡住", "真っ白",
}

// noneOf stand before a complaint that is none: no error in the console.
var noneOf = [...]string{"no ", "any ", "without ", "zero ", "no more ", "нет ", "без ", "keine ", "kein ", "aucune ", "sin "}

// personSays is a sentence in which a person says that it failed, or what it looked like: of a text in which nothing else
// claims anything.
func (f *Flow) personSays(complaints []string) (artifact.Value, bool) {
	words := f.possible(complaints)
	if len(words) == 0 {
		return artifact.Value{}, false
	}
	for v := range f.lines {
		low := strings.ToLower(v.Text)
		for _, w := range words {
			if i := strings.Index(low, w); i >= 0 && prose(v.Text) && boundaryBefore(low, i) && !slices.ContainsFunc(noneOf[:], func(n string) bool { return strings.HasSuffix(low[:i], n) }) {
				return v, true
			}
		}
	}
	return artifact.Value{}, false
}

// personQuotes is a sentence into which a person put the error answer: I got {"error": …} instead of a token.
func (f *Flow) personQuotes() (artifact.Value, bool) {
	for _, e := range f.Exchanges {
		if e.Body == nil || !e.Error.OK() {
			continue
		}
		from := strings.LastIndexByte(f.Text.Data[:e.Body.Span.Start], '\n') + 1
		line := strings.TrimSpace(f.Text.Data[from:e.Body.Span.Start])
		for up := 0; up < 3 && from > 0 && strings.Trim(line, "`") == "" && e.Response.Code == 0; up++ { // above it, what came: I get back
			to := from - 1
			from = strings.LastIndexByte(f.Text.Data[:to], '\n') + 1
			if line = strings.TrimSpace(f.Text.Data[from:to]); strings.Trim(line, "`") != "" && !gets(line) {
				line = ""
				break
			}
		}
		if line != "" && prose(line) {
			return artifact.Value{Text: line, Span: source.Span{Start: from, End: from + len(line)}}, true
		}
	}
	return artifact.Value{}, false
}

// gotten are how a person says what came.
var gotten = []string{" i get", " i got", " i receive", " i'm getting", " i am getting", " we get", " we got", " it returns", " it returned", " returns me", " i keep getting"}

// gets reports whether a person says what came.
func gets(line string) bool {
	return containsAny(" "+strings.ToLower(line), gotten)
}

// protocolText: the span is part of a body or a URL, where words are the protocol's own and claim nothing.
func (f *Flow) protocolText(s source.Span) bool {
	i := sort.Search(len(f.protocol), func(i int) bool { return f.protocol[i].End > s.Start })
	return i < len(f.protocol) && f.protocol[i].Start < s.End
}

// findProtocol lists what is printed of the protocol, in order, none within another, and where bodies begin.
func (f *Flow) findProtocol() {
	var spans []source.Span
	for _, e := range f.Exchanges {
		if e.Body != nil {
			spans = append(spans, e.Body.Span)
			f.bodies = append(f.bodies, e.Body.Span.Start)
		}
		if e.Redirect != nil {
			spans = append(spans, e.Span)
		}
		if e.Request != nil {
			spans = append(spans, e.Request.Span)
		}
	}
	slices.Sort(f.bodies)
	slices.SortFunc(spans, func(a, b source.Span) int { return a.Start - b.Start })
	for _, s := range spans {
		if last := len(f.protocol) - 1; last >= 0 && s.Start <= f.protocol[last].End {
			f.protocol[last].End = max(f.protocol[last].End, s.End)
		} else if !s.Empty() {
			f.protocol = append(f.protocol, s)
		}
	}
}

// lines calls yield with the beginning of every line that is no protocol text and no setting.
func (f *Flow) lines(yield func(v artifact.Value) bool) {
	settings := map[int]bool{}
	for _, a := range f.Artifacts {
		// A value of several words is a sentence of a program: `ProviderManager : Authentication failed with …`.
		if a.Kind == artifact.Setting && strings.Count(a.Text.Text, " ") < 4 {
			settings[a.Span.Start] = true
		}
	}
	text := f.View.Text
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += at
		}
		s := source.Span{Start: at, End: end}
		at = end + 1
		for s.Start < s.End && (text[s.Start] == ' ' || text[s.Start] == '\t' || text[s.Start] == '`') {
			s.Start++
		}
		if s.Len() < 3 || strings.HasPrefix(text[s.Start:s.End], `"_error"`) || strings.HasPrefix(text[s.Start:s.End], `"_failureText"`) {
			continue // a HAR's word for one request
		}
		if text[s.Start] == '{' && bareBody(text[s.Start:s.End]) {
			continue
		}
		o := f.View.Origin(s)
		if settings[o.Start] || f.protocolText(source.Span{Start: o.Start, End: o.Start + 1}) {
			continue
		}
		s.End = f.bodyIn(s, o)
		if s.Len() > 400 {
			s.End = s.Start + 400
		}
		if !yield(artifact.Value{Text: text[s.Start:s.End], Span: f.View.Origin(s)}) {
			return
		}
	}
}

// bareBody: a line that is the whole JSON of an answer, and no record of a log.
func bareBody(line string) bool {
	line = strings.TrimRight(line, " `\r")
	if !strings.HasSuffix(line, "}") || strings.Contains(line, `"level`) || strings.Contains(line, `"time`) {
		return false
	}
	for _, first := range [...]string{"err", "status", "code", "ok"} {
		if strings.HasPrefix(line, `{"`+first) {
			return true
		}
	}
	return false
}

// bodyIn is where a body begins in a line of the view, whose place in the text is given too; else the line's end.
func (f *Flow) bodyIn(line, origin source.Span) int {
	i, _ := slices.BinarySearch(f.bodies, origin.Start+1)
	if i == len(f.bodies) || f.bodies[i] >= origin.End {
		return line.End
	}
	at := f.View.Seen(source.Span{Start: f.bodies[i], End: f.bodies[i]}).Start
	return min(max(at, line.Start), line.End)
}

// proseWords are what people write and programs do not.
var proseWords = []string{" i ", " i'm ", " i've ", " we ", " my ", " our ", " you ", " am ", " does anyone", " has anyone", " would ", " should ", " please", "thanks", "hello", " hi ", " however", " because ", " я ", " мы ", " у меня", " reporter", " seems "}

// prose tells a sentence that a person wrote about the log from a line of it.
func prose(line string) bool {
	low := " " + strings.ToLower(strings.TrimLeft(line, "#*-• ")) + " "
	if strings.HasPrefix(line, "(") || strings.HasPrefix(line, "//") || strings.HasPrefix(line, "#") {
		return true
	}
	return containsAny(low, proseWords)
}

func (f *Flow) strongLine() (artifact.Value, bool) {
	words := f.possible(strongWords[:])
	if len(words) == 0 && !f.May(" found") && !f.May(" configured") && !f.May(" registered") && !f.May("rror") && !f.May("exception \"") && !f.May("essage \"") && !f.May("шибк") {
		return artifact.Value{}, false
	}
	for v := range f.lines {
		low := strings.ToLower(v.Text)
		strong := strings.HasPrefix(low, "no ") && (strings.Contains(low, " found") || strings.Contains(low, " configured") || strings.Contains(low, " registered")) || quotesError(low) || containsAny(low, words)
		if strong && (!prose(v.Text) || quotesError(low) || f.quotesCode(low, words) || slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(low, w) })) {
			return v, true
		}
	}
	return artifact.Value{}, false
}

// quotesCode: a sentence that quotes, between backticks or quotation marks, a message with one of the words.
func (f *Flow) quotesCode(low string, words []string) bool {
	for _, mark := range [...]string{"`", "\""} {
		for parts := strings.Split(low, mark); len(parts) >= 3; parts = parts[2:] {
			if _, fails := wordIn(parts[1], failureWords); fails || containsAny(parts[1], words) {
				return true
			}
		}
	}
	return false
}

// errorQuotes stand before a message of a program in a sentence about it.
var errorQuotes = []string{"error \"", "error `", "error “", "error '", "error: \"", "error message \"", "exception \"", "inner exception", "message \"", "ошибка \"", "ошибка «", "ошибку «"}

// quotesError: a sentence that quotes the message a program gave.
func quotesError(low string) bool {
	return containsAny(low, errorQuotes)
}

// possible keeps the words that may stand in the text. Flow.Lower has only ASCII in lower case, so of any other word the
// first letter, which may be a capital, does not count.
func (f *Flow) possible(words []string) []string {
	var out []string
	for _, w := range words {
		stem := strings.TrimSuffix(w, "*")
		if _, n := utf8.DecodeRuneInString(stem); n > 1 {
			stem = stem[n:]
		}
		if f.May(stem) {
			out = append(out, w)
		}
	}
	return out
}

// weakLine is a short line with a failure word, such as a label or a message that stands alone.
func (f *Flow) weakLine() (artifact.Value, bool) {
	const longest = 160
	words := f.possible(failureWords)
	if len(words) == 0 {
		return artifact.Value{}, false
	}
	for v := range f.lines {
		if len(v.Text) > longest {
			continue
		}
		if _, ok := says(v, words); ok && !prose(v.Text) {
			return v, true
		}
	}
	return artifact.Value{}, false
}

// statusWords are status codes with their reason phrase, as people and clients write them.
var statusWords = [...]string{"400 bad request", "error 400", "error 401", "error 403", "error 500", "bad request: 400", "401 unauthorized", "403 forbidden", "404 not found", "405 not allowed", "405 method not allowed", "500 internal", "502 bad gateway", "503 service", "504 gateway", "status code 4", "status code 5", "status: 4", "status: 5", "status=4", "status=5", "statuscode: 4", "http 4", "http 5", "error code: 4", "code: 400", "status code: 4", "status code: 5", "statuscode=4", "statuscode=5"}

func (f *Flow) statusWord() (artifact.Value, bool) {
	if by, ok := f.requestLine(); ok {
		return by, true
	}
	for _, w := range statusWords {
		if !f.May(w) {
			continue
		}
		if i := strings.Index(f.Lower, w); i >= 0 {
			s := f.View.Origin(source.Span{Start: i, End: i + len(w)})
			return artifact.Value{Text: f.Text.Slice(s), Span: s}, true
		}
	}
	return artifact.Value{}, false
}

// lineOf is the short line in which a message stands, or else the message itself.
func (f *Flow) lineOf(message source.Span) source.Span {
	const longest = 200
	from := strings.LastIndexByte(f.Text.Data[:message.Start], '\n') + 1
	to := message.End
	if i := strings.IndexByte(f.Text.Data[to:], '\n'); i >= 0 {
		to += i
	} else {
		to = len(f.Text.Data)
	}
	line := f.Text.Data[from:to]
	s := source.Span{Start: from + len(line) - len(strings.TrimLeft(line, " \t")), End: from + len(strings.TrimRight(line, " \t\r"))}
	if s.Len() > longest || f.protocolText(s) || strings.Contains(line, "\x1b") {
		return message
	}
	return s
}

// requestLine is the status of a line of a development server: POST /api/auth/callback 500 in 300ms.
func (f *Flow) requestLine() (artifact.Value, bool) {
	if !f.May(" in ") {
		return artifact.Value{}, false
	}
	for v := range f.lines {
		w := strings.Fields(v.Text)
		if len(w) < 5 || (w[0] != "GET" && w[0] != "POST") || w[1][0] != '/' || len(w[2]) != 3 || w[2] < "400" || w[2] > "599" || w[3] != "in" {
			continue
		}
		at := v.Span.Start + strings.Index(v.Text, " "+w[2]+" ") + 1
		return artifact.Value{Text: w[2], Span: source.Span{Start: at, End: at + len(w[2])}}, true
	}
	return artifact.Value{}, false
}

// Heard lets a message by which a rule fired count as a claim of failure, or of success, where nothing else in the text
// claims anything: a library's own words are its verdict.
func (f *Flow) Heard(message source.Span, claim string) {
	if f.Claimed != None || f.protocolText(message) {
		return
	}
	if message = f.lineOf(message); bareBody(f.Text.Slice(message)) {
		return
	}
	f.Claimed, f.ClaimedBy = claim, artifact.Value{Text: f.Text.Slice(message), Span: message}
	for _, e := range f.Exchanges {
		if e.Claimed == None && f.near(e) {
			e.Claimed, e.ClaimedBy = f.Claimed, f.ClaimedBy
		}
	}
}
