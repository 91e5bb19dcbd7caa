package report_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"grantlens/internal/logparse"
	"grantlens/internal/logparse/report"
)

// secretLog fails in several ways, and every secret in it is called canary.
const secretLog = "2026-03-02T17:31:57Z ОШИБКА 🔒 обмена кода: POST https://sso.example.com/realms/demo/protocol/openid-connect/token\n" +
	"Authorization: Basic Y2FuYXJ5OmNhbmFyeS1jYW5hcnk=\n" +
	"grant_type=authorization_code&client_id=shop&client_secret=canary-secret-1&code=canary-code-0b3f6a1c8f8e4a6e&code_verifier=canary-verifier-0123456789012345678901234567&redirect_uri=https%3A%2F%2Fshop.example.com%2Fcb\n" +
	"🔒🔒 {\"error\":\"invalid_client\",\"error_description\":\"Invalid client or Invalid client credentials\"}\n" +
	"GET https://shop.example.com/cb?code=canary-code-0b3f6a1c8f8e4a6e&state=xyz&error=access_denied\n" +
	"\x1b]0;owned\x07 {\"access_token\":\"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.canary_canary_canary_canary_canary_canary_canary\",\"refresh_token\":\"canary-refresh-1234567890\",\"expires_in\":\"300\",\"token_type\":\"Bearer\"}\n"

func read(t *testing.T, log, lang string) *report.Report {
	t.Helper()
	p := logparse.New(logparse.Options{Lang: lang})
	p.Feed([]byte(log))
	r := p.Close()
	if len(r.Findings) == 0 {
		t.Fatal("the log has no findings: the test tests nothing")
	}
	return r
}

func TestNoSecretIsShown(t *testing.T) {
	for _, lang := range []string{"en", "ru"} {
		r := read(t, secretLog, lang)
		// Whatever a rule may take for evidence: every line, and every secret by itself.
		start := 0
		for i, line := range strings.SplitAfter(secretLog, "\n") {
			r.Findings[0].Evidence = append(r.Findings[0].Evidence, report.Quote{Span: report.Span{Start: start, End: start + len(line), Line: i + 1, Column: 1, Units: 1}, Text: line})
			start += len(line)
		}
		for _, s := range r.Secrets {
			r.Findings[0].Evidence = append(r.Findings[0].Evidence, report.Quote{Span: s, Text: secretLog[s.Start:s.End]})
		}
		for name, body := range map[string][]byte{
			"text": report.Text(r, lang), "markdown": report.Markdown(r, lang), "sarif": report.SARIF(r, lang), "color": report.Terminal(r, lang, report.Look{Width: 60, Color: true}),
		} {
			for _, line := range strings.Split(string(body), "\n") {
				if strings.Contains(line, "canary") || strings.Contains(line, "Y2FuYXJ5") {
					t.Errorf("%s, %s shows a secret: %s", lang, name, line)
				}
				if strings.Contains(line, "\x1b]") || strings.Contains(line, "\x07") {
					t.Errorf("%s, %s lets a log command the terminal: %q", lang, name, line)
				}
			}
		}
	}
}

