package diagnose

import (
	"strings"

	"grantlens/internal/logparse/exchange"
	"grantlens/internal/source"
)

var _ = register(Rule{
	ID:         "login-session-not-kept",
	Title:      Text{"The session that held the login state is not kept", "Сессия с состоянием входа не сохраняется"},
	About:      Text{"The login state is lost, and the paste shows why the session cannot survive the redirect: stateless policy, memory store with several instances, a secret made at start, two applications on one host, an iframe.", "Состояние входа потеряно, и в логе видно, почему сессия не переживает редирект: stateless-политика, хранилище в памяти при нескольких экземплярах, секрет создаётся при старте, два приложения на одном хосте, iframe."},
	Rank:       80,
	Confidence: Likely,
	Outcome:    exchange.NotAsked,
	Detail: Text{"The application does not find its saved login state at the callback, and its session settings explain it: the session (cookie) of the request that started the login is not the one of the callback.",
		"Приложение не находит на callback сохранённое состояние входа, и настройки сессии это объясняют: сессия (cookie) запроса, начавшего вход, — не та, что на callback."},
	Causes: []Text{{"The session is lost between the redirect and the callback", "Сессия теряется между редиректом и callback"}},
	Fixes:  []Text{{"Keep the session in a shared, persistent store under one host with a fixed secret", "Храните сессию в общем постоянном хранилище, под одним хостом и с постоянным секретом"}},
	Refs:   []Ref{{"RFC 6749 §10.12 CSRF", "https://www.rfc-editor.org/rfc/rfc6749#section-10.12"}},
	// The generic rules list all causes; here the one of the paste stands.
	Explains: []string{"state-lost", "state-mismatch", "pkce-verifier-lost"},
	Check: func(f *exchange.Flow) []Verdict {
		lost := lostLogin(f)
		if len(lost) == 0 {
			return loginInCircles(f)
		}
		if spans := sharedHost(f); len(spans) > 0 {
			v := sessionLosses[0].verdict(append(spans, lost[0]))
			return []Verdict{v}
		}
		for _, loss := range sessionLosses[1:] {
			if at := findAny(f, loss.words...); len(at) > 0 {
				return []Verdict{loss.verdict(append(firstOf(at, 1), lost[0]))}
			}
		}
		return nil
	},
})

// sessionLoss is one way to lose a session, by the words that show it.
type sessionLoss struct {
	words      []string
	title      Text
	cause, fix Text
}

func (l sessionLoss) verdict(evidence []source.Span) Verdict {
	v := Verdict{Evidence: evidence, Title: l.title, Causes: []Text{l.cause}, Fixes: []Text{l.fix}}
	v.Causes = append(v.Causes, otherCauses("state-lost", 0)...)
	return v
}

