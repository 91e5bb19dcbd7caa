package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"grantlens/internal/waves"
	"grantlens/internal/waves/mistake"
	"grantlens/internal/waves/sign"
)

var _ = register(command{"waves", "sign a Waves.Exchange token request, or name the mistake in one", wavesCommand})

const wavesUsage = `usage: grantlens waves sign [flags]                     makes a password; asks for the seed without echo
       grantlens waves verify [flags] [FORM-BODY|-]     says whether a password is valid, or what is wrong with it

The seed is read from the terminal or from standard input, never from an argument or the environment.
grantlens waves sign -h and grantlens waves verify -h list the flags.`

const wavesSignUsage = `usage: grantlens waves sign [flags]

Makes the password of a token request. The seed is asked for without echo, or read from standard input.`

const wavesVerifyUsage = `usage: grantlens waves verify [flags] [FORM-BODY|-]

Takes a password, a form body, JSON, an HTTP request or a curl command.
Exit status: 0 valid, 1 a mistake, 2 usage.`

func wavesCommand(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) > 0 {
		switch args[0] {
		case "sign":
			return wavesSign(args[1:], in, out, errs)
		case "verify":
			return wavesVerify(args[1:], in, out, errs)
		case "-h", "-help", "--help", "help":
			fmt.Fprintln(out, help(wavesUsage, languageOf(args)))
			return exitOK
		}
	}
	fmt.Fprintln(errs, help(wavesUsage, languageOf(args)))
	return exitUsage
}

// maxSeed and maxRequest bound what is read from standard input, in bytes.
const (
	maxSeed    = 64 << 10
	maxRequest = 4 << 20
)

func wavesSign(args []string, in io.Reader, out, errs io.Writer) int {
	c := newCall("waves sign", wavesSignUsage, in, out, errs)
	flags := c.flags
	profile := flags.String("profile", "waves.exchange", "service: waves.exchange, wx.network, waves.exchange-test or wx.network-test")
	chain := flags.String("chain", "", "chain `id`, one byte: W mainnet, T testnet (default: the profile's)")
	client := flags.String("client-id", "", "client `id` (default: the profile's)")
	scope := flags.String("scope", "", "`scope` (default: the profile's)")
	kind := flags.String("seed-as", "auto", "what the seed is: text, base58, privateKey, or auto: text unless it begins with base58:")
	spaces := flags.String("spaces", "ask", "white space around the seed: keep, trim, or ask: refuse when it matters")
	raw := flags.Bool("raw", false, "take standard input byte for byte; otherwise one line break at its end is dropped")
	nonce := flags.Uint("nonce", 0, "`number` of the account under the seed")
	expires := flags.String("expires", "", "when the password ends: RFC 3339 or Unix seconds")
	lifetime := flags.Duration("lifetime", 0, "how long the password lasts, such as 24h (default: a week less five minutes)")
	now := flags.String("now", "", "take this for the present `time`: RFC 3339 or Unix seconds")
	format := flags.String("format", "text", "`form` of the answer: text, json, form, curl, fetch, go or python")
	asJSON := flags.Bool("json", false, "the same as -format json")
	c.language()
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	fail := c.fail
	if len(rest) > 0 {
		return fail("waves sign takes no arguments: type the seed when asked, or give it on standard input, so that it stays out of the shell's history")
	}
	service, ok := waves.ProfileByID(*profile)
	if !ok {
		return fail("-profile: waves.exchange, wx.network, waves.exchange-test or wx.network-test")
	}
	chainByte, err := waves.ChainByte(or(*chain, service.Chain))
	if err != nil {
		return fail("-chain: one byte, such as W (mainnet) or T (testnet)")
	}
	if *nonce > 1<<32-1 {
		return fail("-nonce: at most 4294967295")
	}
	if *kind == "auto" {
		*kind = sign.KindAuto
	} else if *kind != sign.KindText && *kind != sign.KindBase58 && *kind != sign.KindPrivateKey {
		return fail("-seed-as: auto, text, base58 or privateKey")
	}
	if *spaces != "ask" && *spaces != "keep" && *spaces != "trim" {
		return fail("-spaces: ask, keep or trim")
	}
	if *asJSON {
		*format = "json"
	}
	req := sign.Request{Kind: *kind, Nonce: uint32(*nonce), Chain: chainByte, ClientID: or(*client, service.ClientID), Scope: or(*scope, service.Scope), Lifetime: *lifetime, Now: time.Now()}
	if *now != "" {
		if req.Now, err = readTime(*now); err != nil {
			return fail("-now: " + err.Error())
		}
	}
	if *expires != "" {
		t, err := readTime(*expires)
		if err != nil {
			return fail("-expires: " + err.Error())
		}
		req.Expires = t.Unix()
	}
	if !strings.Contains(" text json form curl fetch go python ", " "+*format+" ") {
		return fail("-format: text, json, form, curl, fetch, go or python")
	}
	if req.Seed, err = readSeed(in, errs, *raw); err != nil {
		return fail(err.Error())
	}
	if *spaces == "trim" {
		req.Seed = sign.Trim(req.Seed)
	}
	signed, err := sign.Sign(req)
	if err != nil {
		text := err.Error()
		var hint *sign.Error
		if errors.As(err, &hint) {
			text += ". " + hint.Hint
		}
		return fail(text)
	}
	for _, other := range signed.Alternatives {
		if other.Reading == "trimmed" && *spaces == "ask" {
			return fail("there is white space around the seed, and it makes another account: kept " + signed.Address + ", trimmed " + other.Address + ". Choose with -spaces keep or -spaces trim; wallets trim")
		}
		if other.Reading != "trimmed" {
			fmt.Fprintln(errs, "grantlens: note: with -seed-as "+other.Reading+" the account would be "+other.Address)
		}
	}
	return printSigned(out, signed, service.Endpoint, *format)
}

