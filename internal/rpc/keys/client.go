package keys

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"grantlens/internal/rpc"
	"grantlens/internal/token"
	"grantlens/internal/token/sign"
)

// What a client proves itself with at the token endpoint: an assertion (RFC 7523) and a DPoP proof (RFC 9449).
//
//	client.assertion, dpop.key, dpop.proof ─▶ internal/token/sign

// RegisterClient adds them to a worker's Mux. That worker lives as long as its DPoP keys are needed.
func RegisterClient(m *rpc.Mux) {
	d := &proofs{keys: map[string]proofKey{}}
	m.Register("client.assertion", rpc.Typed(clientAssertion))
	m.Register("dpop.key", rpc.Typed(d.key))
	m.Register("dpop.proof", rpc.Typed(d.proof))
}

// AssertionParams are the parameters of client.assertion. Key is a private key in PEM or JWK, Secret a client secret for
// HS*; one of the two. Lifetime is in seconds, a minute when 0.
type AssertionParams struct {
	Key      string `json:"key"`
	Secret   string `json:"secret"`
	Alg      string `json:"alg"`
	Kid      string `json:"kid"`
	ClientID string `json:"clientId"`
	Audience string `json:"audience"`
	Lifetime int64  `json:"lifetime"`
	Lang     string `json:"lang"`
}

// Assertion is the answer of client.assertion. Header and Claims are what was signed; Note explains the audience.
type Assertion struct {
	Assertion string          `json:"assertion"`
	Header    json.RawMessage `json:"header"`
	Claims    json.RawMessage `json:"claims"`
	Note      string          `json:"note"`
}

// maxAssertion is the longest lifetime of an assertion, in seconds: servers refuse long ones, and a longer one is a
// password.
const maxAssertion = 3600

func clientAssertion(p AssertionParams) (any, error) {
	lang := p.Lang
	switch {
	case p.ClientID == "":
		return nil, rpc.BadInput(token.Say(lang, "the client_id is missing", "не указан client_id"), token.Say(lang, "It becomes iss and sub of the assertion.", "Он становится iss и sub в assertion."))
	case p.Audience == "":
		return nil, rpc.BadInput(token.Say(lang, "the audience is missing", "не указан audience"), token.Say(lang, "Give the issuer of the server, or the URL of its token endpoint.", "Укажите issuer сервера или URL его token endpoint."))
	case p.Lifetime < 0 || p.Lifetime > maxAssertion:
		return nil, rpc.BadInput(token.Say(lang, "the lifetime is not between a second and an hour", "срок не от секунды до часа"), token.Say(lang, "A minute is enough: an assertion is made for one request.", "Минуты достаточно: assertion делается для одного запроса."))
	case p.Alg == "none":
		return nil, signRefusal(sign.ErrAlg, lang)
	}
	if p.Lifetime == 0 {
		p.Lifetime = 60
	}
	given := p.Key
	if strings.HasPrefix(p.Alg, "HS") && p.Secret != "" {
		given = p.Secret
	}
	key, err := sign.Parse(given, p.Alg)
	if err != nil {
		return nil, signRefusal(err, lang)
	}
	header := []member{{"alg", p.Alg}, {"typ", "JWT"}}
	if !strings.HasPrefix(p.Alg, "HS") || p.Kid != "" {
		kid := p.Kid
		if kid == "" {
			kid = key.ID
		}
		header = append(header, member{"kid", kid})
	}
	now := time.Now().Unix()
	claims := []member{{"iss", p.ClientID}, {"sub", p.ClientID}, {"aud", p.Audience}, {"jti", random()}, {"iat", now}, {"exp", now + p.Lifetime}}
	out := Assertion{Header: object(header), Claims: object(claims), Note: token.Say(lang,
		"aud names who may accept this assertion. Newer specifications demand the issuer as a single string (FAPI 2.0, the revision of RFC 7523, after one server could replay an assertion at another); older servers compare it with the URL of the token endpoint. If the answer is invalid_client, try the other one.",
		"aud называет, кому предназначен assertion. Новые спецификации требуют issuer одной строкой (FAPI 2.0, пересмотр RFC 7523: иначе один сервер мог бы предъявить assertion другому); старые серверы сравнивают его с URL token endpoint. Если ответ invalid_client, попробуйте другое значение.")}
	if out.Assertion, err = key.Sign(string(out.Header), string(out.Claims)); err != nil {
		return nil, signRefusal(err, lang)
	}
	return out, nil
}

// member is one member of a JSON object whose order is kept for the reader.
type member struct {
	name  string
	value any // string or int64
}

