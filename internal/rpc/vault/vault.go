// Package vault registers the methods that handle a seed. They exist in a worker of the browser only: the server does not
// import this package, and a test of the import graph holds it to that.
//
//	waves.sign ─▶ internal/waves/sign · waves.verify, waves.wallet, waves.assemble, waves.refresh ─▶ internal/waves
package vault

import (
	"time"

	"grantlens/internal/rpc"
	"grantlens/internal/waves"
	"grantlens/internal/waves/mistake"
	"grantlens/internal/waves/sign"
)

// Register adds the methods to a worker's Mux.
func Register(m *rpc.Mux) {
	m.Register("waves.sign", rpc.Typed(wavesSign))
	m.Register("waves.verify", rpc.Typed(wavesVerify))
	m.Register("waves.wallet", rpc.Typed(wavesWallet))
	m.Register("waves.assemble", rpc.Typed(wavesAssemble))
	m.Register("waves.refresh", rpc.Typed(wavesRefresh))
}

// SignParams are the parameters of waves.sign. Chain is one character. Expires is in Unix seconds and goes before
// Lifetime, in seconds from now; with neither the password lasts as long as it may. Now is the present in Unix seconds by
// a clock that is known to be right; zero means the local clock. Spaces says what to do with white space around the seed:
// keep it (the default), trim it, or ask: then the answer is a Choice where it matters.
type SignParams struct {
	Seed     string `json:"seed"`
	SeedKind string `json:"seedKind"` // text, base58, privateKey; empty: text, or base58 with that prefix
	Nonce    uint32 `json:"nonce"`
	Chain    string `json:"chain"`
	ClientID string `json:"clientId"`
	Scope    string `json:"scope"`
	Endpoint string `json:"endpoint"` // for the ready requests; empty: the profile's
	Lifetime int64  `json:"lifetime"`
	Expires  int64  `json:"expires"`
	Now      int64  `json:"now"`
	Spaces   string `json:"spaces"` // keep, trim or ask
	Lang     string `json:"lang"`
}

// Choice is the answer of waves.sign that asks: the same typing makes two accounts, and nothing was signed.
type Choice struct {
	Choice struct {
		Kept    string `json:"kept"`    // address of the seed as typed
		Trimmed string `json:"trimmed"` // address of the seed without the white space around it
	} `json:"choice"`
}

// Signed is the answer of waves.sign.
type Signed struct {
	*sign.Signed
	TrimmedAddress string          `json:"trimmedAddress,omitempty"` // of the seed without the white space around it, where that is another account
	Curl           string          `json:"curl"`
	Snippets       []waves.Snippet `json:"snippets"`
}

func wavesSign(p SignParams) (any, error) {
	chain, err := waves.ChainByte(p.Chain)
	if err != nil {
		return nil, badChain(p.Lang)
	}
	if p.Spaces == "trim" {
		p.Seed = sign.Trim(p.Seed)
	}
	signed, err := sign.Sign(sign.Request{Seed: p.Seed, Kind: p.SeedKind, Nonce: p.Nonce, Chain: chain, ClientID: p.ClientID, Scope: p.Scope,
		Expires: p.Expires, Lifetime: lifetime(p.Lifetime), Now: present(p.Now)})
	if err != nil {
		return nil, Refusal(err, p.Lang)
	}
	out := Signed{Signed: signed}
	for _, a := range signed.Alternatives {
		if a.Reading == "trimmed" {
			out.TrimmedAddress = a.Address
		}
	}
	if p.Spaces == "ask" && out.TrimmedAddress != "" {
		var ask Choice
		ask.Choice.Kept, ask.Choice.Trimmed = signed.Address, out.TrimmedAddress
		return ask, nil
	}
	out.Snippets = waves.Snippets(endpointOf(p.Endpoint, p.ClientID, p.Chain), signed.FormBody)
	out.Curl = out.Snippets[0].Code
	return out, nil
}