func TestTerminalKeepsItsWidth(t *testing.T) {
	r := read(t, secretLog, "ru")
	colored := report.Terminal(r, "ru", report.Look{Width: 60, Color: true})
	plain := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(string(colored), "")
	if want := string(report.Terminal(r, "ru", report.Look{Width: 60})); plain != want {
		t.Error("colours change the text")
	}
	for _, line := range strings.Split(plain, "\n")[1:] { // the first, the verdict, stays in one piece
		longest := 0 // what no width can break
		for _, word := range strings.Fields(line) {
			longest = max(longest, utf8.RuneCountInString(word))
		}
		if n := utf8.RuneCountInString(line); n > 72 && longest < 40 && !strings.Contains(line, "│") && !strings.Contains(line, "[") && !strings.Contains(line, "<") {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// TestEvidenceComesFirst: a person sees the lines before what is said of them, below each other however far down they stand.
func TestEvidenceComesFirst(t *testing.T) {
	log := strings.Repeat("2026-03-02T17:31:50Z INFO listening\n", 99_997) + secretLog
	for _, lang := range []string{"en", "ru"} {
		r := read(t, log, lang)
		near, far := &r.Findings[0], r.Findings[0].Evidence[0]
		if far.Span.Line < 99_998 {
			t.Fatalf("the evidence is of line %d: the test tests nothing", far.Span.Line)
		}
		near.Evidence = []report.Quote{
			{Span: report.Span{Start: len(log) - 1, End: len(log), Line: 100_003, Column: 1}, Text: "last"},
			{Span: report.Span{Start: 0, End: 4, Line: 1, Column: 1}, Text: "2026"},
		}
		for _, want := range []struct {
			name, body, evidence string
		}{
			{"text", string(report.Text(r, lang)), "       1 │ 2026\n  100003 │ last\n  "},
			{"markdown", string(report.Markdown(r, lang)), "\n     1 | 2026\n100003 | last\n```\n\n"},
		} {
			_, after, found := strings.Cut(want.body, want.evidence)
			if first, _, _ := strings.Cut(near.Detail, " "); !found || !strings.HasPrefix(after, first) {
				t.Errorf("%s, %s: no %q and then %q in\n%s", lang, want.name, want.evidence, near.Detail, want.body)
			}
		}
	}
}

type sarifLog struct {
	Version string
	Runs    []struct {
		ColumnKind string
		Tool       struct {
			Driver struct {
				Rules []struct {
					ID                   string
					Help                 struct{ Text, Markdown string }
					DefaultConfiguration struct{ Level string }
				}
			}
		}
		Artifacts []struct{ Location struct{ URI string } }
		Results   []struct {
			RuleID              string
			RuleIndex           *int
			Level               string
			Message             struct{ Text string }
			PartialFingerprints map[string]string
			Locations           []location
			RelatedLocations    []location
		}
	}
}

type location struct {
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI   string
			Index int
		}
		Region struct{ StartLine, StartColumn, EndLine, EndColumn, ByteOffset, ByteLength int }
	}
}

func parseSARIF(t *testing.T, raw []byte) sarifLog {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal(raw, &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].ColumnKind != "utf16CodeUnits" {
		t.Fatalf("version %s, %d runs", log.Version, len(log.Runs))
	}
	return log
}

func TestSARIFPointsAtTheText(t *testing.T) {
	r := read(t, secretLog, "en")
	run := parseSARIF(t, report.SARIF(r, "en")).Runs[0]
	if len(run.Results) != len(r.Findings) {
		t.Fatalf("%d results for %d findings", len(run.Results), len(r.Findings))
	}
	lines := strings.Split(secretLog, "\n")
	checked := 0
	for i, res := range run.Results {
		if res.RuleIndex == nil || run.Tool.Driver.Rules[*res.RuleIndex].ID != res.RuleID {
			t.Errorf("%s: the rule index leads elsewhere", res.RuleID)
		} else if rule := run.Tool.Driver.Rules[*res.RuleIndex]; rule.Help.Text == "" || rule.Help.Markdown == "" {
			t.Errorf("%s: no help", res.RuleID)
		}
		if want := map[string]string{"error": "error", "warning": "warning", "info": "note"}[r.Findings[i].Severity]; res.Level != want {
			t.Errorf("%s: level %s, want %s", res.RuleID, res.Level, want)
		}
		for _, at := range append(res.Locations, res.RelatedLocations...) {
			region := at.PhysicalLocation.Region
			if region.StartLine != region.EndLine {
				continue
			}
			checked++
			units := utf16.Encode([]rune(lines[region.StartLine-1]))
			got := string(utf16.Decode(units[region.StartColumn-1 : region.EndColumn-1]))
			if want := secretLog[region.ByteOffset : region.ByteOffset+region.ByteLength]; got != want {
				t.Errorf("%s: columns %d to %d are %q, the bytes are %q", res.RuleID, region.StartColumn, region.EndColumn, got, want)
			}
		}
	}
	if checked == 0 {
		t.Error("no region was checked")
	}
}

// A fingerprint names the same finding in tomorrow's log, whatever its secrets, times and lines are then.
func TestSARIFFingerprintOutlivesTheLog(t *testing.T) {
	fingerprints := func(log string) map[string]string {
		out := map[string]string{}
		for _, res := range parseSARIF(t, report.SARIF(read(t, log, "en"), "en")).Runs[0].Results {
			out[res.RuleID] = res.PartialFingerprints["grantlens/v1"]
		}
		return out
	}
	today := fingerprints(secretLog)
	tomorrow := fingerprints("another line\n" + strings.NewReplacer("2026-03-02", "2026-03-03", "canary", "yellow").Replace(secretLog))
	for rule, f := range today {
		if f == "" || tomorrow[rule] != f {
			t.Errorf("%s: %q, then %q", rule, f, tomorrow[rule])
		}
	}
}

func TestSARIFOfSeveralFiles(t *testing.T) {
	r := read(t, secretLog, "en")
	run := parseSARIF(t, report.SARIFLog([]report.File{{Name: "a b/журнал.log", Report: r}, {Name: "-", Report: r}}, "en", "v1")).Runs[0]
	if run.Artifacts[0].Location.URI != "a%20b/%D0%B6%D1%83%D1%80%D0%BD%D0%B0%D0%BB.log" || run.Artifacts[1].Location.URI != "stdin" {
		t.Errorf("artifacts %+v", run.Artifacts)
	}
	if len(run.Results) != 2*len(r.Findings) || run.Results[len(r.Findings)].Locations[0].PhysicalLocation.ArtifactLocation.Index != 1 {
		t.Errorf("%d results", len(run.Results))
	}
}

// What a report leaves out it says, in every form for people.
func TestOmissionsAreSaid(t *testing.T) {
	r := read(t, secretLog, "en")
	r.Stats.FindingsOmitted = 41
	for name, body := range map[string][]byte{"text": report.Text(r, "en"), "markdown": report.Markdown(r, "en"), "sarif": report.SARIF(r, "en")} {
		if !strings.Contains(string(body), "41 findings") {
			t.Errorf("%s does not say that findings were left out", name)
		}
	}
}

// A label that calls a refusal a success is what the person has to hear of, though what followed from it is called a failure.
func TestHeadlineOfASuccessThatWasNone(t *testing.T) {
	const refused = "{\"error\":\"invalid_grant\",\"error_description\":\"Session not active\"}\n"
	for _, test := range []struct{ log, quoted string }{
		{"2026-03-02 10:00:00,123 INFO  [com.example.shop.Filter] (default task-7) Successfully fetched tokens from Keycloak [HTTP 400]: " + refused, "“Successfully fetched tokens from Keycloak”"},
		{"2026-03-02 10:00:00.123  INFO 1 --- [  pool-1] c.e.shop.Renewal  : Token renewed successfully: " + refused + "2026-03-02 10:00:01.007 ERROR 1 --- [  pool-1] c.e.shop.Mail  : AuthenticationFailedException: AUTHENTICATE failed.\n", "“Token renewed successfully”"},
	} {
		got := read(t, test.log, "en").Summary
		if !strings.HasPrefix(got.Headline, test.quoted+" is no success here: ") || got.Verdict != report.VerdictMisFailure {
			t.Errorf("%s: %s; want %s", got.Verdict, got.Headline, test.quoted)
		}
	}
}

// TestHeadlineOfWhatFailedLater: who is told that his log is wrong is told what failed, too, and in whole words.
func TestHeadlineOfWhatFailedLater(t *testing.T) {
	const user = "2026-03-02 10:00:00,123 ERROR in views: Error returning OAuth user info: 'preferred_username'\n"
	const refused = "2026-03-02 10:00:00,123 DEBUG Provider keycloak answered {\"access_token\":\"b2c9a3f0-77aa-4c7e\",\"token_type\":\"Bearer\"}\n\nGET https://api.example.com/orders HTTP/1.1\nAuthorization: Bearer b2c9a3f0-77aa-4c7e\n\nHTTP/1.1 403 Forbidden\nWWW-Authenticate: Bearer error=\"insufficient_scope\"\n"
	for _, test := range []struct{ log, lang, want string }{
		{user, "en", "The log says “in views: Error returning OAuth user info…”; the server issued what was asked for, what failed came later: a claim the client needs is absent"},
		{"level=error msg=\"could not save session: securecookie: the value is too long\" path=/oauth/callback\n", "en", "The log says “could not save session: securecookie: the value is too long”; the server issued what was asked for, what failed came later: its session could not be stored"},
		{user, "ru", "Лог пишет «in views: Error returning OAuth user info…»; сервер выдал то, что просили, сбой случился позже: нет claim, нужного клиенту"},
		{"Error: Failed to deserialize user out of session\n    at pass (/srv/node_modules/passport/lib/authenticator.js:1)\n", "en", "Perhaps the login itself worked: the application failed on the user"},
		{refused, "en", "The log reports a failure, but the server did issue tokens; something else in it failed: the token lacks a scope this call needs"},
	} {
		if got := read(t, test.log, test.lang).Summary.Headline; got != test.want {
			t.Errorf("%s\nwant %s", got, test.want)
		}
	}
}

// TestHeadlineOfALoginToRefuse: tokens that came and are not fit for use are no plain success, though nobody complains.
func TestHeadlineOfALoginToRefuse(t *testing.T) {
	const login = `GET /authorize?client_id=shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&response_type=code&scope=openid&state=state-1-af0ifjsldkj&nonce=n-1-0S6_WzA2Mj HTTP/1.1
Host: id.example.com

HTTP/1.1 302 Found
Location: https://app.example.com/cb?code=Splx1lOBeZQQYbYS6WxSbIA&state=state-1-af0ifjsldkj

POST /token HTTP/1.1
Host: id.example.com
Content-Type: application/x-www-form-urlencoded

grant_type=authorization_code&code=Splx1lOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb&client_id=shop

HTTP/1.1 200 OK
Content-Type: application/json

{"access_token": "opaque-1a1b2c3d4e5f60718293", "token_type": "Bearer", "expires_in": 3600, "id_token": "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InRlc3Qta2V5LTEifQ.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUuY29tIiwiYXVkIjoic2hvcCIsInN1YiI6ImFubiIsImlhdCI6MTc3MjQ0NTYwMCwiZXhwIjoxNzcyNDQ5MjAwLCJub25jZSI6Im4tb2YtYW5vdGhlciJ9.MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg"}
`
	for lang, want := range map[string]string{
		"en": "Tokens came, but a client must not accept this login: the ID token has another nonce than was asked for",
		"ru": "Токены пришли, но клиент не должен принимать такой вход: в ID-токене не тот nonce, что в запросе",
	} {
		r := read(t, login, lang)
		if got := r.Summary; got.Headline != want || got.Actual != report.ActualSuccess {
			t.Errorf("%s: %s\nwant success: %s", got.Actual, got.Headline, want)
		}
		if got := string(report.Terminal(r, lang, report.Look{Color: true})); strings.Contains(got, "\x1b[1;32m") {
			t.Errorf("%s: painted as a success:\n%s", lang, got)
		}
	}
}

// TestEvidenceOfALineIsSaidOnce: what stands twice in one line is one quote to a person.
func TestEvidenceOfALineIsSaidOnce(t *testing.T) {
	r := read(t, secretLog, "en")
	at := func(text string, line int) report.Quote {
		return report.Quote{Span: report.Span{Start: line, End: line + 1, Line: line, Column: 1}, Text: text}
	}
	r.Secrets, r.Findings = nil, []report.Finding{{Rule: "connection-reset", Severity: "error", Confidence: "certain", Title: "T", Detail: "D", Evidence: []report.Quote{at("ECONNRESET", 1), at("ECONNRESET", 1), at("ECONNRESET", 2)}}}
	for name, body := range map[string][]byte{"text": report.Text(r, "en"), "markdown": report.Markdown(r, "en")} {
		if n := strings.Count(string(body), "ECONNRESET\n"); n != 2 {
			t.Errorf("%s quotes it %d times; want once a line:\n%s", name, n, body)
		}
	}
}

// TestEvidenceThatRepeatsIsNamedByItsLines: a failure met all night long does not push what is said of it out of sight.
func TestEvidenceThatRepeatsIsNamedByItsLines(t *testing.T) {
	log := strings.Repeat("GET https://app.example.com/cb?error=access_denied&state=x\nnext\n", 5)
	twice := strings.Repeat("Error: read ECONNRESET code: ECONNRESET https://sso.example.com/token\n", 4) // counts once a line
	for n, want := range map[string]string{twice: "again in lines 3, 4", log: "again in lines 5, 7, 9", strings.Repeat(log, 8): "again in lines 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 …", log[:len(log)/5*3]: "again in line 5"} {
		r := read(t, n, "en")
		for name, body := range map[string][]byte{"text": report.Text(r, "en"), "markdown": report.Markdown(r, "en")} {
			if !strings.Contains(string(body), " "+want+"\n") || strings.Contains(string(body), "   5 ") {
				t.Errorf("%s does not say %q after two quotes:\n%s", name, want, body)
			}
		}
	}
}

// TestHeadlineQuotesAClaimAsAPersonWould: the class without its package, a tag without its brackets.
func TestHeadlineQuotesAClaimAsAPersonWould(t *testing.T) {
	for log, want := range map[string]string{
		"org.springframework.security.oauth2.core.OAuth2AuthenticationException: [invalid_id_token] An error occurred while attempting to decode the Jwt: Signed JWT rejected: Another algorithm expected, or no matching key(s) found\n": "“OAuth2AuthenticationException: [invalid_id_token] An error",
		"[OAUTH_CALLBACK_ERROR]\nid_token detected in the response, you must use client.callback() instead of client.oauthCallback()\n":                                                                                                   "“OAUTH_CALLBACK_ERROR”",
	} {
		if r := read(t, log, "en"); !strings.Contains(r.Summary.Headline, want) {
			t.Errorf("%s; want %s in it", r.Summary.Headline, want)
		}
	}
}

func TestNoQuoteCommandsATerminal(t *testing.T) {
	const log = "\x1b[31mAuthen\x1b[1mtication\x1b[0m failed: {\"acc\x1b[32mess_token\":\"s3cr\x1b[1met-value-17\",\"token_type\":\"Bearer\",\"expires_in\":60}\n"
	r := read(t, log, "en")
	for _, out := range [...][]byte{report.JSON(r), report.Markdown(r, "en"), report.Text(r, "en"), report.SARIF(r, "en")} {
		if strings.ContainsAny(string(out), "\x1b\x07") || strings.Contains(string(out), `\u001b`) || strings.Contains(string(out), "\uFFFD") {
			t.Errorf("control characters: %q", out)
		}
	}
}

func TestARunOfExchangesIsNotListedWhole(t *testing.T) {
	var log strings.Builder
	for i := range 300 {
		fmt.Fprintf(&log, "POST https://id.example.com/oauth2/token?n=%d HTTP/1.1\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{\"error\":\"invalid_grant\",\"error_description\":\"try %d\"}\n\n", i, i)
	}
	r := read(t, log.String(), "en")
	text := string(report.Text(r, "en"))
	if !strings.Contains(text, "… and ") || !strings.Contains(text, "\n  e1 ") || !strings.Contains(text, fmt.Sprintf("\n  e%d ", len(r.Exchanges))) {
		t.Errorf("%d exchanges: first, last or the count of the others is missing", len(r.Exchanges))
	}
	if n := strings.Count(text, "\n  e"); n > 80 {
		t.Errorf("%d exchanges are listed", n)
	}
}