func object(members []member) json.RawMessage {
	b := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(append(b, m.name...), '"', ':')
		switch v := m.value.(type) {
		case int64:
			b = strconv.AppendInt(b, v, 10)
		case json.RawMessage:
			b = append(b, v...)
		default:
			text, _ := json.Marshal(v) // strings always marshal
			b = append(b, text...)
		}
	}
	return append(b, '}')
}

// random is a value nobody else has: 128 bits, base64url.
func random() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// proofs holds the keys that DPoP proofs are signed with. They are made here and never leave the worker.
type proofs struct {
	keys  map[string]proofKey
	order []string
}

type proofKey struct {
	key sign.Key
	alg string
}

// maxProofKeys bounds the keys held; the oldest goes.
const maxProofKeys = 16

// ProofKeyParams are the parameters of dpop.key: an asymmetric algorithm, ES256 when empty.
type ProofKeyParams struct {
	Alg  string `json:"alg"`
	Lang string `json:"lang"`
}

// ProofKey is the answer of dpop.key: the public key, and its thumbprint, which the token carries as cnf.jkt.
type ProofKey struct {
	ID         string          `json:"id"`
	JWK        json.RawMessage `json:"jwk"`
	Thumbprint string          `json:"thumbprint"`
}

func (d *proofs) key(p ProofKeyParams) (any, error) {
	if p.Alg == "" {
		p.Alg = "ES256"
	}
	if p.Alg == "none" || strings.HasPrefix(p.Alg, "HS") { // RFC 9449 section 4.2: asymmetric only
		return nil, rpc.BadInput(token.Say(p.Lang, "a DPoP proof needs an asymmetric algorithm", "для DPoP proof нужен асимметричный алгоритм"), token.Say(p.Lang, "Choose ES256, EdDSA, RS256 or PS256.", "Выберите ES256, EdDSA, RS256 или PS256."))
	}
	key, err := sign.Generate(p.Alg)
	if err != nil {
		return nil, signRefusal(err, p.Lang)
	}
	id := random()
	d.keys[id] = proofKey{key, p.Alg}
	if d.order = append(d.order, id); len(d.order) > maxProofKeys {
		delete(d.keys, d.order[0])
		d.order = d.order[1:]
	}
	return ProofKey{ID: id, JWK: json.RawMessage(key.PublicJWK()), Thumbprint: key.Thumbprint()}, nil
}

// ProofParams are the parameters of dpop.proof. Nonce is the last DPoP-Nonce of the server, or empty. AccessToken is
// given when the proof goes with a token to an API.
type ProofParams struct {
	ID          string `json:"id"`
	Method      string `json:"method"`
	URL         string `json:"url"`
	Nonce       string `json:"nonce"`
	AccessToken string `json:"accessToken"`
	Lang        string `json:"lang"`
}

// Proof is the answer of dpop.proof.
type Proof struct {
	Proof  string          `json:"proof"`
	Header json.RawMessage `json:"header"`
	Claims json.RawMessage `json:"claims"`
}

func (d *proofs) proof(p ProofParams) (any, error) {
	k, ok := d.keys[p.ID]
	if !ok {
		return nil, rpc.BadInput(token.Say(p.Lang, "there is no key of this id", "ключа с таким id нет"), token.Say(p.Lang, "Make one with dpop.key; it lives as long as this worker.", "Создайте его через dpop.key; он живёт, пока живёт этот worker."))
	}
	if p.Method == "" || !strings.Contains(p.URL, "://") {
		return nil, rpc.BadInput(token.Say(p.Lang, "method and URL of the request are needed", "нужны метод и URL запроса"), token.Say(p.Lang, "A proof is made for one request.", "Proof делается для одного запроса."))
	}
	claims := []member{{"jti", random()}, {"htm", p.Method}, {"htu", target(p.URL)}, {"iat", time.Now().Unix()}}
	if p.Nonce != "" {
		claims = append(claims, member{"nonce", p.Nonce})
	}
	if p.AccessToken != "" {
		sum := sha256.Sum256([]byte(p.AccessToken))
		claims = append(claims, member{"ath", base64.RawURLEncoding.EncodeToString(sum[:])})
	}
	out := Proof{Header: object([]member{{"typ", "dpop+jwt"}, {"alg", k.alg}, {"jwk", json.RawMessage(k.key.PublicJWK())}}), Claims: object(claims)}
	var err error
	if out.Proof, err = k.key.Sign(string(out.Header), string(out.Claims)); err != nil {
		return nil, signRefusal(err, p.Lang)
	}
	return out, nil
}

// target is the URL as htu has it: without query and fragment (RFC 9449 section 4.2).
func target(url string) string {
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		return url[:i]
	}
	return url
}
