package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"grantlens/internal/cli"
	"grantlens/internal/logparse/report"
	"grantlens/internal/rpc/keys"
	"grantlens/internal/token"
	"grantlens/internal/token/jwe"
	"grantlens/internal/token/verify"
)

var _ = register(command{"token", "decode, explain, check and repair a token", tokenCommand})

const tokenUsage = `usage: grantlens token [flags] [TOKEN|FILE|-]

Takes a token, or anything that holds some (a token response, a header, a URL, a log): as an argument, in a file, or on
standard input. An argument stays in the shell's history: prefer standard input for a token that is still valid.
Keys are read from files, or typed without echo with -ask-secret; never from an argument or the environment.

JSON: {"kind", "header", "claims":[{"name","value","confidence"}], "repairs":[], "checks":[{"name","result","reason"}], …}
of the first token that is no mere string, further ones under "more". confidence is certain, likely or guess; result is pass, fail or unknown.

Exit status: 0; 1 when something to check against was given (a key, a discovery document, -iss, -aud, -client-id, -nonce, -use) and a check
failed; 2 usage.`

// maxToken bounds what is read, in megabytes.
const maxToken = 16

// tokenFlags are the flags of grantlens token.
type tokenFlags struct {
	format, color, now, algs     string
	jwks, pem, secret, discovery string // files
	key                          string // a file, too
	ask                          bool
	opts                         token.CheckOptions
}

func (c *call) tokenFlags() *tokenFlags {
	f := &tokenFlags{}
	c.flags.StringVar(&f.format, "format", "text", "`form` of the answer: text or json")
	c.flags.StringVar(&f.now, "now", "", "check times against this `time`: RFC 3339 or Unix seconds (default: the clock)")
	c.flags.StringVar(&f.jwks, "jwks", "", "verify with the keys of this `file`: a JWKS or a JWK")
	c.flags.StringVar(&f.pem, "pem", "", "verify with the key of this `file`: PEM, a public key or a certificate")
	c.flags.BoolVar(&f.ask, "ask-secret", false, "ask for the shared secret of an HMAC without echo")
	c.flags.StringVar(&f.secret, "secret-file", "", "verify with the shared secret in this `file`")
	c.flags.StringVar(&f.discovery, "discovery", "", "the discovery document in this `file` gives the issuer and the algorithms")
	c.flags.StringVar(&f.key, "key", "", "decrypt a JWE with the key in this `file`: JWK, JWKS, PEM or the secret itself")
	c.flags.StringVar(&f.opts.Issuer, "iss", "", "the `issuer` of the discovery document")
	c.flags.StringVar(&f.opts.Audience, "aud", "", "the `audience` the API is")
	c.flags.StringVar(&f.opts.ClientID, "client-id", "", "the `client` that uses the token")
	c.flags.StringVar(&f.opts.Nonce, "nonce", "", "the `nonce` of the authorization request")
	c.flags.StringVar(&f.opts.Use, "use", "", "what the token is used as: `access`, id, refresh or logout")
	c.flags.DurationVar(&f.opts.Leeway, "leeway", 0, "difference of clocks to forgive, such as 30s")
	c.flags.StringVar(&f.algs, "algs", "", "`algorithms` allowed, such as RS256,ES256 (default: all but none)")
	c.flags.StringVar(&f.color, "color", "auto", "`when` to use colours: auto, always or never")
	return f
}

// check completes the options of what the flags say; it reports whether they may be said so, and tells what may not.
func (f *tokenFlags) check(c *call) bool {
	if !c.oneOf("format", f.format, "text", "json") || !c.oneOf("color", f.color, "auto", "always", "never") || f.opts.Use != "" && !c.oneOf("use", f.opts.Use, "access", "id", "refresh", "logout") {
		return false
	}
	if f.opts.Leeway < 0 {
		c.fail(cli.At("-leeway", errNegative))
		return false
	}
	f.opts.Lang, f.opts.Now = c.lang, time.Now()
	if f.now != "" {
		var err error
		if f.opts.Now, err = readTime("-now", f.now); err != nil {
			c.fail(err)
			return false
		}
	}
	f.opts.Algs = strings.FieldsFunc(f.algs, func(r rune) bool { return r == ',' || r == ' ' })
	return true
}

