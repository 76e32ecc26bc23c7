{{- /* The options of a node: (list $ SERVICE). The same as in the compose files. */ -}}
{{- define "tercet.environment" -}}
{{- $ := index . 0 }}
{{- $service := index . 1 }}
{{- $database := ternary "orders" $service (eq $service "order") }}
{{- $all := dict "TERCET_CLUSTER" "/etc/tercet/cluster.properties" }}
{{- $_ := set $all "TERCET_PROTOCOL" $.Values.protocol }}
{{- $_ := set $all "TERCET_DEADLINE" $.Values.deadline }}
{{- $_ := set $all "TERCET_DRAIN" (printf "%ds" (int $.Values.drainSeconds)) }}
{{- $_ := set $all "TERCET_TRANSPORT" $.Values.transport.name }}
{{- if ne $.Values.log.format "text" }}
{{- $_ := set $all "TERCET_LOG_FORMAT" $.Values.log.format }}
{{- end }}
{{- if ne $.Values.log.level "info" }}
{{- $_ := set $all "TERCET_LOG_LEVEL" $.Values.log.level }}
{{- end }}
{{- if $.Values.tls.portsSecret }}
{{- $_ := set $all "TERCET_TLS_CERTIFICATE_FILE" "/tls/ports/tls.crt" }}
{{- $_ := set $all "TERCET_TLS_KEY_FILE" "/tls/ports/tls.key" }}
{{- end }}
{{- if include "tercet.hasBroker" $ }}
{{- $_ := set $all "TERCET_BROKER_URL" (required "transport.brokerUrl: the servers of the broker" $.Values.transport.brokerUrl) }}
{{- $_ := set $all "TERCET_BROKER_PREFIX" $.Values.transport.brokerPrefix }}
{{- if contains "@" $.Values.transport.brokerUrl }}
{{- $_ := set $all "TERCET_BROKER_PASSWORD_FILE" "/secrets/broker" }}
{{- end }}
{{- if $.Values.tls.nodesSecret }}
{{- fail "tls.nodesSecret: messages go through a broker, so nodes have no ports of their own. Leave it empty, and let the broker speak TLS (docs/operate/tls.md)" }}
{{- end }}
{{- else if $.Values.tls.nodesSecret }}
{{- $_ := set $all "TERCET_NODE_TLS_CERTIFICATE_FILE" "/tls/nodes/tls.crt" }}
{{- $_ := set $all "TERCET_NODE_TLS_KEY_FILE" "/tls/nodes/tls.key" }}
{{- $_ := set $all "TERCET_NODE_TLS_CA_FILE" "/tls/nodes/ca.crt" }}
{{- else }}
{{- $_ := set $all "TERCET_CLUSTER_SECRET_FILE" "/secrets/cluster" }}
{{- end }}
{{- if $.Values.access.tokens }}
{{- $_ := set $all "TERCET_TOKENS_FILE" "/secrets/tokens" }}
{{- else if $.Values.access.withoutTokens }}
{{- $_ := set $all "TERCET_WITHOUT_TOKENS" "true" }}
{{- $names := list (printf "%s.%s.svc.%s" (include "tercet.name" $) $.Release.Namespace $.Values.clusterDomain) }}
{{- if $.Values.ingress.enabled }}
{{- $names = prepend $names $.Values.ingress.host }}
{{- end }}
{{- $_ := set $all "TERCET_ALLOW_HOST" (join "," $names) }}
{{- else }}
{{- fail "access: every program that reaches the shop could empty it. Set access.tokens=true and a key `tokens` in the secret (docs/operate/access.md), or access.withoutTokens=true for a trial" }}
{{- end }}
{{- if $service }}
{{- $_ := set $all "TERCET_STORE" $.Values.store.name }}
{{- if eq $.Values.store.name "postgres" }}
{{- with $.Values.store.postgres }}
{{- $_ := set $all "TERCET_POSTGRES_URL" (printf "jdbc:postgresql://%s/%s%s" .hosts $database .parameters) }}
{{- $_ := set $all "TERCET_POSTGRES_USER" .user }}
{{- $_ := set $all "TERCET_POSTGRES_PASSWORD_FILE" "/secrets/postgres" }}
{{- end }}
{{- else if eq $.Values.store.name "redis" }}
{{- $_ := set $all "TERCET_REDIS_URL" (replace "{service}" $service $.Values.store.redis.url) }}
{{- $_ := set $all "TERCET_REDIS_PREFIX" $database }}
{{- $_ := set $all "TERCET_REDIS_REPLICAS" (toString $.Values.store.redis.replicas) }}
{{- if contains "@" $.Values.store.redis.url }}
{{- $_ := set $all "TERCET_REDIS_PASSWORD_FILE" "/secrets/redis" }}
{{- end }}
{{- end }}
{{- end }}
{{- with $.Values.javaOptions }}
{{- $_ := set $all "TERCET_JAVA_OPTS" . }}
{{- end }}
{{- $all = merge (deepCopy $.Values.environment) $all }}
{{- range $key, $value := $all }}
- name: {{ $key }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}