// sessionLosses; the first is found by addresses, the others by their words.
var sessionLosses = []sessionLoss{
	{
		title: Text{"Two applications on one host share the session cookie", "Два приложения на одном хосте делят cookie сессии"},
		cause: Text{"Cookies do not regard the port: the provider and the application both run on the same host (localhost) and use the same cookie name (JSESSIONID, session), so the provider's login page overwrites the application's session, and the saved state is lost", "Cookie не различают порт: провайдер и приложение работают на одном хосте (localhost) с одинаковым именем cookie (JSESSIONID, session), и страница входа провайдера перезаписывает сессию приложения — сохранённый state потерян"},
		fix:   Text{"Use another host name for one of them (127.0.0.1 against localhost, an entry in hosts) or another cookie name: server.servlet.session.cookie.name=APPSESSION, SESSION_COOKIE_NAME", "Дайте одному из них другое имя хоста (127.0.0.1 против localhost, запись в hosts) или другое имя cookie: server.servlet.session.cookie.name=APPSESSION, SESSION_COOKIE_NAME"},
	},
	{
		words: []string{"sessioncreationpolicy.stateless", "sessioncreationpolicy.never", "session-creation-policy: stateless", "stateless session", "session policy stateless"},
		title: Text{"A stateless session policy cannot keep the login state", "Stateless-политика сессий не хранит состояние входа"},
		cause: Text{"The session policy is STATELESS, so the authorization request is not stored in a session and is not found at the callback", "Политика сессий STATELESS, поэтому запрос авторизации не сохраняется в сессии и не находится на callback"},
		fix:   Text{"Use SessionCreationPolicy.IF_REQUIRED for the login, or keep the request in a cookie: authorizationEndpoint().authorizationRequestRepository(…)", "Используйте для входа SessionCreationPolicy.IF_REQUIRED или храните запрос в cookie: authorizationEndpoint().authorizationRequestRepository(…)"},
	},
	{
		words: []string{"memorystore is not designed for a production environment", "storage: memory", "session_store=memory", "inmemorysession", "session store: memory", "in-memory session"},
		title: Text{"The session store lives in the memory of one process", "Хранилище сессий — в памяти одного процесса"},
		cause: Text{"Sessions are kept in the memory of one process: another instance, a restart or a serverless invocation does not have them, and the saved state is gone at the callback", "Сессии хранятся в памяти одного процесса: у другого экземпляра, после перезапуска или в serverless их нет, и на callback сохранённого state нет"},
		fix:   Text{"Use a shared session store (Redis, a database) or cookies that carry the state themselves", "Используйте общее хранилище сессий (Redis, база) или cookie, которые сами несут state"},
	},
	{
		words: []string{"secret_key = os.urandom", "secret_key=os.urandom", "secret_key = secrets.token", "secret_key = uuid", "secret: crypto.randombytes", "secret: uuid", "secret_key = token_hex", "no secret provided", "[no_secret]", "no_secret"},
		title: Text{"The session secret changes at every start", "Секрет сессии меняется при каждом запуске"},
		cause: Text{"The secret that signs the session cookie is generated at start or not set: each worker, instance or restart has another one and rejects the cookie, so the saved state is lost", "Секрет подписи cookie сессии создаётся при старте или не задан: у каждого воркера, экземпляра и после перезапуска он другой, cookie отвергается и сохранённый state потерян"},
		fix:   Text{"Set a fixed secret from the environment, the same for all workers (SECRET_KEY, AUTH_SECRET, SESSION_SECRET)", "Задайте постоянный секрет через окружение, одинаковый для всех воркеров (SECRET_KEY, AUTH_SECRET, SESSION_SECRET)"},
	},
	{
		words: []string{"<iframe", "in an iframe", "inside an iframe", "third-party cookie", "third party cookie", "3rd party cookie"},
		title: Text{"In an iframe the state cookie is a third-party cookie", "В iframe cookie state становится сторонней"},
		cause: Text{"The login runs in an iframe of another site, where the browser does not send or store the application's cookie (SameSite, third-party cookie blocking), so the saved state is missing", "Вход идёт в iframe другого сайта, где браузер не отправляет и не хранит cookie приложения (SameSite, запрет сторонних cookie), поэтому сохранённого state нет"},
		fix:   Text{"Open the login in the top window or a pop-up; where the frame must stay, set the cookies to SameSite=None; Secure; Partitioned", "Открывайте вход в верхнем окне или pop-up; если фрейм нужен, задайте cookie SameSite=None; Secure; Partitioned"},
	},
	{
		words: []string{"replicas: 2", "replicas: 3", "replicas=2", "replicas=3", "two replicas", "three replicas", "multiple replicas", "several replicas", "multiple instances", "two instances", "several instances", "multiple pods", "two pods", "2 pods", "3 pods", "more than one replica", "more than one instance", "autoscal", "load balancer", "loadbalancer", "second replica", "other instance", "another instance", "sticky session", "web farm"},
		title: Text{"The callback reaches an instance without the session", "Callback попадает на экземпляр без этой сессии"},
		cause: Text{"Several instances (pods, replicas) run behind a load balancer and do not share sessions or keys: the one that got the callback does not know the state the other one saved", "За балансировщиком несколько экземпляров (подов, реплик) без общих сессий и ключей: получивший callback не знает state, сохранённый другим"},
		fix:   Text{"Share the session store and the secret or data-protection keys among the instances; sticky sessions are the stopgap", "Сделайте общими хранилище сессий и секрет или ключи data protection; sticky sessions — временная мера"},
	},
}

// sharedHost: authorization endpoint and redirect_uri are on one host and differ in the port.
func sharedHost(f *exchange.Flow) []source.Span {
	for _, g := range ofStep(paramValues(f, "redirect_uri"), exchange.EndpointAuthorize) {
		_, cb := hostOf(g.text)
		if cb == "" {
			continue
		}
		for _, a := range f.Artifacts {
			if !a.Params.Has("response_type") && !a.Params.Has("client_id") {
				continue
			}
			if _, as := hostOf(a.URL.Text); as != "" && as != cb && sameName(as, cb) && strings.Contains(as, ":") && strings.Contains(cb, ":") {
				s := beginning(a.URL.Span, 60)
				return []source.Span{s, g.span}
			}
		}
	}
	return nil
}
