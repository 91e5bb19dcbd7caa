package report

import (
	"cmp"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/exchange"
	"grantlens/internal/redact"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

// Caps of a report; what is beyond them is counted in Stats.
const (
	MaxExchanges = 500
	MaxFindings  = 200
	MaxTokens    = 500
	MaxSecrets   = 5000
	maxQuote     = 200 // bytes of a quote
)

// Builder gathers the flows of one input into a report.
type Builder struct {
	lang     string
	r        Report
	findings []placed
	worst    *flowState // the flow the person is asking about: the worst verdict, of equal ones the first
	tokens   int
	merged   map[string]int   // findings by rule and title: later flows add their evidence
	said     map[string]Quote // the words of each exchange's claim, by its id
}

type placed struct {
	Finding
	provider string // it is tailored to
	whole    bool   // it was found at several providers, and is tailored to none
	compared bool   // without a client's word
	order    int    // severity and rank, as diagnose ordered them
	rank     int
}

type flowState struct {
	claimed, actual string
	first, last     int  // indices into r.Exchanges
	best            int  // exchange the flow's summary speaks of; −1: none
	labelled        bool // words, not its status, claim what that exchange brought, and it is an error
	came            bool // its last exchange gave what its endpoint promises
	guess           bool // that tokens came is no more than possible
}

// NewBuilder starts a report in a language.
func NewBuilder(lang string) *Builder {
	return &Builder{lang: lang, merged: map[string]int{}, said: map[string]Quote{}, r: Report{Schema: Schema, Exchanges: []Exchange{}, Findings: []Finding{}, Tokens: []Token{}, Secrets: []Span{}}}
}

// Add takes one judged flow.
func (b *Builder) Add(f *exchange.Flow, out diagnose.Outcome) {
	state := &flowState{claimed: f.Claimed, actual: out.Actual, guess: out.Guess, first: len(b.r.Exchanges), best: -1}
	ids := map[*exchange.Exchange]string{}
	worst := -1
	for _, e := range f.Exchanges {
		if len(b.r.Exchanges) >= MaxExchanges {
			b.r.Stats.ExchangesOmitted++
			continue
		}
		state.came = e.Outcome == exchange.CodeIssued
		id := "e" + strconv.Itoa(len(b.r.Exchanges)+1)
		ids[e] = id
		x := b.exchange(f, e, id)
		detach(reflect.ValueOf(&x))
		b.r.Exchanges = append(b.r.Exchanges, x)
		if w := weight(e, x); w > worst {
			worst, state.best, state.labelled = w, len(b.r.Exchanges)-1, e.Response != nil && e.Error.OK() && !e.ClaimedByStatus()
		}
	}
	state.last = len(b.r.Exchanges)
	b.addTokens(f, ids, state.first)
	for i, x := range out.Findings {
		b.addFinding(f, x, ids, i)
	}
	if at := rfc3339(f.At); at != "" && (b.r.Stats.At == "" || f.AtSource == exchange.AtDateHeader && b.r.Stats.AtSource != exchange.AtDateHeader) {
		b.r.Stats.At, b.r.Stats.AtSource = at, f.AtSource
	}
	if b.worst == nil || state.weight() > b.worst.weight() {
		b.worst = state
	}
}

// weight says how much an exchange deserves to be the one the summary speaks of: the worst verdict first.
func weight(e *exchange.Exchange, x Exchange) int {
	w := verdictWeights[x.Verdict]
	if x.Actual == ActualFailure {
		w += 5
	}
	switch e.Endpoint {
	case exchange.EndpointToken:
		w += 3
	case exchange.EndpointAPI, "":
		w--
	}
	return w
}

var verdictWeights = map[string]int{VerdictMisSuccess: 50, VerdictMisFailure: 40, VerdictAgrees: 20, VerdictUndetermined: 10}

// span is a span of a piece of the input as the report gives it, in the input.
func span(t *source.Text, s source.Span) Span {
	line, column := t.Position(s.Start)
	return Span{Start: t.Base + s.Start, End: t.Base + s.End, Line: line, Column: column, Units: units(t.Data[s.Start-column+1 : s.Start])}
}

// units counts the UTF-16 code units of a line's beginning, from 1: the columns of SARIF and of editors. Far along in a
// very long line it counts bytes: nobody looks there by column, and counting again for each span would take too long.
func units(head string) int {
	const long = 10_000
	n := 1
	if len(head) > long {
		return n + len(head)
	}
	for _, r := range head {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

func quote(t *source.Text, s source.Span) Quote {
	if s.Len() > maxQuote {
		end := s.Start + maxQuote
		for end > s.Start && t.Data[end]&0xc0 == 0x80 {
			end--
		}
		s.End = end
	}
	return Quote{Span: span(t, s), Text: strings.Clone(source.Printable(strings.ToValidUTF8(t.Slice(s), "\uFFFD")))}
}

// detach copies the strings under v. A piece of a text keeps all of it in memory: a quote of 20 bytes would hold on to
// a quarter of a megabyte.
func detach(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			detach(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			detach(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			detach(v.Index(i))
		}
	case reflect.String:
		v.SetString(strings.Clone(v.String()))
	}
}

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func (b *Builder) exchange(f *exchange.Flow, e *exchange.Exchange, id string) Exchange {
	x := Exchange{ID: id, Span: span(f.Text, e.Span), At: rfc3339(e.At), Provider: e.Provider, Endpoint: e.Endpoint, Grant: e.Grant, Claimed: e.Claimed}
	for _, s := range e.AlsoAt {
		x.AlsoAt = append(x.AlsoAt, span(f.Text, s))
	}
	if e.Label.OK() {
		q := quote(f.Text, e.Label.Span)
		x.Label = &q
	}
	if x.Claimed == "" {
		x.Claimed = ClaimNone
	}
	if e.ClaimedBy.OK() && x.Claimed != ClaimNone {
		q := quote(f.Text, e.ClaimedBy.Span)
		x.ClaimedBy = &q
		b.said[id] = quote(f.Text, message(f, e.ClaimedBy))
	}
	if e.Request != nil || len(e.Params) > 0 {
		x.Request = b.request(f, e)
	}
	if e.Response != nil || e.Event != nil || e.Redirect != nil || e.Spoken != nil {
		x.Response = response(e)
	}
	x.Actual = actualOf(e)
	x.Verdict = Verdict(x.Claimed, x.Actual)
	return x
}

// message is the claim in words: a level or the name of an exception alone tells nothing, what follows it in its line does.
func message(f *exchange.Flow, claim artifact.Value) source.Span {
	s := claim.Span
	from := strings.LastIndexByte(f.Text.Data[:s.Start], '\n') + 1
	json := strings.HasPrefix(strings.TrimLeft(f.Text.Data[from:], " \t"), "{")
	if json || strings.HasPrefix(f.Text.Data[s.End:], ": ") { // a record of JSON, or one whose words .NET puts below its category
		for _, a := range f.Of(artifact.Record) {
			if a.Format != "record" && a.Text.OK() && a.Span.Contains(s) && (a.Level.Span == s || a.Text.Span.Len() < s.Len()) {
				return a.Text.Span
			}
		}
	}
	said := f.Text.Slice(s) // of a warning the words are those of its record
	if strings.ContainsAny(said, " \t\n") {
		return s
	}
	line := f.Text.Data[s.End:]
	if i := strings.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	rest := strings.TrimLeft(line, " \t:=|]-\"'")
	if json && len(rest) < len(line) { // to the end of its string
		if i := strings.IndexByte(rest, '"'); i > 0 {
			line, rest = line[:len(line)-len(rest)+i], rest[:i]
		}
	}
	if text, ok := strings.CutPrefix(rest, `msg="`); ok { // logfmt
		rest, _, _ = strings.Cut(text, `"`)
		s.Start = s.End + len(line) - len(text)
		s.End = s.Start + len(rest)
		return s
	}
	if len(rest) < 8 || strings.ContainsAny(rest[:8], "{}<>=\"") || strings.Trim(rest[:8], "0123456789. ") == "" {
		return s
	}
	if artifact.Severity(said) != "" {
		s.Start = s.End + len(line) - len(rest)
	}
	s.End += len(line)
	return s
}

// actualOf is the report's word for what an exchange shows.
func actualOf(e *exchange.Exchange) string {
	switch {
	case e.Outcome == exchange.Issued:
		return ActualSuccess
	case e.Outcome.Failed():
		return ActualFailure
	}
	return ActualUndetermined
}

// Verdict compares what a log claims with what the protocol shows.
func Verdict(claimed, actual string) string {
	switch {
	case actual == ActualUndetermined:
		return VerdictUndetermined
	case claimed == ClaimFailure && (actual == ActualSuccess || actual == ActualMixed):
		return VerdictMisSuccess
	case claimed == ClaimSuccess && actual == ActualFailure:
		return VerdictMisFailure
	}
	return VerdictAgrees
}

// secretParams are parameters whose value is never shown.
var secretParams = map[string]bool{"client_secret": true, "password": true, "refresh_token": true, "access_token": true, "id_token": true, "code": true, "code_verifier": true, "client_assertion": true, "assertion": true, "device_code": true, "subject_token": true, "token": true, "certificate": true, "signature": true, "authorization": true, "cookie": true, "secret": true, "api_key": true, "apikey": true, "access-token": true, "session_state": true}

func (b *Builder) request(f *exchange.Flow, e *exchange.Exchange) *Request {
	req := &Request{}
	if e.Request != nil {
		req.Method = e.Request.Method.Text
		req.URL = maskURL(e.Request.URL.Text)
	}
	for _, p := range e.Params {
		value := p.Value.Text
		if secretParams[strings.ToLower(p.Name)] && !redact.Placeholder(value) {
			b.r.Secrets = append(b.r.Secrets, span(f.Text, p.Value.Span))
			value = "•••"
		}
		req.Params = append(req.Params, Param{Name: p.Name, Value: clip(value, 300)})
	}
	return req
}

// maskURL hides the values of secret parameters in a URL.
func maskURL(u string) string {
	i := strings.IndexAny(u, "?#")
	if i < 0 {
		return clip(u, 500)
	}
	parts := strings.Split(u[i+1:], "&")
	for j, p := range parts {
		name, value, ok := strings.Cut(p, "=")
		if ok && !redact.Placeholder(value) && secretParams[strings.ToLower(strings.TrimLeft(name, "?#/"))] {
			parts[j] = name + "=•••"
		}
	}
	return clip(u[:i+1]+strings.Join(parts, "&"), 1000)
}

func response(e *exchange.Exchange) *Response {
	r := &Response{Body: "none"}
	if e.Response != nil {
		r.Status = e.Response.Code
		r.StatusText = e.Response.Reason.Text
		r.ContentType = e.Response.Header("Content-Type")
	}
	if e.Body != nil {
		r.Body = e.Body.Kind
	} else if e.HTML() {
		r.Body = "html"
	}
	r.Error = clip(e.Error.Text, 100)
	r.ErrorDescription = clip(e.Description.Text, 500)
	r.ProviderCode = clip(e.Code.Text, 100)
	return r
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

func (b *Builder) addFinding(f *exchange.Flow, x diagnose.Finding, ids map[*exchange.Exchange]string, order int) {
	in := func(ts []diagnose.Text) []string {
		var out []string
		for _, t := range ts {
			out = append(out, t.In(b.lang))
		}
		return out
	}
	var evidence []Quote
	for _, s := range x.Evidence {
		if said := f.Text.Slice(s); s == f.ClaimedBy.Span || artifact.Severity(said) != "" {
			if words := message(f, artifact.Value{Text: said, Span: s}); words.Start >= s.Start {
				s.End = max(s.End, words.End)
			}
		}
		if !s.Empty() {
			evidence = append(evidence, quote(f.Text, s))
		}
	}
	title, provider := x.Title.In(b.lang), x.Provider(f)
	key := x.Rule.ID + "\x00" + title
	if i, ok := b.merged[key]; ok {
		have := &b.findings[i]
		have.compared = have.compared && x.Compared
		if have.provider != provider && !have.whole {
			have.Causes, have.Fixes, have.Missing, have.whole = in(x.Causes), in(x.Fixes), in(x.Missing), true
			detach(reflect.ValueOf(&have.Finding))
		}
		for _, q := range evidence {
			if len(have.Evidence) < diagnose.MaxEvidence {
				have.Evidence = append(have.Evidence, q)
			}
		}
		have.MoreEvidence = len(have.Evidence) == diagnose.MaxEvidence
		return
	}
	if len(b.findings) >= MaxFindings {
		b.r.Stats.FindingsOmitted++
		return
	}
	x = x.Tailored(f)
	y := Finding{Rule: x.Rule.ID, Severity: x.Severity, Confidence: x.Confidence, Exchange: ids[x.Exchange], Title: title, Detail: x.Detail.In(b.lang),
		Causes: in(x.Causes), Fixes: in(x.Fixes), Codes: slices.Clone(x.Codes), Missing: in(x.Missing), Evidence: evidence, MoreEvidence: len(evidence) == diagnose.MaxEvidence}
	for _, ref := range x.Refs {
		if !slices.ContainsFunc(y.Refs, func(r Ref) bool { return r.URL == ref.URL }) {
			y.Refs = append(y.Refs, Ref(ref))
		}
	}
	detach(reflect.ValueOf(&y))
	b.merged[key] = len(b.findings)
	b.findings = append(b.findings, placed{Finding: y, provider: provider, compared: x.Compared, order: severities[x.Severity]<<10 + (100 - x.Rank), rank: order})
}

var severities = map[string]int{diagnose.Error: 0, diagnose.Warning: 1, diagnose.Info: 2}

// TokensLeft is how many more tokens the report takes: more need not be decoded.
func (b *Builder) TokensLeft() int { return MaxTokens - len(b.r.Tokens) }

// addTokens adds the tokens of a flow, whose exchanges are those from first on.
func (b *Builder) addTokens(f *exchange.Flow, ids map[*exchange.Exchange]string, first int) {
	b.r.Stats.TokensOmitted += int64(f.TokensOmitted)
	index := map[string]int{}
	for i, x := range b.r.Exchanges[first:] {
		index[x.ID] = first + i
	}
	for _, t := range f.Tokens {
		if len(b.r.Secrets) >= MaxSecrets {
			break
		}
		b.r.Secrets = append(b.r.Secrets, span(f.Text, t.Value.Span))
		for _, again := range t.Also {
			b.r.Secrets = append(b.r.Secrets, span(f.Text, again))
		}
		if len(b.r.Tokens) >= MaxTokens {
			b.r.Stats.TokensOmitted++
			continue
		}
		b.tokens++
		y := b.token(f, t, "t"+strconv.Itoa(b.tokens))
		detach(reflect.ValueOf(&y))
		if t.Exchange != nil {
			if y.Exchange = ids[t.Exchange]; y.Exchange != "" {
				i := index[y.Exchange]
				b.r.Exchanges[i].Tokens = append(b.r.Exchanges[i].Tokens, y.ID)
			}
		}
		b.r.Tokens = append(b.r.Tokens, y)
	}
}

func (b *Builder) token(f *exchange.Flow, t *exchange.Token, id string) Token {
	y := Token{ID: id, Span: span(f.Text, t.Value.Span), Use: t.Use, Kind: string(t.Kind), Alg: t.Alg(), Kid: t.Kid(), Issuer: t.Issuer(),
		Audience: t.Audience(), AZP: t.AZP(), Subject: t.Subject(), Scope: strings.Join(t.Scope(), " "), State: f.State(t), Complete: t.Complete}
	if t.Opaque != "" {
		y.Looks = token.OpaqueText(t.Opaque, b.lang)
	}
	if _, realm, ok := strings.Cut(y.Issuer, "/realms/"); ok {
		y.Realm, _, _ = strings.Cut(realm, "/")
	}
	seconds := func(name string) int64 {
		if when, ok := t.ClaimTime(name); ok {
			return when.Unix()
		}
		return 0
	}
	y.IssuedAt, y.NotBefore, y.ExpiresAt = seconds("iat"), seconds("nbf"), seconds("exp")
	if when, ok := t.ClaimTime("auth_time"); ok {
		n := when.Unix()
		y.AuthTime = &n
	}
	if y.IssuedAt > 0 && y.ExpiresAt > y.IssuedAt {
		y.Lifetime = y.ExpiresAt - y.IssuedAt
	}
	for _, m := range t.Claims {
		y.Claims = append(y.Claims, Claim{Name: m.Name, Value: string(m.Value)})
	}
	for _, r := range t.Repairs {
		y.Repairs = append(y.Repairs, r.Text(b.lang))
	}
	for _, d := range t.Damage {
		at := t.Value.Span
		if at.Len() == len(t.Value.Text) {
			at = source.Span{Start: at.Start + d.Offset, End: min(at.Start+d.Offset+max(len(d.Bytes), 1), at.End)}
		}
		y.Damage = append(y.Damage, Damage{Part: d.Part, Span: span(f.Text, at), Text: d.Bytes, Reason: d.Text(b.lang)})
	}
	y.Checks = b.checks(f, t)
	return y
}

// checks are the tests a token can be put to from the log alone.
func (b *Builder) checks(f *exchange.Flow, t *exchange.Token) []Check {
	if t.Kind != token.KindJWS {
		return nil
	}
	var out []Check
	when := b.say("at the log's own time", "на момент лога")
	if f.AtSource == exchange.AtNow {
		when = b.say("by this clock", "по текущему времени")
	}
	switch state := f.State(t); state {
	case "valid":
		out = append(out, Check{"time", "pass", b.say("valid ", "действителен ") + when})
	case "expired":
		out = append(out, Check{"time", "fail", b.say("expired ", "истёк ") + when})
	case "not_yet_valid":
		out = append(out, Check{"time", "fail", b.say("not yet valid ", "ещё не действителен ") + when})
	default:
		out = append(out, Check{"time", "unknown", b.say("the log gives no time, or the token no expiry", "в логе нет времени или у токена нет срока")})
	}
	if want := t.ClaimString("at_hash"); want != "" {
		c := Check{"at_hash", "unknown", b.say("no access token beside it", "рядом нет access-токена")}
		if t.Exchange != nil {
			for _, o := range t.Exchange.Tokens {
				if o.Use != "access_token" {
					continue
				}
				got, ok := token.LeftHash(t.Alg(), o.Raw)
				switch {
				case !ok:
					c.Reason = b.say("the algorithm has no hash to compare with", "у алгоритма нет хеша для сравнения")
				case got == want:
					c.Result, c.Reason = "pass", b.say("matches the access token beside it", "совпадает с access-токеном рядом")
				default:
					c.Result, c.Reason = "fail", b.say("does not match the access token beside it", "не совпадает с access-токеном рядом")
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// Report ends the building: summary first.
func (b *Builder) Report() *Report {
	r := &b.r
	sort.SliceStable(b.findings, func(i, j int) bool {
		if b.findings[i].order != b.findings[j].order {
			return b.findings[i].order < b.findings[j].order
		}
		return b.findings[i].rank < b.findings[j].rank
	})
	for _, f := range b.findings {
		f.markRepeated()
		r.Findings = append(r.Findings, f.Finding)
	}
	r.Secrets = sortSpans(r.Secrets)
	b.summarise()
	return r
}

// markRepeated marks the evidence whose words two lines before it say already.
func (f *Finding) markRepeated() {
	lines := map[string][]int{}
	for _, q := range f.inOrder() {
		if said := lines[q.Text]; !slices.Contains(said, q.Span.Line) {
			lines[q.Text] = append(said, q.Span.Line)
		}
		q.Again = len(lines[q.Text]) > 2
	}
}

// inOrder leads to the evidence as it stands in the text.
func (f *Finding) inOrder() []*Quote {
	var out []*Quote
	for i := range f.Evidence {
		out = append(out, &f.Evidence[i])
	}
	slices.SortStableFunc(out, func(a, b *Quote) int { return a.Span.Start - b.Span.Start })
	return out
}

func sortSpans(in []Span) []Span {
	slices.SortFunc(in, func(a, b Span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	out := []Span{}
	for _, s := range in {
		if s.End > s.Start && (len(out) == 0 || s.Start >= out[len(out)-1].End) {
			out = append(out, s)
		}
	}
	return out
}

// summarise picks the flow and the exchange the person is asking about: the worst verdict.
func (b *Builder) summarise() {
	s := &b.r.Summary
	s.Claimed, s.Actual, s.Verdict = ClaimNone, ActualUndetermined, VerdictUndetermined
	st := b.worst
	if st == nil {
		s.Headline = b.headline(nil)
		return
	}
	s.Claimed, s.Actual = st.claimed, st.actual
	if st.best >= 0 {
		b.judgeStep(st)
		x := b.r.Exchanges[st.best]
		s.Exchange = x.ID
		switch {
		case st.actual == diagnose.Mixed && x.Actual == ActualSuccess && !b.failureClaimed(st):
			// What failed beside it was not called a failure: the person asks about this one.
			s.Actual = ActualSuccess
		case st.claimed == ClaimNone:
			s.Claimed = x.Claimed
		}
		switch {
		case x.Verdict == VerdictMisSuccess:
			s.Claimed = ClaimFailure
		case x.Verdict == VerdictMisFailure && st.labelled && s.Actual == ActualFailure:
			s.Claimed = ClaimSuccess // what failed behind the label followed from it
		}
	}
	s.Verdict = Verdict(s.Claimed, s.Actual)
	s.Guess = st.guess
	s.Headline = b.headline(st)
}

// weight says how much a flow deserves to be the one the summary speaks of.
func (st *flowState) weight() int {
	w := 0
	switch Verdict(st.claimed, st.actual) {
	case VerdictMisSuccess:
		w = 50
	case VerdictMisFailure:
		w = 40
	case VerdictAgrees:
		w = 10
	case VerdictUndetermined:
		w = 5
	}
	if st.actual == diagnose.Failure {
		w += 10
	}
	return w
}

// failureClaimed: an exchange of the flow failed and the log calls it a failure.
func (b *Builder) failureClaimed(st *flowState) bool {
	for _, x := range b.r.Exchanges[st.first:st.last] {
		if x.Actual == ActualFailure && x.Claimed != ClaimSuccess {
			return true
		}
	}
	return false
}

// judgeStep judges a step on the way to a login that stands alone, so that nobody asks for more than what the step is
// for. Beside other exchanges it shows nothing of how the login ended.
func (b *Builder) judgeStep(st *flowState) {
	x := b.alone()
	if x == nil || st.actual != ActualUndetermined || st.claimed == ClaimFailure || len(b.r.Findings) > 0 {
		return
	}
	_, promises := exchange.Promised[x.Endpoint]
	switch {
	case x.answered() && (promises && st.came || x.Endpoint == exchange.EndpointRevoke):
		x.Actual = ActualSuccess
	case x.answered() && promises:
		x.Actual = ActualFailure
	default:
		return
	}
	x.Verdict = Verdict(x.Claimed, x.Actual)
	b.r.Summary.Actual = x.Actual
}

// Meta fills what the parser knows of the input as a whole.
func (b *Builder) Meta(stats Stats, kind string) {
	stats.At, stats.AtSource = b.r.Stats.At, b.r.Stats.AtSource
	stats.ExchangesOmitted, stats.FindingsOmitted, stats.TokensOmitted = b.r.Stats.ExchangesOmitted, b.r.Stats.FindingsOmitted, b.r.Stats.TokensOmitted
	b.r.Stats = stats
	b.r.Summary.Kind = kind
}
