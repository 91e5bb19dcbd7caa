package diagnose

import (
	"encoding/base64"
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

// The modulus of istiod's stand-in key is base64url of these words followed by the URI that could not be fetched
// (istio pilot/pkg/security/model, CreateFakeJwks).
const istioFakeKey = "Error-IstiodFailedToFetchJwksUri-"

var _ = register(Rule{
	ID:         "istio-jwks-placeholder",
	Title:      Text{"Istio could not fetch the JWKS: placeholder key", "Istio не получил JWKS: в конфигурации ключ-заглушка"},
	About:      Text{"The inline JWKS holds istiod's stand-in key (kid abc), whose modulus decodes to an error text.", "Встроенный JWKS содержит ключ-заглушку istiod (kid abc), modulus которого раскрывается в текст ошибки."},
	Rank:       90,
	Confidence: Certain,
	Outcome:    exchange.NoAnswer,
	Detail: Text{"istiod could not download the key set (JWKS) of the issuer and put a fake (placeholder) key in its place, so no token can ever be verified by Envoy. The signing keys were not reachable from the control plane; the tokens may be good.",
		"istiod не смог скачать набор ключей (JWKS) issuer и поставил вместо него фальшивый ключ (заглушку), поэтому Envoy не сможет проверить ни один токен. Ключи подписи недоступны из control plane; сами токены могут быть исправны."},
	Causes: []Text{
		{"The jwksUri (or the issuer's discovery) cannot be reached from the istiod pod: host.docker.internal, localhost, a name outside its DNS, a firewall, an untrusted certificate", "jwksUri (или discovery у issuer) недоступен из пода istiod: host.docker.internal, localhost, имя вне его DNS, firewall, недоверенный сертификат"},
		{"The URI is malformed", "URI записан неверно"},
	},
	Fixes: []Text{
		{"Set jwksUri in the RequestAuthentication to an address that istiod can fetch (kubectl exec into the istiod pod, curl it), or put the keys inline with jwks", "Укажите в RequestAuthentication jwksUri, доступный istiod (проверьте curl из пода istiod), или вставьте ключи прямо в jwks"},
		{"Let Envoy fetch the keys itself: PILOT_JWT_ENABLE_REMOTE_JWKS=hybrid (or envoy)", "Пусть ключи забирает сам Envoy: PILOT_JWT_ENABLE_REMOTE_JWKS=hybrid (или envoy)"},
		{"For a private CA mount it into istiod (extra root certificates)", "Для частного CA подключите его в istiod (дополнительные корневые сертификаты)"},
	},
	Refs:     []Ref{{"Istio: RequestAuthentication jwksUri", "https://istio.io/latest/docs/reference/config/security/jwt/"}},
	Explains: []string{"signing-key-not-found", "token-signature"},
	Check: func(f *exchange.Flow) []Verdict {
		head := base64.RawURLEncoding.EncodeToString([]byte(istioFakeKey)) // a multiple of three bytes: the prefix is stable
		if !f.May(strings.ToLower(head[:20])) {
			return nil
		}
		var out []Verdict
		text := f.View.Text
		for at := 0; len(out) < 3; {
			i := strings.Index(text[at:], head)
			if i < 0 {
				break
			}
			i += at
			end := i
			for end < len(text) && (wordByte(text[end]) || text[end] == '-') {
				end++
			}
			at = end
			v := Verdict{Evidence: []source.Span{f.View.Origin(source.Span{Start: i, End: end})}}
			if plain, err := base64.RawURLEncoding.DecodeString(text[i:end]); err == nil {
				uri := strings.TrimPrefix(string(plain), istioFakeKey)
				v.Detail = Text{"The JWKS in Envoy's configuration is no real key set: the modulus n of the key (kid abc) decodes from base64 to \"" + istioFakeKey + uri + "\". istiod failed to fetch (download) the keys from this URI and put a fake placeholder in their place, so no token can ever be verified, however good it is.",
					"JWKS в конфигурации Envoy — не настоящий набор ключей: modulus n ключа (kid abc) раскрывается из base64 в \"" + istioFakeKey + uri + "\". istiod не смог скачать ключи по этому URI и поставил заглушку, поэтому не проверится ни один токен, даже исправный."}
				if strings.Contains(uri, ":///") {
					v.Causes = []Text{{"The URI has three slashes, so it names no host: the issuer or jwksUri in the RequestAuthentication is malformed", "В URI три косые черты, поэтому хоста в нём нет: issuer или jwksUri в RequestAuthentication записан неверно"},
						{"The host is not reachable from the istiod pod (host.docker.internal, localhost, DNS, firewall)", "Хост недоступен из пода istiod (host.docker.internal, localhost, DNS, firewall)"}}
				}
			}
			out = append(out, v)
		}
		return out
	},
})
