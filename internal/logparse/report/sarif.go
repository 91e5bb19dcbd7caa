package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"grantlens/internal/logparse/diagnose"
)

// File is the report of one input, for a document of several.
type File struct {
	Name   string // path as the user gave it; "" for standard input
	Report *Report
}

// SARIF renders the report as SARIF 2.1.0, the form that code hosts and editors read.
func SARIF(r *Report, lang string) []byte { return SARIFLog([]File{{Report: r}}, lang, "") }

// SARIFLog renders the reports of several inputs as one SARIF run. Quotes in it are masked and its fingerprints hold
// nothing of the input, for such documents are uploaded.
func SARIFLog(files []File, lang, version string) []byte {
	run := sarifRun{ColumnKind: "utf16CodeUnits", Results: []sarifResult{}, Language: "en"}
	if lang == "ru" {
		run.Language = "ru"
	}
	driver := &run.Tool.Driver
	*driver = sarifDriver{Name: "Grantlens", Version: version, FullDescription: &sarifText{Text: sarifAbout.in(lang)}, Rules: []sarifRule{}}
	index := map[string]int{}
	used := map[string]bool{}
	for _, f := range files {
		for _, x := range f.Report.Findings {
			used[x.Rule] = true
		}
	}
	for _, rule := range diagnose.Rules() {
		if used[rule.ID] {
			index[rule.ID] = len(driver.Rules)
			driver.Rules = append(driver.Rules, sarifRuleOf(rule, lang))
		}
	}
	invocation := sarifInvocation{ExecutionSuccessful: true}
	for _, f := range files {
		name := sarifURI(f.Name)
		run.Artifacts = append(run.Artifacts, sarifArtifact{Location: sarifURIRef{URI: name}, Length: f.Report.Stats.Bytes, Properties: map[string]any{
			"verdict": f.Report.Summary.Verdict, "claimed": f.Report.Summary.Claimed, "actual": f.Report.Summary.Actual, "headline": Mask(f.Report.Summary.Headline),
		}})
		if said := omitted(f.Report, lang); said != "" {
			invocation.Notifications = append(invocation.Notifications, sarifNotification{Level: "note", Message: sarifText{Text: said}})
		}
		for _, x := range f.Report.Findings {
			i, ok := index[x.Rule]
			if !ok {
				i = -1
			}
			run.Results = append(run.Results, sarifResultOf(f.Report, x, name, i, len(run.Artifacts)-1, lang))
		}
	}
	run.Invocations = []sarifInvocation{invocation}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(sarif{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}); err != nil {
		panic("report: SARIF holds only what JSON can carry: " + err.Error())
	}
	return b.Bytes()
}

var sarifAbout = words{"Tells what an authentication log really says.", "Говорит, что на самом деле произошло по логу входа."}

// sarifLevels are the levels of SARIF 2.1.0 section 3.27.10.
var sarifLevels = map[string]string{"error": "error", "warning": "warning", "info": "note"}

// sarifPrecision is what code hosts make of a confidence.
var sarifPrecision = map[string]string{"certain": "very-high", "likely": "high", "possible": "medium"}

func sarifRuleOf(rule *diagnose.Rule, lang string) sarifRule {
	out := sarifRule{ID: rule.ID, DeprecatedIDs: rule.Former, Name: camel(rule.ID), Short: sarifText{Text: rule.Title.In(lang)}, Help: sarifHelp(rule, lang),
		Properties: map[string]any{"tags": []string{"authentication", "oauth", "openid-connect"}, "precision": sarifPrecision[rule.Confidence], "problem.severity": severityName(rule.Severity)}}
	if about := rule.About; about.OK() {
		out.Full = &sarifText{Text: about.In(lang)}
	} else if rule.Detail.OK() {
		out.Full = &sarifText{Text: rule.Detail.In(lang)}
	}
	if len(rule.Refs) > 0 {
		out.HelpURI = rule.Refs[0].URL
	}
	out.Configuration.Level = sarifLevels[rule.Severity]
	return out
}

func severityName(severity string) string {
	if severity == "info" {
		return "recommendation"
	}
	return severity
}

// camel is the id as the identifier that SARIF wants for a name: redirect-uri-differs, RedirectUriDiffers.
func camel(id string) string {
	var b strings.Builder
	for _, part := range strings.Split(id, "-") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}

func sarifHelp(rule *diagnose.Rule, lang string) sarifMessage {
	var text, markdown strings.Builder
	add := func(title words, items []diagnose.Text) {
		if len(items) == 0 {
			return
		}
		text.WriteString("\n" + title.in(lang) + ":\n")
		markdown.WriteString("\n**" + title.in(lang) + "**\n\n")
		for _, item := range items {
			text.WriteString("- " + item.In(lang) + "\n")
			markdown.WriteString("- " + escapeMarkdown(item.In(lang)) + "\n")
		}
	}
	if rule.About.OK() {
		text.WriteString(rule.About.In(lang) + "\n")
		markdown.WriteString(escapeMarkdown(rule.About.In(lang)) + "\n")
	}
	add(wordCauses, rule.Causes)
	add(wordFix, rule.Fixes)
	add(wordMissing, rule.Missing)
	for _, ref := range rule.Refs {
		text.WriteString("\n" + wordSee.in(lang) + ": " + ref.Label + " " + ref.URL)
		markdown.WriteString("\n" + wordSee.in(lang) + ": [" + escapeMarkdown(ref.Label) + "](" + ref.URL + ")\n")
	}
	return sarifMessage{Text: strings.TrimSpace(text.String()), Markdown: strings.TrimSpace(markdown.String())}
}

