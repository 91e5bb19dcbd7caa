// Package keys registers the methods of the token workbench: inspect, verify, decrypt, sign, compare and recover tokens.
// They exist in a worker of the browser only; one that was given a key is ended after the call.
//
//	token.inspect, token.verify, token.decrypt, token.sign, token.compare, token.recover ─▶ internal/token and its packages
package keys

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"grantlens/internal/rpc"
	"grantlens/internal/token"
	"grantlens/internal/token/jwe"
	"grantlens/internal/token/sign"
	"grantlens/internal/token/verify"
)

// Register adds the methods to a worker's Mux.
func Register(m *rpc.Mux) {
	m.Register("token.inspect", rpc.Typed(inspectToken))
	m.RegisterData("token.inspect", rpc.TypedText(func(p *InspectParams, text string) { p.Text = text }, inspectToken))
	m.Register("token.verify", rpc.Typed(tokenVerify))
	m.Register("token.decrypt", rpc.Typed(tokenDecrypt))
	m.Register("token.sign", rpc.Typed(tokenSign))
	m.Register("token.compare", rpc.Typed(tokenCompare))
	m.Register("token.recover", rpc.Typed(tokenRecover))
}

// VerifyParams are the parameters of token.verify. Keys is a JWKS, a JWK, PEM or a secret, or empty. Discovery is the text
// of the issuer's discovery document: it stands in for an empty Issuer, and says which algorithms sign its ID tokens.
// Now is RFC 3339; empty means the clock. Leeway is in seconds. What is left empty makes its checks unknown.
type VerifyParams struct {
	Token       string `json:"token"`
	Keys        string `json:"keys"`
	Discovery   string `json:"discovery"`
	Use         string `json:"use"`
	Issuer      string `json:"issuer"`
	Audience    string `json:"audience"`
	ClientID    string `json:"clientId"`
	Nonce       string `json:"nonce"`
	AccessToken string `json:"accessToken"`
	Code        string `json:"code"`
	Now         string `json:"now"`
	Leeway      int64  `json:"leeway"`
	Lang        string `json:"lang"`
}

// Verified is the answer of token.verify: every check, whatever the others say.
type Verified struct {
	Checks []Check `json:"checks"`
}

func tokenVerify(p VerifyParams) (any, error) {
	now, err := timeOf(p.Now, p.Lang)
	if err != nil {
		return nil, err
	}
	if p.Discovery == "" && verify.IsDiscovery(p.Keys) {
		p.Discovery, p.Keys = p.Keys, "" // pasted into the other field
	}
	opts := token.CheckOptions{Now: now, Leeway: time.Duration(p.Leeway) * time.Second, Use: p.Use,
		Issuer: p.Issuer, Audience: p.Audience, ClientID: p.ClientID, Nonce: p.Nonce, AccessToken: p.AccessToken, Code: p.Code, Lang: p.Lang}
	var keys verify.Keys
	if p.Keys != "" {
		if keys, err = verify.ParseKeys(p.Keys); err != nil {
			return nil, noKey(err, p.Lang)
		}
	}
	opts.Keys = keys // even none can tell a weak secret
	t := token.Inspect(p.Token)
	if p.Discovery != "" {
		d, err := verify.ParseDiscovery(p.Discovery)
		if err != nil {
			return nil, rpc.BadInput(token.Say(p.Lang, "this is not a discovery document", "это не документ discovery"), token.Say(p.Lang, "It is the JSON object at /.well-known/openid-configuration of the issuer, with issuer and jwks_uri.", "Это объект JSON с адреса /.well-known/openid-configuration издателя, с issuer и jwks_uri."))
		}
		if opts.Issuer == "" {
			opts.Issuer = d.Issuer
		}
		if t.Use() == "id" {
			opts.Algs = d.IDTokenAlgs
		}
	}
	checks := token.Check(t, opts)
	return Verified{Checks: titled(checks, p.Lang)}, nil
}

