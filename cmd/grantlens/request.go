package main

import (
	"fmt"
	"io"
	"time"

	"grantlens/internal/request"
)

var _ = register(command{"request", "read a request or a callback out of a curl command, HAR, HTTP or a log", requestCommand})

const requestUsage = `usage: grantlens request import [flags] [FILE|-]    what request is in this paste, as HTTP, curl or JSON
       grantlens request callback [flags] [URL|-]   what a redirect back says, and what is wrong with it

Reads curl commands (of a shell, cmd.exe or PowerShell), Invoke-WebRequest, fetch calls, HAR, raw HTTP and logs. Nothing is
sent. grantlens request import -h and grantlens request callback -h list the flags.`

func requestCommand(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) > 0 {
		switch args[0] {
		case "import":
			return requestImport(args[1:], in, out, errs)
		case "callback":
			return requestCallback(args[1:], in, out, errs)
		case "-h", "-help", "--help", "help":
			fmt.Fprintln(out, help(requestUsage, languageOf(args)))
			return exitOK
		}
	}
	fmt.Fprintln(errs, help(requestUsage, languageOf(args)))
	return exitUsage
}

const requestImportUsage = `usage: grantlens request import [flags] [FILE|-]

Says which requests are in a paste. Secrets are masked.`

const requestCallbackUsage = `usage: grantlens request callback [flags] [URL|-]

Says what the address holds that the browser came back to, and what is wrong with it. The URL is better given on
standard input: an argument stays in the shell's history, and the code in it may be alive.

Exit status: 0; 1 when an error or a warning was found; 2 usage.`

func requestImport(args []string, in io.Reader, out, errs io.Writer) int {
	c := newCall("request import", requestImportUsage, in, out, errs)
	c.language()
	format := c.flags.String("format", "http", "`form` of the answer: http, curl or json")
	show := c.flags.Bool("show-secrets", false, "write secrets as they are")
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	if !c.oneOf("format", *format, "http", "curl", "json") {
		return exitUsage
	}
	text, ok := c.paste("request import", rest)
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
		printJSON(out, got)
		return exitOK
	}
	for _, note := range got.Notes {
		fmt.Fprintln(errs, "grantlens: "+note)
	}
	if got.Callback != nil {
		c.printCallback(newPrinter(out, false), *got.Callback)
		return exitOK
	}
	for i, q := range got.Requests {
		if i > 0 {
			fmt.Fprintln(out)
		}
		if *format == "curl" {
			fmt.Fprintln(out, q.Curl())
			continue
		}
		shown, _ := q.Text()
		fmt.Fprintln(out, "### "+q.Label+"\n"+shown)
	}
	if len(got.Requests) == 0 {
		return exitUsage
	}
	return exitOK
}

func requestCallback(args []string, in io.Reader, out, errs io.Writer) int {
	c := newCall("request callback", requestCallbackUsage, in, out, errs)
	c.language()
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
	text := ""
	if len(rest) == 1 && rest[0] != "-" {
		text = rest[0]
	} else if pasted, ok := c.paste("request callback", rest); ok {
		text = pasted
	} else {
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
		printJSON(out, got)
	} else {
		c.printCallback(newPrinter(out, false), got)
	}
	if wrong {
		return exitFindings
	}
	return exitOK
}

func (c *call) printCallback(p *printer, got request.Callback) {
	for _, f := range got.Findings {
		p.hang(p.severity(f.Severity, f.Severity+":")+" "+p.bold(f.Title), "", "  ")
		p.wrap(f.Detail, "  ")
		p.wrap(f.Fix, "  ")
	}
	p.head(c.say("Parameters", "Параметры") + " (" + got.In + ")")
	for _, q := range got.Params {
		p.text("  " + q[0] + " = " + q[1] + "\n")
	}
}
