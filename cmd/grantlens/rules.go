package main

import (
	"fmt"
	"slices"
	"strings"

	"grantlens/internal/providers"
	"grantlens/internal/rpc/engine"
)

var _ = register(command{"rules", "list and explain every rule and every error code", rulesCommand})

const rulesUsage = `usage: grantlens rules [flags] [ID or CODE …]

Without an argument lists every rule, then every entry of the catalogue of error codes.
With arguments explains the rules of these ids and the codes: redirect-uri-differs, invalid_grant, AADSTS50011, 50011.

Exit status: 0, 1 when something is not known, 2 usage.`

func rulesCommand(c *call, args []string) int {
	return look(c, args, book[engine.RuleList]{
		name: "rules", usage: rulesUsage, unknown: errNoRule,
		none:      engine.RuleList{Rules: []engine.Rule{}, Facts: []engine.Fact{}},
		all:       engine.Rules,
		find:      findRules,
		similar:   similarRules,
		printAll:  c.printRuleList,
		printSome: c.printRules,
	})
}

// findRules adds the rules and facts that a name means.
func findRules(found *engine.RuleList, all engine.RuleList, name, lang string) bool {
	before := len(found.Rules) + len(found.Facts)
	for _, r := range all.Rules {
		if named := func(id string) bool { return strings.EqualFold(id, name) }; named(r.ID) || slices.ContainsFunc(r.Former, named) {
			found.Rules = append(found.Rules, r)
		}
	}
	for _, f := range providers.Explain(name) {
		found.Facts = append(found.Facts, engine.FactOf(f, lang))
	}
	return len(found.Rules)+len(found.Facts) > before
}

func (c *call) printRules(p *printer, list engine.RuleList) {
	for i, r := range list.Rules {
		if i > 0 {
			p.text("\n")
		}
		c.printRule(p, r)
	}
	for i, f := range list.Facts {
		if i > 0 || len(list.Rules) > 0 {
			p.text("\n")
		}
		c.printFact(p, f)
	}
}

// similarRules lists ids and codes that hold the name, or a word of it.
func similarRules(all engine.RuleList, name string) []string {
	var near []string
	seen := map[string]bool{}
	add := func(id string) {
		if id != "" && !seen[id] && len(near) < maxSimilar {
			seen[id] = true
			near = append(near, id)
		}
	}
	words := append([]string{strings.ToLower(name)}, strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '_' || r == ' ' })...)
	for _, w := range words {
		if len(w) < 4 {
			continue
		}
		for _, r := range all.Rules {
			if strings.Contains(r.ID, w) {
				add(r.ID)
			}
		}
		for _, f := range all.Facts {
			for _, id := range []string{f.Code, f.Error} {
				if strings.Contains(strings.ToLower(id), w) && !strings.Contains(id, " ") {
					add(id)
				}
			}
		}
	}
	return near
}

func (c *call) printRuleList(p *printer, list engine.RuleList) {
	p.head(fmt.Sprintf(c.say("%d rules", "Правил: %d"), len(list.Rules)))
	for _, r := range list.Rules {
		p.text(fmt.Sprintf("  %s %-38s %s\n", p.severity(r.Severity, fmt.Sprintf(c.say("%-8s", "%-15s"), c.severity(r.Severity))), r.ID, r.Title))
	}
	p.text("\n")
	p.head(fmt.Sprintf(c.say("%d catalogue entries", "Записей каталога: %d"), len(list.Facts)))
	provider := ""
	for _, f := range list.Facts {
		if f.Provider != provider {
			provider = f.Provider
			p.text("\n" + p.bold(or(f.Name, f.Provider)) + "\n")
		}
		p.text(fmt.Sprintf("  %-30s %s\n", factName(f), clip(f.Meaning, 110)))
	}
	p.text("\n" + c.say("grantlens rules NAME explains one of them\n", "grantlens rules ИМЯ объясняет любую из них\n"))
}

// factName is what a log shows of a fact.
func factName(f engine.Fact) string {
	name := or(f.Code, f.Error)
	if name == "" && f.Status > 0 {
		name = fmt.Sprintf("HTTP %d", f.Status)
	}
	return or(name, "/"+clip(f.Pattern, 26)+"/")
}

func clip(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n]) + "…"
}

func (c *call) severity(s string) string {
	return map[string]string{"error": c.say("error", "ошибка"), "warning": c.say("warning", "предупреждение"), "info": c.say("note", "заметка")}[s]
}

func (c *call) confidence(s string) string {
	ru := map[string]string{"certain": "точно", "likely": "вероятно", "possible": "возможно", "guess": "догадка",
		"confirmed": "подтверждено источником", "inferred": "следует из источника", "unverified": "источник не найден", "memory": "не сверено с источником"}
	return c.say(s, ru[s])
}

func (c *call) printRule(p *printer, r engine.Rule) {
	p.text(p.severity(r.Severity, c.severity(r.Severity)+"["+r.ID+"]") + " " + p.bold(r.Title) + " (" + c.confidence(r.Confidence) + ")\n")
	if len(r.Former) > 0 {
		p.text("  " + c.say("formerly", "прежде") + ": " + strings.Join(r.Former, ", ") + "\n")
	}
	p.wrap(r.About, "  ")
	p.wrap(r.Detail, "  ")
	p.list(c.say("causes, most likely first", "причины, начиная с самой вероятной"), r.Causes)
	p.list(c.say("fix", "что сделать"), r.Fixes)
	p.list(c.say("to be sure, get", "чтобы убедиться, нужно"), r.Missing)
	for _, ref := range r.Refs {
		p.text(fmt.Sprintf("  %s: %s <%s>\n", c.say("see", "см."), ref.Label, ref.URL))
	}
}

func (c *call) printFact(p *printer, f engine.Fact) {
	title := factName(f)
	if f.Code != "" && f.Error != "" && f.Code != f.Error {
		title += " (" + f.Error + ")"
	}
	p.text(p.bold(title) + " · " + or(f.Name, f.Provider) + " · " + f.System)
	if f.Status > 0 {
		p.text(fmt.Sprintf(" · HTTP %d", f.Status))
	}
	p.text("\n")
	p.wrap(f.Meaning, "  ")
	for _, part := range [][2]string{{c.say("cause", "причина"), f.Cause}, {c.say("fix", "что сделать"), f.Fix}} {
		if part[1] != "" {
			p.wrap(p.bold(part[0]+":")+" "+part[1], "  ")
		}
	}
	if f.Pattern != "" {
		p.text("  " + c.say("text", "текст") + ": /" + f.Pattern + "/\n")
	}
	if f.Rule != "" {
		p.text("  " + c.say("rule", "правило") + ": " + f.Rule + "\n")
	}
	source := f.Source.Label
	if f.Source.URL != "" {
		source += " <" + f.Source.URL + ">"
	}
	if f.Checked != "" {
		source += ", " + f.Checked
	}
	p.text("  " + c.say("source", "источник") + ": " + strings.TrimSpace(source) + " (" + c.confidence(f.Confidence) + ")\n")
}
