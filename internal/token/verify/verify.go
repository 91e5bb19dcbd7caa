package verify

import (
	"strconv"
	"strings"

	"grantlens/internal/token"

	"github.com/golang-jwt/jwt/v5"
)

// family of an algorithm: the key type it needs and, for elliptic curves, the curve's size.
var needs = map[string]struct {
	kty  string
	bits int
}{
	"RS256": {"RSA", 2048}, "RS384": {"RSA", 2048}, "RS512": {"RSA", 2048}, // RFC 7518 section 3.3: 2048 or larger
	"PS256": {"RSA", 2048}, "PS384": {"RSA", 2048}, "PS512": {"RSA", 2048},
	"ES256": {"EC", 256}, "ES384": {"EC", 384}, "ES512": {"EC", 521},
	"EdDSA": {"OKP", 256}, "Ed25519": {"OKP", 256},
	"HS256": {"oct", 256}, "HS384": {"oct", 384}, "HS512": {"oct", 512}, // section 3.2: as long as the hash
}

// weakSecrets are what tutorials and defaults leave behind.
var weakSecrets = strings.Fields(`secret Secret SECRET password changeme changeit your-256-bit-secret your-384-bit-secret
	your-512-bit-secret your_secret your-secret-key your_secret_key secretkey secret_key secret-key mysecret my-secret
	mysecretkey my_secret_key my-secret-key jwtsecret jwt_secret jwt-secret JWT_SECRET supersecret super-secret
	supersecretkey super_secret topsecret top_secret test testing test123 key private qwerty 123456 12345678 123456789
	1234567890 admin default example development dev token auth hello hello123 abc123 keyboard shhh shhhh shhhhh
	s3cr3t S3cr3t sekret 0123456789abcdef a-string-secret-at-least-256-bits-long GawgguFyGrWKav7AX4VKUg
	a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long`)

// CheckKeys judges a JWS by the keys: checks kid, key, signature and weak_secret.
func (ks Keys) CheckKeys(t token.Token, lang string) []token.CheckResult {
	v := verifier{ks: ks, t: t, lang: lang, alg: t.Alg(), kid: t.Kid()}
	candidates := v.candidates()
	return []token.CheckResult{
		v.checkKid(candidates), v.checkKey(candidates), v.checkSignature(candidates), v.checkWeak(),
	}
}

type verifier struct {
	ks       Keys
	t        token.Token
	lang     string
	alg, kid string
}

func (v verifier) result(name, result, en, ru string, args ...string) token.CheckResult {
	return token.CheckResult{Name: name, Result: result, Reason: token.Say(v.lang, en, ru, args...)}
}

// candidates are the keys the token may be signed with: the one it names, else all of the
// right type.
func (v verifier) candidates() []Key {
	var named, fit []Key
	for _, k := range v.ks.List {
		if v.kid != "" && k.ID == v.kid {
			named = append(named, k)
		}
		if k.Type == needs[v.alg].kty {
			fit = append(fit, k)
		}
	}
	if named != nil {
		return named
	}
	return fit
}

func (v verifier) checkKid(candidates []Key) token.CheckResult {
	const name = "kid"
	if len(v.ks.List) == 0 {
		return v.result(name, token.Unknown, "no key given", "ключ не задан")
	}
	var ids []string
	for _, k := range v.ks.List {
		if k.ID != "" {
			ids = append(ids, k.ID)
		}
	}
	switch {
	case v.kid == "" && len(v.ks.List) == 1:
		return v.result(name, token.Pass, "the token names no key; there is only one", "токен не называет ключ; он один")
	case v.kid == "":
		return v.result(name, token.Unknown, "the token names no key; all % that fit are tried", "токен не называет ключ; пробуются все подходящие (%)", strconv.Itoa(len(candidates)))
	case len(ids) == 0:
		return v.result(name, token.Unknown, "the keys given have no ids", "у заданных ключей нет id")
	case len(candidates) > 0 && candidates[0].ID == v.kid:
		return v.result(name, token.Pass, "found", "найден")
	}
	return v.result(name, token.Fail, "not in the key set (it has %): the keys were rotated, or these are another issuer's", "нет в наборе (есть %): ключи сменились или набор другого издателя", strings.Join(ids, ", "))
}

func (v verifier) checkKey(candidates []Key) token.CheckResult {
	const name = "key"
	need, known := needs[v.alg]
	switch {
	case len(v.ks.List) == 0:
		return v.result(name, token.Unknown, "no key given", "ключ не задан")
	case !known:
		return v.result(name, token.Unknown, "% is not known here", "% здесь неизвестен", v.alg)
	case need.kty == "oct" && len(v.ks.texts) > 0:
		return v.result(name, token.Fail, "% signs with a shared secret, the key given is a public one: whoever accepts that accepts forgeries (RFC 8725 2.1)",
			"% подписывает общим секретом, а задан открытый ключ: кто это принимает, принимает подделки (RFC 8725 2.1)", v.alg)
	case len(candidates) == 0:
		return v.result(name, token.Fail, "% needs a key of type %, none was given", "для % нужен ключ типа %, его нет", v.alg, need.kty)
	}
	k := candidates[0]
	bits := strconv.Itoa(k.Bits)
	switch {
	case k.broken != "":
		return v.result(name, token.Fail, "the key cannot be read: %", "ключ не читается: %", k.broken)
	case k.Type != need.kty:
		return v.result(name, token.Fail, "% needs a key of type %, this one is %", "для % нужен ключ типа %, а этот %", v.alg, need.kty, k.Type)
	case k.Use == "enc":
		return v.result(name, token.Fail, "the key is for encryption (use enc)", "ключ для шифрования (use enc)")
	case k.Alg != "" && k.Alg != v.alg:
		return v.result(name, token.Fail, "the key is for %, the token uses %", "ключ для %, токен использует %", k.Alg, v.alg)
	case k.Type == "EC" && k.Bits != need.bits:
		return v.result(name, token.Fail, "% needs a curve of % bits, this one has %", "для % нужна кривая % бит, у этой %", v.alg, strconv.Itoa(need.bits), bits)
	case k.Bits < need.bits:
		return v.result(name, token.Fail, "% bits, % are the least for %", "% бит; нужно не меньше % для %", bits, strconv.Itoa(need.bits), v.alg)
	}
	return v.result(name, token.Pass, "%, % bits", "%, % бит", k.Type, bits)
}

