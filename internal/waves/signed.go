package waves

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/blake2b"
	legacysha3 "golang.org/x/crypto/sha3"
)

// documented is what the request says was signed, as it stands there: the expiry may be anything.
type documented struct{ chain, client, expires string }

func (d documented) text() string { return d.chain + ":" + d.client + ":" + d.expires }

// wording is a text that may have been signed instead, with the mistakes that lead to it.
type wording struct {
	label string
	text  string
	documented
}

// wordings lists the texts people sign by one mistake, likely ones first. Each is cheap to try under every framing.
func (d documented) wordings() []wording {
	var list []wording
	add := func(label, text string, as documented) { list = append(list, wording{label, text, as}) }
	with := func(label string, as documented) {
		if as != d {
			add(label, as.text(), as)
		}
	}
	for _, chain := range []string{"T", "W", "S", "E", "D", "R", "mainnet", "testnet", "stagenet", "MAINNET", "TESTNET", "undefined"} {
		with("wrong_chain", documented{chain, d.client, d.expires})
	}
	for _, chain := range []string{strings.ToLower(d.chain), strings.ToUpper(d.chain)} {
		with("wrong_chain_case", documented{chain, d.client, d.expires})
	}
	if len(d.chain) > 0 {
		code := int(d.chain[0])
		for _, chain := range []string{strconv.Itoa(code), "0x" + strconv.FormatInt(int64(code), 16), strconv.FormatInt(int64(code), 16), "87", "84", "83"} {
			with("wrong_chain_numeric", documented{chain, d.client, d.expires})
		}
	}
	for _, client := range []string{"waves.exchange", "wx.network", "", "undefined", "client", "waves", "wx", "wavesexchange",
		"api.waves.exchange", "api.wx.network", "matcher.waves.exchange", "https://waves.exchange", "https://wx.network"} {
		with("wrong_client_id", documented{d.chain, client, d.expires})
	}
	for _, client := range []string{"Waves.Exchange", "Waves.exchange", "WAVES.EXCHANGE", "WX.Network", "WX.network", "Wx.Network", "Wx.network", "WX.NETWORK", strings.ToLower(d.client), strings.ToUpper(d.client)} {
		if strings.EqualFold(client, d.client) {
			with("wrong_client_id_case", documented{d.chain, client, d.expires})
		} else {
			with("wrong_client_id", documented{d.chain, client, d.expires})
		}
	}

	for _, text := range []string{d.client + ":" + d.expires, ":" + d.client + ":" + d.expires} {
		add("message_chain_missing", text, d)
	}
	a, b, c := d.chain, d.client, d.expires
	for _, order := range [][3]string{{b, a, c}, {c, b, a}, {a, c, b}, {b, c, a}, {c, a, b}} {
		add("message_fields_swapped", strings.Join(order[:], ":"), d)
	}
	for _, sep := range []string{": ", " : ", ";", ",", ", ", "", " ", "|", "/", "-", "_", ".", "::", "\n", "&"} {
		add("message_separator", strings.Join([]string{a, b, c}, sep), d)
	}
	for _, text := range []string{d.text() + ":", ":" + d.text(), d.text() + " ", " " + d.text(), `"` + d.text() + `"`, d.text() + "\x00"} {
		add("message_separator", text, d)
	}
	for _, end := range []string{"\n", "\r\n", "\r"} {
		add("message_trailing_newline", d.text()+end, d)
	}

	expires := func(label string, values ...string) {
		for _, e := range values {
			with(label, documented{d.chain, d.client, e})
		}
	}
	expires("expires_mismatch", "", "undefined", "null")
	if f, ok := number(d.expires); ok {
		n := int64(f)
		whole := strconv.FormatInt(n, 10)
		expires("expires_not_integer", whole, whole+".0", whole+".00", strconv.FormatFloat(f, 'f', 6, 64), strconv.FormatFloat(f, 'g', -1, 64),
			strconv.FormatFloat(f, 'e', -1, 64), strconv.FormatFloat(f, 'g', 6, 64), strings.ToUpper(strconv.FormatFloat(f, 'E', -1, 64)),
			time.Unix(n, 0).UTC().Format(time.RFC3339), time.Unix(n, 0).UTC().Format("2006-01-02T15:04:05.000Z"))
		if isMilliseconds(f) {
			expires("expires_milliseconds_in_password", strconv.FormatInt(n/1000, 10), strconv.FormatInt((n+500)/1000, 10), strconv.FormatInt((n+999)/1000, 10),
				strconv.FormatFloat(f/1000, 'f', -1, 64), strconv.FormatInt(n/1e6, 10), strconv.FormatInt(n/1e9, 10))
		} else {
			expires("expires_milliseconds_in_message", whole+"000", whole+"000000", whole+"000000000", whole+"000.0")
		}
		for _, seconds := range []string{"604800", "604799", "604500", "604740", "518400", "432000", "86400", "43200", "3600", "1800", "900", "600", "300", "60", "604800.0", "604800000"} {
			expires("expires_is_duration", seconds)
		}
		for _, seconds := range []int64{-1, 1, -2, 2, -3, 3, -5, 5, -10, 10, -3600, 3600, -60, 60, -300, 300, -MaxLifetime, MaxLifetime} {
			expires("expires_mismatch", strconv.FormatInt(n+seconds, 10))
		}
	}
	return list
}