func tokenCommand(c *call, args []string) int {
	c.command("token", tokenUsage)
	f := c.tokenFlags()
	rest, status, done := c.parse(args)
	if done {
		return status
	}
	if !f.check(c) {
		return exitUsage
	}
	if f.ask && (len(rest) == 0 || rest[0] == "-") {
		return c.fail(cli.At("-ask-secret", errSecretOnStdin))
	}
	text, ok := c.argument(rest, errOneToken, maxToken)
	if !ok {
		return exitUsage
	}
	if strings.TrimSpace(text) == "" {
		return c.fail(errNoToken)
	}
	given, err := c.keys(f.jwks, f.pem, f.secret, f.ask)
	if err != nil {
		return c.fail(err)
	}
	if len(given.List) > 0 {
		f.opts.Keys = given
	}
	if err := discovered(f.discovery, text, &f.opts); err != nil {
		return c.fail(err)
	}
	inspected := keys.Inspect(text, f.opts, true)
	if f.key != "" {
		if err := c.decrypt(&inspected, text, f.key, f.opts); err != nil {
			return c.fail(err)
		}
	}
	if f.format == "json" {
		if printJSON(c.out, tokenJSON(inspected)) != exitOK {
			return exitUsage
		}
	} else {
		c.printTokens(newPrinter(c.out, colors(f.color, c.out)), inspected)
	}
	asked := f.opts.Keys != nil || f.opts.Issuer+f.opts.Audience+f.opts.ClientID+f.opts.Nonce+f.opts.Use+f.algs != ""
	if asked && failed(inspected) {
		return exitFindings
	}
	return exitOK
}

// discovered takes from a discovery document what the flags did not say: the issuer, and the algorithms of ID tokens.
func discovered(name, text string, opts *token.CheckOptions) error {
	if name == "" {
		return nil
	}
	raw, err := keyFile("-discovery", name)
	if err != nil {
		return err
	}
	d, err := verify.ParseDiscovery(raw)
	if err != nil {
		return cli.At("-discovery", cli.At(cli.Shown(name), err))
	}
	if opts.Issuer == "" {
		opts.Issuer = d.Issuer
	}
	if len(opts.Algs) == 0 && token.Inspect(strings.TrimSpace(text)).Use() == "id" {
		opts.Algs = d.IDTokenAlgs
	}
	return nil
}

// keyFile reads the file of a flag.
func keyFile(flag, name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", cli.At(flag, err)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxToken<<20+1))
	switch {
	case err != nil:
		return "", cli.At(flag, err)
	case len(raw) > maxToken<<20:
		return "", cli.At(flag, cli.At(cli.Shown(name), errTooLarge.With(maxToken)))
	}
	return string(raw), nil
}

// keys reads what signatures are checked with. An error names the file, never what is in it.
func (c *call) keys(jwks, pem, secret string, ask bool) (verify.Keys, error) {
	var keys verify.Keys
	for _, source := range []struct{ flag, file string }{{"-jwks", jwks}, {"-pem", pem}, {"-secret-file", secret}} {
		if source.file == "" {
			continue
		}
		raw, err := keyFile(source.flag, source.file)
		if err != nil {
			return keys, err
		}
		more, err := parseKeys(raw, source.flag)
		if err != nil {
			return keys, cli.At(source.flag, cli.At(cli.Shown(source.file), err))
		}
		keys = join(keys, more)
	}
	if ask {
		typed, err := c.ask(c.say("secret", "секрет"), false)
		if err != nil {
			return keys, err
		}
		if strings.TrimSpace(typed) == "" {
			return keys, cli.At("-ask-secret", errNoSecret)
		}
		more, err := verify.ParseKeys(typed)
		if err != nil {
			return keys, cli.At("-ask-secret", err)
		}
		keys = join(keys, more)
	}
	return keys, nil
}

// parseKeys reads keys, and refuses what would count as a shared secret where a public key was promised.
func parseKeys(raw, flag string) (verify.Keys, error) {
	keys, err := verify.ParseKeys(strings.TrimRight(raw, "\r\n"))
	if err != nil || flag == "-secret-file" || len(keys.List) == 0 || keys.List[0].Type != "oct" || strings.HasPrefix(strings.TrimSpace(raw), "{") {
		return keys, err
	}
	if flag == "-pem" {
		return verify.Keys{}, errNotPEM
	}
	return verify.Keys{}, errNotJWKS
}

// join adds keys of a further source. What a confused verifier would take for a secret is kept of the first.
func join(a, b verify.Keys) verify.Keys {
	if len(a.List) == 0 {
		return b
	}
	a.List = append(a.List, b.List...)
	return a
}

