package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "workflow-token-not-permitted",
	Title:   Text{"The workflow may not ask for an ID token", "Workflow не разрешено запрашивать ID-токен"},
	About:   Text{"A job of GitHub Actions wants to log in to a cloud by OpenID Connect, and the job's permissions do not let it have the ID token: the variables ACTIONS_ID_TOKEN_REQUEST_URL and _TOKEN are not there.", "Задание GitHub Actions входит в облако по OpenID Connect, а разрешения задания не дают ему ID-токен: переменных ACTIONS_ID_TOKEN_REQUEST_URL и _TOKEN нет."},
	Rank:    86,
	Outcome: exchange.NotAsked,
	Detail: Text{"The action stopped before anything was sent to the cloud: it could not get the job's OIDC token (ID token) from GitHub. A job gets it only with permissions: id-token: write; pull requests from forks never get it.",
		"Действие остановилось до обращения к облаку: оно не получило у GitHub OIDC-токен задания (ID-токен). Задание получает его только с permissions: id-token: write; pull request из форка не получает никогда."},
	Causes: []Text{
		{"permissions: id-token: write is missing at the job or the workflow; a permissions block that names others sets it to none", "У задания или workflow нет permissions: id-token: write; блок permissions с другими разрешениями сбрасывает его в none"},
		{"A reusable workflow: the caller's job does not grant the permission", "Переиспользуемый workflow: разрешения не даёт вызывающее задание"},
		{"The run belongs to a pull request from a fork or to Dependabot", "Запуск относится к pull request из форка или к Dependabot"},
		{"The inputs of the action are empty: the secret with role, client id or tenant is not visible to this run", "Пусты параметры действия: секрет с ролью, client id или tenant этому запуску не виден"},
	},
	Fixes: []Text{
		{"Add permissions: { id-token: write, contents: read } to the job, and to the job that calls a reusable workflow", "Добавьте заданию permissions: { id-token: write, contents: read }, а при переиспользуемом workflow — и вызывающему заданию"},
		{"Run the cloud login on push or workflow_dispatch, not on pull_request of forks", "Выполняйте вход в облако по push или workflow_dispatch, а не по pull_request из форков"},
	},
	Refs:     []Ref{{"GitHub: OpenID Connect, permissions", "https://docs.github.com/en/actions/reference/security/oidc"}},
	Explains: []string{"token-not-sent", "local-access-rule"},
})
