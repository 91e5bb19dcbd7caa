package relay

import (
	"mime"
	"strings"
)

// upper are the characters of the bytes 0x80 to 0xff in the one-byte charsets that gateways still answer in.
var upper = map[string]string{
	"windows-1251": "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—�™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
	"windows-1252": "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
}

// charsetNames are other names of the same; browsers take ISO-8859-1 for windows-1252, too (WHATWG Encoding section 4.2).
var charsetNames = map[string]string{"windows-1251": "windows-1251", "cp1251": "windows-1251", "windows-1252": "windows-1252", "iso-8859-1": "windows-1252", "latin1": "windows-1252"}

// fromCharset turns a body into text by the charset of its Content-Type, and returns the charset, if it is one of these.
func fromCharset(body []byte, contentType string) (text, charset string) {
	_, params, _ := mime.ParseMediaType(contentType)
	charset = charsetNames[strings.ToLower(params["charset"])]
	if charset == "" {
		return "", ""
	}
	table := []rune(upper[charset])
	var b strings.Builder
	for _, c := range body {
		if c < 0x80 {
			b.WriteByte(c)
		} else {
			b.WriteRune(table[c-0x80])
		}
	}
	return b.String(), charset
}