// decrypt reads the encrypted tokens with a key.
func (c *call) decrypt(found *keys.Inspected, text, file string, opts token.CheckOptions) error {
	raw, err := keyFile("-key", file)
	if err != nil {
		return err
	}
	used := false
	for i, y := range found.Tokens {
		if y.Kind != string(token.KindJWE) {
			continue
		}
		t := token.Inspect(strings.TrimSpace(text[y.Offset:]))
		if f := token.Find(text[y.Offset:]); len(f) > 0 && f[0].Offset == 0 {
			t = token.Inspect(f[0].Value)
		}
		opened, err := jwe.Decrypt(t, strings.TrimRight(raw, "\r\n"))
		if err != nil {
			return cli.At("-key", err)
		}
		used = true
		z := keys.View(opened, nil, opts)
		z.Name, z.Offset = y.Name, y.Offset
		found.Tokens[i] = z
	}
	if !used {
		c.note(c.words(cli.At("-key", errNothingToOpen)))
	}
	return nil
}

func failed(found keys.Inspected) bool {
	for _, t := range found.Tokens {
		for _, ch := range t.Checks {
			if ch.Result == token.Fail && !ch.Advice {
				return true
			}
		}
	}
	return false
}

// jsonToken is the stable form of -format json: members are added, never renamed.
type jsonToken struct {
	Name     string        `json:"name,omitempty"`
	Offset   int           `json:"offset"`
	Kind     string        `json:"kind"`
	Use      string        `json:"use,omitempty"`
	Looks    string        `json:"looks,omitempty"`
	Complete bool          `json:"complete"`
	Header   orderedObject `json:"header"`
	Fields   []jsonClaim   `json:"headerFields"` // the header with confidences
	Claims   []jsonClaim   `json:"claims"`
	Repairs  []string      `json:"repairs"`
	Damage   []jsonDamage  `json:"damage"`
	Checks   []keys.Check  `json:"checks"`
	Nested   *jsonToken    `json:"nested,omitempty"`
	More     []jsonToken   `json:"more,omitempty"`
}

type jsonClaim struct {
	Name       string          `json:"name"`
	Value      json.RawMessage `json:"value"`
	Confidence string          `json:"confidence"`
	What       string          `json:"what,omitempty"`
	Should     string          `json:"should,omitempty"`
	Source     string          `json:"source,omitempty"`
	Time       string          `json:"time,omitempty"`
}

type jsonDamage = keys.Damage

// orderedObject is an object whose members keep the token's order.
type orderedObject []jsonClaim

// MarshalJSON writes the members; of several of one name the last counts, as most parsers take it.
func (o orderedObject) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, m := range o {
		last := true
		for _, other := range o[i+1:] {
			last = last && other.Name != m.Name
		}
		if !last {
			continue
		}
		name, err := json.Marshal(m.Name)
		if err != nil {
			return nil, err
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, name...), ':'), m.Value...)
	}
	return append(out, '}'), nil
}

// tokenJSON puts the first token that tells something before the others.
func tokenJSON(found keys.Inspected) jsonToken {
	main := max(0, slices.IndexFunc(found.Tokens, func(t keys.Token) bool { return t.Kind != string(token.KindOpaque) }))
	first := jsonOf(found.Tokens[main])
	for i, t := range found.Tokens {
		if i != main {
			first.More = append(first.More, jsonOf(t))
		}
	}
	return first
}

func jsonOf(t keys.Token) jsonToken {
	j := jsonToken{Name: t.Name, Offset: t.Offset, Kind: t.Kind, Use: t.Use, Looks: t.Opaque, Complete: t.Complete,
		Fields: jsonClaims(t.Header), Claims: jsonClaims(t.Claims), Repairs: t.Repairs, Damage: t.Damage, Checks: t.Checks}
	j.Header = orderedObject(j.Fields)
	if t.Nested != nil {
		n := jsonOf(*t.Nested)
		j.Nested = &n
	}
	return j
}

func jsonClaims(fields []keys.Field) []jsonClaim {
	list := []jsonClaim{}
	for _, f := range fields {
		value := json.RawMessage(f.Value)
		if !json.Valid(value) {
			value, _ = json.Marshal(f.Value) // a piece of a value
		}
		list = append(list, jsonClaim{Name: f.Name, Value: value, Confidence: f.Confidence, What: f.What, Should: f.Should, Source: f.Source, Time: f.Time})
	}
	return list
}

func (c *call) printTokens(p *printer, found keys.Inspected) {
	for i, t := range found.Tokens {
		if i > 0 {
			p.text("\n")
		}
		c.printToken(p, t, "")
	}
	if found.Omitted > 0 {
		p.text(fmt.Sprintf(c.say("\nleft out: %d tokens\n", "\nне показано токенов: %d\n"), found.Omitted))
	}
}

