package waves

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
)

// WalletMessage is what a wallet is asked to sign, so that no seed has to be typed anywhere. The wallet puts the prefix
// ff ff ff 01 in front by itself.
type WalletMessage struct {
	Text   string `json:"text"`   // for Signer: signMessage(text)
	Binary string `json:"binary"` // for Keeper: signCustomData({version: 1, binary}), base64 with its prefix
	Bytes  string `json:"bytes"`  // what is signed in the end, hex
	Signer string `json:"signer"` // the call, JavaScript
	Keeper string `json:"keeper"`
}

// ForWallet returns what a wallet must sign.
func ForWallet(chain byte, clientID string, expires int64) WalletMessage {
	text := Text(chain, clientID, expires)
	binary := "base64:" + base64.StdEncoding.EncodeToString([]byte(text))
	return WalletMessage{
		Text:   text,
		Binary: binary,
		Bytes:  hex.EncodeToString(Message(chain, clientID, expires)),
		Signer: "await signer.signMessage(" + quote(text) + ")",
		Keeper: "await KeeperWallet.signCustomData({ version: 1, binary: " + quote(binary) + " })",
	}
}

// Assemble makes the password of what a wallet gave back: the public key and the signature in base58. The verdict is
// Verify's; the password is nil when it is not valid.
func Assemble(publicKey, signature string, chain byte, clientID, scope string, expires int64, opts Options) (*Password, Verdict) {
	if scope == "" {
		scope = "general"
	}
	opts.Chain = chain
	body := FormBody(publicKey, strconv.FormatInt(expires, 10)+":"+signature, clientID, scope)
	v := Verify(body, opts)
	if !v.Valid {
		return nil, v
	}
	key, _ := decode58(publicKey)
	sig, _ := decode58(signature)
	p, err := NewPassword(key, sig, chain, clientID, scope, expires)
	if err != nil {
		return nil, v
	}
	return p, v
}

// Snippet is a request ready to run in one language.
type Snippet struct {
	Lang string `json:"lang"` // curl, fetch, go or python
	Code string `json:"code"`
}

// Snippets returns the request with a body as made by FormBody or RefreshBody, in each language.
func Snippets(endpoint, body string) []Snippet {
	const form = "application/x-www-form-urlencoded"
	return []Snippet{
		{"curl", "curl -X POST " + shellQuote(endpoint) + " \\\n  -H 'Content-Type: " + form + "' \\\n  --data-raw " + shellQuote(body)},
		{"fetch", "const response = await fetch(" + quote(endpoint) + ", {\n  method: \"POST\",\n  headers: { \"Content-Type\": \"" + form + "\" },\n  body: " + quote(body) + ",\n});\nconsole.log(response.status, await response.text());"},
		{"go", "resp, err := http.Post(" + quote(endpoint) + ", \"" + form + "\",\n\tstrings.NewReader(" + quote(body) + "))\nif err != nil {\n\tlog.Fatal(err)\n}\ndefer resp.Body.Close()\nio.Copy(os.Stdout, resp.Body)"},
		{"python", "import requests\n\nresponse = requests.post(\n    " + quote(endpoint) + ",\n    data=" + quote(body) + ",\n    headers={\"Content-Type\": \"" + form + "\"},\n)\nprint(response.status_code, response.text)"},
	}
}

// quote writes a string literal that JavaScript, Go and Python read alike.
func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic("waves: a string is always JSON")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
