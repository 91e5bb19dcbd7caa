package main

import (
	"fmt"
	"strings"

	"grantlens/internal/cli"
	"grantlens/internal/moex"
	"grantlens/internal/request"
)

var _ = register(command{"moex", "migrate a MOEX token request to the new Keycloak, or check a new one", moexCommand})

const moexUsage = `usage: grantlens moex [flags] [FILE|-]

Reads a token request of the Moscow Exchange (a curl command, raw HTTP, the form, or the code that sends it) and writes
the request for the new Keycloak, field by field as the exchange's instruction marks them, with the usual mistakes of a new
request and what changes in the answer. An empty input gives the table alone. Secrets are masked.

Exit status: 0; 1 when something is wrong with the request; 2 usage, or an input that cannot be read.`

func moexCommand(c *call, args []string) int {
	c.command("moex", moexUsage)
	environment := c.flags.String("env", "", "`environment`: production or play (default: that of the request, else production)")
	format := c.flags.String("format", "text", "`form` of the answer: text or json")
	show := c.flags.Bool("show-secrets", false, "write the new request with its secrets")
	color := c.flags.String("color", "auto", "`when` to use colours: auto, always or never")
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	if !c.oneOf("format", *format, "text", "json") || !c.oneOf("color", *color, "auto", "always", "never") {
		return exitUsage
	}
	if *environment != "" && !c.oneOf("env", *environment, moex.Production, moex.Play) {
		return exitUsage
	}
	text, ok := c.paste(rest)
	if !ok {
		return exitUsage
	}
	m := moex.Migrate(text, *environment, c.lang)
	if !*show {
		m.HTTP, m.Curl = m.HTTPMasked, m.CurlMasked
	}
	if *format == "json" {
		printJSON(c.out, m)
	} else {
		p := newPrinter(c.out, colors(*color, c.out))
		c.printMigration(p, m)
	}
	for _, check := range m.Checks {
		if check.Severity == "error" {
			return exitFindings
		}
	}
	return exitOK
}

// paste reads the one text that a command takes: a file, or standard input.
func (c *call) paste(args []string) (text string, ok bool) {
	if len(args) > 1 {
		c.fail(cli.At(c.name, errOneFile))
		return "", false
	}
	name := "-"
	if len(args) == 1 {
		name = args[0]
	}
	text, err := c.read(name, request.MaxImport>>20)
	if err != nil {
		c.fail(err)
	}
	return text, err == nil
}

func (c *call) printMigration(p *printer, m moex.Migration) {
	marks := map[string]string{moex.Changed: c.say("changed", "изменено"), moex.Unchanged: c.say("unchanged", "не изменено"), moex.New: c.say("new", "новое"), moex.Removed: c.say("removed", "убрано")}
	colours := map[string]string{moex.Changed: "1;33", moex.New: "1;32", moex.Removed: "1;31"}
	for _, check := range m.Checks {
		p.hang(p.severity(check.Severity, c.severity(check.Severity)+":")+" "+p.bold(check.Title), "", "  ")
		p.wrap(check.Detail, "  ")
		p.wrap(check.Fix, "  ")
	}
	if len(m.Checks) > 0 {
		p.text("\n")
	}
	p.head(c.say("Address", "Адрес"))
	p.text("  - " + m.URLs.Old + "\n  + " + m.URLs.New + "\n")
	p.hang(m.Contact, "  ", "  ")
	p.text("\n")
	p.head(c.say("Fields", "Поля"))
	width, markWidth := 0, 0
	for _, f := range m.Fields {
		width, markWidth = max(width, len(f.Name)), max(markWidth, len([]rune(marks[f.Mark])))
	}
	for _, f := range m.Fields {
		mark := marks[f.Mark] + strings.Repeat(" ", markWidth-len([]rune(marks[f.Mark])))
		change := f.New
		if f.Old != f.New && f.Old != "" {
			change = f.Old + " → " + or(f.New, "–")
		}
		p.text("  " + p.paint(colours[f.Mark], mark) + "  " + fmt.Sprintf("%-*s", width, f.Name) + "  " + change + "\n")
		p.wrap(f.Note, strings.Repeat(" ", 6+markWidth+width))
	}
	p.text("\n")
	p.head(c.say("New request", "Новый запрос"))
	p.text("\n" + m.Curl + "\n\n")
	p.head(c.say("Answer", "Ответ"))
	for _, a := range m.Answer {
		p.hang(p.bold(a.Name)+"  "+a.Note, "  ", "    ")
	}
	p.text("\n")
	p.head(c.say("In the program", "В программе"))
	for _, n := range m.Code {
		if strings.Contains(n.Text, "\n") {
			p.text("  " + p.bold(n.Title) + "\n\n    " + strings.ReplaceAll(n.Text, "\n", "\n    ") + "\n\n")
			continue
		}
		p.hang(p.bold(n.Title+".")+" "+n.Text, "  ", "    ")
	}
	for _, n := range m.Notes {
		p.hang(p.bold(n.Title+".")+" "+n.Text, "  ", "    ")
	}
}
