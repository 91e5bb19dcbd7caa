package exchange

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

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
	harmless := f.possible(harmless)
	text, addresses := f.said, f.May("?error=") || f.May("&error=") || f.May("#error=")
	conditional := f.May(" may ") || f.May("when ") || f.May("in case ") || f.May("если ") || f.May("после того как ") || f.May("wenn ") || strings.Contains(f.Lower, "if ")
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
		if line := text[s.Start:s.End]; IsCommand(line) || bareMember(line) || Configures(line) || containsAny(f.Lower[s.Start:s.End], harmless) {
			continue
		}
		o := f.View.Origin(s)
		if settings[o.Start] || f.Overtaken(o.Start) || f.protocolText(source.Span{Start: o.Start, End: o.Start + 1}) {
			continue
		}
		s.End = f.bodyIn(s, o)
		if s.Len() > 400 {
			s.End = s.Start + 400
		}
		line := text[s.Start:s.End]
		if label := labelOfSuccess(line); label != "" {
			line = label
			s.End = s.Start + len(label)
		}
		if conditional {
			line = Unconditional(line)
		}
		if addresses {
			line = strings.TrimRight(withoutRedirects(line), " ")
			s.End = s.Start + len(line)
		}
		if !yield(artifact.Value{Text: line, Span: f.View.Origin(s)}) {
			return
		}
	}
}

// labelOfSuccess is what stands before the object of a line, where it says that something went well: what the object says is
// an answer's word.
func labelOfSuccess(line string) string {
	i := strings.IndexByte(line, '{')
	if i < 1 || line[len(line)-1] != '}' {
		return ""
	}
	label := artifact.Value{Text: strings.TrimRight(line[:i], " :=")}
	if _, ok := saysSuccess(label); !ok {
		return ""
	}
	if _, fails := saysFailure(label); fails {
		return ""
	}
	return label.Text
}

// withoutRedirects is the line with blanks in place of the URLs that bring an error back: their words are the protocol's.
func withoutRedirects(line string) string {
	const ends = " \t\"'<>`"
	for _, sign := range [...]string{"?error=", "&error=", "#error="} {
		for {
			i := strings.Index(line, sign)
			if i < 0 {
				break
			}
			from := strings.LastIndexAny(line[:i], ends) + 1
			to := len(line)
			if n := strings.IndexAny(line[i:], ends); n >= 0 {
				to = i + n
			}
			line = line[:from] + strings.Repeat(" ", to-from) + line[to:]
		}
	}
	return line
}

// IsCommand reports whether a line is one that a person typed into a shell: it claims nothing.
func IsCommand(line string) bool {
	return strings.HasPrefix(line, "export ") || strings.HasPrefix(line, "curl ") || strings.HasPrefix(line, "$ ")
}

// bareBody: a line that is the whole JSON of an answer, and no record of a log.
func bareBody(line string) bool {
	line = strings.Trim(line, " `\r")
	springs := strings.HasPrefix(line, `{"timestamp":`) && strings.Contains(line, `,"status":`) && strings.Contains(line, `,"path":`) // what Spring Boot answers
	if !strings.HasSuffix(line, "}") || strings.Contains(line, `"level`) || !springs && strings.Contains(line, `"time`) {
		return false
	}
	if line = strings.TrimLeft(line, `{ "`); springs {
		return true
	}
	for _, first := range [...]string{"err", "status", "code", "ok", "__type"} {
		if strings.HasPrefix(line, first) {
			return true
		}
	}
	return strings.HasPrefix(line, `detail"`) && !strings.Contains(line, `,"`) && !strings.Contains(line, `, "`) // a message alone may be a shipper's record
}

// bareMember: a line that is one member of an answer, as a browser lists them: error: "access_denied"
func bareMember(line string) bool {
	if line == "" || strings.IndexByte(`"'e`, line[0]) < 0 {
		return false
	}
	name, value, _ := strings.Cut(line, ":")
	if name = strings.Trim(name, "\"' "); name != "error" && name != "error_description" {
		return false
	}
	value = strings.Trim(value, " ,\r")
	if len(value) < 3 || value[0] != '"' && value[0] != '\'' {
		return false
	}
	return strings.IndexByte(strings.ReplaceAll(value[1:], `\"`, "__"), value[0]) == len(value)-2
}

