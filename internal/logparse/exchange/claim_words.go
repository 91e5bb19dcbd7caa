package exchange

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"grantlens/internal/logparse/artifact"
	"grantlens/internal/source"
)

// failureWords and successWords are what labels say in the languages logs are written in, in lower case. A word that
// ends in * stands for all that begin with it, one that begins with * for all that end in it.
var failureWords = newLexicon(failuresElsewhere, []string{
	"error*", "fail*", "unauthor*", "unauthenticated", "not authorized", "not allowed", "denied", "forbidden", "refused", "rejected", "invalid*", "exception*", "cannot", "unable", "fatal", "mismatch*", "missing*", "expired", "incorrect", "wrong", "unsuccess*", "not complete*", "uncaught", "unexpected status*", "unexpected response*", "unexpected answer*",
	"ошибк*", "неуспе*", "неудач*", "не удал*", "отказ*", "неверн*", "сбой", "запрещ*", "недейств*", "не прошл*", "не прошёл", "не пройд*", "не получ*", "не выполн*", "не выдан*", "неавторизован*", "не авторизован*", "отклон*", "исключени*", "некорректн*", "провал*", "нет токена", "упал*", "отсутств*", "пуст*",
	"fehler*", "fehlgeschlagen", "ungültig*", "verweigert", "abgelehnt",
	"fallo", "fallid*", "fallad*", "inválid*", "denegad*", "incorrect*",
	"erreur*", "échec", "échou*", "invalide", "refusé*",
	"erro", "erros", "falha*", "falhou", "negad*",
	"오류", "실패", "에러", "거부", "报错", "错误", "失败", "无效", "拒绝", "无法", "異常", "异常", "失敗", "エラー", "無効", "拒否",
})

var successWords = newLexicon(successesElsewhere, []string{
	"success*", "succeed*", "ok", "authenticated", "authorized", "granted", "logged in", "signed in", "[pass]", "exchanged code", "exchanged the code", "token saved", "tokens saved", "passed", "✔", "✅",
	"успе*", "удачн*", "готово", "выполнен", "выполнена", "выполнено", "пройден*", "авторизован*", "залогинил*", "осуществлен", "осуществлён", "разрешен", "разрешён", "ок", "хорошо",
	"токен получен", "токены получены", "получен токен", "получили токен", "токен обновлен", "токен обновлён", "вошл*", "зелён*",
	"erfolg*", "angemeldet",
	"éxito", "exitos*", "correcto", "correctamente",
	"succès", "réussi*",
	"sucesso", "bem-sucedid*",
	"성공", "成功", "完了",
})

// The same, a line for each of some languages; a text packs better. Words that say of a token that it has expired are left
// out: where a renewal is announced they tell of no failure.
const (
	failuresElsewhere = `*fehler|gescheitert|misslungen|konnte nicht|konnten nicht|kann nicht|nicht möglich|nicht abrufen|nicht abgerufen|nicht erfolg*|nicht anmelden|falsche*
echec|echou*|impossible|non autoris*|n'a pas pu|n’a pas pu|rejeté*|refuse
falló|no se pudo|no se ha podido|no fue posible|no es posible|no se puede|rechazad*|imposible|no autorizad*
não foi possível|nao foi possivel|não pôde|recusad*|rejeitad*|não autorizad*
fallit*|non riuscit*|non è riuscit*|negato|negata|impossibile|non è stato possibile|non valid*|rifiutat*|non autorizzat*
błąd|błęd*|blad logowania|nie powiod*|nie uda*|nieudan*|niepowodzeni*|nie można|odmow*|odrzucon*|nieprawidłow*|niepoprawn*
başarısız*|başarisiz*|basarisiz*|hata|hatası|hatasi|geçersiz|reddedildi|*amadı|*emedi|*amadi
mislukt*|*fout|foutmelding|geweigerd|ongeldig*|kon niet|kan niet|niet gelukt|niet mogelijk|onjuist*
misslyckad*|*ngsfel|fel:|fel vid|ogiltig*|nekad*|kunde inte|gick inte|lyckades inte
mislyk*|feilet|feil:|feil ved|*ngsfeil|ugyldig*|avvist|kunne ikke|kan ikke|fejl*|*sesfejl|afvist|lykkedes ikke|lyktes ikke
epäonnistu*|virhe*|*virhe|virheellinen|ei onnistu*
nezdaři*|nepodaři*|nepodari*|selhal*|zlyhal*|neplatn*|odmítnut*|zamítnut*|neúspěš*|neúspeš*|chyba:|chyba př*|chyba ov*|chyba pr*|chybn*
sikertelen*|hiba:|ési hiba|hiba történt|érvénytelen*|nem sikerült|elutasít*
eșuat*|eşuat*|esuat*|eroare|eroarea|nu s-a putut|respins*
помилк*|не вдал*|невдал*|неуспіш*|відмов*|відхил*|недійсн*|невірн*|заборонен*
thất bại|lỗi|không thể|không thành công|không hợp lệ|bị từ chối
gagal|kesalahan|ditolak|tidak valid|tidak dapat
못했|불가능|잘못된|유효하지 않
できません|できなか|不正な
未通过|未能|不正确|出错|錯誤|無法|拒絕|無效`
	successesElsewhere = `eingeloggt|gelungen|abgeschlossen
succes|reussi*|utilisateur connecté|êtes connecté|authentifié*|jeton obtenu
exito|correcta|correctamente|satisfactori*|sesión iniciada|sesion iniciada|autenticad*|concedid*
bem sucedid*|êxito|concluíd*
riuscit*|accesso effettuat*|login effettuat*|autenticazione effettuat*|avvenut*|autenticazione completata|accesso completato
pomyśln*|pomyslnie|powiod*|udan*|udał*|zalogowan*|sukces*
başarıyla|başarılı*|basarili*|basariyla|oturum açıldı|giriş yapıldı|alındı
gelukt|geslaagd|succesvol*|ingelogd|aangemeld|voltooid
lyckad*|inloggad|vellykket|lyktes|logget inn|innlogget|lykkedes|logget ind|gennemført|fullført
onnistu*|kirjautunut
úspěšn*|úspešn*|podařilo|přihlášen|přihlášena
sikeres|sikeresen|sikerült
reușit*|reuşit*|reusit*|autentificat
успішн*|вдалося|увійшов|увійшла
thành công|berhasil|sukses|berjaya
로그인 완료|인증 완료|완료되었|로그인되었|인증되었|발급되었
ログインしました|認証しました|取得しました|発行しました|できました|正常に
认证通过|验证通过|校验通过`
)

