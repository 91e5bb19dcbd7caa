package token

import "strings"

// Repair is something that was certain and was done to read the token.
type Repair struct {
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"` // a count, the scheme, or the part; never token content
}

// Damage is a place that does not fit into a token.
type Damage struct {
	Part   string `json:"part"`   // header, payload, signature; of a JWE also encrypted_key, iv, ciphertext, tag
	Offset int    `json:"offset"` // byte offset in the string given
	Bytes  string `json:"bytes"`  // the first offending characters, at most 8 bytes
	Reason string `json:"reason"` // a code; Text puts it in words
}

type words struct{ en, ru string }

func (w words) in(lang string) string {
	if lang == "ru" {
		return w.ru
	}
	return w.en
}

var repairWords = map[string]words{
	"whitespace_removed": {"line breaks and blanks inside the token removed (%)", "переносы строк и пробелы внутри токена убраны (%)"},
	"quotes_removed":     {"quotes around the token removed", "кавычки вокруг токена убраны"},
	"percent_decoded":    {"percent-encoding undone (%)", "процентное кодирование снято (%)"},
	"bearer_prefix":      {"scheme before the token removed (%)", "схема перед токеном убрана (%)"},
	"base64_alphabet":    {"base64 characters + / = turned into base64url (%)", "символы base64 + / = заменены на base64url (%)"},
	"trailing_junk":      {"text after the token ignored (bytes: %)", "текст после токена не учтён (байт: %)"},
	"ellipsis":           {"the text itself leaves out a piece of the token", "часть токена пропущена в самом тексте"},
	"cut_off":            {"the token is cut off (%)", "токен обрезан (%)"},
	"json_serialisation": {"read from the JSON serialisation", "прочитано из JSON-сериализации"},
}

var damageWords = map[string]words{
	"not_base64url":     {"a character that base64url does not have: misread, or not part of the token", "символ, которого нет в base64url: ошибка распознавания или не часть токена"},
	"not_json":          {"the JSON breaks here: a character at or before this place was lost, doubled or misread", "здесь ломается JSON: символ здесь или раньше потерян, удвоен или искажён"},
	"not_utf8":          {"these bytes are not UTF-8: a character at or before this place was changed", "эти байты не UTF-8: символ здесь или раньше искажён"},
	"control_character": {"a control character inside a JSON string: a character at or before this place was lost, doubled or misread", "управляющий символ внутри строки JSON: символ здесь или раньше потерян, удвоен или искажён"},
	"blank":             {"a blank inside a line: a character may be missing here", "пробел внутри строки: здесь может не хватать символа"},
	"ends_early":        {"the part ends before its JSON does", "часть заканчивается раньше своего JSON"},
	"length":            {"no base64url text has this length: a character is missing or too many", "такой длины у base64url не бывает: не хватает символа или есть лишний"},
	"trailing_bits":     {"the last character carries bits that no encoder sets: it was changed", "последний символ несёт лишние биты: он изменён"},
	"extra_part":        {"more parts than a token has", "частей больше, чем бывает у токена"},
}

// Text says the repair in English or Russian ("ru").
func (r Repair) Text(lang string) string {
	s := repairWords[r.Code].in(lang)
	if r.Detail == "" {
		s = strings.TrimSuffix(s, " (%)")
	}
	return strings.Replace(s, "%", r.Detail, 1)
}

// Text says the reason in English or Russian ("ru").
func (d Damage) Text(lang string) string { return damageWords[d.Reason].in(lang) }