// Configures reports whether a line is one of a configuration or a program whose name, or level, has a word of failure: errorPage: /error, "Default": "Error"
func Configures(line string) bool {
	if line = strings.TrimRight(line, " \r"); line == "" {
		return false
	}
	if begins(line, `"default": "`) || begins(line, `"logging": {`) || strings.HasPrefix(line, "error_page ") || strings.HasPrefix(line, "error_log ") || (strings.HasSuffix(line, " =>") || line[0] == '$') && strings.Contains(line, " = ") {
		return true
	}
	if strings.Contains(line, `_url`) && strings.Contains(line, ` = "http`) {
		return true
	}
	name, value, ok := strings.Cut(line, ": ")
	if ok && strings.Count(name, "_") > 2 && (strings.Trim(value, `"`) == "true" || strings.Trim(value, `"`) == "false") {
		return true
	}
	if !ok || strings.IndexByte(name, ' ') >= 0 && !strings.HasSuffix(name, "rror Url") && !strings.HasSuffix(name, "rror url") {
		return false
	}
	return value == "on-failure" || value == "redirect" || len(value) > 1 && value[0] == '/' && value[1] != '/' && strings.IndexByte(value, ' ') < 0
}

func begins(line, with string) bool {
	return len(line) > len(with) && strings.EqualFold(line[:len(with)], with)
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

// wholeLine is the line in which a message begins.
func (f *Flow) wholeLine(message source.Span) string {
	from := strings.LastIndexByte(f.Text.Data[:message.Start], '\n') + 1
	line, _, _ := strings.Cut(f.Text.Data[from:], "\n")
	return line
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

// strongWords are how clients, servers and libraries begin the sentence in which they report a failure.
var strongWords = [...]string{
	"failed to", "was marked as rejected", "received bad ", "but got ", "but received", "instead got", "failure:", "error:", "error -", "failed:", "could not", "authentication failed", "authentication failure!", "login failed", "unable to", "err_", "sign-in failed", "access denied",
	"permission denied", "authentication error", "invalid_", "unauthorized", "fatal:", "exception:", "traceback (most recent call last)", "[authfailure]", "is not valid json", "caused by:",
	"не удалось", "ошибка", "fehler:", "erreur:", "erreur :", "erro:", "エラー:", "エラー：", "错误:", "错误：", "失败:", "失败：", "no state in response", "not found.", "cannot ", "error in ", "error occurred", "mismatch", "was missing", "error querying", "failed with", "err(", "failed;", "verification failed", "validation failed", "panicked at", "is not a subtype of", "is undefined on object", "not well formed", "fehlgeschlagen", "fehler bei", "échec d", "a échoué", "erreur d'", "error al ", "error de autent", "autenticación fallida", "no se pudo", "falha n", "falha ao", "erro ao ", "não foi possível", "errore di ", "errore durante", "errore:", "non riuscit", "fallita", "błąd ", "błąd:", "başarısız", "hatası", "mislukt", "misslyckades", "mislyktes", "mislykkedes", "epäonnistu", "nezdařil", "selhal", "sikertelen", "помилка", "登录失败", "登入失敗", "认证失败", "授权失败", "ログイン失敗", "に失敗しました", "認証失敗", "인증 실패", "인증에 실패", "로그인 실패", "로그인에 실패", "thất bại", "gagal ", "restmethod :", "restmethod: ", "webrequest :", "webrequest: ", "malformed jwt", "jwt malformed", "http failure during parsing for", "attempt to read property", "undefined array key", "undefined index: ", "call to a member function ", "call to undefined ", ") must be of type ", "http failure response for",
}

// ofLogin are words one of which stands in whatever is said of a login, or of what depends on it.
var ofLogin = []string{"auth", "login", "log in", "logon", "logged", "logging in", "sign", "token", "oidc", "openid", "sso", "saml", "session", "credential", "password", "401", "403", "grant", "jwt", "cookie", "callback", "redirect", "user", "account", "profile", "email", "role", "group", "claim", "identity", "principal", "client", "secret", "state", "nonce", "keycloak", "passport", "http", "forbidden", "denied", "вход", "вой", "авториз", "аутентиф", "токен", "пользоват", "сесси"}

// aside: a record of a failure of something else, beside a line that says of a login that it went well.
func (f *Flow) aside(v artifact.Value) bool {
	if containsAny(strings.ToLower(v.Text), ofLogin) || !slices.ContainsFunc(f.Artifacts, func(a *artifact.Artifact) bool {
		return a.Kind == artifact.Record && a.Span.Start <= v.Span.Start && v.Span.Start < a.Span.End && artifact.Severity(a.Level.Text) != ""
	}) {
		return false
	}
	if f.well == 0 {
		f.well = 1
		if _, ok := f.successLine(loginEnds, nil, -1); ok {
			f.well = 2
		}
	}
	return f.well == 2
}

func (f *Flow) strongLine() (artifact.Value, bool) {
	words := f.possible(strongWords[:])
	if len(words) == 0 && !f.May(" found") && !f.May(" configured") && !f.May(" registered") && !f.May("rror") && !f.May("exception \"") && !f.May("essage \"") && !f.May("шибк") {
		return artifact.Value{}, false
	}
	for v := range f.lines {
		low := strings.ToLower(v.Text)
		strong := strings.HasPrefix(low, "no ") && (strings.Contains(low, " found") || strings.Contains(low, " configured") || strings.Contains(low, " registered")) || quotesError(low) || containsAny(low, words)
		if strong && (!prose(v.Text) || quotesError(low) || f.quotesCode(low, words) || slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(low, w) })) && !f.aside(v) {
			return v, true
		}
	}
	return artifact.Value{}, false
}

