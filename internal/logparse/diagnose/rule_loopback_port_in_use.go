package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:      "loopback-port-in-use",
	Title:   Text{"The port of the local callback is already taken", "Порт локального callback уже занят"},
	About:   Text{"A command-line or desktop login could not open its loopback server for the redirect.", "Вход из командной строки или настольного приложения не смог открыть loopback-сервер для redirect."},
	Rank:    84,
	Outcome: exchange.NotAsked,
	Detail:  Text{"The tool waits for the redirect on a port of 127.0.0.1, and another process (often an earlier, hanging login) holds that port. So the browser's answer cannot arrive; the provider is not at fault.", "Программа ждёт redirect на порту 127.0.0.1, а порт занят другим процессом (часто прежним зависшим входом). Ответ браузера не может прийти; провайдер ни при чём."},
	Causes: []Text{
		{"An earlier login of the same tool still runs in the background", "Прежний вход той же программы ещё работает в фоне"},
		{"Another program uses the fixed port; Windows reserves port ranges for Hyper-V (WinNAT)", "Фиксированный порт занят другой программой; Windows резервирует диапазоны портов для Hyper-V (WinNAT)"},
	},
	Fixes: []Text{
		{"End the other process: lsof -i :PORT, netstat -ano | findstr PORT; on Windows also: net stop winnat, then net start winnat", "Завершите другой процесс: lsof -i :PORT, netstat -ano | findstr PORT; в Windows также net stop winnat, затем net start winnat"},
		{"Choose another callback port where the tool has an option, or the device code flow", "Выберите другой порт callback, если у программы есть параметр, или device code flow"},
	},
	Refs: []Ref{{"RFC 8252 §7.3 loopback redirect", "https://www.rfc-editor.org/rfc/rfc8252#section-7.3"}},
})