// rareWordings are too many to try under every framing: any chain byte, any millisecond, any second of a slow clock.
func (d documented) rareWordings(now int64, try func(wording) bool) bool {
	with := func(label string, as documented) bool {
		return as != d && try(wording{label, as.text(), as})
	}
	for chain := 1; chain < 256; chain++ {
		if with("wrong_chain", documented{string(rune(chain)), d.client, d.expires}) ||
			chain > 127 && with("wrong_chain", documented{string([]byte{byte(chain)}), d.client, d.expires}) {
			return true
		}
	}
	f, ok := number(d.expires)
	if !ok {
		return false
	}
	n := int64(f)
	at := func(label string, seconds int64) bool {
		return with(label, documented{d.chain, d.client, strconv.FormatInt(seconds, 10)})
	}
	if isMilliseconds(f) {
		n /= 1000
		for s := n - 60; s <= n+60; s++ {
			if at("expires_milliseconds_in_password", s) {
				return true
			}
		}
	} else if f < 1e9*10 {
		for ms := int64(-500); ms < 1000; ms++ {
			if at("expires_milliseconds_in_message", n*1000+ms) {
				return true
			}
		}
	}
	if isDuration(f) && now != 0 {
		for s := now + n - 900; s <= now+n+60; s++ {
			if at("expires_is_duration", s) {
				return true
			}
		}
	}
	for delta := int64(1); delta <= 300; delta++ {
		if at("expires_mismatch", n-delta) || at("expires_mismatch", n+delta) {
			return true
		}
	}
	for hours := int64(1); hours <= 24*7; hours++ { // time zones, and lifetimes changed in one place only
		for slip := int64(-1); slip <= 1; slip++ {
			if at("expires_mismatch", n-hours*3600+slip) || at("expires_mismatch", n+hours*3600+slip) {
				return true
			}
		}
	}
	return false
}

// framing is what was done to a text before signing, other than putting ff ff ff 01 in front.
type framing struct {
	label  string
	frame  func(text string) []byte
	common bool // likely enough to be tried together with a wrong text
}

// authHosts are the hosts a wallet login may have been made on, beside the ones named in the request.
var authHosts = []string{"waves.exchange", "wx.network", "localhost", "", "api.waves.exchange", "api.wx.network", "api-testnet.wx.network",
	"testnet.waves.exchange", "testnet.wx.network", "www.waves.exchange", "client.waves.exchange", "example.com", "www.example.com", "localhost:3000", "localhost:8080", "localhost:5173", "127.0.0.1", "https://waves.exchange", "https://wx.network"}

// textPrefixes are ways to write the bytes of the prefix out.
var textPrefixes = []string{"255,255,255,1", "255,255,255,1,", "[255,255,255,1]", "[255, 255, 255, 1]", "255, 255, 255, 1", "255 255 255 1", "2552552551",
	"ffffff01", "FFFFFF01", "0xffffff01", "0xFFFFFF01", `\xff\xff\xff\x01`, `\u00ff\u00ff\u00ff\u0001`, "255,255,255,1:", "ffffff01:", "[255,255,255,1]:", `b'\xff\xff\xff\x01'`}

// wrongPrefixes are taken for the prefix.
var wrongPrefixes = []string{"\xff\xff\xff\x02", "\xff\xff\xff\x00", "\xff\xff\xff", "\xff\xff\xff\xff", "\x01\xff\xff\xff", "\xff\xff\x01", "\xff\xff\xff\xff\x01", "\xff\xff\xff\x00\x00\x00\x01",
	"\xff\xff\xff\x31", "\xff\x01", "\x01", "\xff", "\x00\x00\x00\x01", "\xfe\xfe\xfe\x01", "\x7f\x7f\x7f\x01"}

// hashes are what a message may have been put through before it was signed.
var hashes = []func([]byte) []byte{
	func(b []byte) []byte { h := blake2b.Sum256(b); return h[:] },
	func(b []byte) []byte { h := sha256.Sum256(b); return h[:] },
	func(b []byte) []byte { h := SecureHash(b); return h[:] },
	func(b []byte) []byte { h := legacysha3.NewLegacyKeccak256(); h.Write(b); return h.Sum(nil) },
	func(b []byte) []byte { h := sha3.Sum256(b); return h[:] },
	func(b []byte) []byte { h := sha512.Sum512(b); return h[:] },
	func(b []byte) []byte { h := blake2b.Sum512(b); return h[:] },
	func(b []byte) []byte { h := sha1.Sum(b); return h[:] },
	func(b []byte) []byte { h := sha256.Sum256(b); h = sha256.Sum256(h[:]); return h[:] },
}