// negations turn a success word into its opposite when they stand right before it, negationsBehind when right behind.
var (
	negations       = strings.Split("not |not indicate |un|no |не|не |nicht |not_|non |pas |não |non è |nie |niet |inte |ikke |ei |nem |nu |không |chưa |tidak |belum |不|未|没有|沒有|没", "|")
	negationsBehind = []string{" inte", " ikke", " değil", " niet", " nicht", " returned", " extracted"} // the last two are OpenIddict's: an answer was handed on, whatever it says
)

// lexicon is a list of such words, those that may stand anywhere in a word (*fehler) apart from the others, which are known by
// their first byte.
type lexicon struct {
	words []string
	first [256][]string
	tails []string
}

func newLexicon(elsewhere string, words []string) *lexicon {
	l := &lexicon{words: append(words, strings.FieldsFunc(elsewhere, func(r rune) bool { return r == '|' || r == '\n' })...)}
	for _, w := range l.words {
		if tail, ok := strings.CutPrefix(w, "*"); ok {
			l.tails = append(l.tails, tail)
		} else {
			l.first[w[0]] = append(l.first[w[0]], w)
		}
	}
	return l
}

// in finds the first word of the lexicon in lower-case text.
func (l *lexicon) in(low string) (source.Span, bool) {
	for i := range len(low) {
		if words := l.first[low[i]]; len(words) > 0 && boundaryBefore(low, i) {
			for _, w := range words {
				if !strings.HasPrefix(low[i:], strings.TrimSuffix(w, "*")) {
					continue
				}
				if s, ok := wordIn(low[i:], []string{w}); ok && s.Start == 0 {
					return source.Span{Start: i, End: i + s.End}, true
				}
			}
		}
	}
	for _, t := range l.tails {
		if i := strings.Index(low, t); i >= 0 && boundaryAfter(low, i+len(t)) {
			return source.Span{Start: i, End: i + len(t)}, true
		}
	}
	return source.Span{}, false
}

// wordIn finds the first word of a list in lower-case text.
func wordIn(low string, words []string) (source.Span, bool) {
	best := source.Span{Start: -1}
	for _, w := range words {
		stem, open := strings.CutSuffix(w, "*")
		stem, tail := strings.CutPrefix(stem, "*")
		for from := 0; ; {
			i := strings.Index(low[from:], stem)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(stem)
			from = end
			if !tail && !boundaryBefore(low, start) || !open && !boundaryAfter(low, end) {
				continue
			}
			if open {
				for end < len(low) {
					r, n := utf8.DecodeRuneInString(low[end:])
					if !unicode.IsLetter(r) {
						break
					}
					end += n
				}
			}
			if best.Start < 0 || start < best.Start {
				best = source.Span{Start: start, End: end}
			}
			break
		}
	}
	return best, best.Start >= 0
}

func boundaryBefore(s string, at int) bool {
	if at == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	q, _ := utf8.DecodeRuneInString(s[at:])
	if r > 0x2e80 || q > 0x2e80 { // Chinese and Japanese write no spaces
		return true
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func boundaryAfter(s string, at int) bool {
	if at >= len(s) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[at:])
	q, _ := utf8.DecodeLastRuneInString(s[:at])
	if r > 0x2e80 || q > 0x2e80 {
		return true
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// saysFailure and saysSuccess find a claiming word in a label.
func saysFailure(v artifact.Value) (artifact.Value, bool) {
	if i := strings.Index(v.Text, "Error"); i > 0 && v.Text[i-1] >= 'a' && v.Text[i-1] <= 'z' && boundaryAfter(v.Text, i+len("Error")) {
		return v, true // the name of a class: RequestError
	}
	if _, ok := failureWords.in(strings.ToLower(withoutNothing(v.Text))); !ok {
		return artifact.Value{}, false
	}
	return v, true
}

func saysSuccess(v artifact.Value) (artifact.Value, bool) {
	low := strings.ToLower(v.Text)
	s, ok := successWords.in(low)
	ok = ok && !slices.ContainsFunc(negations, func(n string) bool {
		before, ok := strings.CutSuffix(low[:s.Start], n)
		return ok && (n[len(n)-1] != ' ' || boundaryBefore(low, len(before))) // Polish nouns end in -nie
	})
	ok = ok && !slices.ContainsFunc(negationsBehind, func(n string) bool { return strings.HasPrefix(low[s.End:], n) })
	if !ok || strings.Contains(low[:s.Start], "expected ") { // another came
		return artifact.Value{}, false
	}
	return v, true // a claim is shown whole
}