func printSigned(out io.Writer, signed *sign.Signed, endpoint, format string) int {
	snippets := waves.Snippets(endpoint, signed.FormBody)
	switch format {
	case "json":
		return printJSON(out, struct {
			*sign.Signed
			Endpoint string          `json:"endpoint"`
			Snippets []waves.Snippet `json:"snippets"`
		}{signed, endpoint, snippets})
	case "form":
		fmt.Fprintln(out, signed.FormBody)
	case "text":
		fmt.Fprintf(out, "username  %s\naddress   %s\npassword  %s\nexpires   %s\nsigned    ff ff ff 01, then %s\n\n%s\n",
			signed.Username, signed.Address, signed.Password.Password, time.Unix(signed.Expires, 0).UTC().Format(time.RFC3339), signed.Text, snippets[0].Code)
	default:
		for _, s := range snippets {
			if s.Lang == format {
				fmt.Fprintln(out, s.Code)
			}
		}
	}
	return exitOK
}

func wavesVerify(args []string, in io.Reader, out, errs io.Writer) int {
	c := newCall("waves verify", wavesVerifyUsage, in, out, errs)
	flags := c.flags
	asJSON := flags.Bool("json", false, "answer in JSON")
	chain := flags.String("chain", "", "chain `id` of the service, one byte (default: by the host in a curl command, else W)")
	client := flags.String("client-id", "", "client `id` that is meant")
	username := flags.String("username", "", "public `key`, where the input is a password alone")
	now := flags.String("now", "", "judge the expiry at this `time`: RFC 3339 or Unix seconds")
	c.language()
	expected := flags.String("expected", "", "the account that should have signed: its `address` or public key")
	askSeed := flags.Bool("ask-seed", false, "ask for the seed without echo, to tell apart the mistakes that look alike without it")
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	fail := c.fail
	opts := waves.Options{Lang: c.lang, Now: time.Now(), ClientID: *client, Username: *username, Expected: *expected}
	var err error
	if *chain != "" {
		if opts.Chain, err = waves.ChainByte(*chain); err != nil {
			return fail("-chain: one byte, such as W (mainnet) or T (testnet)")
		}
	}
	if *now != "" {
		if opts.Now, err = readTime(*now); err != nil {
			return fail("-now: " + err.Error())
		}
	}
	if len(rest) > 1 {
		return fail("waves verify takes one argument: quote the form body, for the shell reads & as the end of a command")
	}
	text := strings.Join(rest, "")
	if len(rest) == 0 || text == "-" {
		if *askSeed {
			return fail("-ask-seed: give the request as an argument, for standard input is where the seed is typed")
		}
		raw, err := io.ReadAll(io.LimitReader(in, maxRequest+1))
		if err != nil || len(raw) > maxRequest {
			return fail("the request could not be read, or is larger than 4 MB")
		}
		text = string(raw)
	}
	if *askSeed {
		seed, err := readSeed(in, errs, false)
		if err != nil {
			return fail(err.Error())
		}
		if opts.Suspects, err = sign.Suspects(seed, sign.KindAuto, 0); err != nil {
			return fail(err.Error())
		}
	}
	v := waves.Verify(text, opts)
	status = exitFindings
	if v.Valid {
		status = exitOK
	}
	if *asJSON {
		if printJSON(out, v) != exitOK {
			return exitUsage
		}
		return status
	}
	c.printVerdict(v)
	return status
}

