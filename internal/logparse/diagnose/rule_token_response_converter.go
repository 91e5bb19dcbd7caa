package diagnose

import "grantlens/internal/logparse/exchange"

var _ = register(Rule{
	ID:       "token-response-converter",
	Title:    Text{"The client mapped a good answer onto an empty object", "Клиент превратил исправный ответ в пустой объект"},
	About:    Text{"Spring's OAuth2AccessTokenResponse (or another library's DTO) stays empty because a plain JSON mapper read the answer instead of the library's own converter.", "OAuth2AccessTokenResponse в Spring (или DTO другой библиотеки) остаётся пустым: ответ прочитал обычный JSON-маппер вместо конвертера библиотеки."},
	Rank:     80,
	Outcome:  exchange.Issued,
	Explains: []string{"success-called-failure"},
	Detail: Text{"The token endpoint answered, and its JSON was deserialized by a plain mapper (Jackson) whose property names (accessToken) do not fit access_token; so the object's accessToken stayed null. The exchange is not at fault; the message converter is.",
		"Token endpoint ответил, но его JSON десериализовал обычный маппер (Jackson), чьи имена свойств (accessToken) не подходят к access_token, и accessToken остался null. Виноват не обмен, а конвертер сообщений."},
	Causes: []Text{
		{"A customised RestClient, RestTemplate or WebClient replaced the converters: FormHttpMessageConverter and OAuth2AccessTokenResponseHttpMessageConverter are missing or stand behind the Jackson converter", "В своём RestClient, RestTemplate или WebClient заменены конвертеры: FormHttpMessageConverter и OAuth2AccessTokenResponseHttpMessageConverter отсутствуют или стоят после Jackson"},
		{"An ObjectMapper setting (naming strategy, ignored unknown properties) hides that nothing was mapped", "Настройка ObjectMapper (стратегия имён, игнорирование неизвестных полей) скрывает, что ничего не отобразилось"},
	},
	Fixes: []Text{
		{"Build the client with RestClient.builder().messageConverters(m -> { m.clear(); m.add(new FormHttpMessageConverter()); m.add(new OAuth2AccessTokenResponseHttpMessageConverter()); }) and defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())", "Постройте клиент: RestClient.builder().messageConverters(m -> { m.clear(); m.add(new FormHttpMessageConverter()); m.add(new OAuth2AccessTokenResponseHttpMessageConverter()); }) и defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())"},
		{"Customise only what is needed (timeouts, proxy: requestFactory) and leave the converters of DefaultClientCredentialsTokenResponseClient / RestClientClientCredentialsTokenResponseClient alone", "Меняйте только нужное (таймауты, прокси: requestFactory), а конвертеры DefaultClientCredentialsTokenResponseClient / RestClientClientCredentialsTokenResponseClient не трогайте"},
	},
	Missing: []Text{{"The bean that configures the RestClient or RestTemplate of the token client", "Bean, который настраивает RestClient или RestTemplate клиента токенов"}},
	Refs:    []Ref{{"Spring Security: OAuth2 client, token endpoint", "https://docs.spring.io/spring-security/reference/servlet/oauth2/client/authorization-grants.html"}},
})
