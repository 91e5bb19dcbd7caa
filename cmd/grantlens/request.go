package main

import (
	"fmt"
	"time"

	"grantlens/internal/request"
)

var _ = register(command{"request", "read a request or a callback out of a curl command, HAR, HTTP or a log", requestCommand})

const requestUsage = `usage: grantlens request import [flags] [FILE|-]         what request is in this paste, as HTTP, curl or JSON
       grantlens request callback [flags] [URL|FILE|-]   what a redirect back says, and what is wrong with it

Reads curl commands (of a shell, cmd.exe or PowerShell), Invoke-WebRequest, fetch calls, HAR, raw HTTP and logs. Nothing is
sent. grantlens request import -h and grantlens request callback -h list the flags.`

func requestCommand(c *call, args []string) int {
	return c.two("request", requestUsage, args, command{name: "import", run: requestImport}, command{name: "callback", run: requestCallback})
}

const requestImportUsage = `usage: grantlens request import [flags] [FILE|-]

Says which requests are in a paste. Secrets are masked.`

const requestCallbackUsage = `usage: grantlens request callback [flags] [URL|FILE|-]

Says what the address holds that the browser came back to, and what is wrong with it. The URL is better given in
a file or on standard input: an argument stays in the shell's history, and the code in it may be alive.

Exit status: 0; 1 when an error or a warning was found; 2 usage.`

func requestImport(c *call, args []string) int {
	c.command("request import", requestImportUsage)
	format := c.flags.String("format", "http", "`form` of the answer: http, curl or json")
	show := c.flags.Bool("show-secrets", false, "write secrets as they are")
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	if !c.oneOf("format", *format, "http", "curl", "json") {
		return exitUsage
	}
	text, ok := c.paste(rest)
	if !ok {
		return exitUsage
	}
	got := request.Read(text, c.lang)
	for i := range got.Requests {
		if q := &got.Requests[i]; !*show {
			*q = q.Hidden()
		}
	}
	if got.Callback != nil && !*show {
		hidden := got.Callback.Hidden()
		got.Callback = &hidden
	}
	if *format == "json" {
		printJSON(c.out, got)
		return exitOK
	}
	for _, note := range got.Notes {
		c.note(note)
	}
	if got.Callback != nil {
		c.printCallback(newPrinter(c.out, false), *got.Callback)
		return exitOK
	}
	for i, q := range got.Requests {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		if *format == "curl" {
			fmt.Fprintln(c.out, q.Curl())
			continue
		}
		shown, _ := q.Text()
		fmt.Fprintln(c.out, "### "+q.Label+"\n"+shown)
	}
	if len(got.Requests) == 0 {
		return exitUsage
	}
	return exitOK
}

func requestCallback(c *call, args []string) int {
	c.command("request callback", requestCallbackUsage)
	var want request.Expected
	c.flags.StringVar(&want.State, "state", "", "`state` of the request")
	c.flags.StringVar(&want.Issuer, "issuer", "", "`issuer` of the provider")
	c.flags.StringVar(&want.ClientID, "client-id", "", "client `id` of the request")
	c.flags.StringVar(&want.RedirectURI, "redirect-uri", "", "redirect `URI` of the request")
	c.flags.StringVar(&want.Nonce, "nonce", "", "`nonce` of the request")
	c.flags.StringVar(&want.ResponseMode, "response-mode", "", "response `mode` of the request")
	format := c.flags.String("format", "text", "`form` of the answer: text or json")
	show := c.flags.Bool("show-secrets", false, "write secrets as they are")
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	if !c.oneOf("format", *format, "text", "json") {
		return exitUsage
	}
	text, ok := c.argument(rest, errOneURL, request.MaxImport>>20)
	if !ok {
		return exitUsage
	}
	got := request.ReadCallback(text, want, time.Now(), c.lang)
	wrong := false
	for _, f := range got.Findings {
		wrong = wrong || f.Severity != "info"
	}
	if !*show {
		got = got.Hidden()
	}
	if *format == "json" {
		printJSON(c.out, got)
	} else {
		c.printCallback(newPrinter(c.out, false), got)
	}
	if wrong {
		return exitFindings
	}
	return exitOK
}

func (c *call) printCallback(p *printer, got request.Callback) {
	for _, f := range got.Findings {
		p.hang(p.severity(f.Severity, c.severity(f.Severity)+":")+" "+p.bold(f.Title), "", "  ")
		p.wrap(f.Detail, "  ")
		p.wrap(f.Fix, "  ")
	}
	if len(got.Params) == 0 {
		return
	}
	p.head(map[string]string{
		"query":    c.say("Parameters in the query", "Параметры в query"),
		"fragment": c.say("Parameters in the fragment", "Параметры во фрагменте"),
		"form":     c.say("Parameters in the form", "Параметры в форме"),
	}[got.In])
	for _, q := range got.Params {
		p.text("  " + q[0] + " = " + q[1] + "\n")
	}
}
