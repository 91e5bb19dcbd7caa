package engine

import (
	"strings"

	"grantlens/internal/logparse/diagnose"
	"grantlens/internal/logparse/report"
	"grantlens/internal/providers"
	"grantlens/internal/rpc"
)

// RulesParams are the parameters of rules.list.
type RulesParams struct {
	Lang string `json:"lang"`
}

// RuleList is the answer of rules.list: everything the engine knows, in one language.
type RuleList struct {
	Rules []Rule `json:"rules"`
	Facts []Fact `json:"facts"`
}

// Rule is one judgment of the engine. Where a text names what a log showed, … stands for it.
type Rule struct {
	ID         string       `json:"id"`
	Former     []string     `json:"former,omitempty"` // ids of rules that were merged into it
	Title      string       `json:"title"`
	About      string       `json:"about"`
	Severity   string       `json:"severity"`
	Confidence string       `json:"confidence"`
	Detail     string       `json:"detail"`
	Causes     []string     `json:"causes"`
	Fixes      []string     `json:"fixes"`
	Missing    []string     `json:"missing"`
	Refs       []report.Ref `json:"refs"`
}

// Fact is one entry of the catalogue: an error code, an error value or a text, and what it means.
type Fact struct {
	Provider   string     `json:"provider"`
	Name       string     `json:"name,omitempty"` // of the provider
	System     string     `json:"system"`
	Status     int        `json:"status,omitempty"`
	Error      string     `json:"error,omitempty"`
	Code       string     `json:"code,omitempty"`
	Pattern    string     `json:"pattern,omitempty"` // regular expression of the text, RE2
	Meaning    string     `json:"meaning"`
	Cause      string     `json:"cause"`
	Fix        string     `json:"fix"`
	Source     report.Ref `json:"source"`
	Checked    string     `json:"checked,omitempty"` // the day the source was read
	Confidence string     `json:"confidence"`
	Rule       string     `json:"rule,omitempty"` // id of the rule that judges it
}

// RegisterRules adds rules.list. The worker has none: the page has the list from a file, and its engine no texts for it.
func RegisterRules(m *rpc.Mux) {
	m.Register("rules.list", rpc.Typed(func(p RulesParams) (any, error) { return Rules(p.Lang), nil }))
}

// Rules lists every rule by id and every fact by provider, in English or Russian ("ru").
func Rules(lang string) RuleList {
	list := RuleList{}
	for _, r := range diagnose.Rules() {
		list.Rules = append(list.Rules, ruleOf(r, lang))
	}
	for _, f := range providers.AllFacts() {
		list.Facts = append(list.Facts, FactOf(f, lang))
	}
	return list
}

func ruleOf(r *diagnose.Rule, lang string) Rule {
	out := Rule{ID: r.ID, Former: r.Former, Title: open(r.Title.In(lang)), About: open(r.About.In(lang)), Severity: r.Severity, Confidence: r.Confidence, Detail: open(r.Detail.In(lang)),
		Causes: texts(r.Causes, lang), Fixes: texts(r.Fixes, lang), Missing: texts(r.Missing, lang), Refs: []report.Ref{}}
	if strings.Trim(out.Detail, "….") == "" {
		out.Detail = "" // all of it comes from the log
	}
	for _, ref := range r.Refs {
		out.Refs = append(out.Refs, report.Ref(ref))
	}
	return out
}

// FactOf puts a fact in a language.
func FactOf(f providers.Fact, lang string) Fact {
	out := Fact{Provider: f.Provider, System: f.System, Status: f.Status, Error: f.Error, Code: f.Code, Pattern: f.Pattern, Meaning: f.Meaning.In(lang),
		Cause: f.Cause.In(lang), Fix: f.Fix.In(lang), Source: report.Ref{Label: f.Source.Label, URL: f.Source.URL}, Checked: f.Source.Checked, Confidence: f.Confidence, Rule: f.Rule}
	if p, ok := providers.Get(f.Provider); ok {
		out.Name = p.Name
	}
	return out
}

func texts(list []diagnose.Text, lang string) []string {
	out := []string{}
	for _, t := range list {
		out = append(out, open(t.In(lang)))
	}
	return out
}

// open writes … for the places of a text that a log fills: {uri}.
func open(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		end := i + 1
		for s[i] == '{' && end < len(s) && (s[end] >= 'a' && s[end] <= 'z' || s[end] >= 'A' && s[end] <= 'Z') {
			end++
		}
		if end > i+1 && end < len(s) && s[end] == '}' && end-i <= 14 && !(i > 0 && (s[i-1] == '/' || s[i-1] == '$' || s[i-1] == '{')) {
			out = append(out, "…"...)
			i = end
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}
