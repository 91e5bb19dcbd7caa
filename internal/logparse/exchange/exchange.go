// Package exchange turns artifacts into a Flow: requests paired with their answers, what the log claims of each, what
// the protocol shows, the tokens in them, and the log's own time.
//
//	[]Artifact ─pair─▶ []Exchange ─claim, outcome, tokens─▶ Flow
package exchange

import (
	"slices"
	"strings"
	"time"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/pattern"
	"grantlens/internal/providers"
	"grantlens/internal/source"
	"grantlens/internal/token"
)

// Endpoints of an authorization server, and API for what is called with its tokens.
const (
	EndpointToken        = "token"
	EndpointAuthorize    = "authorize"
	EndpointUserinfo     = "userinfo"
	EndpointDiscovery    = "discovery"
	EndpointJWKS         = "jwks"
	EndpointRevoke       = "revoke"
	EndpointIntrospect   = "introspect"
	EndpointDevice       = "device"
	EndpointPAR          = "pushed_authorization_request" // RFC 9126
	EndpointCIBA         = "backchannel_authentication"   // CIBA Core 1.0
	EndpointRegistration = "registration"                 // RFC 7591
	EndpointLogout       = "logout"
	EndpointAPI          = "api"
	EndpointCallback     = "callback" // the client's own redirect URI: what it answers is the client's
	EndpointLogin        = "login"    // the server's own login step, as its event log shows it
)

// Outcome is what the protocol shows of an exchange.
type Outcome string

// Outcomes, from best to worst known.
const (
	Issued     Outcome = "issued"      // tokens were issued, or what was asked for was shown
	CodeIssued Outcome = "code_issued" // the authorization server gave a code: a step, not yet a token
	Refused    Outcome = "refused"     // an error answer of the protocol
	WrongBody  Outcome = "wrong_body"  // something answered, but not what was asked for: HTML, an error in a 200
	Rejected   Outcome = "rejected"    // a token that was presented was not accepted
	NoAnswer   Outcome = "no_answer"   // DNS, TLS, refused, timeout, CORS
	NotAsked   Outcome = "not_asked"   // it stopped before a token was asked for
	Unknown    Outcome = ""
)

// Failed reports whether the outcome is one of failure.
func (o Outcome) Failed() bool {
	switch o {
	case Refused, WrongBody, Rejected, NoAnswer, NotAsked:
		return true
	}
	return false
}

// Exchange is one request and its answer; either may be missing.
type Exchange struct {
	Index    int
	Span     source.Span
	AlsoAt   []source.Span
	Label    artifact.Value // the step's name in the log
	At       time.Time
	Provider string
	Endpoint string
	Grant    string

	Request  *artifact.Artifact // nil when only the answer was printed
	Response *artifact.Artifact // nil when only the request was printed; a Body stands for its response
	Event    *artifact.Artifact // the server's own line of it
	Redirect *artifact.Artifact // a callback or redirect URL
	Spoken   *artifact.Artifact // a sentence that names the error
	Params   artifact.Params    // parameters sent: query, form or JSON body
	Body     *artifact.Content  // of the response

	Error, Description, Code artifact.Value // OAuth error, its description, the provider's own code

	repeats []*artifact.Content // the same body, printed again at AlsoAt
	kept    bool                // by a configuration: no answer
	told    bool                // by a line alone (AddSpoken)

	byPerson bool // a fault that a person tells of, of a server they do not name

	Claimed   string // success, failure, none
	ClaimedBy artifact.Value
	Outcome   Outcome
	Proof     []source.Span // what shows the outcome
	Tokens    []*Token
}

// Status is the HTTP status, or 0.
func (e *Exchange) Status() int {
	if e.Response == nil {
		return 0
	}
	return e.Response.Code
}

