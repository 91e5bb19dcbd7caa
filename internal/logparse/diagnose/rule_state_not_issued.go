package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "state-not-issued",
	Title:   Text{"The state in the callback was not made by the app", "state в callback создан не этим приложением"},
	About:   Text{"The library expects a state it has signed or stored itself (Slack Bolt's InstallProvider: a JWT) and gets another value.", "Библиотека ждёт state, который сама подписала или сохранила (InstallProvider в Slack Bolt — JWT), а получает другое значение."},
	Rank:    82,
	Outcome: exchange.NotAsked,
	Detail: Text{"The provider returned a code, but the state beside it is not one the library issued: it cannot be read as its signed JWT or is not in its state store. The authorization link was not made by the library's own install or login path, or state and secret come from another instance. The code was not redeemed.",
		"Провайдер вернул код, но state рядом с ним выдан не библиотекой: он не читается как её подписанный JWT или его нет в хранилище state. Ссылка авторизации создана не её собственным путём установки или входа, либо state и секрет — от другого экземпляра. Код не обменян."},
	Causes: []Text{
		{"The authorize URL was written by hand, or copied from the provider's Add-to button, with a custom state or none", "URL авторизации написан вручную или скопирован с кнопки провайдера, со своим state или без него"},
		{"stateSecret differs between the instance that made the link and the one that got the callback", "stateSecret различается у экземпляра, создавшего ссылку, и получившего callback"},
		{"The link was opened in another browser than the one that asked for it, or after the state had expired", "Ссылка открыта в другом браузере или после истечения state"},
	},
	Fixes: []Text{
		{"Start the installation from the library's own path (/slack/install) or build the link with installer.generateInstallUrl()", "Начинайте установку с пути библиотеки (/slack/install) или создавайте ссылку через installer.generateInstallUrl()"},
		{"Set the same stateSecret (or one stateStore) on all instances", "Задайте одинаковый stateSecret (или общий stateStore) на всех экземплярах"},
		{"When the directory or another site must start it, set stateVerification: false knowingly, or use a direct install URL", "Если установку начинает каталог или другой сайт, осознанно задайте stateVerification: false или используйте direct install URL"},
	},
	Refs:     []Ref{{"Slack: OAuth for Bolt", "https://docs.slack.dev/tools/bolt-js/concepts/authenticating-oauth"}, {"RFC 6749 §10.12", "https://www.rfc-editor.org/rfc/rfc6749#section-10.12"}},
	Explains: []string{"jwt-malformed", "token-signature"},
})