func (v verifier) checkSignature(candidates []Key) token.CheckResult {
	const name = "signature"
	method := jwt.GetSigningMethod(methodName(v.alg))
	input, sig := v.t.SigningInput(), v.t.Signature()
	switch {
	case strings.EqualFold(v.alg, "none"):
		return v.result(name, token.Fail, "there is none: alg none", "её нет: alg none")
	case len(v.ks.List) == 0:
		return v.result(name, token.Unknown, "no key given", "ключ не задан")
	case len(sig) == 0:
		return v.result(name, token.Unknown, "the signature is missing or damaged", "подпись отсутствует или повреждена")
	case method == nil || needs[v.alg].kty == "":
		return v.result(name, token.Unknown, "% is not known here", "% здесь неизвестен", v.alg)
	}
	for _, k := range candidates {
		if k.verifies(method, input, sig) {
			return v.result(name, token.Pass, "valid", "верна")
		}
	}
	for _, k := range v.ks.List {
		if k.Type == needs[v.alg].kty && k.verifies(method, input, sig) {
			return v.result(name, token.Pass, "valid, but by the key %, not the one the token names", "верна, но ключом %, а не названным в токене", k.ID)
		}
	}
	if needs[v.alg].kty == "oct" {
		for _, text := range v.ks.texts {
			if method.Verify(input, sig, text) == nil {
				return v.result(name, token.Fail, "made with the public key as HMAC secret: a forgery (RFC 8725 2.1)", "сделана открытым ключом как секретом HMAC: подделка (RFC 8725 2.1)")
			}
		}
	}
	switch {
	case len(candidates) == 0:
		return v.result(name, token.Unknown, "no key of the right type", "нет ключа нужного типа")
	case !v.t.Complete:
		return v.result(name, token.Unknown, "the token is not complete", "токен неполный")
	case needs[v.alg].kty == "RSA" && !sizeFits(candidates, len(sig)):
		return v.result(name, token.Fail, "not valid: the signature has the length of another key", "неверна: длина подписи от другого ключа")
	}
	if _, ok := v.t.HeaderParam("nonce"); ok && v.t.Family() == "entra" {
		return v.result(name, token.Unknown, "not valid as it stands, and need not be: a nonce in the header marks a token only Microsoft Graph can verify", "в этом виде неверна, и не обязана: nonce в заголовке — токен, который проверит только Microsoft Graph")
	}
	return v.result(name, token.Fail, "not valid: another key signed, or the token was changed", "неверна: подписано другим ключом или токен изменён")
}

// methodName: golang-jwt knows Ed25519 by its older name (RFC 9864).
func methodName(alg string) string {
	if alg == "Ed25519" {
		return "EdDSA"
	}
	return alg
}

func sizeFits(keys []Key, n int) bool {
	for _, k := range keys {
		if (k.Bits+7)/8 == n {
			return true
		}
	}
	return false
}

func (k Key) verifies(m jwt.SigningMethod, input string, sig []byte) bool {
	if k.broken != "" {
		return false
	}
	if k.public != nil {
		return m.Verify(input, sig, k.public) == nil
	}
	for _, s := range k.secrets {
		if m.Verify(input, sig, s) == nil {
			return true
		}
	}
	return false
}

func (v verifier) checkWeak() token.CheckResult {
	const name = "weak_secret"
	sig := v.t.Signature()
	if needs[v.alg].kty != "oct" {
		return v.result(name, token.Pass, "no shared secret", "общего секрета нет")
	}
	if len(sig) == 0 {
		return v.result(name, token.Unknown, "the signature is missing or damaged", "подпись отсутствует или повреждена")
	}
	method, input := jwt.GetSigningMethod(v.alg), v.t.SigningInput()
	for _, w := range append([]string{""}, weakSecrets...) {
		if (Key{secrets: secret(w).secrets}).verifies(method, input, sig) {
			return v.result(name, token.Fail, "signed with “%”, a word from every list: anybody can forge tokens (RFC 8725 2.2)", "подписано словом «%» из любого словаря: подделать может кто угодно (RFC 8725 2.2)", w)
		}
	}
	return v.result(name, token.Pass, "not among % common secrets", "нет среди % частых секретов", strconv.Itoa(len(weakSecrets)))
}