func (c *call) printToken(p *printer, t keys.Token, indent string) {
	parts := []string{strings.ToUpper(t.Kind)}
	if t.Opaque != "" {
		parts = []string{t.Opaque}
	}
	for _, f := range t.Header {
		if f.Name == "alg" {
			parts[0] += " " + plainValue(f.Value)
		}
	}
	if t.Name != "" {
		parts = append([]string{t.Name}, parts...)
	}
	if t.Use != "" {
		parts = append(parts, t.UseText)
	}
	if !t.Complete && t.Opaque == "" {
		parts = append(parts, c.say("not complete", "неполный"))
	}
	p.text(indent + p.bold(strings.Join(parts, " · ")) + "\n")
	for _, r := range t.Repairs {
		p.hang(p.severity("info", c.say("repaired", "исправлено")+":")+" "+r, indent+"  ", indent+"    ")
	}
	for i, d := range t.Damage {
		if i == 5 {
			p.text(fmt.Sprintf(indent+"  "+c.say("… and %d more places\n", "… и ещё мест: %d\n"), len(t.Damage)-5))
			break
		}
		p.hang(p.severity("warning", c.say("damaged", "повреждено")+":")+fmt.Sprintf(c.say(" %s, byte %d, at “%s”: %s", " %s, байт %d, у «%s»: %s"), d.Part, d.Offset, d.Text, d.Reason), indent+"  ", indent+"    ")
	}
	var failed, advice, others []keys.Check
	for _, ch := range t.Checks {
		switch {
		case t.Opaque != "":
		case ch.Result != token.Fail:
			others = append(others, ch)
		case ch.Advice:
			advice = append(advice, ch)
		default:
			failed = append(failed, ch)
		}
	}
	failed = append(failed, advice...)
	c.printChecks(p, c.say("what stands out", "что бросается в глаза"), failed, indent)
	c.printFields(p, c.say("header", "заголовок"), t.Header, indent)
	c.printFields(p, c.say("header no signature covers", "заголовок без подписи"), t.Unprotected, indent)
	c.printFields(p, c.say("claims", "утверждения"), t.Claims, indent)
	if t.Nested != nil {
		p.text("\n" + indent + "  " + c.say("the token inside:", "токен внутри:") + "\n")
		c.printToken(p, *t.Nested, indent+"    ")
	}
	title := c.say("checks", "проверки")
	if len(failed) > 0 {
		title = c.say("other checks", "остальные проверки")
	}
	c.printChecks(p, title, others, indent)
}

func (c *call) printChecks(p *printer, title string, checks []keys.Check, indent string) {
	if len(checks) == 0 {
		return
	}
	p.text("\n" + indent + "  " + p.bold(title) + "\n")
	for _, ch := range checks {
		mark := map[string]string{token.Pass: p.paint("1;32", "✓"), token.Fail: p.paint("1;31", "✗"), token.Unknown: p.dim("?")}[ch.Result]
		if ch.Advice && ch.Result == token.Fail {
			mark = p.paint("1;33", "!")
		}
		p.hang(mark+" "+ch.Title+": "+ch.Reason, indent+"    ", indent+"      ")
	}
}

func (c *call) printFields(p *printer, title string, fields []keys.Field, indent string) {
	if len(fields) == 0 {
		return
	}
	p.text("\n" + indent + "  " + p.bold(title) + "\n")
	wide := 0
	for _, f := range fields {
		wide = max(wide, len([]rune(f.Name)))
	}
	wide = min(wide, 24)
	for _, f := range fields {
		line := fmt.Sprintf("%-*s  %s", wide, f.Name, plainValue(f.Value))
		if f.Time != "" {
			line += "  " + f.Time
			if f.Ago != "" {
				line += ", " + f.Ago
			}
		}
		if f.Confidence != token.Certain {
			line += "  (" + p.severity("warning", c.confidence(f.Confidence)) + ")"
		}
		p.text(indent + "    " + line + "\n")
		said := f.What
		if f.Should != "" {
			said += "; " + f.Should
		}
		if f.Source != "" {
			said += " [" + f.Source + "]"
		}
		indented := indent + "    " + strings.Repeat(" ", wide+2)
		for line := range strings.Lines(report.Wrap(said, "", "", max(p.width-len(indented), 20))) {
			p.text(indented + p.dim(strings.TrimSuffix(line, "\n")) + "\n")
		}
	}
}

// plainValue shows a string without quotes and anything else as JSON, without control characters.
func plainValue(raw string) string {
	var text string
	if strings.HasPrefix(raw, `"`) && json.Unmarshal([]byte(raw), &text) == nil {
		raw = text
	}
	return cli.Plain(raw)
}