func sarifResultOf(r *Report, f Finding, uri string, rule, artifact int, lang string) sarifResult {
	out := sarifResult{RuleID: f.Rule, Level: sarifLevels[f.Severity], Message: sarifMessage{Text: sarifWords(f, lang)},
		Fingerprints: map[string]string{"grantlens/v1": fingerprint(r, f)},
		Properties:   map[string]any{"confidence": f.Confidence}}
	if rule >= 0 {
		out.RuleIndex = &rule
	}
	if f.Exchange != "" {
		out.Properties["exchange"] = f.Exchange
	}
	if len(f.Codes) > 0 {
		out.Properties["codes"] = f.Codes
	}
	for i, q := range f.Evidence {
		at := sarifLocation{Physical: sarifPhysical{Artifact: sarifURIRef{URI: uri, Index: &artifact}, Region: sarifRegionOf(r, q)}}
		if i == 0 {
			out.Locations = append(out.Locations, at)
			continue
		}
		at.ID = i
		out.Related = append(out.Related, at)
	}
	return out
}

// sarifWords is the finding as the one message a code host shows.
func sarifWords(f Finding, lang string) string {
	var b strings.Builder
	b.WriteString(f.Title + ".")
	if f.Detail != "" {
		b.WriteString(" " + f.Detail)
	}
	if len(f.Causes) > 0 {
		b.WriteString("\n" + capital(wordCause.in(lang)) + ": " + f.Causes[0])
	}
	if len(f.Fixes) > 0 {
		b.WriteString("\n" + capital(wordFix.in(lang)) + ": " + f.Fixes[0])
	}
	return b.String()
}

func capital(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func sarifRegionOf(r *Report, q Quote) sarifRegion {
	region := sarifRegion{StartLine: q.Span.Line, StartColumn: q.Span.Units, ByteOffset: q.Span.Start, ByteLength: q.Span.End - q.Span.Start,
		Snippet: &sarifText{Text: maskQuote(r, q)}}
	if len(q.Text) < q.Span.End-q.Span.Start {
		return region // the quote is cut: where its span ends is not known in lines
	}
	region.EndLine = q.Span.Line + strings.Count(q.Text, "\n")
	last := q.Text[strings.LastIndexByte(q.Text, '\n')+1:]
	region.EndColumn = len(utf16.Encode([]rune(last))) + 1
	if region.EndLine == q.Span.Line {
		region.EndColumn += region.StartColumn - 1
	}
	return region
}

// fingerprint names a finding across runs: what was found at which step of which provider, but nothing of the log.
func fingerprint(r *Report, f Finding) string {
	parts := append([]string{f.Rule, f.Title}, f.Codes...)
	for _, x := range r.Exchanges {
		if x.ID == f.Exchange {
			parts = append(parts, x.Provider, x.Endpoint, x.Grant)
			if x.Response != nil {
				parts = append(parts, x.Response.Error, x.Response.ProviderCode)
			}
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// sarifURI makes a relative reference of a path.
func sarifURI(name string) string {
	if name == "" || name == "-" {
		return "stdin"
	}
	u := url.URL{Path: filepath.ToSlash(name)}
	if strings.HasPrefix(u.Path, "/") {
		u.Scheme = "file"
	}
	return u.String()
}

// The part of SARIF 2.1.0 that is written: OASIS, section 3.
type (
	sarif struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Language    string            `json:"language"`
		ColumnKind  string            `json:"columnKind"`
		Invocations []sarifInvocation `json:"invocations"`
		Artifacts   []sarifArtifact   `json:"artifacts"`
		Results     []sarifResult     `json:"results"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		Version         string      `json:"version,omitempty"`
		FullDescription *sarifText  `json:"fullDescription,omitempty"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string       `json:"id"`
		DeprecatedIDs []string     `json:"deprecatedIds,omitempty"` // SARIF §3.49.4
		Name          string       `json:"name"`
		Short         sarifText    `json:"shortDescription"`
		Full          *sarifText   `json:"fullDescription,omitempty"`
		Help          sarifMessage `json:"help"`
		HelpURI       string       `json:"helpUri,omitempty"`
		Configuration struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
		Properties map[string]any `json:"properties,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool                `json:"executionSuccessful"`
		Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifArtifact struct {
		Location   sarifURIRef    `json:"location"`
		Length     int64          `json:"length"`
		Properties map[string]any `json:"properties,omitempty"`
	}
	sarifURIRef struct {
		URI   string `json:"uri"`
		Index *int   `json:"index,omitempty"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    *int              `json:"ruleIndex,omitempty"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   map[string]any    `json:"properties,omitempty"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifURIRef `json:"artifactLocation"`
		Region   sarifRegion `json:"region"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		ByteOffset  int        `json:"byteOffset"`
		ByteLength  int        `json:"byteLength"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
)