// framings lists them, likely ones first.
func framings(hosts []string) []framing {
	list := []framing{{"prefix_missing", func(text string) []byte { return []byte(text) }, true}}
	seen := map[string]int{}
	join := func(label string, parts ...func(string) string) {
		seen[label]++
		list = append(list, framing{label, func(text string) []byte {
			var b []byte
			for _, part := range parts {
				b = append(b, part(text)...)
			}
			return b
		}, seen[label] <= 2 && label != "wallet_auth_instead_of_custom_data"})
	}
	lit := func(s string) func(string) string { return func(string) string { return s } }
	self := func(text string) string { return text }
	right := func(text string) string { return prefix + text }

	join("prefix_doubled", lit(prefix), right)
	join("prefix_at_end", self, lit(prefix))
	for _, p := range []string{"\u00ff\u00ff\u00ff\u0001", "\ufffd\ufffd\ufffd\u0001"} {
		join("prefix_utf8_encoded", lit(p), self)
	}
	for _, p := range textPrefixes {
		join("prefix_as_text", lit(p), self)
	}
	join("prefix_as_text", func(text string) string { // Array.toString of all the bytes
		codes := []string{"255", "255", "255", "1"}
		for i := range len(text) {
			codes = append(codes, strconv.Itoa(int(text[i])))
		}
		return strings.Join(codes, ",")
	})
	for _, p := range wrongPrefixes {
		join("prefix_wrong", lit(p), self)
	}

	for _, content := range []func(string) string{right, self} {
		for _, hash := range hashes {
			join("message_hashed_first", func(text string) string { return string(hash([]byte(content(text)))) })
			join("message_hashed_first", lit(prefix), func(text string) string { return string(hash([]byte(content(text)))) })
			join("message_hashed_first", func(text string) string { return hex.EncodeToString(hash([]byte(content(text)))) })
		}
	}

	encode := func(text string) string { return hex.EncodeToString([]byte(text)) }
	upper := func(text string) string { return strings.ToUpper(encode(text)) }
	b64 := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	raw64 := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	of := func(f func(string) string) func(string) string {
		return func(text string) string { return f(prefix + text) }
	}
	for _, p := range []string{"", prefix} {
		for _, f := range []func(string) string{encode, of(encode), upper, of(upper)} {
			join("message_hex_text", lit(p), f)
			join("message_hex_text", lit(p), lit("0x"), f)
		}
		for _, f := range []func(string) string{b64, of(b64), raw64, of(raw64)} {
			join("message_base64_text", lit(p), lit("base64:"), f)
			join("message_base64_text", lit(p), f)
		}
		join("message_utf16", lit(p), func(text string) string { return utf16(text, false) })
		join("message_utf16", lit(p), func(text string) string { return utf16(text, true) })
		join("message_utf16", lit(p), lit("\xff\xfe"), func(text string) string { return utf16(text, false) })
		join("message_utf16", lit(p), lit("\xfe\xff"), func(text string) string { return utf16(text, true) })
	}
	join("message_utf16", func(text string) string { return utf16(prefix+text, false) })
	join("message_utf16", func(text string) string { return utf16(prefix+text, true) })

	// Keeper auth(): three strings, each behind its length in two bytes (waves-transactions, serializeAuthData).
	for _, host := range append(hosts, authHosts...) {
		for _, data := range []func(string) string{self, right, func(text string) string { return "\u00ff\u00ff\u00ff\u0001" + text }} {
			join("wallet_auth_instead_of_custom_data", lit(sized("WavesWalletAuthentication")), lit(sized(host)), func(text string) string { return sized(data(text)) })
		}
	}
	return list
}

// rareFramings are tried with the documented text only: any other version byte of custom data.
func rareFramings(text string, try func(label string, message []byte) bool) bool {
	for version := range 256 {
		if version != 1 && try("prefix_wrong", []byte("\xff\xff\xff"+string([]byte{byte(version)})+text)) {
			return true
		}
	}
	return false
}

func sized(s string) string {
	return string(binary.BigEndian.AppendUint16(nil, uint16(len(s)))) + s
}

// utf16 widens each byte to two: the text is ASCII, the prefix Latin-1.
func utf16(s string, bigEndian bool) string {
	b := make([]byte, 2*len(s))
	for i := range len(s) {
		if bigEndian {
			b[2*i+1] = s[i]
		} else {
			b[2*i] = s[i]
		}
	}
	return string(b)
}

// number reads an expiry the way lax programs do; a comma may be a decimal point.
func number(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return f, err == nil && f >= 0 && f < math.MaxInt64/4
}

// Bounds of what a number of seconds can mean: 10^11 is the year 5138, 10^8 was in 1973.
func isMilliseconds(f float64) bool { return f >= 1e11 }
func isDuration(f float64) bool     { return f < 1e8 }
