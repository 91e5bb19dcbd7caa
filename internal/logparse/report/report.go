// Package report turns what the engine concluded into Report, schema 1, and renders it as JSON, text, Markdown and SARIF.
//
//	Findings ─▶ Report ─JSON / Text / Markdown / SARIF─▶ bytes
//
// The schema is stable: fields are added, never renamed.
package report

// Schema is the version of the report's shape.
const Schema = 1

// Words of Summary.Claimed and Exchange.Claimed: what the log says of it.
const (
	ClaimSuccess = "success"
	ClaimFailure = "failure"
	ClaimNone    = "none"
)

// Words of Summary.Actual and Exchange.Actual: what the protocol shows.
const (
	ActualSuccess      = "success"
	ActualFailure      = "failure"
	ActualMixed        = "mixed"
	ActualUndetermined = "undetermined"
)

// Words of Summary.Verdict and Exchange.Verdict.
const (
	VerdictAgrees       = "agrees"
	VerdictMisSuccess   = "misclassified_success"
	VerdictMisFailure   = "misclassified_failure"
	VerdictUndetermined = "undetermined"
)

// Report is the whole answer to one paste.
type Report struct {
	Schema    int        `json:"schema"`
	Summary   Summary    `json:"summary"`
	Exchanges []Exchange `json:"exchanges"`
	Findings  []Finding  `json:"findings"`
	Tokens    []Token    `json:"tokens"`
	// Secrets are the places a viewer should mask until asked: tokens, client secrets, passwords, codes.
	Secrets  []Span `json:"secrets"`
	Stats    Stats  `json:"stats"`
	Redacted bool   `json:"redacted"`
}

// Summary is the first line of the answer.
type Summary struct {
	Verdict  string `json:"verdict"`
	Claimed  string `json:"claimed"`
	Actual   string `json:"actual"`
	Headline string `json:"headline"`
	// Guess says that actual rests on a finding that is no more than possible.
	Guess    bool   `json:"guess,omitempty"`
	Exchange string `json:"exchange,omitempty"` // id of the exchange the summary speaks of
	Kind     string `json:"kind,omitempty"`     // what the paste was taken for: log, token, redirect_url, curl, har, empty, binary
}

// Span is a place in the input. Start and End are byte offsets into its UTF-8 text; Line and Column are 1-based,
// Column in bytes.
type Span struct {
	Start  int `json:"start"`
	End    int `json:"end"`
	Line   int `json:"line"`
	Column int `json:"column"`
	Units  int `json:"-"` // column in UTF-16 code units, 1-based
}

// Quote is the text that stands under a span.
type Quote struct {
	Span  Span   `json:"span"`
	Text  string `json:"text"`
	Again bool   `json:"again,omitempty"` // of evidence: two lines before it say the same; enough to name its line
}

// Exchange is one request and its answer, as far as the input shows them.
type Exchange struct {
	ID        string    `json:"id"`
	Span      Span      `json:"span"`
	AlsoAt    []Span    `json:"alsoAt,omitempty"` // the same exchange printed again
	Label     *Quote    `json:"label,omitempty"`  // the step's name in the log
	At        string    `json:"at,omitempty"`     // RFC 3339, UTC
	Provider  string    `json:"provider,omitempty"`
	Endpoint  string    `json:"endpoint,omitempty"` // token, authorize, userinfo, discovery, jwks, api …
	Grant     string    `json:"grant,omitempty"`
	Request   *Request  `json:"request,omitempty"`
	Response  *Response `json:"response,omitempty"`
	Claimed   string    `json:"claimed"`
	ClaimedBy *Quote    `json:"claimedBy,omitempty"`
	Actual    string    `json:"actual"`
	Verdict   string    `json:"verdict"`
	Tokens    []string  `json:"tokens,omitempty"` // ids of Report.Tokens
}

// Request is what was sent. Values of secret parameters are masked.
type Request struct {
	Method string  `json:"method,omitempty"`
	URL    string  `json:"url,omitempty"`
	Params []Param `json:"params,omitempty"`
}

