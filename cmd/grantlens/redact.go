package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"grantlens/internal/cli"
	"grantlens/internal/redact"
)

var _ = register(command{"redact", "mask the secrets of a log, with a receipt", redactCommand})

const redactUsage = `usage: grantlens redact [flags] [FILE|-]

Writes the log to standard output with its secrets masked: tokens, codes, passwords, client secrets, cookies,
credentials in headers and URLs, private keys. A secret becomes redacted-KIND-N, the same secret always the same word.
The receipt on standard error says what was masked where, never what it was. A log of any size is read in little memory.

A receipt is no proof that nothing is left: names of people, addresses and secrets without a name or a known look stay.

Exit status: 0; 1 with -check when something is to be masked; 2 usage, or an input that is no text.`

func redactCommand(c *call, args []string) int {
	c.command("redact", redactUsage)
	keep := c.flags.Bool("keep-claims", false, "leave header and payload of JWTs readable and mask the signature alone; a payload may hold personal data")
	check := c.flags.Bool("check", false, "write no log, only the receipt, and exit with status 1 if there is something to mask")
	receipt := c.flags.String("receipt", "text", "`form` of the receipt on standard error: text, json or none")
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	if !c.oneOf("receipt", *receipt, "text", "json", "none") {
		return exitUsage
	}
	if len(rest) > 1 {
		return c.fail(cli.At("redact", errOneRedacted))
	}
	name := "-"
	if len(rest) == 1 {
		name = rest[0]
	}
	log, size, closeInput, err := c.input(name)
	if err != nil {
		return c.fail(err)
	}
	defer closeInput()
	var target io.Writer = c.out
	if *check {
		target = io.Discard
	}
	buffered := bufio.NewWriterSize(target, 256<<10)
	r := redact.New(buffered, redact.Options{KeepClaims: *keep})
	shown := c.newProgress(name, size)
	buf := make([]byte, 256<<10)
	for err == nil {
		var n int
		n, err = log.Read(buf)
		shown.add(n)
		if _, failure := r.Write(buf[:n]); failure != nil {
			err = failure
		}
	}
	shown.clear()
	if !errors.Is(err, io.EOF) {
		return c.notRedacted(name, err)
	}
	what, err := r.Close()
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return c.notRedacted(name, err)
	}
	switch *receipt {
	case "json":
		printJSON(c.errs, what)
	case "text":
		c.printReceipt(c.errs, what)
	}
	if *check && what.Masked > 0 {
		return exitFindings
	}
	return exitOK
}

func (c *call) notRedacted(name string, err error) int {
	switch {
	case errors.Is(err, redact.ErrBinary):
		return c.fail(cli.At(c.source(name), err))
	case c.out.err != nil: // run says so
		return exitUsage
	}
	return c.fail(cli.At(c.source(name), errCut))
}

// kindNames are the kinds of secrets in words.
var kindNames = map[string][2]string{
	"access_token": {"access token", "access-токен"}, "refresh_token": {"refresh token", "токен обновления"}, "id_token": {"ID token", "ID-токен"},
	"token": {"token", "токен"}, "jwt": {"JWT", "JWT"}, "bearer": {"bearer credential", "предъявленный токен"}, "basic": {"Basic credentials", "учётные данные Basic"},
	"authorization": {"Authorization header", "заголовок Authorization"}, "client_secret": {"client secret", "секрет клиента"}, "secret": {"secret", "секрет"},
	"password": {"password", "пароль"}, "code": {"code", "код"}, "code_verifier": {"PKCE verifier", "code_verifier (PKCE)"}, "assertion": {"assertion", "утверждение (assertion)"},
	"saml": {"SAML response", "ответ SAML"}, "api_key": {"API key", "ключ API"}, "private_key": {"private key", "закрытый ключ"}, "session": {"session id", "идентификатор сеанса"},
	"seed": {"wallet seed", "seed кошелька"}, "cookie": {"cookie", "cookie"}, "signature": {"signature", "подпись"}, "encoded": {"secrets in base64", "секреты в base64"},
}

func (c *call) printReceipt(w io.Writer, r redact.Receipt) {
	if r.Masked == 0 {
		c.note(c.say("nothing to mask", "маскировать нечего"))
		return
	}
	c.note(fmt.Sprintf(c.say("places masked: %d", "замаскировано мест: %d"), r.Masked))
	for _, k := range r.Kinds {
		const most = 8
		var places []string
		for i, p := range k.Places {
			if i == most {
				break
			}
			places = append(places, fmt.Sprintf("%d:%d", p.Line, p.Column))
		}
		if k.Count > int64(len(places)) {
			places = append(places, "…")
		}
		names := kindNames[k.Kind]
		fmt.Fprintf(w, "  %5d  %s", k.Count, or(c.say(names[0], names[1]), k.Kind))
		if k.Distinct < k.Count {
			fmt.Fprintf(w, c.say(" (%d different)", " (разных: %d)"), k.Distinct)
		}
		fmt.Fprintf(w, "  %s\n", strings.Join(places, " "))
	}
	if r.Encoding != "" {
		fmt.Fprintf(w, c.say("  read as %s, written as UTF-8\n", "  прочитано как %s, записано в UTF-8\n"), r.Encoding)
	}
}