// URL is the address asked, as far as it is known.
func (e *Exchange) URL() string {
	if e.Request != nil && e.Request.URL.OK() {
		return e.Request.URL.Text
	}
	if e.Response != nil && e.Response.URL.OK() {
		return e.Response.URL.Text
	}
	if e.Redirect != nil {
		return e.Redirect.URL.Text
	}
	return ""
}

// Header is a header of the response, or "".
func (e *Exchange) Header(name string) string {
	if e.Response == nil {
		return ""
	}
	return e.Response.Header(name)
}

// Member is a member of the response body (JSON, form) or of the redirect.
func (e *Exchange) Member(name string) (artifact.Param, bool) {
	if e.Body != nil {
		if p, ok := e.Body.Members.Get(name); ok {
			return p, true
		}
	}
	if e.Redirect != nil {
		return e.Redirect.Params.Get(name)
	}
	return artifact.Param{}, false
}

func (e *Exchange) memberText(name string) string {
	p, _ := e.Member(name)
	return p.Value.Text
}

// Token is a token in the text: what it was called, where it stands, what it holds.
type Token struct {
	Index    int
	Use      string // access_token, refresh_token, id_token, code …
	Value    artifact.Value
	Also     []source.Span // where the same token stands again
	Exchange *Exchange
	token.Token
}

// Flow is all that one piece of log shows of a login.
type Flow struct {
	Text      *source.Text
	View      *source.View  // without escapes: what artifacts were read from shows more
	Lower     string        // View.Lower without what says that there was no error: words are looked for in it
	Index     pattern.Index // of Lower
	Artifacts []*artifact.Artifact
	Exchanges []*Exchange
	Tokens    []*Token
	Providers []providers.Hit // named anywhere in the text, surest first
	Encoded   []Encoded

	At       time.Time // the log's own time
	AtSource string    // date_header, log_line, body_time, token_iat, now

	TokensOmitted int // found, not decoded
	tokenLimit    int
	byKind        map[artifact.Kind][]*artifact.Artifact
	protocol      []source.Span // bodies, requests and redirects, merged and in order
	bodies        []int         // where bodies begin, in order
	said          string        // the text of View, without what says that there was no error
	overtaken     []source.Span // lines of steps that were put right later

	Claimed   string // of the whole text
	ClaimedBy artifact.Value
	Strong    bool // the claim is made by a level, an exception or a status, not by a word in a sentence
	well      int  // whether a line says of a login that it went well: 1 no, 2 yes, 0 not asked yet
	Part      bool // the text is a region of a longer one
	Looks     bool // it is made by a person alone, who tells what it looked like
}

// Of returns the artifacts of a kind.
func (f *Flow) Of(kind artifact.Kind) []*artifact.Artifact {
	found, have := f.byKind[kind] // many rules ask
	if have {
		return found
	}
	for _, a := range f.Artifacts {
		if a.Kind == kind {
			found = append(found, a)
		}
	}
	if f.byKind == nil {
		f.byKind = map[artifact.Kind][]*artifact.Artifact{}
	}
	f.byKind[kind] = found
	return found
}

// Settings returns the settings whose name contains word (lower case, ignoring - _ and .).
func (f *Flow) Settings(word string) []*artifact.Artifact {
	var out []*artifact.Artifact
	for _, a := range f.Of(artifact.Setting) {
		if strings.Contains(plainName(a.Name.Text), word) {
			out = append(out, a)
		}
	}
	return out
}

func plainName(s string) string {
	return strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(s))
}

// Issued reports whether tokens were issued anywhere in the flow.
func (f *Flow) Issued() bool {
	for _, e := range f.Exchanges {
		if e.Outcome == Issued {
			return true
		}
	}
	return false
}

// Limits bound what is decoded of a flow. Zero values mean the package's own.
type Limits struct {
	Tokens int  // −1: none
	Part   bool // the text is a region of a longer one
}