func (c *call) printVerdict(v waves.Verdict) {
	out, say := c.out, c.say
	if v.Valid {
		fmt.Fprintf(out, say("valid until %s for chain %s and client %s\naccount %s\n", "действителен до %s, сеть %s, клиент %s\nаккаунт %s\n"),
			time.Unix(v.Expires, 0).UTC().Format(time.RFC3339), v.Chain, v.ClientID, v.Address)
	}
	for _, m := range v.Mistakes {
		fmt.Fprintf(out, "%s: %s\n", m.Mistake, m.Explanation)
		if m.Detail != "" {
			fmt.Fprintf(out, "  %s: %s\n", say("seen", "видно"), m.Detail)
		}
		fmt.Fprintf(out, "  %s: %s\n  %s: %s\n", say("cause", "причина"), m.Cause, say("fix", "исправление"), m.Fix)
	}
	if !v.Valid && v.SignedText != "" {
		fmt.Fprintf(out, "%s: %q (hex %s)\n", say("what was signed", "что подписано"), v.SignedText, v.Signed)
	} else if !v.Valid && v.Signed != "" {
		fmt.Fprintf(out, "%s: hex %s\n", say("what was signed", "что подписано"), v.Signed)
	}
	if len(v.Possible) > 0 {
		fmt.Fprintln(out, say("cannot be told apart without the seed (-ask-seed):", "без seed неразличимы (-ask-seed):"))
	}
	for _, label := range v.Possible {
		fmt.Fprintf(out, "  %s: %s\n", label, mistake.Explain(label, c.lang).Explanation)
	}
	if len(v.LaxAccepts) > 0 {
		fmt.Fprintf(out, "%s: %s\n", say("accepted all the same by", "всё же принимают"), strings.Join(v.LaxAccepts, ", "))
	}
	for _, w := range v.Warnings {
		fmt.Fprintln(out, w)
	}
	if v.Repaired != nil {
		fmt.Fprintf(out, "%s:\n%s\n", say("the same signature in the right form", "та же подпись в правильном виде"), v.Repaired.FormBody)
	}
}

// readSeed asks for the seed without echo when standard input is a terminal, else reads it from there.
func readSeed(in io.Reader, errs io.Writer, raw bool) (string, error) {
	if file, ok := in.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		fmt.Fprint(errs, "seed (not shown): ")
		typed, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(errs)
		if err != nil {
			return "", errors.New("the seed could not be read from the terminal")
		}
		return string(typed), nil
	}
	typed, err := io.ReadAll(io.LimitReader(in, maxSeed+1))
	if err != nil || len(typed) > maxSeed {
		return "", errors.New("the seed could not be read from standard input, or is larger than 64 KB")
	}
	if !raw {
		typed = bytes.TrimSuffix(bytes.TrimSuffix(typed, []byte("\n")), []byte("\r"))
	}
	return string(typed), nil
}

// readTime reads RFC 3339 or Unix seconds.
func readTime(s string) (time.Time, error) {
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Unix(seconds, 0), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, errors.New("neither an RFC 3339 time, such as 2020-03-19T21:00:00Z, nor Unix seconds")
	}
	return t, nil
}

func printJSON(out io.Writer, v any) int {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return exitUsage
	}
	return exitOK
}

func helpStatus(err error) int {
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	return exitUsage
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
