package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "cloud-metadata-unreachable",
	Title:    Text{"No metadata server gives this program an identity", "Сервер метаданных не даёт программе identity"},
	About:    Text{"Default credentials of a cloud SDK fell through to the metadata server (GCP, AWS IMDS, Azure managed identity), and it cannot be reached or knows no identity.", "Учётные данные по умолчанию облачного SDK дошли до сервера метаданных (GCP, AWS IMDS, managed identity Azure), а он недоступен или не знает identity."},
	Rank:     80,
	Outcome:  exchange.NoAnswer,
	Explains: []string{"host-unresolved", "connection-timeout", "connection-refused", "no-session-at-client", "provider-error", "login-failed", "client-setting-required"},
	Detail: Text{"The SDK found no credentials in the environment, files or CLI and asked the metadata server of the machine last. That server exists only on the cloud's own machines and answers only where an identity is attached: elsewhere (laptop, CI, another cloud, a container with blocked link-local addresses) the request gets no answer.",
		"SDK не нашёл учётных данных ни в переменных окружения, ни в файлах, ни в CLI и последним спросил сервер метаданных машины. Он есть только на машинах самого облака и отвечает, только если назначена identity; в других местах (ноутбук, CI, другое облако, контейнер без link-local адресов) ответа нет."},
	Causes: []Text{
		{"The program runs outside that cloud and no other credentials are set", "Программа работает вне этого облака, а другие учётные данные не заданы"},
		{"The machine, pod or function has no identity attached (service account, instance profile, managed identity, client id of a user-assigned one)", "Машине, pod или функции не назначена identity (service account, instance profile, managed identity, client id пользовательской)"},
		{"Link-local traffic is blocked: network policy, proxy without NO_PROXY for 169.254.169.254, IMDSv2 hop limit 1 in a container", "Link-local трафик закрыт: network policy, прокси без NO_PROXY для 169.254.169.254, лимит hop 1 у IMDSv2 в контейнере"},
	},
	Fixes: []Text{
		{"Outside the cloud set credentials: GOOGLE_APPLICATION_CREDENTIALS or gcloud auth application-default login; AWS_PROFILE or AWS_ACCESS_KEY_ID; AZURE_CLIENT_ID, AZURE_TENANT_ID, AZURE_CLIENT_SECRET or az login", "Вне облака задайте учётные данные: GOOGLE_APPLICATION_CREDENTIALS или gcloud auth application-default login; AWS_PROFILE или AWS_ACCESS_KEY_ID; AZURE_CLIENT_ID, AZURE_TENANT_ID, AZURE_CLIENT_SECRET или az login"},
		{"Inside it attach the identity, and try from the same container: curl -H Metadata-Flavor:Google http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token", "Внутри облака назначьте identity и проверьте из того же контейнера: curl -H Metadata-Flavor:Google http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token"},
	},
	Leads: []Lead{
		{Signs: []string{"identity not found", "has not been assigned to this resource", "no managed identity"}, Cause: "no identity attached", Fix: "Inside it"},
	},
	Refs: []Ref{{"Google Cloud: application default credentials", "https://cloud.google.com/docs/authentication/application-default-credentials"}, {"Azure SDK: DefaultAzureCredential", "https://learn.microsoft.com/azure/developer/intro/passwordless-overview"}},
})