// lifetime is a duration of so many seconds. A week is the limit itself: it means as long as it may last, less the margin
// for a clock that runs ahead.
func lifetime(seconds int64) time.Duration {
	if seconds == waves.MaxLifetime {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// present is a time in Unix seconds, or the local clock's for zero.
func present(seconds int64) time.Time {
	if seconds == 0 {
		return time.Now()
	}
	return time.Unix(seconds, 0)
}

// endpointOf is where a request goes: the endpoint given, else that of the service with this client id and chain.
func endpointOf(given, clientID, chain string) string {
	if given != "" {
		return given
	}
	for _, profile := range waves.Profiles() {
		if profile.ClientID == clientID && profile.Chain == chain {
			return profile.Endpoint
		}
	}
	return waves.Profiles()[0].Endpoint
}

func badChain(lang string) error {
	if lang == "ru" {
		return rpc.BadInput("сеть — это один символ", "W — mainnet, T — testnet, S — stagenet.")
	}
	return rpc.BadInput("the chain is not one character", "W is mainnet, T testnet, S stagenet.")
}

// Refusal makes of an error of package sign one that a person may see, with what to do about it. It holds no input.
func Refusal(err error, lang string) *rpc.Error {
	message, hint := err.Error(), "Choose text, base58 or privateKey."
	if known, ok := err.(*sign.Error); ok {
		hint = known.Hint
	}
	if t, ok := refusals[message]; ok && lang == "ru" {
		message, hint = t[0], t[1]
	} else if len(message) > 6 && message[:6] == "sign: " {
		message = message[6:]
	}
	return rpc.BadInput(message, hint)
}

// refusals are the errors of package sign in Russian, with their hints.
var refusals = map[string][2]string{
	"sign: the client id is missing":                                    {"не указан client_id", "Это waves.exchange или wx.network."},
	"sign: the client id holds a colon, a space or a control character": {"в client_id есть двоеточие, пробел или управляющий символ", "Это waves.exchange или wx.network."},
	"sign: the chain is missing":                                        {"не указана сеть", "W — mainnet, T — testnet, S — stagenet."},
	"sign: the expiry is in milliseconds":                               {"срок указан в миллисекундах", "Нужны секунды Unix: разделите на 1000."},
	"sign: the expiry is in the past":                                   {"срок уже прошёл", "Укажите момент в будущем или длительность. Число вроде 604800 — это длительность, а не момент."},
	"sign: the expiry is too far ahead":                                 {"срок слишком далеко", "Сервис принимает не больше семи дней; запас оставлен на случай, если ваши часы спешат. Выберите срок короче."},
	"sign: the seed holds a broken character":                           {"в seed-фразе повреждённый символ", "Это не правильный Unicode (половина суррогатной пары или не UTF-8). Скопируйте seed заново; другие байты можно дать как base58."},
	"sign: the seed is empty":                                           {"seed-фраза пуста", "Библиотеки молча принимают пустую фразу и подписывают аккаунтом, который доступен всем. Введите seed-фразу."},
	"sign: the seed is not base58":                                      {"seed не в base58", "В base58 нет 0, O, I, l и пробелов. Если это seed-фраза, выберите «текст»."},
	"sign: a private key has no nonce":                                  {"у приватного ключа нет nonce", "Nonce нумерует аккаунты одной seed-фразы. Уберите его."},
	"sign: the private key is not base58":                               {"приватный ключ не в base58", "В base58 нет 0, O, I, l и пробелов. Если это seed-фраза, выберите «текст»."},
	"sign: the private key is not 32 bytes":                             {"в приватном ключе не 32 байта", "Приватный ключ — это 43–44 символа base58."},
	"sign: there are not enough random bytes":                           {"не хватило случайных байтов", "Повторите: источник случайности системы не ответил."},
	"sign: the kind of the seed is unknown: text, base58 or privateKey": {"неизвестный вид seed", "Варианты: text, base58, privateKey."},
}

// VerifyParams are the parameters of waves.verify. Now is in Unix seconds; zero means the local clock. Seed, in the form
// that SeedKind says, tells apart the mistakes that look alike without it; Expected is the account that should have
// signed, its address or its public key in base58. Both may be empty.
type VerifyParams struct {
	Input    string `json:"input"`
	Chain    string `json:"chain"`
	ClientID string `json:"clientId"`
	Seed     string `json:"seed"`
	SeedKind string `json:"seedKind"`
	Nonce    uint32 `json:"nonce"`
	Expected string `json:"expected"`
	Now      int64  `json:"now"`
	Lang     string `json:"lang"`
}

// Verified is the answer of waves.verify. Needed explains each of Possible: what else may have happened, which only the
// seed can tell.
type Verified struct {
	waves.Verdict
	Needed []mistake.Mistake `json:"needed,omitempty"`
}

func wavesVerify(p VerifyParams) (any, error) {
	opts := waves.Options{Now: present(p.Now), Lang: p.Lang, ClientID: p.ClientID, Expected: p.Expected}
	if p.Chain != "" {
		chain, err := waves.ChainByte(p.Chain)
		if err != nil {
			return nil, badChain(p.Lang)
		}
		opts.Chain = chain
	}
	if p.Seed != "" {
		suspects, err := sign.Suspects(p.Seed, p.SeedKind, p.Nonce)
		if err != nil {
			return nil, Refusal(err, p.Lang)
		}
		opts.Suspects = suspects
	}
	return verified(waves.Verify(p.Input, opts), p.Lang), nil
}

func verified(v waves.Verdict, lang string) Verified {
	out := Verified{Verdict: v}
	for _, label := range v.Possible {
		out.Needed = append(out.Needed, mistake.Explain(label, lang))
	}
	return out
}

// WalletParams are the parameters of waves.wallet: what a wallet is to sign, without any seed. Expires, Lifetime and Now
// are those of SignParams.
type WalletParams struct {
	Chain    string `json:"chain"`
	ClientID string `json:"clientId"`
	Expires  int64  `json:"expires"`
	Lifetime int64  `json:"lifetime"`
	Now      int64  `json:"now"`
	Lang     string `json:"lang"`
}

// Wallet is the answer of waves.wallet.
type Wallet struct {
	waves.WalletMessage
	Expires int64 `json:"expires"` // Unix seconds
}

func wavesWallet(p WalletParams) (any, error) {
	chain, err := waves.ChainByte(p.Chain)
	if err != nil {
		return nil, badChain(p.Lang)
	}
	expires, err := sign.Expiry(sign.Request{ClientID: p.ClientID, Expires: p.Expires, Lifetime: lifetime(p.Lifetime), Now: present(p.Now)})
	if err == nil {
		err = sign.CheckClientID(p.ClientID)
	}
	if err != nil {
		return nil, Refusal(err, p.Lang)
	}
	return Wallet{waves.ForWallet(chain, p.ClientID, expires), expires}, nil
}

// AssembleParams are the parameters of waves.assemble: what a wallet gave back, for the message that waves.wallet showed.
type AssembleParams struct {
	PublicKey string `json:"publicKey"` // base58
	Signature string `json:"signature"` // base58
	Chain     string `json:"chain"`
	ClientID  string `json:"clientId"`
	Scope     string `json:"scope"`
	Expires   int64  `json:"expires"`
	Now       int64  `json:"now"` // Unix seconds; zero means the local clock
	Lang      string `json:"lang"`
}

// Assembled is the answer of waves.assemble; without Password the verdict says why there is none.
type Assembled struct {
	Verdict  Verified        `json:"verdict"`
	Password *waves.Password `json:"password,omitempty"`
	Snippets []waves.Snippet `json:"snippets,omitempty"`
}

func wavesAssemble(p AssembleParams) (any, error) {
	chain, err := waves.ChainByte(p.Chain)
	if err != nil {
		return nil, badChain(p.Lang)
	}
	password, v := waves.Assemble(p.PublicKey, p.Signature, chain, p.ClientID, p.Scope, p.Expires, waves.Options{Now: present(p.Now), Lang: p.Lang})
	out := Assembled{Verdict: verified(v, p.Lang), Password: password}
	if password != nil {
		out.Snippets = waves.Snippets(endpointOf("", p.ClientID, p.Chain), password.FormBody)
	}
	return out, nil
}

// RefreshParams are the parameters of waves.refresh. Profile is the id of a service.
type RefreshParams struct {
	RefreshToken string `json:"refreshToken"`
	Profile      string `json:"profile"`
	Lang         string `json:"lang"`
}

// Refresh is the answer of waves.refresh: the request that exchanges a refresh token.
type Refresh struct {
	FormBody string          `json:"formBody"`
	Snippets []waves.Snippet `json:"snippets"`
}

func wavesRefresh(p RefreshParams) (any, error) {
	profile, ok := waves.ProfileByID(p.Profile)
	switch {
	case !ok && p.Lang == "ru":
		return nil, rpc.BadInput("неизвестный сервис", "Выберите один из списка.")
	case !ok:
		return nil, rpc.BadInput("the service is unknown", "Choose one of the list.")
	}
	body := waves.RefreshBody(p.RefreshToken, profile.ClientID, profile.Scope)
	return Refresh{body, waves.Snippets(profile.Endpoint, body)}, nil
}