// Build makes the flow of a text.
func Build(t *source.Text, now time.Time, limits ...Limits) *Flow {
	view := source.Unsaid(source.Happened(artifact.WithoutAssets(source.Unwrap(source.Clean(source.Peel(source.Whole(t)))))))
	plain := source.Plain(view)
	index := pattern.NewIndex(plain.Lower())
	if v := quiet(view, index); v != view {
		view, plain = v, source.Plain(v)
		index = pattern.NewIndex(plain.Lower())
	}
	f := &Flow{tokenLimit: maxTokens, Text: t, View: plain, Lower: plain.Lower(), Index: index, Artifacts: artifact.Read(view)}
	for _, l := range limits {
		if l.Tokens != 0 {
			f.tokenLimit = min(max(l.Tokens, 0), maxTokens)
		}
		f.Part = l.Part
	}
	nothing := nothingWrong(plain.Text, f.Lower, faultSet().FindIn(f.Lower, f.Index))
	nothing = append(nothing, zeroCounts(f.Lower, f.May)...)
	f.Lower, f.said = blanked(f.Lower, nothing, "\x01"), blanked(plain.Text, nothing, " ") // no literal holds the one
	if len(nothing) > 0 {
		f.Artifacts = slices.DeleteFunc(f.Artifacts, func(a *artifact.Artifact) bool { // Error: None
			return a.Kind == artifact.Exception && strings.HasPrefix(f.Lower[min(plain.Seen(a.Name.Span).Start, len(f.Lower)):], "\x01")
		})
	}
	f.Providers = providers.ByIndexed(f.Lower, f.Index)
	if len(f.Providers) == 0 || f.Providers[0].Weight < minWeight {
		if h, ok := providers.ByPhrase(f.Lower, f.Index); ok {
			f.Providers = append([]providers.Hit{h}, f.Providers...)
		}
	}
	f.pair()
	f.judge()
	f.findTokens()
	f.time(now)
	f.name()
	f.claim()
	if len(f.Exchanges) == 0 && f.Claimed == Failure && len(f.Providers) > 0 && (f.Strong && f.Named() != "" || f.Providers[0].Weight >= certainWeight) {
		f.AddSpoken(f.ClaimedBy.Span, Unknown)
	}
	for i, e := range f.Exchanges {
		e.Index = i
		if d := e.Description; d.OK() && f.Text.Slice(d.Span) != d.Text {
			f.Encoded = append(f.Encoded, Encoded{e, strings.ToLower(e.Error.Text + " " + d.Text)})
		}
	}
	return f
}

// judge reads from each exchange what the protocol shows: endpoint, grant, error, outcome.
func (f *Flow) judge() {
	known := addresses{}
	for _, e := range f.Exchanges {
		e.endpoint(known)
		f.step(e)
		if code := e.Spoken; code != nil && e.Endpoint == EndpointToken && f.names("google") {
			before := strings.TrimRight(f.Text.Data[:code.Params[0].Value.Span.Start], ": ")
			if n := len(before); n > 3 && (strings.HasSuffix(before, "400") || strings.HasSuffix(before, "401")) && n < code.Params[0].Value.Span.Start {
				e.Endpoint = EndpointAuthorize // Google's page: Error 401: invalid_client
			}
		}
		e.Grant = grantOf(e)
		e.errors()
		f.listed(e)
		f.nearCode(e)
		e.outcome()
	}
}

// Encoded is an error answer whose description stands in the text encoded, as in a redirect URL: a search of the text
// does not find its words.
type Encoded struct {
	Exchange *Exchange
	Said     string // error and description, decoded, in lower case
}

// AddSpoken adds an exchange that the log speaks of without printing it.
func (f *Flow) AddSpoken(at source.Span, outcome Outcome) *Exchange {
	e := &Exchange{Index: len(f.Exchanges), Span: at, Outcome: outcome, Claimed: f.Claimed, ClaimedBy: f.ClaimedBy, Provider: f.Named(), Proof: []source.Span{at}, told: true}
	f.Exchanges = append(f.Exchanges, e)
	return e
}
