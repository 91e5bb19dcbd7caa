package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "exec-plugin-failed",
	Title:    Text{"kubectl's login plugin gave no token", "Плагин входа kubectl не выдал токен"},
	About:    Text{"client-go runs the command of the kubeconfig (exec: kubelogin, aws, gke-gcloud-auth-plugin) for a token: it is not there, ended with an error or printed something else.", "client-go запускает за токеном команду из kubeconfig (exec: kubelogin, aws, gke-gcloud-auth-plugin): её нет, она завершилась ошибкой или напечатала не то."},
	Rank:     64,
	Outcome:  exchange.NotAsked,
	Explains: []string{"login-failed"},
	Detail: Text{"The kubeconfig names an exec credential plugin. This program runs that command before it asks the cluster, and the command gave no token: it is not on the PATH, ended with an exit code, or its output could not be read. The cluster was not asked.",
		"В kubeconfig указан плагин exec. Программа запускает эту команду до запроса к кластеру, а команда не выдала токен: её нет в PATH, она завершилась с кодом ошибки или её вывод не прочитан. К кластеру запроса не было."},
	Causes: []Text{
		{"The plugin is not installed, or not on the PATH of this user, service or desktop program: kubectl oidc-login is the file kubectl-oidc_login; another tool is called kubelogin, too (Azure's)", "Плагин не установлен или его нет в PATH этого пользователя, сервиса или программы: kubectl oidc-login — это файл kubectl-oidc_login; kubelogin называется и другая программа (Azure)"},
		{"The plugin itself failed, and its message stands in the lines before: refused, no browser, no terminal, a wrong argument", "Отказал сам плагин, его сообщение в строках выше: отказ, нет браузера или терминала, неверный аргумент"},
		{"The apiVersion of exec in the kubeconfig is not the one the plugin writes (v1alpha1, v1beta1, v1)", "apiVersion в exec kubeconfig не та, которую пишет плагин (v1alpha1, v1beta1, v1)"},
	},
	Fixes: []Text{
		{"Run the command and args of the kubeconfig's exec by hand, as the same user: it must print an ExecCredential with status.token", "Выполните вручную, тем же пользователем, command и args из exec: должен напечататься ExecCredential со status.token"},
		{"Install it (kubectl krew install oidc-login) or give the full path in command; for a desktop program or sudo set PATH and HOME", "Установите его (kubectl krew install oidc-login) или укажите полный путь в command; для графической программы и sudo задайте PATH и HOME"},
	},
	Leads:   []Lead{{Signs: []string{"error: get-token", "exit code 1", "error: authentication error"}, Cause: "The plugin itself failed"}},
	Missing: []Text{{"What the plugin prints when it is run by hand, with -v1", "Что печатает плагин при ручном запуске с -v1"}},
	Refs:    []Ref{{"Kubernetes: client-go credential plugins", "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins"}, {"kubelogin: setup", "https://github.com/int128/kubelogin"}},
})