// noKey says why what was pasted cannot verify.
func noKey(err error, lang string) error {
	switch err {
	case verify.ErrHTML:
		return rpc.BadInput(token.Say(lang, "this is an HTML page, not a key set", "это страница HTML, а не набор ключей"), token.Say(lang, "The address answers with a login or an error page: fetch the jwks_uri of the discovery document.", "По этому адресу отвечает страница входа или ошибки: возьмите jwks_uri из документа discovery."))
	case verify.ErrPEM:
		return rpc.BadInput(token.Say(lang, "the PEM holds no key that can verify", "в PEM нет ключа для проверки"), token.Say(lang, "Paste a public key or a certificate, whole, with its BEGIN and END lines.", "Вставьте открытый ключ или сертификат целиком, со строками BEGIN и END."))
	}
	return rpc.BadInput(token.Say(lang, "no key could be read", "не удалось прочитать ключ"), token.Say(lang, "Paste a JWKS or a JWK, a public key or certificate in PEM, or the shared secret.", "Вставьте JWKS или JWK, открытый ключ или сертификат в PEM либо общий секрет."))
}

// timeOf reads RFC 3339; empty means the clock.
func timeOf(s, lang string) (time.Time, error) {
	if s == "" {
		return time.Now(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, notATime(lang)
	}
	return t, nil
}

func notATime(lang string) error {
	return rpc.BadInput(token.Say(lang, "the time is not RFC 3339", "время не в формате RFC 3339"), token.Say(lang, "For example 2026-03-02T17:31:58Z.", "Например, 2026-03-02T17:31:58Z."))
}

// DecryptParams are the parameters of token.decrypt; the answer is the token explained, as token.inspect does. Now is
// RFC 3339; empty means the clock.
type DecryptParams struct {
	Token string `json:"token"`
	Key   string `json:"key"`
	Now   string `json:"now"`
	Lang  string `json:"lang"`
}

func tokenDecrypt(p DecryptParams) (any, error) {
	now, err := timeOf(p.Now, p.Lang)
	if err != nil {
		return nil, err
	}
	t, err := jwe.Decrypt(token.Inspect(p.Token), p.Key)
	switch err {
	case nil:
		return View(t, nil, token.CheckOptions{Now: now, Lang: p.Lang}), nil
	case jwe.ErrNotJWE:
		return nil, rpc.BadInput(token.Say(p.Lang, "this is not a complete JWE", "это не полный JWE"), token.Say(p.Lang, "A JWE has five parts with dots between.", "У JWE пять частей через точку."))
	case jwe.ErrUnsupported:
		return nil, rpc.BadInput(token.Say(p.Lang, "the encryption algorithm is not supported", "алгоритм шифрования не поддерживается"), token.Say(p.Lang, "RSA-OAEP, ECDH-ES, AES key wrap, dir and PBES2 with GCM or CBC-HS can be read.", "Читаются RSA-OAEP, ECDH-ES, AES key wrap, dir и PBES2 с GCM или CBC-HS."))
	case jwe.ErrWrongKey:
		return nil, rpc.BadInput(token.Say(p.Lang, "the key does not fit, or the token was changed", "ключ не подходит, или токен изменён"), token.Say(p.Lang, "The private key belongs to the public key that the kid of the header names.", "Нужен приватный ключ к тому открытому, который назван в kid заголовка."))
	}
	return nil, rpc.BadInput(token.Say(p.Lang, "no usable key was given", "нет пригодного ключа"), token.Say(p.Lang, "Give a private key as JWK, JWKS or PEM, the shared key, or the password.", "Дайте приватный ключ в JWK, JWKS или PEM, общий ключ или пароль."))
}

// SignParams are the parameters of token.sign. Header and Claims are JSON objects, or strings that hold one: a string is
// signed byte for byte, so that members given twice and numbers beyond 2^53 arrive in the token. Key is a private key in
// PEM or JWK or a secret, and empty makes a fresh one.
type SignParams struct {
	Alg    string          `json:"alg"`
	Key    string          `json:"key"`
	Header json.RawMessage `json:"header"`
	Claims json.RawMessage `json:"claims"`
	Lang   string          `json:"lang"`
}

// Signed is the answer of token.sign. JWKS holds the public key; of an HMAC it holds the secret. PEM is the private key,
// for a fresh one only.
type Signed struct {
	Token string `json:"token"`
	JWKS  string `json:"jwks"`
	PEM   string `json:"pem,omitempty"`
}

func tokenSign(p SignParams) (any, error) {
	var key sign.Key
	var err error
	if p.Key == "" {
		key, err = sign.Generate(p.Alg)
	} else {
		key, err = sign.Parse(p.Key, p.Alg)
	}
	if err != nil {
		return nil, signRefusal(err, p.Lang)
	}
	header, err := withDefaults(asTyped(p.Header), p.Alg, key.ID)
	if err != nil {
		return nil, signRefusal(err, p.Lang)
	}
	signed, err := key.Sign(header, asTyped(p.Claims))
	if err != nil {
		return nil, signRefusal(err, p.Lang)
	}
	out := Signed{Token: signed}
	if p.Alg != "none" {
		out.JWKS = key.JWKS(p.Alg) + key.SecretJWKS(p.Alg) // one of the two
		if p.Key == "" {
			out.PEM = key.PEM()
		}
	}
	return out, nil
}

// asTyped is the text of a JSON object that is given as it is, or inside a string.
func asTyped(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// withDefaults puts alg, and typ and kid where they are missing, in front of the members of a header, which stay as typed.
func withDefaults(header, alg, kid string) (string, error) {
	header = strings.TrimSpace(header)
	if header == "" || header == "null" {
		header = "{}"
	}
	var given map[string]json.RawMessage
	if json.Unmarshal([]byte(header), &given) != nil || given == nil {
		return "", sign.ErrHeader
	}
	var members []string
	for _, m := range [...]struct{ name, value string }{{"alg", alg}, {"typ", "JWT"}, {"kid", kid}} {
		typed, there := given[m.name]
		value, err := json.Marshal(m.value)
		switch {
		case err != nil:
			return "", sign.ErrHeader
		case there && m.name == "alg" && string(typed) != string(value):
			return "", errOtherAlg
		case !there && m.value != "":
			members = append(members, `"`+m.name+`":`+string(value))
		}
	}
	rest := strings.TrimSpace(header[1:])
	if rest != "}" && len(members) > 0 {
		rest = "," + rest
	}
	return "{" + strings.Join(members, ",") + rest, nil
}

var errOtherAlg = errors.New("keys: header: alg is not the one chosen")

func signRefusal(err error, lang string) error {
	switch err {
	case sign.ErrAlg:
		return rpc.BadInput(token.Say(lang, "this algorithm cannot sign", "этим алгоритмом подписать нельзя"), token.Say(lang, "Choose RS, PS, ES or HS with 256, 384 or 512, EdDSA, or none.", "Выберите RS, PS, ES или HS с 256, 384 или 512, EdDSA либо none."))
	case sign.ErrKey:
		return rpc.BadInput(token.Say(lang, "the key does not fit the algorithm", "ключ не подходит к алгоритму"), token.Say(lang, "Paste a private key in PEM or as a JWK, or leave the field empty for a fresh one.", "Вставьте приватный ключ в PEM или JWK либо оставьте поле пустым, чтобы создать новый."))
	case errOtherAlg:
		return rpc.BadInput(token.Say(lang, "alg in the header is not the algorithm chosen", "alg в заголовке не совпадает с выбранным алгоритмом"), token.Say(lang, "Leave alg out of the header: it is put in.", "Уберите alg из заголовка: он добавится сам."))
	case sign.ErrHeader:
		return rpc.BadInput(token.Say(lang, "the header is not a JSON object", "заголовок — не объект JSON"), "")
	}
	return rpc.BadInput(token.Say(lang, "the claims are not a JSON object", "содержимое — не объект JSON"), token.Say(lang, "Look for a missing comma or quotation mark.", "Проверьте запятые и кавычки."))
}

// CompareParams are the parameters of token.compare: two tokens, or two token responses.
type CompareParams struct {
	A    string `json:"a"`
	B    string `json:"b"`
	Lang string `json:"lang"`
}

func tokenCompare(p CompareParams) (any, error) {
	if json.Valid([]byte(p.A)) && json.Valid([]byte(p.B)) && len(p.A) > 0 && len(p.B) > 0 && isObject(p.A) && isObject(p.B) {
		return token.CompareResponses(p.A, p.B, p.Lang), nil
	}
	return token.Compare(token.Inspect(p.A), token.Inspect(p.B), p.Lang), nil
}

func isObject(s string) bool {
	var o map[string]json.RawMessage
	return json.Unmarshal([]byte(s), &o) == nil
}

// RecoverParams are the parameters of token.recover.
type RecoverParams struct {
	Token string `json:"token"`
}

// Recovered is the answer of token.recover; Found is false when no reading fits.
type Recovered struct {
	Found bool `json:"found"`
	token.Recovery
}

func tokenRecover(p RecoverParams) (any, error) {
	recovery, ok := token.Recover(p.Token)
	return Recovered{ok, recovery}, nil
}