// harmless are words of lines that report no failure, whatever other words they hold: settings, what every start prints, a policy
// that is only tried out.
var harmless = []string{"--- end of stack trace", "--- end of inner exception", "keep me signed in' interrupt", "'<anonymous>'", "failed to determine the https port", "error url: ", "sign-in error code: 0", `"failure reason"`, "is an error like", "report-only: ", "error_page ", "minlevel=", "internalloglevel=", `"default": "error"`, `aspnetcore": "error"`, `microsoft": "error"`}

// Harmless reports whether a line, in lower case, reports no failure in spite of its words.
func Harmless(line string) bool { return containsAny(line, harmless) }

// quotesCode: a sentence that quotes, between backticks or quotation marks, a message with one of the words.
func (f *Flow) quotesCode(low string, words []string) bool {
	for _, mark := range [...]string{"`", "\""} {
		for parts := strings.Split(low, mark); len(parts) >= 3; parts = parts[2:] {
			if _, fails := failureWords.in(parts[1]); fails || containsAny(parts[1], words) {
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
		stem := strings.Trim(w, "*")
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
	words := f.possible(failureWords.words)
	if len(words) == 0 {
		return artifact.Value{}, false
	}
	for v := range f.lines {
		if len(v.Text) > longest || ofProgram(v.Text) {
			continue
		}
		if _, ok := wordIn(strings.ToLower(v.Text), words); ok && !prose(v.Text) && !f.aside(v) {
			return v, true
		}
	}
	return artifact.Value{}, false
}

var (
	// succeeds are what goes well in a line that says so of a login.
	succeeds = []string{"login", "logged in", "log in", "sign-in", "sign in", "signed in", "signin", "auth", "token", "oidc", "sso", "openid", "вход", "авториз", "аутентиф", "токен", "anmeld", "connexion", "sesión", "intercambio", "登录", "ログイン", "认证", "認証"}
	// loginElsewhere are the like of further languages.
	loginElsewhere = strings.Split("autent|authentif|eingeloggt|accesso|sesion|logowan|zalogow|uwierzyt|giriş|kimlik|oturum|inlog|ingelogd|aangemeld|innlog|logget i|kirjaut|přihlá|prihlás|bejelentkez|hitelesít|вхід|увійш|автентиф|đăng nhập|jeton|登入|鉴权|授权|令牌|トークン|로그인|인증|토큰", "|")
	// tokenCameBy say it without such a word.
	tokenCameBy = []string{"token issued", "token granted", "token was issued", "tokens issued", "token received", "tokens received", "token acquired", "token obtained", "tokens obtained", "token refreshed", "token retrieved", "got token", "got the access token", "got access token", "tokens acquired", "refreshed tokens", "tokens refreshed", "token_received", "received token set", "token is valid", "token validated", "token response ok", "login complete", "login succe", "токен получен", "получен токен"}
	// isIn are the words for who is in, unless it is one of notYet that he is.
	isIn   = []string{"logged in", "signed in"}
	notYet = []string{"not ", "n't ", "be ", "already", "keep", "stay"}
	// loginEnds stand in a line of the end of a login, onTheWay in one of a step before it, or of another end.
	loginEnds = []string{"login", "log in", "logged in", "sign-in", "sign in", "signed in", "signin", "token", "вход", "вошёл", "вошел", "токен", "аутентиф", "авториз", "authenticat", "anmeld", "connexion", "sesión", "登录", "ログイン", "认证", "認証"}
	onTheWay  = []string{"redirect", "discover", "metadata", "provider ", "initial", "config", "request", "device code", "revo", "logout", "logged out", "log out", "url", "endpoint", "register", "jwks", "key", "start", "decod", "pars", "read", "load", "valid", "verif", "csrf", "xsrf", "introspect", "delet", "remov", "expire", "cache", "stored", "saved",
		"déconnexion", "abmeld", "weiterleit", "redirig", "cierre de ses", "wylogow", "przekierow", "oturum kapat", "çıkış", "uitlog", "uitgelogd", "utlogg", "logget u", "logget af", "odhlá", "kijelentkez", "đăng xuất", "登出", "注销", "跳转", "ログアウト", "リダイレクト", "로그아웃"}
	// unaccomplished stand in lines that speak of a success that need not be there: a condition, a name.
	unaccomplished = []string{"if ", "when ", "after ", "before ", "once ", "until ", "should ", "must ", "will ", "expected", "on success", "onsuccess", "success:", "successurl", "success_", "success=", "successful request", "?"}
)

// notAdjectives: an authenticated client need not succeed.
var notAdjectives = strings.NewReplacer("authenticated ", "", "authorized ", "", "granted ", "")

// noSteps hold words of onTheWay and are none: Keycloak has no key, and a token that expires some day has not expired.
var noSteps = strings.NewReplacer("keycloak", "", "expires in", "", "expires_in", "", "expires at", "", "expires_at", "", "expiresin", "")

// successLine is a short line of a program, behind a place, by which a login went well: it names one of ends, and none of not.
func (f *Flow) successLine(ends, not []string, behind int) (artifact.Value, bool) {
	const longest = 200
	words := f.possible(successWords.words)
	if len(words) == 0 && !f.May("token") && !f.May("signed in") {
		return artifact.Value{}, false
	}
	says := func(v artifact.Value) bool {
		if v.Span.Start <= behind || len(v.Text) > longest || ofProgram(v.Text) || prose(v.Text) {
			return false
		}
		low := strings.Replace(strings.ToLower(v.Text), "valid until ", "", 1)
		if containsAny(low, unaccomplished) || containsAny(noSteps.Replace(low), not) {
			return false
		}
		_, ok := saysSuccess(artifact.Value{Text: notAdjectives.Replace(low), Span: v.Span})
		return ok && (containsAny(low, ends) || containsAny(low, loginElsewhere)) || containsAny(low, tokenCameBy) || containsAny(low, isIn) && !containsAny(low, notYet)
	}
	for v := range f.lines {
		if says(v) {
			return v, true
		}
	}
	for _, a := range f.Artifacts { // a record may be a longer line than its message
		if a.Kind == artifact.Record && a.Format == "json-log" && a.Span.Len() > longest && !f.Overtaken(a.Span.Start) && says(a.Text) {
			return a.Text, true
		}
	}
	return artifact.Value{}, false
}

// ofProgram: a line of source code that opens a block or ends a call.
func ofProgram(line string) bool {
	line = strings.TrimRight(line, " \r")
	return strings.HasSuffix(line, "=> {") || strings.HasSuffix(line, ") {") || strings.HasPrefix(line, ", ") || strings.HasPrefix(line, "except ") && strings.HasSuffix(line, ":")
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
		for at := 0; ; at += len(w) {
			i := strings.Index(f.Lower[at:], w)
			if i < 0 {
				break
			}
			at += i
			if s := f.View.Origin(source.Span{Start: at, End: at + len(w)}); !f.Overtaken(s.Start) {
				return artifact.Value{Text: f.Text.Slice(s), Span: s}, true
			}
		}
	}
	return artifact.Value{}, false
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
