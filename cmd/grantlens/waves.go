package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"grantlens/internal/cli"
	"grantlens/internal/waves"
	"grantlens/internal/waves/mistake"
	"grantlens/internal/waves/sign"
)

var _ = register(command{"waves", "sign a Waves.Exchange token request, or name the mistake in one", wavesCommand})

const wavesUsage = `usage: grantlens waves sign [flags]                          makes a password; asks for the seed without echo
       grantlens waves verify [flags] [FORM-BODY|FILE|-]     says whether a password is valid, or what is wrong with it

The seed is read from the terminal or from standard input, never from an argument or the environment.
grantlens waves sign -h and grantlens waves verify -h list the flags.`

const wavesSignUsage = `usage: grantlens waves sign [flags]

Makes the password of a token request. The seed is asked for without echo, or read from standard input.`

const wavesVerifyUsage = `usage: grantlens waves verify [flags] [FORM-BODY|FILE|-]

Takes a password, a form body, JSON, an HTTP request or a curl command: as an argument, in a file, or on standard input.
Exit status: 0 valid, 1 a mistake, 2 usage.`

func wavesCommand(c *call, args []string) int {
	return c.two("waves", wavesUsage, args, command{name: "sign", run: wavesSign}, command{name: "verify", run: wavesVerify})
}

// maxRequest bounds what is read from standard input, in megabytes.
const maxRequest = 4

func wavesSign(c *call, args []string) int {
	c.command("waves sign", wavesSignUsage)
	flags := c.flags
	profile := flags.String("profile", "waves.exchange", "`service`: waves.exchange, wx.network, waves.exchange-test or wx.network-test")
	chain := flags.String("chain", "", "chain `id`, one byte: W mainnet, T testnet (default: the profile's)")
	client := flags.String("client-id", "", "client `id` (default: the profile's)")
	scope := flags.String("scope", "", "`scope` (default: the profile's)")
	kind := flags.String("seed-as", "auto", "`what` the seed is: text, base58, privateKey, or auto: text unless it begins with base58:")
	spaces := flags.String("spaces", "ask", "white space around the seed: `keep`, trim, or ask: refuse when it matters")
	raw := flags.Bool("raw", false, "take standard input byte for byte; otherwise one line break at its end is dropped")
	nonce := flags.Uint("nonce", 0, "`number` of the account under the seed")
	expires := flags.String("expires", "", "`when` the password ends: RFC 3339 or Unix seconds")
	lifetime := flags.Duration("lifetime", 0, "how long the password lasts, such as 24h (default: a week less five minutes)")
	now := flags.String("now", "", "take this for the present `time`: RFC 3339 or Unix seconds")
	format := flags.String("format", "text", "`form` of the answer: text, json, form, curl, fetch, go or python")
	asJSON := flags.Bool("json", false, "the same as -format json")
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	if len(rest) > 0 {
		return c.fail(cli.At(c.name, errNoSeedArgument))
	}
	service, ok := waves.ProfileByID(*profile)
	if !ok {
		return c.fail(cli.At("-profile", cli.Choice("waves.exchange", "wx.network", "waves.exchange-test", "wx.network-test")))
	}
	chainByte, err := waves.ChainByte(or(*chain, service.Chain))
	if err != nil {
		return c.fail(cli.At("-chain", errChain))
	}
	if *nonce > 1<<32-1 {
		return c.fail(cli.At("-nonce", cli.ErrNotCount))
	}
	if *asJSON {
		*format = "json"
	}
	if !c.oneOf("seed-as", *kind, "auto", sign.KindText, sign.KindBase58, sign.KindPrivateKey) || !c.oneOf("spaces", *spaces, "ask", "keep", "trim") ||
		!c.oneOf("format", *format, "text", "json", "form", "curl", "fetch", "go", "python") {
		return exitUsage
	}
	if *kind == "auto" {
		*kind = sign.KindAuto
	}
	req := sign.Request{Kind: *kind, Nonce: uint32(*nonce), Chain: chainByte, ClientID: or(*client, service.ClientID), Scope: or(*scope, service.Scope), Lifetime: *lifetime, Now: time.Now()}
	if *now != "" {
		if req.Now, err = readTime("-now", *now); err != nil {
			return c.fail(err)
		}
	}
	if *expires != "" {
		t, err := readTime("-expires", *expires)
		if err != nil {
			return c.fail(err)
		}
		req.Expires = t.Unix()
	}
	if req.Seed, err = c.ask("seed", *raw); err != nil {
		return c.fail(err)
	}
	if *spaces == "trim" {
		req.Seed = sign.Trim(req.Seed)
	}
	signed, err := sign.Sign(req)
	if err != nil {
		return c.fail(err)
	}
	for _, other := range signed.Alternatives {
		if other.Reading == "trimmed" && *spaces == "ask" {
			return c.fail(errWhiteSpace.With(signed.Address, other.Address))
		}
		if other.Reading != "trimmed" {
			c.note(c.words(errOtherReading.With(other.Reading, other.Address)))
		}
	}
	return c.printSigned(signed, service.Endpoint, *format)
}

func (c *call) printSigned(signed *sign.Signed, endpoint, format string) int {
	out, snippets := c.out, waves.Snippets(endpoint, signed.FormBody)
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
		fmt.Fprintf(out, c.say("username  %s\naddress   %s\npassword  %s\nexpires   %s\nsigned    ff ff ff 01, then %s\n\n%s\n",
			"username   %s\nадрес      %s\npassword   %s\nистекает   %s\nподписано  ff ff ff 01, затем %s\n\n%s\n"),
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

func wavesVerify(c *call, args []string) int {
	c.command("waves verify", wavesVerifyUsage)
	flags := c.flags
	asJSON := flags.Bool("json", false, "answer in JSON")
	chain := flags.String("chain", "", "chain `id` of the service, one byte (default: by the host in a curl command, else W)")
	client := flags.String("client-id", "", "client `id` that is meant")
	username := flags.String("username", "", "public `key`, where the input is a password alone")
	now := flags.String("now", "", "judge the expiry at this `time`: RFC 3339 or Unix seconds")
	expected := flags.String("expected", "", "the account that should have signed: its `address` or public key")
	askSeed := flags.Bool("ask-seed", false, "ask for the seed without echo, to tell apart the mistakes that look alike without it")
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	opts := waves.Options{Lang: c.lang, Now: time.Now(), ClientID: *client, Username: *username, Expected: *expected}
	var err error
	if *chain != "" {
		if opts.Chain, err = waves.ChainByte(*chain); err != nil {
			return c.fail(cli.At("-chain", errChain))
		}
	}
	if *now != "" {
		if opts.Now, err = readTime("-now", *now); err != nil {
			return c.fail(err)
		}
	}
	if *askSeed && (len(rest) == 0 || rest[0] == "-") {
		return c.fail(cli.At("-ask-seed", errSeedOnStdin))
	}
	text, ok := c.argument(rest, errOneForm, maxRequest)
	if !ok {
		return exitUsage
	}
	if *askSeed {
		seed, err := c.ask("seed", false)
		if err != nil {
			return c.fail(err)
		}
		if opts.Suspects, err = sign.Suspects(seed, sign.KindAuto, 0); err != nil {
			return c.fail(err)
		}
	}
	v := waves.Verify(text, opts)
	status = exitFindings
	if v.Valid {
		status = exitOK
	}
	if *asJSON {
		if printJSON(c.out, v) != exitOK {
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

func printJSON(out io.Writer, v any) int {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return exitUsage
	}
	return exitOK
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