// Param is one parameter of a request.
type Param struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Response is what came back.
type Response struct {
	Status           int    `json:"status,omitempty"`
	StatusText       string `json:"statusText,omitempty"`
	ContentType      string `json:"contentType,omitempty"`
	Body             string `json:"body"` // json, form, html, text, jwt, empty, none
	Error            string `json:"error,omitempty"`
	ErrorDescription string `json:"errorDescription,omitempty"`
	ProviderCode     string `json:"providerCode,omitempty"`
}

// Finding is one thing worth saying, with its proof.
type Finding struct {
	Rule         string   `json:"rule"`
	Severity     string   `json:"severity"`   // error, warning, info
	Confidence   string   `json:"confidence"` // certain, likely, possible
	Exchange     string   `json:"exchange,omitempty"`
	Title        string   `json:"title"`
	Detail       string   `json:"detail"`
	Causes       []string `json:"causes,omitempty"` // most likely first
	Fixes        []string `json:"fixes,omitempty"`
	Codes        []string `json:"codes,omitempty"`
	Refs         []Ref    `json:"refs,omitempty"`
	Evidence     []Quote  `json:"evidence,omitempty"`
	MoreEvidence bool     `json:"moreEvidence,omitempty"` // as much as is quoted at most: the text may hold more
	Missing      []string `json:"missing,omitempty"`      // what to fetch to decide
}

// Ref is a place to read more.
type Ref struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// Token is one token found in the input. Its text is not repeated here: Span says where it stands.
type Token struct {
	ID        string   `json:"id"`
	Span      Span     `json:"span"`
	Exchange  string   `json:"exchange,omitempty"`
	Use       string   `json:"use"`  // access_token, refresh_token, id_token, code, assertion … or token
	Kind      string   `json:"kind"` // jws, jwe, opaque
	Looks     string   `json:"looks,omitempty"`
	Alg       string   `json:"alg,omitempty"`
	Kid       string   `json:"kid,omitempty"`
	Issuer    string   `json:"issuer,omitempty"`
	Realm     string   `json:"realm,omitempty"`
	Audience  []string `json:"audience,omitempty"`
	AZP       string   `json:"azp,omitempty"`
	Subject   string   `json:"subject,omitempty"`
	Scope     string   `json:"scope,omitempty"`
	IssuedAt  int64    `json:"issuedAt,omitempty"`  // Unix seconds
	NotBefore int64    `json:"notBefore,omitempty"` // Unix seconds
	AuthTime  *int64   `json:"authTime,omitempty"`  // Unix seconds; 0 is a value Keycloak writes
	ExpiresAt int64    `json:"expiresAt,omitempty"` // Unix seconds
	Lifetime  int64    `json:"lifetime,omitempty"`  // seconds, exp − iat
	State     string   `json:"state"`               // valid, expired, not_yet_valid, unknown: at Stats.At
	Complete  bool     `json:"complete"`            // decoded whole
	Claims    []Claim  `json:"claims,omitempty"`
	Checks    []Check  `json:"checks,omitempty"`
	Repairs   []string `json:"repairs,omitempty"` // what was undone to read it, in words
	Damage    []Damage `json:"damage,omitempty"`
}

// Claim is one member of a token's payload; Value is its compact JSON.
type Claim struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Check is one test of a token.
type Check struct {
	Name   string `json:"name"`
	Result string `json:"result"` // pass, fail, unknown
	Reason string `json:"reason"`
}

// Damage is a place where a token is broken.
type Damage struct {
	Part   string `json:"part"` // header, payload, signature
	Span   Span   `json:"span"`
	Text   string `json:"text"` // the first offending characters
	Reason string `json:"reason"`
}

// Stats says what was read, and what was left out of the report.
type Stats struct {
	Bytes            int64  `json:"bytes"`
	Lines            int64  `json:"lines"`
	Encoding         string `json:"encoding,omitempty"` // when not UTF-8: utf-16le, utf-16be, or utf-8 with invalid bytes
	At               string `json:"at,omitempty"`       // RFC 3339: the log's own time, tokens are judged by it
	AtSource         string `json:"atSource,omitempty"` // date_header, log_line, body_time, now
	ExchangesOmitted int64  `json:"exchangesOmitted,omitempty"`
	FindingsOmitted  int64  `json:"findingsOmitted,omitempty"`
	TokensOmitted    int64  `json:"tokensOmitted,omitempty"`
	RegionsRead      int64  `json:"regionsRead,omitempty"` // pieces of a long log that were looked at closely
}
