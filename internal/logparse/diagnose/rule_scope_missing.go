package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:      "scope-missing",
	Title:   Text{"The token lacks a scope this call needs", "В токене нет scope, нужного для этого вызова"},
	About:   Text{"insufficient_scope, missing_scope: the token is good, but was granted without the scope the API or userinfo asks for.", "insufficient_scope, missing_scope: токен исправен, но выдан без scope, который нужен API или userinfo."},
	Rank:    80,
	Outcome: exchange.Rejected,
	Detail: Text{"The access token was accepted as genuine, but it does not carry the scope this endpoint needs: scopes are granted when the token is issued, so the authorization request must ask for it and the user must consent; an old token does not gain scopes.",
		"Access-токен признан подлинным, но в нём нет scope, нужного этому endpoint: scope выдаются вместе с токеном, поэтому его нужно запросить в запросе авторизации и получить согласие; старый токен новых scope не получит."},
	Causes: []Text{
		{"The scope was not in the authorization request, was not granted, or the user unticked it", "Scope не было в запросе авторизации, его не выдали, или пользователь снял галочку"},
		{"The token is of another kind than needed (Slack: bot token instead of user token) or was issued before the scope was added to the app", "Токен не того вида (Slack: токен бота вместо токена пользователя) или выдан до того, как scope добавили приложению"},
		{"SAP BTP: the user has no role collection with this scope", "SAP BTP: у пользователя нет role collection с этим scope"},
		{"ghcr.io: the personal access token is no classic one with read:packages (write:packages to push), has expired, or is not authorised for the organisation's SSO; or the package is private and of others", "ghcr.io: personal access token — не classic с read:packages (для push — write:packages), истёк или не авторизован для SSO организации; либо пакет закрытый и чужой"},
		{"Google Cloud: the machine's access scopes (devstorage.read_only, none) bound what its service account may do, whatever IAM allows", "Google Cloud: access scopes машины (devstorage.read_only или никаких) ограничивают её service account, что бы ни разрешал IAM"},
		{"Microsoft Graph: the permission (delegated for a user, application for a daemon) is not granted, or has no admin consent", "Microsoft Graph: разрешение (delegated для пользователя, application для службы) не выдано или нет согласия администратора"},
		{"Apps Script: a simple trigger (onEdit, onOpen) runs without any authorisation", "Apps Script: простой триггер (onEdit, onOpen) выполняется без авторизации"},
	},
	Fixes: []Text{
		{"Add the scope to the request (scope=openid …) and to the app's registration, then log in or reinstall the app to get a new token with consent", "Добавьте scope в запрос (scope=openid …) и в регистрацию приложения, затем войдите заново или переустановите приложение, чтобы получить новый токен с согласием"},
		{"Look into the token's scope (scp) claim, or the granted scope in the token response, before calling", "Перед вызовом проверяйте scope (scp) в токене или выданный scope в ответе"},
		{"SAP BTP cockpit: Security → Role Collections: assign one whose role template names the scope (xs-security.json), then log in anew", "SAP BTP cockpit: Security → Role Collections: назначьте ту, чей role template называет этот scope (xs-security.json), и войдите заново"},
		{"ghcr.io: make a classic token with these scopes, Configure SSO → Authorize, docker logout ghcr.io, docker login again; in GitHub Actions permissions: packages: read (write), and the package's Manage Actions access", "ghcr.io: создайте classic-токен с этими scope, Configure SSO → Authorize, docker logout ghcr.io и docker login заново; в GitHub Actions — permissions: packages: read (write) и Manage Actions access пакета"},
		{"Google Cloud: stop the machine, gcloud compute instances set-service-account --scopes=cloud-platform; or use a key file", "Google Cloud: остановите машину, gcloud compute instances set-service-account --scopes=cloud-platform; либо файл ключа"},
		{"Microsoft Graph: API permissions → add it (GroupMember.Read.All, User.Read …) → Grant admin consent, then get a new token", "Microsoft Graph: API permissions → добавьте его (GroupMember.Read.All, User.Read …) → Grant admin consent, затем получите новый токен"},
		{"Apps Script: make an installable trigger, and name the scope under oauthScopes in appsscript.json", "Apps Script: создайте устанавливаемый триггер и назовите scope в oauthScopes файла appsscript.json"},
	},
	Leads: []Lead{
		{Signs: []string{"com.sap.cloud", "xsuaa", "ondemand.com"}, Only: true, Cause: "SAP BTP", Fix: "SAP BTP"},
		{Signs: []string{"provided scope(s) are not"}, Only: true, Cause: "Google Cloud: ", Fix: "Google Cloud: "},
		{Signs: []string{"insufficient privileges to"}, Only: true, Cause: "Microsoft Graph: ", Fix: "Microsoft Graph: "},
		{Signs: []string{"specified permissions are not sufficient"}, Only: true, Cause: "Apps Script: ", Fix: "Apps Script: "},
		{Signs: []string{"ghcr.io"}, Only: true, Cause: "ghcr.io: ", Fix: "ghcr.io: "},
	},
	Missing:  []Text{{"scope in the WWW-Authenticate header or the reference of the API call, and scope (scp) of the token", "scope из заголовка WWW-Authenticate или описания вызова API и scope (scp) токена"}},
	Refs:     []Ref{{"RFC 6750 §3.1 insufficient_scope", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1"}},
	Explains: []string{"provider-error", "api-refused-token"},
	Check: func(f *exchange.Flow) []Verdict {
		var out []Verdict
		for _, e := range f.Exchanges {
			needed, ok := e.Member("needed")
			if ok && e.Error.Text == "missing_scope" {
				provided, _ := e.Member("provided")
				v := Verdict{Exchange: e, Evidence: append(errorPlaces(e), paramSpan(needed)), Confidence: Certain}
				v.Title = Text{"The scope " + clipWord(needed.Value.Text) + " was not granted", "Scope " + clipWord(needed.Value.Text) + " не выдан"}
				v.Detail = Text{"Slack answers ok:false with missing_scope inside a 200, and names both sides: needed " + needed.Value.Text + ", while the token has other scopes (" + clipList(provided.Value.Text) + "). The client shows only an object ([object Object]) or a generic error. Scopes for users (identity.*, user_scope) and for bots are asked for separately.",
					"Slack отвечает ok:false с missing_scope в ответе 200 и называет обе стороны: нужен " + needed.Value.Text + ", а у токена другие scope (" + clipList(provided.Value.Text) + "). Клиент показывает лишь объект ([object Object]) или общую ошибку. Scope пользователя (identity.*, user_scope) и бота запрашиваются отдельно."}
				v.Outcome = exchange.WrongBody
				out = append(out, v)
			} else if (e.Error.Text == "insufficient_scope" || e.Code.Text == "insufficient_scope") && e.Outcome.Failed() {
				out = append(out, Verdict{Exchange: e, Evidence: errorPlaces(e), Confidence: Certain})
			}
		}
		for _, said := range saidBy(f, "?scope-missing") {
			if !coveredBy(out, said) && len(out) == 0 {
				out = append(out, Verdict{Evidence: []source.Span{said}})
			}
		}
		return out
	},
})

// clipWord keeps a value short enough for a title.
func clipWord(s string) string {
	if len(s) > 28 {
		return s[:24] + "…"
	}
	return s
}

func clipList(s string) string {
	if len(s) > 120 {
		if i := strings.LastIndexByte(s[:120], ','); i > 0 {
			return s[:i] + ", …"
		}
		return s[:100] + "…"
	}
	return s
}
